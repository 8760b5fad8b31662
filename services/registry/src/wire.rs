//! Between the register's values and the contract's messages; nothing else.

pub(crate) mod units;

pub(crate) mod producers;

pub(crate) mod persons;

pub(crate) mod search;

pub(crate) mod choices;

pub(crate) mod programme;

pub(crate) mod programme_detail;

pub(crate) mod management;

pub(crate) mod figures;

pub(crate) mod successions;

use platform::fields::etag;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use self::producers::state;
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
