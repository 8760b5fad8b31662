//! A province, as the ministry's link knows it: admitted by two, suspended, quarantined, synchronised anew by two.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::{PersonId, RawId};

use super::keys::PublicKey;
use super::standing::{LinkState, Place};
use crate::error::Error;

/// A province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProvinceLink {
    pub(crate) id: RawId,
    pub(crate) province: UnitId,
    pub(crate) key: PublicKey,
    pub(crate) state: LinkState,
    /// The last of its submissions that was taken in.
    pub(crate) place: Place,
    pub(crate) proposed_by: PersonId,
    /// None while what was proposed is open.
    pub(crate) decided_by: Option<PersonId>,
    pub(crate) resync_proposed: bool,
    /// Why it is quarantined or suspended.
    pub(crate) reason: String,
    pub(crate) accepted_at: Option<Moment>,
    pub(crate) heard_at: Option<Moment>,
    pub(crate) version: i64,
}

impl ProvinceLink {
    /// Proposed for the first time.
    pub(crate) fn proposed(id: RawId, province: UnitId, key: PublicKey, by: PersonId) -> Self {
        Self {
            id,
            province,
            key,
            state: LinkState::Proposed,
            place: Place { epoch: 1, sequence: 0, name: None },
            proposed_by: by,
            decided_by: None,
            resync_proposed: false,
            reason: String::new(),
            accepted_at: None,
            heard_at: None,
            version: 1,
        }
    }

    /// Proposed again with another key, which starts over who decides.
    pub(crate) fn propose_again(self, key: PublicKey, by: PersonId) -> Result<Self, Error> {
        match self.state {
            LinkState::Proposed | LinkState::Suspended => Ok(Self {
                key,
                state: LinkState::Proposed,
                proposed_by: by,
                decided_by: None,
                reason: String::new(),
                ..self.next()
            }),
            LinkState::Admitted | LinkState::Quarantined => Err(self.wrong_state("ProposeProvince")),
        }
    }

    /// Admitted by another than who proposed it.
    pub(crate) fn admit(self, by: PersonId) -> Result<Self, Error> {
        if self.state != LinkState::Proposed {
            return Err(self.wrong_state("AdmitProvince"));
        }
        self.must_be_another(by)?;
        Ok(Self { state: LinkState::Admitted, decided_by: Some(by), ..self.next() })
    }

    /// Trusted no more.
    pub(crate) fn suspend(self, reason: String, by: PersonId) -> Result<Self, Error> {
        if self.state == LinkState::Suspended {
            return Err(self.wrong_state("SuspendProvince"));
        }
        Ok(Self {
            state: LinkState::Suspended,
            resync_proposed: false,
            reason,
            proposed_by: by,
            decided_by: Some(by),
            ..self.next()
        })
    }

    /// Its numbers went back.
    pub(crate) fn quarantine(self, reason: &str) -> Self {
        Self { state: LinkState::Quarantined, resync_proposed: false, reason: reason.to_owned(), ..self.next() }
    }

    /// Somebody proposes to synchronise it anew.
    pub(crate) fn propose_resync(self, by: PersonId) -> Result<Self, Error> {
        if self.state != LinkState::Quarantined {
            return Err(self.wrong_state("ProposeResync"));
        }
        Ok(Self { resync_proposed: true, proposed_by: by, decided_by: None, ..self.next() })
    }

    /// Another approves it: a new epoch begins.
    pub(crate) fn approve_resync(self, by: PersonId) -> Result<Self, Error> {
        if self.state != LinkState::Quarantined || !self.resync_proposed {
            return Err(self.wrong_state("ApproveResync"));
        }
        self.must_be_another(by)?;
        Ok(Self {
            state: LinkState::Admitted,
            place: Place { epoch: self.place.epoch + 1, sequence: 0, name: None },
            resync_proposed: false,
            reason: String::new(),
            decided_by: Some(by),
            ..self.next()
        })
    }

    /// A submission of it was taken in.
    pub(crate) fn taken_in(self, place: Place, at: Moment) -> Self {
        Self { place, accepted_at: Some(at), heard_at: Some(at), ..self }
    }

    /// It spoke.
    pub(crate) fn heard(self, at: Moment) -> Self {
        Self { heard_at: Some(at), ..self }
    }

    /// Refuses a stale version.
    pub(crate) fn must_be(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    fn must_be_another(&self, by: PersonId) -> Result<(), Error> {
        if self.proposed_by == by { Err(Error::ProposedBySamePerson) } else { Ok(()) }
    }

    /// Etags count what people decide; what comes in by itself does not change them.
    fn next(self) -> Self {
        Self { version: self.version + 1, ..self }
    }

    fn wrong_state(&self, action: &'static str) -> Error {
        Error::ProvinceLinkStateWrong { province: self.province.clone(), state: self.state.name(), action }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::from(RawId::from_u128(number))
    }

    fn key() -> PublicKey {
        // The public key of RFC 8032, section 7.1, test 1.
        PublicKey::written("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").expect("a key")
    }

    fn proposed() -> ProvinceLink {
        ProvinceLink::proposed(RawId::from_u128(9), "2025:11".parse().expect("a unit"), key(), person(1))
    }

    #[test]
    fn it_takes_two_to_admit_and_two_to_synchronise_anew() {
        assert!(matches!(proposed().admit(person(1)), Err(Error::ProposedBySamePerson)));
        let admitted = proposed().admit(person(2)).expect("another");
        assert_eq!(admitted.state, LinkState::Admitted);
        let quarantined = admitted.quarantine("it went back");
        let asked = quarantined.propose_resync(person(2)).expect("quarantined");
        assert!(matches!(asked.clone().approve_resync(person(2)), Err(Error::ProposedBySamePerson)));
        let anew = asked.approve_resync(person(1)).expect("another");
        assert_eq!((anew.state, anew.place.epoch, anew.place.sequence), (LinkState::Admitted, 2, 0));
    }

    #[test]
    fn each_state_allows_what_it_allows() {
        let of = |state| ProvinceLink { state, ..proposed() };
        for state in LinkState::ALL {
            let open = state == LinkState::Proposed;
            assert_eq!(of(state).admit(person(2)).is_ok(), open);
            assert_eq!(of(state).propose_again(key(), person(2)).is_ok(), open || state == LinkState::Suspended);
            assert_eq!(of(state).suspend(String::new(), person(2)).is_ok(), state != LinkState::Suspended);
            assert_eq!(of(state).propose_resync(person(2)).is_ok(), state == LinkState::Quarantined);
            assert!(of(state).approve_resync(person(2)).is_err(), "nobody proposed it");
        }
    }
}
