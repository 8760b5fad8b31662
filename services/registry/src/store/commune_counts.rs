//! How many producers and products there are in communes.

use std::collections::BTreeMap;

use platform::access::UnitId;
use platform::db;
use platform::error::Error as Platform;
use sea_orm::ColumnTrait as _;
use sea_orm::sea_query::{Expr, UnionType};
use sea_orm::{ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _};

use super::damaged;
use super::entity::{producer, product};
use super::producers::state_name;
use crate::domain::programme::RegisterCounts;

/// What is in use in the subtrees of units, by the unit it is recorded in; in one query.
pub(crate) async fn in_units(
    db: &impl ConnectionTrait,
    units: &[UnitId],
) -> Result<BTreeMap<UnitId, RegisterCounts>, Platform> {
    let producers = producer::Entity::find()
        .select_only()
        .column(producer::Column::Unit)
        .column(producer::Column::Sample)
        .expr_as(Expr::value(true), "is_producer")
        .expr_as(producer::Column::Id.count(), "found")
        .filter(db::within(units, producer::Column::Province, producer::Column::Unit))
        .filter(producer::COLUMN.state.eq(state_name(true)))
        .group_by(producer::Column::Unit)
        .group_by(producer::Column::Sample);
    let products = product::Entity::find()
        .select_only()
        .column(product::Column::Unit)
        .column(product::Column::Sample)
        .expr_as(Expr::value(false), "is_producer")
        .expr_as(product::Column::Id.count(), "found")
        .filter(db::within(units, product::Column::Province, product::Column::Unit))
        .filter(product::COLUMN.state.eq(state_name(true)))
        .group_by(product::Column::Unit)
        .group_by(product::Column::Sample);
    let mut both = producers.into_query();
    both.union(UnionType::All, products.into_query());
    let rows = db.query_all_raw(db.get_database_backend().build(&both)).await?;
    let mut counts = BTreeMap::<UnitId, RegisterCounts>::new();
    for row in rows {
        let unit: String = row.try_get_by_index(0)?;
        let (sample, is_producer): (bool, bool) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        let found: i64 = row.try_get_by_index(3)?;
        let of_samples = if sample { found } else { 0 };
        *counts.entry(unit.parse().map_err(|_| damaged("unit"))?).or_default() += if is_producer {
            RegisterCounts { producers: found, sample_producers: of_samples, ..RegisterCounts::default() }
        } else {
            RegisterCounts { products: found, sample_products: of_samples, ..RegisterCounts::default() }
        };
    }
    Ok(counts)
}
