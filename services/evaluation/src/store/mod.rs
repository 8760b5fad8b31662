//! What is kept, and where. The only place that names sea_orm.

mod entity;

pub(crate) mod dossiers;

pub(crate) mod dossier_versions;

pub(crate) mod dossier_records;

pub(crate) mod advisory_teams;

pub(crate) mod producer_persons;

pub(crate) mod councils;

pub(crate) mod sessions;

pub(crate) mod ballots;

pub(crate) mod seals;

pub(crate) mod closed_rounds;

pub(crate) mod drafts;

pub(crate) mod minutes;

pub(crate) mod conflicts;

pub(crate) mod absences;

pub(crate) mod seats;

pub(crate) mod regulations;

pub(crate) mod decisions;

pub(crate) mod custody;

pub(crate) mod parcels;

pub(crate) mod certificates;

pub(crate) mod complaints;

pub(crate) mod complainants;

pub(crate) mod revocations;

pub(crate) mod inspections;

pub(crate) mod inspection_risks;

pub(crate) mod redo_requests;

pub(crate) mod recognitions;

pub(crate) mod register_entries;

pub(crate) mod calendar_days;

pub(crate) mod retiming;

pub(crate) mod work_queue;

pub(crate) mod delegations;

pub(crate) mod notices;

pub(crate) mod expiries;

pub(crate) mod round_loads;

pub(crate) mod uploads;

pub(crate) mod files;

pub(crate) mod papers;

pub(crate) mod evidence;

use chrono::NaiveDate;
use platform::access::Authority;
use platform::db::{Migration, Migrations};
use platform::ids::PersonId;
use sea_orm::ConnectionTrait;

use crate::{State, View, Work};

/// What an attempt and a view have in common: they reach the database on behalf of somebody.
pub(crate) trait OnBehalf: ConnectionTrait {
    /// The grants this rests on.
    fn authority(&self) -> &Authority;
    /// All grants of who asks, also those this does not rest on.
    fn whole_authority(&self) -> Authority;
    /// Who asks.
    fn person(&self) -> PersonId;
    /// The civil date.
    fn today(&self) -> NaiveDate;
    /// What the service keeps in memory.
    fn service(&self) -> &State;
}

impl OnBehalf for Work {
    fn authority(&self) -> &Authority {
        self.authority()
    }
    fn whole_authority(&self) -> Authority {
        self.whole_authority()
    }
    fn person(&self) -> PersonId {
        self.person()
    }
    fn today(&self) -> NaiveDate {
        self.today()
    }
    fn service(&self) -> &State {
        self.service()
    }
}

impl OnBehalf for View {
    fn authority(&self) -> &Authority {
        self.authority()
    }
    fn whole_authority(&self) -> Authority {
        self.whole_authority()
    }
    fn person(&self) -> PersonId {
        self.person()
    }
    fn today(&self) -> NaiveDate {
        self.today()
    }
    fn service(&self) -> &State {
        self.service()
    }
}

/// The steps of evaluation's database.
pub(crate) const MIGRATIONS: Migrations = Migrations(&[
    Migration { name: "evaluation_0001_dossiers", sql: include_str!("migrations/0001_dossiers.sql") },
    Migration { name: "evaluation_0002_councils", sql: include_str!("migrations/0002_councils.sql") },
    Migration { name: "evaluation_0003_certificates", sql: include_str!("migrations/0003_certificates.sql") },
    Migration { name: "evaluation_0004_dossier_way", sql: include_str!("migrations/0004_dossier_way.sql") },
    Migration { name: "evaluation_0005_evidence", sql: include_str!("migrations/0005_evidence.sql") },
    Migration { name: "evaluation_0006_sealing", sql: include_str!("migrations/0006_sealing.sql") },
    Migration { name: "evaluation_0007_agenda", sql: include_str!("migrations/0007_agenda.sql") },
    Migration { name: "evaluation_0008_producer_persons", sql: include_str!("migrations/0008_producer_persons.sql") },
    Migration {
        name: "evaluation_0009_persons_of_producers",
        sql: include_str!("migrations/0009_persons_of_producers.sql"),
    },
    Migration { name: "evaluation_0012_decisions", sql: include_str!("migrations/0012_decisions.sql") },
    Migration { name: "evaluation_0013_voters", sql: include_str!("migrations/0013_voters.sql") },
    Migration {
        name: "evaluation_0014_council_regulations",
        sql: include_str!("migrations/0014_council_regulations.sql"),
    },
    Migration { name: "evaluation_0015_ballot_rounds", sql: include_str!("migrations/0015_ballot_rounds.sql") },
    Migration { name: "evaluation_0011_register", sql: include_str!("migrations/0011_register.sql") },
    Migration {
        name: "evaluation_0016_minutes_and_drafts",
        sql: include_str!("migrations/0016_minutes_and_drafts.sql"),
    },
    Migration { name: "evaluation_0017_register_search", sql: include_str!("migrations/0017_register_search.sql") },
    Migration { name: "evaluation_0019_complaints", sql: include_str!("migrations/0019_complaints.sql") },
    Migration { name: "evaluation_0018_inspections", sql: include_str!("migrations/0018_inspections.sql") },
    Migration { name: "evaluation_0020_redo", sql: include_str!("migrations/0020_redo.sql") },
    Migration { name: "evaluation_0021_retractions", sql: include_str!("migrations/0021_retractions.sql") },
    Migration { name: "evaluation_0022_parcels", sql: include_str!("migrations/0022_parcels.sql") },
]);

/// A row that cannot be what it must be: the schema forbids it.
fn damaged(what: &str) -> platform::error::Error {
    platform::error::Error::internal(format!("a stored {what} is malformed"))
}
