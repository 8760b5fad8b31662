//! Who asks.

use chrono::NaiveDate;
use proto::common::v1::Role;

use super::UnitId;
use crate::ids::PersonId;

/// A role over a unit's subtree for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit whose subtree it reaches.
    pub unit: UnitId,
    /// First day; open if none.
    pub from: Option<NaiveDate>,
    /// Last day; open if none.
    pub to: Option<NaiveDate>,
}

impl Grant {
    /// True if the grant holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A person or service whose token was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    person: PersonId,
    grants: Vec<Grant>,
}

impl Caller {
    /// A caller as a verified token describes her.
    #[must_use]
    pub fn new(person: PersonId, grants: Vec<Grant>) -> Self {
        Self { person, grants }
    }

    /// The service itself, for what it does of its own accord (jobs, reactions to events).
    #[must_use]
    pub fn service(name: &str) -> Self {
        let grant = Grant { role: Role::Service, unit: UnitId::country(), from: None, to: None };
        Self::new(Self::service_person(name), vec![grant])
    }

    /// The identity a service acts under: the same in every installation.
    #[must_use]
    pub fn service_person(name: &str) -> PersonId {
        /// Namespace of the identities of services (a UUIDv4 made once).
        const SERVICES: uuid::Uuid = uuid::uuid!("6f1c1f2e-6c0b-4b3e-9a57-1f5f0a3f8f11");
        PersonId::from(uuid::Uuid::new_v5(&SERVICES, name.as_bytes()))
    }

    /// The person.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Her grants, valid or not.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }
}
