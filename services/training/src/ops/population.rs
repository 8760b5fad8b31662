//! Who belongs to a population on a day, and how they are called.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable};
use platform::ids::{PersonId, RawId};
use platform::rpc::peer_refusal;
use proto::registry::v1 as registry_pb;
use tonic::{Code, Status};

use super::Population;
use crate::View;
use crate::domain::coverage::{Candidate, leaders_of};
use crate::domain::units::Area;
use crate::error::Error;
use crate::store;

/// Most persons that registry is asked for at once.
const ASKED_AT_ONCE: usize = 500;

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

/// The names of persons that the caller may read.
pub(super) async fn names_of(
    view: &View,
    population: Population,
    persons: &[PersonId],
    purpose: &str,
) -> Result<HashMap<PersonId, String>, Error> {
    let mut names = HashMap::new();
    for some in persons.chunks(ASKED_AT_ONCE) {
        let person_ids = some.iter().map(ToString::to_string).collect();
        let given = match population {
            Population::LeadersOfOcopProducers => leaders(view, person_ids, purpose).await,
            Population::OfficialsInOffice => officials(view, person_ids, purpose).await,
        };
        match given {
            Ok(given) => names.extend(given),
            // She may see figures and no names.
            Err(status) if status.code() == Code::PermissionDenied => return Ok(names),
            Err(status) => return Err(peer_refusal("registry", status).into()),
        }
    }
    Ok(names)
}

async fn leaders(view: &View, person_ids: Vec<String>, purpose: &str) -> Result<Vec<(PersonId, String)>, Status> {
    let request = registry_pb::BatchGetLeadersRequest { person_ids, purpose: purpose.to_owned() };
    let given = view.service().registry.clone().batch_get_leaders(request).await?.into_inner();
    Ok(given.leaders.into_iter().filter_map(|leader| named(&leader.person_id, leader.full_name)).collect())
}

async fn officials(view: &View, person_ids: Vec<String>, purpose: &str) -> Result<Vec<(PersonId, String)>, Status> {
    let request = registry_pb::BatchGetOfficialsRequest { person_ids, purpose: purpose.to_owned() };
    let given = view.service().management.clone().batch_get_officials(request).await?.into_inner();
    Ok(given.officials.into_iter().filter_map(|official| named(&official.person_id, official.full_name)).collect())
}

fn named(person: &str, name: String) -> Option<(PersonId, String)> {
    Some((RawId::parse_str(person).ok()?.into(), name))
}
