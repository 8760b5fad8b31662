//! Certificates, the newest first, with their status on a day.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_certificate::CertificateOnDay;
use crate::View;
use crate::domain::dossier::ProductId;
use crate::domain::register::CertificateStatus;
use crate::error::Error;
use crate::{store, wire};

pub(crate) struct ListCertificates {
    unit: Option<UnitId>,
    star: i32,
    product: Option<ProductId>,
    status: Option<CertificateStatus>,
    at: Option<NaiveDate>,
    page: Page,
}

impl ListCertificates {
    pub(crate) fn parse(message: pb::ListCertificatesRequest) -> Result<Self, Error> {
        let filter = pb::ListCertificatesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let star = fields.number("star", message.star, 0..=5);
        let product = fields.optional_id("product_id", &message.product_id);
        let status = wire::register::read_optional_status(&mut fields, message.status);
        let at = fields.optional_date("at", &message.at);
        let size = fields.page_size(message.page_size);
        let (unit, star, product, status, at, size) = fields.finish((unit, star, product, status, at, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, star, product, status, at, page })
    }
}

pub(crate) async fn list_certificates(
    view: &View,
    command: &ListCertificates,
) -> Result<Paged<CertificateOnDay>, Error> {
    let at = command.at.unwrap_or(view.today());
    let filter = store::certificates::Filter {
        units: view.authority().listed_units(command.unit.as_ref())?,
        star: Some(command.star).filter(|star| *star > 0),
        product: command.product,
        status: command.status,
        at,
    };
    let page = store::certificates::list(view, &filter, &command.page).await?;
    Ok(page.map(|certificate| (certificate, at)))
}
