//! Drafts of ballots. Each is sealed, and read for the member who keeps it alone.

use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryFilter as _, Statement};

use super::ballots::{content_of, read_content};
use super::entity::ballot_draft;
use super::seals::{Place, Seal};
use super::{OnBehalf, damaged};
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::session::{Ballot, BallotRound, SessionId};
use crate::domain::sheet::Form;
use crate::error::Error;

const SAVE: &str = "INSERT INTO ballot_draft (session_id, dossier_id, person_id, id, round, content, saved_at, updated_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
     ON CONFLICT (session_id, dossier_id, person_id) DO UPDATE SET id = excluded.id, round = excluded.round, \
        content = excluded.content, saved_at = excluded.saved_at, updated_by = excluded.updated_by";

/// Keeps a draft in place of the one before.
pub(crate) async fn save(work: &Work, draft: &Ballot, seal: &Seal) -> Result<(), Error> {
    let sealed = seal.close(&place_of(draft), &content_of(draft))?;
    let values = [
        draft.session.into(),
        draft.dossier.into(),
        draft.person.into(),
        draft.id.into(),
        draft.round.number().into(),
        sealed.into(),
        draft.cast_at.into(),
        work.operation().into(),
    ];
    work.execute_raw(Statement::from_sql_and_values(work.get_database_backend(), SAVE, values)).await?;
    Ok(())
}

/// The draft a person keeps, opened for her.
pub(crate) async fn find(
    asker: &impl OnBehalf,
    session: SessionId,
    dossier: DossierId,
    person: PersonId,
    seal: &Seal,
    form: &Form<'_>,
) -> Result<Option<Ballot>, Platform> {
    let key = (session.into(), dossier.into(), person.into());
    let Some(row) = platform::db::one(ballot_draft::Entity::find_by_id(key), asker).await? else { return Ok(None) };
    let place = Place {
        session: session.into(),
        dossier: dossier.into(),
        person: person.into(),
        ballot: row.id,
        round: row.round,
    };
    let content = seal.open(&place, &row.content)?;
    let (sheet, findings) = read_content(&content, form).ok_or_else(|| damaged("draft"))?;
    let round = BallotRound::numbered(row.round).ok_or_else(|| damaged("draft"))?;
    Ok(Some(Ballot { id: row.id.into(), session, dossier, person, round, sheet, findings, cast_at: row.saved_at }))
}

/// Takes away the draft of the member who casts a ballot.
pub(crate) async fn discard(work: &Work, ballot: &Ballot) -> Result<(), Platform> {
    ballot_draft::Entity::delete_by_id((ballot.session.into(), ballot.dossier.into(), ballot.person.into()))
        .exec(work)
        .await?;
    Ok(())
}

/// Takes away all drafts on a dossier whose round was closed.
pub(crate) async fn discard_all(work: &Work, session: SessionId, dossier: DossierId) -> Result<(), Platform> {
    ballot_draft::Entity::delete_many()
        .filter(ballot_draft::COLUMN.session_id.eq(session))
        .filter(ballot_draft::COLUMN.dossier_id.eq(dossier))
        .exec(work)
        .await?;
    Ok(())
}

fn place_of(draft: &Ballot) -> Place {
    Place {
        session: draft.session.into(),
        dossier: draft.dossier.into(),
        person: draft.person.into(),
        ballot: draft.id.into(),
        round: draft.round.number(),
    }
}
