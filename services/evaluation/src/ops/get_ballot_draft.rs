//! The caller's own draft of a ballot. Nobody else's is ever read.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::session::SessionId;
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::store::seals::Seal;
use crate::{View, store, wire};

pub(crate) struct GetBallotDraft {
    session: SessionId,
    dossier: DossierId,
}

impl GetBallotDraft {
    pub(crate) fn parse(message: pb::GetBallotDraftRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (session, dossier) = fields.finish((session, dossier))?;
        Ok(Self { session, dossier })
    }
}

pub(crate) async fn get_ballot_draft(view: &View, command: &GetBallotDraft) -> Result<pb::BallotDraft, Error> {
    let no_such_session = || Error::NoSuchSession { session: command.session };
    let none = || Error::NoBallotDraft { dossier: command.dossier };
    let found = store::ballots::find_box(view, command.session, command.dossier, view.person()).await?;
    let ballot_box = found.filter(|found| found.duty.is_some()).ok_or_else(no_such_session)?;
    let wrapped = ballot_box.wrapped_key.as_ref().ok_or_else(none)?;
    let seal = Seal::of_drafts(&store::seals::unwrap(view, command.session, wrapped)?, command.dossier);
    let set = view.service().catalogue.version(&ballot_box.criteria_version)?.set(ballot_box.product_set)?;
    let form = Form::new(set, &ballot_box.fixed_cases)?;
    let draft = store::drafts::find(view, command.session, command.dossier, view.person(), &seal, &form).await?;
    Ok(wire::ballots::draft(set, &draft.ok_or_else(none)?))
}
