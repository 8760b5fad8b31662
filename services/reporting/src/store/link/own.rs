//! Where this province is.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::error::Error;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, sea_query::OnConflict};

use super::super::entity::link_own::{ActiveModel, Column, Entity};
use crate::Work;
use crate::domain::link::Hash;
use crate::domain::link::standing::{LinkState, Place};

/// The one row.
const THE_ROW: i32 = 1;

/// Where a province is, and what the ministry said last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Own {
    /// The last submission that was acknowledged.
    pub(crate) place: Place,
    /// Epoch that the ministry has begun; 0 before it spoke.
    pub(crate) ministry_epoch: i32,
    /// None before it spoke.
    pub(crate) ministry_state: Option<LinkState>,
    pub(crate) answered_at: Option<Moment>,
    /// Why the last attempt came to nothing.
    pub(crate) fault: String,
    /// What the provisional figures made last rest on.
    pub(crate) provisional_basis: String,
    pub(crate) reconciled_on: Option<NaiveDate>,
}

/// Where it is; at the beginning if nothing is kept.
pub(crate) async fn find(db: &impl ConnectionTrait) -> Result<Own, Error> {
    let found = platform::db::one(Entity::find_by_id(THE_ROW), db).await?;
    Ok(found.map_or_else(Own::default, |row| Own {
        place: Place {
            epoch: row.epoch,
            sequence: row.sequence,
            name: row.last_hash.as_deref().and_then(Hash::written),
        },
        ministry_epoch: row.ministry_epoch,
        ministry_state: LinkState::of_name(&row.ministry_state),
        answered_at: row.answered_at,
        fault: row.fault,
        provisional_basis: row.provisional_basis,
        reconciled_on: row.reconciled_on,
    }))
}

/// Keeps where it is.
pub(crate) async fn save(work: &Work, own: &Own) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(THE_ROW),
        epoch: Set(own.place.epoch),
        sequence: Set(own.place.sequence),
        last_hash: Set(own.place.name.map(|name| name.to_string())),
        ministry_epoch: Set(own.ministry_epoch),
        ministry_state: Set(own.ministry_state.map_or_else(String::new, |state| state.name().to_owned())),
        answered_at: Set(own.answered_at),
        fault: Set(own.fault.clone()),
        provisional_basis: Set(own.provisional_basis.clone()),
        reconciled_on: Set(own.reconciled_on),
    };
    let every = [
        Column::Epoch,
        Column::Sequence,
        Column::LastHash,
        Column::MinistryEpoch,
        Column::MinistryState,
        Column::AnsweredAt,
        Column::Fault,
        Column::ProvisionalBasis,
        Column::ReconciledOn,
    ];
    let kept = OnConflict::column(Column::Id).update_columns(every).to_owned();
    Entity::insert(row).on_conflict(kept).exec_without_returning(work).await?;
    Ok(())
}
