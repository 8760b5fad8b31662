//! Revocations, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_revocation::RevocationOnDay;
use crate::domain::certificate::CertificateId;
use crate::domain::revocation::RevocationState;
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct ListRevocations {
    unit: Option<UnitId>,
    certificate: Option<CertificateId>,
    state: Option<RevocationState>,
    overdue_only: bool,
    page: Page,
}

impl ListRevocations {
    pub(crate) fn parse(message: pb::ListRevocationsRequest) -> Result<Self, Error> {
        let filter = pb::ListRevocationsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let certificate = fields.optional_id("certificate_id", &message.certificate_id);
        let state = wire::register::read_optional_state(&mut fields, message.state);
        let size = fields.page_size(message.page_size);
        let (unit, certificate, state, size) = fields.finish((unit, certificate, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, certificate, state, overdue_only: message.overdue_only, page })
    }
}

pub(crate) async fn list_revocations(view: &View, command: &ListRevocations) -> Result<Paged<RevocationOnDay>, Error> {
    let (units, producers) = policy::listed_to(view, command.unit.as_ref()).await?;
    let filter = store::revocations::Filter {
        units,
        producers,
        certificate: command.certificate,
        state: command.state,
        overdue_on: command.overdue_only.then_some(view.today()),
    };
    let page = store::revocations::list(view, &filter, &command.page).await?;
    Ok(page.map(|revocation| (revocation, view.today())))
}
