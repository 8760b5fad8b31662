//! The product sets of the rules in force on a day.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product_set::{self, ProductSet};
use crate::error::Error;

pub(crate) struct ListProductSets {
    at: Option<NaiveDate>,
}

impl ListProductSets {
    pub(crate) fn parse(message: pb::ListProductSetsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let at = fields.optional_date("at", &message.at);
        let (at,) = fields.finish((at,))?;
        Ok(Self { at })
    }
}

pub(crate) async fn list_product_sets(
    view: &View,
    command: &ListProductSets,
) -> Result<Vec<&'static ProductSet>, Error> {
    let day = command.at.unwrap_or(view.today());
    let sets: Vec<_> = product_set::in_force_on(day).collect();
    if sets.is_empty() { Err(Error::NoRuleSet { day }) } else { Ok(sets) }
}
