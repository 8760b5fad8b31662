//! The units that codes and names stood for on a day.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use platform::fields::Fields;
use proto::registry::v1 as pb;
use proto::registry::v1::unit_query::By;

use crate::View;
use crate::domain::units::{History, Match};
use crate::error::Error;

/// Queries one request may have.
const MAX_QUERIES: usize = 500;

pub(crate) struct ResolveUnits {
    queries: Vec<Query>,
    at: Option<NaiveDate>,
}

enum Query {
    Id(UnitId),
    Code(String),
    Name { name: String, within: Option<UnitId> },
}

/// Answers in the order of their queries, and the version of the table they come from.
pub(crate) struct ResolvedUnits {
    pub(crate) answers: Vec<UnitAnswer>,
    pub(crate) table_version: i64,
}

/// What a query found.
pub(crate) enum UnitAnswer {
    One(UnitVersion),
    Choice(Vec<UnitVersion>),
    NotOnDay(UnitVersion),
    None,
}

impl ResolveUnits {
    pub(crate) fn parse(message: pb::ResolveUnitsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let queries = fields.list("queries", message.queries, 1..=MAX_QUERIES);
        let queries = queries.and_then(|queries| fields.each("queries", &queries, read_query));
        let at = fields.optional_date("at", &message.at);
        let (queries, at) = fields.finish((queries, at))?;
        Ok(Self { queries, at })
    }
}

fn read_query(fields: &mut Fields, path: &str, query: &pb::UnitQuery) -> Option<Query> {
    match &query.by {
        Some(By::UnitId(id)) => fields.unit(&format!("{path}.unit_id"), id).map(Query::Id),
        Some(By::Code(code)) => read_code(fields, &format!("{path}.code"), code).map(Query::Code),
        Some(By::Name(name)) => {
            let name = fields.line(&format!("{path}.name"), name, 200);
            let within = fields.optional_unit(&format!("{path}.within_id"), &query.within_id);
            Some(Query::Name { name: name?, within: within? })
        }
        None => {
            fields.fault(path, "Hãy cho mã hoặc tên đơn vị.", "Give the code or the name of the unit.");
            None
        }
    }
}

fn read_code(fields: &mut Fields, path: &str, written: &str) -> Option<String> {
    let is_code = |part: &str| matches!(part.len(), 2 | 3 | 5) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = written.split('-').count();
    if parts <= 3 && written.split('-').all(is_code) {
        return Some(written.to_owned());
    }
    fields.fault(
        path,
        "Mã đơn vị viết như 28882, 83-832-28882 hoặc 11-03127.",
        "The code of a unit is written like 28882, 83-832-28882 or 11-03127.",
    );
    None
}

pub(crate) async fn resolve_units(view: &View, command: &ResolveUnits) -> Result<ResolvedUnits, Error> {
    let history = view.service().units.of(view).await?;
    let day = command.at.unwrap_or(view.today());
    let answers = command.queries.iter().map(|query| found(&history, query, day).into()).collect();
    Ok(ResolvedUnits { answers, table_version: view.authority().units().version() })
}

fn found<'t>(history: &'t History, query: &Query, day: NaiveDate) -> Match<'t> {
    match query {
        Query::Id(id) => history.by_id(id, day),
        Query::Code(code) => history.by_code(code, day),
        Query::Name { name, within } => history.by_name(name, within.as_ref(), day),
    }
}

impl From<Match<'_>> for UnitAnswer {
    fn from(found: Match<'_>) -> Self {
        match found {
            Match::One(unit) => Self::One(unit.clone()),
            Match::Choice(units) => Self::Choice(units.into_iter().cloned().collect()),
            Match::NotOnDay(unit) => Self::NotOnDay(unit.clone()),
            Match::None => Self::None,
        }
    }
}
