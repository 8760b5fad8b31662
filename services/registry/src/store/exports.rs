//! What lines of a sheet show of other records than their own.

use std::collections::HashMap;

use platform::error::Error as Platform;
use sea_orm::{ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::entity::{leader, producer};
use crate::domain::leader::Leader;
use crate::domain::producer::ProducerId;

/// The names of producers.
pub(crate) async fn producer_names(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<HashMap<ProducerId, String>, Platform> {
    let of_these = producer::COLUMN.id.is_in(producers.iter().copied());
    let rows = producer::Entity::find().filter(of_these).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.name)).collect())
}

/// Who leads producers now.
pub(crate) async fn present_leaders(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<Leader>, Platform> {
    let rows = leader::Entity::find()
        .filter(leader::COLUMN.producer_id.is_in(producers.iter().copied()))
        .filter(leader::COLUMN.term_to.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Leader::from).collect())
}
