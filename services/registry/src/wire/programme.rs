//! The programme's other records, their payments, and what communes have, between values and messages.

use chrono::NaiveDate;
use platform::db::Paged;
use platform::fields::etag;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use super::choices::Choice as _;
use super::producers::state;
use super::programme_detail::detail;
use crate::domain::programme::{
    CommuneOverview, CommuneTotals, Paid, Payment, PaymentState, ProgrammeRecord, ProgrammeTotal,
};
use crate::ops::CommuneOverviews;

/// A day that may be absent.
pub(crate) fn optional_day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// A record with what was paid of it.
pub(crate) fn record((record, paid): (ProgrammeRecord, Paid)) -> pb::ProgrammeRecord {
    let (state, retirement_reason) = state(&record.state);
    let facts = record.facts;
    pb::ProgrammeRecord {
        id: record.id.to_string(),
        kind: facts.kind().number(),
        category: facts.detail.category().to_owned(),
        unit_id: facts.unit.to_string(),
        title: facts.title,
        first_day: facts.first_day.to_string(),
        last_day: optional_day(facts.last_day),
        place: facts.place,
        planned_dong: facts.planned,
        spent_dong: facts.spent + paid.amount,
        beneficiaries: i32::try_from(paid.beneficiaries).unwrap_or(i32::MAX),
        producer_ids: facts.producers.iter().map(ToString::to_string).collect(),
        product_ids: facts.products.iter().map(ToString::to_string).collect(),
        document_number: facts.document.number,
        document_date: optional_day(facts.document.date),
        note: facts.note,
        sample: record.sample,
        state: state.into(),
        retirement_reason,
        etag: etag(record.version),
        created_at: Some(timestamp(record.created_at)),
        updated_at: Some(timestamp(record.updated_at)),
        detail: Some(detail(facts.detail)),
    }
}

pub(crate) fn records(page: Paged<(ProgrammeRecord, Paid)>) -> pb::ListProgrammeRecordsResponse {
    pb::ListProgrammeRecordsResponse {
        records: page.rows.into_iter().map(record).collect(),
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn totals(totals: Vec<ProgrammeTotal>) -> pb::SummarizeProgrammeRecordsResponse {
    let total = |total: ProgrammeTotal| pb::ProgrammeTotal {
        kind: total.kind.number(),
        category: total.category,
        unit_id: total.unit.to_string(),
        records: total.records,
        samples: total.samples,
        planned_dong: total.planned,
        spent_dong: total.spent,
        producers: total.producers,
        products: total.products,
        beneficiaries: total.beneficiaries,
    };
    pb::SummarizeProgrammeRecordsResponse { totals: totals.into_iter().map(total).collect() }
}

pub(crate) fn payment(payment: Payment) -> pb::ProgrammePayment {
    let (state, cancellation_reason) = match payment.state {
        PaymentState::Recorded => (pb::ProgrammePaymentState::Recorded, String::new()),
        PaymentState::Cancelled { reason } => (pb::ProgrammePaymentState::Cancelled, reason),
    };
    pb::ProgrammePayment {
        id: payment.id.to_string(),
        record_id: payment.record.to_string(),
        producer_id: payment.facts.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        amount_dong: payment.facts.amount,
        paid_on: payment.facts.paid_on.to_string(),
        document_number: payment.facts.document.number,
        document_date: optional_day(payment.facts.document.date),
        excess_reason: payment.facts.excess_reason,
        state: state.into(),
        cancellation_reason,
        etag: etag(payment.version),
        created_at: Some(timestamp(payment.created_at)),
        updated_at: Some(timestamp(payment.updated_at)),
    }
}

pub(crate) fn payments(page: Paged<Payment>) -> pb::ListProgrammePaymentsResponse {
    pb::ListProgrammePaymentsResponse {
        payments: page.rows.into_iter().map(payment).collect(),
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn overview(overview: CommuneOverview) -> pb::CommuneOverview {
    pb::CommuneOverview {
        unit_id: overview.commune.id.to_string(),
        name: overview.commune.name,
        producers: overview.counts.producers,
        products: overview.counts.products,
        has_product: overview.counts.has_product(),
        sample_producers: overview.counts.sample_producers,
        sample_products: overview.counts.sample_products,
        certified_products: overview.counts.certified_products,
    }
}

pub(crate) fn overviews(overviews: CommuneOverviews) -> pb::ListCommuneOverviewsResponse {
    let CommuneTotals { communes, communes_with_product, communes_with_certified_product, counts } = overviews.totals;
    pb::ListCommuneOverviewsResponse {
        overviews: overviews.page.rows.into_iter().map(overview).collect(),
        totals: Some(pb::CommuneTotals {
            communes,
            communes_with_product,
            producers: counts.producers,
            products: counts.products,
            sample_producers: counts.sample_producers,
            sample_products: counts.sample_products,
            certified_products: counts.certified_products,
            communes_with_certified_product,
        }),
        next_page_token: overviews.page.next_page_token,
    }
}
