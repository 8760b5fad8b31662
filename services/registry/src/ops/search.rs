//! The search box over producers and products.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::search::{Entry, Fit, Query, SearchKind};
use crate::error::Error;
use crate::store::search::{Scope, beginning_with, having, spellings};
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
    let scope = Scope { units, producers, kind: command.kind, day: command.as_of.unwrap_or(view.today()) };
    // One more than is wanted, to know whether there is more.
    let wanted = u64::from(command.size) + 1;
    let mut found = match query.code() {
        Some(code) => having(view, &scope, &[code]).await?,
        None => Vec::new(),
    };
    found.extend(beginning_with(view, &scope, &query.phrase(), wanted).await?);
    found.extend(having(view, &scope, &query.as_typed()).await?);
    if found.is_empty() {
        let known = spellings(view, query.words()).await?;
        for terms in query.misspelt(&known) {
            found.extend(having(view, &scope, &terms).await?);
        }
    }
    let mut entries = query.ranked(found);
    let more = entries.len() > command.size as usize;
    entries.truncate(command.size as usize);
    Ok(Found { entries, more })
}
