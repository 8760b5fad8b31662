//! Completing a class: each learner's result follows from the hours she attended and from her assessment.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::completion::Completion;
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
    if let Some(open) = store::check_ins::open_of_class(work, class.id).await? {
        let number = class.sessions.iter().find(|session| session.id == open).map_or(0, |session| session.number);
        return Err(Error::CheckInOpen { number });
    }
    let curriculum = store::curricula::taught(work, &class).await?;
    let learners = store::learners::of_class(work, &class).await?;
    let (class, learners) = class.complete(&curriculum, learners, work.today(), work.now())?;
    let (completed, others): (Vec<_>, Vec<_>) = learners.into_iter().partition(completed_it);
    store::training_classes::save(work, &class).await?;
    store::learners::save_results(work, &completed, LearnerResult::Completed).await?;
    store::learners::save_results(work, &others, LearnerResult::NotCompleted).await?;
    issue(work, &class, &completed).await?;
    events::training_class_completed(work, &class, &curriculum, &completed);
    Ok((class, completed.len()))
}

/// Issues a certificate of completion to each who completed the class, in order of enrolment.
async fn issue(work: &Work, class: &TrainingClass, completed: &[Learner]) -> Result<(), Error> {
    let today = work.today();
    let last = store::completions::last_serial(work, &class.unit, today).await?;
    let certificate = |(serial, learner): (i32, &Learner)| Completion {
        id: work.new_id(),
        learner: learner.id,
        class: class.id,
        curriculum: class.curriculum,
        person: learner.person,
        unit: class.unit.clone(),
        province: class.province.clone(),
        serial,
        completed_on: class.last_day(),
        valid_until: learner.valid_until,
        issued_on: today,
        replaces: None,
        replaced_by: None,
        created_at: work.now(),
    };
    let certificates: Vec<_> = (last + 1..).zip(completed).map(certificate).collect();
    Ok(store::completions::insert(work, &certificates).await?)
}

fn completed_it(learner: &Learner) -> bool {
    learner.result == LearnerResult::Completed
}
