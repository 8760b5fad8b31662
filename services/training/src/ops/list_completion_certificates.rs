//! Certificates of completion, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::completion::Completion;
use crate::domain::training_class::TrainingClassId;
use crate::error::Error;
use crate::store;

pub(crate) struct ListCompletionCertificates {
    unit: Option<UnitId>,
    class: Option<TrainingClassId>,
    page: Page,
}

impl ListCompletionCertificates {
    pub(crate) fn parse(message: pb::ListCompletionCertificatesRequest) -> Result<Self, Error> {
        let filter =
            pb::ListCompletionCertificatesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let class = fields.optional_id("training_class_id", &message.training_class_id);
        let size = fields.page_size(message.page_size);
        let (unit, class, size) = fields.finish((unit, class, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, class, page })
    }
}

pub(crate) async fn list_completion_certificates(
    view: &View,
    command: &ListCompletionCertificates,
) -> Result<Paged<Completion>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    Ok(store::completions::list(view, &units, command.class, &command.page).await?)
}
