//! Parcels: their heads, how far they have come, and what was signed for them.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::super::entity::link_parcel::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::link::Hash;
use crate::domain::link::parcel::{Parcel, ParcelKind};
use crate::domain::link::record::{SignedBytes, Verdict};
use crate::domain::link::submission::Refusal;
use crate::store::damaged;

/// Verdicts of which there is one parcel of a name.
const KEPT: [Verdict; 3] = [Verdict::Sent, Verdict::Receiving, Verdict::Accepted];

/// The parcel of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: RawId) -> Result<Option<Parcel>, Error> {
    db::one(Entity::find_by_id(id), db).await?.map(Parcel::try_from).transpose()
}

/// Keeps a new parcel.
pub(crate) async fn insert(work: &Work, parcel: &Parcel) -> Result<(), Error> {
    let created = ActiveModel { created_at: Set(parcel.at), ..row(work, parcel) };
    Entity::insert(created).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a parcel as it has become.
pub(crate) async fn save(work: &Work, parcel: &Parcel) -> Result<(), Error> {
    Entity::update_many().set(row(work, parcel)).filter(COLUMN.id.eq(parcel.id)).exec(work).await?;
    Ok(())
}

/// The parcel of a province and a name that is on its way, coming in, or received.
pub(crate) async fn of_name(db: &impl ConnectionTrait, province: &UnitId, name: Hash) -> Result<Option<Parcel>, Error> {
    let select = Entity::find()
        .filter(COLUMN.province.eq(province.as_str()))
        .filter(COLUMN.hash.eq(name.to_string()))
        .filter(COLUMN.verdict.is_in(KEPT.map(Verdict::name)));
    db::one(select, db).await?.map(Parcel::try_from).transpose()
}

/// Those of a name that were refused, the newest first.
pub(crate) async fn refused_before(db: &impl ConnectionTrait, name: Hash) -> Result<Vec<Parcel>, Error> {
    let rows = Entity::find()
        .filter(COLUMN.hash.eq(name.to_string()))
        .filter(COLUMN.reason.ne(""))
        .order_by_desc(COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(Parcel::try_from).collect()
}

/// The parcel that was sent from here of a dossier and a version.
pub(crate) async fn sent_of(
    db: &impl ConnectionTrait,
    kind: ParcelKind,
    dossier: RawId,
    version: i64,
) -> Result<Option<Parcel>, Error> {
    let select = Entity::find()
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.dossier_version.eq(version))
        .filter(COLUMN.kind.eq(kind.name()))
        .filter(COLUMN.verdict.is_in([Verdict::Sent, Verdict::Accepted].map(Verdict::name)));
    db::one(select, db).await?.map(Parcel::try_from).transpose()
}

/// The outcome for a province that is signed for last: the oldest that has no receipt.
pub(crate) async fn next_outcome(db: &impl ConnectionTrait, province: &UnitId) -> Result<Option<Parcel>, Error> {
    let select = Entity::find()
        .filter(COLUMN.province.eq(province.as_str()))
        .filter(COLUMN.kind.eq(ParcelKind::Outcome.name()))
        .filter(COLUMN.verdict.eq(Verdict::Sent.name()))
        .order_by_asc(COLUMN.id)
        .limit(1);
    db::one(select, db).await?.map(Parcel::try_from).transpose()
}

/// A page of parcels, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, units: &[UnitId], page: &Page) -> Result<Paged<Parcel>, Error> {
    let rows = Entity::find()
        .filter(db::within(units, Column::Province, Column::Province))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Parcel::try_from)
}

fn row(work: &Work, parcel: &Parcel) -> ActiveModel {
    let (receipt, receipt_signature) = parcel.receipt.clone().map(|signed| (signed.message, signed.signature)).unzip();
    ActiveModel {
        id: Set(parcel.id),
        kind: Set(parcel.kind.name().to_owned()),
        province: Set(parcel.province.to_string()),
        dossier_id: Set(parcel.dossier),
        dossier_version: Set(parcel.dossier_version),
        hash: Set(parcel.name.to_string()),
        header: Set(parcel.header.message.clone()),
        header_signature: Set(parcel.header.signature.clone()),
        byte_count: Set(parcel.bytes),
        part_count: Set(parcel.part_count),
        next_part: Set(parcel.next_part),
        verdict: Set(parcel.verdict.name().to_owned()),
        reason: Set(parcel.refusal.map_or_else(String::new, |refusal| refusal.name().to_owned())),
        times: Set(parcel.times),
        receipt: Set(receipt),
        receipt_signature: Set(receipt_signature),
        concluded_at: Set(parcel.concluded_at),
        created_at: NotSet,
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        version: Set(parcel.version),
    }
}

impl TryFrom<Model> for Parcel {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let read = |row: Model| {
            let receipt = row.receipt.zip(row.receipt_signature);
            Some(Self {
                id: row.id,
                kind: ParcelKind::of_name(&row.kind)?,
                province: row.province.parse().ok()?,
                dossier: row.dossier_id,
                dossier_version: row.dossier_version,
                name: Hash::written(&row.hash)?,
                header: SignedBytes { message: row.header, signature: row.header_signature },
                bytes: row.byte_count,
                part_count: row.part_count,
                next_part: row.next_part,
                verdict: Verdict::of_name(&row.verdict)?,
                refusal: Refusal::of_name(&row.reason),
                times: row.times,
                receipt: receipt.map(|(message, signature)| SignedBytes { message, signature }),
                at: row.created_at,
                concluded_at: row.concluded_at,
                version: row.version,
            })
        };
        read(row).ok_or_else(|| damaged("link_parcel", "it cannot be read"))
    }
}
