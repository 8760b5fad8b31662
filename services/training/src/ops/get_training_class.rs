//! A class by its identity.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::training_class::{TrainingClass, TrainingClassId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetTrainingClass {
    class: TrainingClassId,
}

impl GetTrainingClass {
    pub(crate) fn parse(message: pb::GetTrainingClassRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let (class,) = fields.finish((class,))?;
        Ok(Self { class })
    }
}

pub(crate) async fn get_training_class(view: &View, command: &GetTrainingClass) -> Result<TrainingClass, Error> {
    let found = store::training_classes::find(view, command.class).await?;
    policy::known_class(found, command.class, policy::seen(view))
}
