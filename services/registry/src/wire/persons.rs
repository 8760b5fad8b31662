//! Persons between the register's values and the contract's messages: masked, unless the rpc records who reads them.

use platform::db::Paged;
use platform::fields::{Fields, etag};
use platform::operation::Reading;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use crate::domain::person::{Details, Flags, Representative, Sex, Worker};
use crate::domain::producer::ProducerId;

/// Reads a sex that may be unknown.
pub(crate) fn read_sex(fields: &mut Fields, path: &str, given: i32) -> Option<Option<Sex>> {
    let sex: Option<pb::Sex> = fields.optional_choice(path, given)?;
    Some(match sex {
        Some(pb::Sex::Female) => Some(Sex::Female),
        Some(pb::Sex::Male) => Some(Sex::Male),
        Some(pb::Sex::Unspecified) | None => None,
    })
}

/// Reads something that is so, is not so, or is unknown.
pub(crate) fn read_known(fields: &mut Fields, path: &str, given: i32) -> Option<Option<bool>> {
    let known: Option<pb::Known> = fields.optional_choice(path, given)?;
    Some(known.map(|known| known == pb::Known::Yes))
}

fn known(known: Option<bool>) -> i32 {
    let known = match known {
        None => pb::Known::Unspecified,
        Some(false) => pb::Known::No,
        Some(true) => pb::Known::Yes,
    };
    known.into()
}

fn details(details: Details) -> pb::PersonDetails {
    let sex = match details.sex {
        None => pb::Sex::Unspecified,
        Some(Sex::Female) => pb::Sex::Female,
        Some(Sex::Male) => pb::Sex::Male,
    };
    pb::PersonDetails {
        full_name: details.full_name,
        sex: sex.into(),
        ethnicity: details.ethnicity,
        disability: known(details.disabled),
        residence: details.residence,
        phone: details.phone.map(|phone| phone.as_str().to_owned()).unwrap_or_default(),
    }
}

/// A representative as she may be shown.
pub(crate) fn legal_representative(representative: &Representative) -> pb::LegalRepresentative {
    let masked = representative.masked();
    let person = pb::MaskedPerson {
        person_id: masked.person.to_string(),
        name: masked.name,
        phone: masked.phone,
        has_residence: masked.has_residence,
    };
    pb::LegalRepresentative { person: Some(person), etag: etag(representative.version) }
}

/// A representative as she is recorded.
pub(crate) fn revealed(representative: Representative) -> pb::RevealLegalRepresentativeResponse {
    pb::RevealLegalRepresentativeResponse {
        person_id: representative.person.to_string(),
        details: Some(details(representative.details)),
    }
}

/// Workers as they are recorded.
pub(crate) fn workers(page: Paged<Worker>) -> pb::ListProducerWorkersResponse {
    let worker = |worker: Worker| pb::ProducerWorker {
        person_id: worker.id.to_string(),
        details: Some(details(worker.details)),
    };
    pb::ListProducerWorkersResponse {
        workers: page.rows.into_iter().map(worker).collect(),
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn reads(page: Paged<Reading>) -> pb::ListPersonReadsResponse {
    let read = |reading: Reading| pb::PersonRead {
        person_id: reading.subject.to_string(),
        reader_id: reading.person.to_string(),
        at: Some(timestamp(reading.at)),
        operation: reading.operation,
        purpose: reading.purpose,
    };
    pb::ListPersonReadsResponse {
        reads: page.rows.into_iter().map(read).collect(),
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn flags(flags: Vec<(ProducerId, Flags)>) -> pb::BatchGetProducerFlagsResponse {
    let of = |(producer, flags): (ProducerId, Flags)| pb::ProducerFlags {
        producer_id: producer.to_string(),
        women_led: known(flags.women_led),
        ethnic_minority_led: known(flags.ethnic_minority_led),
        disabled_led: known(flags.disabled_led),
    };
    pb::BatchGetProducerFlagsResponse { flags: flags.into_iter().map(of).collect() }
}
