//! The configuration of a process: which keys there are, and what they mean.
//!
//! `deploy/config/` holds a commented sample for each role; a test loads them.

mod link;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use platform::access::UnitId;
use platform::access::authentication::{Issuer, KeySource};
use platform::config::{ConfigFaults, Settings};
use platform::db::{DatabaseConfig, Durability};
use platform::lifecycle::Patience;
use platform::rpc::Limits;
use platform::sealing::MasterKeys;
use platform::telemetry::{LogFormat, TelemetryConfig};
use serde::Deserialize;

use self::link::read_link;
pub(crate) use self::link::{LinkConfig, LinkSide};

/// One of the four services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ServiceName {
    /// Units, producers and products.
    Registry,
    /// Dossiers, councils and certificates.
    Evaluation,
    /// Classes and attendance.
    Training,
    /// Targets and scorecards.
    Reporting,
}

impl ServiceName {
    pub(crate) const ALL: [Self; 4] = [Self::Registry, Self::Evaluation, Self::Training, Self::Reporting];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Registry => registry::Service::NAME,
            Self::Evaluation => evaluation::Service::NAME,
            Self::Training => training::Service::NAME,
            Self::Reporting => reporting::Service::NAME,
        }
    }

    /// True if it keeps files.
    pub(crate) fn keeps_files(self) -> bool {
        matches!(self, Self::Registry | Self::Evaluation)
    }

    /// The services it asks or follows.
    pub(crate) fn peers(self) -> &'static [Self] {
        match self {
            Self::Registry => &[Self::Evaluation],
            Self::Evaluation => &[Self::Registry, Self::Training],
            Self::Training => &[Self::Registry, Self::Evaluation],
            Self::Reporting => &[Self::Registry, Self::Evaluation, Self::Training],
        }
    }
}

/// What a process runs.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
    /// All services, on SQLite files in a folder.
    Embedded {
        /// The folder.
        data: PathBuf,
    },
    /// One service.
    One(ServiceName),
}

/// Level of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    /// A province, or an installation that several provinces share.
    Province,
    /// The ministry.
    Ministry,
}

/// Certificates of a listener, by file.
#[derive(Clone, Debug)]
pub(crate) struct TlsFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    /// Authority that callers' certificates and peers' certificates must come from.
    pub(crate) authority: PathBuf,
}

/// The identity a service signs its own calls with.
#[derive(Clone, Debug)]
pub(crate) struct ServiceKey {
    pub(crate) issuer: String,
    pub(crate) key_file: PathBuf,
}

/// Where files are kept.
#[derive(Clone, Debug)]
pub(crate) enum FilesConfig {
    /// In a folder that one process sees.
    Folder(PathBuf),
    /// In a bucket that all replicas see.
    S3(S3Files),
}

/// A bucket, and the files that hold its keys.
#[derive(Clone, Debug)]
pub(crate) struct S3Files {
    pub(crate) endpoint: String,
    pub(crate) region: String,
    pub(crate) bucket: String,
    pub(crate) access_key_id_file: PathBuf,
    pub(crate) secret_access_key_file: PathBuf,
}

/// Where the keys are that seal ballots.
#[derive(Clone, Debug)]
pub(crate) enum SealingKeys {
    /// In the environment.
    Given(MasterKeys),
    /// In a file. It is read when the service starts: what only migrates seals nothing.
    File(PathBuf),
}

impl SealingKeys {
    /// The keys, from a file that must be there.
    pub(crate) fn load(&self) -> io::Result<MasterKeys> {
        self.load_with(MasterKeys::load)
    }

    /// The same, making the file if it is missing.
    pub(crate) fn load_or_create(&self) -> io::Result<MasterKeys> {
        self.load_with(MasterKeys::load_or_create)
    }

    fn load_with(&self, load: fn(&Path) -> io::Result<MasterKeys>) -> io::Result<MasterKeys> {
        match self {
            Self::Given(keys) => Ok(keys.clone()),
            Self::File(file) => {
                load(file).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
            }
        }
    }
}

/// A service's own section.
#[derive(Clone, Debug)]
pub(crate) struct ServiceConfig {
    pub(crate) name: ServiceName,
    pub(crate) database: DatabaseConfig,
    /// Addresses of the services it asks or follows; empty where they run in the same process.
    pub(crate) peers: Vec<(ServiceName, String)>,
    /// What it seals with; none for a service that seals nothing.
    pub(crate) sealing_keys: Option<SealingKeys>,
}

/// The configuration of a process.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) level: Level,
    pub(crate) unit: UnitId,
    pub(crate) telemetry: TelemetryConfig,
    pub(crate) listen: SocketAddr,
    pub(crate) health_listen: Option<SocketAddr>,
    pub(crate) connections_live: Option<Duration>,
    pub(crate) tls: Option<TlsFiles>,
    pub(crate) limits: Limits,
    pub(crate) patience: Patience,
    pub(crate) issuers: Vec<Issuer>,
    pub(crate) service_key: ServiceKey,
    /// None if no service of the process keeps files.
    pub(crate) files: Option<FilesConfig>,
    /// None if the installation is linked to no other, or the process does not run reporting.
    pub(crate) link: Option<LinkConfig>,
    pub(crate) services: Vec<ServiceConfig>,
}

/// Name of the local issuer of the embedded shape.
pub(crate) const LOCAL_ISSUER: &str = "ocop-local";

impl Config {
    /// Reads the configuration of a shape from a file and the environment.
    pub(crate) fn load(shape: &Shape, file: Option<&Path>) -> Result<Self, ConfigFaults> {
        Self::read(shape, Settings::load(file))
    }

    fn read(shape: &Shape, mut settings: Settings) -> Result<Self, ConfigFaults> {
        let settings_ref = &mut settings;
        let config = read_all(shape, settings_ref);
        settings.finish()?;
        // Whatever is missing was noted as a fault, which `finish` has told.
        config.ok_or_else(|| ConfigFaults(vec!["a required setting is missing".to_owned()]))
    }
}

fn read_all(shape: &Shape, settings: &mut Settings) -> Option<Config> {
    let embedded = matches!(shape, Shape::Embedded { .. });
    let level = settings.or("installation.level", Level::Province);
    let unit: String = settings.or("installation.unit", platform::access::COUNTRY.to_owned());
    let unit = unit.parse().map_err(|text: platform::error::Text| settings.fault("installation.unit", text.en)).ok();

    let telemetry = TelemetryConfig {
        format: settings.or("log.format", if embedded { LogFormat::Text } else { LogFormat::Json }),
        filter: settings.or("log.filter", "info".to_owned()),
        otlp_endpoint: settings.optional("telemetry.otlp_endpoint"),
        service_name: match shape {
            Shape::Embedded { .. } => "ocop".to_owned(),
            Shape::One(name) => name.as_str().to_owned(),
        },
    };
    let listen = settings.or("grpc.listen", SocketAddr::from(([127, 0, 0, 1], 50_051)));
    let health_listen = settings.optional("health.listen");
    let connections_live: Option<f64> = settings.optional("grpc.connections_live_s");
    let limits = read_limits(settings);
    let patience = read_patience(settings);
    let tls = read_tls(settings);
    let issuers = read_issuers(settings);
    let service_key = read_service_key(shape, settings);
    let names = match shape {
        Shape::Embedded { .. } => ServiceName::ALL.to_vec(),
        Shape::One(name) => vec![*name],
    };
    let files = read_files(shape, names.iter().any(|name| name.keeps_files()), settings);
    let link = read_link(shape, level, names.contains(&ServiceName::Reporting), settings);
    let services: Vec<_> = names.into_iter().map(|name| read_service(shape, name, settings)).collect();
    if !embedded && issuers.is_empty() {
        settings.fault("identity.issuers", "no issuer is trusted; nobody could call");
    }
    Some(Config {
        level,
        unit: unit?,
        telemetry,
        listen,
        health_listen,
        connections_live: connections_live.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        tls: tls?,
        limits,
        patience,
        issuers,
        service_key: service_key?,
        files,
        link,
        services: services.into_iter().collect::<Option<_>>()?,
    })
}

fn read_limits(settings: &mut Settings) -> Limits {
    let usual = Limits::default();
    Limits {
        max_message_bytes: settings.or("grpc.max_message_bytes", usual.max_message_bytes),
        max_concurrent_calls: settings.or("grpc.max_concurrent_calls", usual.max_concurrent_calls),
        default_deadline: settings.seconds_or("grpc.default_deadline_s", usual.default_deadline),
        max_deadline: settings.seconds_or("grpc.max_deadline_s", usual.max_deadline),
    }
}

fn read_patience(settings: &mut Settings) -> Patience {
    let usual = Patience::default();
    Patience {
        unready_for: settings.seconds_or("stop.unready_for_s", usual.unready_for),
        calls_for: settings.seconds_or("stop.calls_for_s", usual.calls_for),
        jobs_for: settings.seconds_or("stop.jobs_for_s", usual.jobs_for),
    }
}

/// None for a fault, `Some(None)` for no TLS.
fn read_tls(settings: &mut Settings) -> Option<Option<TlsFiles>> {
    if !settings.has("grpc.tls") {
        return Some(None);
    }
    let certificate = settings.required("grpc.tls.certificate_file");
    let key = settings.required("grpc.tls.key_file");
    let authority = settings.required("grpc.tls.authority_file");
    Some(Some(TlsFiles { certificate: certificate?, key: key?, authority: authority? }))
}

fn read_issuers(settings: &mut Settings) -> Vec<Issuer> {
    let names = settings.names_under("identity.issuers");
    let issuers = names.iter().map(|name| {
        let key = |setting: &str| format!("identity.issuers.{name}.{setting}");
        let issuer: Option<String> = settings.required(&key("issuer"));
        let url: Option<String> = settings.optional(&key("keys_url"));
        let file: Option<PathBuf> = settings.optional(&key("keys_file"));
        let vouches_for_services = settings.or(&key("vouches_for_services"), false);
        let keys = match (url, file) {
            (Some(url), None) => Some(KeySource::Url(url)),
            (None, Some(file)) => Some(KeySource::File(file)),
            _ => {
                settings.fault(&key("keys_url"), "either keys_url or keys_file must be set");
                None
            }
        };
        Some(Issuer { name: issuer?, keys: keys?, vouches_for_services })
    });
    issuers.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn read_service_key(shape: &Shape, settings: &mut Settings) -> Option<ServiceKey> {
    match shape {
        // One key signs everything in one process: tokens of people and the services' own.
        Shape::Embedded { data } => {
            let key_file = settings.or("identity.key_file", data.join("key.pem"));
            Some(ServiceKey { issuer: LOCAL_ISSUER.to_owned(), key_file })
        }
        Shape::One(_) => {
            let issuer = settings.required("identity.service.issuer");
            let key_file = settings.required("identity.service.key_file");
            Some(ServiceKey { issuer: issuer?, key_file: key_file? })
        }
    }
}

/// A kind of store for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FilesStore {
    Folder,
    S3,
}

/// Where files are kept. Every service may be told, so that one environment serves all of them; none is asked of those
/// that keep none.
fn read_files(shape: &Shape, keeps_files: bool, settings: &mut Settings) -> Option<FilesConfig> {
    let store: Option<FilesStore> = settings.optional("files.store");
    let folder: Option<PathBuf> = settings.optional("files.folder");
    let one_replica = settings.or("files.one_replica", false);
    let region = settings.or("files.s3.region", "us-east-1".to_owned());
    let [endpoint, bucket] = ["files.s3.endpoint", "files.s3.bucket"].map(|key| settings.optional::<String>(key));
    let [access_key_id_file, secret_access_key_file] =
        ["files.s3.access_key_id_file", "files.s3.secret_access_key_file"].map(|key| settings.optional(key));
    if !keeps_files {
        return None;
    }
    match (shape, store) {
        (Shape::Embedded { data }, None | Some(FilesStore::Folder)) => {
            Some(FilesConfig::Folder(folder.unwrap_or_else(|| data.join("files"))))
        }
        (Shape::One(_), Some(FilesStore::Folder)) => {
            if !one_replica {
                let told =
                    "one replica sees it: set files.one_replica if there is never a second one, else keep files in s3";
                settings.fault("files.folder", told);
            }
            settings.needed("files.folder", folder).map(FilesConfig::Folder)
        }
        (_, Some(FilesStore::S3)) => {
            let endpoint = settings.needed("files.s3.endpoint", endpoint);
            if endpoint
                .as_ref()
                .is_some_and(|address| !address.starts_with("https://") && !address.starts_with("http://"))
            {
                settings.fault("files.s3.endpoint", "it begins with https://, or http:// within a closed network");
            }
            let bucket = settings.needed("files.s3.bucket", bucket);
            let access_key_id_file = settings.needed("files.s3.access_key_id_file", access_key_id_file);
            let secret_access_key_file = settings.needed("files.s3.secret_access_key_file", secret_access_key_file);
            Some(FilesConfig::S3(S3Files {
                endpoint: endpoint?,
                region,
                bucket: bucket?,
                access_key_id_file: access_key_id_file?,
                secret_access_key_file: secret_access_key_file?,
            }))
        }
        (Shape::One(_), None) => settings.needed("files.store", None),
    }
}

fn read_service(shape: &Shape, name: ServiceName, settings: &mut Settings) -> Option<ServiceConfig> {
    let section = name.as_str();
    let url_key = format!("{section}.database.url");
    let url = settings.secret(&url_key);
    let url = match (url, shape) {
        (None, Shape::Embedded { data }) => Some(format!("sqlite:{}", data.join(format!("{section}.db")).display())),
        (None, Shape::One(_)) => {
            settings.fault(&url_key, format!("it is missing; set it or {url_key}_file"));
            None
        }
        (url, _) => url,
    };
    let has_password = |url: &str| url.split_once('@').is_some_and(|(before, _)| before.matches(':').count() > 1);
    if url.as_deref().is_some_and(has_password) && settings.stands_in_file(&url_key) {
        settings.fault(&url_key, "it holds a password; give it by environment, or the file that holds it");
    }
    let max_connections = settings.or(&format!("{section}.database.max_connections"), 8_u32);
    if max_connections < 2 {
        settings.fault(&format!("{section}.database.max_connections"), "at least 2 are needed");
    }
    let peers = match shape {
        Shape::Embedded { .. } => Some(Vec::new()),
        Shape::One(_) => {
            let addresses = name.peers().iter().map(|peer| {
                let address: Option<String> = settings.required(&format!("{section}.peers.{}", peer.as_str()));
                Some((*peer, address?))
            });
            addresses.collect::<Vec<_>>().into_iter().collect()
        }
    };
    let sealing_keys = match name {
        ServiceName::Evaluation => read_sealing_keys(shape, settings).map(Some),
        ServiceName::Registry | ServiceName::Training | ServiceName::Reporting => Some(None),
    };
    Some(ServiceConfig {
        name,
        database: DatabaseConfig { url: url?, max_connections, application: section, durability: Durability::Full },
        peers: peers?,
        sealing_keys: sealing_keys?,
    })
}

fn read_sealing_keys(shape: &Shape, settings: &mut Settings) -> Option<SealingKeys> {
    const KEY: &str = "evaluation.sealing_key";
    let given: Option<String> = settings.optional(KEY);
    let file: Option<PathBuf> = settings.optional("evaluation.sealing_key_file");
    match (given, file, shape) {
        (Some(_), Some(_), _) => {
            settings.fault(KEY, "evaluation.sealing_key_file is set too; leave one of them out");
            None
        }
        (Some(_), None, _) if settings.stands_in_file(KEY) => {
            settings.fault(KEY, "it is a secret; give it by environment, or the file that holds it");
            None
        }
        (Some(given), None, _) => {
            MasterKeys::parse(&given).map(SealingKeys::Given).map_err(|fault| settings.fault(KEY, fault)).ok()
        }
        (None, Some(file), _) => Some(SealingKeys::File(file)),
        (None, None, Shape::Embedded { data }) => Some(SealingKeys::File(data.join("sealing.key"))),
        (None, None, Shape::One(_)) => {
            settings.fault(KEY, "it is missing; set it or evaluation.sealing_key_file");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(shape: &Shape, toml: &str) -> Result<Config, ConfigFaults> {
        Config::read(shape, Settings::of_text(toml))
    }

    #[test]
    fn the_embedded_shape_needs_no_settings() {
        let config = read(&Shape::Embedded { data: "data".into() }, "").expect("sound");
        assert_eq!(config.services.len(), 4);
        assert_eq!(config.services[0].database.url, "sqlite:data/registry.db");
        assert!(config.services.iter().all(|service| service.peers.is_empty()));
    }

    #[test]
    fn one_service_is_told_all_it_lacks_at_once() {
        let faults = read(&Shape::One(ServiceName::Training), "[grpc]\nlisten = 7\nport = 1\n").expect_err("faults").0;
        for lacking in [
            "grpc.listen",
            "grpc.port: there is no such setting",
            "identity.issuers",
            "identity.service.issuer: it is missing",
            "identity.service.key_file: it is missing",
            "training.database.url: it is missing",
            "training.peers.registry: it is missing",
            "training.peers.evaluation: it is missing",
        ] {
            assert!(faults.iter().any(|fault| fault.contains(lacking)), "{lacking} is not in {faults:#?}");
        }
    }

    const FOLDER: &str = "[files]\nstore = 'folder'\nfolder = '/files'\n";
    const BUCKET: &str = "[files]\nstore = 's3'\n[files.s3]\nendpoint = 'https://s3.example'\nbucket = 'files'\n\
                          access_key_id_file = '/a'\nsecret_access_key_file = '/b'\n";

    #[test]
    fn files_lie_beside_the_databases_of_one_process() {
        let files = |toml| read(&Shape::Embedded { data: "data".into() }, toml).expect("sound").files;
        assert!(matches!(files(""), Some(FilesConfig::Folder(folder)) if folder == Path::new("data/files")));
        assert!(matches!(files(FOLDER), Some(FilesConfig::Folder(folder)) if folder == Path::new("/files")));
        assert!(matches!(files(BUCKET), Some(FilesConfig::S3(s3)) if s3.bucket == "files" && s3.region == "us-east-1"));
    }

    #[test]
    fn a_folder_is_refused_where_there_may_be_more_than_one_replica() {
        let faults = |name, toml: &str| {
            let faults = read(&Shape::One(name), toml).expect_err("other faults there are").0;
            faults.into_iter().filter(|fault| fault.starts_with("files")).collect::<Vec<_>>()
        };
        for name in [ServiceName::Registry, ServiceName::Evaluation] {
            assert_eq!(faults(name, ""), ["files.store: it is missing"]);
            assert!(faults(name, FOLDER)[0].starts_with("files.folder: one replica sees it"));
            assert_eq!(faults(name, &format!("{FOLDER}one_replica = true\n")), Vec::<String>::new());
            assert_eq!(faults(name, BUCKET), Vec::<String>::new());
            // The bucket's address alone tells nothing of its name and its keys, and is none without a scheme.
            assert_eq!(faults(name, "[files]\nstore = 's3'\ns3.endpoint = 's3.example'\n").len(), 4);
        }
        for toml in ["", FOLDER, BUCKET] {
            assert_eq!(faults(ServiceName::Training, toml), Vec::<String>::new(), "training keeps no files");
        }
    }

    #[test]
    fn a_key_that_seals_is_given_by_reference_and_never_shown() {
        let one = Shape::One(ServiceName::Evaluation);
        let faults = |toml: &str| read(&one, toml).expect_err("faults").0;
        let told = |faults: &[String], text: &str| faults.iter().any(|fault| fault.contains(text));
        assert!(told(&faults(""), "evaluation.sealing_key: it is missing"));
        let both = format!("[evaluation]\nsealing_key = '{}'\nsealing_key_file = 'x'\n", "5a".repeat(32));
        assert!(told(&faults(&both), "evaluation.sealing_key: evaluation.sealing_key_file is set too"));
        let read = |key: &str| {
            let mut settings = Settings::of_text(&format!("[evaluation]\nsealing_key = '{key}'\n"));
            (read_sealing_keys(&one, &mut settings), settings.finish().err().map(|faults| faults.0.join("\n")))
        };
        let (_, fault) = read("secret-of-ours");
        let fault = fault.expect("no key");
        assert!(fault.contains("64 hexadecimal digits") && !fault.contains("secret-of-ours"), "{fault}");
        let (keys, _) = read(&"5a".repeat(32));
        assert!(!format!("{keys:?}").contains("5a5a"), "{keys:?}");
    }

    #[test]
    fn settings_of_another_service_are_refused() {
        let toml = "[evaluation.database]\nurl = 'sqlite:x'\n";
        let faults = read(&Shape::One(ServiceName::Registry), toml).expect_err("faults").0;
        assert!(
            faults.iter().any(|fault| fault.starts_with("evaluation.database.url: there is no such")),
            "{faults:?}"
        );
    }
}
