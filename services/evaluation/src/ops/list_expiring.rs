//! Certificates that expire before long, the first to expire first.

use chrono::{Days, NaiveDate};
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::expiry::Expiring;
use crate::error::Error;
use crate::{View, store};

/// Days of three years: the term of a certificate.
const MOST_DAYS: i32 = 1096;

pub(crate) struct ListExpiring {
    unit: Option<UnitId>,
    within: Days,
    page: Page,
}

/// A certificate that expires, with what can still be done today.
pub(crate) struct SeenExpiring {
    pub(crate) expiring: Expiring,
    pub(crate) today: NaiveDate,
    /// First and last day to file its re-ranking.
    pub(crate) window: (NaiveDate, NaiveDate),
}

impl ListExpiring {
    pub(crate) fn parse(message: pb::ListExpiringRequest) -> Result<Self, Error> {
        let filter = pb::ListExpiringRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let within = fields.number("within_days", message.within_days, 0..=MOST_DAYS);
        let size = fields.page_size(message.page_size);
        let (unit, within, size) = fields.finish((unit, within, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, within: Days::new(within.unsigned_abs().into()), page })
    }
}

pub(crate) async fn list_expiring(view: &View, command: &ListExpiring) -> Result<Paged<SeenExpiring>, Error> {
    let (units, today) = (view.authority().listed_units(command.unit.as_ref())?, view.today());
    let parameters = view.service().workflows.in_force_on(today)?;
    let filter = store::expiries::Filter { units, from: today, to: today + command.within };
    let page = store::expiries::list(view, &filter, &command.page).await?;
    Ok(page.map(|expiring| {
        let window = parameters.filing_window(expiring.certificate.expires_on);
        SeenExpiring { expiring, today, window }
    }))
}
