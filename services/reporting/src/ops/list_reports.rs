//! Reports, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_report::{NamedReport, named_in};
use crate::domain::periods::Period;
use crate::error::Error;
use crate::store::reports::{Filter, list};
use crate::{View, wire};

pub(crate) struct ListReports {
    unit: Option<UnitId>,
    form: Option<String>,
    period: Option<Period>,
    state: Option<&'static str>,
    page: Page,
}

impl ListReports {
    pub(crate) fn parse(message: pb::ListReportsRequest) -> Result<Self, Error> {
        let filter = pb::ListReportsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let form = fields.optional_line("form_code", &message.form_code, 100);
        let period = if message.period.is_empty() {
            Some(None)
        } else {
            fields.value("period", message.period.parse::<Period>()).map(Some)
        };
        let state = wire::reports::read_state(&mut fields, message.state);
        let size = fields.page_size(message.page_size);
        let (unit, form, period, state, size) = fields.finish((unit, form, period, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, form: Some(form).filter(|form| !form.is_empty()), period, state, page })
    }
}

pub(crate) async fn list_reports(view: &View, command: &ListReports) -> Result<Paged<NamedReport>, Error> {
    let filter = Filter {
        units: view.authority().listed_units(command.unit.as_ref())?,
        form: command.form.clone(),
        period: command.period,
        state: command.state,
    };
    let page = list(view, &filter, &command.page).await?;
    Ok(page.map(|report| named_in(view.authority().units(), report)))
}
