//! Registering a producer.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::producer_record::read_record;
use crate::Work;
use crate::domain::likeness::{Judgement, Two, Verdict, must_be_known_apart, traits_of};
use crate::domain::producer::{Producer, ProducerFacts, ProducerId, ProducerKind, RecordState, TaxCode};
use crate::domain::units::living_commune;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct CreateProducer {
    facts: ProducerFacts,
    sample: bool,
    /// Producers like this one that are others.
    distinct_from: Vec<ProducerId>,
}

impl CreateProducer {
    pub(crate) fn parse(message: pb::CreateProducerRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.message("producer", message.producer).unwrap_or_default();
        let name = read_name(&mut fields, &producer);
        let kind = read_kind(&mut fields, &producer);
        let unit = read_unit(&mut fields, &producer);
        let registration_number = read_registration_number(&mut fields, &producer);
        let tax_code = read_tax_code(&mut fields, &producer);
        let record = read_record(&mut fields, &producer);
        let distinct_from = read_distinct_from(&mut fields, message.distinct_from_producer_ids);
        let (name, kind, unit, registration_number, tax_code, record, distinct_from) =
            fields.finish((name, kind, unit, registration_number, tax_code, record, distinct_from))?;
        let facts = ProducerFacts { name, kind, unit, registration_number, tax_code, record };
        Ok(Self { facts, sample: producer.sample, distinct_from })
    }
}

fn read_distinct_from(fields: &mut Fields, given: Vec<String>) -> Option<Vec<ProducerId>> {
    let given = fields.list("distinct_from_producer_ids", given, 0..=100)?;
    fields.each("distinct_from_producer_ids", &given, |fields, path, id| fields.id(path, id))
}

pub(super) fn read_name(fields: &mut Fields, producer: &pb::Producer) -> Option<String> {
    fields.line("producer.name", &producer.name, 200)
}

pub(super) fn read_kind(fields: &mut Fields, producer: &pb::Producer) -> Option<ProducerKind> {
    wire::producers::read_kind(fields, "producer.kind", producer.kind)
}

pub(super) fn read_unit(fields: &mut Fields, producer: &pb::Producer) -> Option<UnitId> {
    fields.unit("producer.unit_id", &producer.unit_id)
}

pub(super) fn read_registration_number(fields: &mut Fields, producer: &pb::Producer) -> Option<Option<String>> {
    let number = fields.optional_line("producer.registration_number", &producer.registration_number, 50)?;
    Some(Some(number).filter(|number| !number.is_empty()))
}

pub(super) fn read_tax_code(fields: &mut Fields, producer: &pb::Producer) -> Option<Option<TaxCode>> {
    if producer.tax_code.is_empty() {
        return Some(None);
    }
    fields.value("producer.tax_code", producer.tax_code.parse()).map(Some)
}

pub(crate) async fn create_producer(work: &Work, command: &CreateProducer) -> Result<Producer, Error> {
    let commune = living_commune(work.authority().units(), &command.facts.unit, work.today(), "producer.unit_id")?;
    policy::may_keep(work, &commune.id)?;
    command.facts.must_be_of(work.today())?;
    let producer = Producer {
        id: work.new_id(),
        facts: command.facts.clone(),
        province: commune.parent.clone(),
        sample: command.sample,
        state: RecordState::Active,
        succeeded_by: Vec::new(),
        merged_into: None,
        former_names: Vec::new(),
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    let like = told_apart(work, &producer, &command.distinct_from).await?;
    store::producers::insert(work, &producer).await?;
    keep_verdicts(work, producer.id, &like).await?;
    events::producer_created(work, &producer);
    Ok(producer)
}

/// Refuses a producer that is like others which the caller keeps, unless she says that they are others; gives those. Of
/// those elsewhere she learns nothing: whoever keeps both looks at them. Who has one of its numbers exactly is left to
/// the database, which says so.
async fn told_apart(work: &Work, producer: &Producer, distinct_from: &[ProducerId]) -> Result<Vec<ProducerId>, Error> {
    let mut like = Vec::new();
    for id in store::likeness::having(work, &traits_of(producer)).await? {
        let other = store::producers::find(work, id).await?;
        let kept = |other: &Producer| work.authority().reaches(&other.facts.unit) && !other.has_a_number_of(producer);
        like.extend(other.filter(kept).map(|other| other.id));
    }
    must_be_known_apart(&like, distinct_from)?;
    Ok(like)
}

/// That the caller says they are others is her verdict.
async fn keep_verdicts(work: &Work, producer: ProducerId, like: &[ProducerId]) -> Result<(), Error> {
    let judgement = Judgement {
        verdict: Verdict::Distinct,
        by: work.person(),
        at: work.now(),
        why: "Xác nhận là chủ thể khác khi đăng ký".to_owned(),
    };
    for other in like {
        let two = Two::new(producer, *other);
        let common = store::likeness::common(work, two).await?;
        store::likeness::judge(work, two, &common, &judgement).await?;
    }
    Ok(())
}
