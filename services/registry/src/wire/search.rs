//! The search box, to messages and back.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::domain::search::{Entry, Fit, Query, SearchKind};
use crate::ops::Found;

pub(crate) fn read_query(fields: &mut Fields, written: &str) -> Option<Query> {
    let query = Query::read(written);
    if query.is_none() {
        fields.fault(
            "query",
            "Chưa có gì để tìm. Nhập ít nhất một từ có hai chữ cái hoặc chữ số.",
            "There is nothing to look for. Type a word of two letters or digits at least.",
        );
    }
    query
}

pub(crate) fn read_kind(fields: &mut Fields, kind: i32) -> Option<Option<SearchKind>> {
    let kind = fields.optional_choice("kind", kind)?;
    Some(kind.and_then(|kind| match kind {
        pb::SearchKind::Unspecified => None,
        pb::SearchKind::Producer => Some(SearchKind::Producer),
        pb::SearchKind::Product => Some(SearchKind::Product),
    }))
}

pub(crate) fn found(found: Found) -> pb::SearchResponse {
    pb::SearchResponse { results: found.entries.into_iter().map(result).collect(), more: found.more }
}

fn result((fit, entry): (Fit, Entry)) -> pb::SearchResult {
    let (kind, product_codes) = match entry.kind {
        SearchKind::Producer => (pb::SearchKind::Producer, Vec::new()),
        SearchKind::Product => (pb::SearchKind::Product, entry.codes),
    };
    let fit = match fit {
        Fit::Code => pb::SearchFit::Code,
        Fit::Name => pb::SearchFit::Name,
        Fit::NameBegins => pb::SearchFit::NameBegins,
        Fit::Phrase => pb::SearchFit::Phrase,
        Fit::NameWords => pb::SearchFit::NameWords,
        Fit::AllWords => pb::SearchFit::AllWords,
        Fit::Misspelt => pb::SearchFit::Misspelt,
    };
    pb::SearchResult {
        kind: kind.into(),
        id: entry.subject.to_string(),
        name: entry.title,
        producer_id: entry.producer.to_string(),
        producer_name: entry.producer_name,
        product_codes,
        unit_id: entry.unit.to_string(),
        place: entry.place,
        fit: fit.into(),
    }
}
