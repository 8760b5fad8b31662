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
/// Those who work the link at a province.
const PROVINCE: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader]);

/// Those who may look at it there.
const PROVINCE_READERS: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, Auditor, Administrator]);

/// Those who work it at the ministry.
const MINISTRY: Door = Door::Roles(&[MinistryOfficer, MinistryLeader]);

/// Those who may look at it there.
const MINISTRY_READERS: Door = Door::Roles(&[MinistryOfficer, MinistryLeader, Auditor, Administrator]);

/// Those who may look at it on either side.
const LINK_READERS: Door =
    Door::Roles(&[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor, Administrator]);

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
    Rule { operation: "RebuildProjections", door: Door::Roles(&[Administrator]) },
    Rule { operation: "GetLink", door: PROVINCE_READERS },
    Rule { operation: "SubmitFigures", door: PROVINCE },
    Rule { operation: "ListSubmissions", door: LINK_READERS },
    Rule { operation: "ReconcileFigures", door: PROVINCE },
    Rule { operation: "ListReconciliations", door: LINK_READERS },
    Rule { operation: "ExportBundle", door: PROVINCE },
    Rule { operation: "ImportReceipt", door: PROVINCE },
    Rule { operation: "ListProvinceLinks", door: MINISTRY_READERS },
    Rule { operation: "ProposeProvince", door: MINISTRY },
    Rule { operation: "AdmitProvince", door: MINISTRY },
    Rule { operation: "SuspendProvince", door: MINISTRY },
    Rule { operation: "ProposeResync", door: MINISTRY },
    Rule { operation: "ApproveResync", door: MINISTRY },
    Rule { operation: "ImportBundle", door: MINISTRY },
    Rule { operation: "CompareProvinces", door: MINISTRY_READERS },
    // Signed with the key of an admitted province, which is looked at inside.
    Rule { operation: "OpenLink", door: Door::Public },
    Rule { operation: "PushSubmission", door: Door::Public },
    Rule { operation: "CompareDigests", door: Door::Public },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);
