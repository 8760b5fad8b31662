//! Who may do what with inspections. Who is bound to the producer learns of them as the producer does and has no part in
//! them, whatever roles she has.

use platform::access::UnitId;

use super::{INSPECTION_PLANNERS, acting_for, acting_persons, bound_to, is_bound, reads, roles_of};
use crate::domain::dossier::Level;
use crate::domain::inspection::{Inspection, InspectionId};
use crate::error::Error;
use crate::store::inspections::Untold;
use crate::store::{self, OnBehalf};

/// The inspection of an identity, if the caller reads in its commune or acts for its producer; one that is not to be
/// known of yet only if she works where it is planned.
pub(crate) async fn readable(asker: &impl OnBehalf, id: InspectionId) -> Result<Inspection, Error> {
    let unknown = || Error::NoSuchInspection { inspection: id };
    let inspection = store::inspections::find(asker, id).await?.ok_or_else(unknown)?;
    let known = if inspection.is_told() {
        reads(asker.authority(), &inspection.unit)
            || acting_for(asker, inspection.producer, &inspection.unit).await?.is_some()
    } else {
        works_where_it_is_planned(asker, &inspection) && !is_bound(asker, inspection.producer).await?
    };
    if known { Ok(inspection) } else { Err(unknown()) }
}

/// True if the caller is an officer or leader of the level that inspects, or of the ministry, over the commune.
fn works_where_it_is_planned(asker: &impl OnBehalf, inspection: &Inspection) -> bool {
    [inspection.level, Level::Ministry].into_iter().any(|level| {
        let (officer, leader) = roles_of(level);
        [officer, leader].into_iter().any(|role| asker.authority().reaches_as(role, &inspection.unit))
    })
}

/// Where the caller sees inspections that others may not know of yet.
pub(crate) async fn sees_untold(asker: &impl OnBehalf) -> Result<Untold, Error> {
    let units = |level| {
        let (officer, leader) = roles_of(level);
        asker.authority().resting_on(&[officer, leader]).listed_units(None)
    };
    let (of_provinces, of_all) = (units(Level::Province)?, units(Level::Ministry)?);
    Ok(Untold { of_provinces, of_all, but_of: bound_to(asker).await? })
}

/// Refuses unless the caller is an officer of a level that inspects.
pub(crate) fn may_inspect(asker: &impl OnBehalf, level: Level) -> Result<(), Error> {
    let (officer, _) = roles_of(level);
    let inspects = asker.authority().holds(officer);
    if inspects { Ok(()) } else { Err(Error::InspectionOfOtherLevel { level: level.name() }) }
}

/// True if the caller is an officer of a level, for a commune.
pub(crate) fn inspects_in(asker: &impl OnBehalf, level: Level, commune: &UnitId) -> bool {
    let (officer, _) = roles_of(level);
    asker.authority().reaches_as(officer, commune)
}

/// An inspection on which the caller works as an officer of its level.
pub(crate) async fn of_officer(asker: &impl OnBehalf, id: InspectionId) -> Result<Inspection, Error> {
    let inspection = readable(asker, id).await?;
    if !inspects_in(asker, inspection.level, &inspection.unit) {
        return Err(Error::InspectionOfOtherLevel { level: inspection.level.name() });
    }
    must_have_no_part(asker, &inspection).await?;
    Ok(inspection)
}

/// An inspection that the caller concludes as a leader of its level; who conducted it does not.
pub(crate) async fn to_conclude(asker: &impl OnBehalf, id: InspectionId) -> Result<Inspection, Error> {
    let inspection = readable(asker, id).await?;
    let (_, leader) = roles_of(inspection.level);
    if !asker.authority().reaches_as(leader, &inspection.unit) {
        return Err(Error::InspectionOfOtherLevel { level: inspection.level.name() });
    }
    must_have_no_part(asker, &inspection).await?;
    inspection.must_not_be_conducted_by(&acting_persons(asker, &inspection.unit).await?)?;
    Ok(inspection)
}

/// Nobody inspects a producer that she acts for or leads.
async fn must_have_no_part(asker: &impl OnBehalf, inspection: &Inspection) -> Result<(), Error> {
    let bound = is_bound(asker, inspection.producer).await?;
    if bound { Err(Error::InspectorBound { inspection: inspection.id }) } else { Ok(()) }
}

/// The units whose certificates the caller may rank for inspection.
pub(crate) fn ranked_units(asker: &impl OnBehalf, asked: Option<&UnitId>) -> Result<Vec<UnitId>, Error> {
    Ok(asker.authority().resting_on(INSPECTION_PLANNERS).listed_units(asked)?)
}
