//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod curricula;

pub(crate) mod training_classes;

pub(crate) mod plans;

pub(crate) mod learners;

pub(crate) mod attendances;

pub(crate) mod rolls;

pub(crate) mod learner_lists;

pub(crate) mod check_ins;

pub(crate) mod completions;

pub(crate) mod producers;

pub(crate) mod leaders;

pub(crate) mod officials;

pub(crate) mod certificates;

use platform::access::UnitId;
use platform::db::{Migration, Migrations};
use platform::error::Error as Platform;
pub(crate) use sea_orm::ConnectionTrait as Connection;
use sea_orm::{ColumnTrait, Condition};

use crate::domain::units::Area;

/// The steps of training's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "training_0001_classes", sql: include_str!("migrations/0001_classes.sql") },
    Migration { name: "training_0002_population", sql: include_str!("migrations/0002_population.sql") },
    Migration { name: "training_0003_revocations", sql: include_str!("migrations/0003_revocations.sql") },
    Migration { name: "training_0004_leader_ends", sql: include_str!("migrations/0004_leader_ends.sql") },
    Migration {
        name: "training_0005_curriculum_versions",
        sql: include_str!("migrations/0005_curriculum_versions.sql"),
    },
    Migration { name: "training_0006_class_particulars", sql: include_str!("migrations/0006_class_particulars.sql") },
    Migration { name: "training_0007_plans", sql: include_str!("migrations/0007_plans.sql") },
    Migration { name: "training_0008_rolls", sql: include_str!("migrations/0008_rolls.sql") },
    Migration { name: "training_0009_check_ins", sql: include_str!("migrations/0009_check_ins.sql") },
    Migration { name: "training_0010_completions", sql: include_str!("migrations/0010_completions.sql") },
    Migration { name: "training_0011_traits", sql: include_str!("migrations/0011_traits.sql") },
    Migration { name: "training_0012_officials", sql: include_str!("migrations/0012_officials.sql") },
    Migration { name: "training_0013_learner_lists", sql: include_str!("migrations/0013_learner_lists.sql") },
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

/// What is kept as a whole, as a JSON text.
fn written(whole: &impl serde::Serialize) -> String {
    serde_json::to_string(whole).expect("values of the domain have names for all their fields")
}

/// What was kept as a whole.
fn read_whole<T: serde::de::DeserializeOwned>(stored: &str, what: &str) -> Result<T, Platform> {
    serde_json::from_str(stored).map_err(|_| damaged(what))
}

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> Platform {
    Platform::internal(format!("a stored {what} is malformed"))
}
