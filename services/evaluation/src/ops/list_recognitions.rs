//! Recognitions under earlier rules, in Vietnamese order of the product names.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::recognition::Recognition;
use crate::error::Error;
use crate::store;

pub(crate) struct ListRecognitions {
    unit: Option<UnitId>,
    with_retracted: bool,
    page: Page,
}

impl ListRecognitions {
    pub(crate) fn parse(message: pb::ListRecognitionsRequest) -> Result<Self, Error> {
        let filter = pb::ListRecognitionsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, with_retracted: message.with_retracted, page })
    }
}

pub(crate) async fn list_recognitions(view: &View, command: &ListRecognitions) -> Result<Paged<Recognition>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    Ok(store::recognitions::list(view, &units, command.with_retracted, &command.page).await?)
}
