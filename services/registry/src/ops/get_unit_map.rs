//! All units of a day, and where units of other days lie on it.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::error::Error;

pub(crate) struct GetUnitMap {
    at: Option<NaiveDate>,
}

impl GetUnitMap {
    pub(crate) fn parse(message: pb::GetUnitMapRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let at = fields.optional_date("at", &message.at);
        let (at,) = fields.finish((at,))?;
        Ok(Self { at })
    }
}

pub(crate) async fn get_unit_map(view: &View, command: &GetUnitMap) -> Result<pb::GetUnitMapResponse, Error> {
    let history = view.service().units.of(view).await?;
    let at = command.at.unwrap_or(view.today());
    let holders = history
        .holders(at)
        .map(|(unit, holder)| pb::UnitHolder { unit_id: unit.id.to_string(), holder_id: holder.id.to_string() });
    let (first_day, last_day) = history.same_units(at);
    let written = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    Ok(pb::GetUnitMapResponse {
        units: history.units().all_at(at).map(Into::into).collect(),
        holders: holders.collect(),
        first_day: written(first_day),
        last_day: written(last_day),
        table_version: view.authority().units().version(),
    })
}
