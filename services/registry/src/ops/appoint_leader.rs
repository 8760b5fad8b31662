//! Recording who leads a producer from a day on.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::leader::{Leader, PersonId};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct AppointLeader {
    producer: ProducerId,
    person: Option<PersonId>,
    full_name: String,
    title: String,
    from: NaiveDate,
}

impl AppointLeader {
    pub(crate) fn parse(message: pb::AppointLeaderRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let person = fields.optional_id("person_id", &message.person_id);
        let full_name = fields.line("full_name", &message.full_name, 100);
        let title = fields.line("title", &message.title, 100);
        let from = fields.date("term_from", &message.term_from);
        let (producer, person, full_name, title, from) = fields.finish((producer, person, full_name, title, from))?;
        Ok(Self { producer, person, full_name, title, from })
    }
}

pub(crate) async fn appoint_leader(work: &Work, command: &AppointLeader) -> Result<Leader, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::kept(work))?;
    producer.must_be_active()?;
    if let Some(person) = command.person
        && let Some(known) = store::leaders::any_of_person(work, person).await?
        && known.full_name != command.full_name
    {
        return Err(Error::PersonNameDiffers { person });
    }
    if let Some(last) = store::leaders::last(work, producer.id).await?
        && let Some(ended) = last.succeeded_on(command.from, work.now())?
    {
        store::leaders::save(work, &ended).await?;
    }
    let leader = Leader {
        id: work.new_id(),
        producer: producer.id,
        person: command.person.unwrap_or_else(|| work.new_id()),
        full_name: command.full_name.clone(),
        title: command.title.clone(),
        from: command.from,
        to: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::leaders::insert(work, &leader).await?;
    events::leader_appointed(work, &leader);
    Ok(leader)
}
