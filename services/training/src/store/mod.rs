//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod curricula;

pub(crate) mod training_classes;

pub(crate) mod learners;

pub(crate) mod rolls;

pub(crate) mod producers;

pub(crate) mod leaders;

pub(crate) mod certificates;

use platform::access::UnitId;
use platform::db::{Migration, Migrations};
use platform::error::Error as Platform;
use sea_orm::{ColumnTrait, Condition};

use crate::domain::units::Area;

/// The steps of training's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "training_0001_classes", sql: include_str!("migrations/0001_classes.sql") },
    Migration { name: "training_0002_population", sql: include_str!("migrations/0002_population.sql") },
    Migration { name: "training_0003_revocations", sql: include_str!("migrations/0003_revocations.sql") },
    Migration { name: "training_0004_leader_ends", sql: include_str!("migrations/0004_leader_ends.sql") },
]);

/// Rows of an area.
fn within<C: ColumnTrait>(area: &Area, unit: C) -> Condition {
    match area {
        Area::Country => Condition::all(),
        Area::Units(units) => Condition::all().add(unit.is_in(units.iter().map(UnitId::as_str))),
    }
}

/// Units as they are stored.
fn read_units(stored: Vec<String>, what: &str) -> Result<Vec<UnitId>, Platform> {
    stored.into_iter().map(|unit| unit.parse().map_err(|_| damaged(what))).collect()
}

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> Platform {
    Platform::internal(format!("a stored {what} is malformed"))
}
