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

/// Those who record the targets that decisions set for their units.
const TARGET_KEEPERS: Door = Door::Roles(&[CommuneOfficer, ProvinceOfficer, MinistryOfficer]);

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "ListIndicators", door: Door::AnyRole },
    Rule { operation: "ListTargets", door: Door::AnyRole },
    Rule { operation: "GetScorecard", door: READERS },
    Rule { operation: "SetTarget", door: TARGET_KEEPERS },
    Rule { operation: "ReviseTarget", door: TARGET_KEEPERS },
    Rule { operation: "WithdrawTarget", door: TARGET_KEEPERS },
    Rule { operation: "SplitTarget", door: TARGET_KEEPERS },
    Rule { operation: "GetTarget", door: Door::AnyRole },
    Rule { operation: "ListTargetProgress", door: READERS },
    Rule { operation: "ListPublishedFigures", door: READERS },
    Rule { operation: "GetSeries", door: READERS },
    Rule { operation: "GetBreakdown", door: READERS },
    Rule { operation: "GetMap", door: READERS },
    Rule { operation: "GetFunnel", door: READERS },
    Rule { operation: "GetLeagueTable", door: READERS },
    Rule { operation: "GetRadar", door: READERS },
    Rule { operation: "Watch", door: READERS },
    Rule { operation: "ListFigureRecords", door: READERS },
    Rule { operation: "RebuildProjections", door: Door::Roles(&[Administrator]) },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);
