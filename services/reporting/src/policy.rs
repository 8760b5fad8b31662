//! Who may see which figures.

use platform::access::Role::{
    Administrator, Auditor, CommuneLeader, CommuneOfficer, MinistryLeader, MinistryOfficer, ProvinceLeader,
    ProvinceOfficer, Service as System, Trainer,
};
use platform::access::{Door, Policy, Rule};

/// Those who may see the figures of their units.
const READERS: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Trainer,
    Auditor,
]);

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "ListIndicators", door: Door::AnyRole },
    Rule { operation: "ListTargets", door: Door::AnyRole },
    Rule { operation: "GetScorecard", door: READERS },
    Rule { operation: "RebuildProjections", door: Door::Roles(&[Administrator]) },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);
