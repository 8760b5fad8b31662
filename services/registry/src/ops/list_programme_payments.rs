//! Payments of policies and resources, the newest first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::programme::{Payment, ProgrammeRecordId};
use crate::error::Error;
use crate::store;

pub(crate) struct ListProgrammePayments {
    record: Option<ProgrammeRecordId>,
    producer: Option<ProducerId>,
    state: Option<pb::ProgrammePaymentState>,
    page: Page,
}

impl ListProgrammePayments {
    pub(crate) fn parse(message: pb::ListProgrammePaymentsRequest) -> Result<Self, Error> {
        let filter = pb::ListProgrammePaymentsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let record = fields.optional_id("record_id", &message.record_id);
        let producer = fields.optional_id("producer_id", &message.producer_id);
        let state = fields.optional_choice("state", message.state);
        let size = fields.page_size(message.page_size);
        let (record, producer, state, size) = fields.finish((record, producer, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { record, producer, state, page })
    }
}

pub(crate) async fn list_programme_payments(
    view: &View,
    command: &ListProgrammePayments,
) -> Result<Paged<Payment>, Error> {
    let filter = store::programme_payments::Filter {
        units: view.authority().listed_units(None)?,
        record: command.record,
        producer: command.producer,
        standing: command.state.map(|state| state == pb::ProgrammePaymentState::Recorded),
    };
    Ok(store::programme_payments::list(view, &filter, &command.page).await?)
}
