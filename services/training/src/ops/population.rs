//! Who belongs to a population on a day.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable};

use super::Population;
use crate::domain::coverage::{Candidate, leaders_of};
use crate::domain::units::Area;
use crate::error::Error;
use crate::store;

/// The candidates of a population in a unit's subtree: one a term, in order of producers or terms.
pub(super) async fn candidates(
    db: &impl store::Connection,
    units: &UnitTable,
    population: Population,
    unit: &UnitId,
    (day, today): (NaiveDate, NaiveDate),
) -> Result<Vec<Candidate>, Error> {
    match population {
        Population::LeadersOfOcopProducers => {
            let area = Area::of(unit, store::producers::units(db).await?, units, today);
            let producers = store::producers::certified_on(db, day, &area).await?;
            let terms = store::leaders::of_certified_on(db, day, &area).await?;
            Ok(leaders_of(producers, &terms, day))
        }
        Population::OfficialsInOffice => {
            let area = Area::of(unit, store::officials::units(db).await?, units, today);
            Ok(store::officials::in_office_on(db, day, &area).await?)
        }
    }
}
