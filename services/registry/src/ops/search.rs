//! The search box over producers and products.

use std::slice::from_ref;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::search::{Entry, Fit, Query, SearchKind};
use crate::error::Error;
use crate::store::search::{FEW_PROVINCES, MOST_MET, Scope, beginning_with, coded, having, spellings};
use crate::{policy, wire};

pub(crate) struct Search {
    query: Query,
    unit: Option<UnitId>,
    kind: Option<SearchKind>,
    as_of: Option<NaiveDate>,
    size: u32,
}

/// What was found, the best first, and whether there is more.
pub(crate) struct Found {
    pub(crate) entries: Vec<(Fit, Entry)>,
    pub(crate) more: bool,
}

impl Search {
    pub(crate) fn parse(message: pb::SearchRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let written = fields.line("query", &message.query, 200);
        let query = written.and_then(|written| wire::search::read_query(&mut fields, &written));
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let kind = wire::search::read_kind(&mut fields, message.kind);
        let as_of = fields.optional_date("as_of", &message.as_of);
        let size = fields.page_size(message.page_size);
        let (query, unit, kind, as_of, size) = fields.finish((query, unit, kind, as_of, size))?;
        Ok(Self { query, unit, kind, as_of, size })
    }
}

pub(crate) async fn search(view: &View, command: &Search) -> Result<Found, Error> {
    let Search { query, .. } = command;
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let (units, producers) = policy::sight(view).await?.listed(asked.as_deref())?;
    let (kind, day) = (command.kind, command.as_of.unwrap_or(view.today()));
    let first = provinces(view).into_iter().take(FEW_PROVINCES).map(|province| province.id).collect();
    let scope = Scope { units, producers, kind, day, first };
    // One more than is wanted, to know whether there is more.
    let wanted = u64::from(command.size) + 1;
    let mut entries = query.ranked(found(view, &scope, query, wanted).await?);
    let more = entries.len() > command.size as usize;
    entries.truncate(command.size as usize);
    Ok(Found { entries, more })
}

/// What fits, in any order. Each way finds what fits less well than what the one before finds, or as well, and is gone
/// while there may be better ones among what has not been met.
async fn found(view: &View, scope: &Scope, query: &Query, wanted: u64) -> Result<Vec<Entry>, Error> {
    let mut found = match query.code() {
        Some(code) => coded(view, scope, code).await?,
        None => Vec::new(),
    };
    let begin = beginning_with(view, scope, &query.phrase(), wanted).await?;
    let all_begin = begin.len() as u64 == wanted;
    found.extend(begin);
    if all_begin {
        return Ok(found);
    }
    let named = if scope.is_everywhere() { provinces_named(view, query) } else { Vec::new() };
    let in_provinces = named.iter().map(|province| (scope.within(from_ref(province)), query.as_typed()));
    let everywhere = std::iter::once(query.as_typed()).chain(query.begun()).map(|words| (scope.clone(), words));
    for (scope, words) in in_provinces.chain(everywhere) {
        let met = having(view, &scope, &words).await?;
        let as_many_as_are_met = met.len() as u64 == MOST_MET;
        found.extend(met);
        if as_many_as_are_met {
            return Ok(found);
        }
    }
    if found.is_empty() {
        let known = spellings(view, query.words()).await?;
        for words in query.misspelt(&known) {
            let met = having(view, scope, &words).await?;
            let as_many_as_are_met = met.len() as u64 == MOST_MET;
            found.extend(met);
            if as_many_as_are_met {
                break;
            }
        }
    }
    Ok(found)
}

/// The provinces of today whose names were typed beside other words: what is meant lies there mostly.
fn provinces_named(view: &View, query: &Query) -> Vec<UnitId> {
    query.provinces_named(provinces(view).iter())
}

/// The provinces of today.
fn provinces(view: &View) -> Vec<UnitVersion> {
    view.authority().units().children_at(&UnitId::country(), view.today()).cloned().collect()
}
