//! Rows, column by column.

pub(super) mod advisory_team;
pub(super) mod advisory_team_member;
pub(super) mod ballot;
pub(super) mod blob;
pub(super) mod certificate;
pub(super) mod council;
pub(super) mod council_member;
pub(super) mod custody;
pub(super) mod decision;
pub(super) mod decision_dossier;
pub(super) mod dossier;
pub(super) mod dossier_receipt;
pub(super) mod dossier_record;
pub(super) mod dossier_step;
pub(super) mod dossier_version;
pub(super) mod evidence;
pub(super) mod file;
pub(super) mod paper;
pub(super) mod producer_person;
pub(super) mod recognition;
pub(super) mod scoring;
pub(super) mod session;
pub(super) mod session_key;
pub(super) mod upload;
pub(super) mod upload_part;
