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
