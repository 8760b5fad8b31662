//! Recording a payment of a policy, or a disbursement of a resource.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::create_programme_record::served_producers;
use crate::Work;
use crate::domain::programme::{Document, NewPayment, Payment, PaymentState, ProgrammeRecordId};
use crate::error::Error;
use crate::wire::programme_detail::read_dong;
use crate::{events, policy, store};

pub(crate) struct RecordProgrammePayment {
    record: ProgrammeRecordId,
    payment: NewPayment,
}

impl RecordProgrammePayment {
    pub(crate) fn parse(message: pb::RecordProgrammePaymentRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let record = fields.id("record_id", &message.record_id);
        let producer = fields.optional_id("producer_id", &message.producer_id);
        let amount = read_dong(&mut fields, "amount_dong", message.amount_dong, 1);
        let paid_on = fields.date("paid_on", &message.paid_on);
        let number = fields.line("document_number", &message.document_number, 100);
        let date = fields.optional_date("document_date", &message.document_date);
        let excess_reason = fields.optional_line("excess_reason", &message.excess_reason, 500);
        let (record, producer, amount, paid_on, number, date, excess_reason) =
            fields.finish((record, producer, amount, paid_on, number, date, excess_reason))?;
        let document = Document { number, date };
        Ok(Self { record, payment: NewPayment { producer, amount, paid_on, document, excess_reason } })
    }
}

pub(crate) async fn record_programme_payment(work: &Work, command: &RecordProgrammePayment) -> Result<Payment, Error> {
    let found = store::programme_records::find(work, command.record).await?;
    let record = policy::known_programme_record(found, command.record, policy::reached(work))?;
    policy::may_keep_programme(work, &record.facts.unit)?;
    let served = served_producers(work, command.payment.producer.as_slice(), "producer_id").await?;
    record.may_serve(&served, work.authority().units(), work.today())?;
    let paid = store::programme_payments::paid(work, record.id).await?;
    let payment = Payment {
        id: work.new_id(),
        record: record.id,
        facts: command.payment.clone().of(&record, paid, work.today())?,
        state: PaymentState::Recorded,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::programme_payments::insert(work, &payment).await?;
    events::programme::payment_recorded(work, &payment, &record);
    Ok(payment)
}
