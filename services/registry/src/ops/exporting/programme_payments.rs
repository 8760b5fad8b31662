//! Payments of policies and resources as lines.

use std::collections::HashMap;

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles};
use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::programme::{Payment, PaymentState, ProgrammeRecordId};
use crate::error::Error;
use crate::ops::{ListProgrammePayments, list_programme_payments};
use crate::store;
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Khoản chi", "Payments"),
    columns: &[
        ("Chính sách, nguồn lực", "Policy or resource"),
        ("Chủ thể", "Producer"),
        ("Ngày chi", "Paid on"),
        ("Số tiền (đồng)", "Amount (đồng)"),
        ("Số chứng từ", "Document number"),
        ("Ngày chứng từ", "Document date"),
        ("Lý do chi vượt", "Reason of the excess"),
        ("Trạng thái", "State"),
        ("Lý do hủy", "Reason of the cancellation"),
        ("Ngày ghi", "Recorded on"),
        ("Mã bản ghi của Chương trình (UUID)", "Identity of the record (UUID)"),
        ("Mã khoản chi (UUID)", "Identity (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListProgrammePaymentsRequest, english: bool) -> Result<Page, Error> {
    let page = list_programme_payments(view, &ListProgrammePayments::parse(filter)?).await?;
    let records: Vec<_> = page.rows.iter().map(|payment| payment.record).collect();
    let producers: Vec<_> = page.rows.iter().filter_map(|payment| payment.facts.producer).collect();
    let titles = store::exports::record_titles(view, &records).await?;
    let names = store::exports::producer_names(view, &producers).await?;
    let rows = page.rows.into_iter().map(|payment| line(&titles, &names, payment, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(
    titles: &HashMap<ProgrammeRecordId, String>,
    names: &HashMap<ProducerId, String>,
    payment: Payment,
    english: bool,
) -> Vec<Cell> {
    let (state, reason) = match (payment.state, english) {
        (PaymentState::Recorded, false) => ("Đã ghi", String::new()),
        (PaymentState::Recorded, true) => ("Recorded", String::new()),
        (PaymentState::Cancelled { reason }, false) => ("Đã hủy", reason),
        (PaymentState::Cancelled { reason }, true) => ("Cancelled", reason),
    };
    let producer = payment.facts.producer.and_then(|id| names.get(&id)).cloned();
    vec![
        Cell::text(titles.get(&payment.record).cloned().unwrap_or_default()),
        Cell::text(producer.unwrap_or_default()),
        Cell::Day(payment.facts.paid_on),
        Cell::Number(payment.facts.amount),
        Cell::text(payment.facts.document.number),
        Cell::day(payment.facts.document.date),
        Cell::text(payment.facts.excess_reason),
        Cell::text(state),
        Cell::text(reason),
        Cell::Day(civil_date(payment.created_at)),
        Cell::text(payment.record.to_string()),
        Cell::text(payment.id.to_string()),
    ]
}
