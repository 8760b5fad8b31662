//! The forms of a dossier, version by version.

use platform::error::Error as Platform;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::damaged;
use super::entity::dossier_version::{ActiveModel, COLUMN, Column, Entity};
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::dossier::forms::Forms;
use crate::error::Error;

/// The forms of a version.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    dossier: DossierId,
    number: i32,
) -> Result<Option<Forms>, Platform> {
    let found = platform::db::one(Entity::find_by_id((dossier.into(), number)), db).await?;
    found.map(|row| serde_json::from_str(&row.forms).map_err(|_| damaged("version of a dossier"))).transpose()
}

/// The forms of a version as they are stored.
pub(crate) async fn stored(
    db: &impl ConnectionTrait,
    dossier: DossierId,
    number: i32,
) -> Result<Option<String>, Platform> {
    Ok(platform::db::one(Entity::find_by_id((dossier.into(), number)), db).await?.map(|row| row.forms))
}

/// Keeps the forms of the version that is being written.
pub(crate) async fn save(work: &Work, dossier: DossierId, number: i32, forms: &Forms) -> Result<(), Error> {
    let row = ActiveModel {
        dossier_id: Set(dossier.into()),
        number: Set(number),
        forms: Set(serde_json::to_string(forms).expect("forms are plain values")),
        written_by: Set(work.person().into()),
        written_at: Set(work.now()),
        frozen_at: Set(None),
        updated_by: Set(work.operation().to_owned()),
    };
    let latest = OnConflict::columns([Column::DossierId, Column::Number])
        .update_columns([Column::Forms, Column::WrittenBy, Column::WrittenAt, Column::UpdatedBy])
        .to_owned();
    Entity::insert(row).on_conflict(latest).exec_without_returning(work).await?;
    Ok(())
}

/// Freezes a version as it was handed in.
pub(crate) async fn freeze(work: &Work, dossier: DossierId, number: i32) -> Result<(), Error> {
    let frozen = ActiveModel {
        frozen_at: Set(Some(work.now())),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many()
        .set(frozen)
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.number.eq(number))
        .exec(work)
        .await?;
    Ok(())
}
