//! Rolls, check-ins and certificates of completion, as messages.

use platform::fields::Fields;
use platform::wire::timestamp;
use proto::training::v1 as pb;

use super::optional_day;
use crate::domain::check_in::CheckIn;
use crate::domain::completion::{Completion, ReissueReason};
use crate::domain::learner::Learner;
use crate::domain::training_class::{RollMeans, TrainingClass};
use crate::ops::was_completed;
use crate::store::rolls::ListedRoll;

pub(crate) fn listed_roll(listed: ListedRoll) -> pb::SessionRoll {
    let means = match listed.means {
        RollMeans::Called => pb::RollMeans::Called,
        RollMeans::Corrected => pb::RollMeans::Corrected,
        RollMeans::CheckedIn => pb::RollMeans::CheckedIn,
        RollMeans::Imported => pb::RollMeans::Imported,
    };
    pb::SessionRoll {
        version: listed.roll.version,
        means: means.into(),
        recorded_by: listed.roll.recorded_by.to_string(),
        recorded_at: Some(timestamp(listed.roll.recorded_at)),
        reason: listed.reason,
        person_ids: listed.present.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn check_in(check_in: CheckIn, session_number: i32) -> pb::CheckInWindow {
    pb::CheckInWindow {
        id: check_in.id.to_string(),
        training_class_id: check_in.class.to_string(),
        session_number,
        place: check_in.place,
        opens_at: Some(timestamp(check_in.opens_at)),
        closes_at: Some(timestamp(check_in.closes_at)),
        closed: check_in.closed_at.is_some(),
    }
}

const REASONS: [(pb::ReissueReason, ReissueReason); 3] = [
    (pb::ReissueReason::Lost, ReissueReason::Lost),
    (pb::ReissueReason::Damaged, ReissueReason::Damaged),
    (pb::ReissueReason::Faulty, ReissueReason::Faulty),
];

pub(crate) fn read_reissue_reason(fields: &mut Fields, path: &str, given: i32) -> Option<ReissueReason> {
    let reason: pb::ReissueReason = fields.choice(path, given)?;
    REASONS.into_iter().find(|(wire, _)| *wire == reason).map(|(_, own)| own)
}

pub(crate) fn completion(completion: Completion) -> pb::CompletionCertificate {
    let reason = |(_, reason)| REASONS.into_iter().find(|(_, own)| *own == reason).expect("all are in the contract").0;
    pb::CompletionCertificate {
        id: completion.id.to_string(),
        number: completion.number(),
        training_class_id: completion.class.to_string(),
        curriculum_id: completion.curriculum.to_string(),
        person_id: completion.person.to_string(),
        completed_on: completion.completed_on.to_string(),
        valid_until: optional_day(completion.valid_until),
        issued_on: completion.issued_on.to_string(),
        replaces_id: completion.replaces.map(|(replaced, _)| replaced.to_string()).unwrap_or_default(),
        reissue_reason: completion.replaces.map_or(pb::ReissueReason::Unspecified, reason).into(),
        replaced_by_id: completion.replaced_by.map(|id| id.to_string()).unwrap_or_default(),
        created_at: Some(timestamp(completion.created_at)),
    }
}

pub(crate) fn person_training((learner, class): (Learner, TrainingClass)) -> pb::PersonTraining {
    let completed_on = Some(class.last_day()).filter(|_| was_completed(&learner));
    pb::PersonTraining {
        training_class_id: class.id.to_string(),
        curriculum_id: class.curriculum.to_string(),
        unit_id: learner.unit.to_string(),
        producer_id: learner.standing.producer().map(|producer| producer.to_string()).unwrap_or_default(),
        completed_on: optional_day(completed_on),
        valid_until: optional_day(learner.valid_until),
    }
}
