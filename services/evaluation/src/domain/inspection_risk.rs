//! How urgent the inspection of a certified product is: what is known of it, weighed by facts, added up in whole points.

use std::cmp::Reverse;

use chrono::{Datelike as _, Days, NaiveDate};
use platform::access::UnitId;
use platform::error::Text;
use serde::Deserialize;

use super::certificate::{CertificateId, last_day};
use super::complaint::ComplaintCounts;
use super::criteria::{CriteriaSet, Faults};
use super::dossier::ProducerId;
use super::facts;
use crate::error::Error;

/// The file of the facts, and the form of it that this program reads.
const FILE: &str = "inspection-risk.toml";
const FORMAT: i64 = 1;
/// Most that a figure may be: products of two of them stay far from what an integer holds.
const MOST: i32 = 1000;

/// What counts how much, by the day from which on it does.
#[derive(Debug)]
pub(crate) struct RiskSettings(Vec<Weights>);

/// What counts how much. All figures are whole points, months or numbers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    valid_from: NaiveDate,
    source: String,
    month_points: i32,
    most_months: i32,
    overdue_points: i32,
    edge_within_points: i32,
    edge_points: i32,
    spread_over_points: i32,
    spread_points: i32,
    most_spread_points: i32,
    open_complaint_points: i32,
    founded_complaint_points: i32,
    most_complaints: i32,
}

/// A certificate in force that might be inspected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inspectable {
    pub(crate) certificate: CertificateId,
    pub(crate) number: String,
    pub(crate) product_name: String,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
    pub(crate) star: i32,
    /// Day on which it was recognised, whichever certificate says so now.
    pub(crate) recognised_on: NaiveDate,
    /// Date of the last conclusion of an inspection.
    pub(crate) inspected_on: Option<NaiveDate>,
    /// What the council's ballots came to, as far as that is on record.
    pub(crate) tally: Option<RiskTally>,
    pub(crate) complaints: ComplaintCounts,
}

/// What of a council's result tells how firm it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RiskTally {
    pub(crate) criteria_version: String,
    pub(crate) product_set: i32,
    pub(crate) sum: i32,
    pub(crate) sheet_count: i32,
    /// Points between the highest and the lowest total; none of rounds closed before that was kept.
    pub(crate) spread: Option<i32>,
}

/// What makes an inspection urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RiskKind {
    /// Whole months since the recognition.
    MonthsSinceRecognition,
    /// Whole months since the last conclusion of an inspection.
    MonthsSinceInspection,
    /// Whole months beyond those that may lie between inspections.
    Overdue,
    /// Whole points of the mean above the lower edge of its band, cut.
    NearBandEdge,
    /// Points between the highest and the lowest total.
    Spread,
    OpenComplaints,
    FoundedComplaints,
}

/// One part of what a certificate is ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RiskPart {
    pub(crate) kind: RiskKind,
    pub(crate) measure: i32,
    pub(crate) points: i32,
}

/// A certificate with what it is ranked by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RankedCertificate {
    pub(crate) inspectable: Inspectable,
    pub(crate) parts: Vec<RiskPart>,
    /// First day on which the next inspection is overdue.
    pub(crate) overdue_from: NaiveDate,
}

/// What certificates are ranked by on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranking<'w> {
    pub(crate) weights: &'w Weights,
    /// Months that may lie between two inspections.
    pub(crate) post_inspection_months: u32,
    pub(crate) today: NaiveDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: i64,
    setting: Vec<Weights>,
}

impl RiskSettings {
    /// The settings of the facts built into this program.
    ///
    /// # Errors
    /// When the file is malformed or its figures are, with everything that is wrong with it.
    pub(crate) fn built_in() -> Result<Self, Faults> {
        let file: File = facts::read(FILE, include_str!("../../facts/inspection-risk.toml"))?;
        let faults = file.faults();
        facts::sound(FILE, Self(file.setting), faults)
    }

    /// What counts on a day.
    pub(crate) fn in_force_on(&self, day: NaiveDate) -> Result<&Weights, Error> {
        let weights = self.0.iter().rev().find(|weights| weights.valid_from <= day);
        weights.ok_or(Error::NoInspectionRisk { day })
    }
}

impl File {
    /// Everything that is wrong with the file.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.format != FORMAT {
            faults.push(format!("format {} is not known", self.format));
        }
        if self.setting.is_empty() {
            faults.push("there is no setting".to_owned());
        }
        if !self.setting.is_sorted_by(|one, next| one.valid_from < next.valid_from) {
            faults.push("the settings are not in the order of their days".to_owned());
        }
        for weights in &self.setting {
            let wrong = weights.figures().into_iter().filter(|(_, figure)| !(0..=MOST).contains(figure));
            let from = weights.valid_from;
            faults.extend(wrong.map(|(name, figure)| format!("{from}: {name} is {figure}; it is 0 to {MOST}")));
            if weights.source != "setting" {
                faults.push(format!("{from}: the source is {}; the law names no figures", weights.source));
            }
        }
        faults
    }
}

impl Weights {
    fn figures(&self) -> [(&'static str, i32); 11] {
        [
            ("month_points", self.month_points),
            ("most_months", self.most_months),
            ("overdue_points", self.overdue_points),
            ("edge_within_points", self.edge_within_points),
            ("edge_points", self.edge_points),
            ("spread_over_points", self.spread_over_points),
            ("spread_points", self.spread_points),
            ("most_spread_points", self.most_spread_points),
            ("open_complaint_points", self.open_complaint_points),
            ("founded_complaint_points", self.founded_complaint_points),
            ("most_complaints", self.most_complaints),
        ]
    }

    fn months(&self, months: i32) -> i32 {
        months.min(self.most_months) * self.month_points
    }

    fn edge(&self, above: i32) -> i32 {
        (self.edge_within_points - above).max(0) * self.edge_points
    }

    fn spread(&self, spread: i32) -> i32 {
        (spread - self.spread_over_points).clamp(0, self.most_spread_points) * self.spread_points
    }

    fn complaints(&self, counts: ComplaintCounts) -> [RiskPart; 2] {
        let part = |kind, count: usize, each| {
            let count = i32::try_from(count).unwrap_or(i32::MAX);
            RiskPart { kind, measure: count, points: count.min(self.most_complaints) * each }
        };
        [
            part(RiskKind::OpenComplaints, counts.open, self.open_complaint_points),
            part(RiskKind::FoundedComplaints, counts.founded, self.founded_complaint_points),
        ]
    }
}

impl RiskTally {
    /// Whole points of the mean above the lower edge of its band, cut.
    fn above_edge(&self, set: &CriteriaSet) -> Option<i32> {
        let reached = |min_points: i32| self.sum - min_points * self.sheet_count;
        let above = set.bands.iter().map(|band| reached(band.min_points)).filter(|above| *above >= 0).min()?;
        above.checked_div(self.sheet_count)
    }
}

impl Ranking<'_> {
    /// Weighs what is known of a certificate. Its set is that of its dossier; none if nothing was scored here.
    pub(crate) fn weigh(&self, inspectable: Inspectable, set: Option<&CriteriaSet>) -> RankedCertificate {
        let (since, kind) = match inspectable.inspected_on {
            Some(inspected_on) => (inspected_on, RiskKind::MonthsSinceInspection),
            None => (inspectable.recognised_on, RiskKind::MonthsSinceRecognition),
        };
        let last_in_time = last_day(since, self.post_inspection_months);
        let months = months_between(since, self.today);
        let weights = self.weights;
        let mut parts = vec![RiskPart { kind, measure: months, points: weights.months(months) }];
        if last_in_time < self.today {
            let measure = months_between(last_in_time, self.today);
            parts.push(RiskPart { kind: RiskKind::Overdue, measure, points: weights.overdue_points });
        }
        let tally = inspectable.tally.as_ref();
        if let Some(above) = tally.zip(set).and_then(|(tally, set)| tally.above_edge(set)) {
            parts.push(RiskPart { kind: RiskKind::NearBandEdge, measure: above, points: weights.edge(above) });
        }
        if let Some(spread) = tally.and_then(|tally| tally.spread) {
            parts.push(RiskPart { kind: RiskKind::Spread, measure: spread, points: weights.spread(spread) });
        }
        parts.extend(weights.complaints(inspectable.complaints));
        RankedCertificate { inspectable, parts, overdue_from: last_in_time + Days::new(1) }
    }
}

impl RankedCertificate {
    /// Sum of the parts.
    pub(crate) fn points(&self) -> i32 {
        self.parts.iter().map(|part| part.points).sum()
    }

    /// Its place in the order: the most points first, of equal ones the lowest number.
    pub(crate) fn place(&self) -> (Reverse<i32>, &str) {
        (Reverse(self.points()), &self.inspectable.number)
    }

    /// The day from which months are counted.
    pub(crate) fn last_looked_at_on(&self) -> NaiveDate {
        self.inspectable.inspected_on.unwrap_or(self.inspectable.recognised_on)
    }
}

impl RiskPart {
    /// The reason in words.
    pub(crate) fn reason(&self) -> Text {
        let measure = self.measure;
        let (vi, en) = match self.kind {
            RiskKind::MonthsSinceRecognition => {
                (format!("{measure} tháng từ khi được công nhận"), format!("{measure} months since the recognition"))
            }
            RiskKind::MonthsSinceInspection => (
                format!("{measure} tháng từ lần kiểm tra gần nhất"),
                format!("{measure} months since the last inspection"),
            ),
            RiskKind::Overdue => (
                format!("quá hạn kiểm tra {measure} tháng tròn"),
                format!("overdue for an inspection by {measure} whole months"),
            ),
            RiskKind::NearBandEdge => (
                format!("điểm trung bình cách ngưỡng dưới của hạng {measure} điểm"),
                format!("the mean lies {measure} points above the lower edge of its band"),
            ),
            RiskKind::Spread => (
                format!("điểm của các thành viên chênh nhau {measure}"),
                format!("the members' totals lay {measure} points apart"),
            ),
            RiskKind::OpenComplaints => {
                (format!("{measure} đơn thư chưa trả lời"), format!("{measure} complaints wait for an answer"))
            }
            RiskKind::FoundedComplaints => {
                (format!("{measure} đơn thư có cơ sở"), format!("{measure} complaints were founded"))
            }
        };
        Text::new(vi, en)
    }
}

/// Whole months from a day to a later one.
fn months_between(from: NaiveDate, to: NaiveDate) -> i32 {
    let months = (to.year() - from.year()) * 12 + to.month().cast_signed() - from.month().cast_signed();
    let whole = last_day(from, months.max(0).unsigned_abs()) <= to;
    (if whole { months } else { months - 1 }).max(0)
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;
    use crate::domain::samples::sets;

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn settings() -> RiskSettings {
        RiskSettings::built_in().expect("sound")
    }

    /// Set 26 has the bands of all sets.
    fn tally(sum: i32, sheet_count: i32, spread: Option<i32>) -> RiskTally {
        RiskTally { criteria_version: "26-2026".to_owned(), product_set: 26, sum, sheet_count, spread }
    }

    fn inspectable(tally: Option<RiskTally>) -> Inspectable {
        Inspectable {
            certificate: CertificateId::constant(RawId::from_u128(1)),
            number: "OCOP-11-2026-00001".to_owned(),
            product_name: "Mật ong".to_owned(),
            producer: ProducerId::constant(RawId::from_u128(5)),
            unit: "2025:03127".parse().expect("a unit"),
            star: 3,
            recognised_on: day("2026-11-23"),
            inspected_on: None,
            tally,
            complaints: ComplaintCounts::default(),
        }
    }

    fn weigh(inspectable: Inspectable, today: &str) -> RankedCertificate {
        let (settings, today) = (settings(), day(today));
        let weights = settings.in_force_on(today).expect("in force");
        Ranking { weights, post_inspection_months: 12, today }.weigh(inspectable, Some(&sets()[25]))
    }

    /// Measure and points of a part.
    fn part(ranked: &RankedCertificate, kind: RiskKind) -> Option<(i32, i32)> {
        ranked.parts.iter().find(|part| part.kind == kind).map(|part| (part.measure, part.points))
    }

    #[test]
    fn the_facts_are_sound_and_valid_from_their_day() {
        assert!(settings().in_force_on(day("2026-05-22")).is_ok());
        assert!(matches!(settings().in_force_on(day("2026-05-21")), Err(Error::NoInspectionRisk { .. })));
    }

    #[test]
    fn everything_that_is_wrong_with_the_facts_is_told() {
        let built_in = settings().0.remove(0);
        let law = Weights { source: "law art. 9".to_owned(), month_points: -1, edge_points: 1001, ..built_in.clone() };
        let file = File { format: 2, setting: vec![built_in, law] };
        assert_eq!(file.faults().len(), 5, "{:?}", file.faults());
        assert_eq!(File { format: 1, setting: Vec::new() }.faults().len(), 1);
    }

    #[test]
    fn months_are_whole_and_counted_from_the_last_inspection() {
        use RiskKind::{MonthsSinceInspection, MonthsSinceRecognition};
        for (from, to, months) in [
            ("2026-11-23", "2026-11-23", 0),
            ("2026-11-23", "2027-02-22", 2),
            ("2026-11-23", "2027-02-23", 3),
            ("2026-11-30", "2027-02-28", 3),
            ("2026-11-23", "2026-11-01", 0),
        ] {
            assert_eq!(months_between(day(from), day(to)), months, "{from} {to}");
        }
        let never = weigh(inspectable(None), "2027-05-23");
        assert_eq!((part(&never, MonthsSinceRecognition), part(&never, MonthsSinceInspection)), (Some((6, 6)), None));
        let inspected = Inspectable { inspected_on: Some(day("2027-03-01")), ..inspectable(None) };
        let inspected = weigh(inspected, "2027-05-23");
        assert_eq!(part(&inspected, MonthsSinceInspection), Some((2, 2)));
        let long = weigh(inspectable(None), "2030-11-23");
        assert_eq!(part(&long, MonthsSinceRecognition), Some((48, 36)), "for 36 at most");
    }

    #[test]
    fn an_inspection_is_overdue_after_the_months_that_may_lie_between() {
        let in_time = weigh(inspectable(None), "2027-11-23");
        assert_eq!((part(&in_time, RiskKind::Overdue), in_time.overdue_from), (None, day("2027-11-24")));
        let late = weigh(inspectable(None), "2027-11-24");
        assert_eq!(part(&late, RiskKind::Overdue), Some((0, 12)));
        assert_eq!(late.points(), 24, "12 months and 12 points for being late");
    }

    #[test]
    fn the_nearer_the_edge_of_its_band_the_more_it_counts() {
        for (sum, above, points) in
            [(250, 0, 15), (254, 0, 15), (255, 1, 12), (274, 4, 3), (275, 5, 0), (349, 19, 0), (350, 0, 15)]
        {
            let ranked = weigh(inspectable(Some(tally(sum, 5, None))), "2026-11-23");
            assert_eq!(part(&ranked, RiskKind::NearBandEdge), Some((above, points)), "{sum}");
            assert_eq!(part(&ranked, RiskKind::Spread), None, "not on record");
        }
        assert_eq!(part(&weigh(inspectable(None), "2026-11-23"), RiskKind::NearBandEdge), None);
    }

    #[test]
    fn spread_and_complaints_count_up_to_their_most() {
        for (spread, points) in [(0, 0), (5, 0), (6, 1), (25, 20), (60, 20)] {
            let ranked = weigh(inspectable(Some(tally(300, 5, Some(spread)))), "2026-11-23");
            assert_eq!(part(&ranked, RiskKind::Spread), Some((spread, points)));
        }
        let complaints = ComplaintCounts { open: 1, founded: 7 };
        let ranked = weigh(Inspectable { complaints, ..inspectable(None) }, "2026-11-23");
        assert_eq!(part(&ranked, RiskKind::OpenComplaints), Some((1, 5)));
        assert_eq!(part(&ranked, RiskKind::FoundedComplaints), Some((7, 75)));
        assert_eq!(ranked.points(), 80);
    }

    #[test]
    fn of_equal_ones_the_lowest_number_comes_first() {
        let numbered = |number: &str, sum| {
            let inspectable = inspectable(Some(tally(sum, 5, None)));
            weigh(Inspectable { number: number.to_owned(), ..inspectable }, "2026-11-23")
        };
        let mut ranked = [numbered("2", 300), numbered("1", 300), numbered("3", 250)];
        ranked.sort_by(|one, other| one.place().cmp(&other.place()));
        assert_eq!(ranked.map(|ranked| ranked.inspectable.number), ["3", "1", "2"]);
    }
}
