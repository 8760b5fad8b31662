//! What dashboards ask of reporting, at the size of the country: 34 provinces, 3,321 communes, 60 months and 1,000,000 products.
//!
//! Each province recognises products once a month. Their sums are written as reporting keeps them; it reads nothing else for a
//! dashboard. A cold question is one that was not asked since the figures changed last.

use std::fmt::{Display, Formatter, Write as _};
use std::time::Instant;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use proto::common::v1::UnitLevel;
use proto::registry::v1 as registry;
use proto::reporting::v1 as pb;
use proto::reporting::v1::dashboard_service_client::DashboardServiceClient;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use sea_orm::sqlx;
use testkit::eventually;
use tonic::Status;
use tonic::transport::Channel;

use crate::On;
use crate::journeys::clients::{Clients, patiently};
use crate::journeys::cluster::Cluster;
use crate::journeys::people::Person;
use crate::measure::{Table, median, percentile_95};
use crate::plain::{Plain, on};
use crate::register::execute;

/// Months of the law, and how many of them there are at first.
const MONTHS: usize = 60;
const FEW_MONTHS: usize = 12;
/// Products a month; a million in all.
const A_MONTH: usize = 1_000_000 / MONTHS;
/// Days a certificate holds.
const HOLDS_DAYS: u64 = 1096;
/// The first day of the first month, and the last month.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2021, 12, 15).expect("a day");
const LAST_MONTH: &str = "L2026-M11";
const LAST_YEAR: &str = "L2026";
/// Makes reporting forget what it remembers, as every change of figures does.
const FORGET: &str = "UPDATE sums_state SET version = version + 1, balanced_version = balanced_version + 1";
/// Calls of each kind.
const WARM_CALLS: usize = 201;
const COLD_CALLS: usize = 41;

/// What a dashboard draws.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Scorecard,
    Series,
    Breakdown,
    Provinces,
    Communes,
    Funnel,
    LeagueTable,
    Radar,
}

const SHAPES: [(Shape, &str); 8] = [
    (Shape::Scorecard, "the scorecard of the country"),
    (Shape::Series, "a series of 60 months"),
    (Shape::Breakdown, "a breakdown by product set"),
    (Shape::Provinces, "a map of provinces"),
    (Shape::Communes, "a map of all communes"),
    (Shape::Funnel, "a funnel"),
    (Shape::LeagueTable, "a league table of provinces"),
    (Shape::Radar, "a radar of a province"),
];

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = on.cluster().await;
    let communes = communes(&cluster).await;
    let plain = Plain::connect_to_write(&cluster.database("reporting")).await;
    eventually("sums are on the map of today", || is_on_map(&plain)).await;
    prepare(&plain, &communes).await;
    // The last ones first: what they recognise holds still.
    write_months(&plain, MONTHS - FEW_MONTHS..MONTHS, on).await;
    let few = cold_times(&cluster, &plain).await;
    write_months(&plain, 0..MONTHS - FEW_MONTHS, on).await;
    let cold = cold_times(&cluster, &plain).await;
    let warm = warm_times(&cluster).await;
    for ((((_, name), warm), cold), few) in SHAPES.into_iter().zip(warm).zip(cold).zip(few) {
        let growth = cold.median / few.median;
        table.row(
            &format!("{name}, {on:?}: in the middle (95th of 100)"),
            &format!("warm **{warm}**, cold **{cold}**, {growth:.2} times as long as with {FEW_MONTHS} months"),
            "< 5 ms warm, < 100 ms cold, flat",
        );
    }
}

/// What calls of a kind take, in milliseconds.
struct Took {
    median: f64,
    percentile_95: f64,
}

impl Took {
    fn of(times: Vec<f64>) -> Self {
        Self { median: median(times.clone()), percentile_95: percentile_95(times) }
    }
}

impl Display for Took {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.1} ms ({:.1})", self.median, self.percentile_95)
    }
}

/// What each shape takes when nobody has asked since figures changed.
async fn cold_times(cluster: &Cluster, plain: &Plain) -> Vec<Took> {
    let channel = cluster.channel("reporting");
    let mut each = Vec::new();
    for (shape, _) in SHAPES {
        let mut times = Vec::new();
        for _ in 0..COLD_CALLS {
            execute(plain, FORGET).await;
            times.push(time(cluster, &channel, shape).await);
        }
        each.push(Took::of(times));
    }
    each
}

/// The same when somebody has.
async fn warm_times(cluster: &Cluster) -> Vec<Took> {
    let channel = cluster.channel("reporting");
    let mut each = Vec::new();
    for (shape, _) in SHAPES {
        time(cluster, &channel, shape).await;
        let mut times = Vec::new();
        for _ in 0..WARM_CALLS {
            times.push(time(cluster, &channel, shape).await);
        }
        each.push(Took::of(times));
    }
    each
}

async fn time(cluster: &Cluster, channel: &Channel, shape: Shape) -> f64 {
    let began = Instant::now();
    let shown = ask(cluster, channel.clone(), shape).await.expect("answered");
    let took = began.elapsed().as_secs_f64() * 1e3;
    assert!(shown, "{shape:?} shows no figure");
    took
}

/// Asks for a shape; true if it shows figures of the products written here.
async fn ask(cluster: &Cluster, channel: Channel, shape: Shape) -> Result<bool, Status> {
    let (mut dashboards, mut scorecards) =
        (DashboardServiceClient::new(channel.clone()), ReportingServiceClient::new(channel));
    let analyst = Person(8, platform::access::Role::MinistryOfficer, "VN");
    let (unit_id, indicator_code) = ("VN".to_owned(), "products_valid".to_owned());
    let is_some = |figure: Option<&pb::Figure>| figure.is_some_and(|figure| figure.value > 0);
    let map = |level: pb::MapLevel| pb::GetMapRequest {
        unit_id: unit_id.clone(),
        indicator_code: indicator_code.clone(),
        level: level.into(),
        period: LAST_MONTH.to_owned(),
        ..Default::default()
    };
    Ok(match shape {
        Shape::Scorecard => {
            let request = pb::GetScorecardRequest { unit_id, at: String::new() };
            let scorecard = scorecards.get_scorecard(cluster.by(analyst, request)).await?.into_inner().scorecard;
            scorecard.expect("given").rows.iter().any(|row| is_some(row.actual.as_ref()))
        }
        Shape::Series => {
            let (last_period, count) = (LAST_MONTH.to_owned(), i32::try_from(MONTHS).expect("few"));
            let request = pb::GetSeriesRequest { unit_id, indicator_code, last_period, count, ..Default::default() };
            let series = dashboards.get_series(cluster.by(analyst, request)).await?.into_inner();
            series.points.iter().any(|point| is_some(point.figure.as_ref()))
        }
        Shape::Breakdown => {
            let (dimension, period) = (pb::Dimension::ProductSet.into(), LAST_MONTH.to_owned());
            let request = pb::GetBreakdownRequest { unit_id, indicator_code, dimension, period, ..Default::default() };
            let breakdown = dashboards.get_breakdown(cluster.by(analyst, request)).await?.into_inner().breakdown;
            breakdown.expect("given").cells.len() == 26
        }
        Shape::Provinces => {
            let request = map(pb::MapLevel::Province);
            dashboards.get_map(cluster.by(analyst, request)).await?.into_inner().units.len() == 34
        }
        Shape::Communes => {
            let request = map(pb::MapLevel::Commune);
            dashboards.get_map(cluster.by(analyst, request)).await?.into_inner().units.len() == 3_321
        }
        Shape::Funnel => {
            let request = pb::GetFunnelRequest { unit_id, period: LAST_YEAR.to_owned() };
            let steps = dashboards.get_funnel(cluster.by(analyst, request)).await?.into_inner().steps;
            steps.iter().any(|step| is_some(step.figure.as_ref()))
        }
        Shape::LeagueTable => {
            let period = LAST_YEAR.to_owned();
            let request = pb::GetLeagueTableRequest { unit_id, indicator_code, period, ascending: false };
            let rows = dashboards.get_league_table(cluster.by(analyst, request)).await?.into_inner().rows;
            is_some(rows[0].figure.as_ref())
        }
        Shape::Radar => {
            let codes = ["products_recognised", "products_valid", "dossiers_filed"];
            let request = pb::GetRadarRequest {
                unit_id: "2025:11".to_owned(),
                indicator_codes: codes.map(str::to_owned).to_vec(),
                period: LAST_YEAR.to_owned(),
            };
            dashboards.get_radar(cluster.by(analyst, request)).await?.into_inner().axes.len() == codes.len()
        }
    })
}

/// All communes with their provinces.
async fn communes(cluster: &Cluster) -> Vec<(String, String)> {
    let clients = Clients::of(cluster);
    let keeper = Person(9, platform::access::Role::ProvinceOfficer, "VN");
    let (mut communes, mut page_token) = (Vec::new(), String::new());
    loop {
        let list = || async {
            let (level, page_token) = (UnitLevel::Commune.into(), page_token.clone());
            let message = registry::ListUnitsRequest { level, page_size: 1000, page_token, ..Default::default() };
            clients.registry.clone().list_units(cluster.by(keeper, message)).await
        };
        let page = patiently(list).await.expect("listed");
        communes.extend(page.units.into_iter().map(|unit| (unit.id, unit.parent_id)));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return communes;
        }
    }
}

/// True once reporting has put its sums on the map of today and balanced them: before, it answers from entries, of which there
/// are none here.
async fn is_on_map(plain: &Plain) -> bool {
    let ready = "SELECT COUNT(*) FROM sums_state WHERE units_version > 0 AND balanced_version = version";
    let ready: i64 = on!(plain, pool => sqlx::query_scalar(ready).fetch_one(pool).await.expect("read"));
    ready == 1
}

/// The days that anything happens on, and the communes, as tables.
async fn prepare(plain: &Plain, communes: &[(String, String)]) {
    execute(plain, "CREATE TABLE bench_day (number integer PRIMARY KEY, day integer, half integer, year integer)")
        .await;
    execute(plain, "CREATE TABLE bench_month (number integer PRIMARY KEY, day integer)").await;
    execute(
        plain,
        "CREATE TABLE bench_commune (number integer PRIMARY KEY, unit text, province text, decides integer)",
    )
    .await;
    let month = |number: usize| FIRST_DAY + Months::new(u32::try_from(number).expect("few"));
    let since_first = |day: NaiveDate| (day - FIRST_DAY).num_days();
    let months = (0..MONTHS).map(|number| format!("({number}, {})", since_first(month(number))));
    execute(plain, &format!("INSERT INTO bench_month VALUES {}", months.collect::<Vec<_>>().join(", "))).await;
    let end = u64::try_from(since_first(month(MONTHS))).expect("later") + HOLDS_DAYS;
    let days = (0..=end).map(|number| {
        let day = FIRST_DAY + Days::new(number);
        let half = day.year() * 24 + i32::try_from(day.month0()).expect("few") * 2 + i32::from(day.day() >= 15);
        format!("({number}, {}, {half}, {})", day.num_days_from_ce(), day.year())
    });
    execute(plain, &format!("INSERT INTO bench_day VALUES {}", days.collect::<Vec<_>>().join(", "))).await;
    let mut provinces: Vec<&String> = communes.iter().map(|(_, province)| province).collect();
    provinces.dedup();
    for (part, some) in communes.chunks(500).enumerate() {
        let mut rows = String::new();
        for (number, (unit, province)) in some.iter().enumerate() {
            let place = provinces.iter().position(|known| *known == province).expect("known");
            let separator = if number == 0 { "" } else { ", " };
            let _ = write!(rows, "{separator}({}, '{unit}', '{province}', {})", part * 500 + number, place % 28);
        }
        execute(plain, &format!("INSERT INTO bench_commune VALUES {rows}")).await;
    }
    let paths = "INSERT INTO unit_path (unit, path) SELECT unit, unit || ' ' || province || ' VN' FROM bench_commune";
    execute(plain, paths).await;
}

/// Writes the sums of the products of some months.
async fn write_months(plain: &Plain, months: std::ops::Range<usize>, on: On) {
    let (from, to) = (months.start * A_MONTH, months.end * A_MONTH);
    execute(
        plain,
        "CREATE TABLE bench_step (measure text, commune integer, day integer, star text, product_set text, value bigint)",
    )
    .await;
    let products = format!(
        "WITH RECURSIVE product(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM product WHERE n + 1 < {to}), \
         recognised AS (SELECT commune.number AS commune, month.day + commune.decides AS day, \
         CAST(3 + n % 3 AS text) AS star, substr('0' || (1 + n / 7 % 26), -2) AS product_set FROM product \
         JOIN bench_month AS month ON month.number = n / {A_MONTH} \
         JOIN bench_commune AS commune ON commune.number = n % 3321)"
    );
    let products = match on {
        On::Sqlite => products,
        On::Postgres => products.replace("substr('0' || (1 + n / 7 % 26), -2)", "right('0' || (1 + n / 7 % 26), 2)"),
    };
    for (measure, shift, value) in [
        ("products_recognised", 0, 1),
        ("products_valid", 0, 1),
        ("products_valid", HOLDS_DAYS, -1),
        ("dossiers_filed", 0, 1),
    ] {
        let step = format!("'{measure}', commune, day + {shift}, star, product_set, {value}");
        execute(plain, &format!("INSERT INTO bench_step {products} SELECT {step} FROM recognised")).await;
    }
    for (unit, above) in [("commune.unit", "commune.province"), ("commune.province", "'VN'"), ("'VN'", "''")] {
        for (dimension, part, of) in [
            ("''", "''", "TRUE"),
            ("'star'", "star", "measure <> 'dossiers_filed'"),
            ("'product_set'", "product_set", "measure <> 'dossiers_filed'"),
        ] {
            for grain in ["year", "half", "day"] {
                let insert = format!(
                    "INSERT INTO figure_sum (measure, above, dimension, grain, slot, unit, part, since, value, uncertain, sample) \
                     SELECT measure, {above}, {dimension}, '{grain}', day.{grain}, {unit}, {part}, 0, SUM(value), 0, 0 \
                     FROM bench_step AS step JOIN bench_commune AS commune ON commune.number = step.commune \
                     JOIN bench_day AS day ON day.number = step.day WHERE {of} \
                     GROUP BY 1, 2, 3, 5, 6, 7 \
                     ON CONFLICT (measure, above, dimension, grain, slot, unit, part, since) \
                     DO UPDATE SET value = figure_sum.value + excluded.value"
                );
                execute(plain, &insert).await;
            }
        }
    }
    execute(plain, "DROP TABLE bench_step").await;
    // What was written is on disk before anything is read: no dashboard waits for a million products at once.
    let settled = match on {
        On::Sqlite => ["ANALYZE figure_sum", "PRAGMA wal_checkpoint(TRUNCATE)"],
        On::Postgres => ["VACUUM ANALYZE figure_sum", "CHECKPOINT"],
    };
    for statement in settled {
        execute(plain, statement).await;
    }
}
