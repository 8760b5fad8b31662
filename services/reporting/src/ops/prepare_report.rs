//! Preparing a unit's report about a period.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::common::v1::UnitLevel;
use proto::reporting::v1 as pb;

use super::preparing::{About, prepare_content};
use crate::domain::periods::Period;
use crate::domain::report::{Prepared, Report, ReportId, ReportState, Sign, count};
use crate::domain::report_forms::{self, Level, due_on};
use crate::error::Error;
use crate::{View, Work, events, policy, store};

pub(crate) struct PrepareReport(About);

/// A report with what it is made from.
pub(crate) struct ToBeReported {
    pub(super) about: About,
    pub(super) level: Level,
    pub(super) province: UnitId,
    pub(super) reason: String,
    /// The report it amends.
    pub(super) amended: Option<ReportId>,
    pub(super) number: i32,
    pub(super) content: Prepared,
}

impl PrepareReport {
    pub(crate) fn parse(message: pb::PrepareReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let form = fields.line("form_code", &message.form_code, 100);
        let unit = fields.unit("unit_id", &message.unit_id);
        let period = fields.value("period", message.period.parse::<Period>());
        let (form, unit, period) = fields.finish((form, unit, period))?;
        Ok(Self(About { form, unit, period, nothing_to_report: false }))
    }
}

pub(crate) async fn prepare_report(view: &View, command: &PrepareReport) -> Result<ToBeReported, Error> {
    first_report(view, &command.0, String::new()).await
}

/// What a unit's first report about a period is made from.
pub(super) async fn first_report(view: &View, about: &About, reason: String) -> Result<ToBeReported, Error> {
    let form = report_forms::of_code(&about.form)?;
    form.must_take(about.period)?;
    let last_day = about.period.days().to;
    let units = view.authority().units();
    let no_such_unit = || Error::NoSuchUnit { unit: about.unit.clone(), day: last_day };
    let level = Level::of(&about.unit, units, last_day).ok_or_else(no_such_unit)?;
    policy::may_prepare_report(view.authority(), level, &about.unit)?;
    if last_day >= view.today() {
        return Err(Error::ReportPeriodNotOver { period: about.period.to_string(), last_day });
    }
    let province = units.ancestor_of_level(&about.unit, UnitLevel::Province, last_day);
    let province = province.map_or_else(|| about.unit.clone(), |province| province.id.clone());
    let content = prepare_content(view, about).await?;
    Ok(ToBeReported { about: about.clone(), level, province, reason, amended: None, number: 1, content })
}

/// Keeps a report that was prepared.
pub(crate) async fn keep_report(work: &Work, prepared: &ToBeReported) -> Result<Report, Error> {
    let ToBeReported { about, level, province, reason, amended, number, content } = prepared;
    let report = Report {
        id: work.new_id(),
        form: about.form.clone(),
        unit: about.unit.clone(),
        province: province.clone(),
        period: about.period,
        number: *number,
        amends: *amended,
        nothing_to_report: about.nothing_to_report,
        reason: reason.clone(),
        due_on: due_on(*level, about.period),
        state: ReportState::Prepared,
        prepared: Sign { by: work.person(), at: work.now() },
        figures_sha256: content.figures.sha256(),
        known_at: content.figures.known_at,
        findings: count(&content.findings),
        comments: 0,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::reports::insert(work, &report, content).await?;
    events::reports::prepared(work, &report);
    Ok(report)
}
