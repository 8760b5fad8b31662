//! What dashboards are told.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::reporting::v1 as pb;

use super::{dimension, figure, source, text};
use crate::domain::ledger::Known;
use crate::domain::spans::OPEN;
use crate::ops::{Axis, Drawn, FigureFile, Method, OfUnit, Point, Step, Watched};

pub(crate) fn point(point: Point) -> pb::PeriodFigure {
    pb::PeriodFigure {
        period: point.period.to_string(),
        from: point.days.from.to_string(),
        to: point.days.to.to_string(),
        figure: figure(point.figure),
        not_placed: point.not_placed.and_then(|not_placed| figure(Some(not_placed))),
    }
}

/// How figures were put on the map of a day.
pub(crate) fn method(method: &Method) -> LocalizedText {
    if method.is_earlier { on_earlier_map(method.map_day) } else { on_map(method.map_day) }
}

fn on_map(map_day: NaiveDate) -> LocalizedText {
    let day = platform::text::day(map_day);
    LocalizedText {
        vi: format!(
            "Mọi kỳ được tính theo địa giới ngày {day}: mỗi bản ghi được tính trọn vào đơn vị mà đơn vị ghi nhận nó thuộc về vào ngày đó."
        ),
        en: format!(
            "All periods are on the map of {map_day}: each record counts whole in the unit that its unit lay in on that day."
        ),
    }
}

fn on_earlier_map(map_day: NaiveDate) -> LocalizedText {
    let day = platform::text::day(map_day);
    LocalizedText {
        vi: format!(
            "Mọi kỳ được tính theo địa giới ngày {day}, trước các đơn vị hành chính hiện hành: mỗi bản ghi được tính trọn vào đơn vị \
             của ngày đó mà toàn bộ địa bàn của đơn vị ghi nhận nó nằm trong. Bản ghi của đơn vị có địa bàn thuộc nhiều đơn vị của \
             ngày đó không bị chia, không bị suy đoán mà được nêu riêng là chưa xếp được. Nơi đếm số xã là đếm xã hiện hành."
        ),
        en: format!(
            "All periods are on the map of {map_day}, of before the units in force: each record counts whole in the unit of that day \
             in which all of its own unit lay. Records of a unit that lay in several are neither divided nor guessed, but told apart \
             as not placed. Where communes are counted, they are those in force."
        ),
    }
}

pub(crate) fn drawn(drawn: Drawn) -> pb::GetMapResponse {
    pb::GetMapResponse {
        not_placed: drawn.not_placed.and_then(|not_placed| figure(Some(not_placed))),
        method: drawn.method.as_ref().map(method),
        units: drawn.units.iter().map(unit_figure).collect(),
    }
}

pub(crate) fn figure_file(file: FigureFile) -> pb::ExportFiguresResponse {
    pb::ExportFiguresResponse {
        name: file.name,
        content_type: file.format.content_type().to_owned(),
        sha256: file.sha256,
        figures_sha256: file.figures_sha256,
        suppressed_count: i32::try_from(file.suppressed).unwrap_or(i32::MAX),
        content: file.content,
    }
}

fn unit_figure(of: &OfUnit) -> pb::UnitFigure {
    pb::UnitFigure { unit_id: of.unit.as_str().to_owned(), title: of.name.clone(), figure: figure(of.figure) }
}

pub(crate) fn step(step: &Step) -> pb::FunnelStep {
    pb::FunnelStep {
        indicator_code: step.indicator.code.clone(),
        title: text(&step.indicator.title),
        figure: figure(step.figure),
        of_first_hundredths: step.of_first_hundredths,
    }
}

pub(crate) fn league_row((place, of): (i32, OfUnit)) -> pb::LeagueRow {
    pb::LeagueRow { place, unit_id: of.unit.as_str().to_owned(), title: of.name, figure: figure(of.figure) }
}

pub(crate) fn axis(axis: &Axis) -> pb::RadarAxis {
    pb::RadarAxis {
        indicator_code: axis.indicator.code.clone(),
        title: text(&axis.indicator.title),
        figure: figure(axis.figure),
        highest_value: axis.highest,
        mean_hundredths: axis.mean_hundredths,
        of_highest_hundredths: axis.of_highest_hundredths,
    }
}

pub(crate) fn watched(watched: Watched, computed_at: Moment) -> pb::WatchResponse {
    let of = |(indicator_code, value)| pb::WatchedFigure { indicator_code, figure: figure(value) };
    pb::WatchResponse {
        figures: watched.figures.into_iter().map(of).collect(),
        sources: watched.sources.into_iter().map(source).collect(),
        computed_at: Some(timestamp(computed_at)),
    }
}

pub(crate) fn record(known: Known) -> pb::FigureRecord {
    let entry = known.entry;
    let part = |part: crate::domain::cells::Part| pb::FigurePart {
        dimension: dimension(part.dimension).into(),
        key: part.key,
    };
    pb::FigureRecord {
        noun: entry.record.noun.name().to_owned(),
        record_id: entry.record.id.to_string(),
        unit_id: entry.unit.to_string(),
        first_day: entry.days.from.to_string(),
        last_day: if entry.days.to == OPEN { String::new() } else { entry.days.to.to_string() },
        amount: entry.amount,
        certain: entry.certain,
        sample: entry.sample,
        parts: entry.parts.into_iter().map(part).collect(),
        known_from: Some(timestamp(known.from)),
    }
}
