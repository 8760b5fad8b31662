//! The present leaders of producers as lines. They name persons: whose names a sheet shows is recorded.

use std::collections::HashMap;

use proto::registry::v1 as pb;

use super::{Page, Titles};
use crate::View;
use crate::error::Error;
use crate::ops::{ListProducers, list_producers};
use crate::store;
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Lãnh đạo", "Leaders"),
    columns: &[
        ("Họ và tên", "Full name"),
        ("Chức vụ", "Title"),
        ("Từ ngày", "Term from"),
        ("Chủ thể", "Producer"),
        ("Mã số thuế", "Tax code"),
        ("Mã chủ thể (UUID)", "Identity of the producer (UUID)"),
        ("Mã người (UUID)", "Identity of the person (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListProducersRequest) -> Result<Page, Error> {
    let producers = list_producers(view, &ListProducers::parse(filter)?).await?.map(|(producer, _)| producer);
    let ids: Vec<_> = producers.rows.iter().map(|producer| producer.id).collect();
    let leaders = store::exports::present_leaders(view, &ids).await?;
    let persons = leaders.iter().map(|leader| leader.person.into()).collect();
    let mut leaders: HashMap<_, _> = leaders.into_iter().map(|leader| (leader.producer, leader)).collect();
    let rows = producers.rows.into_iter().filter_map(|producer| {
        let leader = leaders.remove(&producer.id)?;
        Some(vec![
            Cell::text(leader.full_name),
            Cell::text(leader.title),
            Cell::Day(leader.from),
            Cell::text(producer.facts.name),
            Cell::text(producer.facts.tax_code.map(|code| code.as_str().to_owned()).unwrap_or_default()),
            Cell::text(producer.id.to_string()),
            Cell::text(leader.person.to_string()),
        ])
    });
    Ok(Page { rows: rows.collect(), persons, next_page_token: producers.next_page_token })
}
