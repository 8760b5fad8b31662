//! What a commune has in the register.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::programme::{CommuneOverview, RegisterCounts};
use crate::domain::units::living_commune;
use crate::error::Error;
use crate::store;

pub(crate) struct GetCommuneOverview {
    unit: UnitId,
}

impl GetCommuneOverview {
    pub(crate) fn parse(message: pb::GetCommuneOverviewRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let (unit,) = fields.finish((unit,))?;
        Ok(Self { unit })
    }
}

pub(crate) async fn get_commune_overview(view: &View, command: &GetCommuneOverview) -> Result<CommuneOverview, Error> {
    let commune = living_commune(view.authority().units(), &command.unit, view.today(), "unit_id")?.clone();
    let units = view.authority().listed_units(Some(&commune.id))?;
    let mut counts = RegisterCounts::default();
    // What was recorded in communes that it succeeded is the commune's.
    for (_, of_unit) in store::commune_counts::in_units(view, &units, view.today()).await? {
        counts += of_unit;
    }
    Ok(CommuneOverview { commune, counts })
}
