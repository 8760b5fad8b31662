//! Papers, and the evidence of a dossier: which paper stands at which place in which of its versions.

use std::fmt;

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::dossier::{Dossier, DossierId};
use super::file::{FileId, Owner};
use crate::error::Error;

platform::id_type! {
    /// Identity of a paper.
    PaperId
}

platform::id_type! {
    /// Identity of a piece of evidence.
    EvidenceId
}

/// What a file is as a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PaperFacts {
    /// Key of a kind of papers, such as `test_report`.
    pub(crate) paper_type: String,
    pub(crate) issuer: String,
    pub(crate) number: String,
    pub(crate) issued_on: Option<NaiveDate>,
    /// Last day it holds; none if it has no end.
    pub(crate) expires_on: Option<NaiveDate>,
}

impl PaperFacts {
    /// Refuses days that contradict each other.
    pub(crate) fn check(&self, today: NaiveDate) -> Result<(), Error> {
        let in_future = self.issued_on.is_some_and(|issued| issued > today);
        let backwards = self.issued_on.zip(self.expires_on).is_some_and(|(issued, expires)| expires < issued);
        if in_future || backwards { Err(Error::PaperDates { today }) } else { Ok(()) }
    }
}

/// One line, the same for ever: it is hashed when a dossier is handed over.
impl fmt::Display for PaperFacts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let Self { paper_type, issuer, number, issued_on, expires_on } = self;
        write!(formatter, "{paper_type} | {issuer} | {number} | {} | {}", day(*issued_on), day(*expires_on))
    }
}

/// A paper. It never changes: one that was recorded wrongly is recorded anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paper {
    pub(crate) id: PaperId,
    pub(crate) file: FileId,
    pub(crate) owner: Owner,
    pub(crate) facts: PaperFacts,
    pub(crate) recorded_by: PersonId,
    pub(crate) recorded_at: Moment,
}

impl Paper {
    /// True if it may be evidence in a dossier: the producer's own papers may, and those of its commune.
    pub(crate) fn serves(&self, dossier: &Dossier) -> bool {
        match self.owner.producer {
            Some(producer) => producer == dossier.producer.id,
            None => self.owner.unit == dossier.product.unit,
        }
    }
}

/// Where in a dossier a paper stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// A criterion of its set, by its code.
    Criterion(String),
    /// A document that is asked of it, by its key.
    Document(String),
}

impl Place {
    /// The kind's name in the database.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Criterion(_) => "criterion",
            Self::Document(_) => "document",
        }
    }

    /// Code or key.
    pub(crate) fn key(&self) -> &str {
        match self {
            Self::Criterion(key) | Self::Document(key) => key,
        }
    }

    /// The place of a kind.
    pub(crate) fn of(kind: &str, key: String) -> Option<Self> {
        match kind {
            "criterion" => Some(Self::Criterion(key)),
            "document" => Some(Self::Document(key)),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.key())
    }
}

/// A paper at a place of a dossier, from one version on and up to the one before another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) id: EvidenceId,
    pub(crate) dossier: DossierId,
    pub(crate) paper: PaperId,
    pub(crate) place: Place,
    pub(crate) added_in: i32,
    pub(crate) removed: Option<Removed>,
    pub(crate) added_by: PersonId,
    pub(crate) added_at: Moment,
    pub(crate) version: i64,
}

/// That a paper was taken from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Removed {
    /// The first version without it.
    pub(crate) version: i32,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

impl Evidence {
    /// True if a version holds it.
    pub(crate) fn is_in(&self, version: i32) -> bool {
        self.added_in <= version && self.removed.is_none_or(|removed| removed.version > version)
    }

    /// Takes it from its place in the version that is open; versions before keep it.
    pub(crate) fn detach(self, open: i32, by: PersonId, at: Moment) -> Result<Self, Error> {
        if !self.is_in(open) {
            return Err(Error::NoSuchEvidence { evidence: self.id });
        }
        Ok(Self { removed: Some(Removed { version: open, by, at }), version: self.version + 1, ..self })
    }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn at() -> Moment {
        "2026-11-23T02:00:00Z".parse().expect("a moment")
    }

    fn person() -> PersonId {
        PersonId::constant(RawId::from_u128(9))
    }

    fn evidence(added_in: i32) -> Evidence {
        Evidence {
            id: EvidenceId::constant(RawId::from_u128(1)),
            dossier: DossierId::constant(RawId::from_u128(2)),
            paper: PaperId::constant(RawId::from_u128(3)),
            place: Place::Criterion("1.1".to_owned()),
            added_in,
            removed: None,
            added_by: person(),
            added_at: at(),
            version: 1,
        }
    }

    fn versions(evidence: &Evidence) -> Vec<i32> {
        (1..=5).filter(|version| evidence.is_in(*version)).collect()
    }

    #[test]
    fn versions_keep_what_later_ones_give_up() {
        assert_eq!(versions(&evidence(2)), [2, 3, 4, 5]);
        let detached = evidence(2).detach(4, person(), at()).expect("there");
        assert_eq!(versions(&detached), [2, 3]);
        // Added and taken away in the same open version: in none.
        let never = evidence(2).detach(2, person(), at()).expect("there");
        assert_eq!(versions(&never), Vec::<i32>::new());
        assert!(detached.detach(5, person(), at()).is_err(), "it is gone already");
    }

    #[test]
    fn a_paper_does_not_expire_before_it_was_issued() {
        let day = |written: &str| Some(written.parse().expect("a day"));
        let facts = |issued_on, expires_on| PaperFacts {
            paper_type: "licence".to_owned(),
            issuer: "Sở Y tế".to_owned(),
            number: "1".to_owned(),
            issued_on,
            expires_on,
        };
        let today = day("2026-11-23").expect("a day");
        assert!(facts(day("2026-11-23"), day("2026-11-23")).check(today).is_ok());
        assert!(facts(None, day("2020-01-01")).check(today).is_ok(), "an expired paper may be recorded");
        assert!(facts(day("2026-11-24"), None).check(today).is_err());
        assert!(facts(day("2026-01-02"), day("2026-01-01")).check(today).is_err());
    }
}
