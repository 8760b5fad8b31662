//! Figures and registers of provinces, as they were submitted.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, Select,
};

use super::super::entity::{link_cell, link_period, link_register};
use crate::Work;
use crate::domain::cells::{Cell, Dimension, Part};
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::link::Hash;
use crate::domain::link::submission::{PeriodFigures, RegisterRow};
use crate::domain::periods::Period;
use crate::store::damaged;

/// Rows put in at once: a statement takes only so many values.
const AT_ONCE: usize = 500;

/// Where the figures of a province and a period are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeriodSource {
    pub(crate) province: UnitId,
    pub(crate) period: Period,
    pub(crate) is_final: bool,
    pub(crate) as_at: NaiveDate,
    pub(crate) submission: RawId,
    /// Name of that submission.
    pub(crate) name: Hash,
}

/// The periods of a province, in order.
pub(crate) async fn periods(db: &impl ConnectionTrait, province: &UnitId) -> Result<Vec<PeriodSource>, Error> {
    let columns = link_period::COLUMN;
    read_sources(
        db,
        link_period::Entity::find().filter(columns.province.eq(province.as_str())).order_by_asc(columns.period),
    )
    .await
}

/// Where the figures of all provinces in a period are from.
pub(crate) async fn sources_of(db: &impl ConnectionTrait, period: Period) -> Result<Vec<PeriodSource>, Error> {
    let columns = link_period::COLUMN;
    let select = link_period::Entity::find().filter(columns.period.eq(period.to_string()));
    read_sources(db, select.order_by_asc(columns.province)).await
}

async fn read_sources(
    db: &impl ConnectionTrait,
    select: Select<link_period::Entity>,
) -> Result<Vec<PeriodSource>, Error> {
    let source = |row: link_period::Model| {
        Some(PeriodSource {
            province: row.province.parse().ok()?,
            period: row.period.parse().ok()?,
            is_final: row.is_final,
            as_at: row.as_at,
            submission: row.submission_id,
            name: Hash::written(&row.hash)?,
        })
    };
    let rows = select.all(db).await?;
    rows.into_iter().map(|row| source(row).ok_or_else(|| damaged("link_period", "it cannot be read"))).collect()
}

/// The figures of a period take the place of those before.
pub(crate) async fn replace(work: &Work, source: &PeriodSource, cells: &[Cell]) -> Result<(), Error> {
    let (province, period) = (source.province.to_string(), source.period.to_string());
    forget(work, &source.province, source.period).await?;
    let row = link_period::ActiveModel {
        province: Set(province.clone()),
        period: Set(period.clone()),
        is_final: Set(source.is_final),
        as_at: Set(source.as_at),
        submission_id: Set(source.submission),
        hash: Set(source.name.to_string()),
    };
    link_period::Entity::insert(row).exec_without_returning(work).await?;
    for cells in cells.chunks(AT_ONCE) {
        let row = |cell: &Cell| {
            let (dimension, key) =
                cell.part.as_ref().map_or(("", ""), |part| (part.dimension.name(), part.key.as_str()));
            let figure = cell.figure.unwrap_or_default();
            link_cell::ActiveModel {
                province: Set(province.clone()),
                period: Set(period.clone()),
                indicator: Set(cell.indicator.clone()),
                unit: Set(cell.unit.to_string()),
                dimension: Set(dimension.to_owned()),
                part_key: Set(key.to_owned()),
                recorded: Set(cell.figure.is_some()),
                value: Set(figure.value),
                uncertain: Set(figure.uncertain),
                sample: Set(figure.sample),
            }
        };
        link_cell::Entity::insert_many(cells.iter().map(row)).exec_without_returning(work).await?;
    }
    Ok(())
}

/// Lets the figures of a period go.
pub(crate) async fn forget(work: &Work, province: &UnitId, period: Period) -> Result<(), Error> {
    let (province, period) = (province.as_str(), period.to_string());
    let columns = link_cell::COLUMN;
    let old = Condition::all().add(columns.province.eq(province)).add(columns.period.eq(period.as_str()));
    link_cell::Entity::delete_many().filter(old).exec(work).await?;
    let columns = link_period::COLUMN;
    let old = Condition::all().add(columns.province.eq(province)).add(columns.period.eq(period.as_str()));
    link_period::Entity::delete_many().filter(old).exec(work).await?;
    Ok(())
}

/// The figures of a province in a period, in order of indicator, unit and part.
pub(crate) async fn cells(db: &impl ConnectionTrait, province: &UnitId, period: Period) -> Result<Vec<Cell>, Error> {
    let columns = link_cell::COLUMN;
    let of = Condition::all().add(columns.province.eq(province.as_str())).add(columns.period.eq(period.to_string()));
    read_cells(db, of).await
}

/// The whole figures of a unit in a period, in order of indicator.
pub(crate) async fn whole_figures(
    db: &impl ConnectionTrait,
    source: &PeriodSource,
    unit: &UnitId,
) -> Result<PeriodFigures, Error> {
    let columns = link_cell::COLUMN;
    let of = Condition::all()
        .add(columns.province.eq(source.province.as_str()))
        .add(columns.period.eq(source.period.to_string()))
        .add(columns.unit.eq(unit.as_str()))
        .add(columns.dimension.eq(""));
    let cells = read_cells(db, of).await?;
    Ok(PeriodFigures { period: source.period, as_at: source.as_at, cells })
}

/// The parts by criterion of all figures of a province in a period.
pub(crate) async fn by_criterion(db: &impl ConnectionTrait, source: &PeriodSource) -> Result<Vec<Cell>, Error> {
    let columns = link_cell::COLUMN;
    let of = Condition::all()
        .add(columns.province.eq(source.province.as_str()))
        .add(columns.period.eq(source.period.to_string()))
        .add(columns.dimension.eq(Dimension::Criterion.name()));
    read_cells(db, of).await
}

async fn read_cells(db: &impl ConnectionTrait, of: Condition) -> Result<Vec<Cell>, Error> {
    let columns = link_cell::COLUMN;
    let rows = link_cell::Entity::find()
        .filter(of)
        .order_by_asc(columns.indicator)
        .order_by_asc(columns.unit)
        .order_by_asc(columns.dimension)
        .order_by_asc(columns.part_key)
        .all(db)
        .await?;
    let cell = |row: link_cell::Model| {
        let part = match row.dimension.as_str() {
            "" => None,
            name => Some(Part { dimension: Dimension::of_name(name)?, key: row.part_key }),
        };
        let figure = Figure { value: row.value, uncertain: row.uncertain, sample: row.sample };
        Some(Cell {
            indicator: row.indicator,
            unit: row.unit.parse().ok()?,
            part,
            figure: row.recorded.then_some(figure),
        })
    };
    rows.into_iter().map(|row| cell(row).ok_or_else(|| damaged("link_cell", "it cannot be read"))).collect()
}

/// A register takes the place of the one before.
pub(crate) async fn replace_register(work: &Work, province: &UnitId, rows: &[RegisterRow]) -> Result<(), Error> {
    let columns = link_register::COLUMN;
    link_register::Entity::delete_many().filter(columns.province.eq(province.as_str())).exec(work).await?;
    for rows in rows.chunks(AT_ONCE) {
        let row = |row: &RegisterRow| link_register::ActiveModel {
            province: Set(province.to_string()),
            certificate_id: Set(row.certificate),
            product_id: Set(row.product),
            producer_id: Set(row.producer),
            unit: Set(row.unit.to_string()),
            product_set: Set(row.product_set),
            star: Set(row.star),
            sample: Set(row.sample),
            holds_from: Set(row.days.from),
            holds_to: Set(row.days.to),
        };
        link_register::Entity::insert_many(rows.iter().map(row)).exec_without_returning(work).await?;
    }
    Ok(())
}

/// The register of a province, in order of identity.
pub(crate) async fn register(db: &impl ConnectionTrait, province: &UnitId) -> Result<Vec<RegisterRow>, Error> {
    let columns = link_register::COLUMN;
    let rows = link_register::Entity::find()
        .filter(columns.province.eq(province.as_str()))
        .order_by_asc(columns.certificate_id)
        .all(db)
        .await?;
    let row = |row: link_register::Model| {
        Some(RegisterRow {
            certificate: row.certificate_id,
            product: row.product_id,
            producer: row.producer_id,
            unit: row.unit.parse().ok()?,
            product_set: row.product_set,
            star: row.star,
            sample: row.sample,
            days: Days { from: row.holds_from, to: row.holds_to },
        })
    };
    rows.into_iter().map(|found| row(found).ok_or_else(|| damaged("link_register", "it cannot be read"))).collect()
}
