//! What a province submits: figures of periods and its register of certificates. It holds no personal data.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::RawId;

use super::Hash;
use crate::domain::cells::Cell;
use crate::domain::days::Days;
use crate::domain::periods::Period;

/// Bytes of a part of a body.
pub(crate) const PART_BYTES: usize = 256 * 1024;
/// Most bytes of a body.
pub(crate) const MOST_BODY_BYTES: i64 = 64 * 1024 * 1024;
/// Most periods in one submission.
const MOST_PERIODS: usize = 16;

/// What a submission replaces at the ministry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SubmissionKind {
    /// Figures of periods that run.
    Provisional,
    /// Figures of a period as the province stands by them.
    Final,
}

impl SubmissionKind {
    /// Its name, as databases have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Final => "final",
        }
    }

    /// The kind of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::Provisional, Self::Final].into_iter().find(|kind| kind.name() == name)
    }
}

/// The head of a submission: what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) province: UnitId,
    pub(crate) epoch: i32,
    pub(crate) sequence: i64,
    /// Name of the submission before it in the epoch.
    pub(crate) previous: Option<Hash>,
    pub(crate) summary: Summary,
}

/// What a submission says of its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) kind: SubmissionKind,
    pub(crate) periods: Vec<Period>,
    /// How far the feeds had been taken in.
    pub(crate) positions: Vec<(String, i64)>,
    pub(crate) made_at: Moment,
    pub(crate) body: Hash,
    pub(crate) body_bytes: i64,
    pub(crate) cells: i64,
    pub(crate) register_rows: i64,
}

impl Summary {
    /// How many parts the body has.
    pub(crate) fn parts(&self) -> i32 {
        let part = i64::try_from(PART_BYTES).expect("a part is small");
        i32::try_from((self.body_bytes + part - 1) / part).unwrap_or(i32::MAX)
    }

    /// How many bytes a part has.
    pub(crate) fn part_bytes(&self, number: i32) -> usize {
        let begins = i64::from(number) * i64::try_from(PART_BYTES).expect("a part is small");
        usize::try_from(self.body_bytes - begins).unwrap_or_default().min(PART_BYTES)
    }

    /// True if it may be taken in at all.
    pub(crate) fn is_sound(&self) -> bool {
        let distinct: BTreeSet<_> = self.periods.iter().map(ToString::to_string).collect();
        let periods = match self.kind {
            SubmissionKind::Final => 1..=1,
            SubmissionKind::Provisional => 1..=MOST_PERIODS,
        };
        (1..=MOST_BODY_BYTES).contains(&self.body_bytes)
            && periods.contains(&self.periods.len())
            && distinct.len() == self.periods.len()
    }
}

/// The figures of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeriodFigures {
    pub(crate) period: Period,
    /// Day they stand at.
    pub(crate) as_at: NaiveDate,
    pub(crate) cells: Vec<Cell>,
}

/// A certificate in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegisterRow {
    pub(crate) certificate: RawId,
    pub(crate) product: RawId,
    pub(crate) producer: RawId,
    pub(crate) unit: UnitId,
    pub(crate) product_set: i32,
    pub(crate) star: i32,
    pub(crate) sample: bool,
    /// The days it holds.
    pub(crate) days: Days,
}

/// The body of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) periods: Vec<PeriodFigures>,
    pub(crate) register: Vec<RegisterRow>,
}

/// Why the ministry does not take a submission in. Each is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The province is not known, or its key is trusted no more.
    NotAdmitted,
    /// The province's key did not sign it.
    Forged,
    /// It was taken in before, and others since; or its epoch is over.
    Replayed,
    /// Others before it are missing.
    OutOfOrder,
    /// Its body is not what its head says.
    Altered,
    /// It has figures of units that are not the province's.
    Foreign,
    /// It cannot be read.
    Malformed,
    /// The province's numbers went back.
    Quarantined,
}

impl Refusal {
    /// Every one.
    pub(crate) const ALL: [Self; 8] = [
        Self::NotAdmitted,
        Self::Forged,
        Self::Replayed,
        Self::OutOfOrder,
        Self::Altered,
        Self::Foreign,
        Self::Malformed,
        Self::Quarantined,
    ];

    /// Its name, as databases and the contract have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NotAdmitted => "PROVINCE_NOT_ADMITTED",
            Self::Forged => "SUBMISSION_FORGED",
            Self::Replayed => "SUBMISSION_REPLAYED",
            Self::OutOfOrder => "SUBMISSION_OUT_OF_ORDER",
            Self::Altered => "SUBMISSION_ALTERED",
            Self::Foreign => "SUBMISSION_FOREIGN",
            Self::Malformed => "SUBMISSION_MALFORMED",
            Self::Quarantined => "PROVINCE_QUARANTINED",
        }
    }

    /// The refusal of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.name() == name)
    }
}

impl Content {
    /// Refuses a body that is not what its head says, or that speaks of units which `within` says are not the
    /// province's.
    pub(crate) fn must_fit(&self, summary: &Summary, within: impl Fn(&UnitId) -> bool) -> Result<(), Refusal> {
        let periods: Vec<_> = self.periods.iter().map(|figures| figures.period).collect();
        let cells: usize = self.periods.iter().map(|figures| figures.cells.len()).sum();
        let counted = |count: usize, said: i64| i64::try_from(count) == Ok(said);
        if periods != summary.periods
            || !counted(cells, summary.cells)
            || !counted(self.register.len(), summary.register_rows)
        {
            return Err(Refusal::Altered);
        }
        let cells = self.periods.iter().flat_map(|figures| &figures.cells).map(|cell| &cell.unit);
        let units: BTreeSet<&UnitId> = cells.chain(self.register.iter().map(|row| &row.unit)).collect();
        if !units.into_iter().all(within) {
            return Err(Refusal::Foreign);
        }
        // Each cell and each certificate once: what stands twice could count twice.
        let doubled = self.periods.iter().any(|figures| {
            let of = |cell: &Cell| (cell.indicator.clone(), cell.unit.clone(), cell.part.clone());
            figures.cells.iter().map(of).collect::<BTreeSet<_>>().len() != figures.cells.len()
        });
        let certificates: BTreeSet<_> = self.register.iter().map(|row| row.certificate).collect();
        if doubled || certificates.len() != self.register.len() {
            return Err(Refusal::Malformed);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::Figure;

    fn cell(unit: &str) -> Cell {
        Cell {
            indicator: "products_valid".to_owned(),
            unit: unit.parse().expect("a unit"),
            part: None,
            figure: Some(Figure { value: 1, uncertain: 0, sample: 0 }),
        }
    }

    fn content(units: &[&str]) -> Content {
        let figures = PeriodFigures {
            period: "L2026".parse().expect("a period"),
            as_at: "2026-11-23".parse().expect("a day"),
            cells: units.iter().map(|unit| cell(unit)).collect(),
        };
        Content { periods: vec![figures], register: Vec::new() }
    }

    fn summary(cells: i64) -> Summary {
        Summary {
            kind: SubmissionKind::Provisional,
            periods: vec!["L2026".parse().expect("a period")],
            positions: Vec::new(),
            made_at: Moment::UNIX_EPOCH,
            body: Hash::of(b""),
            body_bytes: 1,
            cells,
            register_rows: 0,
        }
    }

    #[test]
    fn a_body_fits_its_head_and_its_province() {
        let within = |unit: &UnitId| unit.as_str() != "2025:01";
        assert_eq!(content(&["2025:11", "2025:03127"]).must_fit(&summary(2), within), Ok(()));
        assert_eq!(content(&["2025:11"]).must_fit(&summary(2), within), Err(Refusal::Altered));
        assert_eq!(content(&["2025:11", "2025:01"]).must_fit(&summary(2), within), Err(Refusal::Foreign));
        assert_eq!(content(&["2025:11", "2025:11"]).must_fit(&summary(2), within), Err(Refusal::Malformed));
    }

    #[test]
    fn parts_cover_the_body() {
        let of = |body_bytes: usize| Summary { body_bytes: body_bytes as i64, ..summary(0) };
        for (bytes, parts) in [(1, 1), (PART_BYTES, 1), (PART_BYTES + 1, 2), (5 * PART_BYTES + 7, 6)] {
            let summary = of(bytes);
            assert_eq!(summary.parts(), parts);
            assert_eq!((0..parts).map(|number| summary.part_bytes(number)).sum::<usize>(), bytes);
        }
    }

    #[test]
    fn a_head_that_says_nothing_is_not_sound() {
        assert!(summary(0).is_sound());
        assert!(!Summary { body_bytes: 0, ..summary(0) }.is_sound());
        assert!(!Summary { body_bytes: MOST_BODY_BYTES + 1, ..summary(0) }.is_sound());
        let twice = [summary(0).periods, summary(0).periods].concat();
        assert!(!Summary { periods: twice, ..summary(0) }.is_sound());
        let two = vec!["L2026".parse().expect("a period"), "L2025".parse().expect("a period")];
        assert!(!Summary { kind: SubmissionKind::Final, periods: two, ..summary(0) }.is_sound(), "of one period");
    }

    #[test]
    fn refusals_are_found_by_name() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::of_name(refusal.name()), Some(refusal));
        }
    }
}
