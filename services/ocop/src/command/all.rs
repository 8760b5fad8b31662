//! Running all services in one process, on SQLite files in a folder.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use platform::lifecycle::{ProcessError, Stopping};
use platform::telemetry::Telemetry;

use crate::Done;
use crate::assemble::{Schema, assemble};
use crate::config::{Config, Shape};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the databases and the key; made if it is missing.
    #[arg(long, default_value = "ocop-data", env = "OCOP_DATA")]
    data: PathBuf,
    /// Configuration file; none is needed.
    #[arg(long, env = "OCOP_CONFIG")]
    config: Option<PathBuf>,
    /// Address to listen on; stands over the configuration.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let _owned = own(&arguments.data)?;
    let mut config = Config::load(&Shape::Embedded { data: arguments.data.clone() }, arguments.config.as_deref())?;
    config.listen = arguments.listen.unwrap_or(config.listen);
    let telemetry = Telemetry::set_up(&config.telemetry)?;
    let stopping = Stopping::on_signals()?;
    let ended = match assemble(&config, Schema::Applied, &stopping).await? {
        Some(assembled) => {
            println!("listening on {}", assembled.address);
            assembled.run(&stopping).await
        }
        None => Ok(()),
    };
    telemetry.shut_down().await;
    ended
}

/// Makes a data folder this process's own: two at once would write the same files.
pub(crate) fn own(data: &Path) -> Result<File, ProcessError> {
    let told = |error: std::io::Error| format!("the data folder {}: {error}", data.display());
    std::fs::create_dir_all(data).map_err(told)?;
    let lock = File::create(data.join("lock")).map_err(told)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(format!("the data folder {} is in use by another process; stop that one first", data.display()).into())
        }
        Err(std::fs::TryLockError::Error(error)) => Err(told(error).into()),
    }
}
