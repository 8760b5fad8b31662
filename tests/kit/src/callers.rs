//! Callers with tokens of a real key.

use std::sync::Arc;

use chrono::TimeDelta;
use platform::access::authentication::{Authentication, ServiceIdentity, SigningKey};
use platform::access::{Caller, Grant, Role, UnitId};
use platform::clock::Clock;
use platform::ids::PersonId;
use tonic::metadata::MetadataValue;

/// An issuer of tokens that a tested service trusts.
#[derive(Debug)]
pub struct Callers {
    key: SigningKey,
    clock: Clock,
    pem: String,
}

/// The person of a number.
#[must_use]
pub fn person(number: u64) -> PersonId {
    PersonId::from(uuid::Uuid::from_u64_pair(0x019a_0000_0000_7000, 0x8000_0000_0000_0000 | number))
}

impl Callers {
    /// An issuer with a new key.
    ///
    /// # Panics
    /// When no key can be made.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let pem = SigningKey::generate();
        Self { key: SigningKey::from_pem("test", &pem).expect("a key"), clock, pem }
    }

    /// What verifies its tokens.
    #[must_use]
    pub fn authentication(&self) -> Arc<Authentication> {
        Arc::new(Authentication::new(vec![self.key.issuer(true)], self.clock.clone()))
    }

    /// The identity of a service for its own calls.
    ///
    /// # Panics
    /// Never: the key was read before.
    #[must_use]
    pub fn service_identity(&self, service: &'static str) -> Arc<ServiceIdentity> {
        let key = SigningKey::from_pem("test", &self.pem).expect("the same key");
        Arc::new(ServiceIdentity::new(service, key, self.clock.clone()))
    }

    /// The `authorization` of a person with one role over one unit.
    ///
    /// # Panics
    /// When the unit is malformed.
    #[must_use]
    pub fn authorization(&self, person: PersonId, role: Role, unit: &str) -> MetadataValue<tonic::metadata::Ascii> {
        let grant = Grant { role, unit: unit.parse().expect("a unit"), from: None, to: None };
        self.authorization_of(person, &[grant])
    }

    /// The `authorization` of a service.
    #[must_use]
    pub fn service_authorization(&self, service: &str) -> MetadataValue<tonic::metadata::Ascii> {
        let caller = Caller::service(service);
        self.authorization_of(caller.person(), caller.grants())
    }

    /// The `authorization` of a person with these grants.
    ///
    /// # Panics
    /// When signing fails.
    #[must_use]
    pub fn authorization_of(&self, person: PersonId, grants: &[Grant]) -> MetadataValue<tonic::metadata::Ascii> {
        let expires = self.clock.now() + TimeDelta::hours(8);
        let token = self.key.token(person, grants, expires).expect("signed");
        format!("Bearer {token}").parse().expect("a header")
    }

    /// A request that carries an `authorization`.
    pub fn request<M>(authorization: &MetadataValue<tonic::metadata::Ascii>, message: M) -> tonic::Request<M> {
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("authorization", authorization.clone());
        request
    }

    /// Everywhere.
    #[must_use]
    pub fn country() -> UnitId {
        UnitId::country()
    }
}
