//! Reports: prepared, approved by one person, accepted by another level, then locked; and their amendments.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::cells::Cell;
use super::figures::Figure;
use super::periods::Period;
use super::report_figures::{Change, Figures};
use crate::error::Error;

platform::id_type! {
    /// Identity of a report or an amendment.
    ReportId
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// Where a report stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReportState {
    /// It waits for approval.
    Prepared,
    /// It is to be prepared anew, for a reason.
    Returned(String),
    /// It waits for the level above.
    Approved(Sign),
    /// It is locked.
    Accepted { approved: Sign, accepted: Sign },
}

impl ReportState {
    /// Its name, as databases have it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Returned(_) => "returned",
            Self::Approved(_) => "approved",
            Self::Accepted { .. } => "accepted",
        }
    }

    /// Who approved it.
    pub(crate) fn approved(&self) -> Option<Sign> {
        match self {
            Self::Approved(approved) | Self::Accepted { approved, .. } => Some(*approved),
            Self::Prepared | Self::Returned(_) => None,
        }
    }

    /// Who accepted it.
    pub(crate) fn accepted(&self) -> Option<Sign> {
        match self {
            Self::Accepted { accepted, .. } => Some(*accepted),
            _ => None,
        }
    }
}

/// A report of a unit about a period, or an amendment of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) id: ReportId,
    pub(crate) form: String,
    pub(crate) unit: UnitId,
    /// The province the unit lies in; the unit itself if it is none below.
    pub(crate) province: UnitId,
    pub(crate) period: Period,
    /// 1 for the report, 2 and more for its amendments.
    pub(crate) number: i32,
    /// The report that this one amends.
    pub(crate) amends: Option<ReportId>,
    pub(crate) nothing_to_report: bool,
    /// Why it amends, or why there is nothing to report.
    pub(crate) reason: String,
    pub(crate) due_on: NaiveDate,
    pub(crate) state: ReportState,
    pub(crate) prepared: Sign,
    /// Hash of the figures it was made from, in hexadecimal digits.
    pub(crate) figures_sha256: String,
    /// The figures are those known at this moment.
    pub(crate) known_at: Moment,
    pub(crate) findings: i32,
    pub(crate) comments: i32,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

/// A comment on a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    /// Indicator it is about; empty for the whole.
    pub(crate) indicator: String,
    pub(crate) text: String,
    pub(crate) written: Sign,
}

/// What becomes of a report that is prepared: figures with their hash, and how much was found.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub(crate) figures: Figures,
    pub(crate) findings: Vec<super::findings::Finding>,
}

impl Report {
    /// Refuses a version that is not the present one.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    fn wrong_state<T>(&self, action: &'static str) -> Result<T, Error> {
        Err(Error::ReportStateWrong { report: self.id, state: self.state.name(), action })
    }

    /// Refuses what is not locked.
    pub(crate) fn must_be_accepted(&self, action: &'static str) -> Result<(), Error> {
        match self.state {
            ReportState::Accepted { .. } => Ok(()),
            _ => self.wrong_state(action),
        }
    }

    /// Refuses what is locked.
    pub(crate) fn must_be_open(&self, action: &'static str) -> Result<(), Error> {
        match self.state {
            ReportState::Accepted { .. } => self.wrong_state(action),
            _ => Ok(()),
        }
    }

    /// The report prepared anew.
    pub(crate) fn refresh(self, prepared: &Prepared, sign: Sign) -> Result<Self, Error> {
        match self.state {
            ReportState::Prepared | ReportState::Returned(_) => Ok(Self {
                state: ReportState::Prepared,
                prepared: sign,
                figures_sha256: prepared.figures.sha256(),
                known_at: prepared.figures.known_at,
                findings: count(&prepared.findings),
                ..self.touched(sign.at)
            }),
            _ => self.wrong_state("RefreshReport"),
        }
    }

    /// The report with one more comment.
    pub(crate) fn commented(self, now: Moment) -> Result<Self, Error> {
        self.must_be_open("CommentReport")?;
        Ok(Self { comments: self.comments + 1, ..self.touched(now) })
    }

    /// The report approved, by somebody who did not prepare it.
    pub(crate) fn approve(self, sign: Sign) -> Result<Self, Error> {
        if self.state != ReportState::Prepared {
            return self.wrong_state("ApproveReport");
        }
        if self.prepared.by == sign.by {
            return Err(Error::ReportBySamePerson);
        }
        if self.findings > 0 && self.comments == 0 {
            return Err(Error::ReportFindingsUnexplained { count: self.findings });
        }
        Ok(Self { state: ReportState::Approved(sign), ..self.touched(sign.at) })
    }

    /// The report given back, for a reason.
    pub(crate) fn give_back(self, reason: String, now: Moment) -> Result<Self, Error> {
        match self.state {
            ReportState::Prepared | ReportState::Approved(_) => {
                Ok(Self { state: ReportState::Returned(reason), ..self.touched(now) })
            }
            _ => self.wrong_state("ReturnReport"),
        }
    }

    /// The report accepted, by somebody who neither prepared nor approved it.
    pub(crate) fn accept(self, sign: Sign) -> Result<Self, Error> {
        let ReportState::Approved(approved) = self.state else { return self.wrong_state("AcceptReport") };
        if [self.prepared.by, approved.by].contains(&sign.by) {
            return Err(Error::ReportBySamePerson);
        }
        Ok(Self { state: ReportState::Accepted { approved, accepted: sign }, ..self.touched(sign.at) })
    }

    fn touched(self, now: Moment) -> Self {
        Self { version: self.version + 1, updated_at: now, ..self }
    }
}

/// How many findings there are.
pub(crate) fn count(findings: &[super::findings::Finding]) -> i32 {
    i32::try_from(findings.len()).unwrap_or(i32::MAX)
}

/// What is different between what figures were and what they are, in order of what they were.
pub(crate) fn changes(before: &[Cell], after: &[Cell]) -> Vec<Change> {
    let same =
        |one: &Cell, other: &Cell| one.indicator == other.indicator && one.unit == other.unit && one.part == other.part;
    // A part that is 0 is left out, so what is missing of a part is 0, not unrecorded.
    let missing = |cell: &Cell| cell.part.as_ref().map(|_| Figure::default());
    let mut changes = Vec::new();
    for cell in before {
        let now = after.iter().find(|other| same(cell, other)).map_or_else(|| missing(cell), |other| other.figure);
        if now != cell.figure {
            changes.push(Change { cell: cell.clone(), after: now });
        }
    }
    for cell in after.iter().filter(|cell| !before.iter().any(|other| same(cell, other))) {
        if cell.figure != missing(cell) {
            changes.push(Change { cell: Cell { figure: missing(cell), ..cell.clone() }, after: cell.figure });
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cells::{Dimension, Part};

    fn sign(by: u128) -> Sign {
        Sign { by: platform::ids::RawId::from_u128(by).into(), at: Moment::UNIX_EPOCH }
    }

    fn report() -> Report {
        Report {
            id: platform::ids::RawId::from_u128(1).into(),
            form: "ocop_progress".to_owned(),
            unit: "2025:11".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            period: "L2026-Q3".parse().expect("a period"),
            number: 1,
            amends: None,
            nothing_to_report: false,
            reason: String::new(),
            due_on: "2026-09-20".parse().expect("a day"),
            state: ReportState::Prepared,
            prepared: sign(1),
            figures_sha256: String::new(),
            known_at: Moment::UNIX_EPOCH,
            findings: 0,
            comments: 0,
            version: 1,
            created_at: Moment::UNIX_EPOCH,
            updated_at: Moment::UNIX_EPOCH,
        }
    }

    fn prepared() -> Prepared {
        Prepared {
            figures: Figures { known_at: Moment::UNIX_EPOCH, cells: Vec::new(), bytes: Vec::new() },
            findings: Vec::new(),
        }
    }

    /// Every state and action: what it leads to, or that it is refused.
    #[test]
    fn states_and_actions() {
        let approved = || ReportState::Approved(sign(2));
        let accepted = || ReportState::Accepted { approved: sign(2), accepted: sign(3) };
        let states = [ReportState::Prepared, ReportState::Returned("Sai".to_owned()), approved(), accepted()];
        let at = |state: &ReportState| Report { state: state.clone(), ..report() };
        let named = |done: Result<Report, Error>| done.map_or("-", |report| report.state.name());
        let table: Vec<_> = states
            .iter()
            .map(|state| {
                [
                    state.name(),
                    named(at(state).refresh(&prepared(), sign(1))),
                    named(at(state).commented(Moment::UNIX_EPOCH)),
                    named(at(state).approve(sign(2))),
                    named(at(state).give_back("Sai".to_owned(), Moment::UNIX_EPOCH)),
                    named(at(state).accept(sign(3))),
                ]
            })
            .collect();
        assert_eq!(
            table,
            [
                ["prepared", "prepared", "prepared", "approved", "returned", "-"],
                ["returned", "prepared", "returned", "-", "-", "-"],
                ["approved", "-", "approved", "-", "returned", "accepted"],
                ["accepted", "-", "-", "-", "-", "-"],
            ]
        );
    }

    #[test]
    fn three_persons_stand_for_a_report() {
        assert!(matches!(report().approve(sign(1)), Err(Error::ReportBySamePerson)));
        let approved = report().approve(sign(2)).expect("another person");
        for by in [1, 2] {
            assert!(matches!(approved.clone().accept(sign(by)), Err(Error::ReportBySamePerson)));
        }
        assert!(approved.accept(sign(3)).is_ok());
    }

    #[test]
    fn findings_want_a_comment() {
        let with_findings = Report { findings: 2, ..report() };
        let refused = with_findings.clone().approve(sign(2));
        assert!(matches!(refused, Err(Error::ReportFindingsUnexplained { count: 2 })));
        assert!(with_findings.commented(Moment::UNIX_EPOCH).and_then(|report| report.approve(sign(2))).is_ok());
    }

    #[test]
    fn a_part_that_came_up_was_nothing_before() {
        let cell = |key: Option<&str>, value: i64| Cell {
            indicator: "products_valid".to_owned(),
            unit: "2025:11".parse().expect("a unit"),
            part: key.map(|key| Part { dimension: Dimension::Star, key: key.to_owned() }),
            figure: Some(Figure { value, ..Figure::default() }),
        };
        let before = [cell(None, 3), cell(Some("3"), 2), cell(Some("5"), 1)];
        let after = [cell(None, 4), cell(Some("3"), 2), cell(Some("4"), 2)];
        let told: Vec<_> = changes(&before, &after)
            .into_iter()
            .map(|change| {
                let key = change.cell.part.map(|part| part.key).unwrap_or_default();
                (key, change.cell.figure.map(|figure| figure.value), change.after.map(|figure| figure.value))
            })
            .collect();
        let expected =
            [(String::new(), Some(3), Some(4)), ("5".to_owned(), Some(1), Some(0)), ("4".to_owned(), Some(0), Some(2))];
        assert_eq!(told, expected);
        assert!(changes(&after, &after).is_empty());
    }
}
