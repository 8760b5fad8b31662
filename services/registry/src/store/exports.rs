//! What lines of a sheet show of other records than their own.

use std::collections::HashMap;

use platform::error::Error as Platform;
use sea_orm::{ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::entity::{leader, producer, programme_record};
use crate::domain::leader::Leader;
use crate::domain::producer::ProducerId;
use crate::domain::programme::ProgrammeRecordId;

/// The names of producers.
pub(crate) async fn producer_names(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<HashMap<ProducerId, String>, Platform> {
    let of_these = producer::COLUMN.id.is_in(producers.iter().copied());
    let rows = producer::Entity::find().filter(of_these).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.name)).collect())
}

/// The titles of records of the programme.
pub(crate) async fn record_titles(
    db: &impl ConnectionTrait,
    records: &[ProgrammeRecordId],
) -> Result<HashMap<ProgrammeRecordId, String>, Platform> {
    let of_these = programme_record::COLUMN.id.is_in(records.iter().copied());
    let rows = programme_record::Entity::find().filter(of_these).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.title)).collect())
}

/// Who leads producers now.
pub(crate) async fn present_leaders(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<Leader>, Platform> {
    let rows = super::leaders::standing()
        .filter(leader::COLUMN.producer_id.is_in(producers.iter().copied()))
        .filter(leader::COLUMN.term_to.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Leader::from).collect())
}
