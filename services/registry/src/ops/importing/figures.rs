//! What a row says of years: what the producer earned and whom it employed.

use std::collections::BTreeMap;

use proto::registry::v1 as pb;

use super::Sheet;
use super::cells::Cells;
use super::words::GRADES;
use crate::domain::import::{ImportRow, year, year_of_header};
use crate::error::Error;
use crate::ops::RecordProducerFigures;

/// The figures that a row says, a year each; and why what it says cannot be understood.
pub(super) fn said(sheet: &Sheet<'_>, row: &ImportRow) -> (Vec<pb::ProducerFigures>, Option<Error>) {
    let mut years = Years { sheet, row, cells: Cells::of(sheet, row), figures: BTreeMap::new() };
    years.amount("figures_revenue_dong", |figures, dong| figures.revenue_dong = Some(dong));
    years.amount("figures_profit_dong", |figures, dong| figures.profit_dong = Some(dong));
    years.workers("figures_workers_all", |workers, count| workers.all = count);
    years.workers("figures_workers_local", |workers, count| workers.local = Some(count));
    years.workers("figures_workers_insured", |workers, count| workers.insured = Some(count));
    years.workers("figures_workers_trained", |workers, count| workers.trained = Some(count));
    years.workers("figures_workers_ethnic_minority", |workers, count| workers.ethnic_minority = Some(count));
    let grade = years.cells.choice("figures_cooperative_grade", GRADES);
    if grade != 0 {
        years.of("figures_cooperative_grade").cooperative_grade = grade;
    }
    (years.figures.into_values().collect(), years.cells.fault())
}

/// The request that records figures of a producer.
pub(super) fn request(figures: pb::ProducerFigures, producer_id: String) -> pb::RecordProducerFiguresRequest {
    let figures = pb::ProducerFigures { producer_id, ..figures };
    pb::RecordProducerFiguresRequest { figures: Some(figures), ..Default::default() }
}

/// Why figures cannot be recorded of any producer.
pub(super) fn fault(figures: &[pb::ProducerFigures]) -> Option<Error> {
    let of_nobody = |figures: &pb::ProducerFigures| request(figures.clone(), super::NOBODY.to_string());
    figures.iter().find_map(|figures| RecordProducerFigures::parse(of_nobody(figures)).err())
}

struct Years<'r> {
    sheet: &'r Sheet<'r>,
    row: &'r ImportRow,
    cells: Cells<'r>,
    figures: BTreeMap<i32, pb::ProducerFigures>,
}

impl Years<'_> {
    fn amount(&mut self, field: &str, put: impl FnOnce(&mut pb::ProducerFigures, i64)) {
        if let Some(dong) = self.cells.dong(field) {
            put(self.of(field), dong);
        }
    }

    fn workers(&mut self, field: &str, put: impl FnOnce(&mut pb::WorkerFigures, i32)) {
        if let Some(count) = self.cells.count(field) {
            put(self.of(field).workers.get_or_insert_default(), count);
        }
    }

    /// The figures of the year that a field is about: that of its header, or of the row.
    fn of(&mut self, field: &str) -> &mut pb::ProducerFigures {
        let of_row = ["figures_year", "year"].into_iter().find_map(|named| year(self.sheet.value(self.row, named)));
        // A year that nobody names is refused as 0 by the rule of the rpc.
        let year = year_of_header(self.sheet.import.header_of(field)).or(of_row).unwrap_or(0);
        let source = match self.cells.text("figures_source") {
            source if source.is_empty() => format!("Tệp {}", self.sheet.import.file.name),
            source => source,
        };
        self.figures.entry(year).or_insert_with(|| pb::ProducerFigures { year, source, ..Default::default() })
    }
}
