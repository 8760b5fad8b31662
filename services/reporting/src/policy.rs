//! Who may see which figures, set which targets, and report for whom.

use platform::access::Role::{
    self, Administrator, Auditor, CommuneLeader, CommuneOfficer, MinistryLeader, MinistryOfficer, ProvinceLeader,
    ProvinceOfficer, Service as System, Trainer,
};
use platform::access::{Authority, Door, Policy, Rule, UnitId};

use crate::domain::report::Report;
use crate::domain::report_forms::Level;
use crate::error::Error;

/// Those who may see the figures and reports of their units.
const READERS: Door = Door::Roles(READER_ROLES);
const READER_ROLES: &[Role] = &[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Trainer,
    Auditor,
];

/// Those who record the targets that decisions set for their units.
const TARGET_KEEPERS: Door = Door::Roles(&[CommuneOfficer, ProvinceOfficer, MinistryOfficer]);

/// Those who work the link at a province.
const PROVINCE: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader]);

/// Those who may look at it there.
const PROVINCE_READERS: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, Auditor]);

/// Those who work it at the ministry.
const MINISTRY: Door = Door::Roles(&[MinistryOfficer, MinistryLeader]);

/// Those who may look at it there.
const MINISTRY_READERS: Door = Door::Roles(&[MinistryOfficer, MinistryLeader, Auditor]);

/// Those who may look at it on either side.
const LINK_READERS: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor]);

/// Those who report for their units, and have reports prepared.
const REPORTERS: Door = Door::Roles(&[CommuneOfficer, ProvinceOfficer, MinistryOfficer]);

/// Those who approve reports of their units: leaders, and for the country a second officer too.
const REPORT_APPROVERS: Door = Door::Roles(&[CommuneLeader, ProvinceLeader, MinistryLeader, MinistryOfficer]);

/// Those who accept reports of the level below; for the country a leader.
const REPORT_ACCEPTERS: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader]);

/// Those who take a part in reports: officers and leaders.
const REPORT_WORKERS: Door = Door::Roles(REPORT_WORKER_ROLES);
const REPORT_WORKER_ROLES: &[Role] =
    &[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader];

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
    Rule { operation: "ExportFigures", door: READERS },
    Rule { operation: "Watch", door: READERS },
    Rule { operation: "ListFigureRecords", door: READERS },
    Rule { operation: "ListReportForms", door: Door::AnyRole },
    Rule { operation: "PrepareReport", door: REPORTERS },
    Rule { operation: "DeclareNothingToReport", door: REPORTERS },
    Rule { operation: "RefreshReport", door: REPORTERS },
    Rule { operation: "CommentReport", door: REPORT_WORKERS },
    Rule { operation: "ApproveReport", door: REPORT_APPROVERS },
    Rule { operation: "ReturnReport", door: REPORT_WORKERS },
    Rule { operation: "AcceptReport", door: REPORT_ACCEPTERS },
    Rule { operation: "AmendReport", door: REPORTERS },
    Rule { operation: "GetReport", door: READERS },
    Rule { operation: "ListReports", door: READERS },
    Rule { operation: "VerifyReport", door: READERS },
    Rule { operation: "GetReportMatrix", door: READERS },
    Rule { operation: "IssueReportFile", door: REPORT_WORKERS },
    Rule { operation: "ListReportFiles", door: Door::AnyRole },
    Rule { operation: "DownloadReportFile", door: Door::AnyRole },
    Rule { operation: "RebuildProjections", door: Door::Roles(&[Administrator]) },
    Rule { operation: "GetLink", door: PROVINCE_READERS },
    Rule { operation: "SubmitFigures", door: PROVINCE },
    Rule { operation: "ListSubmissions", door: LINK_READERS },
    Rule { operation: "ReconcileFigures", door: PROVINCE },
    Rule { operation: "ListReconciliations", door: LINK_READERS },
    Rule { operation: "ListParcels", door: LINK_READERS },
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
    Rule { operation: "PushParcel", door: Door::Public },
    Rule { operation: "AskForParcel", door: Door::Public },
    Rule { operation: "FetchParcelPart", door: Door::Public },
    Rule { operation: "ConfirmParcel", door: Door::Public },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);

/// True if the caller reaches the unit of a report in a role that reads reports.
pub(crate) fn may_know_report(authority: &Authority, report: &Report) -> bool {
    authority.resting_on(READER_ROLES).reaches(&report.unit)
}

/// Refuses who does not report for a unit of a level.
pub(crate) fn may_prepare_report(authority: &Authority, level: Level, unit: &UnitId) -> Result<(), Error> {
    let role = match level {
        Level::Commune => CommuneOfficer,
        Level::Province => ProvinceOfficer,
        Level::Ministry => MinistryOfficer,
    };
    Ok(authority.resting_on(&[role]).require(unit)?)
}

/// Refuses who does not approve reports of the unit. The country has no level above: a second officer looks at its report
/// first, so that three persons stand for it too.
pub(crate) fn may_approve_report(authority: &Authority, report: &Report) -> Result<(), Error> {
    let roles: &[Role] = match level_of(authority, report) {
        Level::Commune => &[CommuneLeader],
        Level::Province => &[ProvinceLeader],
        Level::Ministry => &[MinistryOfficer, MinistryLeader],
    };
    Ok(authority.resting_on(roles).require(&report.unit)?)
}

/// Refuses who is not of the level above the report's unit; for the country, who does not lead the ministry.
pub(crate) fn may_accept_report(authority: &Authority, report: &Report) -> Result<(), Error> {
    let roles: &[Role] = match level_of(authority, report) {
        Level::Commune => &[ProvinceOfficer, ProvinceLeader],
        Level::Province => &[MinistryOfficer, MinistryLeader],
        Level::Ministry => &[MinistryLeader],
    };
    Ok(authority.resting_on(roles).require(&report.unit)?)
}

/// The level of the unit a report is of. It was one that reports when the report was prepared.
pub(crate) fn level_of(authority: &Authority, report: &Report) -> Level {
    Level::of(&report.unit, authority.units(), report.period.days().to).unwrap_or(Level::Commune)
}
