//! Sums, and the map that they are on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use platform::access::UnitId;
use platform::error::Error;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, Statement, Value};

use super::damaged;
use super::entity::{figure_sum, sums_state, unit_path};
use crate::Work;
use crate::domain::cells::{Dimension, Part};
use crate::domain::days::{Days, HalfMonth};
use crate::domain::entries::{Basis, Measure};
use crate::domain::figures::Tally;
use crate::domain::spans::before;
use crate::domain::sums::{Amounts, Grain, Sums, between, number};

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

/// Notes that figures are others than before.
async fn changed(work: &Work) -> Result<(), Error> {
    sums_state::Entity::update_many()
        .col_expr(sums_state::Column::Version, Expr::cust("version + 1"))
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
}

pub(crate) async fn state(db: &impl ConnectionTrait) -> Result<SumsState, Error> {
    let row =
        sums_state::Entity::find_by_id(1_i16).one(db).await?.ok_or_else(|| damaged("sums_state", "it is empty"))?;
    Ok(SumsState { version: row.version, units_version: row.units_version, grouped_since: row.grouped_since })
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
}

/// What measures come to in units.
pub(crate) async fn tallies(db: &impl ConnectionTrait, wanted: &Wanted<'_>) -> Result<HashMap<Measure, Tally>, Error> {
    let of_basis = |is: &[Basis]| {
        wanted.measures.iter().filter(|measure| is.contains(&measure.basis())).copied().collect::<Vec<_>>()
    };
    let mut read = Read { wanted, tallies: HashMap::new() };
    read.steps(db, &of_basis(&[Basis::State, Basis::Presence]), false).await?;
    read.steps(db, &of_basis(&[Basis::Flow]), true).await?;
    read.met(db, &of_basis(&[Basis::Distinct])).await?;
    read.between(db, &of_basis(&[Basis::Flow])).await?;
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
}

impl Read<'_> {
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

    /// Steps up to the interval's last day; for what happens, less those before its first.
    async fn steps(&mut self, db: &impl ConnectionTrait, measures: &[Measure], of_interval: bool) -> Result<(), Error> {
        if measures.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::default();
        let scope = self.scope(&mut sql, measures);
        sql.push("SELECT measure, unit, dimension, part, CAST(SUM(value) AS bigint) AS value, ");
        sql.push("CAST(SUM(uncertain) AS bigint) AS uncertain, CAST(SUM(sample) AS bigint) AS sample FROM (");
        let Days { from, to } = self.wanted.days;
        let mut separator = "";
        for (day, sign) in [(to, ""), (before(from), "-")].into_iter().take(1 + usize::from(of_interval)) {
            for slots in steps_up_to(&mut sql, day) {
                sql.push(separator);
                sql.push("SELECT measure, unit, dimension, part, ");
                sql.push(&format!("{sign}value AS value, {sign}uncertain AS uncertain, {sign}sample AS sample "));
                sql.push(&format!("FROM figure_sum WHERE {scope} AND {slots}"));
                separator = " UNION ALL ";
            }
        }
        sql.push(") AS steps GROUP BY measure, unit, dimension, part");
        self.take(db, sql, |row| {
            let amount = |column: &str| row.try_get("", column).map_err(Error::from);
            Ok(Amounts { value: amount("value")?, uncertain: amount("uncertain")?, sample: amount("sample")? })
        })
        .await
    }

    /// Records met in the interval for the first time within it.
    async fn met(&mut self, db: &impl ConnectionTrait, measures: &[Measure]) -> Result<(), Error> {
        if measures.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::default();
        let scope = self.scope(&mut sql, measures);
        let (grain, from, to) = (Grain::Met.name(), number(self.wanted.days.from), number(self.wanted.days.to));
        let (grain, from, to) = (sql.bind(grain), sql.bind(from), sql.bind(to));
        sql.push("SELECT measure, unit, dimension, part, CAST(SUM(value) AS bigint) AS value, ");
        sql.push("CAST(SUM(sample) AS bigint) AS sample FROM figure_sum WHERE ");
        sql.push(&format!("{scope} AND grain = {grain} AND slot BETWEEN {from} AND {to} AND since < {from} "));
        sql.push("GROUP BY measure, unit, dimension, part");
        self.take(db, sql, |row| {
            let amount = |column: &str| row.try_get("", column).map_err(Error::from);
            Ok(Amounts { value: amount("value")?, uncertain: 0, sample: amount("sample")? })
        })
        .await
    }

    /// What happened on a day that is not known exactly.
    async fn between(&mut self, db: &impl ConnectionTrait, measures: &[Measure]) -> Result<(), Error> {
        if measures.is_empty() {
            return Ok(());
        }
        let mut sql = Sql::default();
        let scope = self.scope(&mut sql, measures);
        let grain = sql.bind(Grain::Between.name());
        sql.push("SELECT measure, unit, dimension, part, slot, since, value FROM figure_sum WHERE ");
        sql.push(&format!("{scope} AND grain = {grain}"));
        let days = self.wanted.days;
        self.take(db, sql, |row| {
            let (slot, since): (i32, i32) = (row.try_get("", "slot")?, row.try_get("", "since")?);
            Ok(between(slot, since, row.try_get("", "value")?, days))
        })
        .await
    }

    async fn take(
        &mut self,
        db: &impl ConnectionTrait,
        sql: Sql,
        amounts: impl Fn(&sea_orm::QueryResult) -> Result<Amounts, Error>,
    ) -> Result<(), Error> {
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql.text, sql.values);
        for row in db.query_all_raw(statement).await? {
            let text = |column: &str| row.try_get::<String>("", column).map_err(Error::from);
            let (measure, unit, dimension) = (text("measure")?, text("unit")?, text("dimension")?);
            let measure = Measure::of_name(&measure).ok_or_else(|| damaged("figure_sum", &measure))?;
            let unit: UnitId = unit.parse().map_err(|_| damaged("figure_sum", &unit))?;
            let key = text("part")?;
            let part = Dimension::of_name(&dimension).map(|dimension| Part { dimension, key });
            let amounts = amounts(&row)?;
            if amounts != Amounts::NONE {
                self.tallies.entry(measure).or_default().entry((unit, part)).or_default().add(amounts);
            }
        }
        Ok(())
    }
}

/// The slots of steps up to a day: of years, of half months of its year, of days of its half month.
fn steps_up_to(sql: &mut Sql, day: NaiveDate) -> [String; 3] {
    let half = HalfMonth::of(day);
    let mut between = |grain: Grain, from: i32, below: i32| {
        let (grain, from, below) = (sql.bind(grain.name()), sql.bind(from), sql.bind(below));
        format!("grain = {grain} AND slot >= {from} AND slot < {below}")
    };
    [
        between(Grain::Year, i32::MIN, day.year()),
        between(Grain::Half, HalfMonth::first_of_year(day.year()).0, half.0),
        between(Grain::Day, number(half.first_day()), number(day) + 1),
    ]
}

/// The first day of the country that anything of each measure is recorded of.
pub(crate) async fn recorded_from(
    db: &impl ConnectionTrait,
    measures: &BTreeSet<Measure>,
) -> Result<HashMap<Measure, NaiveDate>, Error> {
    if measures.is_empty() {
        return Ok(HashMap::new());
    }
    // The first of each, not the least of all: the index has it at once, however much was recorded since.
    let mut sql = Sql::default();
    sql.push("SELECT measure, MIN(slot) AS slot FROM (");
    let mut separator = "";
    for (measure, grain) in measures.iter().flat_map(|measure| [Grain::Day, Grain::Met].map(|grain| (measure, grain))) {
        let (measure, grain) = (sql.bind(measure.name()), sql.bind(grain.name()));
        sql.push(separator);
        sql.push("SELECT measure, slot FROM (SELECT measure, slot FROM figure_sum WHERE ");
        sql.push(&format!("measure = {measure} AND above = '' AND dimension = '' AND grain = {grain} AND value <> 0 "));
        sql.push("ORDER BY slot LIMIT 1) AS first");
        separator = " UNION ALL ";
    }
    sql.push(") AS firsts GROUP BY measure");
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql.text, sql.values);
    let row = |row: sea_orm::QueryResult| {
        let (measure, slot): (String, i32) = (row.try_get("", "measure")?, row.try_get("", "slot")?);
        let measure = Measure::of_name(&measure).ok_or_else(|| damaged("figure_sum", &measure))?;
        let day = NaiveDate::from_num_days_from_ce_opt(slot).ok_or_else(|| damaged("figure_sum", "a day"))?;
        Ok((measure, day))
    };
    db.query_all_raw(statement).await?.into_iter().map(row).collect()
}
