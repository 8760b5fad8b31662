//! Who read who complained, when and what for, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::operation::Reading;
use proto::evaluation::v1 as pb;

use crate::domain::complaint::ComplaintId;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct ListComplainantReads {
    unit: Option<UnitId>,
    complaint: Option<ComplaintId>,
    page: Page,
}

impl ListComplainantReads {
    pub(crate) fn parse(message: pb::ListComplainantReadsRequest) -> Result<Self, Error> {
        let filter = pb::ListComplainantReadsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let complaint = fields.optional_id("complaint_id", &message.complaint_id);
        let size = fields.page_size(message.page_size);
        let (unit, complaint, size) = fields.finish((unit, complaint, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, complaint, page })
    }
}

pub(crate) async fn list_complainant_reads(
    view: &View,
    command: &ListComplainantReads,
) -> Result<Paged<Reading>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    let but_of = policy::bound_to(view).await?;
    Ok(store::complaints::readings_of_complainants(view, &units, &but_of, command.complaint, &command.page).await?)
}
