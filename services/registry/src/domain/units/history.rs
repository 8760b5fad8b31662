//! All units of all eras in memory: the facts built in, and the changes laid over them.

use std::fmt;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel, UnitTable, UnitVersion};
use platform::fields::Fields;

use super::change::UnitChange;
use super::facts::{self, ERA, OLD_ERA, REFORM};
use super::lineage::{Edge, Edges, Share};
use super::names::{Fit, Named, Names};

/// Every unit there ever was, with its names and what became of it.
#[derive(Debug)]
pub(crate) struct History {
    units: UnitTable,
    names: Names,
    edges: Edges,
}

/// What a code or name stands for on a day.
#[derive(Debug)]
pub(crate) enum Match<'t> {
    One(&'t UnitVersion),
    /// A person must choose.
    Choice(Vec<&'t UnitVersion>),
    /// The unit is known, but did not live on the day; as it was nearest to it.
    NotOnDay(&'t UnitVersion),
    None,
}

/// What is wrong with the units built into this program.
#[derive(Clone, Debug)]
pub struct UnsoundUnits(String);

impl fmt::Display for UnsoundUnits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the units built in are not sound: {}", self.0)
    }
}

impl std::error::Error for UnsoundUnits {}

impl From<csv::Error> for UnsoundUnits {
    fn from(error: csv::Error) -> Self {
        Self(error.to_string())
    }
}

/// Those that fit best: a city is meant by its type word, not the province of the same name.
fn best(found: Vec<(Fit, &UnitVersion)>) -> (Option<Fit>, Vec<&UnitVersion>) {
    let best = found.iter().map(|(fit, _)| *fit).max();
    let those = found.into_iter().filter(|(fit, _)| Some(*fit) == best);
    (best, those.map(|(_, unit)| unit).collect())
}

/// Read once a process: the files are a part of the program, and never change while it runs.
static BUILT_IN: LazyLock<Result<Arc<History>, UnsoundUnits>> = LazyLock::new(|| {
    let history = History::with(0, std::iter::empty())?;
    history.must_be_sound()?;
    Ok(Arc::new(history))
});

/// The units of the era in force, as changes left them: what the other services learn.
///
/// # Errors
/// When a change does not fit the facts.
pub(crate) fn units_in_force<'c>(
    version: i64,
    changes: impl Iterator<Item = &'c UnitChange>,
) -> Result<UnitTable, UnsoundUnits> {
    let mut units = table(version, facts::units_in_force()?)?;
    for change in changes {
        // The facts of a newer program may have what was applied before it came.
        units = if change.is_known_to(&units) {
            table(version, change.with_successors(&units))?
        } else {
            let acts = || UnsoundUnits(format!("the change by {:?} does not fit", change.acts()));
            change.laid_over(&mut Fields::new(), &units, version).ok_or_else(acts)?
        };
    }
    Ok(units)
}

fn table(version: i64, units: impl IntoIterator<Item = UnitVersion>) -> Result<UnitTable, UnsoundUnits> {
    UnitTable::new(version, units).map_err(|error| UnsoundUnits(error.to_string()))
}

impl History {
    /// The facts built into this program, checked.
    ///
    /// # Errors
    /// When they are not sound: nobody may be registered by such ones.
    pub(crate) fn built_in() -> Result<Arc<Self>, UnsoundUnits> {
        BUILT_IN.clone()
    }

    /// The facts built in with changes laid over them, read anew.
    ///
    /// # Errors
    /// When they do not fit.
    pub(crate) fn with<'c>(
        version: i64,
        changes: impl Iterator<Item = &'c UnitChange> + Clone,
    ) -> Result<Self, UnsoundUnits> {
        let in_force = units_in_force(version, changes.clone())?;
        let units = table(version, facts::old_units()?.into_iter().chain(in_force.all().cloned()))?;
        let abolished = |id: &UnitId| units.newest(id)?.to?.succ_opt();
        let mut edges = facts::successors(abolished)?;
        edges.extend(changes.flat_map(UnitChange::edges));
        Ok(Self { names: Names::of(units.all()), edges: Edges::of(edges), units })
    }

    /// All units through time.
    pub(crate) fn units(&self) -> &UnitTable {
        &self.units
    }

    pub(super) fn edges(&self) -> &Edges {
        &self.edges
    }

    /// The unit of an identity.
    pub(crate) fn by_id(&self, id: &UnitId, day: NaiveDate) -> Match<'_> {
        match (self.units.at(id, day), self.units.nearest(id, day)) {
            (Some(unit), _) => Match::One(unit),
            (None, Some(unit)) => Match::NotOnDay(unit),
            (None, None) => Match::None,
        }
    }

    /// The unit of a code without its era, alone or behind the codes of the units above, as product codes have them:
    /// `28882`, `83-832-28882`. A district in it says that it is of three levels; else the day tells the era.
    pub(crate) fn by_code(&self, code: &str, day: NaiveDate) -> Match<'_> {
        let codes: Vec<_> = code.split('-').collect();
        let has_district = codes.iter().any(|code| code.len() == 3);
        let era = if has_district || day < REFORM { OLD_ERA } else { ERA };
        let ids: Option<Vec<UnitId>> = codes.iter().map(|code| format!("{era}:{code}").parse().ok()).collect();
        let Some((last, above)) = ids.as_deref().and_then(|ids| ids.split_last()) else { return Match::None };
        let found = self.by_id(last, day);
        let (Match::One(unit) | Match::NotOnDay(unit)) = &found else { return found };
        let lies_in_all = above.iter().all(|id| self.ancestors(unit, day).iter().any(|ancestor| ancestor.id == *id));
        if lies_in_all { found } else { Match::None }
    }

    /// The unit of a name, which may go on with the names of units above, as an address does: `P. 1, Q. 3, TP.HCM`.
    pub(crate) fn by_name(&self, written: &str, within: Option<&UnitId>, day: NaiveDate) -> Match<'_> {
        let mut parts = written.split(',').map(str::trim).filter(|part| !part.is_empty());
        let Some(name) = parts.next() else { return Match::None };
        let above: Vec<Vec<&UnitVersion>> = parts
            .filter(|part| platform::text::folded(part) != "viet nam")
            .map(|part| best(self.named(part, day)).1)
            .collect();
        let lies_in = |unit: &UnitVersion| {
            let ancestors = self.ancestors(unit, day);
            let is_above = |id: &UnitId| id.is_country() || ancestors.iter().any(|ancestor| ancestor.id == *id);
            within.is_none_or(&is_above) && above.iter().all(|part| part.iter().any(|unit| is_above(&unit.id)))
        };
        let mut found = self.named(name, day);
        found.retain(|(_, unit)| lies_in(unit));
        let (fit, mut units) = best(found);
        units.dedup_by(|one, other| one.id == other.id);
        match units.as_slice() {
            [] => Match::None,
            [only] if fit > Some(Fit::OtherKind) => Match::One(only),
            _ => Match::Choice(units),
        }
    }

    /// The units that had a name on a day, in order of identity.
    fn named(&self, written: &str, day: NaiveDate) -> Vec<(Fit, &UnitVersion)> {
        let then = |named: &Named| self.units.at(&named.id, day).filter(|unit| unit.from == named.from);
        let found = self.names.find(written);
        let mut units: Vec<_> = found.into_iter().filter_map(|(fit, named)| Some((fit, then(named)?))).collect();
        units.sort_by(|one, other| (&one.1.id, one.0).cmp(&(&other.1.id, other.0)));
        units
    }

    /// The units above one, the nearest first, as things were on a day; if it did not live then, on the nearest day.
    pub(crate) fn ancestors(&self, unit: &UnitVersion, day: NaiveDate) -> Vec<&UnitVersion> {
        let day = day.clamp(unit.from, unit.to.unwrap_or(NaiveDate::MAX));
        let parent = |unit: &UnitVersion| self.units.nearest(&unit.parent, day);
        std::iter::successors(parent(unit), |above| parent(above)).collect()
    }

    /// The units that a question about a unit means: itself while it lives, else the whole units on its land; and one of
    /// the present era that was abolished itself too, for what was recorded in it bears its name.
    pub(crate) fn units_meant(&self, id: &UnitId, today: NaiveDate) -> Vec<UnitId> {
        match self.by_id(id, today) {
            Match::NotOnDay(unit) => {
                let on = today.clamp(unit.from, unit.to.unwrap_or(NaiveDate::MAX));
                let parts = self.land(id, on, today).into_iter().filter(|part| part.whole);
                let itself = (id.era() == ERA && unit.to.is_some()).then(|| id.clone());
                itself.into_iter().chain(parts.map(|part| part.unit.id.clone())).collect()
            }
            _ => vec![id.clone()],
        }
    }

    /// Refuses facts that contradict each other.
    pub(crate) fn must_be_sound(&self) -> Result<(), UnsoundUnits> {
        let numbers = |day: NaiveDate| {
            let of_level = |level| self.units.all_at(day).filter(|unit| unit.level == level).count();
            [UnitLevel::Province, UnitLevel::District, UnitLevel::Commune].map(of_level)
        };
        // The official numbers on both sides of the reform.
        let eve = REFORM.pred_opt().expect("a day before");
        if (numbers(eve), numbers(REFORM)) != ([63, 696, 10_035], [34, 0, 3_321]) {
            return Err(UnsoundUnits(format!("{:?} and {:?} units", numbers(eve), numbers(REFORM))));
        }
        for unit in self.units.all() {
            let lives = |day| unit.parent.is_country() || self.units.at(&unit.parent, day).is_some();
            if !lives(unit.from) || !lives(unit.to.unwrap_or(NaiveDate::MAX)) {
                return Err(UnsoundUnits(format!("{} lies in {} that does not live", unit.id, unit.parent)));
            }
        }
        for edge in self.edges.all() {
            let dead = self.units.newest(&edge.old).is_some_and(|unit| unit.to.is_some_and(|to| to < edge.from));
            if !dead || self.units.at(&edge.new, edge.from).is_none() {
                return Err(UnsoundUnits(format!("{} cannot pass to {} on {}", edge.old, edge.new, edge.from)));
            }
            let alike = |other: &&Edge| other.from == edge.from && other.share == Share::Yes;
            if edge.share == Share::Yes && self.edges.out_of(&edge.old).filter(alike).count() > 1 {
                return Err(UnsoundUnits(format!("{} passes to several at once", edge.old)));
            }
        }
        Ok(())
    }
}
