//! Changing the named fields of a producer.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::create_producer::{read_kind, read_name, read_registration_number, read_tax_code, read_unit};
use super::producer_record::{RecordChange, read_change};
use crate::Work;
use crate::domain::producer::{Producer, ProducerFacts, ProducerId};
use crate::domain::product_set;
use crate::domain::units::living_commune;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct UpdateProducer {
    producer: ProducerId,
    version: i64,
    changes: Vec<Change>,
    renamed_on: Option<NaiveDate>,
}

/// A field with its new value.
type Change = Box<dyn Fn(&mut ProducerFacts) + Send + Sync>;

impl UpdateProducer {
    pub(crate) fn parse(message: pb::UpdateProducerRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.message("producer", message.producer).unwrap_or_default();
        let id = fields.id("producer.id", &producer.id);
        let version = fields.etag("producer.etag", &producer.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| {
            Some(match path {
                "name" => read_name(fields, &producer).map(|name| change(move |facts| facts.name.clone_from(&name))),
                "kind" => read_kind(fields, &producer).map(|kind| change(move |facts| facts.kind = kind)),
                "unit_id" => read_unit(fields, &producer).map(|unit| change(move |facts| facts.unit = unit.clone())),
                "registration_number" => read_registration_number(fields, &producer)
                    .map(|number| change(move |facts| facts.registration_number.clone_from(&number))),
                "tax_code" => {
                    read_tax_code(fields, &producer).map(|code| change(move |facts| facts.tax_code.clone_from(&code)))
                }
                _ => return of_record(read_change(fields, &producer, path)),
            })
        });
        let renamed_on = fields.optional_date("renamed_on", &message.renamed_on);
        let (producer, version, changes, renamed_on) = fields.finish((id, version, changes, renamed_on))?;
        Ok(Self { producer, version, changes, renamed_on })
    }
}

fn change(change: impl Fn(&mut ProducerFacts) + Send + Sync + 'static) -> Change {
    Box::new(change)
}

/// A change of the record as one of the facts.
fn of_record(read: Option<Option<RecordChange>>) -> Option<Option<Change>> {
    Some(read?.map(|of_record| change(move |facts| of_record(&mut facts.record))))
}

pub(crate) async fn update_producer(work: &Work, command: &UpdateProducer) -> Result<Producer, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::reached(work))?;
    producer.must_be_at(command.version)?;
    let mut facts = producer.facts.clone();
    command.changes.iter().for_each(|change| change(&mut facts));
    let commune = living_commune(work.authority().units(), &facts.unit, work.today(), "producer.unit_id")?;
    policy::may_keep(work, &commune.id)?;
    facts.must_be_of(work.today())?;
    if facts.kind != producer.facts.kind {
        let sets = store::products::sets_in_use(work, producer.id).await?;
        product_set::must_be_open_to(facts.kind, &sets, work.today())?;
    }
    let producer = match command.renamed_on {
        Some(day) if day > work.today() => {
            return Err(Error::RecordDayAhead { path: "renamed_on".to_owned(), today: work.today() });
        }
        Some(day) => producer.renamed(&facts.name, day),
        None => producer,
    };
    let producer = producer.update(facts, commune.parent.clone(), work.now())?;
    store::producers::save(work, &producer).await?;
    events::producer_updated(work, &producer);
    Ok(producer)
}
