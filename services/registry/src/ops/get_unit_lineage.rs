//! What a unit was or became: the units above it, and those that stand in its place on another day.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use platform::fields::Fields;
use proto::common::v1::Unit;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::units::meant;
use crate::error::Error;
use crate::wire;

pub(crate) struct GetUnitLineage {
    unit: UnitId,
    on: Option<NaiveDate>,
    at: Option<NaiveDate>,
}

impl GetUnitLineage {
    pub(crate) fn parse(message: pb::GetUnitLineageRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let on = fields.optional_date("on", &message.on);
        let at = fields.optional_date("at", &message.at);
        let (unit, on, at) = fields.finish((unit, on, at))?;
        Ok(Self { unit, on, at })
    }
}

pub(crate) async fn get_unit_lineage(
    view: &View,
    command: &GetUnitLineage,
) -> Result<pb::GetUnitLineageResponse, Error> {
    let history = view.service().units.of(view).await?;
    let (unit, on) = meant(&history, &command.unit, command.on.unwrap_or(view.today()))?;
    let counterparts = history.counterparts(&unit.id, on, command.at.unwrap_or(view.today()));
    let units = |units: Vec<&UnitVersion>| units.into_iter().map(Unit::from).collect();
    Ok(pb::GetUnitLineageResponse {
        unit: Some(unit.into()),
        ancestors: units(history.ancestors(unit, on)),
        r#match: wire::units::match_of(&counterparts).into(),
        counterparts: counterparts.iter().map(wire::units::counterpart).collect(),
        table_version: view.authority().units().version(),
    })
}
