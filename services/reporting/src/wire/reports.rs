//! Reports on the wire.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::reporting::v1 as pb;

use super::{figure, text};
use crate::domain::cells::Cell;
use crate::domain::figures::Figure;
use crate::domain::findings::{Finding, FindingKind};
use crate::domain::indicators::built_in;
use crate::domain::matrix::Standing;
use crate::domain::report::{Comment, ReportState};
use crate::domain::report_figures::Change;
use crate::domain::report_forms::Form;
use crate::ops::{KnownReport, MatrixCell, MatrixPeriod, NamedReport, Verified};

pub(crate) fn form(form: &Form) -> pb::ReportForm {
    pb::ReportForm {
        code: form.code.clone(),
        title: text(&form.title),
        source: form.source.clone(),
        indicator_codes: form.indicators.iter().map(|indicator| indicator.code.clone()).collect(),
        period_examples: form.examples().iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn report(named: &NamedReport) -> pb::Report {
    let report = &named.report;
    let (approved, accepted) = (report.state.approved(), report.state.accepted());
    let days = report.period.days();
    let return_reason = match &report.state {
        ReportState::Returned(reason) => reason.clone(),
        _ => String::new(),
    };
    pb::Report {
        report_id: report.id.to_string(),
        form_code: report.form.clone(),
        unit_id: report.unit.to_string(),
        unit_name: named.unit_name.clone(),
        period: report.period.to_string(),
        period_from: days.from.to_string(),
        period_to: days.to.to_string(),
        number: report.number,
        amends_report_id: report.amends.map(|amended| amended.to_string()).unwrap_or_default(),
        state: state(&report.state).into(),
        nothing_to_report: report.nothing_to_report,
        reason: report.reason.clone(),
        return_reason,
        due_on: report.due_on.to_string(),
        figures_sha256: report.figures_sha256.clone(),
        figures_known_at: Some(timestamp(report.known_at)),
        prepared_by: report.prepared.by.to_string(),
        prepared_at: Some(timestamp(report.prepared.at)),
        approved_by: approved.map(|sign| sign.by.to_string()).unwrap_or_default(),
        approved_at: approved.map(|sign| timestamp(sign.at)),
        accepted_by: accepted.map(|sign| sign.by.to_string()).unwrap_or_default(),
        accepted_at: accepted.map(|sign| timestamp(sign.at)),
        finding_count: report.findings,
        comment_count: report.comments,
        etag: etag(report.version),
    }
}

fn state(state: &ReportState) -> pb::ReportState {
    match state {
        ReportState::Prepared => pb::ReportState::Prepared,
        ReportState::Returned(_) => pb::ReportState::Returned,
        ReportState::Approved(_) => pb::ReportState::Approved,
        ReportState::Accepted { .. } => pb::ReportState::Accepted,
    }
}

/// Reads the name of a state that a list is confined to.
pub(crate) fn read_state(fields: &mut Fields, given: i32) -> Option<Option<&'static str>> {
    let given = fields.optional_choice("state", given)?;
    Some(given.and_then(|given| match given {
        pb::ReportState::Unspecified => None,
        pb::ReportState::Prepared => Some("prepared"),
        pb::ReportState::Returned => Some("returned"),
        pb::ReportState::Approved => Some("approved"),
        pb::ReportState::Accepted => Some("accepted"),
    }))
}

fn part_of(cell: &Cell) -> (String, String) {
    let part = cell.part.as_ref();
    part.map(|part| (part.dimension.name().to_owned(), part.key.clone())).unwrap_or_default()
}

fn report_figure(cell: &Cell) -> pb::ReportFigure {
    let (dimension, key) = part_of(cell);
    pb::ReportFigure {
        indicator_code: cell.indicator.clone(),
        unit_id: cell.unit.to_string(),
        dimension,
        key,
        figure: figure(cell.figure),
    }
}

fn finding(finding: &Finding) -> pb::ReportFinding {
    let title = built_in().of_code(&finding.indicator).map(|indicator| indicator.title.clone());
    let title = title.unwrap_or_else(|_| platform::error::Text::new("", ""));
    let kind = match finding.kind {
        FindingKind::PartsDoNotAddUp => pb::ReportFindingKind::PartsDoNotAddUp,
        FindingKind::UnitsDoNotAddUp => pb::ReportFindingKind::UnitsDoNotAddUp,
        FindingKind::LowerReportsMissing => pb::ReportFindingKind::LowerReportsMissing,
        FindingKind::LowerReportDiffers => pb::ReportFindingKind::LowerReportDiffers,
        FindingKind::NothingDeclared => pb::ReportFindingKind::NothingDeclared,
        FindingKind::RecordsUnsound => pb::ReportFindingKind::RecordsUnsound,
        FindingKind::SamplesIncluded => pb::ReportFindingKind::SamplesIncluded,
    };
    pb::ReportFinding {
        kind: kind.into(),
        indicator_code: finding.indicator.clone(),
        unit_ids: finding.units.clone(),
        value: finding.value,
        compared_value: finding.compared,
        text: text(&finding.told(&title)),
    }
}

fn comment(comment: &Comment) -> pb::ReportComment {
    pb::ReportComment {
        indicator_code: comment.indicator.clone(),
        text: comment.text.clone(),
        written_by: comment.written.by.to_string(),
        written_at: Some(timestamp(comment.written.at)),
    }
}

fn change(change: &Change) -> pb::ReportChange {
    let (dimension, key) = part_of(&change.cell);
    let of = |value: Option<Figure>| figure(value);
    pb::ReportChange {
        indicator_code: change.cell.indicator.clone(),
        unit_id: change.cell.unit.to_string(),
        dimension,
        key,
        before: of(change.cell.figure),
        after: of(change.after),
    }
}

pub(crate) fn known(known: &KnownReport) -> pb::GetReportResponse {
    pb::GetReportResponse {
        report: Some(report(&known.report)),
        figures: known.content.figures.cells.iter().map(report_figure).collect(),
        findings: known.content.findings.iter().map(finding).collect(),
        comments: known.comments.iter().map(comment).collect(),
        changes: known.changes.iter().map(change).collect(),
    }
}

pub(crate) fn verified(verified: &Verified) -> pb::VerifyReportResponse {
    pb::VerifyReportResponse {
        figures_intact: verified.intact,
        changes_as_known_then: verified.as_known_then.iter().map(change).collect(),
        changes_since: verified.since.iter().map(change).collect(),
    }
}

pub(crate) fn matrix_period(matrix: &MatrixPeriod) -> pb::ReportMatrixPeriod {
    let count = |wanted: &dyn Fn(&MatrixCell) -> bool| {
        i32::try_from(matrix.cells.iter().filter(|cell| wanted(cell)).count()).unwrap_or(i32::MAX)
    };
    pb::ReportMatrixPeriod {
        period: matrix.period.to_string(),
        due_on: matrix.due_on.to_string(),
        cells: matrix.cells.iter().map(matrix_cell).collect(),
        reported_count: count(&|cell| cell.standing.is_reported()),
        in_time_count: count(&|cell| cell.standing.is_reported() && cell.late_days == 0),
        accepted_count: count(&|cell| cell.accepted),
    }
}

fn matrix_cell(cell: &MatrixCell) -> pb::ReportMatrixCell {
    let standing = match cell.standing {
        Standing::NotDue => pb::ReportStanding::NotDue,
        Standing::NotReported => pb::ReportStanding::NotReported,
        Standing::NothingToReport => pb::ReportStanding::NothingToReport,
        Standing::Prepared => pb::ReportStanding::Prepared,
        Standing::Approved => pb::ReportStanding::Approved,
        Standing::Accepted => pb::ReportStanding::Accepted,
    };
    pb::ReportMatrixCell {
        unit_id: cell.unit.to_string(),
        unit_name: cell.unit_name.clone(),
        standing: standing.into(),
        late_days: i32::try_from(cell.late_days).unwrap_or(i32::MAX),
        report_id: cell.newest.map(|(report, _)| report.to_string()).unwrap_or_default(),
        number: cell.newest.map_or(0, |(_, number)| number),
        accepted: cell.accepted,
    }
}
