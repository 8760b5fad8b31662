//! Bringing a service's database schema up to date.

use platform::db::Database;

use crate::assemble::migrations;
use crate::config::{Config, Shape};
use crate::{Done, OneService};

pub(crate) async fn run(arguments: &OneService) -> Done {
    let config = Config::load(&Shape::One(arguments.service), arguments.config.as_deref())?;
    let migrations = migrations(arguments.service);
    for service in &config.services {
        let database = Database::open(&service.database).await?;
        let missing = migrations.missing(&database).await?;
        migrations.apply(&database).await?;
        database.close().await;
        if missing.is_empty() {
            println!("{}: the schema is up to date", service.name.as_str());
        } else {
            println!("{}: took the steps {}", service.name.as_str(), missing.join(", "));
        }
    }
    Ok(())
}
