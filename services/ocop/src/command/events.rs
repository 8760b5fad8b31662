//! Events of other services that could not be taken in: showing them, and having them tried again.

use std::path::PathBuf;

use clap::Subcommand;
use platform::db::Database;
use platform::outbox;

use crate::Done;
use crate::config::{Config, ServiceName, Shape};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
    /// The service that takes events in.
    #[arg(long, global = true)]
    service: Option<ServiceName>,
    /// Its configuration file.
    #[arg(long, env = "OCOP_CONFIG", global = true)]
    config: Option<PathBuf>,
    /// Folder of `ocop all`, instead of a service's own configuration.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
}

#[derive(Subcommand)]
enum What {
    /// Shows the events that wait, and how far each source was taken in.
    List,
    /// Asks for all of them to be tried again; the running service does so within a second.
    Retry,
}

pub(crate) async fn run(arguments: Arguments) -> Done {
    let Some(name) = arguments.service else { return Err("name the service with --service".into()) };
    let shape = match arguments.data {
        Some(data) => Shape::Embedded { data },
        None => Shape::One(name),
    };
    let config = Config::load(&shape, arguments.config.as_deref())?;
    let service = config.services.iter().find(|service| service.name == name);
    let database = Database::open(&service.ok_or("the configuration does not name this service")?.database).await?;
    match arguments.what {
        What::List => {
            for source in outbox::positions(database.reader()).await? {
                println!("{}: taken in to {} of {}", source.source, source.position, source.head_position);
            }
            for parked in outbox::parked(database.reader()).await? {
                println!("{} {} ({}): {}", parked.source, parked.position, parked.subject, parked.error);
            }
        }
        What::Retry => {
            let transaction = database.begin_read_committed().await?;
            let asked = outbox::retry_parked(&transaction).await?;
            transaction.commit().await?;
            println!("{asked} event(s) will be tried again");
        }
    }
    database.close().await;
    Ok(())
}
