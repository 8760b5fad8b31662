//! Casting a sealed ballot: options, never points.

use platform::fields::Fields;
use platform::sealing::DataKey;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::council::{Duty, must_be_in_term};
use crate::domain::dossier::DossierId;
use crate::domain::session::{Ballot, BallotRound, SessionId, must_take_answers};
use crate::domain::sheet::{Choice, Finding, Form};
use crate::error::Error;
use crate::store::ballots::BallotBox;
use crate::store::seals::Seal;
use crate::{events, store, wire};

pub(crate) struct CastBallot {
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
    choices: Vec<Choice>,
    findings: Vec<Finding>,
}

impl CastBallot {
    pub(crate) fn parse(message: pb::CastBallotRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let round = wire::read_round(&mut fields, message.round);
        let choices = wire::read_choices(&mut fields, message.choices);
        let findings = wire::read_findings(&mut fields, message.findings);
        let (session, dossier, round, choices, findings) =
            fields.finish((session, dossier, round, choices, findings))?;
        Ok(Self { session, dossier, round, choices, findings })
    }
}

/// The box that a ballot goes into and what would go in, if the caller may put one in now.
pub(super) async fn fill_in(work: &Work, command: &CastBallot) -> Result<(BallotBox, Ballot), Error> {
    let found = store::ballots::find_box(work, command.session, command.dossier, work.person()).await?;
    let ballot_box = match found {
        Some(found) => found,
        None if store::sessions::find(work, command.session).await?.is_some() => {
            return Err(Error::DossierNotInSession { dossier: command.dossier });
        }
        None => return Err(Error::NoSuchSession { session: command.session }),
    };
    let duty = ballot_box.duty.ok_or(Error::NoSuchSession { session: command.session })?;
    if !Duty::scores(duty) {
        return Err(Error::DutyMissing);
    }
    must_be_in_term(ballot_box.council, ballot_box.term_from, ballot_box.term_to, work.today())?;
    must_take_answers(ballot_box.written_until, work.today())?;
    ballot_box.stage.must_take(command.dossier, command.round)?;
    if ballot_box.recused {
        return Err(Error::MemberRecused { dossier: command.dossier });
    }
    if ballot_box.replaced {
        return Err(Error::MemberReplaced { session: command.session });
    }
    if ballot_box.away {
        return Err(Error::MemberAway { session: command.session });
    }
    let set = work.service().catalogue.version(&ballot_box.criteria_version)?.set(ballot_box.product_set)?;
    let sheet = Form::new(set, &ballot_box.fixed_cases)?.read(&command.choices)?;
    for (index, finding) in command.findings.iter().enumerate() {
        finding.check(set, index)?;
    }
    let ballot = Ballot {
        id: work.new_id(),
        session: command.session,
        dossier: command.dossier,
        person: work.person(),
        round: command.round,
        sheet,
        findings: command.findings.clone(),
        cast_at: work.now(),
    };
    Ok((ballot_box, ballot))
}

/// The key of the session that a ballot is cast in.
pub(super) async fn session_key(work: &Work, command: &CastBallot, ballot_box: &BallotBox) -> Result<DataKey, Error> {
    Ok(match &ballot_box.wrapped_key {
        Some(wrapped) => store::seals::unwrap(work, command.session, wrapped)?,
        // The session was opened by the program before.
        None => store::seals::make(work, command.session).await?,
    })
}

pub(crate) async fn cast_ballot(work: &Work, command: &CastBallot) -> Result<Ballot, Error> {
    let (ballot_box, ballot) = fill_in(work, command).await?;
    let seal = Seal::of_ballots(&session_key(work, command, &ballot_box).await?, command.dossier);
    store::ballots::insert(work, &ballot, &seal)?;
    if ballot_box.has_draft {
        store::drafts::discard(work, &ballot).await?;
    }
    events::ballot_cast(work, &ballot);
    Ok(ballot)
}
