//! What producers earned and whom they employed.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::producer;
use super::entity::producer_figures::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::figures::{CooperativeGrade, Figures, Totals, Workers, YearFigures};
use crate::domain::producer::ProducerId;

/// Which figures a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Of the producers in the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// or of these producers wherever they are;
    pub(crate) producers: Vec<ProducerId>,
    /// and of them only what is asked for.
    pub(crate) producer: Option<ProducerId>,
    pub(crate) year: Option<i32>,
}

impl Filter {
    fn condition(&self) -> Condition {
        let mut of_units =
            Condition::any().add(db::within(&self.units, producer::Column::Province, producer::Column::Unit));
        if !self.producers.is_empty() {
            of_units = of_units.add(producer::Column::Id.is_in(self.producers.iter().copied()));
        }
        let of_units =
            Query::select().column(producer::Column::Id).from(producer::Entity).cond_where(of_units).to_owned();
        let mut condition = Condition::all().add(Column::ProducerId.in_subquery(of_units));
        if let Some(producer) = self.producer {
            condition = condition.add(COLUMN.producer_id.eq(producer));
        }
        if let Some(year) = self.year {
            condition = condition.add(COLUMN.year.eq(year));
        }
        condition
    }
}

/// The figures in force of a producer and year.
pub(crate) async fn in_force(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    year: i32,
) -> Result<Option<Figures>, Platform> {
    let select = Entity::find()
        .filter(COLUMN.producer_id.eq(producer))
        .filter(COLUMN.year.eq(year))
        .filter(COLUMN.in_force.eq(true));
    db::one(select, db).await?.map(Figures::try_from).transpose()
}

/// Keeps figures in the place of those in force before.
pub(crate) async fn put_in_force(work: &Work, figures: &Figures) -> Result<(), Platform> {
    Entity::update_many()
        .col_expr(Column::InForce, Expr::value(false))
        .filter(COLUMN.producer_id.eq(figures.producer))
        .filter(COLUMN.year.eq(figures.year))
        .filter(COLUMN.in_force.eq(true))
        .exec(work)
        .await?;
    Entity::insert(row(work, figures)).exec_without_returning(work).await?;
    Ok(())
}

/// Gives a producer the years of another record of it that it lacks. Of those that both have, its own stay in force.
pub(crate) async fn move_to(work: &Work, absorbed: ProducerId, kept: ProducerId) -> Result<(), Platform> {
    let years = Query::select().column(Column::Year).from(Entity).cond_where(COLUMN.producer_id.eq(kept)).to_owned();
    let years: Vec<i32> = {
        let rows = work.query_all_raw(work.get_database_backend().build(&years)).await?;
        rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?
    };
    Entity::update_many()
        .col_expr(Column::ProducerId, Expr::value(platform::ids::RawId::from(kept)))
        .filter(COLUMN.producer_id.eq(absorbed))
        .filter(COLUMN.year.is_not_in(years))
        .exec(work)
        .await?;
    Entity::update_many()
        .col_expr(Column::InForce, Expr::value(false))
        .filter(COLUMN.producer_id.eq(absorbed))
        .exec(work)
        .await?;
    Ok(())
}

/// A page of figures, the newest record first; those that were corrected only if they are asked for.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    with_corrected: bool,
    page: &Page,
) -> Result<Paged<Figures>, Platform> {
    let mut select = Entity::find()
        .filter(filter.condition())
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if !with_corrected {
        select = select.filter(COLUMN.in_force.eq(true));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Figures::try_from)
}

#[derive(FromQueryResult)]
struct Sums {
    count: i64,
    revenue_dong: Option<i64>,
    profit_dong: Option<i64>,
    workers_all: Option<i64>,
    workers_local: Option<i64>,
    workers_insured: Option<i64>,
    workers_trained: Option<i64>,
    workers_ethnic_minority: Option<i64>,
}

/// The sums of all figures in force that the filter selects.
pub(crate) async fn totals(db: &impl ConnectionTrait, filter: &Filter) -> Result<Totals, Platform> {
    // PostgreSQL sums to a numeric.
    let sum = |column: Column| Expr::col(column).sum().cast_as("bigint");
    let sums = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "count")
        .column_as(sum(Column::RevenueDong), "revenue_dong")
        .column_as(sum(Column::ProfitDong), "profit_dong")
        .column_as(sum(Column::WorkersAll), "workers_all")
        .column_as(sum(Column::WorkersLocal), "workers_local")
        .column_as(sum(Column::WorkersInsured), "workers_insured")
        .column_as(sum(Column::WorkersTrained), "workers_trained")
        .column_as(sum(Column::WorkersEthnicMinority), "workers_ethnic_minority")
        .filter(filter.condition())
        .filter(COLUMN.in_force.eq(true))
        .into_model::<Sums>()
        .all(db)
        .await?;
    let sums = sums.into_iter().next().ok_or_else(|| damaged("sum"))?;
    Ok(Totals {
        count: sums.count,
        revenue_dong: sums.revenue_dong.unwrap_or_default(),
        profit_dong: sums.profit_dong.unwrap_or_default(),
        workers_all: sums.workers_all.unwrap_or_default(),
        workers_local: sums.workers_local.unwrap_or_default(),
        workers_insured: sums.workers_insured.unwrap_or_default(),
        workers_trained: sums.workers_trained.unwrap_or_default(),
        workers_ethnic_minority: sums.workers_ethnic_minority.unwrap_or_default(),
    })
}

fn row(work: &Work, figures: &Figures) -> ActiveModel {
    let YearFigures { revenue_dong, profit_dong, workers, cooperative_grade, source } = &figures.figures;
    ActiveModel {
        id: Set(figures.id.into()),
        producer_id: Set(figures.producer.into()),
        year: Set(figures.year),
        version: Set(figures.version),
        in_force: Set(figures.in_force),
        revenue_dong: Set(*revenue_dong),
        profit_dong: Set(*profit_dong),
        workers_all: Set(workers.map(|workers| workers.all)),
        workers_local: Set(workers.and_then(|workers| workers.local)),
        workers_insured: Set(workers.and_then(|workers| workers.insured)),
        workers_trained: Set(workers.and_then(|workers| workers.trained)),
        workers_ethnic_minority: Set(workers.and_then(|workers| workers.ethnic_minority)),
        cooperative_grade: Set(cooperative_grade.map(|grade| grade.name().to_owned())),
        source: Set(source.clone()),
        correction_reason: Set(figures.correction_reason.clone()),
        recorded_by: Set(figures.recorded_by.into()),
        recorded_at: Set(figures.recorded_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Figures {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let grade = |name: String| CooperativeGrade::named(&name).ok_or_else(|| damaged("cooperative grade"));
        Ok(Self {
            id: row.id.into(),
            producer: row.producer_id.into(),
            year: row.year,
            figures: YearFigures {
                revenue_dong: row.revenue_dong,
                profit_dong: row.profit_dong,
                workers: row.workers_all.map(|all| Workers {
                    all,
                    local: row.workers_local,
                    insured: row.workers_insured,
                    trained: row.workers_trained,
                    ethnic_minority: row.workers_ethnic_minority,
                }),
                cooperative_grade: row.cooperative_grade.map(grade).transpose()?,
                source: row.source,
            },
            version: row.version,
            correction_reason: row.correction_reason,
            in_force: row.in_force,
            recorded_by: row.recorded_by.into(),
            recorded_at: row.recorded_at,
        })
    }
}
