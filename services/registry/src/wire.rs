//! Between the register's values and the contract's messages; nothing else.

pub(crate) mod imports;

pub(crate) mod search;

pub(crate) mod units;

pub(crate) mod producers;

pub(crate) mod products;

pub(crate) mod product_files;

pub(crate) mod persons;

pub(crate) mod choices;

pub(crate) mod programme;

pub(crate) mod programme_detail;

pub(crate) mod management;

pub(crate) mod retention;

pub(crate) mod figures;

pub(crate) mod successions;

pub(crate) mod duplicates;

use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use crate::domain::product_set::ProductSet;
use crate::ops::UnitsPage;

pub(crate) fn units_page(page: UnitsPage) -> pb::ListUnitsResponse {
    pb::ListUnitsResponse {
        units: page.units.rows.iter().map(Into::into).collect(),
        next_page_token: page.units.next_page_token,
        table_version: page.table_version,
    }
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
