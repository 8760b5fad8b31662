//! Sheets of offices from the command line: importing a file, and exporting a list or figures.

pub(crate) mod export;

pub(crate) mod export_figures;

pub(crate) mod import;

use std::path::PathBuf;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use platform::clock::Clock;
use platform::ids::Ids;
use platform::lifecycle::ProcessError;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};
use tonic::{Request, Status};

/// A language of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// Where the service is, and who asks.
#[derive(clap::Args)]
pub(crate) struct Peer {
    /// Address of the service (registry; for figures reporting), or of `ocop all`.
    #[arg(long, default_value = "http://127.0.0.1:50051", env = "OCOP_ADDRESS")]
    address: String,
    /// Certificate of the authority that the server's certificate is from (PEM); with https only.
    #[arg(long)]
    authority: Option<PathBuf>,
    /// File that holds the token of whoever asks.
    #[arg(long, env = "OCOP_TOKEN_FILE")]
    token_file: PathBuf,
    /// Language of what is said.
    #[arg(long, value_enum, default_value_t = Language::Vi)]
    language: Language,
}

/// A connection, and what each request bears.
pub(crate) struct Line {
    pub(crate) channel: Channel,
    token: MetadataValue<Ascii>,
    pub(crate) language: Language,
}

impl Peer {
    pub(crate) async fn connect(&self) -> Result<Line, ProcessError> {
        let token = std::fs::read_to_string(&self.token_file)
            .map_err(|error| format!("{}: {error}", self.token_file.display()))?;
        let token = format!("Bearer {}", token.trim()).parse()?;
        let mut endpoint = Endpoint::from_shared(self.address.clone())?.tcp_nodelay(true);
        if let Some(authority) = &self.authority {
            let authority = Certificate::from_pem(std::fs::read(authority)?);
            endpoint = endpoint.tls_config(ClientTlsConfig::new().ca_certificate(authority))?;
        }
        let channel = endpoint.connect().await.map_err(|error| format!("{} does not answer: {error}", self.address))?;
        Ok(Line { channel, token, language: self.language })
    }
}

impl Line {
    /// A request of whoever asks.
    pub(crate) fn ask<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", self.token.clone());
        let language = match self.language {
            Language::Vi => "vi",
            Language::En => "en",
        };
        request.metadata_mut().insert("accept-language", MetadataValue::from_static(language));
        request
    }
}

/// The identity of a new request.
pub(crate) fn new_request_id() -> String {
    Ids::random().next(Clock::System.now()).to_string()
}

/// What a refusal says.
pub(crate) fn said(status: Status) -> ProcessError {
    status.message().to_owned().into()
}

/// A bar for a number of rows; none is drawn where nobody looks.
pub(crate) fn bar(rows: u64, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}").expect("the template is sound");
    ProgressBar::new(rows).with_style(style).with_message(what)
}
