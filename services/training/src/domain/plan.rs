//! What a unit means to reach by training in a year, and what was reached of it.

use platform::access::UnitId;
use platform::clock::Moment;
use serde::{Deserialize, Serialize};

use super::curriculum::Audience;
use super::funding::FundingLine;
use super::learner::OfficialLevel;
use crate::error::Error;

platform::id_type! {
    /// Identity of a plan.
    TrainingPlanId
}

/// What is to be reached of an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Target {
    pub(crate) audience: Audience,
    /// None for all levels, and for others than officials.
    pub(crate) level: Option<OfficialLevel>,
    pub(crate) people: i32,
    pub(crate) attendances: i32,
    pub(crate) classes: i32,
}

/// A unit's plan for a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrainingPlan {
    pub(crate) id: TrainingPlanId,
    pub(crate) unit: UnitId,
    /// Province of the unit, for lists.
    pub(crate) province: UnitId,
    pub(crate) year: i32,
    pub(crate) targets: Vec<Target>,
    pub(crate) funding: Vec<FundingLine>,
    pub(crate) note: String,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl TrainingPlan {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }
}

/// What was reached of a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) people: usize,
    pub(crate) attendances: usize,
    pub(crate) classes: usize,
}
