//! Conflicts of interest: what members declared, what is known of them, and what a closed scoring went by.

use chrono::NaiveDate;
use platform::db::{self, Unique};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::entity::{member_relation, recusal};
use super::{damaged, producer_persons};
use crate::Work;
use crate::domain::dossier::{Dossier, DossierId, DossierState, ProducerId};
use crate::domain::producer_person::Relation;
use crate::domain::session::SessionId;
use crate::domain::voters::{Conflict, ConflictCause, MemberRelation, RelationKind};
use crate::error::Error;

const ONCE: Unique =
    Unique { name: "recusal_pkey", columns: "recusal.session_id, recusal.dossier_id, recusal.person_id" };

/// Keeps a member's declaration about a producer in the place of the one before.
pub(crate) async fn keep_relation(work: &Work, relation: &MemberRelation) -> Result<(), Error> {
    use member_relation::Column;
    let row = member_relation::ActiveModel {
        person_id: Set(relation.person.into()),
        producer_id: Set(relation.producer.into()),
        kind: Set(relation.kind.name().to_owned()),
        note: Set(relation.note.clone()),
        last_day: Set(relation.last_day),
        declared_at: Set(relation.declared_at),
        updated_by: Set(work.operation().to_owned()),
    };
    let renewed = [Column::Kind, Column::Note, Column::LastDay, Column::DeclaredAt, Column::UpdatedBy];
    let latest = OnConflict::columns([Column::PersonId, Column::ProducerId]).update_columns(renewed).to_owned();
    member_relation::Entity::insert(row).on_conflict(latest).exec_without_returning(work).await?;
    Ok(())
}

/// What binds persons to a producer on a day: what registry told, then what they declared.
pub(super) async fn bonds(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    dossier: DossierId,
    day: NaiveDate,
) -> Result<Vec<Conflict>, Platform> {
    let told = producer_persons::relations(db, producer, day).await?.into_iter().map(|bound| Conflict {
        dossier,
        person: bound.person,
        cause: match bound.relation {
            Relation::Account { .. } => ConflictCause::Account,
            Relation::Leader { .. } => ConflictCause::Leader,
        },
        reasons: String::new(),
    });
    let declared = member_relation::Entity::find()
        .filter(member_relation::COLUMN.producer_id.eq(producer))
        .order_by_asc(member_relation::COLUMN.person_id)
        .all(db)
        .await?;
    let lasting = declared.into_iter().filter(|row| row.last_day.is_none_or(|last| day <= last));
    let declared = lasting.map(|row| {
        let kind = RelationKind::named(&row.kind).ok_or_else(|| damaged("relation of a member"))?;
        let reasons = if row.note.is_empty() { kind.name().to_owned() } else { row.note };
        Ok(Conflict { dossier, person: row.person_id.into(), cause: ConflictCause::Relation, reasons })
    });
    told.map(Ok).chain(declared).collect()
}

/// Who has no vote on a dossier in a session, once each: by what is kept, and, while ballots are taken, by what is
/// known of them on the day.
pub(crate) async fn about(
    db: &impl ConnectionTrait,
    session: SessionId,
    dossier: &Dossier,
    day: NaiveDate,
) -> Result<Vec<Conflict>, Platform> {
    let mut conflicts = kept(db, session, dossier.id).await?;
    if matches!(dossier.state, DossierState::Scoring { session: scored, .. } if scored == session) {
        for known in bonds(db, dossier.producer.id, dossier.id, day).await? {
            if conflicts.iter().all(|conflict| conflict.person != known.person) {
                conflicts.push(known);
            }
        }
    }
    Ok(conflicts)
}

/// Who has no vote on a dossier in a session by what is kept.
async fn kept(db: &impl ConnectionTrait, session: SessionId, dossier: DossierId) -> Result<Vec<Conflict>, Platform> {
    let rows = recusal::Entity::find()
        .filter(recusal::COLUMN.session_id.eq(session))
        .filter(recusal::COLUMN.dossier_id.eq(dossier))
        .order_by_asc(recusal::COLUMN.person_id)
        .all(db)
        .await?;
    let read = |row: recusal::Model| {
        let cause = ConflictCause::named(&row.cause)?;
        Some(Conflict { dossier, person: row.person_id.into(), cause, reasons: row.reasons })
    };
    rows.into_iter().map(|row| read(row).ok_or_else(|| damaged("recusal"))).collect()
}

/// Keeps a conflict that a member declared; she declares it once.
pub(crate) async fn insert(work: &Work, session: SessionId, conflict: &Conflict) -> Result<(), Error> {
    let inserted = recusal::Entity::insert(row(work, session, conflict)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(ONCE, || Error::ConflictAlreadyDeclared)])
}

/// Keeps what a closing went by; what members declared is kept already.
pub(crate) async fn keep(work: &Work, session: SessionId, conflicts: &[Conflict]) -> Result<(), Error> {
    let known = conflicts.iter().filter(|conflict| conflict.cause != ConflictCause::Declared);
    for conflict in known {
        use recusal::Column;
        recusal::Entity::insert(row(work, session, conflict))
            .on_conflict_do_nothing_on([Column::SessionId, Column::DossierId, Column::PersonId])
            .exec_without_returning(work)
            .await?;
    }
    Ok(())
}

fn row(work: &Work, session: SessionId, conflict: &Conflict) -> recusal::ActiveModel {
    recusal::ActiveModel {
        session_id: Set(session.into()),
        dossier_id: Set(conflict.dossier.into()),
        person_id: Set(conflict.person.into()),
        cause: Set(conflict.cause.name().to_owned()),
        reasons: Set(conflict.reasons.clone()),
        recused_at: Set(work.now()),
        recorded_by: Set(RawId::from(work.person())),
        updated_by: Set(work.operation().to_owned()),
    }
}
