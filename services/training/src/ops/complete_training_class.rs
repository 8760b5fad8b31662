//! Completing a class: each learner's result follows from the hours she attended.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::learner::{Learner, LearnerResult};
use crate::domain::training_class::{TrainingClass, TrainingClassId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct CompleteTrainingClass {
    class: TrainingClassId,
    version: i64,
}

impl CompleteTrainingClass {
    pub(crate) fn parse(message: pb::CompleteTrainingClassRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let version = fields.etag("etag", &message.etag);
        let (class, version) = fields.finish((class, version))?;
        Ok(Self { class, version })
    }
}

/// Returns the class, and how many completed it.
pub(crate) async fn complete_training_class(
    work: &Work,
    command: &CompleteTrainingClass,
) -> Result<(TrainingClass, usize), Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    class.must_be_at(command.version)?;
    let curriculum = store::curricula::taught(work, &class).await?;
    let learners = store::learners::of_class(work, &class).await?;
    let (class, learners) = class.complete(&curriculum, learners, work.today(), work.now())?;
    let (completed, others): (Vec<_>, Vec<_>) = learners.into_iter().partition(completed_it);
    store::training_classes::save(work, &class).await?;
    store::learners::save_results(work, &completed, LearnerResult::Completed).await?;
    store::learners::save_results(work, &others, LearnerResult::NotCompleted).await?;
    events::training_class_completed(work, &class, &completed);
    Ok((class, completed.len()))
}

fn completed_it(learner: &Learner) -> bool {
    learner.result == LearnerResult::Completed
}
