//! Units through time, as messages.

use platform::access::UnitVersion;
use platform::fields::etag;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use crate::domain::units::{AppliedChange, ChangeState, Confidence, Counterpart, Relation, Share, Source};
use crate::ops::{Preview, ResolvedUnits, UnitAnswer, UnitChangesPage};

pub(crate) fn resolved(resolved: ResolvedUnits) -> pb::ResolveUnitsResponse {
    pb::ResolveUnitsResponse {
        answers: resolved.answers.iter().map(answer).collect(),
        table_version: resolved.table_version,
    }
}

fn answer(answer: &UnitAnswer) -> pb::UnitAnswer {
    let (found, unit, candidates) = match answer {
        UnitAnswer::One(unit) => (pb::UnitMatch::One, Some(unit), &[][..]),
        UnitAnswer::Choice(units) => (pb::UnitMatch::Choice, None, &units[..]),
        UnitAnswer::NotOnDay(unit) => (pb::UnitMatch::NotOnDay, Some(unit), &[][..]),
        UnitAnswer::None => (pb::UnitMatch::None, None, &[][..]),
    };
    pb::UnitAnswer {
        r#match: found.into(),
        unit: unit.map(Into::into),
        candidates: candidates.iter().map(Into::into).collect(),
    }
}

/// One unit has what is asked for, a person must choose, or nothing is known.
pub(crate) fn match_of(counterparts: &[Counterpart<'_>]) -> pb::UnitMatch {
    match counterparts {
        [] => pb::UnitMatch::None,
        [_] => pb::UnitMatch::One,
        several if several.iter().filter(|unit| unit.share != Share::No).count() == 1 => pb::UnitMatch::One,
        _ => pb::UnitMatch::Choice,
    }
}

pub(crate) fn counterpart(counterpart: &Counterpart<'_>) -> pb::UnitCounterpart {
    pb::UnitCounterpart {
        unit: Some(counterpart.unit.into()),
        relation: relation(counterpart.relation).into(),
        share: share(counterpart.share).into(),
        confidence: confidence(counterpart.confidence).into(),
        source: counterpart.source.map_or(pb::UnitSource::Unspecified, source).into(),
    }
}

fn relation(relation: Relation) -> pb::UnitRelation {
    match relation {
        Relation::Unchanged => pb::UnitRelation::Unchanged,
        Relation::Renamed => pb::UnitRelation::Renamed,
        Relation::Retyped => pb::UnitRelation::Retyped,
        Relation::MergedWhole => pb::UnitRelation::MergedWhole,
        Relation::SplitPart => pb::UnitRelation::SplitPart,
        Relation::SplitAllPopulation => pb::UnitRelation::SplitAllPopulation,
        Relation::SplitAreaOnly => pb::UnitRelation::SplitAreaOnly,
        Relation::SplitPopulationPart => pb::UnitRelation::SplitPopulationPart,
        Relation::ViaPredecessor => pb::UnitRelation::ViaPredecessor,
    }
}

fn share(share: Share) -> pb::UnitShare {
    match share {
        Share::Yes => pb::UnitShare::Primary,
        Share::No => pb::UnitShare::Secondary,
        Share::Unknown => pb::UnitShare::Unknown,
    }
}

fn confidence(confidence: Confidence) -> pb::UnitConfidence {
    match confidence {
        Confidence::Low => pb::UnitConfidence::Low,
        Confidence::Medium => pb::UnitConfidence::Medium,
        Confidence::High => pb::UnitConfidence::High,
    }
}

fn source(source: Source) -> pb::UnitSource {
    match source {
        Source::StatisticsTable => pb::UnitSource::StatisticsTable,
        Source::Resolution => pb::UnitSource::Resolution,
        Source::Chain => pb::UnitSource::Chain,
        Source::Change => pb::UnitSource::Change,
    }
}

pub(crate) fn preview(preview: Preview) -> pb::PreviewUnitChangeResponse {
    let Preview { table_version, change, rows, recorded, dossiers, .. } = preview;
    let becomes = |unit: Option<UnitVersion>| unit.as_ref().map(Into::into);
    pb::PreviewUnitChangeResponse {
        etag: etag(table_version),
        valid_from: change.from.to_string(),
        legal_acts: change.acts().into_iter().map(ToOwned::to_owned).collect(),
        rows: rows
            .into_iter()
            .map(|(before, after)| pb::UnitChangeRow { before: becomes(before), after: becomes(after) })
            .collect(),
        producers: count(recorded.producers),
        products: count(recorded.products),
        product_codes: count(recorded.codes),
        records: count(recorded.records),
        producer_accounts: count(recorded.accounts),
        dossiers,
    }
}

fn count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(crate) fn unit_change(applied: AppliedChange) -> pb::UnitChange {
    let (state, undone_by, undone_at, undo_reason) = match applied.state {
        ChangeState::Applied => (pb::UnitChangeState::Applied, String::new(), None, String::new()),
        ChangeState::Undone { by, at, reason, .. } => {
            (pb::UnitChangeState::Undone, by.to_string(), Some(timestamp(at)), reason)
        }
    };
    pb::UnitChange {
        id: applied.id.to_string(),
        valid_from: applied.change.from.to_string(),
        legal_acts: applied.change.acts().into_iter().map(ToOwned::to_owned).collect(),
        units_csv: applied.files.units,
        successors_csv: applied.files.successors,
        table_version: applied.table_version,
        state: state.into(),
        applied_by: applied.applied_by.to_string(),
        applied_at: Some(timestamp(applied.applied_at)),
        undone_by,
        undone_at,
        undo_reason,
    }
}

pub(crate) fn unit_changes(page: UnitChangesPage) -> pb::ListUnitChangesResponse {
    pb::ListUnitChangesResponse {
        unit_changes: page.changes.rows.into_iter().map(unit_change).collect(),
        next_page_token: page.changes.next_page_token,
        etag: etag(page.table_version),
    }
}
