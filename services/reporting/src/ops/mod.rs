//! What one can ask of the figures: one file an operation.

mod figures;

mod get_scorecard;
mod list_indicators;
mod list_targets;
mod rebuild_projections;

pub(crate) use figures::{Asked, cells};
pub(crate) use get_scorecard::{GetScorecard, Scorecard, get_scorecard};
pub(crate) use list_indicators::{ListIndicators, list_indicators};
pub(crate) use list_targets::{ListTargets, list_targets};
pub(crate) use rebuild_projections::{RebuildProjections, rebuild_projections};
