//! How producers came to stand in the place of others.

use platform::error::Error as Platform;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::damaged;
use super::entity::{producer_succession as act, producer_succession_party as party};
use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::succession::{Document, Succession, SuccessionKind};

const PREDECESSOR: &str = "predecessor";
const SUCCESSOR: &str = "successor";

/// Keeps a succession.
pub(crate) async fn insert(work: &Work, succession: &Succession) -> Result<(), Platform> {
    let document = succession.document.as_ref();
    let row = act::ActiveModel {
        id: Set(succession.id.into()),
        kind: Set(succession.kind.name().to_owned()),
        happened_on: Set(succession.happened_on),
        document_number: Set(document.map(|document| document.number.clone())),
        document_date: Set(document.map(|document| document.date)),
        why: Set(succession.why.clone()),
        recorded_by: Set(succession.recorded_by.into()),
        recorded_at: Set(succession.recorded_at),
        updated_by: Set(work.operation().to_owned()),
    };
    act::Entity::insert(row).exec_without_returning(work).await?;
    let side = |side: &'static str, producers: &[ProducerId]| {
        let row = move |producer: &ProducerId| party::ActiveModel {
            succession_id: Set(succession.id.into()),
            side: Set(side.to_owned()),
            producer_id: Set((*producer).into()),
        };
        producers.iter().map(row).collect::<Vec<_>>()
    };
    let parties = [side(PREDECESSOR, &succession.predecessors), side(SUCCESSOR, &succession.successors)].concat();
    party::Entity::insert_many(parties).exec_without_returning(work).await?;
    Ok(())
}

/// The successions that any of these producers took part in, the oldest first; in two queries.
pub(crate) async fn of_any(db: &impl ConnectionTrait, producers: &[ProducerId]) -> Result<Vec<Succession>, Platform> {
    let theirs = Query::select()
        .column(party::Column::SuccessionId)
        .from(party::Entity)
        .cond_where(party::Column::ProducerId.is_in(producers.iter().copied().map(platform::ids::RawId::from)))
        .to_owned();
    let acts = act::Entity::find()
        .filter(act::Column::Id.in_subquery(theirs.clone()))
        .order_by_asc(act::COLUMN.id)
        .all(db)
        .await?;
    let parties = party::Entity::find().filter(party::Column::SuccessionId.in_subquery(theirs)).all(db).await?;
    let read = |row: act::Model| {
        let side = |side: &str| {
            let of_act = parties.iter().filter(|party| party.succession_id == row.id && party.side == side);
            of_act.map(|party| party.producer_id.into()).collect()
        };
        let (predecessors, successors) = (side(PREDECESSOR), side(SUCCESSOR));
        let document = row.document_number.zip(row.document_date);
        Ok(Succession {
            id: row.id.into(),
            kind: SuccessionKind::named(&row.kind).ok_or_else(|| damaged("succession"))?,
            predecessors,
            successors,
            happened_on: row.happened_on,
            document: document.map(|(number, date)| Document { number, date }),
            why: row.why,
            recorded_by: row.recorded_by.into(),
            recorded_at: row.recorded_at,
        })
    };
    acts.into_iter().map(read).collect()
}
