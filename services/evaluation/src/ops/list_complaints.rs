//! Complaints, the newest first, without who complained.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_complaint::ComplaintInSight;
use crate::domain::certificate::CertificateId;
use crate::domain::dossier::DossierId;
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct ListComplaints {
    unit: Option<UnitId>,
    state: Option<&'static str>,
    overdue_only: bool,
    certificate: Option<CertificateId>,
    dossier: Option<DossierId>,
    received_from: Option<NaiveDate>,
    received_to: Option<NaiveDate>,
    page: Page,
}

impl ListComplaints {
    pub(crate) fn parse(message: pb::ListComplaintsRequest) -> Result<Self, Error> {
        let filter = pb::ListComplaintsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let state = wire::complaints::read_optional_state(&mut fields, message.state);
        let certificate = fields.optional_id("certificate_id", &message.certificate_id);
        let dossier = fields.optional_id("dossier_id", &message.dossier_id);
        let received_from = fields.optional_date("received_from", &message.received_from);
        let received_to = fields.optional_date("received_to", &message.received_to);
        let size = fields.page_size(message.page_size);
        let (unit, state, certificate, dossier, received_from, received_to, size) =
            fields.finish((unit, state, certificate, dossier, received_from, received_to, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        let overdue_only = message.overdue_only;
        Ok(Self { unit, state, overdue_only, certificate, dossier, received_from, received_to, page })
    }
}

pub(crate) async fn list_complaints(view: &View, command: &ListComplaints) -> Result<Paged<ComplaintInSight>, Error> {
    let (units, producers) = policy::listed_to(view, command.unit.as_ref()).await?;
    let bound_to = policy::bound_to(view).await?;
    let filter = store::complaints::Filter {
        units,
        producers,
        as_told_to: bound_to.clone(),
        state: command.state,
        overdue_on: command.overdue_only.then_some(view.today()),
        certificate: command.certificate,
        dossier: command.dossier,
        received_from: command.received_from,
        received_to: command.received_to,
    };
    let page = store::complaints::list(view, &filter, &command.page).await?;
    Ok(page.map(|complaint| {
        let bound = bound_to.contains(&complaint.matter.producer);
        let sight = policy::complaints::sight_of(view, &complaint, bound);
        ComplaintInSight { complaint, sight, day: view.today() }
    }))
}
