//! The learners of a class, in order of enrolment.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::learner::Learner;
use crate::domain::training_class::TrainingClassId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListLearners {
    class: TrainingClassId,
    page: Page,
}

impl ListLearners {
    pub(crate) fn parse(message: pb::ListLearnersRequest) -> Result<Self, Error> {
        let filter = pb::ListLearnersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let size = fields.page_size(message.page_size);
        let (class, size) = fields.finish((class, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { class, page })
    }
}

pub(crate) async fn list_learners(view: &View, command: &ListLearners) -> Result<Paged<Learner>, Error> {
    let found = store::training_classes::find(view, command.class).await?;
    let class = policy::known_class(found, command.class, policy::seen(view))?;
    Ok(store::learners::list(view, &class, &command.page).await?)
}
