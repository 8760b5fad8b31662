//! A plan, and how far the unit has come by the classes it holds in the year.

use std::collections::HashSet;

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::curriculum::Audience;
use crate::domain::funding::{FundingLine, added_up};
use crate::domain::learner::Learner;
use crate::domain::plan::{Progress, Target, TrainingPlan, TrainingPlanId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetTrainingPlan {
    plan: TrainingPlanId,
}

/// A plan with what was reached of it.
pub(crate) struct PlanWithProgress {
    pub(crate) plan: TrainingPlan,
    /// In order of its targets.
    pub(crate) progress: Vec<Progress>,
    /// Money of the classes.
    pub(crate) funding: Vec<FundingLine>,
}

impl GetTrainingPlan {
    pub(crate) fn parse(message: pb::GetTrainingPlanRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let plan = fields.id("training_plan_id", &message.training_plan_id);
        let (plan,) = fields.finish((plan,))?;
        Ok(Self { plan })
    }
}

pub(crate) async fn get_training_plan(view: &View, command: &GetTrainingPlan) -> Result<PlanWithProgress, Error> {
    let found = store::plans::find(view, command.plan).await?;
    let plan = policy::known_plan(found, command.plan, policy::seen(view))?;
    let day = |month, day| NaiveDate::from_ymd_opt(plan.year, month, day).expect("a year of a plan has these days");
    let classes = store::training_classes::begun_in(view, &plan.unit, day(1, 1), day(12, 31)).await?;
    let mut held = Vec::with_capacity(classes.len());
    for class in &classes {
        let audience = store::curricula::taught(view, class).await?.audience;
        let learners = store::learners::of_class(view, class).await?;
        let attended = learners.into_iter().filter(|learner| !learner.attended.is_empty()).collect();
        held.push((audience, attended));
    }
    let progress = plan.targets.iter().map(|target| reached(target, &held)).collect();
    let funding = added_up(classes.iter().flat_map(|class| &class.funding));
    Ok(PlanWithProgress { plan, progress, funding })
}

/// What classes have reached of a target.
fn reached(target: &Target, held: &[(Audience, Vec<Learner>)]) -> Progress {
    let of_audience = || held.iter().filter(|(audience, _)| *audience == target.audience);
    let learners = || of_audience().flat_map(|(_, learners)| learners);
    let of_level = |learner: &&Learner| target.level.is_none() || learner.standing.level() == target.level;
    let people: HashSet<_> = learners().filter(of_level).map(|learner| learner.person).collect();
    Progress { people: people.len(), attendances: learners().filter(of_level).count(), classes: of_audience().count() }
}
