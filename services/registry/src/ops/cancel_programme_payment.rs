//! Cancelling a payment that was recorded wrongly, or was paid back.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::programme::{Payment, PaymentId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct CancelProgrammePayment {
    payment: PaymentId,
    version: i64,
    reason: String,
}

impl CancelProgrammePayment {
    pub(crate) fn parse(message: pb::CancelProgrammePaymentRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let payment = fields.id("payment_id", &message.payment_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (payment, version, reason) = fields.finish((payment, version, reason))?;
        Ok(Self { payment, version, reason })
    }
}

pub(crate) async fn cancel_programme_payment(work: &Work, command: &CancelProgrammePayment) -> Result<Payment, Error> {
    let no_such_payment = || Error::NoSuchProgrammePayment { payment: command.payment };
    let payment = store::programme_payments::find(work, command.payment).await?.ok_or_else(no_such_payment)?;
    let record = store::programme_records::find(work, payment.record).await?;
    let record = policy::known_programme_record(record, payment.record, policy::reached(work));
    let record = record.map_err(|_| no_such_payment())?;
    policy::may_keep_programme(work, &record.facts.unit)?;
    payment.must_be_at(command.version)?;
    let payment = payment.cancel(command.reason.clone(), work.now())?;
    store::programme_payments::save(work, &payment).await?;
    events::programme::payment_cancelled(work, &payment);
    Ok(payment)
}
