//! Targets, and what each has said before.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::db::{self, Cursor, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::{Deserialize, Serialize};

use super::damaged;
use super::entity::target::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::target_revision;
use crate::Work;
use crate::domain::days::Days;
use crate::domain::targets::{Baseline, Revision, Sense, Target, TargetId};
use crate::error::Error;

/// A unit has one target that holds for an indicator and a phase.
const OF_UNIT: Unique =
    Unique { name: "target_of_unit", columns: "target.unit, target.indicator, target.phase_from, target.phase_to" };

/// The target of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: TargetId) -> Result<Option<Target>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Target::try_from).transpose()
}

/// The targets of a unit that hold, by phase: what its scorecard is held against.
pub(crate) async fn of_unit(db: &impl ConnectionTrait, unit: &UnitId) -> Result<Vec<Target>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.unit.eq(unit.as_str()))
        .filter(COLUMN.state.eq(state_name(true)))
        .order_by_asc(COLUMN.list_key)
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(Target::try_from).collect()
}

/// The parts of a target that hold, in order of units.
pub(crate) async fn parts_of(db: &impl ConnectionTrait, whole: TargetId) -> Result<Vec<Target>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.parent_id.eq(whole))
        .filter(COLUMN.state.eq(state_name(true)))
        .order_by_asc(COLUMN.unit)
        .all(db)
        .await?;
    rows.into_iter().map(Target::try_from).collect()
}

/// Which targets a list shows.
#[derive(Clone, Debug)]
pub(crate) enum Of<'u> {
    /// Those of all units.
    All,
    /// Those of one unit.
    Unit(&'u UnitId),
    /// Those of units and all that lies in them.
    Within(&'u [UnitId]),
}

/// A page of targets that hold, by phase.
pub(crate) async fn list(db: &impl ConnectionTrait, of: Of<'_>, page: &Page) -> Result<Paged<Target>, Platform> {
    let select = Entity::find()
        .filter(COLUMN.state.eq(state_name(true)))
        .filter(db::after(page.after.as_ref(), Column::ListKey, Column::Id))
        .order_by_asc(COLUMN.list_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit());
    let select = match of {
        Of::All => select,
        Of::Unit(unit) => select.filter(COLUMN.unit.eq(unit.as_str())),
        Of::Within(units) => select.filter(db::within(units, Column::Province, Column::Unit)),
    };
    let page = page.of(select.all(db).await?, |row| Cursor { key: row.list_key.clone(), id: row.id });
    page.try_map(Target::try_from)
}

/// Keeps a new target, with what it says first.
pub(crate) async fn insert(work: &Work, target: &Target) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, target)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(OF_UNIT, || Error::TargetExists)])?;
    revise(work, target, "").await
}

/// Keeps a target as it has become, with the reason.
pub(crate) async fn save(work: &Work, target: &Target, reason: &str) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, target))
        .filter(COLUMN.id.eq(target.record))
        .filter(COLUMN.version.eq(target.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::EtagStale);
    }
    revise(work, target, reason).await
}

async fn revise(work: &Work, target: &Target, reason: &str) -> Result<(), Error> {
    let revision = target_revision::ActiveModel {
        target_id: Set(target.record.into()),
        version: Set(target.version),
        content: Set(serde_json::to_string(&Said::from(target)).expect("a target is plain values")),
        reason: Set(reason.to_owned()),
        person_id: Set(work.person().into()),
        at: Set(work.now()),
    };
    target_revision::Entity::insert(revision).exec_without_returning(work).await?;
    Ok(())
}

/// What a target has said, the first first.
pub(crate) async fn revisions(db: &impl ConnectionTrait, target: &Target) -> Result<Vec<Revision>, Platform> {
    let rows = target_revision::Entity::find()
        .filter(target_revision::COLUMN.target_id.eq(target.record))
        .order_by_asc(target_revision::COLUMN.version)
        .all(db)
        .await?;
    rows.into_iter().map(|row| revision(target, row)).collect()
}

fn revision(target: &Target, row: target_revision::Model) -> Result<Revision, Platform> {
    let said: Said =
        serde_json::from_str(&row.content).map_err(|error| damaged("target_revision", &error.to_string()))?;
    let then = said.of(target, row.version, row.at).ok_or_else(|| damaged("target_revision", "what it says"))?;
    Ok(Revision { target: then, reason: row.reason, by: row.person_id.into() })
}

/// What may change of a target, as it is kept of each version.
#[derive(Serialize, Deserialize)]
struct Said {
    value: Option<i64>,
    sense: String,
    baseline_value: Option<i64>,
    baseline_on: Option<chrono::NaiveDate>,
    decision_number: String,
    decision_date: chrono::NaiveDate,
    issuer: String,
    note: String,
    withdrawn: Option<String>,
}

impl From<&Target> for Said {
    fn from(target: &Target) -> Self {
        Self {
            value: target.value,
            sense: target.sense.name().to_owned(),
            baseline_value: target.baseline.map(|baseline| baseline.value),
            baseline_on: target.baseline.map(|baseline| baseline.on),
            decision_number: target.decision_number.clone(),
            decision_date: target.decision_date,
            issuer: target.issuer.clone(),
            note: target.note.clone(),
            withdrawn: target.withdrawn.clone(),
        }
    }
}

impl Said {
    /// The target as it was then.
    fn of(self, target: &Target, version: i64, at: Moment) -> Option<Target> {
        Some(Target {
            value: self.value,
            sense: Sense::named(&self.sense)?,
            baseline: baseline(self.baseline_value, self.baseline_on),
            decision_number: self.decision_number,
            decision_date: self.decision_date,
            issuer: self.issuer,
            note: self.note,
            withdrawn: self.withdrawn,
            version,
            updated_at: at,
            ..target.clone()
        })
    }
}

fn baseline(value: Option<i64>, on: Option<chrono::NaiveDate>) -> Option<Baseline> {
    value.zip(on).map(|(value, on)| Baseline { value, on })
}

fn state_name(holds: bool) -> &'static str {
    if holds { "active" } else { "withdrawn" }
}

fn row(work: &Work, target: &Target) -> ActiveModel {
    ActiveModel {
        id: Set(target.record.into()),
        indicator: Set(target.indicator.clone()),
        unit: Set(target.unit.to_string()),
        province: Set(target.province.to_string()),
        phase_from: Set(target.phase.from),
        phase_to: Set(target.phase.to),
        list_key: Set(target.phase.from.to_string().into_bytes()),
        value: Set(target.value),
        sense: Set(target.sense.name().to_owned()),
        baseline_value: Set(target.baseline.map(|baseline| baseline.value)),
        baseline_on: Set(target.baseline.map(|baseline| baseline.on)),
        decision_number: Set(target.decision_number.clone()),
        decision_date: Set(target.decision_date),
        issuer: Set(target.issuer.clone()),
        note: Set(target.note.clone()),
        parent_id: Set(target.parent.map(Into::into)),
        state: Set(state_name(target.withdrawn.is_none()).to_owned()),
        withdrawal_reason: Set(target.withdrawn.clone().unwrap_or_default()),
        version: Set(target.version),
        created_at: Set(target.created_at),
        updated_at: Set(target.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Target {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                record: row.id.into(),
                indicator: row.indicator,
                unit: row.unit.parse().ok()?,
                province: row.province.parse().ok()?,
                phase: Days { from: row.phase_from, to: row.phase_to },
                value: row.value,
                sense: Sense::named(&row.sense)?,
                baseline: baseline(row.baseline_value, row.baseline_on),
                decision_number: row.decision_number,
                decision_date: row.decision_date,
                issuer: row.issuer,
                note: row.note,
                parent: row.parent_id.map(Into::into),
                withdrawn: (row.state == state_name(false)).then_some(row.withdrawal_reason),
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("target", "what it says"))
    }
}
