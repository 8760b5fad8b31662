//! Exporting the figures of a dashboard to a file.

use std::path::PathBuf;

use clap::ValueEnum;
use platform::lifecycle::ProcessError;
use proto::reporting::v1 as pb;
use proto::reporting::v1::dashboard_service_client::DashboardServiceClient;
use proto::reporting::v1::export_figures_request::Figures;

use super::{Peer, said};
use crate::Done;

/// Largest file that is taken.
const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// How figures are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// A unit's scorecard.
    Scorecard,
    /// An indicator over several periods.
    Series,
    /// An indicator split by a dimension.
    Breakdown,
    /// An indicator for all units in a unit.
    Map,
}

/// Which units a map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Provinces.
    Province,
    /// Districts, on maps of before 2025-07-01.
    District,
    /// Communes.
    Commune,
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file that is written; .csv for a table of text, else a workbook.
    file: PathBuf,
    /// How the figures are drawn.
    #[arg(long, value_enum)]
    shape: Shape,
    /// Unit, such as `2025:11`; `VN` for the country.
    #[arg(long)]
    unit: String,
    /// Indicator, such as `products_valid`; not for a scorecard.
    #[arg(long, default_value = "")]
    indicator: String,
    /// Period, such as `L2026-Q1` or `2021-01-01/2030-12-31`; the last one of a series.
    #[arg(long, default_value = "")]
    period: String,
    /// How many periods; with series.
    #[arg(long, default_value_t = 0)]
    count: i32,
    /// What it is split by, such as `star`; with breakdown.
    #[arg(long, default_value = "unit")]
    by: String,
    /// Which units are shown; with map.
    #[arg(long, value_enum, default_value_t = Level::Province)]
    level: Level,
    /// Day whose map is meant, such as 2024-06-30; with series and map.
    #[arg(long, default_value = "")]
    map_day: String,
    /// Day of a scorecard; today if left out.
    #[arg(long, default_value = "")]
    at: String,
    /// For the public: without figures of few people.
    #[arg(long)]
    public: bool,
    #[command(flatten)]
    peer: Peer,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let line = arguments.peer.connect().await?;
    let is_text = arguments.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let format = if is_text { pb::ReportFileFormat::Csv } else { pb::ReportFileFormat::Xlsx };
    let purpose = if arguments.public { pb::ReportFilePurpose::Publication } else { pb::ReportFilePurpose::Submission };
    let request = pb::ExportFiguresRequest {
        figures: Some(figures(&arguments)?),
        format: format.into(),
        purpose: purpose.into(),
    };
    let client = DashboardServiceClient::new(line.channel.clone());
    let mut client = client.max_decoding_message_size(MAX_FILE_BYTES);
    let made = client.export_figures(line.ask(request)).await.map_err(said)?.into_inner();
    std::fs::write(&arguments.file, &made.content).map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    println!("{}", arguments.file.display());
    Ok(())
}

/// What is drawn.
fn figures(arguments: &Arguments) -> Result<Figures, ProcessError> {
    let (unit_id, indicator_code) = (arguments.unit.clone(), arguments.indicator.clone());
    let (period, map_day) = (arguments.period.clone(), arguments.map_day.clone());
    Ok(match arguments.shape {
        Shape::Scorecard => Figures::Scorecard(pb::GetScorecardRequest { unit_id, at: arguments.at.clone() }),
        Shape::Series => Figures::Series(pb::GetSeriesRequest {
            unit_id,
            indicator_code,
            last_period: period,
            count: arguments.count,
            map_day,
            ..Default::default()
        }),
        Shape::Breakdown => {
            let dimension = dimension(&arguments.by)?.into();
            Figures::Breakdown(pb::GetBreakdownRequest { unit_id, indicator_code, dimension, period, known_at: None })
        }
        Shape::Map => {
            let level = match arguments.level {
                Level::Province => pb::MapLevel::Province,
                Level::District => pb::MapLevel::District,
                Level::Commune => pb::MapLevel::Commune,
            };
            Figures::Map(pb::GetMapRequest { unit_id, indicator_code, level: level.into(), period, map_day })
        }
    })
}

fn dimension(name: &str) -> Result<pb::Dimension, ProcessError> {
    let of_contract = format!("DIMENSION_{}", name.to_uppercase());
    pb::Dimension::from_str_name(&of_contract).ok_or_else(|| format!("figures are not split by {name}").into())
}
