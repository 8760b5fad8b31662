//! What officials write down about a dossier: the commune's check (Form 03), site surveys, test reports, and the
//! report that ends a review.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::{DossierId, Level};
use crate::error::Error;

platform::id_type! {
    /// Identity of a record.
    RecordId
}

/// A record about a version of a dossier. It is never changed; what is wrong is put right by a further one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) id: RecordId,
    pub(crate) dossier: DossierId,
    /// Version of the dossier it is about.
    pub(crate) dossier_version: i32,
    pub(crate) level: Level,
    pub(crate) content: RecordContent,
    pub(crate) recorded_at: Moment,
    pub(crate) recorded_by: PersonId,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum RecordContent {
    CommuneCheck(CommuneCheck),
    SiteSurvey(SiteSurvey),
    TestReport(TestReport),
    ReviewReport(ReviewReport),
}

/// Form 03: the commune looks at completeness and at four contents only, and gives no points (article 7.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CommuneCheck {
    pub(crate) complete: bool,
    pub(crate) raw_material: Assessment,
    pub(crate) labour: Assessment,
    pub(crate) idea_origin: Assessment,
    pub(crate) local_identity: Assessment,
    /// What the commune proposes to the province.
    pub(crate) proposal: String,
}

/// What the commune says of one of the four contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Assessment {
    pub(crate) met: bool,
    pub(crate) remark: String,
}

/// What was seen where the product is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SiteSurvey {
    pub(crate) surveyed_on: NaiveDate,
    pub(crate) place: String,
    pub(crate) findings: String,
}

/// A laboratory's report, reading by reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TestReport {
    pub(crate) number: String,
    pub(crate) laboratory: String,
    pub(crate) sampled_on: NaiveDate,
    pub(crate) reported_on: NaiveDate,
    pub(crate) readings: Vec<Reading>,
}

/// One quantity that was measured. Values stay as the laboratory wrote them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub(crate) parameter: String,
    pub(crate) method: String,
    /// As written, such as `< 0,01` or `KPH`.
    pub(crate) value: String,
    pub(crate) unit: String,
    /// The limit it is held against; empty if there is none.
    pub(crate) limit: String,
    pub(crate) passes: bool,
}

/// The report that ends a review: the advisory team's, or the OCOP agency's for a re-ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReviewReport {
    pub(crate) summary: String,
    pub(crate) proposal: String,
}

impl CommuneCheck {
    /// Refuses to accept a dossier that the check itself calls incomplete.
    pub(crate) fn must_be_complete(&self) -> Result<(), Error> {
        if self.complete { Ok(()) } else { Err(Error::CheckIncomplete) }
    }
}

impl TestReport {
    /// Refuses days in the wrong order or in the future.
    pub(crate) fn check_dates(&self, today: NaiveDate) -> Result<(), Error> {
        let sound = self.sampled_on <= self.reported_on && self.reported_on <= today;
        if sound { Ok(()) } else { Err(Error::RecordDates { field: "test_report.reported_on", today }) }
    }
}

impl SiteSurvey {
    /// Refuses a day in the future.
    pub(crate) fn check_date(&self, today: NaiveDate) -> Result<(), Error> {
        let sound = self.surveyed_on <= today;
        if sound { Ok(()) } else { Err(Error::RecordDates { field: "site_survey.surveyed_on", today }) }
    }
}

impl RecordContent {
    /// Its kind's name in the database.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::CommuneCheck(_) => "commune_check",
            Self::SiteSurvey(_) => "site_survey",
            Self::TestReport(_) => "test_report",
            Self::ReviewReport(_) => "review_report",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    #[test]
    fn a_test_is_sampled_before_it_is_reported_and_not_in_the_future() {
        let report = |sampled: &str, reported: &str| TestReport {
            number: "12/KN".to_owned(),
            laboratory: "Trung tâm kiểm nghiệm".to_owned(),
            sampled_on: day(sampled),
            reported_on: day(reported),
            readings: Vec::new(),
        };
        let today = day("2026-11-24");
        assert!(report("2026-11-01", "2026-11-10").check_dates(today).is_ok());
        assert!(report("2026-11-11", "2026-11-10").check_dates(today).is_err());
        assert!(report("2026-11-11", "2026-11-25").check_dates(today).is_err());
    }

    #[test]
    fn a_record_says_its_kind_where_it_is_stored() {
        let survey = SiteSurvey { surveyed_on: day("2026-11-01"), place: "Bản".to_owned(), findings: String::new() };
        let content = RecordContent::SiteSurvey(survey);
        let stored = serde_json::to_value(&content).expect("it can be written");
        assert_eq!(stored["kind"], content.kind());
    }
}
