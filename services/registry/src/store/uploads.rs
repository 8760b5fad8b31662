//! Uploads of products' files.

use platform::blobs::UploadState;
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _};

use super::damaged;
use super::entity::upload::{ActiveModel, COLUMN, Entity, Model};
use crate::Work;
use crate::domain::product::ProductId;
use crate::domain::product_file::{Declaration, PaperName, Purpose, Upload, UploadId};
use crate::error::Error;

/// The upload of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: UploadId) -> Result<Option<Upload>, Platform> {
    platform::db::one(Entity::find_by_id(id), db).await?.map(Upload::try_from).transpose()
}

/// How many uploads of a product are under way.
pub(crate) async fn count_open(db: &impl ConnectionTrait, product: ProductId) -> Result<u64, Platform> {
    let open = Entity::find().filter(COLUMN.product_id.eq(product)).filter(COLUMN.state.eq("receiving"));
    Ok(open.count(db).await?)
}

/// Keeps a new upload.
pub(crate) async fn insert(work: &Work, upload: &Upload) -> Result<(), Error> {
    Entity::insert(row(work, upload)?).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps an upload as it has become.
pub(crate) async fn save(work: &Work, upload: &Upload) -> Result<(), Error> {
    Entity::update_many().set(row(work, upload)?).filter(COLUMN.id.eq(upload.id)).exec(work).await?;
    Ok(())
}

/// The name of a scan's paper, as it is stored.
pub(super) fn paper_text(paper: Option<&PaperName>) -> Result<Option<String>, Platform> {
    paper.map(serde_json::to_string).transpose().map_err(Platform::internal)
}

/// The name of a scan's paper, as it was stored.
pub(super) fn paper_of(stored: Option<String>) -> Option<Option<PaperName>> {
    stored.map(|stored| serde_json::from_str(&stored)).transpose().ok()
}

fn row(work: &Work, upload: &Upload) -> Result<ActiveModel, Platform> {
    let Declaration { product, purpose, paper, name, bytes, sha256 } = &upload.declaration;
    let file = match upload.state {
        UploadState::Complete { file } => Some(file.into()),
        _ => None,
    };
    Ok(ActiveModel {
        id: Set(upload.id.into()),
        product_id: Set((*product).into()),
        purpose: Set(purpose.name().to_owned()),
        paper: Set(paper_text(paper.as_ref())?),
        name: Set(name.to_string()),
        byte_count: Set(*bytes),
        sha256: Set(sha256.to_string()),
        state: Set(upload.state.name().to_owned()),
        committed_bytes: Set(upload.committed()),
        file_id: Set(file),
        begun_by: Set(upload.begun_by.into()),
        begun_at: Set(upload.begun_at),
        updated_at: Set(upload.updated_at),
        updated_by: Set(work.operation().to_owned()),
    })
}

impl TryFrom<Model> for Upload {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                declaration: Declaration {
                    product: row.product_id.into(),
                    purpose: Purpose::named(&row.purpose)?,
                    paper: paper_of(row.paper)?,
                    name: row.name.parse().ok()?,
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
