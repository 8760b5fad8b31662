//! Whether a service can do its work, told by the standard health protocol.
//!
//! The empty name tells that the process lives. A service's name tells that it can work: its database
//! answers, its schema is there, the keys that verify tokens were had, the units are known.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::access::authentication::Authentication;
use crate::db::Migrations;
use crate::operation::Runner;

/// How often a service that can work is looked at.
const LOOKED_AT_EVERY: Duration = Duration::from_secs(2);
/// How often one that cannot is looked at: it should be found well soon.
const LOOKED_AT_WHILE_NOT_READY: Duration = Duration::from_millis(50);
/// How long a service that has just started may wait for what others give before that is worth a warning.
const STARTING: Duration = Duration::from_secs(2);

/// Watches one service's ability to work and tells the health protocol.
pub struct Readiness<S> {
    /// The service.
    pub runner: Runner<S>,
    /// Its schema.
    pub migrations: Migrations,
    /// What verifies tokens.
    pub authentication: Arc<Authentication>,
    /// Full names of its gRPC services.
    pub names: &'static [&'static str],
}

impl<S: Send + Sync> Readiness<S> {
    /// Watches until told to stop; from then on the service is not serving.
    pub async fn watch(&self, reporter: &HealthReporter, stop: CancellationToken) {
        let mut told = Some("it has just started".to_owned());
        self.tell(reporter, ServingStatus::NotServing).await;
        let started = Instant::now();
        loop {
            let fault = self.fault().await;
            if fault != told {
                match &fault {
                    None => {
                        self.tell(reporter, ServingStatus::Serving).await;
                        tracing::info!(service = self.runner.name(), "serving");
                        told = None;
                    }
                    Some(_) if started.elapsed() < STARTING => {}
                    Some(fault) => {
                        self.tell(reporter, ServingStatus::NotServing).await;
                        tracing::warn!(service = self.runner.name(), fault, "not serving");
                        told = Some(fault.clone());
                    }
                }
            }
            let pause = if fault.is_none() { LOOKED_AT_EVERY } else { LOOKED_AT_WHILE_NOT_READY };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = stop.cancelled() => return self.tell(reporter, ServingStatus::NotServing).await,
            }
        }
    }

    /// Ends the streams of those who watch: they would hold up the stop.
    pub async fn end(&self, mut reporter: HealthReporter) {
        for name in self.names.iter().chain([&""]) {
            reporter.clear_service_status(name).await;
        }
    }

    async fn tell(&self, reporter: &HealthReporter, status: ServingStatus) {
        for name in self.names {
            reporter.set_service_status(*name, status).await;
        }
    }

    /// Why the service cannot work; none if it can.
    pub async fn fault(&self) -> Option<String> {
        match self.migrations.missing(self.runner.database()).await {
            Err(error) => return Some(format!("the database does not answer: {error}")),
            Ok(missing) if !missing.is_empty() => {
                return Some(format!("the schema lacks {}; run `ocop migrate`", missing.join(", ")));
            }
            Ok(_) => {}
        }
        if !self.authentication.is_ready().await {
            return Some("the keys that verify tokens could not be had".to_owned());
        }
        // A replica learns here of units that another one has taken in.
        if let Err(error) = self.runner.units().refresh(self.runner.database().reader()).await {
            return Some(format!("the units cannot be loaded: {error}"));
        }
        (self.runner.units().table().version() == 0).then(|| "the units are not known yet".to_owned())
    }
}
