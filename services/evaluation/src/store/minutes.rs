//! Signed minutes, and the statements that go into them.

use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::entity::{minutes_signature, minutes_statement, session_minutes};
use super::{OnBehalf, damaged};
use crate::domain::council::Duty;
use crate::domain::minutes::{Minutes, Signature, Statement};
use crate::domain::session::SessionId;
use crate::error::Error;
use crate::{State, Work};

/// What the codes of signatures are for, among all that the service's keys are for.
const PURPOSE: &str = "minutes";

/// Keeps a signature that was added last, with the content if it is the first.
pub(crate) async fn save(work: &Work, minutes: &Minutes) -> Result<(), Error> {
    let Some((signature, before)) = minutes.signatures.split_last() else { return Ok(()) };
    if before.is_empty() {
        let row = session_minutes::ActiveModel {
            session_id: Set(minutes.session.into()),
            content: Set(minutes.content.clone()),
            frozen_at: Set(signature.signed_at),
            updated_by: Set(work.operation().to_owned()),
        };
        session_minutes::Entity::insert(row).exec_without_returning(work).await?;
    }
    let codes = codes(work.service(), minutes.session, signature);
    let row = minutes_signature::ActiveModel {
        session_id: Set(minutes.session.into()),
        duty: Set(signature.duty.name().to_owned()),
        person_id: Set(signature.person.into()),
        sha256: Set(signature.sha256.clone()),
        code: Set(codes.first().map(|code| code.to_vec()).unwrap_or_default()),
        signed_at: Set(signature.signed_at),
        updated_by: Set(work.operation().to_owned()),
    };
    minutes_signature::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The minutes of a session as they were signed; none if nobody has. A signature that the service did not write is
/// none.
pub(crate) async fn find(asker: &impl OnBehalf, session: SessionId) -> Result<Option<Minutes>, Platform> {
    let found = platform::db::one(session_minutes::Entity::find_by_id(session), asker).await?;
    let Some(row) = found else { return Ok(None) };
    let rows = minutes_signature::Entity::find()
        .filter(minutes_signature::COLUMN.session_id.eq(session))
        .order_by_asc(minutes_signature::COLUMN.signed_at)
        .order_by_asc(minutes_signature::COLUMN.duty)
        .all(asker)
        .await?;
    let mut signatures = Vec::with_capacity(rows.len());
    for row in rows {
        let signature = Signature {
            duty: Duty::named(&row.duty).ok_or_else(|| damaged("signature"))?,
            person: row.person_id.into(),
            sha256: row.sha256,
            signed_at: row.signed_at,
        };
        if codes(asker.service(), session, &signature).iter().any(|code| code.as_slice() == row.code) {
            signatures.push(signature);
        }
    }
    Ok(Some(Minutes { session, content: row.content, signatures }))
}

/// The codes of a signature by the service's keys, the newest first.
fn codes(service: &State, session: SessionId, signature: &Signature) -> Vec<[u8; 32]> {
    let (session, person) = (RawId::from(session), RawId::from(signature.person));
    let text = format!("{session} {} {person} {}", signature.duty.name(), signature.sha256);
    service.master_keys.mac_keys(PURPOSE).codes(text.as_bytes())
}

/// Keeps a statement.
pub(crate) async fn insert_statement(work: &Work, statement: &Statement) -> Result<(), Error> {
    let row = minutes_statement::ActiveModel {
        id: Set(statement.id.into()),
        session_id: Set(statement.session.into()),
        dossier_id: Set(statement.dossier.map(Into::into)),
        person_id: Set(statement.person.into()),
        text: Set(statement.text.clone()),
        made_at: Set(statement.made_at),
        updated_by: Set(work.operation().to_owned()),
    };
    minutes_statement::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The statements about a session, in their order.
pub(crate) async fn statements(db: &impl ConnectionTrait, session: SessionId) -> Result<Vec<Statement>, Platform> {
    let rows = minutes_statement::Entity::find()
        .filter(minutes_statement::COLUMN.session_id.eq(session))
        .order_by_asc(minutes_statement::COLUMN.id)
        .all(db)
        .await?;
    let read = |row: minutes_statement::Model| Statement {
        id: row.id.into(),
        session,
        dossier: row.dossier_id.map(Into::into),
        person: row.person_id.into(),
        text: row.text,
        made_at: row.made_at,
    };
    Ok(rows.into_iter().map(read).collect())
}
