//! Recording results of the assessment; what is corrected stays with its reason.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use super::record_attendance::{MOST_PERSONS, enrolled};
use crate::Work;
use crate::domain::training_class::{Action, TrainingClassId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct RecordAssessments {
    class: TrainingClassId,
    /// Person and percent.
    results: Vec<(PersonId, i32)>,
    reason: String,
}

impl RecordAssessments {
    pub(crate) fn parse(message: pb::RecordAssessmentsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let given = fields.list("assessments", message.assessments, 1..=MOST_PERSONS).unwrap_or_default();
        let mut seen = std::collections::HashSet::new();
        let results = fields.each("assessments", &given, |fields, path, assessment| {
            let person: PersonId = fields.id(&format!("{path}.person_id"), &assessment.person_id)?;
            if !seen.insert(person) {
                fields.fault(path, "Người này có hai lần trong danh sách.", "The person stands in the list twice.");
            }
            let percent = fields.number(&format!("{path}.percent"), assessment.percent, 0..=100)?;
            Some((person, percent))
        });
        let reason = fields.optional_line("reason", &message.reason, 500);
        let (class, results, reason) = fields.finish((class, results, reason))?;
        Ok(Self { class, results, reason })
    }
}

/// Returns how many results were recorded, and how many of them correct an earlier one.
pub(crate) async fn record_assessments(work: &Work, command: &RecordAssessments) -> Result<(usize, usize), Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    class.must_be_open(Action::RecordAssessments)?;
    store::curricula::taught(work, &class).await?.must_be_assessed()?;
    let persons: Vec<_> = command.results.iter().map(|(person, _)| *person).collect();
    let learners = enrolled(work, class.id, &persons).await?;
    let versions = store::rolls::assessed(work, &learners).await?;
    let mut corrected = 0;
    for (learner, (person, percent)) in learners.iter().zip(&command.results) {
        let version = versions.get(learner).copied().unwrap_or(0);
        if version > 0 {
            if command.reason.is_empty() {
                return Err(Error::CorrectionReasonMissing { person: *person });
            }
            corrected += 1;
        }
        store::rolls::keep_assessment(work, *learner, version + 1, *percent, &command.reason).await?;
    }
    Ok((learners.len(), corrected))
}
