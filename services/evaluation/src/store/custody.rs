//! What was handed over to the ministry.

use platform::clock::Moment;
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::custody::{ActiveModel, COLUMN, Entity, Model};
use crate::Work;
use crate::domain::custody::Custody;
use crate::domain::dossier::DossierId;
use crate::error::Error;

/// Keeps what was handed over.
pub(crate) async fn insert(work: &Work, custody: &Custody) -> Result<(), Error> {
    let row = ActiveModel {
        dossier_id: Set(custody.dossier.into()),
        dossier_version: Set(custody.dossier_version),
        parts: Set(serde_json::to_string(&custody.parts).expect("parts are plain values")),
        manifest_sha256: Set(custody.manifest_sha256.clone()),
        handed_over_at: Set(custody.handed_over_at),
        handed_over_by: Set(custody.handed_over_by.into()),
        received_at: Set(None),
        received_by: Set(None),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// What was handed over of a dossier last.
pub(crate) async fn last(db: &impl ConnectionTrait, dossier: DossierId) -> Result<Option<Custody>, Platform> {
    let last = Entity::find().filter(COLUMN.dossier_id.eq(dossier)).order_by_desc(COLUMN.dossier_version).limit(1);
    platform::db::one(last, db).await?.map(read).transpose()
}

/// What a row says.
pub(super) fn read(row: Model) -> Result<Custody, Platform> {
    Ok(Custody {
        dossier: row.dossier_id.into(),
        dossier_version: row.dossier_version,
        parts: serde_json::from_str(&row.parts).map_err(|_| damaged("custody receipt"))?,
        manifest_sha256: row.manifest_sha256,
        handed_over_at: row.handed_over_at,
        handed_over_by: row.handed_over_by.into(),
        received: row.received_at.map(|at| (at, row.received_by.map(Into::into))),
    })
}

/// Keeps that the ministry's installation signed for it.
pub(crate) async fn signed_for(work: &Work, dossier: DossierId, version: i64, at: Moment) -> Result<(), Platform> {
    let received =
        ActiveModel { received_at: Set(Some(at)), updated_by: Set(work.operation().to_owned()), ..Default::default() };
    Entity::update_many()
        .set(received)
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.dossier_version.eq(version))
        .exec(work)
        .await?;
    Ok(())
}

/// Keeps that the ministry took it in as it was handed over.
pub(crate) async fn receive(work: &Work, custody: &Custody) -> Result<(), Error> {
    let received = ActiveModel {
        received_at: Set(Some(work.now())),
        received_by: Set(Some(work.person().into())),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many()
        .set(received)
        .filter(COLUMN.dossier_id.eq(custody.dossier))
        .filter(COLUMN.dossier_version.eq(custody.dossier_version))
        .exec(work)
        .await?;
    Ok(())
}
