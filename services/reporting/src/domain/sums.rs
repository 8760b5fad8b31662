//! Sums: entries added up by unit, part and time, so that a figure is read from few rows however much was recorded.
//!
//! What is and what happens is kept as steps: an entry that holds from a day adds there and takes away after its last day, one
//! that happens adds on its day. Each step is added to its day, its half month and its year, so that the steps up to a day are
//! those of some years, of at most 12 half months and of at most 8 days.
//!
//! What holds comes to nothing in the end, for what has no end takes away in a year that never comes. So what holds on a day is
//! also what is taken away after it, and is read from the side that fewer years lie on, however long the history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use platform::access::UnitId;

use super::cells::Part;
use super::days::{Days, HalfMonth};
use super::entries::{Basis, Entry, Measure};
use super::spans::{DaySet, OPEN, after, before};
use super::told::Subject;

/// What time a row of sums is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grain {
    /// Steps of a year; the slot is the year.
    Year,
    /// Steps of half a month; the slot is its number.
    Half,
    /// Steps of a day; the slot is the day.
    Day,
    /// Records met on a day that were met last on the day `since`, or never before if that is 0.
    Met,
    /// What happened on a day that is known to lie between `since` and the slot.
    Between,
}

impl Grain {
    /// Its name, as the database has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Half => "half",
            Self::Day => "day",
            Self::Met => "met",
            Self::Between => "between",
        }
    }
}

/// A day as rows of sums have it: counted from the first of the era.
pub(crate) fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// Where a sum stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SumKey {
    pub(crate) measure: Measure,
    /// The unit above the unit; none for the country.
    pub(crate) above: Option<UnitId>,
    pub(crate) unit: UnitId,
    /// None for the whole.
    pub(crate) part: Option<Part>,
    pub(crate) grain: Grain,
    pub(crate) slot: i32,
    /// 0 for steps.
    pub(crate) since: i32,
}

/// What a sum comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amounts {
    pub(crate) value: i64,
    pub(crate) uncertain: i64,
    pub(crate) sample: i64,
}

impl Amounts {
    pub(crate) const NONE: Self = Self { value: 0, uncertain: 0, sample: 0 };

    /// So many times as much.
    pub(crate) fn times(self, factor: i64) -> Self {
        Self { value: self.value * factor, uncertain: self.uncertain * factor, sample: self.sample * factor }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.value += other.value;
        self.uncertain += other.uncertain;
        self.sample += other.sample;
    }

    fn of(entry: &Entry) -> Self {
        if entry.certain {
            Self { value: entry.amount, uncertain: 0, sample: if entry.sample { entry.amount } else { 0 } }
        } else {
            Self { value: 0, uncertain: entry.amount, sample: 0 }
        }
    }
}

/// Sums by where they stand.
pub(crate) type Sums = BTreeMap<SumKey, Amounts>;

/// Adds sums to others.
pub(crate) fn merge(sums: &mut Sums, more: Sums) {
    for (key, amounts) in more {
        sums.entry(key).or_default().add(amounts);
    }
}

/// Takes away sums from others; what comes to nothing is left out.
pub(crate) fn difference(mut sums: Sums, less: Sums) -> Sums {
    for (key, amounts) in less {
        sums.entry(key).or_default().add(amounts.times(-1));
    }
    sums.retain(|_, amounts| *amounts != Amounts::NONE);
    sums
}

/// A unit that entries are added to, as the map has it.
#[derive(Clone, Copy)]
struct Place<'m> {
    unit: &'m UnitId,
    above: Option<&'m UnitId>,
}

/// What is counted once: a record of a measure, in a unit with the one above it, whole or in a part.
type Counted<'e> = (Measure, Subject, &'e UnitId, Option<&'e UnitId>, Option<&'e Part>);

/// The sums of entries. `path` tells for each unit itself and all above it up to the country, as the map has it that figures are
/// shown on. All entries of a subject must be given together, and none of another: what is counted once is counted once a subject.
pub(crate) fn sums<'m>(entries: &[&Entry], path: impl Fn(&UnitId) -> &'m [UnitId]) -> Sums {
    let mut sums = Sums::new();
    let mut once: BTreeMap<Counted<'_>, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let path = path(&entry.unit);
        for (place, unit) in path.iter().enumerate() {
            let place = Place { unit, above: path.get(place + 1) };
            for part in std::iter::once(None).chain(entry.parts.iter().map(Some)) {
                match entry.measure.basis() {
                    Basis::State => add_state(&mut sums, entry.measure, place, part, entry.days, Amounts::of(entry)),
                    Basis::Flow => add_flow(&mut sums, place, part, entry),
                    Basis::Presence | Basis::Distinct => {
                        let key = (entry.measure, entry.record, place.unit, place.above, part);
                        once.entry(key).or_default().push(entry);
                    }
                }
            }
        }
    }
    for ((measure, _, unit, above, part), entries) in once {
        let place = Place { unit, above };
        match measure.basis() {
            Basis::Presence => add_presence(&mut sums, measure, place, part, &entries),
            _ => add_met(&mut sums, measure, place, part, &entries),
        }
    }
    sums.retain(|_, amounts| *amounts != Amounts::NONE);
    sums
}

fn add(sums: &mut Sums, measure: Measure, place: Place<'_>, part: Option<&Part>, row: (Grain, i32, i32), by: Amounts) {
    let (grain, slot, since) = row;
    let (above, unit, part) = (place.above.cloned(), place.unit.clone(), part.cloned());
    sums.entry(SumKey { measure, above, unit, part, grain, slot, since }).or_default().add(by);
}

fn add_step(sums: &mut Sums, measure: Measure, place: Place<'_>, part: Option<&Part>, day: NaiveDate, by: Amounts) {
    add(sums, measure, place, part, (Grain::Year, day.year(), 0), by);
    // Nobody asks for the half months and days of the year that never comes.
    if day != OPEN {
        add(sums, measure, place, part, (Grain::Half, HalfMonth::of(day).0, 0), by);
        add(sums, measure, place, part, (Grain::Day, number(day), 0), by);
    }
}

fn add_state(sums: &mut Sums, measure: Measure, place: Place<'_>, part: Option<&Part>, days: Days, by: Amounts) {
    add_step(sums, measure, place, part, days.from, by);
    add_step(sums, measure, place, part, after(days.to), by.times(-1));
}

fn add_flow(sums: &mut Sums, place: Place<'_>, part: Option<&Part>, entry: &Entry) {
    let Days { from, to } = entry.days;
    if from == to {
        add_step(sums, entry.measure, place, part, from, Amounts::of(entry));
    } else {
        // Whether it is certain depends on the interval that is asked for.
        let by = Amounts { value: entry.amount, ..Amounts::NONE };
        add(sums, entry.measure, place, part, (Grain::Between, number(to), number(from)), by);
    }
}

/// A record is there once however many entries say so; it stems from samples if nothing real says so.
fn add_presence(sums: &mut Sums, measure: Measure, place: Place<'_>, part: Option<&Part>, entries: &[&Entry]) {
    let days_of = |wanted: &dyn Fn(&Entry) -> bool| {
        let chosen = entries.iter().filter(|entry| wanted(entry));
        chosen.fold(DaySet::default(), |all, entry| all.or(&DaySet::of(entry.days.from, entry.days.to)))
    };
    let all = days_of(&|_| true);
    let only_samples = all.without(&days_of(&|entry| !entry.sample));
    for days in all.intervals() {
        add_state(sums, measure, place, part, *days, Amounts { value: 1, ..Amounts::NONE });
    }
    for days in only_samples.intervals() {
        add_state(sums, measure, place, part, *days, Amounts { sample: 1, ..Amounts::NONE });
    }
}

/// A record is met once in an interval if the first of its days there follows no other within: so each of its days is kept with
/// the day before it. What is real is kept likewise; what is met and not really met stems from samples.
fn add_met(sums: &mut Sums, measure: Measure, place: Place<'_>, part: Option<&Part>, entries: &[&Entry]) {
    let mut chain = |wanted: &dyn Fn(&Entry) -> bool, by: Amounts| {
        let days: BTreeSet<_> =
            entries.iter().filter(|entry| wanted(entry)).map(|entry| number(entry.days.from)).collect();
        let mut since = 0;
        for day in days {
            add(sums, measure, place, part, (Grain::Met, day, since), by);
            since = day;
        }
    };
    chain(&|_| true, Amounts { value: 1, uncertain: 0, sample: 1 });
    chain(&|entry| !entry.sample, Amounts { value: 0, uncertain: 0, sample: -1 });
}

/// Steps of a grain that are added up or taken away: those of slots from one on and below another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) grain: Grain,
    pub(crate) from: i32,
    pub(crate) below: i32,
    pub(crate) is_taken_away: bool,
}

impl Stretch {
    pub(crate) fn is_empty(self) -> bool {
        self.from >= self.below
    }

    /// How many times it counts a sum.
    fn counts(self, sum: &SumKey) -> i64 {
        let holds = self.grain == sum.grain && self.from <= sum.slot && sum.slot < self.below;
        i64::from(holds) * if self.is_taken_away { -1 } else { 1 }
    }
}

/// How many times stretches count a sum.
fn counts(stretches: &[Stretch], sum: &SumKey) -> i64 {
    stretches.iter().map(|stretch| stretch.counts(sum)).sum()
}

/// From where years are added up to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Beginning,
    /// For what holds alone: years after the day are taken away from nothing.
    End,
}

/// Years beyond today that much is known of: a certificate holds for three.
const KNOWN_AHEAD: i32 = 3;

impl Side {
    /// The side of a day that fewer years lie on, if records began on a day.
    pub(crate) fn with_fewer_years(day: NaiveDate, began: NaiveDate, today: NaiveDate) -> Self {
        let (before, after) = (day.year() - began.year(), today.year() + KNOWN_AHEAD - day.year());
        if after < before { Self::End } else { Self::Beginning }
    }
}

/// The stretches that make up all steps up to a day, the day included: some years, half months, and days. A year or a half month
/// that is mostly over is added whole, and what follows in it taken away: so there is least to read.
pub(crate) fn up_to(day: NaiveDate, side: Side) -> [Stretch; 3] {
    let stretch = |grain: Grain, first: i32, reached: i32, end: i32| {
        let is_taken_away = end - reached < reached - first;
        let (from, below) = if is_taken_away { (reached, end) } else { (first, reached) };
        Stretch { grain, from, below, is_taken_away }
    };
    let (half, year) = (HalfMonth::of(day), day.year());
    let days = stretch(Grain::Day, number(half.first_day()), number(day) + 1, number(half.next().first_day()));
    let reached = if days.is_taken_away { half.next() } else { half };
    let halves =
        stretch(Grain::Half, HalfMonth::first_of_year(year).0, reached.0, HalfMonth::first_of_year(year + 1).0);
    let reached = if halves.is_taken_away { year + 1 } else { year };
    let (from, below, is_taken_away) = match side {
        Side::Beginning => (i32::MIN, reached, false),
        Side::End => (reached, i32::MAX, true),
    };
    [Stretch { grain: Grain::Year, from, below, is_taken_away }, halves, days]
}

/// The stretches that make up all steps of an interval.
pub(crate) fn within(interval: Days) -> Vec<Stretch> {
    let [years_to, halves_to, days_to] = up_to(interval.to, Side::Beginning);
    let [years_before, halves_before, days_before] = up_to(before(interval.from), Side::Beginning);
    let flipped = |stretch: Stretch| Stretch { is_taken_away: !stretch.is_taken_away, ..stretch };
    let years = Stretch { from: years_before.below, ..years_to };
    vec![years, halves_to, days_to, flipped(halves_before), flipped(days_before)]
}

/// What something that happened between two days adds to an interval: it is certain if all its days lie within.
pub(crate) fn between(slot: i32, since: i32, amount: i64, interval: Days) -> Amounts {
    let (from, to) = (number(interval.from), number(interval.to));
    if from <= since && slot <= to {
        Amounts { value: amount, ..Amounts::NONE }
    } else if since <= to && from <= slot {
        Amounts { uncertain: amount, ..Amounts::NONE }
    } else {
        Amounts::NONE
    }
}

/// What a row adds to the figure of an interval.
pub(crate) fn added(key: &SumKey, amounts: Amounts, interval: Days) -> Amounts {
    match (key.grain, key.measure.basis()) {
        (Grain::Between, _) => between(key.slot, key.since, amounts.value, interval),
        (Grain::Met, _) => {
            let within = number(interval.from) <= key.slot && key.slot <= number(interval.to);
            amounts.times(i64::from(within && key.since < number(interval.from)))
        }
        (_, Basis::Flow) => amounts.times(counts(&within(interval), key)),
        _ => amounts.times(counts(&up_to(interval.to, Side::Beginning), key)),
    }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::told::Noun;

    fn day(number: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 11, 20).expect("a day") + chrono::Days::new(number)
    }

    fn some_entries(measure: Measure) -> impl Strategy<Value = Vec<Entry>> {
        let entry = (0..3_u128, 0..500_u64, 0..400_u64, any::<bool>()).prop_map(move |(record, from, long, sample)| {
            let to = match measure.basis() {
                Basis::State | Basis::Presence if long < 300 => day(from + long),
                Basis::State | Basis::Presence => OPEN,
                Basis::Flow | Basis::Distinct => day(from),
            };
            let record = Subject::new(Noun::Person, RawId::from_u128(record));
            let unit = "2025:03127".parse().expect("a unit");
            Entry::one(measure, record, &unit, Days { from: day(from), to }).sample(sample)
        });
        prop::collection::vec(entry, 0..8)
    }

    /// What entries come to, counted one by one.
    fn counted(measure: Measure, entries: &[Entry], interval: Days) -> Amounts {
        let holds = |entry: &&Entry| match measure.basis() {
            Basis::State | Basis::Presence => entry.days.hold(interval.to),
            Basis::Flow | Basis::Distinct => interval.hold(entry.days.from),
        };
        let held: Vec<_> = entries.iter().filter(holds).collect();
        let count = |number: usize| i64::try_from(number).expect("few");
        match measure.basis() {
            Basis::State | Basis::Flow => Amounts {
                value: count(held.len()),
                uncertain: 0,
                sample: count(held.iter().filter(|entry| entry.sample).count()),
            },
            Basis::Presence | Basis::Distinct => {
                let records = |wanted: &dyn Fn(&Entry) -> bool| {
                    held.iter().filter(|entry| wanted(entry)).map(|entry| entry.record).collect::<BTreeSet<_>>()
                };
                let (all, real) = (records(&|_| true), records(&|entry| !entry.sample));
                Amounts { value: count(all.len()), uncertain: 0, sample: count(all.len() - real.len()) }
            }
        }
    }

    fn agree(measure: Measure, entries: &[Entry], from: u64, long: u64) {
        let interval = Days { from: day(from), to: day(from + long) };
        let path: Vec<UnitId> =
            ["2025:03127", "2025:11", "VN"].map(|unit| unit.parse().expect("a unit")).into_iter().collect();
        let sums = sums(&entries.iter().collect::<Vec<_>>(), |_| &path);
        for unit in &path {
            let come_to = |each: &dyn Fn(&SumKey, Amounts) -> Amounts| {
                let mut all = Amounts::NONE;
                for (key, amounts) in sums.iter().filter(|(key, _)| key.unit == *unit) {
                    all.add(each(key, *amounts));
                }
                all
            };
            let counted = counted(measure, entries, interval);
            let read = come_to(&|key, amounts| added(key, amounts, interval));
            assert_eq!(read, counted, "{measure:?} {unit} {interval:?} {entries:?}");
            if measure.basis().holds() {
                let stretches = up_to(interval.to, Side::End);
                let read = come_to(&|key, amounts| amounts.times(counts(&stretches, key)));
                assert_eq!(read, counted, "from the end: {measure:?} {unit} {interval:?} {entries:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn sums_come_to_what_is_counted_one_by_one(
            state in some_entries(Measure::ProductsValid),
            presence in some_entries(Measure::LeadersOfOcop),
            flow in some_entries(Measure::CertificatesIssued),
            distinct in some_entries(Measure::OfficialsTrainedPeople),
            from in 0..600_u64,
            long in 0..400_u64,
        ) {
            agree(Measure::ProductsValid, &state, from, long);
            agree(Measure::LeadersOfOcop, &presence, from, long);
            agree(Measure::CertificatesIssued, &flow, from, long);
            agree(Measure::OfficialsTrainedPeople, &distinct, from, long);
        }
    }

    #[test]
    fn the_side_with_fewer_years_is_read() {
        let [began, then, today] = [2018, 2021, 2026].map(|year| NaiveDate::from_ymd_opt(year, 6, 1).expect("a day"));
        assert_eq!(Side::with_fewer_years(today, began, today), Side::End);
        assert_eq!(Side::with_fewer_years(then, began, today), Side::Beginning);
    }

    #[test]
    fn what_happened_between_two_days_is_certain_where_all_of_them_lie() {
        let (since, slot) = (number(day(10)), number(day(20)));
        let asked = |from, to| {
            let Amounts { value, uncertain, .. } = between(slot, since, 1, Days { from: day(from), to: day(to) });
            (value, uncertain)
        };
        assert_eq!(asked(10, 20), (1, 0));
        assert_eq!(asked(0, 30), (1, 0));
        assert_eq!(asked(11, 30), (0, 1));
        assert_eq!(asked(20, 30), (0, 1));
        assert_eq!(asked(21, 30), (0, 0));
        assert_eq!(asked(0, 9), (0, 0));
    }
}
