//! Exporting a list to a file.

use std::io::Write as _;
use std::path::PathBuf;

use clap::ValueEnum;
use platform::lifecycle::ProcessError;
use proto::registry::v1 as pb;
use proto::registry::v1::export_rows_request::Rows;
use proto::registry::v1::export_service_client::ExportServiceClient;

use super::{Language, Peer, said};
use crate::Done;

/// What the rows of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Producers.
    Producers,
    /// Products.
    Products,
    /// Present leaders of producers.
    Leaders,
    /// Administrative units.
    Units,
    /// Officials of management bodies.
    Officials,
    /// Management bodies.
    ManagementBodies,
    /// The programme's records.
    ProgrammeRecords,
    /// Figures of producers' years.
    ProducerFigures,
    /// Payments of policies and resources.
    ProgrammePayments,
    /// What communes have in the register.
    CommuneOverviews,
    /// Grants of accounts that may act for producers.
    ProducerAccounts,
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The file that is written; .csv for a table of text, else a workbook.
    file: PathBuf,
    /// What the rows are.
    #[arg(long, value_enum)]
    kind: Kind,
    /// Only what lies in this unit, such as `2025:11`.
    #[arg(long, default_value = "")]
    unit: String,
    /// Only what has this text in its name.
    #[arg(long, default_value = "")]
    text: String,
    /// Only records of this kind, such as `craft_village`, with the columns that it alone has; with programme-records.
    #[arg(long)]
    record_kind: Option<String>,
    /// Only figures of this year; with producer-figures.
    #[arg(long, default_value_t = 0)]
    year: i32,
    /// What names of leaders and officials are read for; it is recorded.
    #[arg(long, default_value = "")]
    purpose: String,
    #[command(flatten)]
    peer: Peer,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let line = arguments.peer.connect().await?;
    let rows = rows(&arguments)?;
    let is_text = arguments.file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let format = if is_text { pb::SheetFormat::Csv } else { pb::SheetFormat::Xlsx };
    let language = match line.language {
        Language::Vi => pb::SheetLanguage::Vi,
        Language::En => pb::SheetLanguage::En,
    };
    let request = pb::ExportRowsRequest {
        rows: Some(rows),
        format: format.into(),
        language: language.into(),
        purpose: arguments.purpose,
    };
    let mut client = ExportServiceClient::new(line.channel.clone());
    let mut parts = client.export_rows(line.ask(request)).await.map_err(said)?.into_inner();
    let mut file =
        std::fs::File::create(&arguments.file).map_err(|error| format!("{}: {error}", arguments.file.display()))?;
    let progress = indicatif::ProgressBar::new_spinner();
    while let Some(part) = parts.message().await.map_err(said)? {
        progress.inc(1);
        file.write_all(&part.data)?;
    }
    progress.finish_and_clear();
    println!("{}", arguments.file.display());
    Ok(())
}

/// The list that is exported, with its filter.
fn rows(arguments: &Arguments) -> Result<Rows, ProcessError> {
    let (unit_id, text) = (arguments.unit.clone(), arguments.text.clone());
    Ok(match arguments.kind {
        Kind::Producers => Rows::Producers(pb::ListProducersRequest { unit_id, text, ..Default::default() }),
        Kind::Leaders => Rows::Leaders(pb::ListProducersRequest { unit_id, text, ..Default::default() }),
        Kind::Products => Rows::Products(pb::ListProductsRequest { unit_id, text, ..Default::default() }),
        Kind::Units => Rows::Units(pb::ListUnitsRequest { parent_id: unit_id, text, ..Default::default() }),
        Kind::Officials => Rows::Officials(pb::ListOfficialsRequest { unit_id, ..Default::default() }),
        Kind::ManagementBodies => {
            Rows::ManagementBodies(pb::ListManagementBodiesRequest { unit_id, ..Default::default() })
        }
        Kind::ProgrammeRecords => {
            let kind = record_kind(arguments.record_kind.as_deref())?.into();
            let filter = pb::ProgrammeRecordFilter { kind, unit_id, text, ..Default::default() };
            Rows::ProgrammeRecords(pb::ListProgrammeRecordsRequest { filter: Some(filter), ..Default::default() })
        }
        Kind::ProducerFigures => Rows::ProducerFigures(pb::ListProducerFiguresRequest {
            unit_id,
            year: arguments.year,
            ..Default::default()
        }),
        Kind::ProgrammePayments => Rows::ProgrammePayments(pb::ListProgrammePaymentsRequest::default()),
        Kind::CommuneOverviews => {
            Rows::CommuneOverviews(pb::ListCommuneOverviewsRequest { unit_id, ..Default::default() })
        }
        Kind::ProducerAccounts => Rows::ProducerAccounts(pb::ListProducerAccountsRequest::default()),
    })
}

fn record_kind(name: Option<&str>) -> Result<pb::ProgrammeRecordKind, ProcessError> {
    let Some(name) = name else { return Ok(pb::ProgrammeRecordKind::Unspecified) };
    let of_contract = format!("PROGRAMME_RECORD_KIND_{}", name.to_uppercase());
    pb::ProgrammeRecordKind::from_str_name(&of_contract)
        .ok_or_else(|| format!("there are no records of the kind {name}").into())
}
