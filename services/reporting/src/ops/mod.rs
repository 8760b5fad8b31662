//! What one can ask of the figures: one file an operation.

// Figures, and the shapes that dashboards draw.
mod asked;
mod export_figures;
mod figures;
mod get_breakdown;
mod get_funnel;
mod get_league_table;
mod get_map;
mod get_radar;
mod get_scorecard;
mod get_series;
mod list_figure_records;
mod list_indicators;
mod rebuild_projections;
mod restating;
mod watch;
mod written;

// Targets.
mod enter_built_in_targets;
mod get_target;
mod list_published_figures;
mod list_target_progress;
mod list_targets;
mod revise_target;
mod set_target;
mod split_target;
mod withdraw_target;

// Reports.
mod accept_report;
mod amend_report;
mod approve_report;
mod comment_report;
mod declare_nothing_to_report;
mod download_report_file;
mod get_report;
mod get_report_matrix;
mod issue_report_file;
mod list_report_files;
mod list_report_forms;
mod list_reports;
mod prepare_report;
mod preparing;
mod refresh_report;
mod return_report;
mod verify_report;

// The link between provinces and the ministry.
mod admit_province;
mod approve_resync;
mod ask_for_parcel;
mod compare_digests;
mod compare_provinces;
mod confirm_parcel;
mod deciding;
mod export_bundle;
mod fetch_parcel_part;
mod get_link;
mod import_bundle;
mod import_receipt;
mod list_parcels;
mod list_province_links;
mod list_reconciliations;
mod list_submissions;
mod open_link;
mod parcels;
mod propose_province;
mod propose_resync;
mod push_parcel;
mod push_submission;
mod receiving;
mod reconcile_figures;
mod reconciling;
mod submit_figures;
mod submitting;
mod suspend_province;

pub(crate) use accept_report::{AcceptReport, accept_report};
pub(crate) use admit_province::{AdmitProvince, admit_province};
pub(crate) use amend_report::{AmendReport, amend_report};
pub(crate) use approve_report::{ApproveReport, approve_report};
pub(crate) use approve_resync::{ApproveResync, approve_resync};
pub(crate) use ask_for_parcel::{AskForParcel, ask_for_parcel, prepare as prepare_ask_for_parcel};
pub(crate) use comment_report::{CommentReport, comment_report};
pub(crate) use compare_digests::{CompareDigests, compare_digests};
pub(crate) use compare_provinces::{CompareProvinces, compare_provinces};
pub(crate) use confirm_parcel::{ConfirmParcel, prepare as prepare_confirm_parcel};
pub(crate) use declare_nothing_to_report::{DeclareNothingToReport, declare_nothing_to_report};
pub(crate) use download_report_file::{DownloadReportFile, FileContent, download_report_file};
pub(crate) use enter_built_in_targets::{EnterBuiltInTargets, enter_built_in_targets};
pub(crate) use export_bundle::{ExportBundle, export_bundle};
<<<<<<< HEAD
pub(crate) use export_figures::{ExportFigures, FigureFile, export_figures};
=======
pub(crate) use fetch_parcel_part::{FetchParcelPart, fetch_parcel_part};
>>>>>>> handover
pub(crate) use figures::{Asked, cells};
pub(crate) use get_breakdown::{GetBreakdown, get_breakdown};
pub(crate) use get_funnel::{GetFunnel, Step, get_funnel};
pub(crate) use get_league_table::{GetLeagueTable, get_league_table};
pub(crate) use get_link::{GetLink, get_link};
pub(crate) use get_map::{Drawn, GetMap, OfUnit, get_map};
pub(crate) use get_radar::{Axis, GetRadar, get_radar};
pub(crate) use get_report::{GetReport, KnownReport, NamedReport, get_report, named_in};
pub(crate) use get_report_matrix::{GetReportMatrix, MatrixCell, MatrixPeriod, get_report_matrix};
pub(crate) use get_scorecard::{GetScorecard, Scorecard, get_scorecard};
pub(crate) use get_series::{GetSeries, Method, Point, get_series};
pub(crate) use get_target::{GetTarget, KnownTarget, get_target};
pub(crate) use import_bundle::{ImportBundle, import_bundle};
pub(crate) use import_receipt::{ImportReceipt, import_receipt};
pub(crate) use issue_report_file::{IssueReportFile, IssuedFile, issue_report_file};
pub(crate) use list_figure_records::{ListFigureRecords, list_figure_records};
pub(crate) use list_indicators::{ListIndicators, list_indicators};
pub(crate) use list_parcels::{ListParcels, list_parcels};
pub(crate) use list_province_links::{ListProvinceLinks, list_province_links};
pub(crate) use list_published_figures::{ListPublishedFigures, Published, list_published_figures};
pub(crate) use list_reconciliations::{ListReconciliations, list_reconciliations};
pub(crate) use list_report_files::{ListReportFiles, list_report_files};
pub(crate) use list_report_forms::{ListReportForms, list_report_forms};
pub(crate) use list_reports::{ListReports, list_reports};
pub(crate) use list_submissions::{ListSubmissions, list_submissions};
pub(crate) use list_target_progress::{HeldAgainst, ListTargetProgress, list_target_progress};
pub(crate) use list_targets::{ListTargets, list_targets};
pub(crate) use open_link::{OpenLink, open_link};
pub(crate) use parcels::{
    acknowledge_parcel, begin_anew, hear_outcome, note_part, receive_parcel, refuse_parcel, send_parcel, signed_for,
};
pub(crate) use prepare_report::{PrepareReport, keep_report, prepare_report};
pub(crate) use propose_province::{ProposeProvince, propose_province};
pub(crate) use propose_resync::{ProposeResync, propose_resync};
pub(crate) use push_parcel::push_parcel;
pub(crate) use push_submission::push_submission;
pub(crate) use rebuild_projections::{RebuildProjections, rebuild_projections};
pub(crate) use reconcile_figures::{ReconcileFigures, ask_ministry, reconcile_figures};
pub(crate) use reconciling::{keep_outcome, own_digests};
pub(crate) use refresh_report::{RefreshReport, keep_refreshed, refresh_report};
pub(crate) use return_report::{ReturnReport, return_report};
pub(crate) use revise_target::{ReviseTarget, revise_target};
pub(crate) use set_target::{SetTarget, set_target};
pub(crate) use split_target::{SplitTarget, SplitUp, split_target};
pub(crate) use submit_figures::{SubmitFigures, compute_submission, submit_figures};
pub(crate) use submitting::{acknowledge, basis, dispatch, hear, keep_made, make_provisional, note_fault};
pub(crate) use suspend_province::{SuspendProvince, suspend_province};
pub(crate) use verify_report::{Verified, VerifyReport, verify_report};
pub(crate) use watch::{Watch, Watched, tell_changes, watch};
pub(crate) use withdraw_target::{WithdrawTarget, withdraw_target};
