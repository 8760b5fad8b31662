//! Producers, their leaders and accounts, between the register's values and the contract's messages.

use chrono::NaiveDate;
use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use crate::domain::leader::Leader;
use crate::domain::person::Representative;
use crate::domain::producer::record::{Certification, IpRight, IpRightKind, Linkage, Outlet, Share};
use crate::domain::producer::{FormerName, Producer, ProducerKind, RecordState};
use crate::domain::producer_account::{AccountState, ProducerAccount};

const KINDS: [(pb::ProducerKind, ProducerKind); 9] = [
    (pb::ProducerKind::Cooperative, ProducerKind::Cooperative),
    (pb::ProducerKind::CooperativeGroup, ProducerKind::CooperativeGroup),
    (pb::ProducerKind::Sme, ProducerKind::Sme),
    (pb::ProducerKind::Farm, ProducerKind::Farm),
    (pb::ProducerKind::ProductionHousehold, ProducerKind::ProductionHousehold),
    (pb::ProducerKind::HouseholdBusiness, ProducerKind::HouseholdBusiness),
    (pb::ProducerKind::Association, ProducerKind::Association),
    (pb::ProducerKind::TourismManagement, ProducerKind::TourismManagement),
    (pb::ProducerKind::LargeEnterprise, ProducerKind::LargeEnterprise),
];

pub(crate) fn producer_kind(kind: ProducerKind) -> pb::ProducerKind {
    KINDS.into_iter().find(|(_, own)| *own == kind).expect("all kinds are in the contract").0
}

fn own_kind(kind: pb::ProducerKind) -> Option<ProducerKind> {
    KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)
}

/// Reads a kind that must be given.
pub(crate) fn read_kind(fields: &mut Fields, path: &str, given: i32) -> Option<ProducerKind> {
    fields.choice(path, given).and_then(own_kind)
}

/// Reads a kind of a filter.
pub(crate) fn read_optional_kind(fields: &mut Fields, path: &str, given: i32) -> Option<Option<ProducerKind>> {
    if given == 0 { Some(None) } else { read_kind(fields, path, given).map(Some) }
}

/// Reads a state of a filter: true for those in use.
pub(crate) fn read_optional_state(fields: &mut Fields, given: i32) -> Option<Option<bool>> {
    let state: Option<pb::RecordState> = fields.optional_choice("state", given)?;
    Some(state.map(|state| state == pb::RecordState::Active))
}

/// Whether a record is in use, and if not, why.
pub(super) fn state(state: &RecordState) -> (pb::RecordState, String) {
    match state {
        RecordState::Active => (pb::RecordState::Active, String::new()),
        RecordState::Retired { reason } => (pb::RecordState::Retired, reason.clone()),
    }
}

pub(crate) fn producer(producer: Producer) -> pb::Producer {
    let (state, retirement_reason) = state(&producer.state);
    let record = producer.facts.record;
    pb::Producer {
        id: producer.id.to_string(),
        name: producer.facts.name,
        kind: producer_kind(producer.facts.kind).into(),
        unit_id: producer.facts.unit.to_string(),
        registration_number: producer.facts.registration_number.unwrap_or_default(),
        tax_code: producer.facts.tax_code.map(|code| code.as_str().to_owned()).unwrap_or_default(),
        sample: producer.sample,
        state: state.into(),
        retirement_reason,
        etag: etag(producer.version),
        created_at: Some(timestamp(producer.created_at)),
        updated_at: Some(timestamp(producer.updated_at)),
        registered_on: on_day(record.registered_on),
        address_line: record.address_line,
        capital_dong: record.capital_dong,
        local_capital_hundredths_percent: record.local_capital.map(Share::hundredths_percent),
        ip_rights: record.ip_rights.into_iter().map(ip_right).collect(),
        certifications: record.certifications.into_iter().map(certification).collect(),
        linkages: record.linkages.into_iter().map(linkage).collect(),
        outlets: record.outlets.into_iter().map(outlet).collect(),
        legal_representative: None,
        succeeded_by: producer.succeeded_by.iter().map(ToString::to_string).collect(),
        merged_into: producer.merged_into.map(|kept| kept.to_string()).unwrap_or_default(),
        former_names: producer.former_names.into_iter().map(former_name).collect(),
    }
}

/// A producer with its representative as she may be shown.
pub(crate) fn represented((found, representative): (Producer, Option<Representative>)) -> pb::Producer {
    let legal_representative = representative.as_ref().map(super::persons::legal_representative);
    pb::Producer { legal_representative, ..producer(found) }
}

fn former_name(former: FormerName) -> pb::FormerName {
    pb::FormerName { name: former.name, until: former.until.to_string() }
}

/// A day as it is sent; empty if there is none.
pub(super) fn on_day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

const IP_RIGHT_KINDS: [(pb::IpRightKind, IpRightKind); 8] = [
    (pb::IpRightKind::Trademark, IpRightKind::Trademark),
    (pb::IpRightKind::CollectiveMark, IpRightKind::CollectiveMark),
    (pb::IpRightKind::CertificationMark, IpRightKind::CertificationMark),
    (pb::IpRightKind::GeographicalIndication, IpRightKind::GeographicalIndication),
    (pb::IpRightKind::IndustrialDesign, IpRightKind::IndustrialDesign),
    (pb::IpRightKind::Patent, IpRightKind::Patent),
    (pb::IpRightKind::PlantVariety, IpRightKind::PlantVariety),
    (pb::IpRightKind::Copyright, IpRightKind::Copyright),
];

/// Reads a kind of right that must be given.
pub(crate) fn read_ip_right_kind(fields: &mut Fields, path: &str, given: i32) -> Option<IpRightKind> {
    let wire = fields.choice(path, given)?;
    IP_RIGHT_KINDS.into_iter().find(|(kind, _)| *kind == wire).map(|(_, own)| own)
}

fn ip_right(right: IpRight) -> pb::IpRight {
    let kind = IP_RIGHT_KINDS.into_iter().find(|(_, own)| *own == right.kind).expect("all kinds are in the contract").0;
    pb::IpRight { kind: kind.into(), number: right.number, issued_on: on_day(right.issued_on) }
}

fn certification(certification: Certification) -> pb::ProducerCertification {
    pb::ProducerCertification {
        name: certification.name,
        number: certification.number,
        issuer: certification.issuer,
        issued_on: on_day(certification.issued_on),
        expires_on: on_day(certification.expires_on),
    }
}

fn linkage(linkage: Linkage) -> pb::LinkageContract {
    pb::LinkageContract {
        partner: linkage.partner,
        share_hundredths_percent: linkage.share.map(Share::hundredths_percent),
        starts_on: linkage.starts_on.to_string(),
        ends_on: on_day(linkage.ends_on),
    }
}

fn outlet(outlet: Outlet) -> pb::Outlet {
    pb::Outlet {
        name: outlet.name,
        address: outlet.address,
        link: outlet.link.map(|link| link.to_string()).unwrap_or_default(),
    }
}

pub(crate) fn leader(leader: Leader) -> pb::Leader {
    pb::Leader {
        id: leader.id.to_string(),
        producer_id: leader.producer.to_string(),
        person_id: leader.person.to_string(),
        full_name: leader.full_name,
        title: leader.title,
        term_from: leader.from.to_string(),
        term_to: on_day(leader.to),
        etag: etag(leader.version),
    }
}

pub(crate) fn producer_account(account: ProducerAccount) -> pb::ProducerAccount {
    let (state, ended_at, ended_by, end_reason) = match account.state {
        AccountState::Open => (pb::ProducerAccountState::Open, None, String::new(), String::new()),
        AccountState::Ended { at, by, reason } => {
            (pb::ProducerAccountState::Ended, Some(timestamp(at)), by.to_string(), reason)
        }
    };
    pb::ProducerAccount {
        id: account.id.to_string(),
        producer_id: account.producer.to_string(),
        person_id: account.person.to_string(),
        term_from: account.from.to_string(),
        term_to: account.to.map(|to| to.to_string()).unwrap_or_default(),
        basis: account.basis,
        state: state.into(),
        granted_by: account.granted_by.to_string(),
        granted_at: Some(timestamp(account.granted_at)),
        ended_by,
        ended_at,
        end_reason,
        etag: etag(account.version),
    }
}
