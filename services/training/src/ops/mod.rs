//! What one can do with curricula, plans, classes, learners and figures: one file an operation, each with its command, how it
//! is read from a request, and its whole story.

mod create_curriculum;
mod get_curriculum;
mod list_curricula;

mod create_training_plan;
mod get_training_plan;
mod list_training_plans;
mod update_training_plan;

mod create_training_class;
mod get_training_class;
mod list_training_classes;
mod update_training_class;

mod describe_learners;
mod enrol_learner;
mod enrol_population;
mod list_learners;
mod population;

mod apply_learner_list;
mod get_learner_list;
mod list_learner_list_rows;
mod resolve_learner_list_row;
mod upload_learner_list;

mod correct_attendance;
mod list_rolls;
mod record_attendance;

mod check_in;
mod close_check_in;
mod get_check_in_code;
mod open_check_in;

mod complete_training_class;
mod record_assessments;

mod batch_get_training_standing;
mod get_completion_certificate;
mod list_completion_certificates;
mod list_person_training;
mod reissue_completion_certificate;

mod asked;
mod break_down_training;
mod count_training;
mod get_coverage;
mod list_coverage;

pub(crate) use apply_learner_list::{ApplyLearnerList, apply_learner_list};
pub(crate) use batch_get_training_standing::{BatchGetTrainingStanding, Standing, batch_get_training_standing};
pub(crate) use break_down_training::{BreakDownTraining, break_down_training};
pub(crate) use check_in::{CheckIn, check_in};
pub(crate) use close_check_in::{CloseCheckIn, close_check_in};
pub(crate) use complete_training_class::{CompleteTrainingClass, complete_training_class};
pub(crate) use correct_attendance::{CorrectAttendance, correct_attendance};
pub(crate) use count_training::{CountTraining, count_training};
pub(crate) use create_curriculum::{CreateCurriculum, create_curriculum};
pub(crate) use create_training_class::{CreateTrainingClass, create_training_class};
pub(crate) use create_training_plan::{CreateTrainingPlan, create_training_plan};
pub(crate) use describe_learners::{DescribeLearners, describe_learners};
pub(crate) use enrol_learner::{EnrolLearner, enrol_learner};
pub(crate) use enrol_population::{EnrolPopulation, enrol_population};
pub(crate) use get_check_in_code::{GetCheckInCode, get_check_in_code};
pub(crate) use get_completion_certificate::{GetCompletionCertificate, get_completion_certificate};
pub(crate) use get_coverage::{GetCoverage, Population, get_coverage};
pub(crate) use get_curriculum::{GetCurriculum, get_curriculum};
pub(crate) use get_learner_list::{GetLearnerList, ListWithCounts, get_learner_list};
pub(crate) use get_training_class::{GetTrainingClass, get_training_class};
pub(crate) use get_training_plan::{GetTrainingPlan, PlanWithProgress, get_training_plan};
pub(crate) use list_completion_certificates::{ListCompletionCertificates, list_completion_certificates};
pub(crate) use list_coverage::{CoveragePage, ListCoverage, list_coverage};
pub(crate) use list_curricula::{ListCurricula, list_curricula};
pub(crate) use list_learner_list_rows::{ListLearnerListRows, list_learner_list_rows};
pub(crate) use list_learners::{ListLearners, list_learners};
pub(crate) use list_person_training::{ListPersonTraining, list_person_training, was_completed};
pub(crate) use list_rolls::{ListRolls, list_rolls};
pub(crate) use list_training_classes::{ListTrainingClasses, list_training_classes};
pub(crate) use list_training_plans::{ListTrainingPlans, list_training_plans};
pub(crate) use open_check_in::{OpenCheckIn, open_check_in};
pub(crate) use record_assessments::{RecordAssessments, record_assessments};
pub(crate) use record_attendance::{RecordAttendance, record_attendance};
pub(crate) use reissue_completion_certificate::{ReissueCompletionCertificate, reissue_completion_certificate};
pub(crate) use resolve_learner_list_row::{ResolveLearnerListRow, resolve_learner_list_row};
pub(crate) use update_training_class::{UpdateTrainingClass, update_training_class};
pub(crate) use update_training_plan::{UpdateTrainingPlan, update_training_plan};
pub(crate) use upload_learner_list::{UploadLearnerList, prepare as prepare_upload_learner_list, upload_learner_list};
