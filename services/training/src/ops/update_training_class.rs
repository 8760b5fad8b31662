//! Changing the named fields of a class; its money may be put right after it is over.

use platform::fields::Fields;
use proto::training::v1 as pb;

use super::create_training_class::MOST_PARTICIPANTS;
use crate::Work;
use crate::domain::funding::FundingLine;
use crate::domain::training_class::{Action, Trainer, TrainingClass, TrainingClassId};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct UpdateTrainingClass {
    class: TrainingClassId,
    version: i64,
    changes: Vec<Change>,
}

/// A field with its new value.
enum Change {
    Place(String),
    Trainers(Vec<Trainer>),
    PlannedParticipants(i32),
    Funding(Vec<FundingLine>),
}

impl UpdateTrainingClass {
    pub(crate) fn parse(message: pb::UpdateTrainingClassRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("training_class", message.training_class).unwrap_or_default();
        let class = fields.id("training_class.id", &given.id);
        let version = fields.etag("training_class.etag", &given.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| {
            let at = format!("training_class.{path}");
            Some(match path {
                "place" => fields.line(&at, &given.place, 200).map(Change::Place),
                "trainers" => wire::read_trainers(fields, &at, &given.trainers).map(Change::Trainers),
                "planned_participants" => fields
                    .number(&at, given.planned_participants, 0..=MOST_PARTICIPANTS)
                    .map(Change::PlannedParticipants),
                "funding" => wire::read_funding(fields, &at, &given.funding).map(Change::Funding),
                _ => return None,
            })
        });
        let (class, version, changes) = fields.finish((class, version, changes))?;
        Ok(Self { class, version, changes })
    }
}

pub(crate) async fn update_training_class(work: &Work, command: &UpdateTrainingClass) -> Result<TrainingClass, Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let mut class = policy::known_class(found, command.class, policy::reached(work))?;
    class.must_be_at(command.version)?;
    for change in &command.changes {
        match change {
            Change::Funding(funding) => class.funding.clone_from(funding),
            other => {
                class.must_be_open(Action::UpdateTrainingClass)?;
                other.lay_over(&mut class);
            }
        }
    }
    let class = class.changed(work.now());
    store::training_classes::save(work, &class).await?;
    events::training_class_updated(work, &class);
    Ok(class)
}

impl Change {
    fn lay_over(&self, class: &mut TrainingClass) {
        match self {
            Self::Place(place) => class.place.clone_from(place),
            Self::Trainers(trainers) => class.trainers.clone_from(trainers),
            Self::PlannedParticipants(planned) => class.planned_participants = *planned,
            Self::Funding(funding) => class.funding.clone_from(funding),
        }
    }
}
