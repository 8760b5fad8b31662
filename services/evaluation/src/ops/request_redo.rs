//! Asking a province to redo an assessment or to withdraw a recognition (article 10.1b).

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_redo_request::RedoRequestOnDay;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::clock::ClockKind;
use crate::domain::dossier::{DossierId, DossierState, Level};
use crate::domain::redo::{Asking, RedoDemand, RedoRequest, Signed};
use crate::domain::register::Basis;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct RequestRedo {
    dossier: DossierId,
    demand: RedoDemand,
    document: Basis,
    reasons: String,
}

impl RequestRedo {
    pub(crate) fn parse(message: pb::RequestRedoRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let demand = wire::redo::read_demand(&mut fields, message.demand);
        let reference = fields.line("document", &message.document, 200);
        let date = fields.date("document_date", &message.document_date);
        let reasons = wire::register::read_reasons(&mut fields, "reasons", &message.reasons, MOST_TEXT);
        let (dossier, demand, reference, date, reasons) = fields.finish((dossier, demand, reference, date, reasons))?;
        Ok(Self { dossier, demand, document: Basis { reference, date }, reasons })
    }
}

pub(crate) async fn request_redo(work: &Work, command: &RequestRedo) -> Result<RedoRequestOnDay, Error> {
    let dossier = policy::readable_dossier(work, command.dossier).await?;
    policy::may_lead(work, &dossier, Level::Ministry)?;
    let certificate = match dossier.state {
        DossierState::Certified { certificate, .. } => store::certificates::last_issued(work, certificate).await?,
        _ => None,
    };
    let service = work.service();
    let calendar = store::calendar_days::calendar(work, &service.calendar).await?;
    let terms = service.workflows.in_force_on(work.today())?;
    let asking = Asking {
        demand: command.demand,
        document: command.document.clone(),
        reasons: command.reasons.clone(),
        signed: Signed { by: work.person(), at: work.now() },
        due_on: terms.last_day(ClockKind::Redo, work.today(), &calendar),
    };
    let request = RedoRequest::ask(work.new_id(), &dossier, certificate.as_ref(), asking)?;
    store::redo_requests::insert(work, &request).await?;
    events::redo_requested(work, &request);
    Ok((request, work.today()))
}
