//! Files of products. Those that were removed stay as rows and are found by nobody.

use platform::blobs::{MediaType, ledger};
use platform::clock::Moment;
use platform::db::{self, Cursor, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::product_file::{ActiveModel, COLUMN, Column, Entity, Model};
use super::uploads::{paper_of, paper_text};
use crate::Work;
use crate::domain::product::ProductId;
use crate::domain::product_file::{Content, Declaration, Picture, ProductFile, ProductFileId, Purpose, Said};
use crate::error::Error;

/// The contents that files refer to.
pub(crate) const REFERRED_TO: &str = "SELECT sha256 FROM product_file WHERE content_held \
     UNION ALL SELECT large_sha256 FROM product_file WHERE content_held AND large_sha256 IS NOT NULL \
     UNION ALL SELECT small_sha256 FROM product_file WHERE content_held AND small_sha256 IS NOT NULL";

/// The files of a product and purpose that were not removed.
fn shown(product: ProductId, purpose: Purpose) -> Condition {
    Condition::all()
        .add(COLUMN.product_id.eq(product))
        .add(COLUMN.purpose.eq(purpose.name()))
        .add(COLUMN.removed_at.is_null())
}

/// The file of an identity, unless it was removed.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ProductFileId) -> Result<Option<ProductFile>, Platform> {
    let found = Entity::find_by_id(id).filter(COLUMN.removed_at.is_null());
    db::one(found, db).await?.map(ProductFile::try_from).transpose()
}

/// How many files of a purpose a product has.
pub(crate) async fn count(db: &impl ConnectionTrait, product: ProductId, purpose: Purpose) -> Result<u64, Platform> {
    Ok(Entity::find().filter(shown(product, purpose)).count(db).await?)
}

/// A page of a product's files, by purpose and place.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    product: ProductId,
    purpose: Option<Purpose>,
    page: &Page,
) -> Result<Paged<ProductFile>, Platform> {
    let mut select = Entity::find()
        .filter(COLUMN.product_id.eq(product))
        .filter(COLUMN.removed_at.is_null())
        .order_by_asc(COLUMN.purpose)
        .order_by_asc(COLUMN.place)
        .limit(page.limit());
    if let Some(purpose) = purpose {
        select = select.filter(COLUMN.purpose.eq(purpose.name()));
    }
    if let Some((purpose, place)) = page.after.as_ref().and_then(reached) {
        let columns = Expr::tuple([Column::Purpose.into_expr(), Column::Place.into_expr()]);
        select = select.filter(columns.gt(Expr::tuple([Expr::value(purpose), Expr::value(place)])));
    }
    let cursor = |row: &Model| Cursor { key: [&row.place.to_be_bytes(), row.purpose.as_bytes()].concat(), id: row.id };
    page.of(select.all(db).await?, cursor).try_map(ProductFile::try_from)
}

/// Purpose and place that a page has reached.
fn reached(cursor: &Cursor) -> Option<(String, i32)> {
    let (place, purpose) = cursor.key.split_first_chunk::<4>()?;
    Some((String::from_utf8(purpose.to_vec()).ok()?, i32::from_be_bytes(*place)))
}

/// The first photographs of products.
pub(crate) async fn covers(db: &impl ConnectionTrait, products: &[ProductId]) -> Result<Vec<ProductFile>, Platform> {
    let covers = Entity::find()
        .filter(COLUMN.product_id.is_in(products.iter().copied()))
        .filter(COLUMN.purpose.eq(Purpose::Photo.name()))
        .filter(COLUMN.place.eq(1))
        .filter(COLUMN.removed_at.is_null());
    covers.all(db).await?.into_iter().map(ProductFile::try_from).collect()
}

/// Keeps a new file, whose contents were claimed and are there.
pub(crate) async fn insert(work: &Work, file: &ProductFile) -> Result<(), Error> {
    let thumbnails = file.picture.iter().flat_map(|picture| [picture.large.sha256, picture.small.sha256]);
    for content in std::iter::once(file.declaration.sha256).chain(thumbnails) {
        if !ledger::is_claimed(work, content).await? {
            return Err(Error::ContentGoing);
        }
    }
    Entity::insert(row(work, file)?).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a file as it has become.
pub(crate) async fn save(work: &Work, file: &ProductFile) -> Result<(), Error> {
    write(work, file, row(work, file)?).await
}

/// Takes a file from its product; those behind it move up.
pub(crate) async fn remove(work: &Work, file: &ProductFile) -> Result<(), Error> {
    let removed = ActiveModel {
        removed_by: Set(Some(work.person().into())),
        removed_at: Set(Some(work.now())),
        ..row(work, file)?
    };
    write(work, file, removed).await?;
    shift(work, file, COLUMN.place.gt(file.place), -1).await
}

/// Moves the files between a file's place and another one, so that it may stand there.
pub(crate) async fn make_room(work: &Work, file: &ProductFile, place: i32) -> Result<(), Error> {
    let last = count(work, file.declaration.product, file.declaration.purpose).await?;
    let last = i32::try_from(last).unwrap_or(i32::MAX);
    if place > last {
        return Err(Error::PlaceBehindLast { last });
    }
    if place < file.place {
        shift(work, file, COLUMN.place.between(place, file.place - 1), 1).await
    } else {
        shift(work, file, COLUMN.place.between(file.place + 1, place), -1).await
    }
}

/// Moves files of the same product and purpose by some places.
async fn shift(work: &Work, file: &ProductFile, which: Expr, by: i32) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::Place, Column::Place.into_expr().add(by))
        .filter(shown(file.declaration.product, file.declaration.purpose))
        .filter(which)
        .exec(work)
        .await?;
    Ok(())
}

async fn write(work: &Work, file: &ProductFile, row: ActiveModel) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row)
        .filter(COLUMN.id.eq(file.id))
        .filter(COLUMN.version.eq(file.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// Lets the contents of files go that were removed before a moment; tells how many files.
pub(crate) async fn let_go(work: &Work, moment: Moment) -> Result<u64, Error> {
    let let_go = Entity::update_many()
        .col_expr(Column::ContentHeld, Expr::value(false))
        .col_expr(Column::UpdatedBy, Expr::value(work.operation()))
        .filter(COLUMN.content_held.eq(true))
        .filter(COLUMN.removed_at.lt(moment))
        .exec(work)
        .await?;
    Ok(let_go.rows_affected)
}

fn row(work: &Work, file: &ProductFile) -> Result<ActiveModel, Platform> {
    let Declaration { product, purpose, paper, name, bytes, sha256 } = &file.declaration;
    let picture = file.picture;
    Ok(ActiveModel {
        id: Set(file.id.into()),
        product_id: Set((*product).into()),
        purpose: Set(purpose.name().to_owned()),
        paper: Set(paper_text(paper.as_ref())?),
        name: Set(name.to_string()),
        media_type: Set(file.media_type.name().to_owned()),
        byte_count: Set(*bytes),
        sha256: Set(sha256.to_string()),
        width_pixels: Set(picture.map(|picture| picture.width)),
        height_pixels: Set(picture.map(|picture| picture.height)),
        large_sha256: Set(picture.map(|picture| picture.large.sha256.to_string())),
        large_bytes: Set(picture.map(|picture| picture.large.bytes)),
        small_sha256: Set(picture.map(|picture| picture.small.sha256.to_string())),
        small_bytes: Set(picture.map(|picture| picture.small.bytes)),
        caption_vi: Set(file.caption.vi.clone()),
        caption_en: Set(file.caption.en.clone()),
        alt_text_vi: Set(file.alt_text.vi.clone()),
        alt_text_en: Set(file.alt_text.en.clone()),
        place: Set(file.place),
        content_held: Set(true),
        added_by: Set(file.added_by.into()),
        added_at: Set(file.added_at),
        removed_by: NotSet,
        removed_at: NotSet,
        version: Set(file.version),
        updated_by: Set(work.operation().to_owned()),
    })
}

/// A content as its columns have it; none where there is none.
fn content(sha256: Option<String>, bytes: Option<i64>) -> Option<Content> {
    Some(Content { sha256: sha256?.parse().ok()?, bytes: bytes? })
}

impl TryFrom<Model> for ProductFile {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            let large = content(row.large_sha256, row.large_bytes);
            let small = content(row.small_sha256, row.small_bytes);
            let picture = match (row.width_pixels, row.height_pixels, large, small) {
                (Some(width), Some(height), Some(large), Some(small)) => Some(Picture { width, height, large, small }),
                (None, None, None, None) => None,
                _ => return None,
            };
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
                media_type: MediaType::named(&row.media_type)?,
                picture,
                caption: Said { vi: row.caption_vi, en: row.caption_en },
                alt_text: Said { vi: row.alt_text_vi, en: row.alt_text_en },
                place: row.place,
                added_by: row.added_by.into(),
                added_at: row.added_at,
                version: row.version,
            })
        };
        read(row).ok_or_else(|| damaged("product file"))
    }
}
