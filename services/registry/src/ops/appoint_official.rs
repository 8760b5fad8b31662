//! Recording an official's term in a management body.

use chrono::NaiveDate;
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::management::{ManagementBody, ManagementBodyId, Official, OfficialTerm};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct AppointOfficial {
    body: ManagementBodyId,
    person: Option<PersonId>,
    full_name: String,
    title: String,
    duty: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

impl AppointOfficial {
    pub(crate) fn parse(message: pb::AppointOfficialRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let body = fields.id("body_id", &message.body_id);
        let person = fields.optional_id("person_id", &message.person_id);
        let full_name = fields.line("full_name", &message.full_name, 100);
        let title = fields.line("title", &message.title, 100);
        let duty = fields.line("duty", &message.duty, 100);
        let from = fields.date("term_from", &message.term_from);
        let to = fields.optional_date("term_to", &message.term_to);
        let (body, person, full_name, title, duty, from, to) =
            fields.finish((body, person, full_name, title, duty, from, to))?;
        Ok(Self { body, person, full_name, title, duty, from, to })
    }
}

pub(crate) async fn appoint_official(
    work: &Work,
    command: &AppointOfficial,
) -> Result<(Official, ManagementBody), Error> {
    let found = store::management_bodies::find(work, command.body).await?;
    let body = policy::known_management_body(found, command.body, policy::reached(work))?;
    policy::may_keep_programme(work, &body.place.unit)?;
    body.must_be_active()?;
    let term = OfficialTerm::new(command.from, command.to)?;
    if let Some(person) = command.person {
        must_be_free(work, person, &command.full_name, &body, term).await?;
    }
    let official = Official {
        id: work.new_id(),
        body: body.id,
        person: command.person.unwrap_or_else(|| work.new_id()),
        full_name: command.full_name.clone(),
        title: command.title.clone(),
        duty: command.duty.clone(),
        term,
        end_reason: String::new(),
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::officials::insert(work, &official).await?;
    events::management::official_appointed(work, &official, &body);
    Ok((official, body))
}

/// Refuses a person who is recorded under another name, or has a term in the body at that time.
async fn must_be_free(
    work: &Work,
    person: PersonId,
    full_name: &str,
    body: &ManagementBody,
    term: OfficialTerm,
) -> Result<(), Error> {
    let known = store::officials::any_of_person(work, person).await?;
    if known.is_some_and(|known| known.full_name != full_name) {
        return Err(Error::PersonNameDiffers { person });
    }
    let terms = store::officials::of_person_in(work, person, body.id).await?;
    match terms.into_iter().find(|official| official.term.overlaps(term)) {
        Some(official) => Err(Error::OfficialTermOverlaps { official: official.id }),
        None => Ok(()),
    }
}
