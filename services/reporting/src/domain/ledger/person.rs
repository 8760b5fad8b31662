//! A person: the classes she attended, and whether she had completed her training while she led a producer that has a valid
//! product.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::RawId;

use super::material::{Material, unit_of};
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::spans::{DaySet, OPEN};
use crate::domain::told::{Noun, Subject, Told};

pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let classes = classes(subject, material);
    let mut entries: Vec<_> = classes.iter().flat_map(|class| of_class(subject, material, class)).collect();
    entries.extend(leading(subject, material, &classes));
    entries
}

/// A class that she is enrolled in.
struct Enrolment<'h> {
    class: RawId,
    audience: &'h str,
    unit: &'h UnitId,
    producer: Option<RawId>,
    level: Option<&'h str>,
    sample: bool,
    /// Days of sessions at which she was present.
    attended: BTreeSet<NaiveDate>,
    completed_on: Option<NaiveDate>,
}

fn classes<'h>(subject: Subject, material: &Material<'h>) -> Vec<Enrolment<'h>> {
    let mut enrolments: BTreeMap<RawId, Enrolment<'h>> = BTreeMap::new();
    for heard in material.of(subject) {
        let Told::Enrolled { class, producer, level, unit, sample } = &heard.told else { continue };
        let Some(audience) = audience(material, *class) else { continue };
        let (attended, completed_on) = presence(material, *class, subject.id);
        let (class, producer, level, sample) = (*class, *producer, level.as_deref(), *sample);
        enrolments.insert(class, Enrolment { class, audience, unit, producer, level, sample, attended, completed_on });
    }
    enrolments.into_values().collect()
}

fn audience<'h>(material: &Material<'h>, class: RawId) -> Option<&'h str> {
    material.of(Subject::new(Noun::Class, class)).find_map(|heard| match &heard.told {
        Told::Class { audience, .. } => Some(audience.as_str()),
        _ => None,
    })
}

/// The days on which a person was present in a class, by the last roll of each session, and the day on which she completed it.
fn presence(material: &Material<'_>, class: RawId, person: RawId) -> (BTreeSet<NaiveDate>, Option<NaiveDate>) {
    let mut sessions: BTreeMap<i32, Option<NaiveDate>> = BTreeMap::new();
    let mut completed_on = None;
    for heard in material.of(Subject::new(Noun::Class, class)) {
        match &heard.told {
            Told::Roll { session, day, persons } => {
                sessions.insert(*session, persons.contains(&person).then_some(*day));
            }
            Told::Completed { on, persons } if persons.contains(&person) => completed_on = Some(*on),
            _ => {}
        }
    }
    (sessions.into_values().flatten().collect(), completed_on)
}

/// She is a person in each interval that she attended anything in, and an attendance for each class of it.
fn of_class(person: Subject, material: &Material<'_>, enrolment: &Enrolment<'_>) -> Vec<Entry> {
    let (people, attendances) = match enrolment.audience {
        "officials" => (Measure::OfficialsTrainedPeople, Measure::OfficialsTrainedAttendances),
        "leaders" => (Measure::LeadersTrainedPeople, Measure::LeadersTrainedAttendances),
        "workers" => (Measure::WorkersTrainedPeople, Measure::WorkersTrainedAttendances),
        _ => return Vec::new(),
    };
    let class = Subject::new(Noun::Class, enrolment.class);
    let level = enrolment.level.map(|level| (Dimension::OfficialLevel, level.to_owned()));
    let mut entries = Vec::new();
    for day in &enrolment.attended {
        let producer = enrolment.producer.map(|producer| material.producer_parts(producer, *day)).unwrap_or_default();
        for (measure, record) in [(people, person), (attendances, class)] {
            let entry = Entry::one(measure, record, enrolment.unit, Days { from: *day, to: *day });
            entries.push(entry.sample(enrolment.sample).split(producer.iter().cloned().chain(level.clone())));
        }
    }
    if let Some(on) = enrolment.completed_on.filter(|_| enrolment.attended.is_empty()) {
        let since = Days { from: on, to: OPEN };
        let entry = Entry::one(Measure::CompletionsWithoutAttendance, class, enrolment.unit, since);
        entries.push(entry.sample(enrolment.sample));
    }
    entries
}

/// While she leads a producer of the register that has a valid product she is one of those who are to be trained; a leader counts
/// where her producer is.
fn leading(person: Subject, material: &Material<'_>, classes: &[Enrolment<'_>]) -> Vec<Entry> {
    let trained_on =
        classes.iter().filter(|class| class.audience == "leaders").filter_map(|class| class.completed_on).min();
    let certificates = material.certificates();
    let mut entries = Vec::new();
    for leadership in material.all(Noun::Leadership) {
        let producer = leadership.id;
        let led = material.leaders(producer).into_iter().filter(|(leader, _)| *leader == person.id);
        let led = led.fold(DaySet::default(), |all, (_, days)| all.or(&days));
        let held = certificates.iter().filter(|certificate| certificate.producer == producer);
        let held = held.fold(DaySet::default(), |all, certificate| all.or(&certificate.days));
        for version in material.producer(producer) {
            let Some((unit, sample)) = unit_of(version.told) else { continue };
            let in_register = DaySet::of(version.days.from, version.days.to);
            let population = led.and(&held).and(&in_register);
            let trained = trained_on.map(|on| population.and(&DaySet::of(on, OPEN))).unwrap_or_default();
            for (measure, set) in [(Measure::LeadersOfOcop, population), (Measure::LeadersOfOcopTrained, trained)] {
                for days in set.intervals() {
                    let parts = material.producer_parts(producer, version.days.from);
                    entries.push(Entry::one(measure, person, unit, *days).sample(sample).split(parts));
                }
            }
        }
    }
    entries
}
