//! The figures of units in an interval, for whoever shows, reports or submits them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;

use crate::View;
use crate::domain::cells::{Cell, Dimension};
use crate::domain::days::Days;
use crate::domain::entries::Measure;
use crate::domain::figures::{Readings, Tally};
use crate::domain::indicators::{self, Formula, Indicator, Term};
use crate::domain::sums::{Amounts, Grain, Sums, added, merge, sums};
use crate::error::Error;
use crate::map::Map;
use crate::memory::Question;
use crate::posting::is_on_map;
use crate::store;
use crate::store::sums::Wanted;

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

/// The same, on the map of another day than the interval's last.
pub(crate) async fn cells_on_map(view: &View, asked: &Asked<'_>, map_day: NaiveDate) -> Result<Arc<Vec<Cell>>, Error> {
    let units = view.authority().units();
    let map = Map { units, day: map_day };
    let state = store::sums::state(view).await?;
    // Sums are on today's map, which is that of every day since units came to lie as they do.
    let today = Map { units, day: view.today() };
    let on_sums = asked.known_at.is_none()
        && is_on_map(&state, &today)
        && units.grouped_since(view.today()).is_none_or(|since| since <= map_day)
        && units.grouped_since(map_day) == units.grouped_since(view.today());
    let question = on_sums.then(|| asked.question());
    let version = (state.version, units.version());
    if let Some(known) = question.as_ref().and_then(|question| view.service().memory.recall(version, question)) {
        return Ok(known);
    }
    let scope = Scope::new(asked, map);
    let readings = if on_sums { scope.read_sums(view).await? } else { scope.read_entries(view).await? };
    let cells = asked.indicators.iter().flat_map(|indicator| {
        asked.units.iter().flat_map(|unit| readings.cells(indicator, unit, asked.parts)).collect::<Vec<_>>()
    });
    let cells: Arc<Vec<Cell>> = Arc::new(cells.collect());
    if let Some(question) = question {
        view.service().memory.keep(version, question, Arc::clone(&cells));
    }
    Ok(cells)
}

impl<'a> Asked<'a> {
    /// All indicators of units in an interval, whole and as known now.
    pub(crate) fn whole(units: &'a [UnitId], days: Days) -> Self {
        let indicators = indicators::built_in().all.iter().collect();
        Self { indicators, units, parts: false, days, known_at: None }
    }

    fn question(&self) -> Question {
        Question {
            indicators: self.indicators.iter().map(|indicator| indicator.code.clone()).collect(),
            units: self.units.to_vec(),
            parts: self.parts,
            days: self.days,
            known_at: self.known_at,
        }
    }
}

/// What must be read for what is asked.
struct Scope<'a> {
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
    fn new(asked: &'a Asked<'a>, map: Map<'a>) -> Self {
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

    fn readings(self, tallies: HashMap<Measure, Tally>, recorded_from: HashMap<Measure, NaiveDate>) -> Readings {
        let (communes, abolished, to) = (self.communes, self.abolished, self.asked.days.to);
        Readings { tallies, communes, abolished, recorded_from, to }
    }

    /// From the sums that are kept.
    async fn read_sums(self, view: &View) -> Result<Readings, Error> {
        let mut tallies = HashMap::new();
        let within = |of: &HashMap<UnitId, Vec<UnitId>>| of.values().flatten().cloned().collect::<BTreeSet<_>>();
        let (none, days) = (BTreeSet::new(), self.asked.days);
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
            let wanted = Wanted { measures, places: &places, dimensions, days };
            for (measure, tally) in store::sums::tallies(view, &wanted).await? {
                let known: &mut Tally = tallies.entry(measure).or_default();
                // What was read of a unit before is the same.
                known.extend(tally);
            }
        }
        let recorded_from = store::sums::recorded_from(view, &self.known_since()).await?;
        Ok(self.readings(tallies, recorded_from))
    }

    /// From the entries themselves, added up here: as known at another moment, or on another map.
    async fn read_entries(self, view: &View) -> Result<Readings, Error> {
        let measures = [&self.measures, &self.of_communes, &self.of_abolished].into_iter().flatten().copied();
        let measures = measures.chain(self.known_since()).collect();
        let entries = store::entries::of_measures(view, &measures, self.asked.known_at).await?;
        let units: BTreeSet<_> = entries.values().flatten().map(|entry| &entry.unit).collect();
        let paths: HashMap<_, _> = units.into_iter().map(|unit| (unit, self.map.path(unit))).collect();
        let path = |unit: &UnitId| paths.get(unit).map_or(&[][..], Vec::as_slice);
        let mut all = Sums::new();
        for entries in entries.values() {
            merge(&mut all, sums(&entries.iter().collect::<Vec<_>>(), path));
        }
        let mut tallies: HashMap<Measure, Tally> = HashMap::new();
        for (key, amounts) in &all {
            let added = added(key, *amounts, self.asked.days);
            if added != Amounts::NONE {
                let tally = tallies.entry(key.measure).or_default();
                tally.entry((key.unit.clone(), key.part.clone())).or_default().add(added);
            }
        }
        Ok(self.readings(tallies, recorded_from(&all)))
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
