//! Asking a server whether it is healthy, for images that have no other client.

use std::time::Duration;

use tonic::transport::Endpoint;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use crate::Done;

/// Longest the server may take to answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(2);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Address of the server's health port, without TLS.
    #[arg(long, default_value = "http://127.0.0.1:50052")]
    address: String,
    /// Full name of the service asked for, such as `ocop.registry.v1.RegistryService`; the process if left out.
    #[arg(long, default_value = "")]
    service: String,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let endpoint = Endpoint::from_shared(arguments.address)?.connect_timeout(ANSWERS_WITHIN).timeout(ANSWERS_WITHIN);
    let mut health = HealthClient::new(endpoint.connect().await?);
    let request = HealthCheckRequest { service: arguments.service };
    let status = health.check(request).await.map_err(|status| status.message().to_owned())?.into_inner().status();
    println!("{}", status.as_str_name());
    if status == ServingStatus::Serving { Ok(()) } else { Err("not serving".into()) }
}
