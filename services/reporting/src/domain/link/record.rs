//! A submission as one of the sides keeps it.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::RawId;

use super::Hash;
use super::standing::Place;
use super::submission::{Refusal, Summary};

/// Bytes and their signature, as they were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SignedBytes {
    pub(crate) message: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

/// What became of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// At the province: made, without a head yet; a newer one of its kind takes its place.
    Pending,
    /// At the province: it has a head, and may have arrived.
    Sent,
    /// At the ministry: parts of it are missing.
    Receiving,
    /// Taken in; at the province, its receipt is there.
    Accepted,
    /// Refused.
    Refused,
    /// Kept aside: the province's numbers went back with it.
    Quarantined,
}

impl Verdict {
    /// Every verdict.
    pub(crate) const ALL: [Self; 6] =
        [Self::Pending, Self::Sent, Self::Receiving, Self::Accepted, Self::Refused, Self::Quarantined];

    /// Its name, as databases have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sent => "sent",
            Self::Receiving => "receiving",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Quarantined => "quarantined",
        }
    }

    /// The verdict of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// A submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Submission {
    pub(crate) id: RawId,
    /// As its head says.
    pub(crate) province: UnitId,
    /// Its place in the chain; without a name while it has no head.
    pub(crate) place: Place,
    pub(crate) summary: Summary,
    pub(crate) header: Option<SignedBytes>,
    pub(crate) verdict: Verdict,
    pub(crate) refusal: Option<Refusal>,
    /// How often it came.
    pub(crate) times: i32,
    pub(crate) receipt: Option<SignedBytes>,
    pub(crate) at: Moment,
    pub(crate) concluded_at: Option<Moment>,
    pub(crate) version: i64,
}

impl Submission {
    /// One that a province has just made.
    pub(crate) fn made(id: RawId, province: UnitId, summary: Summary, at: Moment) -> Self {
        Self {
            id,
            province,
            place: Place::default(),
            summary,
            header: None,
            verdict: Verdict::Pending,
            refusal: None,
            times: 0,
            receipt: None,
            at,
            concluded_at: None,
            version: 1,
        }
    }

    /// One whose head has just come to the ministry.
    pub(crate) fn received(id: RawId, header: super::submission::Header, signed: SignedBytes, at: Moment) -> Self {
        let name = Some(Hash::of(&signed.message));
        Self {
            place: Place { epoch: header.epoch, sequence: header.sequence, name },
            header: Some(signed),
            verdict: Verdict::Receiving,
            times: 1,
            ..Self::made(id, header.province, header.summary, at)
        }
    }

    /// With its head: it may be sent.
    pub(crate) fn headed(self, place: Place, header: SignedBytes) -> Self {
        Self { place, header: Some(header), verdict: Verdict::Sent, times: 1, ..self.next() }
    }

    /// Without the head it had: it waits again, in a new epoch.
    pub(crate) fn unheaded(self) -> Self {
        let (place, verdict) = (Place::default(), Verdict::Pending);
        Self { place, header: None, verdict, receipt: None, concluded_at: None, ..self.next() }
    }

    /// Taken in, with a receipt.
    pub(crate) fn accepted(self, receipt: SignedBytes, at: Moment) -> Self {
        Self { verdict: Verdict::Accepted, receipt: Some(receipt), concluded_at: Some(at), ..self.next() }
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

    fn next(self) -> Self {
        Self { version: self.version + 1, ..self }
    }
}
