//! What one can do with curricula, classes and figures: one file an operation, each with its command, how it is
//! read from a request, and its whole story.

mod create_curriculum;
mod get_curriculum;
mod list_curricula;

mod create_training_class;
mod get_training_class;
mod list_training_classes;

mod enrol_learner;
mod list_learners;

mod complete_training_class;
mod record_attendance;

mod count_training;
mod get_coverage;

pub(crate) use complete_training_class::{CompleteTrainingClass, complete_training_class};
pub(crate) use count_training::{CountTraining, count_training};
pub(crate) use create_curriculum::{CreateCurriculum, create_curriculum};
pub(crate) use create_training_class::{CreateTrainingClass, create_training_class};
pub(crate) use enrol_learner::{EnrolLearner, enrol_learner};
pub(crate) use get_coverage::{GetCoverage, Population, get_coverage};
pub(crate) use get_curriculum::{GetCurriculum, get_curriculum};
pub(crate) use get_training_class::{GetTrainingClass, get_training_class};
pub(crate) use list_curricula::{ListCurricula, list_curricula};
pub(crate) use list_learners::{ListLearners, list_learners};
pub(crate) use list_training_classes::{ListTrainingClasses, list_training_classes};
pub(crate) use record_attendance::{RecordAttendance, record_attendance};
