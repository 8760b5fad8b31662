//! The names behind person ids; each read is recorded.

use platform::fields::Fields;
use platform::operation::Recorded;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::leader::{Leader, PersonId};
use crate::error::Error;
use crate::store;
use crate::store::persons::PERSON;

pub(crate) struct BatchGetLeaders {
    persons: Vec<PersonId>,
    purpose: String,
}

impl BatchGetLeaders {
    pub(crate) fn parse(message: pb::BatchGetLeadersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("person_ids", message.person_ids, 1..=500).unwrap_or_default();
        let persons = fields.each("person_ids", &given, |fields, path, id| fields.id(path, id));
        let purpose = fields.optional_line("purpose", &message.purpose, 500);
        let (persons, purpose) = fields.finish((persons, purpose))?;
        Ok(Self { persons, purpose })
    }
}

pub(crate) async fn batch_get_leaders(view: &View, command: &BatchGetLeaders) -> Result<Recorded<Vec<Leader>>, Error> {
    let units = view.authority().listed_units(None)?;
    let leaders = store::leaders::present_of_persons(view, &command.persons, &units).await?;
    let subjects = leaders.iter().map(|leader| leader.person.into()).collect();
    // Without a purpose it is listed too, as read for one that was not stated.
    Ok(Recorded { value: leaders, noun: PERSON, subjects, purpose: Some(command.purpose.clone()) })
}
