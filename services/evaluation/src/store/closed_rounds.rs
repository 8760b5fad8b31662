//! What rounds of ballots came to when they were closed.
//!
//! A code over the figures and over every ballot goes with each, made with a key that is not in the database: who
//! changes a ballot or a figure cannot make the code that fits.

use platform::clock::Moment;
use platform::error::Error as Platform;
use platform::ids::RawId;
use prost::Message as _;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _};

use super::ballots::content_of;
use super::damaged;
use super::entity::closed_round;
use crate::domain::dossier::DossierId;
use crate::domain::score::Ending;
use crate::domain::session::{Ballot, BallotRound, Conclusion, DossierResult, SessionId, Tally};
use crate::error::Error;
use crate::{State, Work};

/// What the codes are for, among all that the service's keys are for.
const PURPOSE: &str = "closed rounds";

/// A round as it was closed.
pub(crate) struct ClosedRound {
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
    pub(crate) tally: Tally,
    pub(crate) closed_at: Moment,
    code: Vec<u8>,
}

/// What a code authenticates.
#[derive(Clone, PartialEq, prost::Message)]
struct Authenticated {
    #[prost(bytes = "vec", tag = "1")]
    session: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    dossier: Vec<u8>,
    #[prost(int32, tag = "3")]
    round: i32,
    #[prost(string, tag = "4")]
    conclusion: String,
    #[prost(string, tag = "5")]
    ending: String,
    #[prost(int32, tag = "6")]
    star: i32,
    #[prost(int32, tag = "7")]
    sum_points: i32,
    #[prost(message, repeated, tag = "8")]
    ballots: Vec<AuthenticatedBallot>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct AuthenticatedBallot {
    #[prost(bytes = "vec", tag = "1")]
    ballot: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    person: Vec<u8>,
    #[prost(bytes = "vec", tag = "3")]
    content: Vec<u8>,
}

impl Authenticated {
    fn of(session: SessionId, dossier: DossierId, round: BallotRound, tally: &Tally, ballots: &[Ballot]) -> Self {
        let bytes = |id: RawId| id.as_bytes().to_vec();
        let (ending, star) = ending_columns(tally.ending);
        let ballot = |ballot: &Ballot| AuthenticatedBallot {
            ballot: bytes(ballot.id.into()),
            person: bytes(ballot.person.into()),
            content: content_of(ballot),
        };
        Self {
            session: bytes(session.into()),
            dossier: bytes(dossier.into()),
            round: round.number(),
            conclusion: tally.conclusion.name().to_owned(),
            ending: ending.to_owned(),
            star,
            sum_points: tally.sum,
            ballots: ballots.iter().map(ballot).collect(),
        }
    }

    /// The codes of the service's keys, the newest first.
    fn codes(&self, service: &State) -> Vec<[u8; 32]> {
        service.master_keys.mac_keys(PURPOSE).codes(&self.encode_to_vec())
    }
}

impl ClosedRound {
    /// True if these are the ballots it was closed with, and its figures are those of then.
    pub(crate) fn was_closed_with(&self, service: &State, ballots: &[Ballot]) -> bool {
        let authenticated = Authenticated::of(self.session, self.dossier, self.round, &self.tally, ballots);
        authenticated.codes(service).iter().any(|code| code.as_slice() == self.code)
    }
}

/// Keeps what a round came to, with a code over its ballots.
pub(crate) async fn insert(work: &Work, result: &DossierResult, ballots: &[Ballot]) -> Result<(), Error> {
    let tally = result.tally();
    let codes = Authenticated::of(result.session, result.dossier, result.round, &tally, ballots).codes(work.service());
    let (ending, star) = ending_columns(tally.ending);
    let row = closed_round::ActiveModel {
        session_id: Set(result.session.into()),
        dossier_id: Set(result.dossier.into()),
        round: Set(result.round.number()),
        conclusion: Set(tally.conclusion.name().to_owned()),
        ending: Set(ending.to_owned()),
        star: Set(star),
        sum_points: Set(tally.sum),
        sheet_count: Set(i32::try_from(tally.sheet_count).unwrap_or(i32::MAX)),
        code: Set(codes.first().map(|code| code.to_vec()).unwrap_or_default()),
        closed_at: Set(result.closed_at),
        spread_points: Set(result.spread()),
        updated_by: Set(work.operation().to_owned()),
    };
    closed_round::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// A round as it was closed; none if nothing was kept of it.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
) -> Result<Option<ClosedRound>, Platform> {
    let key = (session.into(), dossier.into(), round.number());
    let found = platform::db::one(closed_round::Entity::find_by_id(key), db).await?;
    let read = |row: closed_round::Model| {
        Some(ClosedRound {
            session,
            dossier,
            round,
            tally: Tally {
                conclusion: Conclusion::named(&row.conclusion)?,
                ending: read_ending(&row.ending, row.star)?,
                sum: row.sum_points,
                sheet_count: usize::try_from(row.sheet_count).ok()?,
            },
            closed_at: row.closed_at,
            code: row.code,
        })
    };
    found.map(|row| read(row).ok_or_else(|| damaged("closed round"))).transpose()
}

/// How an assessment ended, as it is stored: a name, and the star or 0.
fn ending_columns(ending: Ending) -> (&'static str, i32) {
    match ending {
        Ending::Star(star) => ("ranked", star.into()),
        Ending::Eliminated => ("eliminated", 0),
        Ending::Stopped => ("stopped", 0),
    }
}

fn read_ending(name: &str, star: i32) -> Option<Ending> {
    match name {
        "ranked" => star.try_into().ok().map(Ending::Star),
        "eliminated" => Some(Ending::Eliminated),
        "stopped" => Some(Ending::Stopped),
        _ => None,
    }
}
