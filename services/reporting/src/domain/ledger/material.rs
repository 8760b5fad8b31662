//! What was told of a subject and of what it needs, read as what is and was.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::RawId;

use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::spans::{DaySet, OPEN, before};
use crate::domain::told::{CertificateTold, Heard, Noun, Subject, Told};

/// What was told, in order of time.
pub(super) struct Material<'h>(pub(super) &'h [&'h Heard]);

/// A certificate with the days on which it holds.
pub(super) struct Certificate<'h> {
    pub(super) id: RawId,
    pub(super) told: &'h CertificateTold,
    pub(super) days: DaySet,
    /// First day on which it no longer held, if it was revoked.
    pub(super) revoked_on: Option<NaiveDate>,
    /// Who holds it now.
    pub(super) producer: RawId,
}

/// A person's term at the head of a producer.
#[derive(Clone, Copy)]
pub(super) struct Term {
    pub(super) person: RawId,
    pub(super) from: NaiveDate,
    to: Option<NaiveDate>,
}

/// What is told of a thing that has versions: what held from which day to which.
pub(super) struct Version<'h> {
    pub(super) days: Days,
    pub(super) told: &'h Told,
}

impl<'h> Material<'h> {
    /// What was told of a subject, in order of time.
    pub(super) fn of(&self, subject: Subject) -> impl Iterator<Item = &'h Heard> + '_ {
        self.0.iter().copied().filter(move |heard| heard.about == subject)
    }

    /// The subjects of a noun that anything was told of.
    pub(super) fn all(&self, noun: Noun) -> std::collections::BTreeSet<Subject> {
        self.0.iter().map(|heard| heard.about).filter(|subject| subject.noun == noun).collect()
    }

    /// The versions of a thing: each from the day it was told to the day before the next, the last until `ended` was told. What
    /// was told twice in a day held as it was told last.
    pub(super) fn versions(
        &self,
        subject: Subject,
        is_version: impl Fn(&Told) -> bool,
        ended: impl Fn(&Told) -> bool,
    ) -> Vec<Version<'h>> {
        let end = self.of(subject).find(|heard| ended(&heard.told)).map_or(OPEN, |heard| before(heard.day()));
        let told: BTreeMap<_, _> =
            self.of(subject).filter(|heard| is_version(&heard.told)).map(|heard| (heard.day(), &heard.told)).collect();
        let begins: Vec<_> = told.keys().copied().chain([OPEN]).collect();
        let versions = told.into_iter().zip(&begins[1..]).map(|((from, told), next)| {
            let to = if *next == OPEN { OPEN } else { before(*next) };
            Version { days: Days { from, to: to.min(end) }, told }
        });
        versions.filter(|version| version.days.from <= version.days.to).collect()
    }

    /// The versions of a producer.
    pub(super) fn producer(&self, producer: RawId) -> Vec<Version<'h>> {
        let subject = Subject::new(Noun::Producer, producer);
        let is_version = |told: &Told| matches!(told, Told::Producer { .. });
        self.versions(subject, is_version, |told| matches!(told, Told::ProducerRetired))
    }

    /// What a producer is split by on a day: its kind then, and who leads it by what is known now.
    pub(super) fn producer_parts(&self, producer: RawId, day: NaiveDate) -> Vec<(Dimension, String)> {
        let subject = Subject::new(Noun::Producer, producer);
        let mut kind = None;
        let mut led_by = &[][..];
        for heard in self.of(subject) {
            match &heard.told {
                // What was told later than it is asked for is the nearest there is.
                Told::Producer { kind: told, .. } if heard.day() <= day || kind.is_none() => kind = Some(told),
                Told::LedBy { by } => led_by = by,
                _ => {}
            }
        }
        let kind = kind.map(|kind| (Dimension::ProducerKind, kind.clone()));
        kind.into_iter().chain(led_by.iter().map(|by| (Dimension::LedBy, by.clone()))).collect()
    }

    /// All certificates that were told of, in order of identity.
    pub(super) fn certificates(&self) -> Vec<Certificate<'h>> {
        self.all(Noun::Certificate).into_iter().filter_map(|subject| self.certificate(subject)).collect()
    }

    /// A certificate, if it was told that it was issued.
    pub(super) fn certificate(&self, subject: Subject) -> Option<Certificate<'h>> {
        let issued = self.of(subject).find_map(|heard| match &heard.told {
            Told::Certificate(told) => Some(told),
            _ => None,
        })?;
        let (mut to, mut revoked_on, mut producer) = (issued.expires_on, None, issued.producer);
        for heard in self.of(subject) {
            match &heard.told {
                Told::CertificateEnded { on, revoked } => {
                    to = to.min(before(*on));
                    revoked_on = revoked_on.or(revoked.then_some(*on));
                }
                Told::CertificatePassedOn { producer: next } => producer = *next,
                _ => {}
            }
        }
        let days = DaySet::of(issued.issued_on, to);
        Some(Certificate { id: subject.id, told: issued, days, revoked_on, producer })
    }

    /// The days on which each of a producer's leaders led it, in order of the terms' beginnings. A term ends when the next one
    /// begins, or before.
    pub(super) fn leaders(&self, producer: RawId) -> Vec<(RawId, DaySet)> {
        let mut terms: BTreeMap<RawId, Term> = BTreeMap::new();
        for heard in self.of(Subject::new(Noun::Leadership, producer)) {
            match &heard.told {
                Told::Term { term, person, from, to } => {
                    terms.insert(*term, Term { person: *person, from: *from, to: *to });
                }
                Told::TermEnded { term, to } => {
                    if let Some(term) = terms.get_mut(term) {
                        term.to = Some(*to);
                    }
                }
                Told::TermRetracted { term } => {
                    terms.remove(term);
                }
                _ => {}
            }
        }
        let mut terms: Vec<_> = terms.into_values().collect();
        terms.sort_by_key(|term| term.from);
        let begins: Vec<_> = terms.iter().map(|term| term.from).chain([OPEN]).collect();
        let days = terms.iter().zip(&begins[1..]).map(|(term, next)| {
            let next = if *next == OPEN { OPEN } else { before(*next) };
            (term.person, DaySet::of(term.from, next.min(term.to.unwrap_or(OPEN))))
        });
        days.collect()
    }
}

/// The unit, and whether it is a sample, of what was told of a producer or a product.
pub(super) fn unit_of(told: &Told) -> Option<(&UnitId, bool)> {
    match told {
        Told::Producer { unit, sample, .. } | Told::Product { unit, sample, .. } => Some((unit, *sample)),
        _ => None,
    }
}

/// A product set as keys have it.
pub(super) fn product_set(number: i32) -> String {
    if number == 0 { "0".to_owned() } else { format!("{number:02}") }
}
