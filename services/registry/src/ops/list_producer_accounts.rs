//! Whose account may act for which producer, the newest grant first.

use chrono::NaiveDate;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::producer_account::ProducerAccount;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListProducerAccounts {
    producer: Option<ProducerId>,
    person: Option<PersonId>,
    may_act_on: Option<NaiveDate>,
    page: Page,
}

impl ListProducerAccounts {
    pub(crate) fn parse(message: pb::ListProducerAccountsRequest) -> Result<Self, Error> {
        let filter = pb::ListProducerAccountsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let producer = fields.optional_id("producer_id", &message.producer_id);
        let person = fields.optional_id("person_id", &message.person_id);
        let may_act_on = fields.optional_date("may_act_on", &message.may_act_on);
        let size = fields.page_size(message.page_size);
        let (producer, person, may_act_on, size) = fields.finish((producer, person, may_act_on, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { producer, person, may_act_on, page })
    }
}

pub(crate) async fn list_producer_accounts(
    view: &View,
    command: &ListProducerAccounts,
) -> Result<Paged<ProducerAccount>, Error> {
    let filter = store::producer_accounts::Filter {
        units: policy::units_of_grants(view)?,
        own: view.person(),
        producer: command.producer,
        person: command.person,
        may_act_on: command.may_act_on,
    };
    Ok(store::producer_accounts::list(view, &filter, &command.page).await?)
}
