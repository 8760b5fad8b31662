//! A list by its identity, with how many of its rows stand how.

use std::collections::BTreeMap;

use platform::access::UnitId;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::learner_list::{LearnerList, LearnerListId, RowState};
use crate::domain::training_class::TrainingClass;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetLearnerList {
    list: LearnerListId,
}

/// A list with how many rows stand how.
pub(crate) type ListWithCounts = (LearnerList, BTreeMap<RowState, usize>);

impl GetLearnerList {
    pub(crate) fn parse(message: pb::GetLearnerListRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let list = fields.id("learner_list_id", &message.learner_list_id);
        let (list,) = fields.finish((list,))?;
        Ok(Self { list })
    }
}

pub(crate) async fn get_learner_list(view: &View, command: &GetLearnerList) -> Result<ListWithCounts, Error> {
    let (list, _) = known(view, command.list, policy::seen(view)).await?;
    with_counts(view, list).await
}

/// A list and its class, if the caller may know of it.
pub(super) async fn known(
    db: &impl store::Connection,
    id: LearnerListId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<(LearnerList, TrainingClass), Error> {
    let no_such_list = || Error::NoSuchList { list: id };
    let list = store::learner_lists::find(db, id).await?.ok_or_else(no_such_list)?;
    let class = store::training_classes::find(db, list.class).await?;
    let class = policy::known_class(class, list.class, reaches).map_err(|_| no_such_list())?;
    Ok((list, class))
}

/// A list with how many of its rows stand how.
pub(super) async fn with_counts(db: &impl store::Connection, list: LearnerList) -> Result<ListWithCounts, Error> {
    let counts = store::learner_lists::counts(db, list.id).await?;
    Ok((list, counts))
}
