//! The names behind the person ids of officials; each read is recorded.

use platform::fields::Fields;
use platform::ids::PersonId;
use platform::operation::Recorded;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::management::{ManagementBody, Official};
use crate::error::Error;
use crate::store;
use crate::store::persons::PERSON;

pub(crate) struct BatchGetOfficials {
    persons: Vec<PersonId>,
    purpose: String,
}

impl BatchGetOfficials {
    pub(crate) fn parse(message: pb::BatchGetOfficialsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("person_ids", message.person_ids, 1..=500).unwrap_or_default();
        let persons = fields.each("person_ids", &given, |fields, path, id| fields.id(path, id));
        let purpose = fields.optional_line("purpose", &message.purpose, 500);
        let (persons, purpose) = fields.finish((persons, purpose))?;
        Ok(Self { persons, purpose })
    }
}

pub(crate) async fn batch_get_officials(
    view: &View,
    command: &BatchGetOfficials,
) -> Result<Recorded<Vec<(Official, ManagementBody)>>, Error> {
    let units = view.authority().listed_units(None)?;
    let officials = store::officials::of_persons(view, &command.persons, &units, view.today()).await?;
    let subjects = officials.iter().map(|(official, _)| official.person.into()).collect();
    // Without a purpose it is listed too, as read for one that was not stated.
    Ok(Recorded { value: officials, noun: PERSON, subjects, purpose: Some(command.purpose.clone()) })
}
