//! Files, and which contents are kept for them.
//!
//! A content outlives its files by a day at least: who is about to make a file of it claims it first. One that nothing
//! refers to is doomed before it is taken away, and what is doomed cannot be claimed; so no file ever refers to a
//! content that goes.

use platform::blobs::Digest;
use platform::clock::Moment;
use platform::error::Error as Platform;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

use super::damaged;
use super::entity::blob;
use super::entity::file::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::file::{Declaration, File, FileId, MediaType, Owner};
use crate::error::Error;

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
    let claimed = platform::db::one(blob::Entity::find_by_id(sha256.to_string()), work).await?;
    if claimed.is_none_or(|blob| blob.doomed) {
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

/// Says that a content is about to be there, so that it is not taken away meanwhile.
pub(crate) async fn claim(work: &Work, declaration: &Declaration) -> Result<(), Error> {
    let row = blob::ActiveModel {
        sha256: Set(declaration.sha256.to_string()),
        byte_count: Set(declaration.bytes),
        claimed_at: Set(work.now()),
        doomed: Set(false),
    };
    let again = OnConflict::column(blob::Column::Sha256)
        .update_column(blob::Column::ClaimedAt)
        .action_and_where(blob::COLUMN.doomed.eq(false))
        .to_owned();
    let claimed = blob::Entity::insert(row).on_conflict(again).exec_without_returning(work).await?;
    if claimed == 1 { Ok(()) } else { Err(Error::ContentGoing) }
}

/// Forgets the files that nothing refers to and that were complete before a moment.
pub(crate) async fn delete_not_kept(work: &Work, moment: Moment) -> Result<u64, Error> {
    let deleted =
        Entity::delete_many().filter(COLUMN.kept.eq(false)).filter(COLUMN.uploaded_at.lt(moment)).exec(work).await?;
    Ok(deleted.rows_affected)
}

/// Dooms the contents that no file refers to and that nobody claimed since a moment.
pub(crate) async fn doom(work: &Work, moment: Moment) -> Result<(), Error> {
    let referred_to = Query::select().column(Column::Sha256).from(Entity).to_owned();
    blob::Entity::update_many()
        .col_expr(blob::Column::Doomed, Expr::value(true))
        .filter(blob::COLUMN.claimed_at.lt(moment))
        .filter(blob::Column::Sha256.not_in_subquery(referred_to))
        .exec(work)
        .await?;
    Ok(())
}

/// The contents that are to be taken away.
pub(crate) async fn doomed(db: &impl ConnectionTrait) -> Result<Vec<Digest>, Platform> {
    let rows: Vec<String> = blob::Entity::find()
        .filter(blob::COLUMN.doomed.eq(true))
        .select_only()
        .column(blob::Column::Sha256)
        .into_tuple()
        .all(db)
        .await?;
    rows.iter().map(|row| row.parse().map_err(|_| damaged("digest"))).collect()
}

/// Locks a doomed content until the transaction ends; false if it is gone already.
pub(crate) async fn lock_doomed(work: &Work, digest: Digest) -> Result<bool, Error> {
    let locked = blob::Entity::update_many()
        .col_expr(blob::Column::Doomed, Expr::value(true))
        .filter(blob::COLUMN.sha256.eq(digest.to_string()))
        .filter(blob::COLUMN.doomed.eq(true))
        .exec(work)
        .await?;
    Ok(locked.rows_affected == 1)
}

/// Forgets a content that was taken away.
pub(crate) async fn delete_content(work: &Work, digest: Digest) -> Result<(), Error> {
    blob::Entity::delete_many().filter(blob::COLUMN.sha256.eq(digest.to_string())).exec(work).await?;
    Ok(())
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
