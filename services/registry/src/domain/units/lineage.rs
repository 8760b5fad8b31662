//! What became of a unit, and what it came from: edges from old units to new ones, followed to a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use serde::{Deserialize, Serialize};

use super::history::History;

/// How a new unit came to stand in an old one's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Relation {
    Unchanged,
    Renamed,
    Retyped,
    MergedWhole,
    SplitPart,
    /// A part of the land with all the people.
    SplitAllPopulation,
    /// Land without people.
    SplitAreaOnly,
    SplitPopulationPart,
    /// The old unit was taken over by another first, and this is what became of that one.
    ViaPredecessor,
}

/// Whether a new unit is the one that has an old unit's addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Share {
    /// Another one is.
    No,
    /// The old unit was split: the address decides, a person must say.
    Unknown,
    /// It is.
    Yes,
}

impl Share {
    /// The share that is left when a second change follows a first.
    fn then(self, other: Self) -> Self {
        self.min(other)
    }
}

/// How sure an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Confidence {
    Low,
    Medium,
    High,
}

/// Where an edge is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Source {
    /// The Statistics Office's table of old and new units.
    #[serde(rename = "table")]
    StatisticsTable,
    /// A resolution that was read because that table is at fault.
    #[serde(rename = "resolution")]
    Resolution,
    /// Worked out from lists of what was abolished before 2025.
    #[serde(rename = "chain")]
    Chain,
    /// A change that was entered into the register, with its act.
    #[serde(rename = "change")]
    Change,
}

/// That a new unit stands in the place of an old one from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) old: UnitId,
    pub(crate) new: UnitId,
    pub(crate) from: NaiveDate,
    pub(crate) relation: Relation,
    pub(crate) share: Share,
    pub(crate) source: Source,
    pub(crate) confidence: Confidence,
}

/// A unit that stood, on a day, in the place of the unit that is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counterpart<'t> {
    pub(crate) unit: &'t UnitVersion,
    pub(crate) relation: Relation,
    pub(crate) share: Share,
    /// None for the unit itself.
    pub(crate) source: Option<Source>,
    pub(crate) confidence: Confidence,
}

impl<'t> Counterpart<'t> {
    fn itself(unit: &'t UnitVersion) -> Self {
        Self { unit, relation: Relation::Unchanged, share: Share::Yes, source: None, confidence: Confidence::High }
    }

    fn reached_by(edge: &Edge, further: &Self) -> Self {
        let relation = if further.source.is_none() { edge.relation } else { Relation::ViaPredecessor };
        Self {
            unit: further.unit,
            relation,
            share: edge.share.then(further.share),
            source: Some(edge.source),
            confidence: edge.confidence.min(further.confidence),
        }
    }
}

/// Edges, found from either end.
#[derive(Debug, Default)]
pub(super) struct Edges {
    all: Vec<Edge>,
    out_of: HashMap<UnitId, Vec<usize>>,
    into: HashMap<UnitId, Vec<usize>>,
}

impl Edges {
    pub(super) fn of(all: Vec<Edge>) -> Self {
        let (mut out_of, mut into): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        // Most units have one; an empty list that grows makes room for four.
        let one = || Vec::with_capacity(1);
        for (place, edge) in all.iter().enumerate() {
            out_of.entry(edge.old.clone()).or_insert_with(one).push(place);
            into.entry(edge.new.clone()).or_insert_with(one).push(place);
        }
        Self { all, out_of, into }
    }

    pub(super) fn all(&self) -> &[Edge] {
        &self.all
    }

    pub(super) fn out_of(&self, unit: &UnitId) -> impl Iterator<Item = &Edge> {
        self.out_of.get(unit).into_iter().flatten().map(|place| &self.all[*place])
    }

    fn into(&self, unit: &UnitId) -> impl Iterator<Item = &Edge> {
        self.into.get(unit).into_iter().flatten().map(|place| &self.all[*place])
    }
}

impl History {
    /// What stands on a day in the place of a unit as it was on another: its successors if the day is later, what it
    /// came from if it is earlier. Several with the share `Unknown` are a real split: nobody but a person who knows the
    /// address can choose.
    pub(crate) fn counterparts(&self, id: &UnitId, on: NaiveDate, at: NaiveDate) -> Vec<Counterpart<'_>> {
        if at >= on { self.successors(id, at) } else { self.predecessors(id, at) }
    }

    /// What became of a unit until a day.
    pub(crate) fn successors(&self, id: &UnitId, at: NaiveDate) -> Vec<Counterpart<'_>> {
        if let Some(unit) = self.units().at(id, at) {
            return vec![Counterpart::itself(unit)];
        }
        // A unit abolished before 2025 has edges to what took it over then and to what stands there since the reform:
        // the latest before the day leads most directly.
        let past: Vec<_> = self.edges().out_of(id).filter(|edge| edge.from <= at).collect();
        let latest = past.iter().map(|edge| edge.from).max();
        let mut found = Vec::new();
        for edge in past.into_iter().filter(|edge| Some(edge.from) == latest) {
            for further in self.successors(&edge.new, at) {
                keep_best(&mut found, Counterpart::reached_by(edge, &further));
            }
        }
        with_the_only_one_certain(found)
    }

    /// What lived on an earlier day where a unit is now.
    pub(crate) fn predecessors(&self, id: &UnitId, at: NaiveDate) -> Vec<Counterpart<'_>> {
        let mut found: Vec<_> = self.units().at(id, at).map(Counterpart::itself).into_iter().collect();
        for edge in self.edges().into(id).filter(|edge| edge.from > at) {
            for earlier in self.predecessors(&edge.old, at) {
                keep_best(&mut found, Counterpart::reached_by(edge, &earlier));
            }
        }
        found
    }
}

/// One entry a unit: of two ways to it, the one that says more.
fn keep_best<'t>(found: &mut Vec<Counterpart<'t>>, next: Counterpart<'t>) {
    match found.iter_mut().find(|known| known.unit.id == next.unit.id) {
        Some(known) if known.share < next.share => *known = next,
        Some(_) => {}
        None => found.push(next),
    }
}

/// Parts that came together again leave nothing to choose.
fn with_the_only_one_certain(mut found: Vec<Counterpart<'_>>) -> Vec<Counterpart<'_>> {
    let mut open = found.iter_mut().filter(|unit| unit.share == Share::Unknown);
    if let (Some(only), None) = (open.next(), open.next()) {
        only.share = Share::Yes;
    }
    found
}
