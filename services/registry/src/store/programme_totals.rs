//! Records of the programme added up, in four queries however many there are.

use std::collections::BTreeMap;

use platform::access::{COUNTRY, UnitId};
use platform::error::Error as Platform;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _, QuerySelect as _, RelationDef,
    Select,
};

use super::damaged;
use super::entity::programme_record::{Column, Entity};
use super::entity::{programme_payment, programme_record_producer, programme_record_product};
use super::programme_payments::RECORDED;
use super::programme_records::Filter;
use crate::domain::programme::{Level, ProgrammeTotal, RecordKind};

/// What rows are added up by: kind, category and unit.
type Key = (RecordKind, String, UnitId);

/// Totals by kind, category and unit of a level, in this order.
pub(crate) async fn totals(
    db: &impl ConnectionTrait,
    filter: &Filter,
    level: Option<Level>,
) -> Result<Vec<ProgrammeTotal>, Platform> {
    let by = Grouping { filter, level };
    let mut totals = by.amounts(db).await?;
    for (key, spent, beneficiaries) in by.paid(db).await? {
        if let Some(total) = totals.get_mut(&key) {
            total.spent += spent;
            total.beneficiaries = beneficiaries;
        }
    }
    for (key, producers) in by.producers(db).await? {
        if let Some(total) = totals.get_mut(&key) {
            total.producers = producers;
        }
    }
    for (key, products) in by.products(db).await? {
        if let Some(total) = totals.get_mut(&key) {
            total.products = products;
        }
    }
    Ok(totals.into_values().collect())
}

/// Which records are added up, and by units of which level.
struct Grouping<'f> {
    filter: &'f Filter,
    level: Option<Level>,
}

impl Grouping<'_> {
    /// What stands in the records themselves.
    async fn amounts(&self, db: &impl ConnectionTrait) -> Result<BTreeMap<Key, ProgrammeTotal>, Platform> {
        let rows: Vec<(String, String, String, bool, i64, i64, i64)> = self
            .grouped(Entity::find())
            .column(Column::Sample)
            .expr_as(Column::Id.count(), "records")
            .expr_as(Column::AmountPlanned.sum().cast_as("bigint"), "planned")
            .expr_as(Column::AmountSpent.sum().cast_as("bigint"), "spent")
            .group_by(Column::Sample)
            .into_tuple()
            .all(db)
            .await?;
        let mut totals = BTreeMap::new();
        for (kind, category, unit, sample, records, planned, spent) in rows {
            let (kind, category, unit) = key(&kind, category, &unit)?;
            let total = totals.entry((kind, category.clone(), unit.clone())).or_insert_with(|| ProgrammeTotal {
                kind,
                category,
                unit,
                records: 0,
                samples: 0,
                planned: 0,
                spent: 0,
                producers: 0,
                products: 0,
                beneficiaries: 0,
            });
            total.records += records;
            total.samples += if sample { records } else { 0 };
            total.planned += planned;
            total.spent += spent;
        }
        Ok(totals)
    }

    /// What was paid, and to how many different producers.
    async fn paid(&self, db: &impl ConnectionTrait) -> Result<Vec<(Key, i64, i64)>, Platform> {
        let payments: RelationDef = Entity::belongs_to(programme_payment::Entity)
            .from(Column::Id)
            .to(programme_payment::Column::RecordId)
            .into();
        let rows: Vec<(String, String, String, i64, i64)> = self
            .grouped(Entity::find().join(JoinType::InnerJoin, payments))
            .expr_as(programme_payment::Column::Amount.sum().cast_as("bigint"), "paid")
            .expr_as(distinct(programme_payment::Column::ProducerId), "beneficiaries")
            .filter(programme_payment::COLUMN.state.eq(RECORDED))
            .into_tuple()
            .all(db)
            .await?;
        let read = |(kind, category, unit, paid, beneficiaries): (String, String, String, i64, i64)| {
            Ok((key(&kind, category, &unit)?, paid, beneficiaries))
        };
        rows.into_iter().map(read).collect()
    }

    /// How many different producers are served.
    async fn producers(&self, db: &impl ConnectionTrait) -> Result<Vec<(Key, i64)>, Platform> {
        let links: RelationDef = Entity::belongs_to(programme_record_producer::Entity)
            .from(Column::Id)
            .to(programme_record_producer::Column::RecordId)
            .into();
        let rows = self
            .grouped(Entity::find().join(JoinType::InnerJoin, links))
            .expr_as(distinct(programme_record_producer::Column::ProducerId), "producers")
            .into_tuple()
            .all(db)
            .await?;
        counts(rows)
    }

    /// How many different products are served.
    async fn products(&self, db: &impl ConnectionTrait) -> Result<Vec<(Key, i64)>, Platform> {
        let links: RelationDef = Entity::belongs_to(programme_record_product::Entity)
            .from(Column::Id)
            .to(programme_record_product::Column::RecordId)
            .into();
        let rows = self
            .grouped(Entity::find().join(JoinType::InnerJoin, links))
            .expr_as(distinct(programme_record_product::Column::ProductId), "products")
            .into_tuple()
            .all(db)
            .await?;
        counts(rows)
    }

    /// A query with the filter, that begins with kind, category and unit.
    fn grouped(&self, select: Select<Entity>) -> Select<Entity> {
        let select = select
            .filter(self.filter.condition())
            .select_only()
            .column(Column::Kind)
            .column(Column::Category)
            .group_by(Column::Kind)
            .group_by(Column::Category);
        let unit = match self.level {
            Some(Level::Commune) => Column::Unit,
            Some(Level::Province) => Column::Province,
            Some(Level::Ministry) | None => {
                return select.expr_as(Expr::value(COUNTRY).cast_as("text"), "of_unit");
            }
        };
        select.expr_as(unit.into_expr(), "of_unit").group_by(unit)
    }
}

fn distinct(column: impl sea_orm::ColumnTrait) -> Expr {
    column.into_expr().count_distinct()
}

fn counts(rows: Vec<(String, String, String, i64)>) -> Result<Vec<(Key, i64)>, Platform> {
    rows.into_iter().map(|(kind, category, unit, count)| Ok((key(&kind, category, &unit)?, count))).collect()
}

fn key(kind: &str, category: String, unit: &str) -> Result<Key, Platform> {
    let kind = RecordKind::named(kind).ok_or_else(|| damaged("record of the programme"))?;
    Ok((kind, category, unit.parse().map_err(|_| damaged("unit"))?))
}
