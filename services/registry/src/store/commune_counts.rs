//! How many producers and products there are in communes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db;
use platform::error::Error as Platform;
use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{Expr, UnionType};
use sea_orm::{ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _, Select};

use super::damaged;
use super::entity::{producer, product};
use super::producers::state_name;
use super::products::certified;
use crate::domain::programme::RegisterCounts;

const PRODUCERS: &str = "producers";
const PRODUCTS: &str = "products";
const CERTIFIED: &str = "certified";

/// What is in use in the subtrees of units, by the unit it is recorded in, and certified on a day; in one query.
pub(crate) async fn in_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    day: NaiveDate,
) -> Result<BTreeMap<UnitId, RegisterCounts>, Platform> {
    let producers = producer::Entity::find()
        .select_only()
        .column(producer::Column::Unit)
        .column(producer::Column::Sample)
        .expr_as(Expr::value(PRODUCERS), "what")
        .expr_as(producer::Column::Id.count(), "found")
        .filter(db::within(units, producer::Column::Province, producer::Column::Unit))
        .filter(producer::COLUMN.state.eq(state_name(true)))
        .group_by(producer::Column::Unit)
        .group_by(producer::Column::Sample);
    let mut all = producers.into_query();
    all.union(UnionType::All, products(units, PRODUCTS).into_query());
    let certified = products(units, CERTIFIED).filter(certified(1, day));
    all.union(UnionType::All, certified.into_query());
    let rows = db.query_all_raw(db.get_database_backend().build(&all)).await?;
    let mut counts = BTreeMap::<UnitId, RegisterCounts>::new();
    for row in rows {
        let (unit, sample): (String, bool) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let (what, found): (String, i64) = (row.try_get_by_index(2)?, row.try_get_by_index(3)?);
        let of_samples = if sample { found } else { 0 };
        let none = RegisterCounts::default();
        *counts.entry(unit.parse().map_err(|_| damaged("unit"))?).or_default() += match what.as_str() {
            PRODUCERS => RegisterCounts { producers: found, sample_producers: of_samples, ..none },
            PRODUCTS => RegisterCounts { products: found, sample_products: of_samples, ..none },
            _ => RegisterCounts { certified_products: found, ..none },
        };
    }
    Ok(counts)
}

/// Products in use in the subtrees of units, counted by unit.
fn products(units: &[UnitId], what: &'static str) -> Select<product::Entity> {
    product::Entity::find()
        .select_only()
        .column(product::Column::Unit)
        .column(product::Column::Sample)
        .expr_as(Expr::value(what), "what")
        .expr_as(product::Column::Id.count(), "found")
        .filter(db::within(units, product::Column::Province, product::Column::Unit))
        .filter(product::COLUMN.state.eq(state_name(true)))
        .group_by(product::Column::Unit)
        .group_by(product::Column::Sample)
}
