//! Between reporting's values and the contract's messages; nothing else.

mod dashboards;

pub(crate) mod link;
pub(crate) mod parcels;
pub(crate) mod report_files;
pub(crate) mod reports;
pub(crate) mod targets;

use std::collections::HashMap;

use platform::error::Text;
use platform::outbox::SourcePosition;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::reporting::v1 as pb;

use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators::Indicator;
use crate::domain::periods::Phase;
use crate::domain::scorecard::{Breakdown, Pace, Row, Split};
use crate::ops::Scorecard;

pub(crate) use self::dashboards::{axis, drawn, figure_file, league_row, method, point, record, step, watched};

pub(crate) fn text(text: &Text) -> Option<LocalizedText> {
    Some(LocalizedText { vi: text.vi.clone(), en: text.en.clone() })
}

pub(crate) fn indicator(indicator: &Indicator) -> pb::Indicator {
    pb::Indicator {
        code: indicator.code.clone(),
        title: text(&indicator.title),
        measure: indicator.measure.clone(),
        legal_source: indicator.legal_source.clone(),
        recorded: true,
        dimensions: indicator.dimensions().into_iter().map(|by| dimension(by).into()).collect(),
        accumulates: indicator.accumulates,
        adds_up: indicator.adds_up(),
        counts_people: indicator.counts_people(),
        of_interval: indicator.is_of_interval(),
    }
}

pub(crate) fn programme_phase(phase: &Phase) -> pb::Phase {
    pb::Phase { from: phase.from.to_string(), to: phase.to.to_string() }
}

fn phase(days: Days) -> pb::Phase {
    pb::Phase { from: days.from.to_string(), to: days.to.to_string() }
}

pub(crate) fn figure(figure: Option<Figure>) -> Option<pb::Figure> {
    Some(figure.map_or_else(pb::Figure::default, |figure| pb::Figure {
        recorded: true,
        value: figure.value,
        uncertain_value: figure.uncertain,
        sample_value: figure.sample,
    }))
}

fn row(row: Row) -> pb::ScorecardRow {
    let pace = |pace: Pace| pb::Pace { projected_value: pace.projected, on_track: pace.on_track };
    pb::ScorecardRow {
        indicator: Some(indicator(&row.indicator)),
        phase: row.target.as_ref().map(|target| phase(target.phase)),
        target: row.target.as_ref().map(targets::target),
        actual: figure(row.actual),
        progress_hundredths: row.progress_hundredths,
        pace: row.pace.map(pace),
    }
}

pub(crate) fn source(source: SourcePosition) -> pb::SourcePosition {
    let SourcePosition { source, position, head_position } = source;
    pb::SourcePosition { source, position, head_position }
}

pub(crate) fn breakdown(breakdown: Breakdown, names: &HashMap<String, String>) -> pb::Breakdown {
    let cell = |(key, value): (String, Figure)| pb::BreakdownCell {
        title: names.get(&key).cloned().unwrap_or_default(),
        key,
        figure: figure(Some(value)),
    };
    let split = match breakdown.split {
        Split::Unit => pb::Dimension::Unit,
        Split::By(by) => dimension(by),
    };
    pb::Breakdown {
        indicator_code: breakdown.indicator,
        dimension: split.into(),
        cells: breakdown.cells.into_iter().map(cell).collect(),
    }
}

pub(crate) fn scorecard(scorecard: Scorecard) -> pb::Scorecard {
    let names = &scorecard.names;
    let breakdown = |broken: Breakdown| breakdown(broken, names);
    let breakdowns = scorecard.breakdowns.into_iter().map(breakdown).collect();
    pb::Scorecard {
        unit_id: scorecard.unit.to_string(),
        unit_name: scorecard.unit_name,
        at: scorecard.at.to_string(),
        rows: scorecard.rows.into_iter().map(row).collect(),
        breakdowns,
        sources: scorecard.sources.into_iter().map(source).collect(),
        computed_at: Some(timestamp(scorecard.computed_at)),
    }
}

pub(crate) fn dimension(dimension: Dimension) -> pb::Dimension {
    match dimension {
        Dimension::Star => pb::Dimension::Star,
        Dimension::ProductSet => pb::Dimension::ProductSet,
        Dimension::Sector => pb::Dimension::Sector,
        Dimension::ProducerKind => pb::Dimension::ProducerKind,
        Dimension::DossierKind => pb::Dimension::DossierKind,
        Dimension::LedBy => pb::Dimension::LedBy,
        Dimension::OfficialLevel => pb::Dimension::OfficialLevel,
        Dimension::Category => pb::Dimension::Category,
        Dimension::Criterion => pb::Dimension::Criterion,
    }
}
