//! Uploads, and the pieces they came in.

use platform::blobs::Part;
use platform::clock::Moment;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::upload::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{file, upload_part};
use crate::Work;
use crate::domain::file::{Declaration, Holding, MediaType, Owner, Upload, UploadId, UploadState};
use crate::error::Error;

/// The upload of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: UploadId) -> Result<Option<Upload>, Platform> {
    platform::db::one(Entity::find_by_id(id), db).await?.map(Upload::try_from).transpose()
}

/// Keeps a new upload.
pub(crate) async fn insert(work: &Work, upload: &Upload) -> Result<(), Error> {
    Entity::insert(row(work, upload)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps an upload as it has become.
pub(crate) async fn save(work: &Work, upload: &Upload) -> Result<(), Error> {
    Entity::update_many().set(row(work, upload)).filter(COLUMN.id.eq(upload.id)).exec(work).await?;
    Ok(())
}

/// Keeps that a piece came.
pub(crate) async fn insert_part(work: &Work, upload: UploadId, start: i64, part: Part) -> Result<(), Error> {
    let row = upload_part::ActiveModel {
        upload_id: Set(upload.into()),
        start_byte: Set(start),
        byte_count: Set(i64::try_from(part.bytes).unwrap_or(i64::MAX)),
        part_id: Set(part.id),
    };
    upload_part::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The pieces of an upload, in order.
pub(crate) async fn parts(db: &impl ConnectionTrait, upload: UploadId) -> Result<Vec<Part>, Platform> {
    let rows = upload_part::Entity::find()
        .filter(upload_part::COLUMN.upload_id.eq(upload))
        .order_by_asc(upload_part::COLUMN.start_byte)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| Part { id: row.part_id, bytes: row.byte_count.unsigned_abs() }).collect())
}

/// What an owner has.
pub(crate) async fn holding(db: &impl ConnectionTrait, owner: &Owner) -> Result<Holding, Platform> {
    let open = match owner.producer {
        Some(producer) => Condition::all().add(COLUMN.producer_id.eq(producer)),
        None => Condition::all().add(COLUMN.unit.eq(owner.unit.as_str())).add(COLUMN.producer_id.is_null()),
    };
    let open: Vec<i64> = Entity::find()
        .filter(open)
        .filter(COLUMN.state.eq("receiving"))
        .select_only()
        .column(Column::ByteCount)
        .into_tuple()
        .all(db)
        .await?;
    let kept = match owner.producer {
        Some(producer) => Condition::all().add(file::COLUMN.producer_id.eq(producer)),
        None => Condition::all().add(file::COLUMN.unit.eq(owner.unit.as_str())).add(file::COLUMN.producer_id.is_null()),
    };
    // Small numbers of rows: an owner's files, not everybody's. A sum would come as another type from each database.
    let kept: Vec<i64> =
        file::Entity::find().filter(kept).select_only().column(file::Column::ByteCount).into_tuple().all(db).await?;
    Ok(Holding { bytes: open.iter().chain(&kept).sum(), open_uploads: open.len() })
}

/// Gives up the uploads to which nothing came since a moment.
pub(crate) async fn discard_older_than(work: &Work, moment: Moment) -> Result<u64, Error> {
    let changed = Entity::update_many()
        .col_expr(Column::State, "discarded".into())
        .col_expr(Column::UpdatedBy, work.operation().into())
        .filter(COLUMN.state.eq("receiving"))
        .filter(COLUMN.updated_at.lt(moment))
        .exec(work)
        .await?;
    Ok(changed.rows_affected)
}

/// Uploads that ended before a moment: complete or discarded, and asked for no more.
pub(crate) async fn ended_before(db: &impl ConnectionTrait, moment: Moment) -> Result<Vec<UploadId>, Platform> {
    let ids: Vec<RawId> = Entity::find()
        .filter(COLUMN.state.ne("receiving"))
        .filter(COLUMN.updated_at.lt(moment))
        .order_by_asc(COLUMN.updated_at)
        .select_only()
        .column(Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(UploadId::from).collect())
}

/// Forgets an upload that has ended.
pub(crate) async fn delete(work: &Work, id: UploadId) -> Result<(), Error> {
    upload_part::Entity::delete_many().filter(upload_part::COLUMN.upload_id.eq(id)).exec(work).await?;
    Entity::delete_many().filter(COLUMN.id.eq(id)).exec(work).await?;
    Ok(())
}

fn state_name(state: &UploadState) -> &'static str {
    match state {
        UploadState::Receiving { .. } => "receiving",
        UploadState::Complete { .. } => "complete",
        UploadState::Discarded => "discarded",
    }
}

fn row(work: &Work, upload: &Upload) -> ActiveModel {
    let file = match upload.state {
        UploadState::Complete { file } => Some(file.into()),
        _ => None,
    };
    ActiveModel {
        id: Set(upload.id.into()),
        producer_id: Set(upload.owner.producer.map(Into::into)),
        unit: Set(upload.owner.unit.to_string()),
        name: Set(upload.declaration.name.to_string()),
        media_type: Set(upload.declaration.media_type.name().to_owned()),
        byte_count: Set(upload.declaration.bytes),
        sha256: Set(upload.declaration.sha256.to_string()),
        state: Set(state_name(&upload.state).to_owned()),
        committed_bytes: Set(upload.committed()),
        file_id: Set(file),
        begun_by: Set(upload.begun_by.into()),
        begun_at: Set(upload.begun_at),
        updated_at: Set(upload.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Upload {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                owner: Owner { producer: row.producer_id.map(Into::into), unit: row.unit.parse().ok()? },
                declaration: Declaration {
                    name: row.name.parse().ok()?,
                    media_type: MediaType::named(&row.media_type)?,
                    bytes: row.byte_count,
                    sha256: row.sha256.parse().ok()?,
                },
                state: match row.state.as_str() {
                    "receiving" => UploadState::Receiving { committed: row.committed_bytes },
                    "complete" => UploadState::Complete { file: row.file_id?.into() },
                    "discarded" => UploadState::Discarded,
                    _ => return None,
                },
                begun_by: row.begun_by.into(),
                begun_at: row.begun_at,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("upload"))
    }
}
