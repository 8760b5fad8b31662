//! Certificates of products, as evaluation told of them.

use chrono::NaiveDate;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::product_certificate::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, products};
use crate::Work;
use crate::domain::product::ProductId;
use crate::domain::standing::{CertificateId, EndedAs, ProductCertificate, standing};

/// Keeps a certificate as it was told of, and how its product stands now.
pub(crate) async fn keep(work: &Work, certificate: &ProductCertificate) -> Result<(), Platform> {
    let row = ActiveModel {
        id: Set(certificate.id.into()),
        product_id: Set(certificate.product.into()),
        star: Set(certificate.star),
        issued_on: Set(certificate.issued_on),
        expires_on: Set(certificate.expires_on),
        ended_on: Set(None),
        ended_as: Set(None),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let told_again = OnConflict::column(Column::Id).do_nothing().to_owned();
    Entity::insert(row).on_conflict(told_again).exec_without_returning(work).await?;
    stand(work, certificate.product).await
}

/// Keeps that a certificate no longer holds from a day on. It ends once.
pub(crate) async fn end(work: &Work, id: CertificateId, on: NaiveDate, how: EndedAs) -> Result<(), Platform> {
    let found = db::one(Entity::find_by_id(id), work).await?.ok_or_else(|| damaged("product certificate"))?;
    let ended = ActiveModel {
        ended_on: Set(Some(on)),
        ended_as: Set(Some(how.name().to_owned())),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..ActiveModel::default()
    };
    Entity::update_many().set(ended).filter(COLUMN.id.eq(id)).filter(COLUMN.ended_on.is_null()).exec(work).await?;
    stand(work, found.product_id.into()).await
}

/// A page of a product's certificates, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    product: ProductId,
    page: &Page,
) -> Result<Paged<ProductCertificate>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.product_id.eq(product))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(ProductCertificate::try_from)
}

async fn stand(work: &Work, product: ProductId) -> Result<(), Platform> {
    let rows = Entity::find().filter(COLUMN.product_id.eq(product)).all(work).await?;
    let certificates = rows.into_iter().map(ProductCertificate::try_from).collect::<Result<Vec<_>, _>>()?;
    products::stand(work, product, standing(&certificates).as_ref()).await
}

impl TryFrom<Model> for ProductCertificate {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let ended = match (row.ended_on, row.ended_as) {
            (None, None) => None,
            (Some(on), Some(how)) => Some((on, EndedAs::named(&how).ok_or_else(|| damaged("product certificate"))?)),
            _ => return Err(damaged("product certificate")),
        };
        Ok(Self {
            id: row.id.into(),
            product: row.product_id.into(),
            star: row.star,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            ended,
        })
    }
}
