//! A row as the term of an official in a management body.

use platform::access::UnitId;
use platform::ids::RawId;
use platform::text;
use proto::registry::v1 as pb;

use super::producers::split;
use super::{Importing, Outcome, all_verdicts, already_there};
use crate::domain::import::{ImportRow, day_as_iso, found_province};
use crate::domain::management::ManagementBody;
use crate::error::Error;
use crate::ops::{AppointOfficial, appoint_official};
use crate::{policy, store};

pub(super) async fn apply(importing: &Importing<'_>, row: &ImportRow) -> Result<Outcome, Error> {
    let value = |field| importing.sheet.value(row, field);
    let (body, no_body) = split(body(importing, row).await);
    let from = day_as_iso(value("term_from"));
    let request = pb::AppointOfficialRequest {
        request_id: String::new(),
        body_id: body.as_ref().map(|body| body.id.to_string()).unwrap_or_default(),
        person_id: value("person").to_owned(),
        full_name: value("full_name").to_owned(),
        title: value("title").to_owned(),
        duty: value("duty").to_owned(),
        term_from: from.clone(),
        term_to: day_as_iso(value("term_to")),
    };
    let (command, body) = match (AppointOfficial::parse(request), body) {
        (Ok(command), Some(body)) => (command, body),
        (parsed, _) => return all_verdicts([no_body, parsed.err()]).map(Outcome::Refused),
    };
    let same = store::officials::of_name_in(importing.work, value("full_name"), body.id).await?;
    if let Some(known) = same.into_iter().find(|known| known.term.from.to_string() == from) {
        return Ok(Outcome::Skipped(already_there(known.id)));
    }
    let (made, _) = appoint_official(importing.work, &command).await?;
    Ok(Outcome::made(made.id, made.version, Vec::new()))
}

/// The management body that a row names by identity, or by its name in the unit; where a unit has one, no name is needed.
async fn body(importing: &Importing<'_>, row: &ImportRow) -> Result<ManagementBody, Error> {
    let (work, written) = (importing.work, importing.sheet.value(row, "body"));
    let reached = policy::reached(work);
    if let Ok(id) = RawId::parse_str(written) {
        return policy::known_management_body(
            store::management_bodies::find(work, id.into()).await?,
            id.into(),
            reached,
        );
    }
    let unit = unit(importing, row)?;
    let unknown = || Error::ManagementBodyUnknown { written: written.to_owned(), unit: unit.clone() };
    if !reached(&unit) {
        return Err(unknown());
    }
    let with_merged = work.authority().units().with_succeeded(&unit, work.today());
    let mut found = store::management_bodies::active_of(work, &with_merged).await?;
    if !written.is_empty() {
        found.retain(|body| text::folded(&body.name) == text::folded(written));
    }
    match found.as_slice() {
        [] => Err(unknown()),
        [_] => Ok(found.remove(0)),
        several => {
            let candidates: Vec<_> = several.iter().map(|body| format!("{} ({})", body.name, body.id)).collect();
            Err(Error::ManagementBodyAmbiguous { written: written.to_owned(), candidates: candidates.join("; ") })
        }
    }
}

/// The unit whose body is meant: a commune, a province by its name alone, or the import's own where the row names none.
fn unit(importing: &Importing<'_>, row: &ImportRow) -> Result<UnitId, Error> {
    let value = |field| importing.sheet.value(row, field);
    let province = |written: &str| found_province(&importing.sheet.history, written, importing.work.today());
    if let Ok(id) = value("place").parse() {
        return Ok(id);
    }
    let of_province = match (value("place"), value("commune"), value("province")) {
        ("", "", written) | (written, "", _) => province(written),
        _ => None,
    };
    match of_province {
        Some(province) => Ok(province),
        None => importing.sheet.place(row).map(|(unit, _)| unit),
    }
}
