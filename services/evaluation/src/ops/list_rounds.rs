//! The assessment rounds of a year, with the dossiers in them.

use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::round::{Round, RoundLevel};
use crate::error::Error;
use crate::store::round_loads::{self, ByProvince, Counts};
use crate::{View, store};

pub(crate) struct ListRounds {
    unit: UnitId,
    year: i32,
}

impl ListRounds {
    pub(crate) fn parse(message: pb::ListRoundsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let year = fields.number("year", message.year, 2026..=2100);
        let (unit, year) = fields.finish((unit, year))?;
        Ok(Self { unit, year })
    }
}

pub(crate) async fn list_rounds(view: &View, command: &ListRounds) -> Result<Vec<(Round, Counts)>, Error> {
    must_hold_rounds(view, &command.unit)?;
    let rounds = &view.service().rounds;
    let further = store::regulations::further_rounds(view, &command.unit).await?;
    let mut seen = Vec::new();
    for level in [RoundLevel::Province, RoundLevel::Ministry] {
        for round in rounds.of_year(level, command.year, &further) {
            let counts = in_round(view, &command.unit, &round, &further).await?.into_values().sum();
            seen.push((round, counts));
        }
    }
    Ok(seen)
}

/// Refuses a unit that is no province and not the country, and one the caller's grants do not reach.
pub(super) fn must_hold_rounds(view: &View, unit: &UnitId) -> Result<(), Error> {
    let level = view.authority().units().at(unit, view.today()).map(|unit| unit.level);
    if !unit.is_country() && level != Some(UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: unit.clone(), path: "unit_id" });
    }
    Ok(view.authority().require(unit)?)
}

/// The dossiers in a round, by province.
pub(super) async fn in_round(
    view: &View,
    unit: &UnitId,
    round: &Round,
    further: &[Round],
) -> Result<ByProvince, Error> {
    Ok(match round.level {
        RoundLevel::Ministry => round_loads::of_ministry_round(view, unit, round.result_by).await?,
        RoundLevel::Province => {
            let before = view.service().rounds.before(round, further);
            let after = before.map_or(round.proposed_by, |before| before.proposed_by);
            round_loads::of_province_round(view, unit, (after, round.proposed_by)).await?
        }
    })
}
