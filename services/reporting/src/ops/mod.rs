//! What one can ask of the figures: one file an operation.

mod figures;
mod get_scorecard;
mod list_indicators;
mod list_targets;
mod rebuild_projections;

mod enter_built_in_targets;
mod get_target;
mod list_published_figures;
mod list_target_progress;
mod revise_target;
mod set_target;
mod split_target;
mod withdraw_target;

// The link between provinces and the ministry.
mod deciding;
mod receiving;
mod reconciling;
mod submitting;

mod admit_province;
mod approve_resync;
mod compare_digests;
mod compare_provinces;
mod export_bundle;
mod get_link;
mod import_bundle;
mod import_receipt;
mod list_province_links;
mod list_reconciliations;
mod list_submissions;
mod open_link;
mod propose_province;
mod propose_resync;
mod push_submission;
mod reconcile_figures;
mod submit_figures;
mod suspend_province;

pub(crate) use admit_province::{AdmitProvince, admit_province};
pub(crate) use approve_resync::{ApproveResync, approve_resync};
pub(crate) use compare_digests::{CompareDigests, compare_digests};
pub(crate) use compare_provinces::{CompareProvinces, compare_provinces};
pub(crate) use enter_built_in_targets::{EnterBuiltInTargets, enter_built_in_targets};
pub(crate) use export_bundle::{ExportBundle, export_bundle};
pub(crate) use figures::{Asked, cells};
pub(crate) use get_link::{GetLink, get_link};
pub(crate) use get_scorecard::{GetScorecard, Scorecard, get_scorecard};
pub(crate) use get_target::{GetTarget, KnownTarget, get_target};
pub(crate) use import_bundle::{ImportBundle, import_bundle};
pub(crate) use import_receipt::{ImportReceipt, import_receipt};
pub(crate) use list_indicators::{ListIndicators, list_indicators};
pub(crate) use list_province_links::{ListProvinceLinks, list_province_links};
pub(crate) use list_published_figures::{ListPublishedFigures, Published, list_published_figures};
pub(crate) use list_reconciliations::{ListReconciliations, list_reconciliations};
pub(crate) use list_submissions::{ListSubmissions, list_submissions};
pub(crate) use list_target_progress::{HeldAgainst, ListTargetProgress, list_target_progress};
pub(crate) use list_targets::{ListTargets, list_targets};
pub(crate) use open_link::{OpenLink, open_link};
pub(crate) use propose_province::{ProposeProvince, propose_province};
pub(crate) use propose_resync::{ProposeResync, propose_resync};
pub(crate) use push_submission::push_submission;
pub(crate) use rebuild_projections::{RebuildProjections, rebuild_projections};
pub(crate) use reconcile_figures::{ReconcileFigures, ask_ministry, reconcile_figures};
pub(crate) use reconciling::{keep_outcome, own_digests};
pub(crate) use revise_target::{ReviseTarget, revise_target};
pub(crate) use set_target::{SetTarget, set_target};
pub(crate) use split_target::{SplitTarget, SplitUp, split_target};
pub(crate) use submit_figures::{SubmitFigures, compute_submission, submit_figures};
pub(crate) use submitting::{acknowledge, basis, dispatch, hear, keep_made, make_provisional, note_fault};
pub(crate) use suspend_province::{SuspendProvince, suspend_province};
pub(crate) use withdraw_target::{WithdrawTarget, withdraw_target};
