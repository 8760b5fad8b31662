//! What is told of the programme's other records: kinds, units, days and amounts, no words.

use platform::operation::Subject;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::programme::{Payment, ProgrammeRecord};
use crate::wire::choices::Choice as _;
use crate::wire::programme::optional_day;

fn of_record(record: &ProgrammeRecord) -> Subject {
    Subject::new("programme_record", record.id, record.version)
}

fn of_payment(payment: &Payment) -> Subject {
    Subject::new("programme_payment", payment.id, payment.version)
}

fn ids<Id: ToString>(ids: &[Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

pub(crate) fn record_created(work: &Work, record: &ProgrammeRecord) {
    let facts = &record.facts;
    let event = pb::ProgrammeRecordCreated {
        record_id: record.id.to_string(),
        kind: facts.kind().number(),
        category: facts.detail.category().to_owned(),
        unit_id: facts.unit.to_string(),
        first_day: facts.first_day.to_string(),
        last_day: optional_day(facts.last_day),
        planned_dong: facts.planned,
        spent_dong: facts.spent,
        producer_ids: ids(&facts.producers),
        product_ids: ids(&facts.products),
        sample: record.sample,
    };
    work.publish(of_record(record), &event);
}

pub(crate) fn record_updated(work: &Work, record: &ProgrammeRecord) {
    let facts = &record.facts;
    let event = pb::ProgrammeRecordUpdated {
        record_id: record.id.to_string(),
        kind: facts.kind().number(),
        category: facts.detail.category().to_owned(),
        unit_id: facts.unit.to_string(),
        first_day: facts.first_day.to_string(),
        last_day: optional_day(facts.last_day),
        planned_dong: facts.planned,
        spent_dong: facts.spent,
        producer_ids: ids(&facts.producers),
        product_ids: ids(&facts.products),
        sample: record.sample,
    };
    work.publish(of_record(record), &event);
}

pub(crate) fn record_retired(work: &Work, record: &ProgrammeRecord) {
    let event = pb::ProgrammeRecordRetired { record_id: record.id.to_string() };
    work.publish(of_record(record), &event);
}

pub(crate) fn payment_recorded(work: &Work, payment: &Payment, record: &ProgrammeRecord) {
    let event = pb::ProgrammePaymentRecorded {
        payment_id: payment.id.to_string(),
        record_id: record.id.to_string(),
        kind: record.facts.kind().number(),
        category: record.facts.detail.category().to_owned(),
        unit_id: record.facts.unit.to_string(),
        producer_id: payment.facts.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        amount_dong: payment.facts.amount,
        paid_on: payment.facts.paid_on.to_string(),
        sample: record.sample,
    };
    work.publish(of_payment(payment), &event);
}

pub(crate) fn payment_cancelled(work: &Work, payment: &Payment) {
    let event =
        pb::ProgrammePaymentCancelled { payment_id: payment.id.to_string(), record_id: payment.record.to_string() };
    work.publish(of_payment(payment), &event);
}
