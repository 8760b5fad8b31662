//! Which training figures are asked of: learners of a unit, in an interval, whatever is then counted of them.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;

use crate::View;
use crate::domain::curriculum::Audience;
use crate::domain::units::{Area, must_be_known};
use crate::error::Error;
use crate::store::learners::Filter;
use crate::{policy, store, wire};

/// What a request asks of; the fields of its message have the same names.
pub(super) struct Asked {
    unit: UnitId,
    audience: Option<Audience>,
    from: NaiveDate,
    to: NaiveDate,
}

impl Asked {
    pub(super) fn parse(unit_id: &str, audience: i32, from: &str, to: &str) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", unit_id);
        let audience = wire::read_optional_audience(&mut fields, "audience", audience);
        let from = fields.date("from", from);
        let to = fields.date("to", to);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            fields.fault("to", "Ngày cuối trước ngày đầu.", "The last day lies before the first.");
        }
        let (unit, audience, from, to) = fields.finish((unit, audience, from, to))?;
        Ok(Self { unit, audience, from, to })
    }

    /// Those learners, if the caller may see figures of the unit.
    pub(super) async fn filter(&self, view: &View) -> Result<Filter, Error> {
        let units = view.authority().units();
        policy::may_see_figures(view, &self.unit)?;
        must_be_known(units, &self.unit, "unit_id")?;
        let occurring = store::learners::units(view).await?;
        let area = Area::of(&self.unit, occurring, units, view.today());
        Ok(Filter { area, audience: self.audience, from: self.from, to: self.to })
    }
}
