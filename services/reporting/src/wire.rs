//! Between reporting's values and the contract's messages; nothing else.

pub(crate) mod link;
pub(crate) mod targets;

use platform::error::Text;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::reporting::v1 as pb;

use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators::{Indicator, Kind};
use crate::domain::scorecard::{Breakdown, Dimension, Pace, Row};
use crate::ops::Scorecard;

fn text(text: &Text) -> Option<LocalizedText> {
    Some(LocalizedText { vi: text.vi.clone(), en: text.en.clone() })
}

pub(crate) fn indicator(indicator: &Indicator) -> pb::Indicator {
    pb::Indicator {
        code: indicator.code.clone(),
        title: text(&indicator.title),
        measure: indicator.measure.clone(),
        legal_source: indicator.legal_source.clone(),
        recorded: indicator.kind != Kind::NotRecorded,
    }
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

pub(crate) fn scorecard(scorecard: Scorecard) -> pb::Scorecard {
    let names = &scorecard.names;
    let breakdown = |breakdown: Breakdown| pb::Breakdown {
        indicator_code: breakdown.indicator.to_owned(),
        dimension: dimension(breakdown.dimension).into(),
        cells: breakdown
            .cells
            .into_iter()
            .map(|(key, value)| pb::BreakdownCell {
                title: names.get(&key).cloned().unwrap_or_default(),
                key,
                figure: figure(Some(value)),
            })
            .collect(),
    };
    let breakdowns = scorecard.breakdowns.into_iter().map(breakdown).collect();
    pb::Scorecard {
        unit_id: scorecard.unit.to_string(),
        unit_name: scorecard.unit_name,
        at: scorecard.at.to_string(),
        rows: scorecard.rows.into_iter().map(row).collect(),
        breakdowns,
        sources: scorecard
            .sources
            .into_iter()
            .map(|source| pb::SourcePosition {
                source: source.source,
                position: source.position,
                head_position: source.head_position,
            })
            .collect(),
        computed_at: Some(timestamp(scorecard.computed_at)),
    }
}

fn dimension(dimension: Dimension) -> pb::Dimension {
    match dimension {
        Dimension::Star => pb::Dimension::Star,
        Dimension::ProductSet => pb::Dimension::ProductSet,
        Dimension::Unit => pb::Dimension::Unit,
        Dimension::ProducerKind => pb::Dimension::ProducerKind,
    }
}
