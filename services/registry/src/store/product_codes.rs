//! The codes products were given.

use std::collections::HashMap;

use platform::access::UnitId;
use platform::db;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::product_code::{ActiveModel, COLUMN, Entity, Model};
use super::{damaged, search};
use crate::Work;
use crate::domain::product::{Product, ProductCode, ProductId};
use crate::error::Error;

/// The code a product has for a year.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    product: ProductId,
    year: i32,
) -> Result<Option<ProductCode>, Platform> {
    let select = Entity::find().filter(COLUMN.product_id.eq(product)).filter(COLUMN.year.eq(year));
    db::one(select, db).await?.map(ProductCode::try_from).transpose()
}

/// The last number a commune gave in a year; 0 if none. Two who ask at the same time cannot both be right:
/// the transaction is serializable, and the number unique.
pub(crate) async fn last_serial(work: &Work, unit: &UnitId, year: i32) -> Result<i32, Platform> {
    let last = Entity::find()
        .filter(COLUMN.unit.eq(unit.as_str()))
        .filter(COLUMN.year.eq(year))
        .order_by_desc(COLUMN.serial)
        .limit(1);
    Ok(db::one(last, work).await?.map_or(0, |row| row.serial))
}

/// Keeps a code.
pub(crate) async fn insert(work: &Work, product: &Product, code: &ProductCode) -> Result<(), Error> {
    let row = ActiveModel {
        code: Set(code.to_string()),
        product_id: Set(product.id.into()),
        unit: Set(code.unit.to_string()),
        province: Set(code.province.to_string()),
        year: Set(code.year),
        serial: Set(code.serial),
        assigned_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    search::keep_product(work, product).await
}

/// The codes of products, the newest first.
pub(super) async fn of_products(
    db: &impl ConnectionTrait,
    products: impl Iterator<Item = RawId>,
) -> Result<HashMap<RawId, Vec<ProductCode>>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.product_id.is_in(products))
        .order_by_asc(COLUMN.product_id)
        .order_by_desc(COLUMN.year)
        .all(db)
        .await?;
    let mut codes: HashMap<RawId, Vec<ProductCode>> = HashMap::new();
    for row in rows {
        codes.entry(row.product_id).or_default().push(row.try_into()?);
    }
    Ok(codes)
}

impl TryFrom<Model> for ProductCode {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let (Ok(province), Ok(unit)) = (row.province.parse(), row.unit.parse()) else {
            return Err(damaged("product code"));
        };
        Ok(Self { province, unit, serial: row.serial, year: row.year })
    }
}
