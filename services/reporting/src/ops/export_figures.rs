//! The figures that a dashboard draws, as a file.

use std::collections::HashMap;

use platform::error::Error as Platform;
use platform::fields::Fields;
use proto::reporting::v1 as pb;
use proto::reporting::v1::export_figures_request::Figures;

use super::get_scorecard::Scorecard;
use super::written::{text, workbook};
use super::{GetBreakdown, GetMap, GetScorecard, GetSeries, asked, get_breakdown, get_map, get_scorecard, get_series};
use crate::domain::cells::Part;
use crate::domain::days::Days;
use crate::domain::figure_file::{Against, Line, Place, ShownTable, Table, name_of};
use crate::domain::figures::Figure;
use crate::domain::indicators::built_in;
use crate::domain::report_file::{Format, Purpose, sha256_of};
use crate::domain::scorecard::{Breakdown, Row, Split, since_the_beginning};
use crate::error::Error;
use crate::{View, wire};

pub(crate) struct ExportFigures {
    shape: Shape,
    purpose: Purpose,
    format: Format,
}

/// What is drawn, asked for as the dashboard asks for it.
enum Shape {
    Scorecard(GetScorecard),
    Series(GetSeries),
    Breakdown(GetBreakdown),
    Map(GetMap),
}

/// A file, made for whoever asked.
pub(crate) struct FigureFile {
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) sha256: String,
    pub(crate) figures_sha256: String,
    /// Figures that are not in it.
    pub(crate) suppressed: usize,
    pub(crate) content: Vec<u8>,
}

impl ExportFigures {
    pub(crate) fn parse(message: pb::ExportFiguresRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let figures = fields.message("figures", message.figures);
        let purpose = wire::report_files::read_purpose(&mut fields, message.purpose);
        let format = wire::report_files::read_format(&mut fields, message.format);
        let (figures, purpose, format) = fields.finish((figures, purpose, format))?;
        let shape = match figures {
            Figures::Scorecard(asked) => Shape::Scorecard(GetScorecard::parse(asked)?),
            Figures::Series(asked) => Shape::Series(GetSeries::parse(asked)?),
            Figures::Breakdown(asked) => Shape::Breakdown(GetBreakdown::parse(asked)?),
            Figures::Map(asked) => Shape::Map(GetMap::parse(asked)?),
        };
        Ok(Self { shape, purpose, format })
    }
}

pub(crate) async fn export_figures(view: &View, command: &ExportFigures) -> Result<FigureFile, Error> {
    let (about, table) = match &command.shape {
        Shape::Scorecard(asked) => of_scorecard(get_scorecard(view, asked).await?)?,
        Shape::Series(asked) => of_series(view, asked).await?,
        Shape::Breakdown(asked) => of_breakdown(view, asked).await?,
        Shape::Map(asked) => of_map(view, asked).await?,
    };
    let shown = ShownTable::of(&table, built_in(), command.purpose);
    let content = match command.format {
        Format::Xlsx => workbook("Số liệu", &shown.workbook()),
        Format::Csv => text(&shown.text()),
    };
    let content = content.map_err(Platform::internal)?;
    let about: Vec<_> = about.iter().map(String::as_str).collect();
    Ok(FigureFile {
        name: name_of(&about, command.purpose, command.format),
        format: command.format,
        sha256: sha256_of(&content),
        figures_sha256: shown.figures_sha256(),
        suppressed: shown.suppressed(),
        content,
    })
}

/// What the file is called by, and what is in it.
type Made = (Vec<String>, Table);

fn of_scorecard(scorecard: Scorecard) -> Result<Made, Error> {
    let Scorecard { unit, unit_name, at, rows, breakdowns, names, .. } = scorecard;
    let own = || Place::Unit { id: unit.clone(), name: unit_name.clone() };
    let mut lines = Vec::new();
    for Row { indicator, target, actual, progress_hundredths, .. } in rows {
        lines.push(Line {
            period: String::new(),
            days: match &target {
                Some(target) => target.phase.up_to(at).unwrap_or(target.phase),
                None => since_the_beginning(built_in(), at),
            },
            place: own(),
            indicator: built_in().of_code(&indicator.code)?,
            part: None,
            figure: actual,
            against: target.map(|target| Against { value: target.value, progress_hundredths }),
        });
    }
    let on_day = Days { from: at, to: at };
    for breakdown in breakdowns {
        lines.extend(parts(breakdown, &names, own, "", on_day)?);
    }
    let about = vec!["scorecard".to_owned(), unit.to_string(), at.to_string()];
    Ok((about, Table { title: "BẢNG ĐIỂM", unit, unit_name, lines, note: None }))
}

async fn of_series(view: &View, asked: &GetSeries) -> Result<Made, Error> {
    let series = get_series(view, asked).await?;
    let own = || Place::Unit { id: asked.unit.clone(), name: series.unit_name.clone() };
    let mut lines = Vec::new();
    for point in &series.points {
        let line = |place, figure| Line {
            period: point.period.to_string(),
            days: point.days,
            place,
            indicator: asked.indicator,
            part: asked.part.clone(),
            figure,
            against: None,
        };
        lines.push(line(own(), point.figure));
        lines.extend(point.not_placed.map(|figure| line(Place::None, Some(figure))));
    }
    let last = series.points.last().map(|point| point.period.to_string()).unwrap_or_default();
    let about = vec!["series".to_owned(), asked.indicator.code.clone(), asked.unit.to_string(), last];
    let note = series.method.as_ref().map(|method| wire::method(method).vi);
    Ok((about, Table { title: "CHUỖI SỐ LIỆU", unit: asked.unit.clone(), unit_name: series.unit_name, lines, note }))
}

async fn of_breakdown(view: &View, asked: &GetBreakdown) -> Result<Made, Error> {
    let broken = get_breakdown(view, asked).await?;
    let days = asked::so_far(view, asked.period).unwrap_or(asked.period.days());
    let own = || Place::Unit { id: asked.unit.clone(), name: broken.unit_name.clone() };
    let mut lines = vec![Line {
        period: asked.period.to_string(),
        days,
        place: own(),
        indicator: asked.indicator,
        part: None,
        figure: broken.whole,
        against: None,
    }];
    lines.extend(parts(broken.breakdown, &broken.names, own, &asked.period.to_string(), days)?);
    let split = match asked.split {
        Split::Unit => "unit",
        Split::By(dimension) => dimension.name(),
    };
    let about = ["breakdown", &asked.indicator.code, split, asked.unit.as_str(), &asked.period.to_string()];
    let about = about.map(str::to_owned).to_vec();
    Ok((
        about,
        Table {
            title: "SỐ LIỆU PHÂN TỔ",
            unit: asked.unit.clone(),
            unit_name: broken.unit_name.clone(),
            lines,
            note: None,
        },
    ))
}

async fn of_map(view: &View, asked: &GetMap) -> Result<Made, Error> {
    let drawn = get_map(view, asked).await?;
    let days = asked::so_far(view, asked.period).unwrap_or(asked.period.days());
    let line = |place, figure| Line {
        period: asked.period.to_string(),
        days,
        place,
        indicator: asked.indicator,
        part: None,
        figure,
        against: None,
    };
    let of_units = drawn.units.iter();
    let of_units = of_units.map(|of| line(Place::Unit { id: of.unit.clone(), name: of.name.clone() }, of.figure));
    let lines = of_units.chain(drawn.not_placed.map(|figure| line(Place::None, Some(figure)))).collect();
    let about = ["map", &asked.indicator.code, asked.unit.as_str(), &asked.period.to_string()];
    let note = drawn.method.as_ref().map(|method| wire::method(method).vi);
    let about = about.map(str::to_owned).to_vec();
    Ok((
        about,
        Table {
            title: "SỐ LIỆU THEO ĐỊA BÀN", unit: asked.unit.clone(), unit_name: drawn.unit_name, lines, note
        },
    ))
}

/// The parts of a breakdown: of the unit by a dimension, or the units themselves.
fn parts(
    breakdown: Breakdown,
    names: &HashMap<String, String>,
    own: impl Fn() -> Place,
    period: &str,
    days: Days,
) -> Result<Vec<Line>, Error> {
    let indicator = built_in().of_code(&breakdown.indicator)?;
    let line = |(key, figure): (String, Figure)| {
        let (place, part) = match breakdown.split {
            Split::By(dimension) => (own(), Some(Part { dimension, key })),
            Split::Unit => {
                let name = names.get(&key).cloned().unwrap_or_default();
                let id = key.parse().map_err(|_| Platform::internal(format!("{key} is no unit")))?;
                (Place::Unit { id, name }, None)
            }
        };
        Ok(Line { period: period.to_owned(), days, place, indicator, part, figure: Some(figure), against: None })
    };
    breakdown.cells.into_iter().map(line).collect()
}
