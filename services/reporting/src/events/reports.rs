//! What is told of reports. Who did it is the event's actor.

use platform::operation::Subject;
use proto::reporting::v1 as pb;

use crate::Work;
use crate::domain::report::Report;
use crate::domain::report_file::ReportFile;

fn of(report: &Report) -> Subject {
    Subject::new("report", report.id, report.version)
}

pub(crate) fn prepared(work: &Work, report: &Report) {
    let event = pb::ReportPrepared {
        report_id: report.id.to_string(),
        form_code: report.form.clone(),
        unit_id: report.unit.to_string(),
        period: report.period.to_string(),
        number: report.number,
        nothing_to_report: report.nothing_to_report,
        figures_sha256: report.figures_sha256.clone(),
    };
    work.publish(of(report), &event);
}

pub(crate) fn commented(work: &Work, report: &Report) {
    work.publish(of(report), &pb::ReportCommented { report_id: report.id.to_string() });
}

pub(crate) fn approved(work: &Work, report: &Report) {
    work.publish(of(report), &pb::ReportApproved { report_id: report.id.to_string() });
}

pub(crate) fn returned(work: &Work, report: &Report) {
    work.publish(of(report), &pb::ReportReturned { report_id: report.id.to_string() });
}

pub(crate) fn accepted(work: &Work, report: &Report) {
    let event = pb::ReportAccepted {
        report_id: report.id.to_string(),
        form_code: report.form.clone(),
        unit_id: report.unit.to_string(),
        period: report.period.to_string(),
        number: report.number,
        figures_sha256: report.figures_sha256.clone(),
    };
    work.publish(of(report), &event);
}

pub(crate) fn file_issued(work: &Work, file: &ReportFile) {
    let event = pb::ReportFileIssued {
        file_id: file.id.to_string(),
        report_id: file.report.to_string(),
        sha256: file.sha256.clone(),
    };
    work.publish(Subject::new("report_file", file.id, 1), &event);
}
