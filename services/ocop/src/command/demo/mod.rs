//! The demonstration: everything in one process, step by step, on real data and samples of Điện Biên.
//!
//! It talks to the services as any client does: over gRPC, with tokens of people in their roles. Every step looks
//! first whether it has been done, so a second start, or one after a cut, goes on where the data stands.

mod after_the_star;
mod behind;
mod classes;
mod clients;
mod council;
mod filing;
mod ministry;
mod recognition;
mod registration;
mod samples;
mod scorecard;
mod sheets;
mod show;
mod story;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use platform::access::authentication::SigningKey;
use platform::lifecycle::{ProcessError, Stopping};
use platform::telemetry::Telemetry;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use self::clients::Clients;
use self::show::Show;
use crate::Done;
use crate::assemble::{Schema, assemble};
use crate::config::{Config, LOCAL_ISSUER, Shape};

/// Longest the services may take to become healthy.
const HEALTHY_WITHIN: Duration = Duration::from_secs(30);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the databases and the key; made if it is missing.
    #[arg(long, default_value = "ocop-demo", env = "OCOP_DATA")]
    data: PathBuf,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:50051")]
    listen: SocketAddr,
    /// Ends after the last step; with status 0 only if all went as told.
    #[arg(long)]
    exit: bool,
    /// Shows two provinces and the ministry instead: the line between them is cut and healed, and the figures agree.
    #[arg(long)]
    ministry: bool,
    /// Language of the story.
    #[arg(long, value_enum, default_value_t = StoryLanguage::Both)]
    language: StoryLanguage,
}

/// Language of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoryLanguage {
    /// Vietnamese, with English under it.
    Both,
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    if arguments.ministry {
        return ministry::run(arguments).await;
    }
    let show = Show::new(arguments.language);
    let _owned = super::all::own(&arguments.data)?;
    let started = Instant::now();
    let mut config = Config::load(&Shape::Embedded { data: arguments.data.clone() }, None)?;
    config.listen = arguments.listen;
    // The story is told on stdout; the log speaks up only if something is wrong.
    config.telemetry.filter = std::env::var("OCOP_LOG__FILTER").unwrap_or_else(|_| "warn".to_owned());
    let telemetry = Telemetry::set_up(&config.telemetry)?;
    let stopping = Stopping::on_signals()?;
    let Some(assembled) = assemble(&config, Schema::Applied, &stopping).await? else { return Ok(()) };
    let address = assembled.address;
    let key = SigningKey::load_or_create(LOCAL_ISSUER, &arguments.data.join("key.pem"))?;
    let serving = tokio::spawn({
        let stopping = stopping.clone();
        async move { assembled.run(&stopping).await }
    });

    let told = async {
        wait_until_healthy(address).await?;
        show.banner(&arguments.data, address, started.elapsed());
        let mut clients = Clients::connect(address, key).await?;
        story::tell(&show, &mut clients).await?;
        show.farewell(&arguments.data, address, arguments.exit);
        Ok::<_, ProcessError>(())
    };
    let told = tokio::select! {
        told = told => told,
        () = stopping.in_order.cancelled() => Ok(()),
    };
    if told.is_err() || arguments.exit {
        stopping.in_order.cancel();
    }
    let served = serving.await?;
    telemetry.shut_down().await;
    told.and(served)
}

async fn wait_until_healthy(address: SocketAddr) -> Result<(), ProcessError> {
    let names = [
        registry::Service::GRPC_NAMES[0],
        evaluation::Service::GRPC_NAMES[0],
        training::Service::GRPC_NAMES[0],
        reporting::Service::GRPC_NAMES[0],
    ];
    let channel = tonic::transport::Endpoint::from_shared(format!("http://{address}"))?.connect().await?;
    let mut health = HealthClient::new(channel);
    let limit = Instant::now() + HEALTHY_WITHIN;
    for name in names {
        loop {
            let request = HealthCheckRequest { service: name.to_owned() };
            let answer = health.check(request).await;
            if answer.is_ok_and(|answer| answer.get_ref().status() == ServingStatus::Serving) {
                break;
            }
            if Instant::now() > limit {
                return Err(format!("{name} did not become healthy").into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    Ok(())
}
