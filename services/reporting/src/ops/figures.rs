//! The figures of units in an interval, for whoever shows, reports or submits them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;

use crate::View;
use crate::domain::cells::{Cell, Dimension};
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::figures::{Readings, Tally};
use crate::domain::indicators::{self, Formula, Indicator, Term};
use crate::domain::sums::{Amounts, Grain, Side, Sums, added, merge, sums};
use crate::domain::told::Subject;
use crate::error::Error;
use crate::map::Map;
use crate::memory::{Question, Version};
use crate::posting::is_on_map;
use crate::store;
use crate::store::sums::{SumsState, Wanted};

/// Entries by the subject they are of.
pub(super) type Entries = BTreeMap<Subject, Vec<Entry>>;

/// Which figures are asked for.
pub(crate) struct Asked<'a> {
    pub(crate) indicators: Vec<&'a Indicator>,
    /// Each with all under it, as things lay on the interval's last day.
    pub(crate) units: &'a [UnitId],
    /// True if the parts by every dimension of the indicators are wanted too.
    pub(crate) parts: bool,
    /// What happened is counted in the interval, what is on its last day.
    pub(crate) days: Days,
    /// As known at a moment; now if none.
    pub(crate) known_at: Option<Moment>,
}

/// The cells, in order of indicators, units and parts. A part that is 0 is left out.
pub(crate) async fn cells(view: &View, asked: &Asked<'_>) -> Result<Arc<Vec<Cell>>, Error> {
    cells_on_map(view, asked, asked.days.to).await
}

/// The same, with the units in force as they lay on another day than the interval's last. For earlier maps see `restating`.
pub(crate) async fn cells_on_map(view: &View, asked: &Asked<'_>, map_day: NaiveDate) -> Result<Arc<Vec<Cell>>, Error> {
    cells_as_of(view, &store::sums::state(view).await?, asked, map_day).await
}

/// The same for one of many questions, where the state of sums is read once for all.
pub(super) async fn cells_as_of(
    view: &View,
    state: &SumsState,
    asked: &Asked<'_>,
    map_day: NaiveDate,
) -> Result<Arc<Vec<Cell>>, Error> {
    let version = if asked.known_at.is_none() { version_of_sums(view, state, map_day) } else { None };
    let Some(version) = version else { return Ok(Arc::new(computed(view, asked, map_day, None).await?)) };
    let (memory, question) = (&view.service().cells, asked.question());
    if let Some(known) = memory.recall(version, &question) {
        return Ok(known);
    }
    let cells = Arc::new(computed(view, asked, map_day, Some(state)).await?);
    memory.keep(version, question, Arc::clone(&cells));
    Ok(cells)
}

/// The same, computed anew: from sums in a state, if they are on the map of the day, or from entries.
pub(super) async fn computed(
    view: &View,
    asked: &Asked<'_>,
    map_day: NaiveDate,
    from_sums: Option<&SumsState>,
) -> Result<Vec<Cell>, Error> {
    let scope = Scope::new(asked, Map::on(view.authority().units(), map_day));
    let readings = if let Some(state) = from_sums {
        scope.read_sums(view, state).await?
    } else {
        let entries = scope.entries(view).await?;
        scope.added_up(&entries).readings(asked.days)
    };
    Ok(asked.cells(&readings))
}

/// The version of sums, if they are on the map of a day; if not, figures on that map are added up from entries.
pub(super) fn version_of_sums(view: &View, state: &SumsState, map_day: NaiveDate) -> Option<Version> {
    // Sums are on today's map, which is that of every day since units came to lie as they do.
    let today = Map::on(view.authority().units(), view.today());
    let since = today.units.grouped_since(today.day);
    let is_same_map = since.is_none_or(|since| since <= map_day) && today.units.grouped_since(map_day) == since;
    (is_on_map(state, &today) && is_same_map).then(|| (state.version, today.units.version()))
}

impl<'a> Asked<'a> {
    /// All indicators of units in an interval, whole and as known now.
    pub(crate) fn whole(units: &'a [UnitId], days: Days) -> Self {
        let indicators = indicators::built_in().all.iter().collect();
        Self { indicators, units, parts: false, days, known_at: None }
    }

    /// Its cells, by what was read for it.
    pub(super) fn cells(&self, readings: &Readings) -> Vec<Cell> {
        let of = |indicator| self.units.iter().flat_map(move |unit| readings.cells(indicator, unit, self.parts));
        self.indicators.iter().copied().flat_map(of).collect()
    }

    fn question(&self) -> Question {
        Question {
            indicators: self.indicators.iter().map(|indicator| indicator.code.clone()).collect(),
            units: self.units.to_vec(),
            parts: self.parts,
            days: self.days,
        }
    }
}

/// What must be read for what is asked.
pub(super) struct Scope<'a> {
    asked: &'a Asked<'a>,
    map: Map<'a>,
    /// Measures that the asked units' own sums are wanted of.
    measures: BTreeSet<Measure>,
    /// Measures that the sums of communes within are wanted of.
    of_communes: BTreeSet<Measure>,
    /// Measures that the sums of abolished units within are wanted of.
    of_abolished: BTreeSet<Measure>,
    dimensions: BTreeSet<Dimension>,
    communes: HashMap<UnitId, Vec<UnitId>>,
    abolished: HashMap<UnitId, Vec<UnitId>>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(asked: &'a Asked<'a>, map: Map<'a>) -> Self {
        let mut scope = Self {
            asked,
            map,
            measures: BTreeSet::new(),
            of_communes: BTreeSet::new(),
            of_abolished: BTreeSet::new(),
            dimensions: BTreeSet::new(),
            communes: HashMap::new(),
            abolished: HashMap::new(),
        };
        for indicator in &asked.indicators {
            match &indicator.formula {
                Formula::Count(of) => scope.want(&[of]),
                Formula::Share(of, whole) => scope.want(&[of, whole]),
                Formula::CommunesWith(of) => _ = scope.of_communes.insert(of.measure),
                Formula::InAbolishedUnits(of) => _ = scope.of_abolished.insert(of.measure),
            }
            if asked.parts {
                scope.dimensions.extend(indicator.dimensions());
            }
        }
        if !scope.of_communes.is_empty() {
            scope.communes = map.communes_of(asked.units);
        }
        if !scope.of_abolished.is_empty() {
            scope.abolished = map.abolished_of(asked.units);
        }
        scope
    }

    fn want(&mut self, terms: &[&Term]) {
        for term in terms {
            self.measures.insert(term.measure);
            self.dimensions.extend(term.part.as_ref().map(|part| part.dimension));
        }
    }

    fn known_since(&self) -> BTreeSet<Measure> {
        self.asked.indicators.iter().flat_map(|indicator| indicator.known_since.iter().copied()).collect()
    }

    /// From the sums that are kept.
    async fn read_sums(mut self, view: &View, state: &SumsState) -> Result<Readings, Error> {
        if self.abolished.values().any(|units| !units.is_empty()) {
            // Of thousands of them only few ever had a record.
            let met = store::sums::units_met(view).await?;
            self.abolished.values_mut().for_each(|units| units.retain(|unit| met.contains(unit)));
        }
        let mut tallies = HashMap::new();
        let within = |of: &HashMap<UnitId, Vec<UnitId>>| of.values().flatten().cloned().collect::<BTreeSet<_>>();
        let (none, days) = (BTreeSet::new(), self.asked.days);
        let side = if state.is_balanced {
            Side::with_fewer_years(days.to, indicators::built_in().programme_began, view.today())
        } else {
            Side::Beginning
        };
        let asked = self.asked.units.iter().cloned().collect();
        for (measures, units, dimensions) in [
            (&self.measures, asked, &self.dimensions),
            (&self.of_communes, within(&self.communes), &none),
            (&self.of_abolished, within(&self.abolished), &none),
        ] {
            if measures.is_empty() || units.is_empty() {
                continue;
            }
            let places: Vec<_> = units.into_iter().map(|unit| (unit.clone(), self.map.above(&unit))).collect();
            let wanted = Wanted { measures, places: &places, dimensions, days, side };
            for (measure, tally) in store::sums::tallies(view, &wanted).await? {
                let known: &mut Tally = tallies.entry(measure).or_default();
                // What was read of a unit before is the same.
                known.extend(tally);
            }
        }
        let recorded_from = store::sums::recorded_from(view, &self.known_since()).await?;
        let (communes, abolished, to) = (self.communes, self.abolished, days.to);
        Ok(Readings { tallies, communes, abolished, recorded_from, to })
    }

    /// The entries themselves, as known at the moment that is asked about.
    pub(super) async fn entries(&self, view: &View) -> Result<Entries, Error> {
        let measures = [&self.measures, &self.of_communes, &self.of_abolished].into_iter().flatten().copied();
        let measures = measures.chain(self.known_since()).collect();
        Ok(store::entries::of_measures(view, &measures, self.asked.known_at).await?)
    }

    /// Entries added up here: as known at another moment, or on another map.
    pub(super) fn added_up(self, entries: &Entries) -> AddedUp {
        AddedUp::of(entries, &self.map, self.communes, self.abolished)
    }
}

/// Entries added up on a map that no sums are kept of, for figures of any interval.
pub(super) struct AddedUp {
    sums: Sums,
    communes: HashMap<UnitId, Vec<UnitId>>,
    abolished: HashMap<UnitId, Vec<UnitId>>,
    recorded_from: HashMap<Measure, NaiveDate>,
}

impl AddedUp {
    pub(super) fn of(
        entries: &Entries,
        map: &Map<'_>,
        communes: HashMap<UnitId, Vec<UnitId>>,
        abolished: HashMap<UnitId, Vec<UnitId>>,
    ) -> Self {
        let units: BTreeSet<_> = entries.values().flatten().map(|entry| &entry.unit).collect();
        let ways: HashMap<_, _> = units.into_iter().map(|unit| (unit, map.ways(unit))).collect();
        let most = ways.values().map(Vec::len).max().unwrap_or_default();
        let mut all = Sums::new();
        for entries in entries.values() {
            let entries: Vec<_> = entries.iter().collect();
            for way in 0..most {
                let path = |unit: &UnitId| ways.get(unit).and_then(|ways| ways.get(way)).map_or(&[][..], Vec::as_slice);
                merge(&mut all, sums(&entries, path));
            }
        }
        Self { recorded_from: recorded_from(&all), sums: all, communes, abolished }
    }

    /// The same of a part of some entries: whether anybody records something is told by all of them.
    pub(super) fn known_as_in(self, all: &Self) -> Self {
        Self { recorded_from: all.recorded_from.clone(), ..self }
    }

    /// What the figures of an interval are computed from.
    pub(super) fn readings(&self, days: Days) -> Readings {
        let mut tallies: HashMap<Measure, Tally> = HashMap::new();
        for (key, amounts) in &self.sums {
            let added = added(key, *amounts, days);
            if added != Amounts::NONE {
                let tally = tallies.entry(key.measure).or_default();
                tally.entry((key.unit.clone(), key.part.clone())).or_default().add(added);
            }
        }
        Readings {
            tallies,
            communes: self.communes.clone(),
            abolished: self.abolished.clone(),
            recorded_from: self.recorded_from.clone(),
            to: days.to,
        }
    }
}

/// The first day of the country that anything of each measure is recorded of.
fn recorded_from(sums: &Sums) -> HashMap<Measure, NaiveDate> {
    let mut first: HashMap<Measure, NaiveDate> = HashMap::new();
    let steps = sums.iter().filter(|(key, amounts)| {
        let is_a_day = matches!(key.grain, Grain::Day | Grain::Met);
        is_a_day && key.unit.is_country() && key.part.is_none() && amounts.value != 0
    });
    for (key, _) in steps {
        if let Some(day) = NaiveDate::from_num_days_from_ce_opt(key.slot) {
            let known = first.entry(key.measure).or_insert(day);
            *known = day.min(*known);
        }
    }
    first
}
