//! People and attendances in an interval, where the learners belonged when they enrolled.

use proto::training::v1 as pb;

use super::asked::Asked;
use crate::domain::figures::TrainingCount;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct CountTraining(Asked);

impl CountTraining {
    pub(crate) fn parse(message: pb::CountTrainingRequest) -> Result<Self, Error> {
        Asked::parse(&message.unit_id, message.audience, &message.from, &message.to).map(Self)
    }
}

pub(crate) async fn count_training(view: &View, command: &CountTraining) -> Result<TrainingCount, Error> {
    let filter = command.0.filter(view).await?;
    Ok(store::learners::count(view, &filter).await?)
}
