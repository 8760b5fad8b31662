//! The forms of reports.

use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::report_forms::{self, Form};
use crate::error::Error;

pub(crate) struct ListReportForms;

impl ListReportForms {
    pub(crate) fn parse(_: pb::ListReportFormsRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

pub(crate) async fn list_report_forms(_: &View, _: &ListReportForms) -> Result<&'static [Form], Error> {
    Ok(report_forms::all())
}
