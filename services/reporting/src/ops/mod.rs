//! What one can ask of the figures: one file an operation.

mod figures;

mod asked;

mod get_scorecard;
mod list_indicators;
mod rebuild_projections;

mod get_breakdown;
mod get_funnel;
mod get_league_table;
mod get_map;
mod get_radar;
mod get_series;
mod list_figure_records;
mod watch;
mod preparing;

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
mod refresh_report;
mod return_report;
mod verify_report;

mod enter_built_in_targets;
mod get_target;
mod list_published_figures;
mod list_target_progress;
mod list_targets;
mod revise_target;
mod set_target;
mod split_target;
mod withdraw_target;

pub(crate) use enter_built_in_targets::{EnterBuiltInTargets, enter_built_in_targets};
pub(crate) use figures::{Asked, cells};
pub(crate) use get_breakdown::{GetBreakdown, get_breakdown};
pub(crate) use get_funnel::{GetFunnel, Step, get_funnel};
pub(crate) use get_league_table::{GetLeagueTable, get_league_table};
pub(crate) use get_map::{GetMap, OfUnit, get_map};
pub(crate) use get_radar::{Axis, GetRadar, get_radar};
pub(crate) use get_scorecard::{GetScorecard, Scorecard, get_scorecard};
pub(crate) use get_series::{GetSeries, Point, get_series};
pub(crate) use get_target::{GetTarget, KnownTarget, get_target};
pub(crate) use list_figure_records::{ListFigureRecords, list_figure_records};
pub(crate) use list_indicators::{ListIndicators, list_indicators};
pub(crate) use list_published_figures::{ListPublishedFigures, Published, list_published_figures};
pub(crate) use list_target_progress::{HeldAgainst, ListTargetProgress, list_target_progress};
pub(crate) use list_targets::{ListTargets, list_targets};
pub(crate) use rebuild_projections::{RebuildProjections, rebuild_projections};
pub(crate) use revise_target::{ReviseTarget, revise_target};
pub(crate) use set_target::{SetTarget, set_target};
pub(crate) use split_target::{SplitTarget, SplitUp, split_target};
pub(crate) use watch::{Watch, Watched, tell_changes, watch};
pub(crate) use withdraw_target::{WithdrawTarget, withdraw_target};

pub(crate) use accept_report::{AcceptReport, accept_report};
pub(crate) use amend_report::{AmendReport, amend_report};
pub(crate) use approve_report::{ApproveReport, approve_report};
pub(crate) use comment_report::{CommentReport, comment_report};
pub(crate) use declare_nothing_to_report::{DeclareNothingToReport, declare_nothing_to_report};
pub(crate) use download_report_file::{DownloadReportFile, FileContent, download_report_file};
pub(crate) use get_report::{GetReport, KnownReport, NamedReport, get_report, named_in};
pub(crate) use get_report_matrix::{GetReportMatrix, MatrixCell, MatrixPeriod, get_report_matrix};
pub(crate) use issue_report_file::{IssueReportFile, IssuedFile, issue_report_file};
pub(crate) use list_report_files::{ListReportFiles, list_report_files};
pub(crate) use list_report_forms::{ListReportForms, list_report_forms};
pub(crate) use list_reports::{ListReports, list_reports};
pub(crate) use prepare_report::{PrepareReport, keep_report, prepare_report};
pub(crate) use refresh_report::{RefreshReport, keep_refreshed, refresh_report};
pub(crate) use return_report::{ReturnReport, return_report};
pub(crate) use verify_report::{Verified, VerifyReport, verify_report};
