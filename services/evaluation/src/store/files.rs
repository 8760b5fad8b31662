//! Files.

use platform::blobs::{MediaType, ledger};
use platform::clock::Moment;
use platform::error::Error as Platform;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::damaged;
use super::entity::file::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::file::{Declaration, File, FileId, Owner};
use crate::error::Error;

/// The contents that files refer to.
pub(crate) const REFERRED_TO: &str = "SELECT sha256 FROM file";

/// The file of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: FileId) -> Result<Option<File>, Platform> {
    platform::db::one(Entity::find_by_id(id), db).await?.map(File::try_from).transpose()
}

/// The files of identities, in no order.
pub(crate) async fn find_all(db: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<File>, Platform> {
    let rows = Entity::find().filter(COLUMN.id.is_in(ids.iter().copied())).all(db).await?;
    rows.into_iter().map(File::try_from).collect()
}

/// Keeps files for ever: something refers to them now.
pub(crate) async fn keep(work: &Work, files: &[FileId]) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::Kept, Expr::value(true))
        .filter(COLUMN.id.is_in(files.iter().copied()))
        .exec(work)
        .await?;
    Ok(())
}

/// Keeps a new file, whose content was claimed and is there.
pub(crate) async fn insert(work: &Work, file: &File) -> Result<(), Error> {
    let Declaration { name, media_type, bytes, sha256 } = &file.declaration;
    if !ledger::is_claimed(work, *sha256).await? {
        return Err(Error::ContentGoing);
    }
    let row = ActiveModel {
        id: Set(file.id.into()),
        producer_id: Set(file.owner.producer.map(Into::into)),
        unit: Set(file.owner.unit.to_string()),
        name: Set(name.to_string()),
        media_type: Set(media_type.name().to_owned()),
        byte_count: Set(*bytes),
        sha256: Set(sha256.to_string()),
        kept: Set(false),
        uploaded_by: Set(file.uploaded_by.into()),
        uploaded_at: Set(file.uploaded_at),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// Forgets the files that nothing refers to and that were complete before a moment.
pub(crate) async fn delete_not_kept(work: &Work, moment: Moment) -> Result<u64, Error> {
    let deleted =
        Entity::delete_many().filter(COLUMN.kept.eq(false)).filter(COLUMN.uploaded_at.lt(moment)).exec(work).await?;
    Ok(deleted.rows_affected)
}

impl TryFrom<Model> for File {
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
                uploaded_by: row.uploaded_by.into(),
                uploaded_at: row.uploaded_at,
            })
        };
        read(row).ok_or_else(|| damaged("file"))
    }
}
