//! The names behind the person ids of officials; each read is recorded.

use platform::fields::Fields;
use platform::ids::PersonId;
use platform::operation::Recorded;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::management::{ManagementBody, Official};
use crate::error::Error;
use crate::store;

pub(crate) struct BatchGetOfficials {
    persons: Vec<PersonId>,
}

impl BatchGetOfficials {
    pub(crate) fn parse(message: pb::BatchGetOfficialsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("person_ids", message.person_ids, 1..=500).unwrap_or_default();
        let persons = fields.each("person_ids", &given, |fields, path, id| fields.id(path, id));
        let (persons,) = fields.finish((persons,))?;
        Ok(Self { persons })
    }
}

pub(crate) async fn batch_get_officials(
    view: &View,
    command: &BatchGetOfficials,
) -> Result<Recorded<Vec<(Official, ManagementBody)>>, Error> {
    let units = view.authority().listed_units(None)?;
    let officials = store::officials::of_persons(view, &command.persons, &units, view.today()).await?;
    let subjects = officials.iter().map(|(official, _)| official.person.into()).collect();
    Ok(Recorded { value: officials, noun: "person", subjects, purpose: None })
}
