//! Yearly figures between the register's values and the contract's messages.

use platform::db::Paged;
use platform::fields::etag;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use crate::domain::figures::{CooperativeGrade, Figures, Totals, Workers};

const GRADES: [(pb::CooperativeGrade, CooperativeGrade); 4] = [
    (pb::CooperativeGrade::Good, CooperativeGrade::Good),
    (pb::CooperativeGrade::Fair, CooperativeGrade::Fair),
    (pb::CooperativeGrade::Average, CooperativeGrade::Average),
    (pb::CooperativeGrade::Weak, CooperativeGrade::Weak),
];

/// The grade that a message names; none for one that is not graded.
pub(crate) fn own_grade(grade: pb::CooperativeGrade) -> Option<CooperativeGrade> {
    GRADES.into_iter().find(|(wire, _)| *wire == grade).map(|(_, own)| own)
}

pub(crate) fn grade(grade: Option<CooperativeGrade>) -> pb::CooperativeGrade {
    let of = |own: CooperativeGrade| GRADES.into_iter().find(|(_, known)| *known == own).map(|(wire, _)| wire);
    grade.and_then(of).unwrap_or_default()
}

pub(crate) fn workers(workers: Workers) -> pb::WorkerFigures {
    let Workers { all, local, insured, trained, ethnic_minority } = workers;
    pb::WorkerFigures { all, local, insured, trained, ethnic_minority }
}

pub(crate) fn figures(figures: Figures) -> pb::ProducerFigures {
    pb::ProducerFigures {
        id: figures.id.to_string(),
        producer_id: figures.producer.to_string(),
        year: figures.year,
        revenue_dong: figures.figures.revenue_dong,
        profit_dong: figures.figures.profit_dong,
        workers: figures.figures.workers.map(workers),
        cooperative_grade: grade(figures.figures.cooperative_grade).into(),
        source: figures.figures.source,
        version: figures.version,
        correction_reason: figures.correction_reason,
        in_force: figures.in_force,
        recorded_by: figures.recorded_by.to_string(),
        recorded_at: Some(timestamp(figures.recorded_at)),
        etag: etag(figures.version.into()),
    }
}

pub(crate) fn listed((page, totals): (Paged<Figures>, Totals)) -> pb::ListProducerFiguresResponse {
    let totals = pb::ProducerFigureTotals {
        count: totals.count,
        revenue_dong: totals.revenue_dong,
        profit_dong: totals.profit_dong,
        workers_all: totals.workers_all,
        workers_local: totals.workers_local,
        workers_insured: totals.workers_insured,
        workers_trained: totals.workers_trained,
        workers_ethnic_minority: totals.workers_ethnic_minority,
    };
    pb::ListProducerFiguresResponse {
        figures: page.rows.into_iter().map(figures).collect(),
        next_page_token: page.next_page_token,
        totals: Some(totals),
    }
}
