//! Uploads.

use platform::blobs::{MediaType, UploadState};
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::damaged;
use super::entity::file;
use super::entity::upload::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::file::{Declaration, Holding, Owner, Upload, UploadId};
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
        state: Set(upload.state.name().to_owned()),
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
                state: UploadState::named(&row.state, row.committed_bytes, row.file_id.map(Into::into))?,
                begun_by: row.begun_by.into(),
                begun_at: row.begun_at,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("upload"))
    }
}
