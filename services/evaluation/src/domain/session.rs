//! Sessions: a council scores a list of dossiers by sealed ballots.

use platform::clock::Moment;
use platform::ids::PersonId;

use super::council::{Council, CouncilId, Duty, Regulation};
use super::dossier::DossierId;
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

/// The first ballot on a dossier.
pub(crate) const FIRST_ROUND: i32 = 1;

/// A session of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) council: CouncilId,
    pub(crate) opened_at: Moment,
}

/// The scoring of one dossier in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scoring {
    pub(crate) session: SessionId,
    pub(crate) dossier: DossierId,
    pub(crate) fixed_cases: Vec<FixedCase>,
    /// When it was closed; none while ballots are taken.
    pub(crate) closed_at: Option<Moment>,
}

/// A member's ballot: her sheet and what she found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ballot {
    pub(crate) id: BallotId,
    pub(crate) session: SessionId,
    pub(crate) dossier: DossierId,
    pub(crate) person: PersonId,
    pub(crate) sheet: Sheet,
    pub(crate) findings: Vec<Finding>,
    pub(crate) cast_at: Moment,
}

/// What the ballots on a dossier came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DossierResult {
    pub(crate) dossier: DossierId,
    pub(crate) session: SessionId,
    pub(crate) score: Score,
    pub(crate) spread_exceeds_limit: bool,
    /// Each member with her total, in the order of the ballots.
    pub(crate) totals: Vec<(PersonId, i32)>,
    /// Members without whose ballot the result would be another one, with the one it would be.
    pub(crate) decisive: Vec<(PersonId, Ending)>,
    /// Band edge that the mean lies within one point of.
    pub(crate) near_edge: Option<NearEdge>,
    pub(crate) closed_at: Moment,
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
    /// Refuses once ballots are taken no more.
    pub(crate) fn must_be_open(&self) -> Result<(), Error> {
        match self.closed_at {
            None => Ok(()),
            Some(_) => Err(Error::ScoringClosed { dossier: self.dossier }),
        }
    }

    /// Closes the scoring, if the ballots cast are enough.
    pub(crate) fn close(
        self,
        form: &Form<'_>,
        council: &Council,
        ballots: &[Ballot],
        now: Moment,
    ) -> Result<(Self, DossierResult), Error> {
        self.must_be_open()?;
        let regulation = regulation(council)?;
        let scorers = council.members.iter().filter(|member| member.duty.scores()).count();
        let chair_cast = ballots.iter().any(|ballot| council.duty_of(ballot.person) == Some(Duty::Chair));
        if !regulation.quorum_reached(scorers, ballots.len(), chair_cast) {
            return Err(Error::QuorumNotReached { cast: ballots.len(), scorers, quorum: regulation.quorum(scorers) });
        }
        let closed = Self { closed_at: Some(now), ..self };
        let result = closed.result(form, council, ballots, now)?;
        Ok((closed, result))
    }

    /// The result of ballots, computed from the choices that were stored.
    pub(crate) fn result(
        &self,
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
        Ok(DossierResult {
            dossier: self.dossier,
            session: self.session,
            spread_exceeds_limit: spread > regulation(council)?.spread_limit_points,
            totals,
            decisive: decisive.iter().map(|sheet| (ballots[sheet.place].person, sheet.without)).collect(),
            near_edge: near_edge(form.set(), &score.outcome),
            score,
            closed_at,
        })
    }
}

fn regulation(council: &Council) -> Result<&'static Regulation, Error> {
    let known = Regulation::of(&council.regulation);
    known.ok_or_else(|| Error::Platform(platform::error::Error::internal("a council's regulation is unknown")))
}
