//! Recording a laboratory's report, reading by reading.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::dossier::record::{Record, RecordContent, TestReport};
use crate::error::Error;
use crate::{Work, wire};

pub(crate) struct RecordTestReport {
    dossier: DossierId,
    test_report: TestReport,
}

impl RecordTestReport {
    pub(crate) fn parse(message: pb::RecordTestReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let test_report = wire::dossiers::read_test_report(&mut fields, message.test_report);
        let (dossier, test_report) = fields.finish((dossier, test_report))?;
        Ok(Self { dossier, test_report })
    }
}

pub(crate) async fn record_test_report(work: &Work, command: &RecordTestReport) -> Result<Record, Error> {
    command.test_report.check_dates(work.today())?;
    super::step::record(work, command.dossier, RecordContent::TestReport(command.test_report.clone())).await
}
