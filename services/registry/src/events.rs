//! What registry tells the other services, and what it takes in from evaluation. Ids and facts about places and things; nothing about people but
//! who (by id) leads whom and whose account may act for whom.

pub(crate) mod management;

pub(crate) mod product_files;

pub(crate) mod programme;

pub(crate) mod retention;

use platform::access::{UnitVersion, parts, store_part};
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::operation::Subject;
use platform::outbox::told::{day, id, read};
use proto::common::v1::{EventEnvelope, Unit};
use proto::evaluation::v1::{CertificateIssued, CertificateReplaced, CertificateRevoked, ReplacementKind};
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::figures::Figures;
use crate::domain::import::Import;
use crate::domain::leader::Leader;
use crate::domain::likeness::{Two, Verdict};
use crate::domain::person::Representative;
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::producer_account::ProducerAccount;
use crate::domain::product::{Product, ProductCode};
use crate::domain::standing::{EndedAs, ProductCertificate};
use crate::domain::succession::Succession;
use crate::error::Error;
use crate::{store, wire};

platform::feed_client!(EvaluationFeed, proto::evaluation::v1);

/// Takes in an event of evaluation: the certificates of products.
pub(crate) async fn from_evaluation(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = read::<CertificateIssued>(event)? {
        let certificate = ProductCertificate {
            id: id(&told.certificate_id)?.into(),
            product: id(&told.product_id)?.into(),
            star: told.star,
            issued_on: day(&told.issued_on)?,
            expires_on: day(&told.expires_on)?,
            ended: None,
        };
        return store::product_certificates::keep(work, &certificate).await;
    }
    if let Some(told) = read::<CertificateRevoked>(event)? {
        let (first, on) = (id(&told.first_certificate_id)?.into(), day(&told.revoked_on)?);
        return store::product_certificates::end(work, first, on, EndedAs::Revoked).await;
    }
    // Other replacements go on under the identity of the first.
    if let Some(told) = read::<CertificateReplaced>(event)?.filter(|told| told.kind() == ReplacementKind::Reassessed) {
        let (first, on) = (id(&told.first_certificate_id)?.into(), day(&told.issued_on)?);
        return store::product_certificates::end(work, first, on, EndedAs::Reassessed).await;
    }
    Ok(())
}

fn of_producer(producer: &Producer) -> Subject {
    Subject::new("producer", producer.id, producer.version)
}

fn of_product(product: &Product) -> Subject {
    Subject::new("product", product.id, product.version)
}

/// Keeps a table of units and tells of it, part by part.
pub(crate) async fn units_published(work: &Work, version: i64, units: &[UnitVersion]) -> Result<(), Error> {
    let parts = parts(units);
    let count = i32::try_from(parts.len()).expect("a country has fewer units than that");
    for (part, units) in (1..).zip(parts) {
        let units: Vec<Unit> = units.iter().map(Unit::from).collect();
        store_part(work, version, part, count, &units).await?;
        let event = pb::UnitsPublished { table_version: version, part, parts: count, units };
        work.publish(Subject::new("unit_table", work.new_id::<RawId>(), version), &event);
    }
    Ok(())
}

pub(crate) fn producer_created(work: &Work, producer: &Producer) {
    let event = pb::ProducerCreated {
        producer_id: producer.id.to_string(),
        kind: wire::producers::producer_kind(producer.facts.kind).into(),
        unit_id: producer.facts.unit.to_string(),
        sample: producer.sample,
    };
    work.publish(of_producer(producer), &event);
}

pub(crate) fn producer_updated(work: &Work, producer: &Producer) {
    let event = pb::ProducerUpdated {
        producer_id: producer.id.to_string(),
        kind: wire::producers::producer_kind(producer.facts.kind).into(),
        unit_id: producer.facts.unit.to_string(),
        sample: producer.sample,
    };
    work.publish(of_producer(producer), &event);
}

pub(crate) fn producer_retired(work: &Work, producer: &Producer) {
    let event = pb::ProducerRetired { producer_id: producer.id.to_string() };
    work.publish(of_producer(producer), &event);
}

pub(crate) fn leader_appointed(work: &Work, leader: &Leader) {
    let event = pb::LeaderAppointed {
        leader_id: leader.id.to_string(),
        producer_id: leader.producer.to_string(),
        person_id: leader.person.to_string(),
        term_from: leader.from.to_string(),
    };
    work.publish(Subject::new("leader", leader.id, leader.version), &event);
}

pub(crate) fn leader_term_ended(work: &Work, leader: &Leader) {
    let event = pb::LeaderTermEnded {
        leader_id: leader.id.to_string(),
        producer_id: leader.producer.to_string(),
        person_id: leader.person.to_string(),
        term_to: leader.to.map(|to| to.to_string()).unwrap_or_default(),
    };
    work.publish(Subject::new("leader", leader.id, leader.version), &event);
}

pub(crate) fn leader_term_corrected(work: &Work, leader: &Leader) {
    let event = pb::LeaderTermCorrected {
        leader_id: leader.id.to_string(),
        producer_id: leader.producer.to_string(),
        person_id: leader.person.to_string(),
        term_from: leader.from.to_string(),
        term_to: leader.to.map(|to| to.to_string()).unwrap_or_default(),
    };
    work.publish(Subject::new("leader", leader.id, leader.version), &event);
}

pub(crate) fn leader_term_retracted(work: &Work, leader: &Leader) {
    let event = pb::LeaderTermRetracted {
        leader_id: leader.id.to_string(),
        producer_id: leader.producer.to_string(),
        person_id: leader.person.to_string(),
    };
    work.publish(Subject::new("leader", leader.id, leader.version + 1), &event);
}

pub(crate) fn producer_figures_recorded(work: &Work, figures: &Figures) {
    let event = pb::ProducerFiguresRecorded {
        producer_id: figures.producer.to_string(),
        year: figures.year,
        version: figures.version,
        revenue_dong: figures.figures.revenue_dong,
        profit_dong: figures.figures.profit_dong,
        workers: figures.figures.workers.map(wire::figures::workers),
        cooperative_grade: wire::figures::grade(figures.figures.cooperative_grade).into(),
    };
    // Each version is a subject of its own; its number tells which counts.
    work.publish(Subject::new("producer_figures", figures.id, 1), &event);
}

pub(crate) fn producer_succession_recorded(work: &Work, succession: &Succession) {
    let event = pb::ProducerSuccessionRecorded {
        succession_id: succession.id.to_string(),
        kind: wire::successions::kind(succession.kind).into(),
        predecessor_ids: succession.predecessors.iter().map(ToString::to_string).collect(),
        successor_ids: succession.successors.iter().map(ToString::to_string).collect(),
        happened_on: succession.happened_on.to_string(),
    };
    work.publish(Subject::new("producer_succession", succession.id, 1), &event);
}

pub(crate) fn duplicate_judged(work: &Work, two: Two, verdict: Verdict) {
    let event = pb::DuplicateJudged {
        one_producer_id: two.one.to_string(),
        other_producer_id: two.other.to_string(),
        verdict: wire::duplicates::verdict(verdict).into(),
    };
    work.publish(Subject::new("duplicate_judgement", work.new_id::<RawId>(), 1), &event);
}

pub(crate) fn legal_representative_recorded(work: &Work, representative: &Representative) {
    let Representative { producer, person, version, .. } = representative;
    let event = pb::LegalRepresentativeRecorded { producer_id: producer.to_string(), person_id: person.to_string() };
    work.publish(Subject::new("legal_representative", *producer, *version), &event);
}

pub(crate) fn producer_workers_changed(work: &Work, producer: ProducerId, worker_count: i32) {
    let event = pb::ProducerWorkersChanged { producer_id: producer.to_string(), worker_count };
    // Workers leave the producer's record as it is: each change of them is a subject of its own.
    work.publish(Subject::new("producer_workers", work.new_id::<RawId>(), 1), &event);
}

fn of_account(account: &ProducerAccount) -> Subject {
    Subject::new("producer_account", account.id, account.version)
}

pub(crate) fn producer_account_granted(work: &Work, account: &ProducerAccount) {
    let event = pb::ProducerAccountGranted {
        producer_account_id: account.id.to_string(),
        producer_id: account.producer.to_string(),
        person_id: account.person.to_string(),
        term_from: account.from.to_string(),
        term_to: account.to.map(|to| to.to_string()).unwrap_or_default(),
    };
    work.publish(of_account(account), &event);
}

pub(crate) fn producer_account_ended(work: &Work, account: &ProducerAccount) {
    let event = pb::ProducerAccountEnded {
        producer_account_id: account.id.to_string(),
        producer_id: account.producer.to_string(),
        person_id: account.person.to_string(),
        term_to: account.to.map(|to| to.to_string()).unwrap_or_default(),
    };
    work.publish(of_account(account), &event);
}

pub(crate) fn product_created(work: &Work, product: &Product) {
    let event = pb::ProductCreated {
        product_id: product.id.to_string(),
        producer_id: product.producer.to_string(),
        product_set: product.facts.product_set,
        unit_id: product.facts.unit.to_string(),
        sample: product.sample,
    };
    work.publish(of_product(product), &event);
}

pub(crate) fn product_updated(work: &Work, product: &Product) {
    let event = pb::ProductUpdated {
        product_id: product.id.to_string(),
        producer_id: product.producer.to_string(),
        product_set: product.facts.product_set,
        unit_id: product.facts.unit.to_string(),
        sample: product.sample,
    };
    work.publish(of_product(product), &event);
}

pub(crate) fn product_retired(work: &Work, product: &Product) {
    let event = pb::ProductRetired { product_id: product.id.to_string() };
    work.publish(of_product(product), &event);
}

pub(crate) fn product_code_assigned(work: &Work, product: &Product, code: &ProductCode) {
    let event = pb::ProductCodeAssigned { product_id: product.id.to_string(), code: code.to_string(), year: code.year };
    // A code leaves the product's record as it is: it is a subject of its own.
    let subject = Subject::new("product_code", work.new_id::<RawId>(), 1);
    work.publish(subject, &event);
}

/// Told before what the import does, so that the audit trail says which import it was.
pub(crate) fn import_moved(work: &Work, import: &Import) {
    let event = pb::ImportMoved {
        import_id: import.id.to_string(),
        kind: wire::imports::kind(import.kind).into(),
        unit_id: import.unit.to_string(),
    };
    work.publish(Subject::new("import", import.id, import.version + 1), &event);
}
