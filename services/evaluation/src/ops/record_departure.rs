//! A member leaves a session: from now on she casts no ballots.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use super::declare_conflict::MOST_REASONS;
use crate::Work;
use crate::domain::session::SessionId;
use crate::domain::voters::{Absence, away};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct RecordDeparture {
    session: SessionId,
    person: PersonId,
    reasons: String,
}

impl RecordDeparture {
    pub(crate) fn parse(message: pb::RecordDepartureRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let person = fields.id("person_id", &message.person_id);
        let reasons = fields.optional_line("reasons", &message.reasons, MOST_REASONS);
        let (session, person, reasons) = fields.finish((session, person, reasons))?;
        Ok(Self { session, person, reasons })
    }
}

pub(crate) async fn record_departure(work: &Work, command: &RecordDeparture) -> Result<Vec<Absence>, Error> {
    let (session, council) = policy::presided_session(work, command.session).await?;
    let person = command.person;
    council.duty_of(person).ok_or(Error::NoSuchMember { person, path: "person_id" })?;
    let mut absences = store::absences::of(work, session.id).await?;
    if away(&absences).contains(&person) {
        return Err(Error::MemberAway { session: session.id });
    }
    let absence = Absence { person, reasons: command.reasons.clone(), left_at: work.now(), returned_at: None };
    store::absences::insert(work, session.id, &absence).await?;
    absences.push(absence);
    Ok(absences)
}
