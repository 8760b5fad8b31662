//! A dossier on its way between a province's installation and the ministry's, as the link sees it: a head that its sender
//! signed, parts whose hashes the head names, and the receipt that the receiver signed.
//!
//! Parcels have no numbers. Evaluation makes one of a dossier and a version and takes each in once, so their order means
//! nothing, and figures never wait for a dossier.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::RawId;

use super::Hash;
use super::province::ProvinceLink;
use super::record::{SignedBytes, Verdict};
use super::standing::LinkState;
use super::submission::Refusal;

/// Bytes of a part.
pub(crate) const PART_BYTES: usize = 512 * 1024;
/// Most bytes of a parcel.
const MOST_BYTES: i64 = 1024 * 1024 * 1024;

/// Which way a dossier goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParcelKind {
    /// From a province to the ministry.
    HandOver,
    /// From the ministry back: what came of it.
    Outcome,
}

impl ParcelKind {
    /// Its name, as databases have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::HandOver => "hand_over",
            Self::Outcome => "outcome",
        }
    }

    /// The kind of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        [Self::HandOver, Self::Outcome].into_iter().find(|kind| kind.name() == name)
    }
}

/// The head of a parcel: what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParcelHeader {
    pub(crate) kind: ParcelKind,
    pub(crate) province: UnitId,
    pub(crate) dossier: RawId,
    pub(crate) dossier_version: i64,
    /// Of the list of parts that was handed over.
    pub(crate) manifest: Hash,
    pub(crate) made_at: Moment,
    /// Bytes of the dossier's records, which the contents of files follow.
    pub(crate) document_bytes: i64,
    pub(crate) bytes: i64,
    /// Hash of each part, in order.
    pub(crate) parts: Vec<Hash>,
}

impl ParcelHeader {
    /// True if it may be taken in at all.
    pub(crate) fn is_sound(&self) -> bool {
        let parts = usize::try_from(self.bytes).map(|bytes| bytes.div_ceil(PART_BYTES));
        (1..=MOST_BYTES).contains(&self.bytes)
            && (1..=self.bytes).contains(&self.document_bytes)
            && parts == Ok(self.parts.len())
    }

    /// How many parts it has.
    pub(crate) fn part_count(&self) -> i32 {
        i32::try_from(self.parts.len()).unwrap_or(i32::MAX)
    }

    /// True if these bytes are the part of a number.
    pub(crate) fn has_part(&self, number: i32, data: &[u8]) -> bool {
        let named = usize::try_from(number).ok().and_then(|number| self.parts.get(number));
        named.is_some_and(|named| *named == Hash::of(data))
    }
}

/// What the receiver of a parcel signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParcelReceipt {
    pub(crate) name: Hash,
    pub(crate) received_at: Moment,
}

/// A parcel, as one of the sides keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parcel {
    pub(crate) id: RawId,
    pub(crate) kind: ParcelKind,
    /// As its head says.
    pub(crate) province: UnitId,
    pub(crate) dossier: RawId,
    pub(crate) dossier_version: i64,
    pub(crate) name: Hash,
    pub(crate) header: SignedBytes,
    pub(crate) bytes: i64,
    pub(crate) part_count: i32,
    /// First part that is missing.
    pub(crate) next_part: i32,
    pub(crate) verdict: Verdict,
    pub(crate) refusal: Option<Refusal>,
    /// How often it came.
    pub(crate) times: i32,
    pub(crate) receipt: Option<SignedBytes>,
    pub(crate) at: Moment,
    pub(crate) concluded_at: Option<Moment>,
    pub(crate) version: i64,
}

impl Parcel {
    /// One with a head: sent from here, or coming in.
    pub(crate) fn headed(id: RawId, header: &ParcelHeader, signed: SignedBytes, verdict: Verdict, at: Moment) -> Self {
        Self {
            kind: header.kind,
            province: header.province.clone(),
            dossier: header.dossier,
            dossier_version: header.dossier_version,
            bytes: header.bytes,
            part_count: header.part_count(),
            ..Self::unreadable(id, signed, verdict, at)
        }
    }

    /// One whose head cannot be read: whose it is, nobody knows.
    pub(crate) fn unreadable(id: RawId, signed: SignedBytes, verdict: Verdict, at: Moment) -> Self {
        Self {
            id,
            kind: ParcelKind::HandOver,
            province: UnitId::country(),
            dossier: RawId::nil(),
            dossier_version: 0,
            name: Hash::of(&signed.message),
            header: signed,
            bytes: 0,
            part_count: 0,
            next_part: 0,
            verdict,
            refusal: None,
            times: 1,
            receipt: None,
            at,
            concluded_at: None,
            version: 1,
        }
    }

    /// A part came. One that came before changes nothing.
    pub(crate) fn took(self, number: i32) -> Self {
        if number == self.next_part { Self { next_part: number + 1, ..self.next() } } else { self }
    }

    /// Its parts are to come once more.
    pub(crate) fn begun_anew(self) -> Self {
        Self { next_part: 0, ..self.next() }
    }

    /// Received, with a receipt; a part that is missing at the sender is none.
    pub(crate) fn received(self, receipt: SignedBytes, at: Moment) -> Self {
        let next_part = self.part_count;
        Self { verdict: Verdict::Accepted, next_part, receipt: Some(receipt), concluded_at: Some(at), ..self.next() }
    }

    /// Not taken in.
    pub(crate) fn refused(self, refusal: Refusal, at: Moment) -> Self {
        let verdict = if refusal == Refusal::Quarantined { Verdict::Quarantined } else { Verdict::Refused };
        Self { verdict, refusal: Some(refusal), concluded_at: Some(at), ..self.next() }
    }

    /// It came once more.
    pub(crate) fn again(self) -> Self {
        Self { times: self.times.saturating_add(1), ..self.next() }
    }

    /// True if it was refused when all of it was there: it is the same whenever it comes.
    pub(crate) fn is_refused_for_good(&self) -> bool {
        self.verdict == Verdict::Refused && self.part_count > 0 && self.next_part == self.part_count
    }

    fn next(self) -> Self {
        Self { version: self.version + 1, ..self }
    }
}

impl ProvinceLink {
    /// Refuses dossiers of a province that is not admitted.
    pub(crate) fn must_be_admitted(&self) -> Result<(), Refusal> {
        match self.state {
            LinkState::Admitted => Ok(()),
            LinkState::Quarantined => Err(Refusal::Quarantined),
            LinkState::Proposed | LinkState::Suspended => Err(Refusal::NotAdmitted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(bytes: i64, parts: usize) -> ParcelHeader {
        ParcelHeader {
            kind: ParcelKind::HandOver,
            province: "2025:11".parse().expect("a unit"),
            dossier: RawId::from_u128(1),
            dossier_version: 9,
            manifest: Hash::of(b"manifest"),
            made_at: Moment::UNIX_EPOCH,
            document_bytes: bytes.min(10),
            bytes,
            parts: (0..parts).map(|number| Hash::of(&number.to_be_bytes())).collect(),
        }
    }

    #[test]
    fn a_head_names_each_of_its_parts() {
        let part = i64::try_from(PART_BYTES).expect("small");
        assert!(header(1, 1).is_sound() && header(part, 1).is_sound() && header(part + 1, 2).is_sound());
        assert!(!header(part, 2).is_sound() && !header(part + 1, 1).is_sound());
        assert!(!header(0, 0).is_sound() && !header(-1, 0).is_sound());
        assert!(!ParcelHeader { document_bytes: 2, ..header(1, 1) }.is_sound(), "longer than all");
        assert!(header(1, 1).has_part(0, &0_usize.to_be_bytes()));
        assert!(!header(1, 1).has_part(0, b"altered") && !header(1, 1).has_part(1, &0_usize.to_be_bytes()));
    }

    #[test]
    fn parts_count_once_and_in_order() {
        let coming = |header: &ParcelHeader| {
            Parcel::headed(RawId::from_u128(2), header, SignedBytes::default(), Verdict::Receiving, Moment::UNIX_EPOCH)
        };
        let parcel = coming(&header(i64::try_from(PART_BYTES).expect("small") * 2, 2));
        let parcel = parcel.took(0).took(0).took(5);
        assert_eq!(parcel.next_part, 1);
        let early = parcel.clone().refused(Refusal::Altered, Moment::UNIX_EPOCH);
        assert!(!early.is_refused_for_good(), "another part may come unaltered");
        let late = parcel.took(1).refused(Refusal::Foreign, Moment::UNIX_EPOCH);
        assert!(late.is_refused_for_good());
    }
}
