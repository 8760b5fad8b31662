//! Payments of policies to producers, and disbursements of resources.

use chrono::NaiveDate;
use platform::clock::Moment;

use super::{Document, ProgrammeRecord, ProgrammeRecordId, RecordKind};
use crate::domain::producer::ProducerId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a payment.
    PaymentId
}

/// What was paid of a record, by the payments that stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paid {
    /// In đồng.
    pub(crate) amount: i64,
    /// How many different producers were paid.
    pub(crate) beneficiaries: i64,
}

/// Whether a payment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PaymentState {
    Recorded,
    /// Kept, and counted no more.
    Cancelled {
        reason: String,
    },
}

/// What people say of a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewPayment {
    pub(crate) producer: Option<ProducerId>,
    /// In đồng, more than 0.
    pub(crate) amount: i64,
    pub(crate) paid_on: NaiveDate,
    pub(crate) document: Document,
    /// Why more is paid than was planned; empty if no reason is given.
    pub(crate) excess_reason: String,
}

impl NewPayment {
    /// What is to be recorded, if the record may be paid that: of what it has left, or more with a reason.
    pub(crate) fn of(mut self, record: &ProgrammeRecord, paid: Paid, today: NaiveDate) -> Result<Self, Error> {
        record.must_be_active()?;
        if !record.facts.kind().has_payments() {
            return Err(Error::ProgrammeTakesNoPayments { kind: record.facts.kind().name() });
        }
        if record.facts.kind() == RecordKind::Policy && self.producer.is_none() {
            return Err(Error::ProgrammeFactMissing { path: "producer_id" });
        }
        let first_day = record.facts.first_day;
        if self.paid_on > today || self.paid_on < first_day {
            return Err(Error::ProgrammePaymentDay { first_day, today });
        }
        let left = record.facts.planned - paid.amount;
        if self.amount <= left {
            self.excess_reason.clear();
        } else if self.excess_reason.is_empty() {
            return Err(Error::ProgrammeAmountExceeded { left: left.max(0) });
        }
        Ok(self)
    }
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Payment {
    pub(crate) id: PaymentId,
    pub(crate) record: ProgrammeRecordId,
    pub(crate) facts: NewPayment,
    pub(crate) state: PaymentState,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl Payment {
    /// Refuses if the payment is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// The payment cancelled, for a reason.
    pub(crate) fn cancel(self, reason: String, now: Moment) -> Result<Self, Error> {
        match self.state {
            PaymentState::Recorded => {}
            PaymentState::Cancelled { .. } => return Err(Error::ProgrammePaymentCancelled { payment: self.id }),
        }
        Ok(Self { state: PaymentState::Cancelled { reason }, version: self.version + 1, updated_at: now, ..self })
    }
}
