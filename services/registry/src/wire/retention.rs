//! How long what is kept of persons, and orders that it be kept, as messages.

use platform::db::Paged;
use platform::fields::etag;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use super::producers::on_day;
use crate::domain::retention::{Held, LegalHold, RetentionClass, RetentionRule};

pub(crate) fn rules(rules: Vec<&RetentionRule>) -> pb::ListRetentionRulesResponse {
    pb::ListRetentionRulesResponse { rules: rules.into_iter().map(rule).collect() }
}

fn rule(rule: &RetentionRule) -> pb::RetentionRule {
    let class = match rule.class {
        RetentionClass::FormerRepresentative => pb::RetentionClass::FormerRepresentative,
        RetentionClass::FormerLeader => pb::RetentionClass::FormerLeader,
        RetentionClass::FormerOfficial => pb::RetentionClass::FormerOfficial,
        RetentionClass::RemovedWorker => pb::RetentionClass::RemovedWorker,
    };
    pb::RetentionRule {
        class: class.into(),
        title: Some(LocalizedText { vi: rule.title_vi.clone(), en: rule.title_en.clone() }),
        months: i32::try_from(rule.months).unwrap_or(i32::MAX),
        reason: Some(LocalizedText { vi: rule.reason_vi.clone(), en: rule.reason_en.clone() }),
        source: rule.source.clone(),
        valid_from: rule.valid_from.to_string(),
        valid_to: on_day(rule.valid_to),
    }
}

pub(crate) fn hold(hold: LegalHold) -> pb::LegalHold {
    let (lifted_by, lifted_at, lift_reason) = match hold.lifted {
        None => (String::new(), None, String::new()),
        Some(lifted) => (lifted.by.to_string(), Some(timestamp(lifted.at)), lifted.reason),
    };
    pb::LegalHold {
        id: hold.id.to_string(),
        held: Some(match hold.held {
            Held::Producer(id) => pb::legal_hold::Held::ProducerId(id.to_string()),
            Held::Body(id) => pb::legal_hold::Held::BodyId(id.to_string()),
        }),
        unit_id: hold.unit.to_string(),
        document_number: hold.document_number,
        reason: hold.reason,
        placed_by: hold.placed_by.to_string(),
        placed_at: Some(timestamp(hold.placed_at)),
        lifted_by,
        lifted_at,
        lift_reason,
        etag: etag(hold.version),
    }
}

pub(crate) fn holds(page: Paged<LegalHold>) -> pb::ListLegalHoldsResponse {
    pb::ListLegalHoldsResponse {
        holds: page.rows.into_iter().map(hold).collect(),
        next_page_token: page.next_page_token,
    }
}
