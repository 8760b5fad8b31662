//! The units of one day that lie where a unit was on another.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::units::meant;
use crate::error::Error;

pub(crate) struct ListUnitParts {
    unit: UnitId,
    on: Option<NaiveDate>,
    at: Option<NaiveDate>,
}

impl ListUnitParts {
    pub(crate) fn parse(message: pb::ListUnitPartsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let on = fields.optional_date("on", &message.on);
        let at = fields.optional_date("at", &message.at);
        let (unit, on, at) = fields.finish((unit, on, at))?;
        Ok(Self { unit, on, at })
    }
}

pub(crate) async fn list_unit_parts(view: &View, command: &ListUnitParts) -> Result<pb::ListUnitPartsResponse, Error> {
    let history = view.service().units.of(view).await?;
    let (unit, on) = meant(&history, &command.unit, command.on.unwrap_or(view.today()))?;
    let parts = history.land(&unit.id, on, command.at.unwrap_or(view.today()));
    let parts = parts.into_iter().map(|part| pb::UnitPart { unit: Some(part.unit.into()), whole: part.whole });
    Ok(pb::ListUnitPartsResponse { parts: parts.collect(), table_version: view.authority().units().version() })
}
