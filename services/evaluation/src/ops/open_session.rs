//! Opening a session that scores a list of dossiers.

use std::collections::HashSet;

use chrono::NaiveDate;
use platform::fields::Fields;
use platform::ids::PersonId;
use platform::rpc::peer_error;
use proto::evaluation::v1 as pb;
use proto::training::v1::BatchGetTrainingStandingRequest;

use super::step::at;
use crate::domain::council::{Council, CouncilId};
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::recognition::rule_set_on;
use crate::domain::regulation::MembersTraining;
use crate::domain::session::{BallotRound, Scoring, Session, Stage};
use crate::domain::sheet::{FixedCase, Form};
use crate::error::Error;
use crate::{View, Work, events, policy, store, wire};

/// Most dossiers on a session's list.
pub(super) const MOST_DOSSIERS: usize = 200;

#[derive(Clone)]
pub(crate) struct OpenSession {
    council: CouncilId,
    dossiers: Vec<(DossierId, Vec<FixedCase>)>,
    written_until: Option<NaiveDate>,
    held_on: Option<NaiveDate>,
}

impl OpenSession {
    pub(crate) fn parse(message: pb::OpenSessionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let council = fields.id("council_id", &message.council_id);
        let given = fields.list("dossiers", message.dossiers, 1..=MOST_DOSSIERS).unwrap_or_default();
        let dossiers = fields.each("dossiers", &given, |fields, path, dossier| {
            let id = fields.id(&format!("{path}.dossier_id"), &dossier.dossier_id);
            let cases = wire::read_cases(fields, &format!("{path}.fixed_cases"), dossier.fixed_cases.clone());
            Some((id?, cases?))
        });
        let written_until = fields.optional_date("written_until", &message.written_until);
        let held_on = fields.optional_date("held_on", &message.held_on);
        let (council, dossiers, written_until, held_on) = fields.finish((council, dossiers, written_until, held_on))?;
        Ok(Self { council, dossiers, written_until, held_on })
    }
}

/// A session with the scorings on its list.
pub(crate) type OpenedSession = (Session, Vec<Scoring>);

/// The command, and the members who score without valid training, as far as the council's regulation asks.
pub(crate) struct Prepared {
    command: OpenSession,
    untrained: Vec<PersonId>,
}

/// Asks training about the members, if the council's regulation does.
pub(crate) async fn prepare(view: &View, command: &OpenSession) -> Result<Prepared, Error> {
    let found = store::councils::find(view, command.council).await?;
    let council = policy::presided_council(found, Error::NoSuchCouncil { council: command.council }, view.person())?;
    let untrained = match (council.regulation.rules.members_training, rule_set_on(view.today())) {
        (MembersTraining::Off, _) | (_, None) => Vec::new(),
        (MembersTraining::Warning, Some(rule_set)) => untrained(view, &council, rule_set).await?,
        (MembersTraining::Gate, Some(rule_set)) => {
            must_be_trained(untrained(view, &council, rule_set).await?, rule_set)?;
            Vec::new()
        }
    };
    Ok(Prepared { command: command.clone(), untrained })
}

/// The members who score and have no valid training in a rule set today, in the order of their appointment.
async fn untrained(view: &View, council: &Council, rule_set: &str) -> Result<Vec<PersonId>, Error> {
    let scorers = council.seats().filter(|(_, duty)| duty.scores());
    let request = BatchGetTrainingStandingRequest {
        person_ids: scorers.map(|(person, _)| person.to_string()).collect(),
        rule_set: rule_set.to_owned(),
        at: view.today().to_string(),
    };
    let answer = view.service().training.clone().batch_get_training_standing(request).await;
    let standings = answer.map_err(|status| peer_error("training", status))?.into_inner().standings;
    let valid: HashSet<String> =
        standings.into_iter().filter(|standing| standing.valid).map(|standing| standing.person_id).collect();
    let scorers = council.seats().filter(|(_, duty)| duty.scores()).map(|(person, _)| person);
    Ok(scorers.filter(|person| !valid.contains(&person.to_string())).collect())
}

fn must_be_trained(untrained: Vec<PersonId>, rule_set: &'static str) -> Result<(), Error> {
    if untrained.is_empty() {
        return Ok(());
    }
    let persons: Vec<_> = untrained.iter().map(ToString::to_string).collect();
    Err(Error::MembersUntrained { rule_set, persons: persons.join(", ") })
}

/// Returns the session with its scorings, and whom its opener is warned of.
pub(crate) async fn open_session(work: &Work, prepared: &Prepared) -> Result<(OpenedSession, Vec<PersonId>), Error> {
    let command = &prepared.command;
    let found = store::councils::find(work, command.council).await?;
    let council = policy::presided_council(found, Error::NoSuchCouncil { council: command.council }, work.person())?;
    council.must_be_in_term(work.today())?;
    if let Some(held_on) = command.held_on {
        must_keep_lead_time(work, &council, held_on).await?;
    }
    let session = Session {
        id: work.new_id(),
        council: council.id,
        opened_at: work.now(),
        written_until: command.written_until,
        held_on: command.held_on,
    };
    let mut scorings = Vec::with_capacity(command.dossiers.len());
    for (id, cases) in &command.dossiers {
        let dossier = store::dossiers::find(work, *id).await?.ok_or(Error::NoSuchDossier { dossier: *id })?;
        council.must_be_for(&dossier)?;
        check_cases(work, &dossier, cases)?;
        session.may_hold_in_writing(&dossier, work.today())?;
        let at = at(work, &dossier).await?;
        let dossier = dossier.take_into(session.id, &at)?;
        store::dossiers::save(work, &dossier).await?;
        scorings.push(Scoring {
            session: session.id,
            dossier: dossier.id,
            fixed_cases: cases.clone(),
            stage: Stage::Open(BallotRound::First),
            discussion: String::new(),
        });
    }
    store::sessions::insert(work, &session, &scorings).await?;
    store::seals::make(work, session.id).await?;
    events::session_opened(work, &session, &scorings);
    Ok(((session, scorings), prepared.untrained.clone()))
}

/// Refuses a day that leaves members less time with the files than the council's regulation gives them.
async fn must_keep_lead_time(work: &Work, council: &Council, held_on: NaiveDate) -> Result<(), Error> {
    council.must_be_in_term(held_on)?;
    let days = council.regulation.rules.lead_time_working_days;
    let calendar = store::calendar_days::calendar(work, &work.service().calendar).await?;
    let earliest = calendar.add_working_days(work.today(), days);
    if held_on < earliest { Err(Error::LeadTimeTooShort { days, earliest }) } else { Ok(()) }
}

/// Refuses cases that do not fit the dossier's set.
fn check_cases(work: &Work, dossier: &Dossier, cases: &[FixedCase]) -> Result<(), Error> {
    let set = work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    Form::new(set, cases).map(|_| ())
}
