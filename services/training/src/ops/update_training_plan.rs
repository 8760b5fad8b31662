//! Changing the named fields of a plan.

use platform::fields::Fields;
use proto::training::v1 as pb;

use super::create_training_plan::read_targets;
use crate::Work;
use crate::domain::funding::FundingLine;
use crate::domain::plan::{Target, TrainingPlan, TrainingPlanId};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct UpdateTrainingPlan {
    plan: TrainingPlanId,
    version: i64,
    changes: Vec<Change>,
}

/// A field with its new value.
enum Change {
    Targets(Vec<Target>),
    Funding(Vec<FundingLine>),
    Note(String),
}

impl UpdateTrainingPlan {
    pub(crate) fn parse(message: pb::UpdateTrainingPlanRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("training_plan", message.training_plan).unwrap_or_default();
        let plan = fields.id("training_plan.id", &given.id);
        let version = fields.etag("training_plan.etag", &given.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| {
            Some(match path {
                "targets" => read_targets(fields, &given).map(Change::Targets),
                "funding" => wire::read_funding(fields, "training_plan.funding", &given.funding).map(Change::Funding),
                "note" => fields.paragraphs("training_plan.note", &given.note, 1000).map(Change::Note),
                _ => return None,
            })
        });
        let (plan, version, changes) = fields.finish((plan, version, changes))?;
        Ok(Self { plan, version, changes })
    }
}

pub(crate) async fn update_training_plan(work: &Work, command: &UpdateTrainingPlan) -> Result<TrainingPlan, Error> {
    let found = store::plans::find(work, command.plan).await?;
    let mut plan = policy::known_plan(found, command.plan, policy::reached(work))?;
    plan.must_be_at(command.version)?;
    for change in &command.changes {
        match change {
            Change::Targets(targets) => plan.targets.clone_from(targets),
            Change::Funding(funding) => plan.funding.clone_from(funding),
            Change::Note(note) => plan.note.clone_from(note),
        }
    }
    let plan = TrainingPlan { version: plan.version + 1, updated_at: work.now(), ..plan };
    store::plans::save(work, &plan).await?;
    events::training_plan_recorded(work, &plan);
    Ok(plan)
}
