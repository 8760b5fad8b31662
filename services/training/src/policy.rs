//! Who may do what with curricula and classes.

use platform::access::Role::{
    Auditor, CommuneLeader, CommuneOfficer, MinistryLeader, MinistryOfficer, ProvinceLeader, ProvinceOfficer,
    Service as System, Trainer,
};
use platform::access::{Door, Policy, Rule, UnitId};

use crate::domain::completion::{Completion, CompletionId};
use crate::domain::plan::{TrainingPlan, TrainingPlanId};
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::training_class::{TrainingClass, TrainingClassId};
use crate::error::Error;
use crate::{View, Work};

/// Those who say what is taught.
const AUTHORS: Door = Door::Roles(&[ProvinceOfficer, MinistryOfficer]);

/// Those who hold classes for their units.
const HOLDERS: Door = Door::Roles(&[Trainer, ProvinceOfficer, MinistryOfficer]);

/// Those who may look at the classes and figures of their units.
const READERS: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Trainer,
    Auditor,
    System,
]);

/// Those who judge whether somebody may sit in a council, wherever she belongs.
const JUDGES: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, System]);

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "CreateCurriculum", door: AUTHORS },
    Rule { operation: "CreateTrainingPlan", door: AUTHORS },
    Rule { operation: "UpdateTrainingPlan", door: AUTHORS },
    Rule { operation: "GetTrainingPlan", door: READERS },
    Rule { operation: "ListTrainingPlans", door: READERS },
    Rule { operation: "GetCurriculum", door: Door::AnyRole },
    Rule { operation: "ListCurricula", door: Door::AnyRole },
    Rule { operation: "CreateTrainingClass", door: HOLDERS },
    Rule { operation: "UpdateTrainingClass", door: HOLDERS },
    Rule { operation: "GetTrainingClass", door: READERS },
    Rule { operation: "ListTrainingClasses", door: READERS },
    Rule { operation: "EnrolLearner", door: HOLDERS },
    Rule { operation: "EnrolPopulation", door: HOLDERS },
    Rule { operation: "DescribeLearners", door: HOLDERS },
    Rule { operation: "ListLearners", door: READERS },
    Rule { operation: "RecordAttendance", door: HOLDERS },
    Rule { operation: "UploadLearnerList", door: HOLDERS },
    Rule { operation: "GetLearnerList", door: HOLDERS },
    Rule { operation: "ListLearnerListRows", door: HOLDERS },
    Rule { operation: "ResolveLearnerListRow", door: HOLDERS },
    Rule { operation: "ApplyLearnerList", door: HOLDERS },
    Rule { operation: "CorrectAttendance", door: HOLDERS },
    Rule { operation: "ListRolls", door: READERS },
    Rule { operation: "OpenCheckIn", door: HOLDERS },
    Rule { operation: "GetCheckInCode", door: HOLDERS },
    Rule { operation: "CheckIn", door: Door::AnyRole },
    Rule { operation: "CloseCheckIn", door: HOLDERS },
    Rule { operation: "RecordAssessments", door: HOLDERS },
    Rule { operation: "CompleteTrainingClass", door: HOLDERS },
    Rule { operation: "GetCompletionCertificate", door: READERS },
    Rule { operation: "ListCompletionCertificates", door: READERS },
    Rule { operation: "ReissueCompletionCertificate", door: AUTHORS },
    Rule { operation: "ListPersonTraining", door: READERS },
    Rule { operation: "BatchGetTrainingStanding", door: JUDGES },
    Rule { operation: "CountTraining", door: READERS },
    Rule { operation: "GetCoverage", door: READERS },
    Rule { operation: "BreakDownTraining", door: READERS },
    Rule { operation: "ListCoverage", door: READERS },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);

/// The caller may hold classes for a unit.
pub(crate) fn may_hold(work: &Work, unit: &UnitId) -> Result<(), Error> {
    Ok(work.authority().require(unit)?)
}

/// The caller may see the figures of a unit.
pub(crate) fn may_see_figures(view: &View, unit: &UnitId) -> Result<(), Error> {
    Ok(view.authority().require(unit)?)
}

/// The class, if the caller may know of it: what one may not know of does not exist.
pub(crate) fn known_class(
    found: Option<TrainingClass>,
    id: TrainingClassId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<TrainingClass, Error> {
    found.filter(|class| reaches(&class.unit)).ok_or(Error::NoSuchClass { class: id })
}

/// The plan, if the caller may know of it.
pub(crate) fn known_plan(
    found: Option<TrainingPlan>,
    id: TrainingPlanId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<TrainingPlan, Error> {
    found.filter(|plan| reaches(&plan.unit)).ok_or(Error::NoSuchPlan { plan: id })
}

/// The certificate of completion, if the caller may know of it.
pub(crate) fn known_completion(
    found: Option<Completion>,
    id: CompletionId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<Completion, Error> {
    found.filter(|completion| reaches(&completion.unit)).ok_or(Error::NoSuchCompletion { certificate: id })
}

/// The producer, if the caller may know of it.
pub(crate) fn known_producer(
    found: Option<Producer>,
    id: ProducerId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<Producer, Error> {
    found.filter(|producer| reaches(&producer.unit)).ok_or(Error::NoSuchProducer { producer: id })
}

/// What the caller of a change reaches.
pub(crate) fn reached(work: &Work) -> impl Fn(&UnitId) -> bool {
    |unit| work.authority().reaches(unit)
}

/// What the caller of a read reaches.
pub(crate) fn seen(view: &View) -> impl Fn(&UnitId) -> bool {
    |unit| view.authority().reaches(unit)
}
