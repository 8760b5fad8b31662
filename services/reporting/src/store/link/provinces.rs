//! Provinces that the ministry's link knows.

use platform::access::UnitId;
use platform::db::{self, Double, Unique};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::super::entity::link_province::{ActiveModel, COLUMN, Entity, Model};
use crate::Work;
use crate::domain::link::Hash;
use crate::domain::link::keys::PublicKey;
use crate::domain::link::province::ProvinceLink;
use crate::domain::link::standing::{LinkState, Place};
use crate::error::Error;
use crate::store::damaged;

/// A key is one province's.
const KEY_TAKEN: Double<Error> =
    (Unique { name: "link_province_public_key", columns: "link_province.public_key" }, || Error::LinkKeyTaken);

/// A province.
pub(crate) async fn find(db: &impl ConnectionTrait, province: &UnitId) -> Result<Option<ProvinceLink>, Platform> {
    db::one(Entity::find_by_id(province.as_str()), db).await?.map(ProvinceLink::try_from).transpose()
}

/// All of them, in order.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<ProvinceLink>, Platform> {
    let rows = Entity::find().order_by_asc(COLUMN.province).all(db).await?;
    rows.into_iter().map(ProvinceLink::try_from).collect()
}

/// Keeps a new province.
pub(crate) async fn insert(work: &Work, link: &ProvinceLink) -> Result<(), Error> {
    let created = ActiveModel { created_at: Set(work.now()), ..row(work, link) };
    db::unique_or(Entity::insert(created).exec_without_returning(work).await.map(|_| ()), &[KEY_TAKEN])
}

/// Keeps a province as it has become.
pub(crate) async fn save(work: &Work, link: &ProvinceLink) -> Result<(), Error> {
    let saved = Entity::update_many().set(row(work, link)).filter(COLUMN.province.eq(link.province.as_str()));
    db::unique_or(saved.exec(work).await.map(|_| ()), &[KEY_TAKEN])
}

fn row(work: &Work, link: &ProvinceLink) -> ActiveModel {
    ActiveModel {
        province: Set(link.province.to_string()),
        id: Set(link.id),
        public_key: Set(link.key.to_string()),
        state: Set(link.state.name().to_owned()),
        epoch: Set(link.place.epoch),
        sequence: Set(link.place.sequence),
        last_hash: Set(link.place.name.map(|name| name.to_string())),
        proposed_by: Set(link.proposed_by.into()),
        decided_by: Set(link.decided_by.map(Into::into)),
        resync_proposed: Set(link.resync_proposed),
        reason: Set(link.reason.clone()),
        accepted_at: Set(link.accepted_at),
        heard_at: Set(link.heard_at),
        version: Set(link.version),
        created_at: NotSet,
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for ProvinceLink {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id,
                province: row.province.parse().ok()?,
                key: PublicKey::written(&row.public_key)?,
                state: LinkState::of_name(&row.state)?,
                place: Place {
                    epoch: row.epoch,
                    sequence: row.sequence,
                    name: row.last_hash.as_deref().and_then(Hash::written),
                },
                proposed_by: row.proposed_by.into(),
                decided_by: row.decided_by.map(Into::into),
                resync_proposed: row.resync_proposed,
                reason: row.reason,
                accepted_at: row.accepted_at,
                heard_at: row.heard_at,
                version: row.version,
            })
        };
        read(row).ok_or_else(|| damaged("link_province", "it cannot be read"))
    }
}
