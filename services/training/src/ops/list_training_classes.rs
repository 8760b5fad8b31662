//! Classes, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::training_class::TrainingClass;
use crate::error::Error;
use crate::{store, wire};

pub(crate) struct ListTrainingClasses {
    unit: Option<UnitId>,
    state: Option<&'static str>,
    page: Page,
}

impl ListTrainingClasses {
    pub(crate) fn parse(message: pb::ListTrainingClassesRequest) -> Result<Self, Error> {
        let filter = pb::ListTrainingClassesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let state = wire::read_optional_class_state(&mut fields, message.state);
        let size = fields.page_size(message.page_size);
        let (unit, state, size) = fields.finish((unit, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, state, page })
    }
}

pub(crate) async fn list_training_classes(
    view: &View,
    command: &ListTrainingClasses,
) -> Result<Paged<TrainingClass>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    Ok(store::training_classes::list(view, &units, command.state, &command.page).await?)
}
