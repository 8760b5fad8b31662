//! How much of a population has completed its training by a day, and who is missing.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::coverage::Coverage;
use crate::domain::curriculum::Audience;
use crate::domain::units::{Area, must_be_known};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct GetCoverage {
    population: Population,
    unit: UnitId,
    at: Option<NaiveDate>,
}

/// A population whose training is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Population {
    /// Leaders, on the day, of producers that have a product with a valid certificate on the day.
    LeadersOfOcopProducers,
    /// Officials in office on the day.
    OfficialsInOffice,
}

impl GetCoverage {
    pub(crate) fn parse(message: pb::GetCoverageRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let population = wire::read_population(&mut fields, "population", message.population);
        let unit = fields.unit("unit_id", &message.unit_id);
        let at = fields.optional_date("at", &message.at);
        let (population, unit, at) = fields.finish((population, unit, at))?;
        Ok(Self { population, unit, at })
    }
}

pub(crate) async fn get_coverage(view: &View, command: &GetCoverage) -> Result<Coverage, Error> {
    let units = view.authority().units();
    policy::may_see_figures(view, &command.unit)?;
    must_be_known(units, &command.unit, "unit_id")?;
    let day = command.at.unwrap_or(view.today());
    match command.population {
        Population::LeadersOfOcopProducers => {
            let occurring = store::producers::units(view).await?;
            let area = Area::of(&command.unit, occurring, units, view.today());
            let producers = store::producers::certified_on(view, day, &area).await?;
            let terms = store::leaders::of_certified_on(view, day, &area).await?;
            let trained = store::learners::trained_by(view, Audience::Leaders, day).await?;
            Ok(Coverage::of(producers, &terms, &trained, day))
        }
        Population::OfficialsInOffice => {
            let occurring = store::officials::units(view).await?;
            let area = Area::of(&command.unit, occurring, units, view.today());
            let officials = store::officials::in_office_on(view, day, &area).await?;
            let trained = store::learners::trained_by(view, Audience::Officials, day).await?;
            Ok(Coverage::of_officials(&officials, &trained))
        }
    }
}
