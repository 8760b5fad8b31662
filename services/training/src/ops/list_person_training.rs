//! What a person has been enrolled in, across roles, units and years.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::learner::{Learner, LearnerResult};
use crate::domain::training_class::TrainingClass;
use crate::domain::units::Area;
use crate::error::Error;
use crate::store;

pub(crate) struct ListPersonTraining {
    person: PersonId,
    page: Page,
}

impl ListPersonTraining {
    pub(crate) fn parse(message: pb::ListPersonTrainingRequest) -> Result<Self, Error> {
        let filter = pb::ListPersonTrainingRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let person = fields.id("person_id", &message.person_id);
        let size = fields.page_size(message.page_size);
        let (person, size) = fields.finish((person, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { person, page })
    }
}

/// Enrolments, each with its class.
pub(crate) async fn list_person_training(
    view: &View,
    command: &ListPersonTraining,
) -> Result<Paged<(Learner, TrainingClass)>, Error> {
    let authority = view.authority();
    let held = authority.listed_units(None)?;
    let mut belonged = store::learners::units(view).await?;
    belonged.retain(|unit| authority.reaches(unit));
    let within = store::learners::of_area_or_classes(&Area::Units(belonged), &held);
    let page = store::learners::list_of_person(view, command.person, within, &command.page).await?;
    let mut rows = Vec::with_capacity(page.rows.len());
    for learner in page.rows {
        let class = store::training_classes::find(view, learner.class).await?;
        let class = class.ok_or(Error::NoSuchClass { class: learner.class })?;
        rows.push((learner, class));
    }
    Ok(Paged { rows, next_page_token: page.next_page_token })
}

/// True if the enrolment led to a completion.
pub(crate) fn was_completed(learner: &Learner) -> bool {
    learner.result == LearnerResult::Completed
}
