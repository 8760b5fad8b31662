//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod facts;

pub(crate) mod link;
pub(crate) mod targets;

mod register;

mod take_in;

pub(crate) use register::register_rows;
pub(crate) use take_in::{
    NewAttendance, NewCertificate, NewClass, NewCompletion, NewLeader, NewLearner, NewProducer, NewProduct,
    NewRecognition, change_producer, change_product, correct_leader, drop_all, end_certificate, end_leader,
    insert_certificate, insert_class, insert_completions, insert_leader, insert_learner, insert_producer,
    insert_product, insert_recognition, pass_certificate_on, remove_recognition, replace_roll, retire_producer,
    retire_product,
};

use platform::db::{Migration, Migrations};

/// What a read or a change asks the database through.
pub(crate) use sea_orm::ConnectionTrait as Connection;

/// The steps of reporting's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "reporting_0001_facts", sql: include_str!("migrations/0001_facts.sql") },
    Migration { name: "reporting_0002_revocations", sql: include_str!("migrations/0002_revocations.sql") },
    Migration { name: "reporting_0003_leader_ends", sql: include_str!("migrations/0003_leader_ends.sql") },
    Migration { name: "reporting_0010_targets", sql: include_str!("migrations/0010_targets.sql") },
    Migration { name: "reporting_0020_link", sql: include_str!("migrations/0020_link.sql") },
]);

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> platform::error::Error {
    platform::error::Error::internal(format!("a stored {what} is malformed"))
}
