//! Comparisons of the two sides, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use prost::Message as _;
use proto::reporting::v1 as pb;

use crate::error::Error;
use crate::{View, store};

pub(crate) struct ListReconciliations {
    province: Option<UnitId>,
    page: Page,
}

impl ListReconciliations {
    pub(crate) fn parse(message: pb::ListReconciliationsRequest) -> Result<Self, Error> {
        let filter = pb::ListReconciliationsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let province = fields.optional_unit("province_id", &message.province_id);
        let size = fields.page_size(message.page_size);
        let (province, size) = fields.finish((province, size))?;
        Ok(Self { province, page: Page::new(size, &message.page_token, fingerprint(&filter))? })
    }
}

pub(crate) async fn list_reconciliations(
    view: &View,
    command: &ListReconciliations,
) -> Result<Paged<pb::Reconciliation>, Error> {
    let units = view.authority().listed_units(command.province.as_ref())?;
    let kept = store::link::reconciliations::list(view, &units, &command.page).await?;
    kept.try_map(|outcome| Ok(pb::Reconciliation::decode(outcome.as_slice())?))
}
