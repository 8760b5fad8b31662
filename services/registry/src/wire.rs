//! Between the register's values and the contract's messages; nothing else.

pub(crate) mod search;
pub(crate) mod units;

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use crate::domain::leader::Leader;
use crate::domain::producer::{Producer, ProducerKind, RecordState};
use crate::domain::producer_account::{AccountState, ProducerAccount};
use crate::domain::product::{Product, ProductCode};
use crate::domain::product_set::ProductSet;
use crate::ops::UnitsPage;

pub(crate) fn units_page(page: UnitsPage) -> pb::ListUnitsResponse {
    pb::ListUnitsResponse {
        units: page.units.rows.iter().map(Into::into).collect(),
        next_page_token: page.units.next_page_token,
        table_version: page.table_version,
    }
}

const KINDS: [(pb::ProducerKind, ProducerKind); 8] = [
    (pb::ProducerKind::Cooperative, ProducerKind::Cooperative),
    (pb::ProducerKind::CooperativeGroup, ProducerKind::CooperativeGroup),
    (pb::ProducerKind::Sme, ProducerKind::Sme),
    (pb::ProducerKind::Farm, ProducerKind::Farm),
    (pb::ProducerKind::ProductionHousehold, ProducerKind::ProductionHousehold),
    (pb::ProducerKind::HouseholdBusiness, ProducerKind::HouseholdBusiness),
    (pb::ProducerKind::Association, ProducerKind::Association),
    (pb::ProducerKind::TourismManagement, ProducerKind::TourismManagement),
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

fn state(state: &RecordState) -> (pb::RecordState, String) {
    match state {
        RecordState::Active => (pb::RecordState::Active, String::new()),
        RecordState::Retired { reason } => (pb::RecordState::Retired, reason.clone()),
    }
}

pub(crate) fn producer(producer: Producer) -> pb::Producer {
    let (state, retirement_reason) = state(&producer.state);
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
        term_to: leader.to.map(|to| to.to_string()).unwrap_or_default(),
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

pub(crate) fn product((product, codes): (Product, Vec<ProductCode>)) -> pb::Product {
    let (state, retirement_reason) = state(&product.state);
    pb::Product {
        id: product.id.to_string(),
        name: product.facts.name,
        product_set: product.facts.product_set,
        producer_id: product.producer.to_string(),
        unit_id: product.facts.unit.to_string(),
        description: product.facts.description,
        codes: codes.iter().map(product_code).collect(),
        sample: product.sample,
        state: state.into(),
        retirement_reason,
        etag: etag(product.version),
        created_at: Some(timestamp(product.created_at)),
        updated_at: Some(timestamp(product.updated_at)),
    }
}

pub(crate) fn product_code(code: &ProductCode) -> pb::ProductCode {
    pb::ProductCode { code: code.to_string(), unit_id: code.unit.to_string(), serial: code.serial, year: code.year }
}

pub(crate) fn product_set(set: &ProductSet) -> pb::ProductSet {
    pb::ProductSet {
        number: set.number,
        rule_set: set.rule_set.clone(),
        title: Some(LocalizedText { vi: set.title_vi.clone(), en: set.title_en.clone() }),
        sector: set.sector.clone(),
        group: set.group.clone(),
    }
}
