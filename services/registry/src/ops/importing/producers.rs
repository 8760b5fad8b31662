//! A row as a producer.

use proto::registry::v1 as pb;

use super::{Importing, Outcome, all_verdicts, already_there};
use crate::domain::import::{ImportRow, Verdict, day_as_iso, kind_of_name, kind_of_words};
use crate::error::Error;
use crate::ops::{CreateProducer, create_producer};
use crate::{store, wire};

pub(super) async fn apply(importing: &Importing<'_>, row: &ImportRow) -> Result<Outcome, Error> {
    let value = |field| importing.value(row, field);
    let (name, kind) = (value("name"), value("kind"));
    let (place, no_place) = split(importing.place(row));
    let (unit, moved) = place.unwrap_or_else(|| (importing.import.unit.clone(), None));
    // The name of an organisation begins with its kind.
    let own_kind = if kind.is_empty() { kind_of_name(name) } else { kind_of_words(kind) };
    let producer = pb::Producer {
        name: name.to_owned(),
        kind: own_kind.map_or(0, |kind| wire::producers::producer_kind(kind).into()),
        unit_id: unit.to_string(),
        registration_number: value("registration_number").to_owned(),
        tax_code: value("tax_code").to_owned(),
        registered_on: day_as_iso(value("registered_on")),
        address_line: value("address_line").to_owned(),
        ..pb::Producer::default()
    };
    let request =
        pb::CreateProducerRequest { request_id: String::new(), producer: Some(producer), ..Default::default() };
    let command = match (CreateProducer::parse(request), no_place) {
        (Ok(command), None) => command,
        (parsed, no_place) => return all_verdicts(no_place, parsed.err()).map(Outcome::Refused),
    };
    let same = store::imports::producers_named(importing.work, name).await?;
    if let Some(known) = same.into_iter().find(|known| known.facts.unit == unit) {
        return Ok(Outcome::Skipped(already_there(known.id)));
    }
    let made = create_producer(importing.work, &command).await?;
    let by_name = (kind.is_empty()).then(|| {
        let kind = made.facts.kind;
        Verdict::remark("kind", format!("Loại hình {kind} lấy theo tên."), format!("The kind {kind} is by the name."))
    });
    Ok(Outcome::made(made.id, made.version, moved.into_iter().chain(by_name).collect()))
}

/// What was found, and why it was not.
pub(super) fn split<T>(found: Result<T, Error>) -> (Option<T>, Option<Error>) {
    match found {
        Ok(found) => (Some(found), None),
        Err(error) => (None, Some(error)),
    }
}
