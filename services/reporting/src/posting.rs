//! Posting: what was told becomes entries, and entries become sums, in the transaction that takes the event in.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use platform::access::UnitId;
use platform::error::Error as Platform;
use tokio_util::sync::CancellationToken;

use crate::domain::entries::Entry;
use crate::domain::ledger::{self, Known, Need};
use crate::domain::sums::{Sums, difference, merge, sums};
use crate::domain::told::{Heard, Subject};
use crate::error::Error;
use crate::map::Map;
use crate::store;
use crate::store::sums::Paths;
use crate::{Runner, Work};

/// Keeps what events told, and counts anew whatever is counted by it. What was told before changes nothing.
pub(crate) async fn post(work: &Work, heard: Vec<Heard>) -> Result<(), Platform> {
    if store::told::keep(work, &heard).await? == 0 {
        return Ok(());
    }
    let needs = heard.iter().flat_map(|heard| ledger::needs(heard.about, &heard.told)).collect();
    store::told::keep_needs(work, needs).await?;
    let about: BTreeSet<_> = heard.iter().map(|heard| heard.about).collect();
    let mut concerned = about.clone();
    concerned.extend(store::told::needs_on(work, &about).await?.into_iter().map(|need| need.subject));
    concerned.retain(|subject| subject.noun.is_counted());
    count_anew(work, &concerned).await
}

/// Puts what follows now from all that was told in the place of what subjects have come to before.
async fn count_anew(work: &Work, subjects: &BTreeSet<Subject>) -> Result<(), Platform> {
    let needs = store::told::needs_of(work, subjects).await?;
    let needed = subjects.iter().copied().chain(needs.iter().map(|need| need.on)).collect();
    let told = store::told::of(work, &needed).await?;
    let before = store::entries::of(work, subjects).await?;
    let after: BTreeMap<_, _> = subjects
        .iter()
        .map(|subject| (*subject, ledger::history(*subject, &material(*subject, &needs, &told))))
        .collect();

    let paths = paths(work, before.values().flatten().map(|(_, known)| known).chain(after.values().flatten())).await?;
    let (mut added, mut taken) = (Sums::new(), Sums::new());
    for subject in subjects {
        let was = before.get(subject).map(|known| known.iter().map(|(_, known)| known).collect()).unwrap_or_default();
        let is = after.get(subject).map(|known| known.iter().collect()).unwrap_or_default();
        merge(&mut taken, present_sums(was, &paths));
        merge(&mut added, present_sums(is, &paths));
    }
    store::entries::replace(work, &before, &after).await?;
    store::sums::add(work, &difference(added, taken)).await
}

/// What was told of a subject and of all it needs, in order of time; at one moment in order of source and position.
fn material<'h>(subject: Subject, needs: &[Need], told: &'h BTreeMap<Subject, Vec<Heard>>) -> Vec<&'h Heard> {
    let mut wanted = BTreeSet::from([subject]);
    let mut frontier = vec![subject];
    while let Some(next) = frontier.pop() {
        for need in needs.iter().filter(|need| need.subject == next) {
            if wanted.insert(need.on) {
                frontier.push(need.on);
            }
        }
    }
    let mut heard: Vec<_> = wanted.iter().filter_map(|subject| told.get(subject)).flatten().collect();
    heard.sort_by(|one, other| (one.at, &one.source, one.position).cmp(&(other.at, &other.source, other.position)));
    heard
}

/// The sums of what is known now.
fn present_sums(known: Vec<&Known>, paths: &Paths) -> Sums {
    let present: Vec<&Entry> = known.iter().filter(|known| known.to.is_none()).map(|known| &known.entry).collect();
    sums(&present, |unit| paths.get(unit).map_or(&[], Vec::as_slice))
}

/// The paths that sums of entries stand under. A unit that is met for the first time gets the one of today's map.
///
/// Who knows an older map than the one sums are on, as a replica does that has just begun, does not add to them.
async fn paths<'k>(work: &Work, known: impl Iterator<Item = &'k Known>) -> Result<Paths, Platform> {
    let units: BTreeSet<UnitId> = known.map(|known| known.entry.unit.clone()).collect();
    let mut paths = store::sums::paths(work, Some(&units)).await?;
    let new: Vec<_> = units.into_iter().filter(|unit| !paths.contains_key(unit)).collect();
    if new.is_empty() {
        return Ok(paths);
    }
    let map = Map::on(work.authority().units(), work.today());
    if is_older(&map, &store::sums::state(work).await?) {
        return Err(Error::UnitsNotThere.into());
    }
    let new: Paths = new.into_iter().map(|unit| (unit.clone(), map.path(&unit))).collect();
    store::sums::put_paths(work, &new).await?;
    paths.extend(new);
    Ok(paths)
}

/// Drops all that follows from what feeds told. Returns how much had been told.
pub(crate) async fn drop_all(work: &Work) -> Result<u64, Platform> {
    store::entries::drop_all(work).await?;
    store::sums::drop_all(work).await?;
    store::told::drop_all(work).await
}

/// True if sums are on today's map.
pub(crate) fn is_on_map(state: &store::sums::SumsState, map: &Map<'_>) -> bool {
    state.units_version == map.units.version() && state.grouped_since == map.units.grouped_since(map.day)
}

/// True if a map is older than the one sums are on: another replica knows later units, or a later day.
fn is_older(map: &Map<'_>, state: &store::sums::SumsState) -> bool {
    (map.units.version(), map.units.grouped_since(map.day)) < (state.units_version, state.grouped_since)
}

/// Puts sums on today's map: what lies in units that lie elsewhere now is added up anew. Returns how many units those were.
/// Sums that are not balanced are made so.
pub(crate) async fn put_on_map(work: &Work, (): &()) -> Result<usize, Platform> {
    let map = Map::on(work.authority().units(), work.today());
    let state = store::sums::state(work).await?;
    if !state.is_balanced {
        store::sums::balance(work).await?;
    }
    if is_on_map(&state, &map) || is_older(&map, &state) {
        return Ok(0);
    }
    let paths = store::sums::paths(work, None).await?;
    let moved: Paths = paths
        .keys()
        .map(|unit| (unit.clone(), map.path(unit)))
        .filter(|(unit, path)| paths.get(unit) != Some(path))
        .collect();
    let units: Vec<_> = moved.keys().cloned().collect();
    let subjects = store::entries::subjects_in(work, &units).await?;
    let known = store::entries::of(work, &subjects).await?;
    let mut now = paths.clone();
    now.extend(moved.clone());
    let (mut added, mut taken) = (Sums::new(), Sums::new());
    for known in known.values() {
        let known: Vec<_> = known.iter().map(|(_, known)| known).collect();
        merge(&mut taken, present_sums(known.clone(), &paths));
        merge(&mut added, present_sums(known, &now));
    }
    store::sums::put_paths(work, &moved).await?;
    store::sums::add(work, &difference(added, taken)).await?;
    store::sums::put_on_map(work, map.units.version(), map.units.grouped_since(map.day)).await?;
    Ok(units.len())
}

/// How often it is looked whether units came to lie elsewhere.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Keeps sums on today's map until told to stop: when other units are in force, and when a day comes on which some lie elsewhere.
pub(crate) async fn stay_on_map(runner: Runner, stop: CancellationToken) {
    loop {
        match runner.run("PutSumsOnMap", &(), put_on_map).await {
            Ok(0) => {}
            Ok(units) => tracing::info!(units.moved = units, "added up anew what lies in units that lie elsewhere now"),
            Err(error) => tracing::warn!(%error, "could not put sums on the map; trying again"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}
