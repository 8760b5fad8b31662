//! A row as the leader of a producer.

use proto::registry::v1 as pb;

use super::producers::split;
use super::{Importing, Outcome, all_verdicts, already_there};
use crate::domain::import::{ImportRow, day_as_iso};
use crate::error::Error;
use crate::ops::{AppointLeader, appoint_leader};
use crate::store;

pub(super) async fn apply(importing: &Importing<'_>, row: &ImportRow) -> Result<Outcome, Error> {
    let value = |field| importing.sheet.value(row, field);
    let (producer, no_producer) = split(importing.producer(row).await);
    let from = day_as_iso(value("term_from"));
    let request = pb::AppointLeaderRequest {
        request_id: String::new(),
        producer_id: producer.as_ref().map(|producer| producer.id.to_string()).unwrap_or_default(),
        person_id: String::new(),
        full_name: value("full_name").to_owned(),
        title: value("title").to_owned(),
        term_from: from.clone(),
    };
    let (command, producer) = match (AppointLeader::parse(request), producer) {
        (Ok(command), Some(producer)) => (command, producer),
        (parsed, _) => return all_verdicts([no_producer, parsed.err()]).map(Outcome::Refused),
    };
    if let Some(last) = store::leaders::last(importing.work, producer.id).await?
        && last.full_name == value("full_name")
        && last.from.to_string() == from
    {
        return Ok(Outcome::Skipped(already_there(last.id)));
    }
    let made = appoint_leader(importing.work, &command).await?;
    Ok(Outcome::made(made.id, made.version, Vec::new()))
}
