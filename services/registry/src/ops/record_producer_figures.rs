//! Recording what a producer earned and whom it employed in a year, or correcting it.

use chrono::Datelike as _;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::figures::{CooperativeGrade, Figures, NewFigures, Workers, YearFigures};
use crate::domain::producer::ProducerId;
use crate::error::Error;
use crate::{events, policy, store, wire};

/// More đồng than any producer turns over.
const MOST_DONG: i64 = 1_000_000_000_000_000;
/// More people than work for any producer.
const MOST_WORKERS: i32 = 1_000_000;

pub(crate) struct RecordProducerFigures {
    producer: ProducerId,
    year: i32,
    figures: YearFigures,
    corrects: Option<i32>,
    reason: String,
}

impl RecordProducerFigures {
    pub(crate) fn parse(message: pb::RecordProducerFiguresRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("figures", message.figures).unwrap_or_default();
        let producer = fields.id("figures.producer_id", &given.producer_id);
        let year = fields.number("figures.year", given.year, 2010..=2100);
        let revenue = read_dong(&mut fields, "figures.revenue_dong", given.revenue_dong, 0);
        let profit = read_dong(&mut fields, "figures.profit_dong", given.profit_dong, -MOST_DONG);
        let workers = read_workers(&mut fields, given.workers);
        let grade = read_grade(&mut fields, given.cooperative_grade);
        let source = fields.line("figures.source", &given.source, 300);
        let corrects = read_version(&mut fields, &message.etag);
        let reason = fields.optional_line("correction_reason", &message.correction_reason, 500);
        let (producer, year, revenue_dong, profit_dong, workers, cooperative_grade, source, corrects, reason) =
            fields.finish((producer, year, revenue, profit, workers, grade, source, corrects, reason))?;
        let figures = YearFigures { revenue_dong, profit_dong, workers, cooperative_grade, source };
        Ok(Self { producer, year, figures, corrects, reason })
    }
}

fn read_dong(fields: &mut Fields, path: &str, given: Option<i64>, least: i64) -> Option<Option<i64>> {
    if given.is_some_and(|dong| !(least..=MOST_DONG).contains(&dong)) {
        fields.fault(
            path,
            format!("Tính bằng đồng, từ {least} đến {MOST_DONG}."),
            format!("It is in đồng, {least} to {MOST_DONG}."),
        );
        return None;
    }
    Some(given)
}

fn read_workers(fields: &mut Fields, given: Option<pb::WorkerFigures>) -> Option<Option<Workers>> {
    let Some(given) = given else { return Some(None) };
    let all = fields.number("figures.workers.all", given.all, 0..=MOST_WORKERS);
    let mut group = |name: &str, count: Option<i32>| match count {
        None => Some(None),
        Some(count) => fields.number(&format!("figures.workers.{name}"), count, 0..=MOST_WORKERS).map(Some),
    };
    let local = group("local", given.local);
    let insured = group("insured", given.insured);
    let trained = group("trained", given.trained);
    let ethnic_minority = group("ethnic_minority", given.ethnic_minority);
    Some(Some(Workers {
        all: all?,
        local: local?,
        insured: insured?,
        trained: trained?,
        ethnic_minority: ethnic_minority?,
    }))
}

fn read_grade(fields: &mut Fields, given: i32) -> Option<Option<CooperativeGrade>> {
    let grade = fields.optional_choice("figures.cooperative_grade", given)?;
    Some(grade.and_then(wire::figures::own_grade))
}

fn read_version(fields: &mut Fields, etag: &str) -> Option<Option<i32>> {
    if etag.is_empty() {
        return Some(None);
    }
    // A version that no year has is stale like any other.
    fields.etag("etag", etag).map(|version| Some(i32::try_from(version).unwrap_or(i32::MAX)))
}

pub(crate) async fn record_producer_figures(work: &Work, command: &RecordProducerFigures) -> Result<Figures, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::kept(work))?;
    producer.must_be_active()?;
    let in_force = store::figures::in_force(work, producer.id, command.year).await?;
    let new = NewFigures {
        id: work.new_id(),
        producer: producer.id,
        kind: producer.facts.kind,
        year: command.year,
        figures: command.figures.clone(),
        corrects: command.corrects,
        reason: command.reason.clone(),
        by: work.person(),
        at: work.now(),
    };
    let figures = new.following(in_force.as_ref(), work.today().year())?;
    store::figures::put_in_force(work, &figures).await?;
    events::producer_figures_recorded(work, &figures);
    Ok(figures)
}
