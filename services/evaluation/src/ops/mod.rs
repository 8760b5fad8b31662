//! What one can do with criteria, dossiers, councils and certificates: one file an operation, each with its
//! command, how it is read from a request, and its whole story.

mod get_criteria_set;
mod list_criteria_versions;
mod score_choices;
mod what_next;

mod accept_dossier;
mod beginning;
mod file_dossier;
mod get_dossier;
mod list_dossiers;
mod propose_dossier;
mod step;

mod announce_rejection;
mod answer_rejection;
mod appoint_advisory_team;
mod compare_forms;
mod create_draft;
mod get_forms;
mod list_advisory_teams;
mod list_dossier_records;
mod list_dossier_steps;
mod record_site_survey;
mod record_test_report;
mod reject_dossier;
mod request_supplement;
mod return_dossier;
mod submit_dossier;
mod submit_review_report;
mod take_in_dossier;
mod take_up_dossier;
mod update_forms;
mod withdraw_dossier;

mod adopt_ministry_result;
mod get_custody_receipt;
mod reassess_dossier;
mod transfer_dossier;

mod appoint_council;
mod get_council;
mod get_member_statistics;

mod cast_ballot;
mod close_scoring;
mod get_result;
mod get_session;
mod open_session;

mod approve_decision;
mod decline_decision;
mod enter_decision;
mod get_certificate;
mod get_decision;
mod list_certificates;
mod verify_certificate;

mod begin_upload;
mod download_file;
mod get_file;
mod get_upload;
mod upload;

mod list_recognitions;
mod record_recognition;

pub(crate) use accept_dossier::{AcceptDossier, accept_dossier, prepare as prepare_accept_dossier};
pub(crate) use adopt_ministry_result::{AdoptMinistryResult, adopt_ministry_result};
pub(crate) use announce_rejection::{AnnounceRejection, announce_rejection};
pub(crate) use answer_rejection::{AnswerRejection, answer_rejection};
pub(crate) use appoint_advisory_team::{AppointAdvisoryTeam, appoint_advisory_team};
pub(crate) use appoint_council::{AppointCouncil, appoint_council};
pub(crate) use approve_decision::{ApproveDecision, approve_decision};
pub(crate) use begin_upload::{BeginUpload, begin_upload, prepare as prepare_begin_upload};
pub(crate) use cast_ballot::{CastBallot, cast_ballot};
pub(crate) use close_scoring::{CloseScoring, close_scoring};
pub(crate) use compare_forms::{CompareForms, compare_forms};
pub(crate) use create_draft::{CreateDraft, create_draft, prepare as prepare_create_draft};
pub(crate) use decline_decision::{DeclineDecision, decline_decision};
pub(crate) use download_file::{DownloadFile, download_file, send_file};
pub(crate) use enter_decision::{EnterDecision, enter_decision};
pub(crate) use file_dossier::{FileDossier, file_dossier, prepare as prepare_file_dossier};
pub(crate) use get_certificate::{GetCertificate, get_certificate};
pub(crate) use get_council::{GetCouncil, get_council};
pub(crate) use get_criteria_set::{GetCriteriaSet, get_criteria_set};
pub(crate) use get_custody_receipt::{GetCustodyReceipt, get_custody_receipt};
pub(crate) use get_decision::{GetDecision, get_decision};
pub(crate) use get_dossier::{GetDossier, get_dossier};
pub(crate) use get_file::{GetFile, get_file};
pub(crate) use get_forms::{GetForms, get_forms};
pub(crate) use get_member_statistics::{CouncilStatistics, GetMemberStatistics, get_member_statistics};
pub(crate) use get_result::{GetResult, SeenResult, get_result};
pub(crate) use get_session::{GetSession, SeenSession, get_session};
pub(crate) use get_upload::{GetUpload, get_upload};
pub(crate) use list_advisory_teams::{ListAdvisoryTeams, list_advisory_teams};
pub(crate) use list_certificates::{ListCertificates, list_certificates};
pub(crate) use list_criteria_versions::{ListCriteriaVersions, list_criteria_versions};
pub(crate) use list_dossier_records::{ListDossierRecords, list_dossier_records};
pub(crate) use list_dossier_steps::{ListDossierSteps, list_dossier_steps};
pub(crate) use list_dossiers::{ListDossiers, list_dossiers};
pub(crate) use list_recognitions::{ListRecognitions, list_recognitions};
pub(crate) use open_session::{OpenSession, open_session};
pub(crate) use propose_dossier::{ProposeDossier, propose_dossier};
pub(crate) use reassess_dossier::{ReassessDossier, reassess_dossier};
pub(crate) use record_recognition::{RecordRecognition, record_recognition};
pub(crate) use record_site_survey::{RecordSiteSurvey, record_site_survey};
pub(crate) use record_test_report::{RecordTestReport, record_test_report};
pub(crate) use reject_dossier::{RejectDossier, reject_dossier};
pub(crate) use request_supplement::{RequestSupplement, request_supplement};
pub(crate) use return_dossier::{ReturnDossier, return_dossier};
pub(crate) use score_choices::{ScoreChoices, score_choices};
pub(crate) use submit_dossier::{SubmitDossier, submit_dossier};
pub(crate) use submit_review_report::{SubmitReviewReport, submit_review_report};
pub(crate) use take_in_dossier::{TakeInDossier, take_in_dossier};
pub(crate) use take_up_dossier::{TakeUpDossier, take_up_dossier};
pub(crate) use transfer_dossier::{TransferDossier, transfer_dossier};
pub(crate) use update_forms::{UpdateForms, update_forms};
pub(crate) use upload::upload;
pub(crate) use verify_certificate::{VerifyCertificate, verify_certificate};
pub(crate) use what_next::{WhatNext, what_next};
pub(crate) use withdraw_dossier::{WithdrawDossier, withdraw_dossier};
