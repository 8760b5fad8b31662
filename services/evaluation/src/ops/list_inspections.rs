//! Inspections, the newest first.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_inspection::SeenInspection;
use crate::domain::certificate::CertificateId;
use crate::domain::inspection::InspectionState;
use crate::error::Error;
use crate::{View, policy, store, wire};

/// Years that a list may be asked for; 0 asks for all.
const YEARS: std::ops::RangeInclusive<i32> = 0..=9999;

pub(crate) struct ListInspections {
    unit: Option<UnitId>,
    certificate: Option<CertificateId>,
    state: Option<InspectionState>,
    year: i32,
    overdue_only: bool,
    remedy_overdue_only: bool,
    page: Page,
}

impl ListInspections {
    pub(crate) fn parse(message: pb::ListInspectionsRequest) -> Result<Self, Error> {
        let filter = pb::ListInspectionsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let certificate = fields.optional_id("certificate_id", &message.certificate_id);
        let state = wire::inspections::read_optional_state(&mut fields, message.state);
        let year = fields.number("year", message.year, YEARS);
        let size = fields.page_size(message.page_size);
        let (unit, certificate, state, year, size) = fields.finish((unit, certificate, state, year, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        let (overdue_only, remedy_overdue_only) = (message.overdue_only, message.remedy_overdue_only);
        Ok(Self { unit, certificate, state, year, overdue_only, remedy_overdue_only, page })
    }
}

pub(crate) async fn list_inspections(view: &View, command: &ListInspections) -> Result<Paged<SeenInspection>, Error> {
    let (units, producers) = policy::listed_to(view, command.unit.as_ref()).await?;
    let today = view.today();
    let filter = store::inspections::Filter {
        units,
        producers,
        untold: policy::inspections::sees_untold(view).await?,
        certificate: command.certificate,
        state: command.state,
        begins: days_of(command.year),
        overdue_on: command.overdue_only.then_some(today),
        remedy_overdue_on: command.remedy_overdue_only.then_some(today),
    };
    let page = store::inspections::list(view, &filter, &command.page).await?;
    let ids = page.rows.iter().map(|inspection| inspection.id);
    let revocations = store::revocations::resting_on(view, ids).await?;
    Ok(page.map(|inspection| SeenInspection {
        revocation: revocations.get(&inspection.id).copied(),
        ..SeenInspection::fresh(view, inspection)
    }))
}

/// First and last day of a year; none for year 0.
fn days_of(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let year = Some(year).filter(|year| *year > 0)?;
    NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))
}
