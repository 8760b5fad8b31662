//! Grants to act for producers, as lines: persons by their identities.

use std::collections::HashMap;

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles};
use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::producer_account::{AccountState, ProducerAccount};
use crate::error::Error;
use crate::ops::{ListProducerAccounts, list_producer_accounts};
use crate::store;
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Tài khoản chủ thể", "Producer accounts"),
    columns: &[
        ("Chủ thể", "Producer"),
        ("Mã người (UUID)", "Identity of the person (UUID)"),
        ("Từ ngày", "From"),
        ("Đến ngày", "To"),
        ("Căn cứ", "Basis"),
        ("Trạng thái", "State"),
        ("Lý do kết thúc", "Reason of the end"),
        ("Ngày cấp", "Granted on"),
        ("Mã người cấp (UUID)", "Granted by (UUID)"),
        ("Mã chủ thể (UUID)", "Identity of the producer (UUID)"),
        ("Mã quyền (UUID)", "Identity (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListProducerAccountsRequest, english: bool) -> Result<Page, Error> {
    let page = list_producer_accounts(view, &ListProducerAccounts::parse(filter)?).await?;
    let producers: Vec<_> = page.rows.iter().map(|account| account.producer).collect();
    let names = store::exports::producer_names(view, &producers).await?;
    let rows = page.rows.into_iter().map(|account| line(&names, account, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(names: &HashMap<ProducerId, String>, account: ProducerAccount, english: bool) -> Vec<Cell> {
    let (state, reason) = match (account.state, english) {
        (AccountState::Open, false) => ("Đang mở", String::new()),
        (AccountState::Open, true) => ("Open", String::new()),
        (AccountState::Ended { reason, .. }, false) => ("Đã kết thúc", reason),
        (AccountState::Ended { reason, .. }, true) => ("Ended", reason),
    };
    vec![
        Cell::text(names.get(&account.producer).cloned().unwrap_or_default()),
        Cell::text(account.person.to_string()),
        Cell::Day(account.from),
        Cell::day(account.to),
        Cell::text(account.basis),
        Cell::text(state),
        Cell::text(reason),
        Cell::Day(civil_date(account.granted_at)),
        Cell::text(account.granted_by.to_string()),
        Cell::text(account.producer.to_string()),
        Cell::text(account.id.to_string()),
    ]
}
