//! Declaring that there is nothing to report about a period.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::prepare_report::{ToBeReported, first_report};
use super::preparing::About;
use crate::View;
use crate::domain::periods::Period;
use crate::error::Error;

pub(crate) struct DeclareNothingToReport {
    about: About,
    reason: String,
}

impl DeclareNothingToReport {
    pub(crate) fn parse(message: pb::DeclareNothingToReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let form = fields.line("form_code", &message.form_code, 100);
        let unit = fields.unit("unit_id", &message.unit_id);
        let period = fields.value("period", message.period.parse::<Period>());
        let reason = fields.line("reason", &message.reason, 500);
        let (form, unit, period, reason) = fields.finish((form, unit, period, reason))?;
        Ok(Self { about: About { form, unit, period, nothing_to_report: true }, reason })
    }
}

pub(crate) async fn declare_nothing_to_report(
    view: &View,
    command: &DeclareNothingToReport,
) -> Result<ToBeReported, Error> {
    first_report(view, &command.about, command.reason.clone()).await
}
