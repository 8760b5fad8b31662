//! Recording what learners state of themselves. Figures alone use it.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use super::record_attendance::{MOST_PERSONS, enrolled};
use crate::Work;
use crate::domain::breakdown::Sex;
use crate::domain::training_class::TrainingClassId;
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct DescribeLearners {
    class: TrainingClassId,
    descriptions: Vec<(PersonId, Option<Sex>, String)>,
}

impl DescribeLearners {
    pub(crate) fn parse(message: pb::DescribeLearnersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let given = fields.list("descriptions", message.descriptions, 1..=MOST_PERSONS).unwrap_or_default();
        let descriptions = fields.each("descriptions", &given, |fields, path, description| {
            let person = fields.id(&format!("{path}.person_id"), &description.person_id);
            let sex = wire::read_sex(fields, &format!("{path}.sex"), description.sex);
            let ethnicity = fields.optional_line(&format!("{path}.ethnicity"), &description.ethnicity, 50);
            person.zip(sex).zip(ethnicity).map(|((person, sex), ethnicity)| (person, sex, ethnicity))
        });
        let (class, descriptions) = fields.finish((class, descriptions))?;
        Ok(Self { class, descriptions })
    }
}

/// Returns how many were described.
pub(crate) async fn describe_learners(work: &Work, command: &DescribeLearners) -> Result<usize, Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    let persons: Vec<_> = command.descriptions.iter().map(|(person, ..)| *person).collect();
    let learners = enrolled(work, class.id, &persons).await?;
    for (learner, (_, sex, ethnicity)) in learners.iter().zip(&command.descriptions) {
        store::attendances::describe(work, *learner, *sex, ethnicity).await?;
    }
    Ok(learners.len())
}
