//! Plans, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::plan::TrainingPlan;
use crate::error::Error;
use crate::store;

pub(crate) struct ListTrainingPlans {
    unit: Option<UnitId>,
    year: Option<i32>,
    page: Page,
}

impl ListTrainingPlans {
    pub(crate) fn parse(message: pb::ListTrainingPlansRequest) -> Result<Self, Error> {
        let filter = pb::ListTrainingPlansRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, year: Some(message.year).filter(|year| *year != 0), page })
    }
}

pub(crate) async fn list_training_plans(
    view: &View,
    command: &ListTrainingPlans,
) -> Result<Paged<TrainingPlan>, Error> {
    let units = view.authority().listed_units(command.unit.as_ref())?;
    Ok(store::plans::list(view, &units, command.year, &command.page).await?)
}
