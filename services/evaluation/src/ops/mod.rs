//! What one can do with criteria, dossiers, councils and certificates: one file an operation, each with its
//! command, how it is read from a request, and its whole story.

mod get_criteria_set;
mod list_criteria_versions;
mod score_choices;

mod accept_dossier;
mod file_dossier;
mod get_dossier;
mod list_dossiers;
mod propose_dossier;

mod appoint_council;
mod get_council;

mod cast_ballot;
mod close_scoring;
mod get_result;
mod get_session;
mod open_session;

mod enter_decision;
mod get_certificate;
mod list_certificates;
mod verify_certificate;

mod list_recognitions;
mod record_recognition;

pub(crate) use accept_dossier::{AcceptDossier, accept_dossier, prepare as prepare_accept_dossier};
pub(crate) use appoint_council::{AppointCouncil, appoint_council};
pub(crate) use cast_ballot::{CastBallot, cast_ballot};
pub(crate) use close_scoring::{CloseScoring, close_scoring};
pub(crate) use enter_decision::{EnterDecision, enter_decision};
pub(crate) use file_dossier::{FileDossier, file_dossier, prepare as prepare_file_dossier};
pub(crate) use get_certificate::{GetCertificate, get_certificate};
pub(crate) use get_council::{GetCouncil, get_council};
pub(crate) use get_criteria_set::{GetCriteriaSet, get_criteria_set};
pub(crate) use get_dossier::{GetDossier, get_dossier};
pub(crate) use get_result::{GetResult, SeenResult, get_result};
pub(crate) use get_session::{GetSession, SeenSession, get_session};
pub(crate) use list_certificates::{ListCertificates, list_certificates};
pub(crate) use list_criteria_versions::{ListCriteriaVersions, list_criteria_versions};
pub(crate) use list_dossiers::{ListDossiers, list_dossiers};
pub(crate) use list_recognitions::{ListRecognitions, list_recognitions};
pub(crate) use open_session::{OpenSession, open_session};
pub(crate) use propose_dossier::{ProposeDossier, propose_dossier};
pub(crate) use record_recognition::{RecordRecognition, record_recognition};
pub(crate) use score_choices::{ScoreChoices, score_choices};
pub(crate) use verify_certificate::{VerifyCertificate, verify_certificate};
