//! Running one service.

use std::path::PathBuf;

use platform::lifecycle::Stopping;
use platform::telemetry::Telemetry;

use crate::Done;
use crate::assemble::{Schema, assemble};
use crate::config::{Config, ServiceName, Shape};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The service.
    service: ServiceName,
    /// Its configuration file; the environment (OCOP_…) stands over it.
    #[arg(long, env = "OCOP_CONFIG")]
    config: Option<PathBuf>,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let config = Config::load(&Shape::One(arguments.service), arguments.config.as_deref())?;
    let telemetry = Telemetry::set_up(&config.telemetry)?;
    let stopping = Stopping::on_signals()?;
    tracing::info!(
        service = arguments.service.as_str(),
        version = env!("CARGO_PKG_VERSION"),
        installation.level = ?config.level,
        installation.unit = %config.unit,
        "starting"
    );
    let ended = match assemble(&config, Schema::AwaitedFromMigrate, &stopping).await? {
        Some(assembled) => {
            tracing::info!(address = %assembled.address, "listening");
            assembled.run(&stopping).await
        }
        None => Ok(()),
    };
    telemetry.shut_down().await;
    ended
}
