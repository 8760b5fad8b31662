//! Sessions and the scorings on their lists.

use platform::clock::Moment;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QueryResult, QuerySelect as _, Statement,
};

use super::damaged;
use super::entity::{scoring, session};
use crate::Work;
use crate::domain::council::CouncilId;
use crate::domain::dossier::DossierId;
use crate::domain::session::{BallotRound, Scoring, Session, SessionId, Stage};
use crate::domain::sheet::FixedCase;
use crate::error::Error;

/// The session of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: SessionId) -> Result<Option<Session>, Platform> {
    let found = platform::db::one(session::Entity::find_by_id(id), db).await?;
    Ok(found.map(|row| Session {
        id,
        council: row.council_id.into(),
        opened_at: row.opened_at,
        written_until: row.written_until,
        held_on: row.held_on,
    }))
}

/// The session that scored a dossier last; none if no session of this installation did.
pub(crate) async fn last_of_dossier(
    db: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Option<SessionId>, Platform> {
    let last = scoring::Entity::find()
        .filter(scoring::COLUMN.dossier_id.eq(dossier))
        .order_by_desc(scoring::COLUMN.session_id)
        .limit(1);
    Ok(platform::db::one(last, db).await?.map(|row| row.session_id.into()))
}

/// A scoring that was closed, with the criteria it went by.
pub(crate) struct Closed {
    pub(crate) scoring: Scoring,
    pub(crate) criteria_version: String,
    pub(crate) product_set: i32,
}

const CLOSED_OF: &str = "SELECT scoring.session_id, scoring.dossier_id, scoring.fixed_cases, scoring.closed_at, \
            dossier.criteria_version, dossier.product_set, scoring.round, scoring.discussed_from, scoring.discussion \
     FROM scoring \
     JOIN session ON session.id = scoring.session_id \
     JOIN dossier ON dossier.id = scoring.dossier_id \
     WHERE session.council_id = $1 AND scoring.closed_at IS NOT NULL \
     ORDER BY scoring.session_id, scoring.place";

/// What a council has closed, in the order of its sessions and their lists.
pub(crate) async fn closed_of(db: &impl ConnectionTrait, council: CouncilId) -> Result<Vec<Closed>, Platform> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), CLOSED_OF, [council.into()]);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(read_closed).collect()
}

fn read_closed(row: &QueryResult) -> Result<Closed, Platform> {
    let scoring = Scoring {
        session: row.try_get_by_index::<RawId>(0)?.into(),
        dossier: row.try_get_by_index::<RawId>(1)?.into(),
        fixed_cases: read_cases(&row.try_get_by_index::<String>(2)?).ok_or_else(|| damaged("scoring"))?,
        stage: read_stage(row.try_get_by_index(6)?, row.try_get_by_index(7)?, row.try_get_by_index(3)?)?,
        discussion: row.try_get_by_index(8)?,
    };
    Ok(Closed { scoring, criteria_version: row.try_get_by_index(4)?, product_set: row.try_get_by_index(5)? })
}

/// The scorings of a session, in the order of its list.
pub(crate) async fn scorings(db: &impl ConnectionTrait, id: SessionId) -> Result<Vec<Scoring>, Platform> {
    let rows = scoring::Entity::find()
        .filter(scoring::COLUMN.session_id.eq(id))
        .order_by_asc(scoring::COLUMN.place)
        .all(db)
        .await?;
    rows.into_iter().map(Scoring::try_from).collect()
}

/// The scoring of a dossier in a session.
pub(crate) async fn scoring(
    db: &impl ConnectionTrait,
    id: SessionId,
    dossier: DossierId,
) -> Result<Option<Scoring>, Platform> {
    let found = platform::db::one(scoring::Entity::find_by_id((id.into(), dossier.into())), db).await?;
    found.map(Scoring::try_from).transpose()
}

/// Keeps a new session with its list.
pub(crate) async fn insert(work: &Work, session: &Session, scorings: &[Scoring]) -> Result<(), Error> {
    let row = session::ActiveModel {
        id: Set(session.id.into()),
        council_id: Set(session.council.into()),
        opened_at: Set(session.opened_at),
        written_until: Set(session.written_until),
        held_on: Set(session.held_on),
        updated_by: Set(work.operation().to_owned()),
    };
    session::Entity::insert(row).exec_without_returning(work).await?;
    let rows = (1..).zip(scorings).map(|(place, scoring)| scoring::ActiveModel {
        session_id: Set(scoring.session.into()),
        dossier_id: Set(scoring.dossier.into()),
        place: Set(place),
        fixed_cases: Set(write_cases(&scoring.fixed_cases)),
        closed_at: Set(None),
        updated_by: Set(work.operation().to_owned()),
        round: Set(scoring.stage.round().number()),
        discussed_from: Set(None),
        discussion: Set(scoring.discussion.clone()),
    });
    scoring::Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps how far a scoring has come; only one who finds it as it was may take it there.
pub(crate) async fn save_stage(work: &Work, before: Stage, scoring: &Scoring) -> Result<(), Error> {
    let mut row = scoring::ActiveModel {
        round: Set(scoring.stage.round().number()),
        closed_at: Set(scoring.stage.closed_at()),
        discussion: Set(scoring.discussion.clone()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    if let Stage::InDiscussion { since } = scoring.stage {
        row.discussed_from = Set(Some(since));
    }
    let changed = scoring::Entity::update_many()
        .set(row)
        .filter(scoring::COLUMN.session_id.eq(scoring.session))
        .filter(scoring::COLUMN.dossier_id.eq(scoring.dossier))
        .filter(scoring::COLUMN.round.eq(before.round().number()))
        .filter(scoring::COLUMN.closed_at.is_null())
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::ScoringClosed { dossier: scoring.dossier }) }
}

/// How far a scoring has come, as it is stored.
pub(super) fn read_stage(
    round: i32,
    discussed_from: Option<Moment>,
    closed_at: Option<Moment>,
) -> Result<Stage, Platform> {
    let round = BallotRound::numbered(round).ok_or_else(|| damaged("scoring"))?;
    Ok(match (closed_at, discussed_from, round) {
        (Some(at), _, round) => Stage::Closed { round, at },
        (None, Some(since), BallotRound::First) => Stage::InDiscussion { since },
        (None, _, round) => Stage::Open(round),
    })
}

/// Cases as they are stored: `8=a 9=b`.
fn write_cases(cases: &[FixedCase]) -> String {
    cases.iter().map(|fixed| format!("{}={}", fixed.criterion, fixed.case)).collect::<Vec<_>>().join(" ")
}

/// Reads cases as they are stored.
pub(super) fn read_cases(stored: &str) -> Option<Vec<FixedCase>> {
    let read = |fixed: &str| {
        let (criterion, case) = fixed.split_once('=')?;
        Some(FixedCase { criterion: criterion.to_owned(), case: case.to_owned() })
    };
    stored.split_whitespace().map(read).collect()
}

impl TryFrom<scoring::Model> for Scoring {
    type Error = Platform;

    fn try_from(row: scoring::Model) -> Result<Self, Platform> {
        Ok(Self {
            session: row.session_id.into(),
            dossier: row.dossier_id.into(),
            fixed_cases: read_cases(&row.fixed_cases).ok_or_else(|| damaged("scoring"))?,
            stage: read_stage(row.round, row.discussed_from, row.closed_at)?,
            discussion: row.discussion,
        })
    }
}
