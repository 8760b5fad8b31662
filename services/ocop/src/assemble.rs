//! From a configuration to a process: databases, services, roads between them, listeners.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use platform::access::authentication::{Authentication, ServiceIdentity, SigningKey};
use platform::blobs::{Blobs, BlobsConfig, S3Config};
use platform::clock::Clock;
use platform::db::{Database, DatabaseConfig, Migrations};
use platform::ids::Ids;
use platform::lifecycle::{Process, ProcessError, Server, Steps, Stopping};
use platform::rpc::{LocalRouter, PeerTls, Stack, Transport};
use platform::service::Surroundings;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::service::{Routes, RoutesBuilder};
use tonic::transport::{Certificate, Identity, ServerTlsConfig};

use crate::config::{Config, FilesConfig, LinkConfig, LinkSide, ServiceConfig, ServiceName, TlsFiles};

/// Name that keys of the link are made under; nobody trusts it for tokens.
pub(crate) const LINK_ISSUER: &str = "ocop-link";

/// How long a database that does not answer is left alone before it is tried again.
const DATABASE_TRIED_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A connection that carries nothing is asked for a sign of life this often.
const KEPT_ALIVE_EVERY: Duration = Duration::from_secs(20);

/// A process that is ready to run, and where it listens.
pub(crate) struct Assembled {
    pub(crate) process: Process,
    pub(crate) address: std::net::SocketAddr,
    databases: Vec<Database>,
    /// Held for the life of the process: the services' roads to each other lead through it.
    _router: LocalRouter,
}

impl Assembled {
    /// Runs until the wish to stop, then closes the databases.
    pub(crate) async fn run(self, stopping: &Stopping) -> Result<(), ProcessError> {
        let ended = self.process.run(stopping).await;
        for database in &self.databases {
            database.close().await;
        }
        ended
    }
}

/// The schema of a service.
pub(crate) fn migrations(name: ServiceName) -> Migrations {
    match name {
        ServiceName::Registry => registry::Service::MIGRATIONS,
        ServiceName::Evaluation => evaluation::Service::MIGRATIONS,
        ServiceName::Training => training::Service::MIGRATIONS,
        ServiceName::Reporting => reporting::Service::MIGRATIONS,
    }
}

/// Assembles what a configuration describes. `Schema::Applied` is for files that belong to this process.
pub(crate) async fn assemble(
    config: &Config,
    schema: Schema,
    stopping: &Stopping,
) -> Result<Option<Assembled>, ProcessError> {
    let steps = Steps::default();
    let (health, health_service) = tonic_health::server::health_reporter();
    let mut servers: Vec<Server> = Vec::new();
    if let Some(address) = config.health_listen {
        let listener = listen(address).await?;
        let stop = steps.no_calls.clone();
        let service = health_service.clone();
        servers.push(Box::pin(async move {
            let server = tonic::transport::Server::builder().add_service(service);
            let incoming = TcpListenerStream::new(listener);
            Ok(server.serve_with_incoming_shutdown(incoming, stop.cancelled_owned()).await?)
        }));
    }
    let listener = listen(config.listen).await?;
    let address = listener.local_addr()?;

    let clock = Clock::System;
    let key = || {
        let load = if matches!(schema, Schema::Applied) { SigningKey::load_or_create } else { load_key };
        load(&config.service_key.issuer, &config.service_key.key_file)
            .map_err(|error| format!("identity key {}: {error}", config.service_key.key_file.display()))
    };
    let mut issuers = config.issuers.clone();
    if matches!(schema, Schema::Applied) {
        issuers.push(key()?.issuer(true));
    }
    let authentication = Arc::new(Authentication::new(issuers, clock.clone()));
    let router: LocalRouter = Arc::new(OnceLock::new());
    let peer_tls = config.tls.as_ref().map(peer_tls).transpose()?;

    let mut routes = RoutesBuilder::default();
    let mut jobs = Vec::new();
    let mut databases = Vec::new();
    for service in &config.services {
        let Some(database) = open(&service.database, stopping).await else { return Ok(None) };
        if matches!(schema, Schema::Applied) {
            migrations(service.name).apply(&database).await?;
        }
        databases.push(database.clone());
        let given = Surroundings {
            database,
            clock: clock.clone(),
            ids: Ids::random(),
            authentication: Arc::clone(&authentication),
            limits: config.limits,
            steps: steps.clone(),
            health: health.clone(),
        };
        let identity = Arc::new(ServiceIdentity::new(service.name.as_str(), key()?, clock.clone()));
        let road = |peer: ServiceName| -> Result<Transport, ProcessError> {
            match service.peers.iter().find(|(name, _)| *name == peer) {
                Some((_, address)) => Ok(Transport::remote(address, peer_tls.as_ref(), Arc::clone(&identity))?),
                None => Ok(Transport::local(&router, Arc::clone(&identity))),
            }
        };
        jobs.extend(take_in(service, schema, given, &road, config, &mut routes)?);
    }

    add_standard_services(&mut routes, health_service)?;
    let stack = Stack::new(authentication, clock, config.limits);
    let assembled = routes.routes().into_axum_router().layer(stack);
    assert!(router.set(assembled.clone()).is_ok(), "the router is set once");
    servers.push(server(config, listener, assembled, &steps)?);
    let process = Process { steps, servers, jobs, patience: config.patience };
    Ok(Some(Assembled { process, address, databases, _router: router }))
}

/// Who brings the schema up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// This process: the files and the keys are its own.
    Applied,
    /// `ocop migrate`; this process waits for it.
    AwaitedFromMigrate,
}

/// Assembles one service and takes in its rpcs. Returns its jobs.
fn take_in(
    service: &ServiceConfig,
    schema: Schema,
    given: Surroundings,
    road: &dyn Fn(ServiceName) -> Result<Transport, ProcessError>,
    config: &Config,
    routes: &mut RoutesBuilder,
) -> Result<Vec<platform::jobs::Job>, ProcessError> {
    let files = config.files.as_ref();
    match service.name {
        ServiceName::Registry => {
            let peers = registry::Peers { evaluation: road(ServiceName::Evaluation)? };
            let registry = registry::Service::new(given, peers, &open_blobs(files)?)?;
            registry.add_routes(routes);
            Ok(registry.into_jobs())
        }
        ServiceName::Evaluation => {
            let peers =
                evaluation::Peers { registry: road(ServiceName::Registry)?, training: road(ServiceName::Training)? };
            let keys = service.sealing_keys.as_ref().ok_or("no key is configured that seals ballots")?;
            let keys = if schema == Schema::Applied { keys.load_or_create() } else { keys.load() };
            let keys = keys.map_err(|error| format!("sealing key {error}"))?;
            let evaluation = evaluation::Service::new(given, peers, open_blobs(files)?, keys)?;
            evaluation.add_routes(routes);
            Ok(evaluation.into_jobs())
        }
        ServiceName::Training => {
            let peers =
                training::Peers { registry: road(ServiceName::Registry)?, evaluation: road(ServiceName::Evaluation)? };
            let training = training::Service::new(given, peers);
            training.add_routes(routes);
            Ok(training.into_jobs())
        }
        ServiceName::Reporting => {
            let peers = reporting::Peers {
                registry: road(ServiceName::Registry)?,
                evaluation: road(ServiceName::Evaluation)?,
                training: road(ServiceName::Training)?,
            };
            let reporting = match &config.link {
                Some(link) => reporting::Service::linked(given, peers, linked(link, schema)?)?,
                None => reporting::Service::new(given, peers),
            };
            reporting.add_routes(routes);
            Ok(reporting.into_jobs())
        }
    }
}

/// How reporting is linked to other installations.
fn linked(link: &LinkConfig, schema: Schema) -> Result<reporting::Linked, ProcessError> {
    let told = |error: io::Error| format!("link key {}: {error}", link.key_file.display());
    if schema == Schema::Applied {
        SigningKey::load_or_create(LINK_ISSUER, &link.key_file).map_err(told)?;
    }
    let key_pem = std::fs::read_to_string(&link.key_file).map_err(told)?;
    let side = match &link.side {
        LinkSide::Ministry => reporting::Side::Ministry,
        LinkSide::Province { unit, address, ministry_key, every, tls } => {
            let tls = tls.as_ref().map(peer_tls).transpose()?;
            reporting::Side::Province(reporting::ProvinceSide {
                unit: unit.clone(),
                ministry: Transport::to_another_installation(address, tls.as_ref())?,
                ministry_key: ministry_key.clone(),
                every: *every,
            })
        }
    };
    Ok(reporting::Linked { key_pem, side })
}

fn open_blobs(files: Option<&FilesConfig>) -> Result<Blobs, ProcessError> {
    let files = files.ok_or("the configuration does not say where files are kept")?;
    let secret = |path: &std::path::Path| -> Result<String, ProcessError> {
        Ok(String::from_utf8(read(path)?).map_err(|_| format!("{}: no text", path.display()))?.trim().to_owned())
    };
    let config = match files {
        FilesConfig::Folder(folder) => BlobsConfig::Folder(folder.clone()),
        FilesConfig::S3(s3) => BlobsConfig::S3(S3Config {
            endpoint: s3.endpoint.clone(),
            region: s3.region.clone(),
            bucket: s3.bucket.clone(),
            access_key_id: secret(&s3.access_key_id_file)?,
            secret_access_key: secret(&s3.secret_access_key_file)?,
        }),
    };
    Ok(Blobs::open(&config).map_err(|error| format!("the store of files: {error}"))?)
}

/// Health and reflection, on every port.
fn add_standard_services<H: tonic_health::pb::health_server::Health>(
    routes: &mut RoutesBuilder,
    health: tonic_health::pb::health_server::HealthServer<H>,
) -> Result<(), ProcessError> {
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(proto::DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    routes.add_service(health);
    routes.add_service(reflection().build_v1()?);
    routes.add_service(reflection().build_v1alpha()?);
    Ok(())
}

fn server(config: &Config, listener: TcpListener, router: axum::Router, steps: &Steps) -> Result<Server, ProcessError> {
    let mut server = tonic::transport::Server::builder().http2_keepalive_interval(Some(KEPT_ALIVE_EVERY));
    if let Some(age) = config.connections_live {
        server = server.max_connection_age(age);
    }
    if let Some(files) = &config.tls {
        let identity = Identity::from_pem(read(&files.certificate)?, read(&files.key)?);
        let authority = Certificate::from_pem(read(&files.authority)?);
        server = server.tls_config(ServerTlsConfig::new().identity(identity).client_ca_root(authority))?;
    }
    let stop = steps.no_calls.clone();
    Ok(Box::pin(async move {
        let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
        let serving = server.add_routes(Routes::from(router));
        Ok(serving.serve_with_incoming_shutdown(incoming, stop.cancelled_owned()).await?)
    }))
}

async fn listen(address: std::net::SocketAddr) -> Result<TcpListener, ProcessError> {
    let told = |error: io::Error| format!("cannot listen on {address}: {error}");
    Ok(TcpListener::bind(address).await.map_err(told)?)
}

/// Connects to a database, however long it takes to come up; none if the process is to stop meanwhile.
pub(crate) async fn open(config: &DatabaseConfig, stopping: &Stopping) -> Option<Database> {
    loop {
        match Database::open(config).await {
            Ok(database) => return Some(database),
            Err(error) => tracing::warn!(database = config.application, %error, "no database; trying again"),
        }
        tokio::select! {
            () = tokio::time::sleep(DATABASE_TRIED_AGAIN_AFTER) => {}
            () = stopping.in_order.cancelled() => return None,
        }
    }
}

fn load_key(issuer: &str, path: &std::path::Path) -> io::Result<SigningKey> {
    let pem = std::fs::read_to_string(path)?;
    SigningKey::from_pem(issuer, &pem).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
}

fn peer_tls(files: &TlsFiles) -> Result<PeerTls, ProcessError> {
    Ok(PeerTls { authority: read(&files.authority)?, certificate: read(&files.certificate)?, key: read(&files.key)? })
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, ProcessError> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
