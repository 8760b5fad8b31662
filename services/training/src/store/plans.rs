//! Plans of units for years.

use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::training_plan::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, read_whole, written};
use crate::Work;
use crate::domain::plan::{TrainingPlan, TrainingPlanId};
use crate::error::Error;

const ONCE: Unique = Unique { name: "training_plan_once", columns: "training_plan.unit, training_plan.year" };

/// The plan of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: TrainingPlanId) -> Result<Option<TrainingPlan>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(TrainingPlan::try_from).transpose()
}

/// Keeps a new plan; a unit has one a year.
pub(crate) async fn insert(work: &Work, plan: &TrainingPlan) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, plan)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(ONCE, || Error::PlanExists)])
}

/// Keeps a plan as it has become.
pub(crate) async fn save(work: &Work, plan: &TrainingPlan) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, plan))
        .filter(COLUMN.id.eq(plan.id))
        .filter(COLUMN.version.eq(plan.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of plans, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    year: Option<i32>,
    page: &Page,
) -> Result<Paged<TrainingPlan>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(year) = year {
        select = select.filter(COLUMN.year.eq(year));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    page.try_map(TrainingPlan::try_from)
}

fn row(work: &Work, plan: &TrainingPlan) -> ActiveModel {
    ActiveModel {
        id: Set(plan.id.into()),
        unit: Set(plan.unit.to_string()),
        province: Set(plan.province.to_string()),
        year: Set(plan.year),
        targets: Set(written(&plan.targets)),
        funding: Set(written(&plan.funding)),
        note: Set(plan.note.clone()),
        version: Set(plan.version),
        created_at: Set(plan.created_at),
        updated_at: Set(plan.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for TrainingPlan {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let malformed = |_| damaged("training plan");
        Ok(Self {
            id: row.id.into(),
            unit: row.unit.parse().map_err(malformed)?,
            province: row.province.parse().map_err(malformed)?,
            year: row.year,
            targets: read_whole(&row.targets, "training plan")?,
            funding: read_whole(&row.funding, "training plan")?,
            note: row.note,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
