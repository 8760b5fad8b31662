//! Sessions: a council scores a list of dossiers by sealed ballots.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::council::{Council, CouncilId};
use super::discussion::{DifferingCriterion, most_differing};
use super::dossier::{Dossier, DossierId, DossierKind};
use super::regulation::StillApart;
use super::score::{self, Ending, Outcome, Score};
use super::sheet::{Finding, FixedCase, Form, Sheet};
use super::stability::{NearEdge, decisive_sheets, near_edge};
use crate::error::Error;

platform::id_type! {
    /// Identity of a session.
    SessionId
}

platform::id_type! {
    /// Identity of a ballot.
    BallotId
}

/// A ballot on a dossier: the first one, or the second after a discussion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BallotRound {
    First,
    Second,
}

/// How far the scoring of a dossier has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Ballots of a round are taken.
    Open(BallotRound),
    /// The first ballot was closed with totals too far apart: the council discusses before the second one.
    InDiscussion { since: Moment },
    /// The last ballot was closed.
    Closed { round: BallotRound, at: Moment },
}

/// What follows from a round that was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// It decides: the dossier moves on.
    Decided,
    /// The totals lie too far apart: the council discusses and votes once more.
    Discussion,
    /// It gives no result: the dossier waits for another session.
    Postponed,
}

/// A session of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) council: CouncilId,
    pub(crate) opened_at: Moment,
    /// Last day on which members answer, if it is held in writing; none for a meeting.
    pub(crate) written_until: Option<NaiveDate>,
    /// The day it is held on, if it was called to one.
    pub(crate) held_on: Option<NaiveDate>,
}

/// The scoring of one dossier in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scoring {
    pub(crate) session: SessionId,
    pub(crate) dossier: DossierId,
    pub(crate) fixed_cases: Vec<FixedCase>,
    pub(crate) stage: Stage,
    /// What was discussed before the second ballot; empty if there was none.
    pub(crate) discussion: String,
}

/// A member's ballot: her sheet and what she found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ballot {
    pub(crate) id: BallotId,
    pub(crate) session: SessionId,
    pub(crate) dossier: DossierId,
    pub(crate) person: PersonId,
    pub(crate) round: BallotRound,
    pub(crate) sheet: Sheet,
    pub(crate) findings: Vec<Finding>,
    pub(crate) cast_at: Moment,
}

/// What a round of ballots on a dossier came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DossierResult {
    pub(crate) dossier: DossierId,
    pub(crate) session: SessionId,
    pub(crate) round: BallotRound,
    pub(crate) conclusion: Conclusion,
    pub(crate) score: Score,
    pub(crate) spread_exceeds_limit: bool,
    /// The criteria that differ most, if the totals lie too far apart.
    pub(crate) differing: Vec<DifferingCriterion>,
    /// Each member with her total, in the order of the ballots.
    pub(crate) totals: Vec<(PersonId, i32)>,
    /// Members without whose ballot the result would be another one, with the one it would be.
    pub(crate) decisive: Vec<(PersonId, Ending)>,
    /// Band edge that the mean lies within one point of.
    pub(crate) near_edge: Option<NearEdge>,
    pub(crate) closed_at: Moment,
}

/// What a round came to as it was kept at its close, to be held against its ballots whenever it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) conclusion: Conclusion,
    pub(crate) ending: Ending,
    /// Sum of the totals; 0 without a star.
    pub(crate) sum: i32,
    pub(crate) sheet_count: usize,
}

impl Session {
    /// Refuses to close what is answered in writing before its day is over, unless all have answered.
    pub(crate) fn answers_must_be_in(&self, cast: usize, scorers: usize, today: NaiveDate) -> Result<(), Error> {
        match self.written_until {
            Some(until) if today <= until && cast < scorers => Err(Error::WrittenTimeNotOver { until }),
            _ => Ok(()),
        }
    }

    /// Refuses to have dossiers answered in writing that the law wants a meeting for, or for longer than their result
    /// may take (article 7.6).
    pub(crate) fn may_hold_in_writing(&self, dossier: &Dossier, today: NaiveDate) -> Result<(), Error> {
        let Some(until) = self.written_until else { return Ok(()) };
        if dossier.kind != DossierKind::ReRanking {
            return Err(Error::WrittenForReRanking { dossier: dossier.id });
        }
        let latest = dossier.clocks.due_on().map_or(until, |due| due.max(today));
        if (today..=latest).contains(&until) { Ok(()) } else { Err(Error::WrittenDateWrong { today, latest }) }
    }
}

/// Refuses an answer in writing that comes after its day.
pub(crate) fn must_take_answers(written_until: Option<NaiveDate>, today: NaiveDate) -> Result<(), Error> {
    match written_until {
        Some(until) if until < today => Err(Error::WrittenTimeOver { until }),
        _ => Ok(()),
    }
}

impl BallotRound {
    /// Both, in their order.
    pub(crate) const ALL: [Self; 2] = [Self::First, Self::Second];

    /// Its number: 1 or 2.
    pub(crate) fn number(self) -> i32 {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }

    /// The round of a number.
    pub(crate) fn numbered(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|round| round.number() == number)
    }
}

impl Stage {
    /// The round whose ballots are taken, or were closed last.
    pub(crate) fn round(self) -> BallotRound {
        match self {
            Self::Open(round) | Self::Closed { round, .. } => round,
            Self::InDiscussion { .. } => BallotRound::First,
        }
    }

    /// When the last ballot was closed.
    pub(crate) fn closed_at(self) -> Option<Moment> {
        match self {
            Self::Closed { at, .. } => Some(at),
            Self::Open(_) | Self::InDiscussion { .. } => None,
        }
    }

    /// True if a round was closed.
    pub(crate) fn has_closed(self, round: BallotRound) -> bool {
        match self {
            Self::Open(open) => round == BallotRound::First && open == BallotRound::Second,
            Self::InDiscussion { .. } => round == BallotRound::First,
            Self::Closed { round: last, .. } => round == BallotRound::First || last == BallotRound::Second,
        }
    }

    /// Refuses unless ballots of a round are taken: one that comes late counts in no other.
    pub(crate) fn must_take(self, dossier: DossierId, round: BallotRound) -> Result<(), Error> {
        match self {
            Self::Open(open) if open == round => Ok(()),
            Self::Open(open) => Err(Error::BallotRoundWrong { dossier, round: round.number(), open: open.number() }),
            Self::InDiscussion { .. } => Err(Error::ScoringInDiscussion { dossier }),
            Self::Closed { .. } => Err(Error::ScoringClosed { dossier }),
        }
    }
}

impl Conclusion {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Decided, "decided"), (Self::Discussion, "discussion"), (Self::Postponed, "postponed")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(conclusion, _)| *conclusion == self).expect("all conclusions have a name").1
    }

    /// The conclusion of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(conclusion, _)| conclusion)
    }
}

impl DossierResult {
    /// Points between the highest and the lowest total; none without totals.
    pub(crate) fn spread(&self) -> Option<i32> {
        match &self.score.outcome {
            Outcome::Ranked(ranking) => Some(ranking.spread()),
            Outcome::Eliminated(_) | Outcome::Stopped(_) => None,
        }
    }

    /// What is kept of it at the close.
    pub(crate) fn tally(&self) -> Tally {
        let sum = match &self.score.outcome {
            Outcome::Ranked(ranking) => ranking.sum,
            Outcome::Eliminated(_) | Outcome::Stopped(_) => 0,
        };
        let (ending, sheet_count) = (self.score.outcome.ending(), self.score.sheet_count);
        Tally { conclusion: self.conclusion, ending, sum, sheet_count }
    }
}

impl Ballot {
    /// What the member found, each rule once however often she names it.
    pub(crate) fn findings_once(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        findings.sort_by(|one, other| one.rule.cmp(&other.rule));
        findings.dedup_by(|one, other| one.rule == other.rule);
        findings
    }
}

impl Scoring {
    /// Closes the round whose ballots are taken; whether those cast are enough, the voters say.
    pub(crate) fn close(
        self,
        session: &Session,
        round: BallotRound,
        form: &Form<'_>,
        council: &Council,
        ballots: &[Ballot],
        now: Moment,
    ) -> Result<(Self, DossierResult), Error> {
        self.stage.must_take(self.dossier, round)?;
        let result = self.result(session, round, form, council, ballots, now)?;
        let stage = match result.conclusion {
            Conclusion::Discussion => Stage::InDiscussion { since: now },
            Conclusion::Decided | Conclusion::Postponed => Stage::Closed { round, at: now },
        };
        Ok((Self { stage, ..self }, result))
    }

    /// Opens the second ballot, after a discussion.
    pub(crate) fn open_second(self, discussion: String) -> Result<Self, Error> {
        match self.stage {
            Stage::InDiscussion { .. } => Ok(Self { stage: Stage::Open(BallotRound::Second), discussion, ..self }),
            Stage::Closed { .. } => Err(Error::ScoringClosed { dossier: self.dossier }),
            Stage::Open(_) => Err(Error::ScoringNotInDiscussion { dossier: self.dossier }),
        }
    }

    /// The result of a round, computed from the choices that were stored.
    pub(crate) fn result(
        &self,
        session: &Session,
        round: BallotRound,
        form: &Form<'_>,
        council: &Council,
        ballots: &[Ballot],
        closed_at: Moment,
    ) -> Result<DossierResult, Error> {
        let sheets: Vec<_> = ballots.iter().map(|ballot| ballot.sheet.clone()).collect();
        let findings: Vec<_> = ballots.iter().map(Ballot::findings_once).collect();
        let score = score::score(form, &sheets, &findings.concat());
        let decisive = decisive_sheets(form, &sheets, &findings, score.outcome.ending());
        let (totals, spread) = match &score.outcome {
            Outcome::Ranked(ranking) => (ranking.totals.as_slice(), ranking.spread()),
            Outcome::Eliminated(_) | Outcome::Stopped(_) => (&[][..], 0),
        };
        let totals = ballots.iter().map(|ballot| ballot.person).zip(totals.iter().copied()).collect();
        let spread_exceeds_limit = spread > council.regulation.rules.spread_limit_points;
        let differing =
            if spread_exceeds_limit { most_differing(form, &sheets, &findings.concat()) } else { Vec::new() };
        Ok(DossierResult {
            dossier: self.dossier,
            session: self.session,
            round,
            conclusion: match session.written_until {
                None => conclusion(round, spread_exceeds_limit, council.regulation.rules.still_apart),
                Some(_) => conclusion_in_writing(spread_exceeds_limit, form, ballots),
            },
            spread_exceeds_limit,
            differing,
            totals,
            decisive: decisive.iter().map(|sheet| (ballots[sheet.place].person, sheet.without)).collect(),
            near_edge: near_edge(form.set(), &score.outcome),
            score,
            closed_at,
        })
    }
}

/// What follows from a round: the first one decides unless the totals lie too far apart; the second decides, except
/// where the regulation wants another session if they still do.
fn conclusion(round: BallotRound, spread_exceeds_limit: bool, still_apart: StillApart) -> Conclusion {
    match (round, still_apart) {
        _ if !spread_exceeds_limit => Conclusion::Decided,
        (BallotRound::First, _) => Conclusion::Discussion,
        (BallotRound::Second, StillApart::Accept) => Conclusion::Decided,
        (BallotRound::Second, StillApart::Postpone) => Conclusion::Postponed,
    }
}

/// What follows from answers in writing: whoever answered alone and came to another star, or to a total too far away,
/// must be talked to, and that takes a meeting.
fn conclusion_in_writing(spread_exceeds_limit: bool, form: &Form<'_>, ballots: &[Ballot]) -> Conclusion {
    let ending = |ballot: &Ballot| {
        let own = score::score(form, std::slice::from_ref(&ballot.sheet), &ballot.findings_once());
        own.outcome.ending()
    };
    let mut endings = ballots.iter().map(ending);
    let first = endings.next();
    let diverge = endings.any(|ending| Some(ending) != first);
    if diverge || spread_exceeds_limit { Conclusion::Postponed } else { Conclusion::Decided }
}

/// Who cast ballots.
pub(crate) fn cast_by(ballots: &[Ballot]) -> Vec<PersonId> {
    ballots.iter().map(|ballot| ballot.person).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::council::Duty;
    use crate::domain::samples::{self, form, member, sets, sheets_with_totals};

    const NOW: Moment = Moment::UNIX_EPOCH;

    fn id(number: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(number)
    }

    /// A chair and others who score, so many in all.
    fn council(scorers: u128) -> Council {
        let duty = |number| if number == 1 { Duty::Chair } else { Duty::Member };
        Council { members: (1..=scorers).map(|number| member(number, duty(number))).collect(), ..samples::council() }
    }

    fn session(written_until: Option<NaiveDate>) -> Session {
        Session { id: id(7).into(), council: id(9).into(), opened_at: NOW, held_on: None, written_until }
    }

    fn scoring(stage: Stage) -> Scoring {
        Scoring {
            session: id(7).into(),
            dossier: id(8).into(),
            fixed_cases: Vec::new(),
            stage,
            discussion: String::new(),
        }
    }

    /// Ballots with these totals on set 26, which has few minima.
    fn ballots(round: BallotRound, totals: &[i32]) -> Vec<Ballot> {
        let sheets = sheets_with_totals(&sets()[25], totals).into_iter();
        let ballot = |(number, sheet): (u128, Sheet)| Ballot {
            id: id(100 + number).into(),
            session: id(7).into(),
            dossier: id(8).into(),
            person: PersonId::constant(id(number)),
            round,
            sheet,
            findings: Vec::new(),
            cast_at: NOW,
        };
        (1..).zip(sheets).map(ballot).collect()
    }

    fn close(stage: Stage, round: BallotRound, totals: &[i32]) -> Result<(Scoring, DossierResult), Error> {
        let form = form(&sets()[25]);
        let council = council(u128::try_from(totals.len()).expect("few"));
        scoring(stage).close(&session(None), round, &form, &council, &ballots(round, totals), NOW)
    }

    #[test]
    fn totals_more_than_ten_points_apart_call_for_a_discussion() {
        let first = Stage::Open(BallotRound::First);
        let (closed, result) = close(first, BallotRound::First, &[80, 75, 70]).expect("closed");
        assert_eq!(
            closed.stage,
            Stage::Closed { round: BallotRound::First, at: NOW },
            "ten points are not more than ten"
        );
        assert_eq!((result.conclusion, result.differing.len()), (Conclusion::Decided, 0));

        let (apart, result) = close(first, BallotRound::First, &[81, 75, 70]).expect("closed");
        assert_eq!(apart.stage, Stage::InDiscussion { since: NOW });
        assert_eq!(result.conclusion, Conclusion::Discussion);
        assert!(!result.differing.is_empty());
        let second = apart.open_second("Tiêu chí 3.1".to_owned()).expect("opened");
        assert_eq!(second.stage, Stage::Open(BallotRound::Second));
    }

    #[test]
    fn the_second_ballot_decides_even_if_it_lies_apart() {
        let (closed, result) =
            close(Stage::Open(BallotRound::Second), BallotRound::Second, &[90, 75, 70]).expect("closed");
        assert_eq!(closed.stage, Stage::Closed { round: BallotRound::Second, at: NOW });
        assert!(result.spread_exceeds_limit && result.conclusion == Conclusion::Decided);
        let postponing = |round, apart| conclusion(round, apart, StillApart::Postpone);
        assert_eq!(postponing(BallotRound::Second, true), Conclusion::Postponed);
        assert_eq!(postponing(BallotRound::Second, false), Conclusion::Decided);
        assert_eq!(postponing(BallotRound::First, true), Conclusion::Discussion);
    }

    /// Set 26: four stars from 70 points on.
    #[test]
    fn answers_in_writing_that_differ_in_their_star_call_a_meeting() {
        let (form, council, round) = (form(&sets()[25]), council(3), BallotRound::First);
        let writing = session(Some("2026-12-01".parse().expect("a day")));
        let close = |totals: &[i32]| {
            let ballots = ballots(round, totals);
            scoring(Stage::Open(round))
                .close(&writing, round, &form, &council, &ballots, NOW)
                .expect("closed")
                .1
                .conclusion
        };
        assert_eq!(close(&[75, 72, 70]), Conclusion::Decided);
        assert_eq!(close(&[75, 72, 69]), Conclusion::Postponed, "one came to three stars");
        assert_eq!(close(&[85, 72, 70]), Conclusion::Postponed, "all came to four stars, but far apart");
    }

    #[test]
    fn answers_in_writing_are_taken_until_their_day_and_closed_after_it() {
        let day = |written: &str| written.parse::<NaiveDate>().expect("a day");
        let writing = session(Some(day("2026-12-01")));
        assert!(must_take_answers(writing.written_until, day("2026-12-01")).is_ok());
        assert!(matches!(
            must_take_answers(writing.written_until, day("2026-12-02")),
            Err(Error::WrittenTimeOver { .. })
        ));
        assert!(must_take_answers(None, day("2099-01-01")).is_ok());
        assert!(matches!(writing.answers_must_be_in(2, 3, day("2026-12-01")), Err(Error::WrittenTimeNotOver { .. })));
        assert!(writing.answers_must_be_in(3, 3, day("2026-11-30")).is_ok(), "all have answered");
        assert!(writing.answers_must_be_in(2, 3, day("2026-12-02")).is_ok());
    }

    #[test]
    fn each_stage_takes_the_ballots_of_its_round_alone() {
        let (first, second) = (BallotRound::First, BallotRound::Second);
        let discussion = Stage::InDiscussion { since: NOW };
        let taken = |stage: Stage| [first, second].map(|round| stage.must_take(id(8).into(), round).is_ok());
        assert_eq!(taken(Stage::Open(first)), [true, false]);
        assert_eq!(taken(discussion), [false, false]);
        assert_eq!(taken(Stage::Open(second)), [false, true]);
        assert_eq!(taken(Stage::Closed { round: first, at: NOW }), [false, false]);
        let closed = |stage: Stage| [first, second].map(|round| stage.has_closed(round));
        assert_eq!(closed(Stage::Open(first)), [false, false]);
        assert_eq!(closed(discussion), [true, false]);
        assert_eq!(closed(Stage::Open(second)), [true, false]);
        assert_eq!(closed(Stage::Closed { round: first, at: NOW }), [true, false]);
        assert_eq!(closed(Stage::Closed { round: second, at: NOW }), [true, true]);
    }

    #[test]
    fn a_second_ballot_is_opened_once_and_only_after_a_discussion() {
        let open = |stage| scoring(stage).open_second(String::new());
        assert!(matches!(open(Stage::Open(BallotRound::First)), Err(Error::ScoringNotInDiscussion { .. })));
        assert!(matches!(open(Stage::Open(BallotRound::Second)), Err(Error::ScoringNotInDiscussion { .. })));
        let closed = Stage::Closed { round: BallotRound::First, at: NOW };
        assert!(matches!(open(closed), Err(Error::ScoringClosed { .. })));
    }
}
