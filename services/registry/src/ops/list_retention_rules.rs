//! How long what is kept of persons.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::retention::{self, RetentionRule};
use crate::error::Error;

pub(crate) struct ListRetentionRules {
    at: Option<NaiveDate>,
}

impl ListRetentionRules {
    pub(crate) fn parse(message: pb::ListRetentionRulesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let at = fields.optional_date("at", &message.at);
        let (at,) = fields.finish((at,))?;
        Ok(Self { at })
    }
}

pub(crate) async fn list_retention_rules(
    view: &View,
    command: &ListRetentionRules,
) -> Result<Vec<&'static RetentionRule>, Error> {
    Ok(retention::in_force_on(command.at.unwrap_or(view.today())).collect())
}
