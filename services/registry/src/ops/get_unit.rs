//! A unit as it was on a day.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::units::living;
use crate::error::Error;

pub(crate) struct GetUnit {
    unit: UnitId,
    at: Option<NaiveDate>,
}

impl GetUnit {
    pub(crate) fn parse(message: pb::GetUnitRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let at = fields.optional_date("at", &message.at);
        let (unit, at) = fields.finish((unit, at))?;
        Ok(Self { unit, at })
    }
}

pub(crate) async fn get_unit(view: &View, command: &GetUnit) -> Result<UnitVersion, Error> {
    let history = view.service().units.of(view).await?;
    let units = history.units();
    let day = command.at.unwrap_or(view.today());
    Ok(living(units, &command.unit, day, "unit_id")?.clone())
}
