//! Sums, and the map that they are on.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use platform::access::UnitId;
use platform::error::Error;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryResult, QuerySelect as _, Statement,
    Value,
};

use super::damaged;
use super::entity::{figure_sum, sums_state, unit_path};
use crate::Work;
use crate::domain::cells::{Dimension, Part};
use crate::domain::days::Days;
use crate::domain::entries::{Basis, Measure};
use crate::domain::figures::Tally;
use crate::domain::spans::OPEN;
use crate::domain::sums::{Amounts, Grain, Side, Stretch, Sums, between, number, up_to, within};

/// Rows that one statement may hold on either database, each with 11 values.
const ROWS_AT_ONCE: usize = 1000;

/// So many units are looked up one by one; beyond, all that lie beside them are read.
const UNITS_ONE_BY_ONE: usize = 40;

/// Adds to sums.
pub(crate) async fn add(work: &Work, sums: &Sums) -> Result<(), Error> {
    if sums.is_empty() {
        return Ok(());
    }
    let rows = sums.iter().map(|(key, amounts)| figure_sum::ActiveModel {
        measure: Set(key.measure.name().to_owned()),
        above: Set(key.above.as_ref().map(ToString::to_string).unwrap_or_default()),
        dimension: Set(key.part.as_ref().map(|part| part.dimension.name().to_owned()).unwrap_or_default()),
        grain: Set(key.grain.name().to_owned()),
        slot: Set(key.slot),
        unit: Set(key.unit.to_string()),
        part: Set(key.part.as_ref().map(|part| part.key.clone()).unwrap_or_default()),
        since: Set(key.since),
        value: Set(amounts.value),
        uncertain: Set(amounts.uncertain),
        sample: Set(amounts.sample),
    });
    let rows: Vec<_> = rows.collect();
    use figure_sum::Column::{Above, Dimension, Grain, Measure, Part, Sample, Since, Slot, Uncertain, Unit, Value};
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let added = OnConflict::columns([Measure, Above, Dimension, Grain, Slot, Unit, Part, Since])
            .value(Value, Expr::cust("figure_sum.value + excluded.value"))
            .value(Uncertain, Expr::cust("figure_sum.uncertain + excluded.uncertain"))
            .value(Sample, Expr::cust("figure_sum.sample + excluded.sample"))
            .to_owned();
        figure_sum::Entity::insert_many(rows.to_vec()).on_conflict(added).exec_without_returning(work).await?;
    }
    changed(work).await
}

/// Notes that figures are others than before. Sums that were balanced still are.
async fn changed(work: &Work) -> Result<(), Error> {
    let balanced = "CASE WHEN balanced_version = version THEN version + 1 ELSE balanced_version END";
    sums_state::Entity::update_many()
        .col_expr(sums_state::Column::Version, Expr::cust("version + 1"))
        .col_expr(sums_state::Column::BalancedVersion, Expr::cust(balanced))
        .filter(sums_state::COLUMN.id.eq(1))
        .exec(work)
        .await?;
    Ok(())
}

/// Drops all sums.
pub(crate) async fn drop_all(work: &Work) -> Result<(), Error> {
    figure_sum::Entity::delete_many().exec(work).await?;
    changed(work).await
}

/// The map that sums are on, and how often they were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SumsState {
    pub(crate) version: i64,
    pub(crate) units_version: i64,
    pub(crate) grouped_since: Option<NaiveDate>,
    /// True if what holds comes to nothing in the end, so that it can be read from there.
    pub(crate) is_balanced: bool,
}

pub(crate) async fn state(db: &impl ConnectionTrait) -> Result<SumsState, Error> {
    let row =
        sums_state::Entity::find_by_id(1_i16).one(db).await?.ok_or_else(|| damaged("sums_state", "it is empty"))?;
    Ok(SumsState {
        version: row.version,
        units_version: row.units_version,
        grouped_since: row.grouped_since,
        is_balanced: row.balanced_version == row.version,
    })
}

/// Adds to sums what lets all that holds come to nothing in the end: the program before this one did not.
pub(crate) async fn balance(work: &Work) -> Result<(), Error> {
    let mut sql = Sql::default();
    let (year, never) = (sql.bind(Grain::Year.name()), sql.bind(OPEN.year()));
    sql.push(&format!("DELETE FROM figure_sum WHERE grain = {year} AND slot = {never}"));
    sql.execute(work).await?;
    for measure in Measure::ALL.iter().filter(|measure| measure.basis().holds()) {
        let mut sql = Sql::default();
        let (measure, year, never) = (sql.bind(measure.name()), sql.bind(Grain::Year.name()), sql.bind(OPEN.year()));
        sql.push("INSERT INTO figure_sum ");
        sql.push("(measure, above, dimension, grain, slot, unit, part, since, value, uncertain, sample) ");
        sql.push(&format!("SELECT measure, above, dimension, grain, CAST({never} AS integer), unit, part, 0, "));
        sql.push("-SUM(value), -SUM(uncertain), -SUM(sample) FROM figure_sum ");
        sql.push(&format!("WHERE measure = {measure} AND grain = {year} "));
        sql.push("GROUP BY measure, above, dimension, grain, unit, part ");
        sql.push("HAVING SUM(value) <> 0 OR SUM(uncertain) <> 0 OR SUM(sample) <> 0");
        sql.execute(work).await?;
    }
    sums_state::Entity::update_many()
        .col_expr(sums_state::Column::BalancedVersion, Expr::col(sums_state::Column::Version))
        .filter(sums_state::COLUMN.id.eq(1))
        .exec(work)
        .await?;
    Ok(())
}

/// Notes which map sums are on.
pub(crate) async fn put_on_map(work: &Work, units_version: i64, grouped_since: Option<NaiveDate>) -> Result<(), Error> {
    sums_state::Entity::update_many()
        .col_expr(sums_state::Column::UnitsVersion, Expr::value(units_version))
        .col_expr(sums_state::Column::GroupedSince, Expr::value(grouped_since))
        .filter(sums_state::COLUMN.id.eq(1))
        .exec(work)
        .await?;
    changed(work).await
}

/// For each unit, itself and those above it that its entries were added to.
pub(crate) type Paths = BTreeMap<UnitId, Vec<UnitId>>;

/// The paths of units that are known; of all if none are named.
pub(crate) async fn paths(db: &impl ConnectionTrait, of: Option<&BTreeSet<UnitId>>) -> Result<Paths, Error> {
    let mut select = unit_path::Entity::find();
    if let Some(units) = of {
        select = select.filter(unit_path::COLUMN.unit.is_in(units.iter().map(UnitId::as_str)));
    }
    let unit = |written: &str| written.parse::<UnitId>().map_err(|_| damaged("unit_path", written));
    let path = |row: unit_path::Model| Ok((unit(&row.unit)?, row.path.split(' ').map(unit).collect::<Result<_, _>>()?));
    select.all(db).await?.into_iter().map(path).collect()
}

/// The units that there are sums of.
pub(crate) async fn units_met(db: &impl ConnectionTrait) -> Result<HashSet<UnitId>, Error> {
    let paths = unit_path::Entity::find().select_only().column(unit_path::Column::Path).into_tuple::<String>();
    let paths = paths.all(db).await?;
    let units: HashSet<_> = paths.iter().flat_map(|path| path.split(' ')).collect();
    units.into_iter().map(|unit| unit.parse().map_err(|_| damaged("unit_path", unit))).collect()
}

/// Keeps paths in place of those before.
pub(crate) async fn put_paths(work: &Work, paths: &Paths) -> Result<(), Error> {
    let written = |path: &Vec<UnitId>| path.iter().map(UnitId::as_str).collect::<Vec<_>>().join(" ");
    let row = |(unit, path): (&UnitId, &Vec<UnitId>)| unit_path::ActiveModel {
        unit: Set(unit.to_string()),
        path: Set(written(path)),
    };
    let rows: Vec<_> = paths.iter().map(row).collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let replaced = OnConflict::column(unit_path::Column::Unit).update_column(unit_path::Column::Path).to_owned();
        unit_path::Entity::insert_many(rows.to_vec()).on_conflict(replaced).exec_without_returning(work).await?;
    }
    Ok(())
}

/// Which sums are read.
pub(crate) struct Wanted<'a> {
    pub(crate) measures: &'a BTreeSet<Measure>,
    /// Units, each with the one above it as the map has it; none for the country.
    pub(crate) places: &'a [(UnitId, Option<UnitId>)],
    /// Dimensions whose parts are wanted besides the whole.
    pub(crate) dimensions: &'a BTreeSet<Dimension>,
    pub(crate) days: Days,
    /// From where what holds is read.
    pub(crate) side: Side,
}

/// What measures come to in units.
pub(crate) async fn tallies(db: &impl ConnectionTrait, wanted: &Wanted<'_>) -> Result<HashMap<Measure, Tally>, Error> {
    let of = |is: fn(Basis) -> bool| {
        wanted.measures.iter().filter(|measure| is(measure.basis())).copied().collect::<Vec<_>>()
    };
    let flows = of(|basis| basis == Basis::Flow);
    let mut read = Read { wanted, tallies: HashMap::new() };
    read.steps(db, &of(Basis::holds), &up_to(wanted.days.to, wanted.side)).await?;
    read.steps(db, &flows, &within(wanted.days)).await?;
    read.met(db, &of(|basis| basis == Basis::Distinct)).await?;
    read.between(db, &flows).await?;
    Ok(read.tallies)
}

struct Read<'a> {
    wanted: &'a Wanted<'a>,
    tallies: HashMap<Measure, Tally>,
}

/// A statement under way.
#[derive(Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn bind_all<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> String {
        let places: Vec<_> = values.into_iter().map(|value| self.bind(value)).collect();
        places.join(", ")
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn statement(self, db: &impl ConnectionTrait) -> Statement {
        Statement::from_sql_and_values(db.get_database_backend(), self.text, self.values)
    }

    async fn execute(self, work: &Work) -> Result<(), Error> {
        work.execute_raw(self.statement(work)).await?;
        Ok(())
    }
}

/// The columns that tell rows of an answer apart. What is the same in all of them is none: grouping by it is what takes longest.
#[derive(Clone, Copy)]
struct Keys {
    /// The measure, if it is the only one.
    measure: Option<Measure>,
    /// True if parts are wanted besides the whole.
    parts: bool,
}

impl Keys {
    fn columns(self) -> &'static str {
        match self {
            Self { measure: Some(_), parts: false } => "unit",
            Self { measure: Some(_), parts: true } => "unit, dimension, part",
            Self { measure: None, parts: false } => "unit, measure",
            Self { measure: None, parts: true } => "unit, measure, dimension, part",
        }
    }

    /// What a row is of, by the columns that begin at a place.
    fn read(self, row: &QueryResult, mut place: usize) -> Result<(Measure, (UnitId, Option<Part>)), Error> {
        let mut text = || {
            place += 1;
            row.try_get_by_index::<String>(place - 1)
        };
        let unit = text()?;
        let unit = unit.parse().map_err(|_| damaged("figure_sum", &unit))?;
        let measure = match self.measure {
            Some(measure) => measure,
            None => {
                let name = text()?;
                Measure::of_name(&name).ok_or_else(|| damaged("figure_sum", &name))?
            }
        };
        let part = if self.parts {
            let (dimension, key) = (text()?, text()?);
            Dimension::of_name(&dimension).map(|dimension| Part { dimension, key })
        } else {
            None
        };
        Ok((measure, (unit, part)))
    }
}

impl Read<'_> {
    fn keys(&self, measures: &[Measure]) -> Keys {
        let measure = if let [measure] = measures { Some(*measure) } else { None };
        Keys { measure, parts: !self.wanted.dimensions.is_empty() }
    }

    /// Where rows of measures and of what else is wanted stand.
    fn scope(&self, sql: &mut Sql, measures: &[Measure]) -> String {
        let Wanted { places, dimensions, .. } = self.wanted;
        let above: BTreeSet<_> = places.iter().map(|(_, above)| above.as_ref().map_or("", UnitId::as_str)).collect();
        let measures = sql.bind_all(measures.iter().map(|measure| measure.name()));
        let above = sql.bind_all(above);
        let dimensions = sql.bind_all(std::iter::once("").chain(dimensions.iter().map(|dimension| dimension.name())));
        let mut scope = format!("measure IN ({measures}) AND above IN ({above}) AND dimension IN ({dimensions})");
        if places.len() <= UNITS_ONE_BY_ONE {
            let units = sql.bind_all(places.iter().map(|(unit, _)| unit.as_str()));
            // Writing to a string cannot fail.
            let _ = write!(scope, " AND unit IN ({units})");
        }
        scope
    }

    /// The steps of some stretches.
    async fn steps(
        &mut self,
        db: &impl ConnectionTrait,
        measures: &[Measure],
        stretches: &[Stretch],
    ) -> Result<(), Error> {
        if measures.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::default();
        let (scope, keys) = (self.scope(&mut sql, measures), self.keys(measures));
        let columns = keys.columns();
        sql.push("SELECT CAST(SUM(value) AS bigint), CAST(SUM(uncertain) AS bigint), CAST(SUM(sample) AS bigint), ");
        sql.push(&format!("{columns} FROM ("));
        let mut separator = "";
        for stretch in stretches.iter().filter(|stretch| !stretch.is_empty()) {
            let Stretch { grain, from, below, is_taken_away } = *stretch;
            let sign = if is_taken_away { "-" } else { "" };
            let (grain, from, below) = (sql.bind(grain.name()), sql.bind(from), sql.bind(below));
            sql.push(separator);
            sql.push(&format!("SELECT {sign}value AS value, {sign}uncertain AS uncertain, {sign}sample AS sample, "));
            sql.push(&format!("{columns} FROM figure_sum WHERE {scope} "));
            sql.push(&format!("AND grain = {grain} AND slot >= {from} AND slot < {below}"));
            separator = " UNION ALL ";
        }
        sql.push(&format!(") AS steps GROUP BY {columns}"));
        self.take(db, sql, (keys, 3), |row| {
            let amount = |place| row.try_get_by_index(place);
            Ok(Amounts { value: amount(0)?, uncertain: amount(1)?, sample: amount(2)? })
        })
        .await
    }

    /// Records met in the interval for the first time within it.
    async fn met(&mut self, db: &impl ConnectionTrait, measures: &[Measure]) -> Result<(), Error> {
        if measures.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::default();
        let (scope, keys) = (self.scope(&mut sql, measures), self.keys(measures));
        let columns = keys.columns();
        let (grain, from, to) = (Grain::Met.name(), number(self.wanted.days.from), number(self.wanted.days.to));
        let (grain, from, to) = (sql.bind(grain), sql.bind(from), sql.bind(to));
        sql.push(&format!(
            "SELECT CAST(SUM(value) AS bigint), CAST(SUM(sample) AS bigint), {columns} FROM figure_sum "
        ));
        sql.push(&format!("WHERE {scope} AND grain = {grain} AND slot BETWEEN {from} AND {to} AND since < {from} "));
        sql.push(&format!("GROUP BY {columns}"));
        self.take(db, sql, (keys, 2), |row| {
            Ok(Amounts { value: row.try_get_by_index(0)?, uncertain: 0, sample: row.try_get_by_index(1)? })
        })
        .await
    }

    /// What happened on a day that is not known exactly.
    async fn between(&mut self, db: &impl ConnectionTrait, measures: &[Measure]) -> Result<(), Error> {
        if measures.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::default();
        let (scope, keys) = (self.scope(&mut sql, measures), self.keys(measures));
        let grain = sql.bind(Grain::Between.name());
        sql.push(&format!("SELECT slot, since, value, {} FROM figure_sum ", keys.columns()));
        sql.push(&format!("WHERE {scope} AND grain = {grain}"));
        let days = self.wanted.days;
        self.take(db, sql, (keys, 3), |row| {
            let (slot, since): (i32, i32) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            Ok(between(slot, since, row.try_get_by_index(2)?, days))
        })
        .await
    }

    /// Takes in the rows of a statement, each with amounts and with the keys of what it is of, from a column on.
    async fn take(
        &mut self,
        db: &impl ConnectionTrait,
        sql: Sql,
        (keys, first_key): (Keys, usize),
        amounts: impl Fn(&QueryResult) -> Result<Amounts, Error>,
    ) -> Result<(), Error> {
        for row in db.query_all_raw(sql.statement(db)).await? {
            let amounts = amounts(&row)?;
            if amounts != Amounts::NONE {
                let (measure, place) = keys.read(&row, first_key)?;
                self.tallies.entry(measure).or_default().entry(place).or_default().add(amounts);
            }
        }
        Ok(())
    }
}

/// The first day of the country that anything of each measure is recorded of.
pub(crate) async fn recorded_from(
    db: &impl ConnectionTrait,
    measures: &BTreeSet<Measure>,
) -> Result<HashMap<Measure, NaiveDate>, Error> {
    if measures.is_empty() {
        return Ok(HashMap::new());
    }
    let mut sql = Sql::default();
    let wanted = measures.iter().flat_map(|measure| [Grain::Day, Grain::Met].map(|grain| (measure, grain)));
    let wanted: Vec<_> =
        wanted.map(|(measure, grain)| format!("({}, {})", sql.bind(measure.name()), sql.bind(grain.name()))).collect();
    sql.push(&format!("WITH wanted (measure, grain) AS (VALUES {}) ", wanted.join(", ")));
    sql.push("SELECT measure, MIN(slot) AS slot FROM (SELECT measure, ");
    // The first of each, not the least of all: the index has it at once, however much was recorded since.
    sql.push(
        "(SELECT slot FROM figure_sum AS sums WHERE sums.measure = wanted.measure AND above = '' AND dimension = '' ",
    );
    sql.push("AND sums.grain = wanted.grain AND value <> 0 ORDER BY slot LIMIT 1) AS slot FROM wanted) AS firsts ");
    sql.push("WHERE slot IS NOT NULL GROUP BY measure");
    let row = |row: QueryResult| {
        let (measure, slot): (String, i32) = (row.try_get("", "measure")?, row.try_get("", "slot")?);
        let measure = Measure::of_name(&measure).ok_or_else(|| damaged("figure_sum", &measure))?;
        let day = NaiveDate::from_num_days_from_ce_opt(slot).ok_or_else(|| damaged("figure_sum", "a day"))?;
        Ok((measure, day))
    };
    db.query_all_raw(sql.statement(db)).await?.into_iter().map(row).collect()
}
