//! Bodies that manage the programme at each level, and the terms of their officials.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::producer::RecordState;
use super::programme::{Document, Place, choices};
use crate::error::Error;

platform::id_type! {
    /// Identity of a management body.
    ManagementBodyId
}

platform::id_type! {
    /// Identity of an official's term.
    OfficialId
}

choices! {
    /// Kind of a body.
    ManagementBodyKind {
        SteeringCommittee = "steering_committee",
        OcopAgency = "ocop_agency",
        UnitInCharge = "unit_in_charge",
    }
}

/// A body that manages the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ManagementBody {
    pub(crate) id: ManagementBodyId,
    pub(crate) place: Place,
    pub(crate) kind: ManagementBodyKind,
    pub(crate) name: String,
    /// The decision it was founded by.
    pub(crate) document: Document,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
    pub(crate) state: RecordState,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl ManagementBody {
    /// Refuses if the body is retired.
    pub(crate) fn must_be_active(&self) -> Result<(), Error> {
        match self.state {
            RecordState::Active => Ok(()),
            RecordState::Retired { .. } => Err(Error::ManagementBodyRetired { body: self.id }),
        }
    }

    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// The body under another name, or with another document.
    pub(crate) fn update(self, name: String, document: Document, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        Ok(Self { name, document, version: self.version + 1, updated_at: now, ..self })
    }

    /// The body taken out of use. Its officials must have left: whoever stays in office would be one of nothing.
    pub(crate) fn retire(self, reason: String, in_office: u64, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        if in_office > 0 {
            return Err(Error::ManagementBodyHasOfficials { body: self.id, count: in_office });
        }
        Ok(Self { state: RecordState::Retired { reason }, version: self.version + 1, updated_at: now, ..self })
    }
}

/// The days of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfficialTerm {
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

impl OfficialTerm {
    /// A term that ends no earlier than it begins.
    pub(crate) fn new(from: NaiveDate, to: Option<NaiveDate>) -> Result<Self, Error> {
        if to.is_some_and(|to| to < from) {
            return Err(Error::OfficialTermOrder { from, path: "term_to" });
        }
        Ok(Self { from, to })
    }

    /// True if the two have a day in common.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let begins_in_time = |from: NaiveDate, to: Option<NaiveDate>| to.is_none_or(|to| from <= to);
        begins_in_time(self.from, other.to) && begins_in_time(other.from, self.to)
    }
}

/// The term of an official in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Official {
    pub(crate) id: OfficialId,
    pub(crate) body: ManagementBodyId,
    pub(crate) person: PersonId,
    pub(crate) full_name: String,
    pub(crate) title: String,
    pub(crate) duty: String,
    pub(crate) term: OfficialTerm,
    /// Why it was ended; empty if it was not.
    pub(crate) end_reason: String,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl Official {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// The term ended on a day of it, for a reason.
    pub(crate) fn end(self, last_day: NaiveDate, reason: String, now: Moment) -> Result<Self, Error> {
        if !self.end_reason.is_empty() {
            return Err(Error::OfficialTermEnded { official: self.id });
        }
        let OfficialTerm { from, to } = self.term;
        if last_day < from {
            return Err(Error::OfficialTermOrder { from, path: "last_day" });
        }
        if let Some(to) = to.filter(|to| last_day > *to) {
            return Err(Error::OfficialTermLonger { to });
        }
        let term = OfficialTerm { from, to: Some(last_day) };
        Ok(Self { term, end_reason: reason, version: self.version + 1, updated_at: now, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(from: &str, to: &str) -> OfficialTerm {
        let day = |written: &str| written.parse().expect("a day");
        let to = (!to.is_empty()).then(|| day(to));
        OfficialTerm::new(day(from), to).expect("in order")
    }

    #[test]
    fn terms_overlap_if_they_share_a_day() {
        let present = term("2025-07-01", "2026-06-30");
        for (other, overlaps) in [
            (term("2026-06-30", ""), true),
            (term("2026-07-01", ""), false),
            (term("2020-01-01", "2025-06-30"), false),
            (term("2020-01-01", "2025-07-01"), true),
            (term("2020-01-01", ""), true),
            (term("2026-01-01", "2026-02-01"), true),
        ] {
            assert_eq!(present.overlaps(other), overlaps, "{other:?}");
            assert_eq!(other.overlaps(present), overlaps, "{other:?}");
        }
    }
}
