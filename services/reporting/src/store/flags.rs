//! Producers of which registry is to be asked whom they are led by.

use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::flags_wanted;
use crate::Work;

/// The source of what registry answered; it is not of a feed.
pub(crate) const SOURCE: &str = "registry, asked";

/// Notes that a producer's flags may have changed.
pub(crate) async fn want(work: &Work, producer: RawId) -> Result<(), Error> {
    let row = flags_wanted::ActiveModel { producer_id: Set(producer) };
    flags_wanted::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

/// Some producers whose flags are wanted, in order of identity.
pub(crate) async fn wanted(db: &impl ConnectionTrait, limit: u64) -> Result<Vec<RawId>, Error> {
    let rows = flags_wanted::Entity::find().order_by_asc(flags_wanted::COLUMN.producer_id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(|row| row.producer_id).collect())
}

/// These have been asked for.
pub(crate) async fn answered(work: &Work, producers: &[RawId]) -> Result<(), Error> {
    let asked = flags_wanted::COLUMN.producer_id.is_in(producers.to_vec());
    flags_wanted::Entity::delete_many().filter(asked).exec(work).await?;
    Ok(())
}
