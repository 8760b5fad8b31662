//! The clocks of a dossier: the one that runs for whose turn it is, and the level's own while it stands still
//! because the producer owes something.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{DossierKind, DossierState, Level};
use crate::domain::calendar::Calendar;
use crate::domain::clock::{ClockKind, Counting, StepClock};
use crate::domain::round::{Round, RoundLevel, Rounds};
use crate::domain::workflow::WorkflowParameters;

/// What clocks are set by: the calendar, the rounds, and the terms of the rule set the dossier is pinned to.
#[derive(Clone, Debug)]
pub(crate) struct Terms<'t> {
    pub(crate) calendar: Calendar,
    pub(crate) rounds: &'t Rounds,
    /// Rounds that the regulations of its province and of the ministry add.
    pub(crate) further: Vec<Round>,
    pub(crate) parameters: &'t WorkflowParameters,
}

/// The clocks of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clocks {
    pub(crate) running: Option<StepClock>,
    pub(crate) standing: Option<StepClock>,
}

/// Which clocks a state has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateClocks {
    /// The one that runs for whose turn it is.
    pub(crate) running: Option<ClockKind>,
    /// The one that stands still meanwhile.
    pub(crate) standing: Option<ClockKind>,
}

impl DossierState {
    /// Which clocks the state has.
    pub(crate) fn clocks(&self, kind: DossierKind) -> StateClocks {
        let runs = |running| StateClocks { running: Some(running), standing: None };
        match self {
            Self::Draft => StateClocks { running: None, standing: None },
            Self::Filed | Self::Accepted => runs(ClockKind::CommuneCheck),
            Self::Returned => {
                StateClocks { running: Some(ClockKind::Completion), standing: Some(ClockKind::CommuneCheck) }
            }
            Self::RejectionAnnounced { level } => {
                StateClocks { running: Some(ClockKind::Answer), standing: Some(level.clock(kind)) }
            }
            Self::SupplementRequested { level } => {
                StateClocks { running: Some(ClockKind::Supplement), standing: Some(level.clock(kind)) }
            }
            Self::RejectionAnswered { level }
            | Self::Proposed { level }
            | Self::UnderReview { level }
            | Self::Ready { level }
            | Self::Scoring { level, .. }
            | Self::Assessed { level, .. } => runs(level.clock(kind)),
            Self::PotentialFive { .. } => runs(Level::Province.clock(kind)),
            Self::ReturnedByMinistry { .. } => runs(ClockKind::Redo),
            Self::NotRecognised { .. } | Self::Certified { .. } | Self::Rejected { .. } | Self::Withdrawn => {
                StateClocks { running: None, standing: None }
            }
        }
    }
}

impl Level {
    /// The clock of the level's own work on a dossier. A re-ranking has 45 days, independent of rounds
    /// (article 7.6); the rest are due by the date of their round (article 5).
    fn clock(self, kind: DossierKind) -> ClockKind {
        match (self, kind) {
            (Self::Commune, _) => ClockKind::CommuneCheck,
            (_, DossierKind::ReRanking) => ClockKind::ReRankingResult,
            (Self::Province, _) => ClockKind::ProvincialResult,
            (Self::Ministry, _) => ClockKind::MinistryResult,
        }
    }
}

impl Clocks {
    /// The last day for whose turn it is.
    pub(crate) fn due_on(&self) -> Option<NaiveDate> {
        self.running.as_ref().and_then(|clock| clock.due_on)
    }

    /// The first day on which whose turn it is is warned.
    pub(crate) fn warns_on(&self) -> Option<NaiveDate> {
        self.running.as_ref().and_then(|clock| clock.warns_on)
    }

    /// The date of the ministry's round, while one of the clocks goes up to it.
    pub(crate) fn ministry_result_by(&self) -> Option<NaiveDate> {
        let clocks = [&self.running, &self.standing].into_iter().flatten();
        clocks.filter(|clock| clock.kind == ClockKind::MinistryResult).find_map(|clock| clock.due_on)
    }

    /// The same clocks by another calendar.
    pub(crate) fn timed(self, calendar: &Calendar) -> Self {
        Self { running: self.running.map(|clock| clock.timed(calendar)), standing: self.standing }
    }

    /// The clocks once a state is entered on a day: what both states have goes on, stands still or goes on again;
    /// what is new starts.
    pub(crate) fn entering(self, wanted: StateClocks, day: NaiveDate, terms: &Terms<'_>) -> Self {
        let mut known = [self.running, self.standing];
        let mut take = |kind: ClockKind| {
            let of_kind = known.iter_mut().find(|clock| clock.as_ref().is_some_and(|clock| clock.kind == kind));
            of_kind.and_then(Option::take).unwrap_or_else(|| terms.start(kind, day))
        };
        Self {
            running: wanted.running.map(|kind| take(kind).resume(day, &terms.calendar)),
            standing: wanted.standing.map(|kind| take(kind).pause(day, &terms.calendar)),
        }
    }
}

impl Terms<'_> {
    fn start(&self, kind: ClockKind, day: NaiveDate) -> StepClock {
        let of_round = || {
            let level = if kind == ClockKind::MinistryResult { RoundLevel::Ministry } else { RoundLevel::Province };
            Counting::Until(self.rounds.for_proposal(level, day, &self.further).result_by)
        };
        let counting = self.parameters.counting(kind).unwrap_or_else(of_round);
        StepClock::start(kind, counting, self.parameters.warning_days.value, day, &self.calendar)
    }
}
