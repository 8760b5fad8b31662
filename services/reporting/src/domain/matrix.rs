//! Who has reported about a period, and how late.

use chrono::NaiveDate;
use platform::clock::civil_date;

use super::report::{Report, ReportState};

/// How the report of a unit about a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    NotDue,
    NotReported,
    NothingToReport,
    Prepared,
    Approved,
    Accepted,
}

impl Standing {
    /// True once the unit has reported: with figures, or that there is nothing.
    pub(crate) fn is_reported(self) -> bool {
        matches!(self, Self::NothingToReport | Self::Approved | Self::Accepted)
    }
}

/// How the report stands on a day, and by how many days it was, or is, late. `reports` are the report and its amendments,
/// the first first: an amendment that is under way leaves what was reported before it.
pub(crate) fn standing(reports: &[Report], due_on: NaiveDate, today: NaiveDate) -> (Standing, i64) {
    let late = |day: NaiveDate| (day - due_on).num_days().max(0);
    let reported = reports.iter().filter_map(|report| Some((report, report.state.approved()?)));
    let Some((newest, _)) = reported.clone().next_back() else {
        let standing = match reports.is_empty() {
            false => Standing::Prepared,
            true if today > due_on => Standing::NotReported,
            true => Standing::NotDue,
        };
        return (standing, late(today));
    };
    let standing = match newest.state {
        _ if newest.nothing_to_report => Standing::NothingToReport,
        ReportState::Accepted { .. } => Standing::Accepted,
        _ => Standing::Approved,
    };
    let first = reported.map(|(_, approved)| civil_date(approved.at)).min();
    (standing, first.map_or(0, late))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Sign;
    use platform::clock::Moment;
    use platform::ids::RawId;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn sign(on: &str) -> Sign {
        let at = day(on).and_hms_opt(3, 0, 0).expect("a moment").and_utc();
        Sign { by: RawId::from_u128(2).into(), at }
    }

    fn report(number: i32, state: ReportState) -> Report {
        Report {
            id: RawId::from_u128(1).into(),
            form: "ocop_progress".to_owned(),
            unit: "2025:11".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            period: "L2026-Q3".parse().expect("a period"),
            number,
            amends: None,
            nothing_to_report: false,
            reason: String::new(),
            due_on: day("2026-09-20"),
            state,
            prepared: sign("2026-09-15"),
            figures_sha256: String::new(),
            known_at: Moment::UNIX_EPOCH,
            findings: 0,
            comments: 0,
            version: 1,
            created_at: Moment::UNIX_EPOCH,
            updated_at: Moment::UNIX_EPOCH,
        }
    }

    #[test]
    fn how_a_report_stands_and_how_late() {
        let due = day("2026-09-20");
        let on = |reports: &[Report], today: &str| standing(reports, due, day(today));
        assert_eq!(on(&[], "2026-09-20"), (Standing::NotDue, 0));
        assert_eq!(on(&[], "2026-09-23"), (Standing::NotReported, 3));
        let prepared = report(1, ReportState::Prepared);
        assert_eq!(on(std::slice::from_ref(&prepared), "2026-09-23"), (Standing::Prepared, 3));
        let approved = report(1, ReportState::Approved(sign("2026-09-22")));
        assert_eq!(on(std::slice::from_ref(&approved), "2026-11-01"), (Standing::Approved, 2));
        let nothing = Report { nothing_to_report: true, ..approved };
        assert_eq!(on(&[nothing], "2026-11-01"), (Standing::NothingToReport, 2));
        let accepted = ReportState::Accepted { approved: sign("2026-09-20"), accepted: sign("2026-10-01") };
        let accepted = report(1, accepted);
        assert_eq!(on(std::slice::from_ref(&accepted), "2026-11-01"), (Standing::Accepted, 0));
        // An amendment under way, or late, leaves the report reported in time.
        let amendment = report(2, ReportState::Prepared);
        assert_eq!(on(&[accepted.clone(), amendment], "2026-11-01"), (Standing::Accepted, 0));
        let amendment = report(2, ReportState::Approved(sign("2026-10-30")));
        assert_eq!(on(&[accepted, amendment], "2026-11-01"), (Standing::Approved, 0));
    }
}
