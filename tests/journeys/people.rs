//! Who takes part in the journeys, and where.

use chrono::{TimeDelta, Utc};
use platform::access::{Grant, Role};
use platform::ids::PersonId;
use testkit::person;
use tonic::Request;

use super::cluster::Cluster;

/// Điện Biên and two of its communes.
pub(crate) const PROVINCE: &str = "2025:11";
pub(crate) const COMMUNE: &str = "2025:03127";

/// Someone who takes part, by number and role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Person(pub(crate) u64, pub(crate) Role, pub(crate) &'static str);

pub(crate) const OFFICER: Person = Person(1, Role::CommuneOfficer, COMMUNE);
pub(crate) const LEADER: Person = Person(2, Role::CommuneLeader, COMMUNE);
pub(crate) const AGENCY: Person = Person(3, Role::ProvinceOfficer, PROVINCE);
pub(crate) const TRAINER: Person = Person(4, Role::Trainer, PROVINCE);
pub(crate) const ADMINISTRATOR: Person = Person(5, Role::Administrator, "VN");
pub(crate) const TEAM_HEAD: Person = Person(6, Role::Expert, PROVINCE);
pub(crate) const SECRETARY: Person = Person(10, Role::Expert, PROVINCE);
pub(crate) const CHAIR: Person = Person(11, Role::ProvinceLeader, PROVINCE);

/// The chair and four more who score.
pub(crate) const SCORERS: [Person; 5] = [
    CHAIR,
    Person(12, Role::Expert, PROVINCE),
    Person(13, Role::Expert, PROVINCE),
    Person(14, Role::Expert, PROVINCE),
    Person(15, Role::Expert, PROVINCE),
];

impl Person {
    /// Her identity.
    pub(crate) fn id(self) -> PersonId {
        person(self.0)
    }
}

impl Cluster {
    /// A token of a person.
    pub(crate) fn token(&self, person: Person) -> String {
        let grant = Grant { role: person.1, unit: person.2.parse().expect("a unit"), from: None, to: None };
        #[expect(clippy::disallowed_methods, reason = "the processes go by the machine's clock")]
        let expires = Utc::now() + TimeDelta::hours(1);
        self.key.token(person.id(), &[grant], expires).expect("signed")
    }

    /// A request by a person.
    pub(crate) fn by<M>(&self, person: Person, message: M) -> Request<M> {
        let mut request = Request::new(message);
        let authorization = format!("Bearer {}", self.token(person)).parse().expect("a header");
        request.metadata_mut().insert("authorization", authorization);
        request
    }
}
