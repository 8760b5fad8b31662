//! Exporting a list to a file.

use std::io::Write as _;
use std::path::PathBuf;

use proto::registry::v1 as pb;
use proto::registry::v1::export_rows_request::Rows;
use proto::registry::v1::export_service_client::ExportServiceClient;

use super::{Kind, Language, Peer, said};
use crate::Done;

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
    /// What names of leaders are read for; it is recorded.
    #[arg(long, default_value = "")]
    purpose: String,
    #[command(flatten)]
    peer: Peer,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let line = arguments.peer.connect().await?;
    let (unit_id, text) = (arguments.unit, arguments.text);
    let rows = match arguments.kind {
        Kind::Producers => Rows::Producers(pb::ListProducersRequest { unit_id, text, ..Default::default() }),
        Kind::Leaders => Rows::Leaders(pb::ListProducersRequest { unit_id, text, ..Default::default() }),
        Kind::Products => Rows::Products(pb::ListProductsRequest { unit_id, text, ..Default::default() }),
        Kind::Units => Rows::Units(pb::ListUnitsRequest { parent_id: unit_id, text, ..Default::default() }),
    };
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
