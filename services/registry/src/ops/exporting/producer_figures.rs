//! Figures of producers' years as lines. Workers are counted; who they are is in no sheet.

use std::collections::HashMap;

use platform::clock::civil_date;
use proto::registry::v1 as pb;

use super::{Page, Titles, number};
use crate::View;
use crate::domain::figures::{CooperativeGrade, Figures};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::ops::{ListProducerFigures, list_producer_figures};
use crate::store;
use platform::sheets::Cell;

pub(crate) static TITLES: Titles = Titles {
    sheet: ("Số liệu năm", "Figures of years"),
    columns: &[
        ("Chủ thể", "Producer"),
        ("Năm", "Year"),
        ("Doanh thu (đồng)", "Revenue (đồng)"),
        ("Lợi nhuận (đồng)", "Profit (đồng)"),
        ("Lao động", "Workers"),
        ("Lao động địa phương", "Workers of the place"),
        ("Lao động đóng bảo hiểm", "Insured workers"),
        ("Lao động qua đào tạo", "Trained workers"),
        ("Lao động dân tộc thiểu số", "Workers of ethnic minorities"),
        ("Xếp loại hợp tác xã", "Grade of the cooperative"),
        ("Nguồn số liệu", "Source of the figures"),
        ("Còn hiệu lực", "In force"),
        ("Lý do sửa", "Reason of the correction"),
        ("Ngày ghi", "Recorded on"),
        ("Mã chủ thể (UUID)", "Identity of the producer (UUID)"),
    ],
};

pub(crate) async fn page(view: &View, filter: pb::ListProducerFiguresRequest, english: bool) -> Result<Page, Error> {
    let (page, _) = list_producer_figures(view, &ListProducerFigures::parse(filter)?).await?;
    let producers: Vec<_> = page.rows.iter().map(|figures| figures.producer).collect();
    let names = store::exports::producer_names(view, &producers).await?;
    let rows = page.rows.into_iter().map(|figures| line(&names, figures, english)).collect();
    Ok(Page { rows, next_page_token: page.next_page_token, ..Page::default() })
}

fn line(names: &HashMap<ProducerId, String>, version: Figures, english: bool) -> Vec<Cell> {
    let figures = version.figures;
    let workers = figures.workers;
    let in_force = match (version.in_force, english) {
        (true, false) => "Có",
        (true, true) => "Yes",
        (false, false) => "Không",
        (false, true) => "No",
    };
    vec![
        Cell::text(names.get(&version.producer).cloned().unwrap_or_default()),
        Cell::Number(version.year.into()),
        number(figures.revenue_dong),
        number(figures.profit_dong),
        number(workers.map(|workers| workers.all)),
        number(workers.and_then(|workers| workers.local)),
        number(workers.and_then(|workers| workers.insured)),
        number(workers.and_then(|workers| workers.trained)),
        number(workers.and_then(|workers| workers.ethnic_minority)),
        figures.cooperative_grade.map_or(Cell::Empty, |given| grade(given, english)),
        Cell::text(figures.source),
        Cell::text(in_force),
        Cell::text(version.correction_reason),
        Cell::Day(civil_date(version.recorded_at)),
        Cell::text(version.producer.to_string()),
    ]
}

fn grade(grade: CooperativeGrade, english: bool) -> Cell {
    let (vi, en) = match grade {
        CooperativeGrade::Good => ("Tốt", "Good"),
        CooperativeGrade::Fair => ("Khá", "Fair"),
        CooperativeGrade::Average => ("Trung bình", "Average"),
        CooperativeGrade::Weak => ("Yếu", "Weak"),
    };
    Cell::text(if english { en } else { vi })
}
