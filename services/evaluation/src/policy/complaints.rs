//! Who may do what with complaints. Roles decide, but who is bound to the producer sees a complaint as the producer
//! does and does nothing about it, whatever roles she has.

use platform::access::Role::Producer;
use platform::access::UnitId;

use super::{READER_ROLES, acts_for, is_bound, reads, roles_of};
use crate::domain::complaint::{Complaint, ComplaintId, Matter, Recorder};
use crate::domain::dossier::Level;
use crate::domain::file::File;
use crate::error::Error;
use crate::store::{self, OnBehalf};
use crate::{View, Work};

/// How much of a complaint somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All but who complained.
    Whole,
    /// What the producer complained about may know.
    Producers,
}

/// As what the caller records a complaint about something; none if she may not. Who works at the level that handles
/// it need not pass it on.
pub(crate) async fn recorder(asker: &impl OnBehalf, matter: &Matter) -> Result<Option<Recorder>, Error> {
    let officer = |level: &Level| asker.authority().reaches_as(roles_of(*level).0, &matter.unit);
    let levels = [matter.level].into_iter().chain(Level::ALL);
    if let Some(level) = levels.into_iter().find(officer) {
        return Ok(Some(Recorder::Officer(level)));
    }
    let own = asker.authority().reaches_as(Producer, &matter.unit)
        && acts_for(asker, asker.person(), matter.producer, asker.today()).await?;
    Ok(own.then_some(Recorder::Producer))
}

/// Refuses a file that may not go with a complaint: an officer brings documents of authorities that the level which
/// handles it can read, and the producer cannot; the producer brings its own.
pub(crate) fn may_go_with(
    asker: &impl OnBehalf,
    file: &File,
    recorder: Recorder,
    matter: &Matter,
) -> Result<(), Error> {
    let fits = match (recorder, file.owner.producer) {
        (Recorder::Officer(_), None) => {
            let handling = if matter.level == Level::Ministry { UnitId::country() } else { matter.province.clone() };
            let read_there = asker.authority().units().contains(&handling, &file.owner.unit, asker.today());
            read_there && reads(asker.authority(), &file.owner.unit)
        }
        (Recorder::Producer, Some(owner)) => owner == matter.producer,
        (Recorder::Officer(_), Some(_)) | (Recorder::Producer, None) => false,
    };
    if fits { Ok(()) } else { Err(Error::ComplaintFileWrong { file: file.id }) }
}

/// The complaint of an identity, and how much of it the caller sees.
pub(crate) async fn seen(asker: &impl OnBehalf, id: ComplaintId) -> Result<(Complaint, Sight), Error> {
    let unknown = || Error::NoSuchComplaint { complaint: id };
    let complaint = store::complaints::find(asker, id).await?.ok_or_else(unknown)?;
    let Matter { producer, unit, .. } = &complaint.matter;
    let reads = reads(asker.authority(), unit);
    let acts = asker.authority().reaches_as(Producer, unit)
        && acts_for(asker, asker.person(), *producer, asker.today()).await?;
    let sight = sight_of(asker, &complaint, is_bound(asker, *producer).await?);
    let known = match sight {
        Sight::Whole => reads || acts,
        Sight::Producers => (reads || acts) && complaint.is_told_to_producer(),
    };
    if known { Ok((complaint, sight)) } else { Err(unknown()) }
}

/// The complaint of an identity, if the caller sees it whole.
pub(crate) async fn seen_whole(asker: &impl OnBehalf, id: ComplaintId) -> Result<Complaint, Error> {
    match seen(asker, id).await? {
        (complaint, Sight::Whole) => Ok(complaint),
        (_, Sight::Producers) => Err(Error::NoSuchComplaint { complaint: id }),
    }
}

/// How much the caller sees of a complaint that she may know of. What she typed she sees.
pub(crate) fn sight_of(asker: &impl OnBehalf, complaint: &Complaint, bound: bool) -> Sight {
    let reader = READER_ROLES.iter().any(|role| asker.authority().holds(*role));
    if is_recorder(asker, complaint) || (reader && !bound) { Sight::Whole } else { Sight::Producers }
}

/// Refuses unless the caller is an officer of a level, for a commune.
pub(crate) fn may_hold_at(work: &Work, level: Level, commune: &UnitId) -> Result<(), Error> {
    let (officer, _) = roles_of(level);
    let holds = work.authority().reaches_as(officer, commune);
    if holds { Ok(()) } else { Err(Error::ComplaintOfOtherLevel { level: level.name() }) }
}

/// Refuses unless the caller leads the level that handles a complaint, and did not record it, neither herself nor the
/// one she stands in for.
pub(crate) async fn may_answer(work: &Work, complaint: &Complaint) -> Result<(), Error> {
    let Matter { level, unit, .. } = &complaint.matter;
    let (_, leader) = roles_of(*level);
    if !work.authority().reaches_as(leader, unit) {
        return Err(Error::ComplaintOfOtherLevel { level: level.name() });
    }
    complaint.must_not_be_recorded_by(&super::acting_persons(work, unit).await?)
}

/// Refuses unless the caller works at the level that handles a complaint.
pub(crate) fn may_learn_who_complained(view: &View, complaint: &Complaint) -> Result<(), Error> {
    let Matter { level, unit, .. } = &complaint.matter;
    let (officer, leader) = roles_of(*level);
    let handles = [officer, leader].iter().any(|role| view.authority().reaches_as(*role, unit));
    if handles { Ok(()) } else { Err(Error::ComplaintOfOtherLevel { level: level.name() }) }
}

fn is_recorder(asker: &impl OnBehalf, complaint: &Complaint) -> bool {
    complaint.recording.by == asker.person()
}
