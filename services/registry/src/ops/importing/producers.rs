//! A row as a producer, with who represents it and its figures where it says them.

use proto::registry::v1 as pb;

use super::cells::Cells;
use super::words::{IP_RIGHTS, KNOWN, SEXES};
use super::{Importing, NOBODY, Outcome, all_verdicts, already_there, figures};
use crate::domain::import::{ImportRow, Verdict, kind_of_name, kind_of_words};
use crate::error::Error;
use crate::ops::{
    CreateProducer, RecordProducerFigures, SetLegalRepresentative, create_producer, record_producer_figures,
    set_legal_representative,
};
use crate::{store, wire};

pub(super) async fn apply(importing: &Importing<'_>, row: &ImportRow) -> Result<Outcome, Error> {
    let (name, kind) = (importing.sheet.value(row, "name"), importing.sheet.value(row, "kind"));
    let (place, no_place) = split(importing.sheet.place(row));
    let (unit, moved) = place.unwrap_or_else(|| (importing.sheet.import.unit.clone(), None));
    let mut cells = Cells::of(&importing.sheet, row);
    // The name of an organisation begins with its kind.
    let own_kind = if kind.is_empty() { kind_of_name(name) } else { kind_of_words(kind) };
    let producer = pb::Producer {
        name: name.to_owned(),
        kind: own_kind.map_or(0, |kind| wire::producers::producer_kind(kind).into()),
        unit_id: unit.to_string(),
        ..record(&mut cells)
    };
    let representative = representative(&mut cells);
    let (years, no_figures) = figures::said(&importing.sheet, row);
    let request = pb::CreateProducerRequest { producer: Some(producer), ..Default::default() };
    let no_representative = representative.clone().and_then(|details| represented(details, NOBODY.to_string()).err());
    let faults = [no_place, cells.fault(), no_figures, no_representative, figures::fault(&years)];
    let command = match (CreateProducer::parse(request), faults) {
        (Ok(command), [None, None, None, None, None]) => command,
        (parsed, faults) => return all_verdicts(faults.into_iter().chain([parsed.err()])).map(Outcome::Refused),
    };
    let same = store::imports::producers_named(importing.work, name).await?;
    if let Some(known) = same.into_iter().find(|known| known.facts.unit == unit) {
        return Ok(Outcome::Skipped(already_there(known.id)));
    }
    let made = create_producer(importing.work, &command).await?;
    if let Some(details) = representative {
        set_legal_representative(importing.work, &represented(details, made.id.to_string())?).await?;
    }
    for figures in years {
        let command = RecordProducerFigures::parse(figures::request(figures, made.id.to_string()))?;
        record_producer_figures(importing.work, &command).await?;
    }
    let by_name = (kind.is_empty()).then(|| {
        let kind = made.facts.kind;
        Verdict::remark("kind", format!("Loại hình {kind} lấy theo tên."), format!("The kind {kind} is by the name."))
    });
    Ok(Outcome::made(made.id, made.version, moved.into_iter().chain(by_name).collect()))
}

/// What a row says of the producer's record: of its lists one entry each.
fn record(cells: &mut Cells<'_>) -> pb::Producer {
    pb::Producer {
        registration_number: cells.text("registration_number"),
        tax_code: cells.text("tax_code"),
        registered_on: cells.day("registered_on"),
        address_line: cells.text("address_line"),
        capital_dong: cells.dong("capital_dong"),
        local_capital_hundredths_percent: cells.share("local_capital_hundredths_percent"),
        ip_rights: ip_right(cells).into_iter().collect(),
        certifications: certification(cells).into_iter().collect(),
        linkages: linkage(cells).into_iter().collect(),
        outlets: outlet(cells).into_iter().collect(),
        ..Default::default()
    }
}

fn ip_right(cells: &mut Cells<'_>) -> Option<pb::IpRight> {
    cells.say(&["ip_rights_kind", "ip_rights_number", "ip_rights_issued_on"]).then(|| pb::IpRight {
        kind: cells.choice("ip_rights_kind", IP_RIGHTS),
        number: cells.text("ip_rights_number"),
        issued_on: cells.day("ip_rights_issued_on"),
    })
}

fn certification(cells: &mut Cells<'_>) -> Option<pb::ProducerCertification> {
    cells.say(&["certifications_name", "certifications_number", "certifications_issuer"]).then(|| {
        pb::ProducerCertification {
            name: cells.text("certifications_name"),
            number: cells.text("certifications_number"),
            issuer: cells.text("certifications_issuer"),
            issued_on: cells.day("certifications_issued_on"),
            expires_on: cells.day("certifications_expires_on"),
        }
    })
}

fn linkage(cells: &mut Cells<'_>) -> Option<pb::LinkageContract> {
    cells.say(&["linkages_partner", "linkages_starts_on"]).then(|| pb::LinkageContract {
        partner: cells.text("linkages_partner"),
        share_hundredths_percent: cells.share("linkages_share_hundredths_percent"),
        starts_on: cells.day("linkages_starts_on"),
        ends_on: cells.day("linkages_ends_on"),
    })
}

/// A page that is called nothing is called `Website`, as offices call such a column.
fn outlet(cells: &mut Cells<'_>) -> Option<pb::Outlet> {
    cells.say(&["outlets_name", "outlets_address", "outlets_link"]).then(|| pb::Outlet {
        name: match cells.text("outlets_name") {
            name if name.is_empty() && cells.say(&["outlets_link"]) => "Website".to_owned(),
            name => name,
        },
        address: cells.text("outlets_address"),
        link: cells.text("outlets_link"),
    })
}

/// Who represents the producer before the law, if the row says so.
fn representative(cells: &mut Cells<'_>) -> Option<pb::PersonDetails> {
    cells.say(&["representative_full_name", "representative_phone", "representative_sex"]).then(|| pb::PersonDetails {
        full_name: cells.text("representative_full_name"),
        sex: cells.choice("representative_sex", SEXES),
        ethnicity: cells.text("representative_ethnicity"),
        disability: cells.choice("representative_disability", KNOWN),
        residence: cells.text("representative_residence"),
        phone: cells.text("representative_phone"),
    })
}

fn represented(details: pb::PersonDetails, producer_id: String) -> Result<SetLegalRepresentative, Error> {
    let request = pb::SetLegalRepresentativeRequest { producer_id, details: Some(details), ..Default::default() };
    SetLegalRepresentative::parse(request)
}

/// What was found, and why it was not.
pub(super) fn split<T>(found: Result<T, Error>) -> (Option<T>, Option<Error>) {
    match found {
        Ok(found) => (Some(found), None),
        Err(error) => (None, Some(error)),
    }
}
