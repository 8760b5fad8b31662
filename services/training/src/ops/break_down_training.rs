//! People and attendances in an interval, in detail.

use proto::training::v1 as pb;

use super::asked::Asked;
use crate::domain::breakdown::Breakdown;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct BreakDownTraining(Asked);

impl BreakDownTraining {
    pub(crate) fn parse(message: pb::BreakDownTrainingRequest) -> Result<Self, Error> {
        Asked::parse(&message.unit_id, message.audience, &message.from, &message.to).map(Self)
    }
}

pub(crate) async fn break_down_training(view: &View, command: &BreakDownTraining) -> Result<Breakdown, Error> {
    let filter = command.0.filter(view).await?;
    Ok(Breakdown::of(&store::attendances::attendances(view, &filter).await?))
}
