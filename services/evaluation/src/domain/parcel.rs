//! A dossier on its way between two installations: from a province's to the ministry's when it is handed over, and back
//! with what came of it.
//!
//! A dossier is worked on in one installation at a time. Its record goes on counting its versions there, and comes back
//! with the steps that were taken: so both sides end up with the same history, and a version is never two things.

use platform::access::UnitId;
use platform::clock::Moment;

use super::dossier::{Dossier, DossierId, DossierState, Level};
use crate::error::Error;

/// Most bytes of a part of a parcel.
pub(crate) const PART_BYTES: usize = 512 * 1024;
/// Most bytes of the document: records and texts, no contents of files.
pub(crate) const MOST_DOCUMENT_BYTES: i64 = 16 * 1024 * 1024;
/// Most bytes of a parcel.
pub(crate) const MOST_PARCEL_BYTES: i64 = 1024 * 1024 * 1024;

/// Which way a dossier goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParcelKind {
    /// From a province to the ministry: the whole dossier.
    HandOver,
    /// From the ministry back: what came of it.
    Outcome,
}

impl ParcelKind {
    /// All kinds.
    const ALL: [Self; 2] = [Self::HandOver, Self::Outcome];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::HandOver => "hand_over",
            Self::Outcome => "outcome",
        }
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// In which installation a dossier is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    /// In this one.
    Here,
    /// This is a province's copy, and the ministry's installation works on it.
    AtMinistry,
    /// This is the ministry's copy, and was given back to the province's installation.
    BackAtProvince,
}

impl Lies {
    /// All of them.
    const ALL: [Self; 3] = [Self::Here, Self::AtMinistry, Self::BackAtProvince];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::AtMinistry => "ministry",
            Self::BackAtProvince => "province",
        }
    }

    /// The one of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lies| lies.name() == name)
    }
}

/// A parcel, as its sender sealed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parcel {
    pub(crate) kind: ParcelKind,
    pub(crate) dossier: DossierId,
    pub(crate) dossier_version: i64,
    pub(crate) province: UnitId,
    /// Of the hand-over; an outcome has that of the one it answers.
    pub(crate) manifest_sha256: String,
    pub(crate) document_bytes: i64,
    pub(crate) bytes: i64,
}

/// What the other installation signed for a parcel. Whether the signature holds was looked at by who keeps the link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedReceipt {
    pub(crate) kind: ParcelKind,
    pub(crate) dossier_version: i64,
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) received_at: Moment,
}

impl Parcel {
    /// Refuses what is too large to be sent.
    pub(crate) fn must_fit(&self) -> Result<(), Error> {
        if self.document_bytes <= MOST_DOCUMENT_BYTES && self.bytes <= MOST_PARCEL_BYTES {
            return Ok(());
        }
        Err(Error::ParcelTooLarge { dossier: self.dossier, bytes: self.bytes, most: MOST_PARCEL_BYTES })
    }
}

impl Dossier {
    /// Refuses to work on what another installation works on.
    pub(crate) fn must_lie_here(&self) -> Result<(), Error> {
        match self.lies {
            Lies::Here => Ok(()),
            Lies::AtMinistry => Err(Error::DossierAtMinistry { dossier: self.id }),
            Lies::BackAtProvince => Err(Error::DossierAtProvince { dossier: self.id }),
        }
    }

    /// As it lies once it is sealed. Refuses what there is nothing to be sent of.
    pub(crate) fn sealed(self, kind: ParcelKind) -> Result<Self, Error> {
        let lies = match (kind, &self.state, self.lies) {
            (ParcelKind::HandOver, DossierState::Proposed { level: Level::Ministry }, Lies::Here) => Lies::AtMinistry,
            (ParcelKind::Outcome, DossierState::ReturnedByMinistry { .. }, Lies::Here) => Lies::BackAtProvince,
            // Its certificate is the ministry's, which goes on answering for it.
            (ParcelKind::Outcome, DossierState::Certified { .. }, Lies::Here) => Lies::Here,
            _ => return Err(Error::NoParcel { dossier: self.id }),
        };
        Ok(Self { lies, ..self })
    }

    /// As it lies once it has come from another installation, where there was this copy of it before. Refuses what does
    /// not follow on that.
    pub(crate) fn arrived(self, kind: ParcelKind, before: Option<&Self>) -> Result<Self, Error> {
        let follows = |before: &Self, lies| {
            before.lies == lies
                && before.version < self.version
                && before.province == self.province
                && before.product.id == self.product.id
        };
        let lies = match (kind, &self.state) {
            (ParcelKind::HandOver, DossierState::Proposed { level: Level::Ministry })
                if before.is_none_or(|before| follows(before, Lies::BackAtProvince)) =>
            {
                Lies::Here
            }
            (ParcelKind::Outcome, DossierState::ReturnedByMinistry { .. })
                if before.is_some_and(|before| follows(before, Lies::AtMinistry)) =>
            {
                Lies::Here
            }
            (ParcelKind::Outcome, DossierState::Certified { .. })
                if before.is_some_and(|before| follows(before, Lies::AtMinistry)) =>
            {
                Lies::AtMinistry
            }
            _ => return Err(Error::ParcelUnfitting { dossier: self.id }),
        };
        Ok(Self { lies, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::certificate::CertificateId;
    use crate::domain::dossier::DossierKind;
    use crate::domain::samples::draft;
    use crate::domain::session::SessionId;
    use platform::ids::RawId;

    fn at(state: DossierState, lies: Lies, version: i64) -> Dossier {
        Dossier { state, lies, version, ..draft(DossierKind::First) }
    }

    fn proposed() -> DossierState {
        DossierState::Proposed { level: Level::Ministry }
    }

    fn returned() -> DossierState {
        let session = SessionId::constant(RawId::from_u128(7));
        DossierState::ReturnedByMinistry { session, star: 4, closed_on: chrono::NaiveDate::default() }
    }

    fn certified() -> DossierState {
        let session = SessionId::constant(RawId::from_u128(7));
        DossierState::Certified { session, certificate: CertificateId::constant(RawId::from_u128(8)) }
    }

    /// A dossier goes to the ministry, comes back below five stars, goes again, and ends there.
    #[test]
    fn a_dossier_is_worked_on_in_one_installation_at_a_time() {
        let province = at(proposed(), Lies::Here, 9).sealed(ParcelKind::HandOver).expect("sent");
        assert!(matches!(province.must_lie_here(), Err(Error::DossierAtMinistry { .. })));
        let ministry = at(proposed(), Lies::Here, 9).arrived(ParcelKind::HandOver, None).expect("arrived");
        assert!(ministry.must_lie_here().is_ok());

        let given_back = at(returned(), Lies::Here, 13).sealed(ParcelKind::Outcome).expect("sent");
        assert!(matches!(given_back.must_lie_here(), Err(Error::DossierAtProvince { .. })));
        assert_eq!(given_back.turn(), crate::domain::dossier::Turn::Nobody);
        let back = at(returned(), Lies::Here, 13).arrived(ParcelKind::Outcome, Some(&province)).expect("arrived");
        assert!(back.must_lie_here().is_ok());

        let again = at(proposed(), Lies::Here, 20).arrived(ParcelKind::HandOver, Some(&given_back)).expect("arrived");
        assert!(again.must_lie_here().is_ok());
        let away = at(proposed(), Lies::AtMinistry, 20);
        let ended = at(certified(), Lies::Here, 25).arrived(ParcelKind::Outcome, Some(&away)).expect("arrived");
        assert_eq!(ended.lies, Lies::AtMinistry, "the certificate is the ministry's");
    }

    #[test]
    fn what_does_not_follow_is_refused() {
        let refused = |dossier: Dossier, kind, before: Option<&Dossier>| {
            assert!(matches!(dossier.arrived(kind, before), Err(Error::ParcelUnfitting { .. })));
        };
        let worked_on = at(proposed(), Lies::Here, 9);
        refused(at(proposed(), Lies::Here, 10), ParcelKind::HandOver, Some(&worked_on));
        let given_back = at(returned(), Lies::BackAtProvince, 13);
        refused(at(proposed(), Lies::Here, 13), ParcelKind::HandOver, Some(&given_back));
        refused(at(returned(), Lies::Here, 14), ParcelKind::HandOver, Some(&given_back));
        let away = at(proposed(), Lies::AtMinistry, 9);
        refused(at(returned(), Lies::Here, 9), ParcelKind::Outcome, Some(&away));
        refused(at(returned(), Lies::Here, 13), ParcelKind::Outcome, Some(&worked_on));
        refused(at(returned(), Lies::Here, 13), ParcelKind::Outcome, None);
        let other = Dossier { province: "2025:01".parse().expect("a unit"), ..at(returned(), Lies::Here, 13) };
        refused(other, ParcelKind::Outcome, Some(&away));
    }

    #[test]
    fn there_is_nothing_to_send_of_what_is_worked_on() {
        for (state, kind) in [
            (DossierState::Draft, ParcelKind::HandOver),
            (DossierState::Proposed { level: Level::Province }, ParcelKind::HandOver),
            (proposed(), ParcelKind::Outcome),
        ] {
            assert!(matches!(at(state, Lies::Here, 1).sealed(kind), Err(Error::NoParcel { .. })));
        }
    }
}
