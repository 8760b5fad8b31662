//! Telling everything that is wrong with a configuration.

use crate::config::{Config, Shape};
use crate::{Done, OneService};

pub(crate) fn run(arguments: &OneService) -> Done {
    let config = Config::load(&Shape::One(arguments.service), arguments.config.as_deref())?;
    for keys in config.services.iter().filter_map(|service| service.sealing_keys.as_ref()) {
        keys.load().map_err(|error| format!("sealing key {error}"))?;
    }
    println!(
        "the configuration of {} is sound: {:?} level, unit {}, listening on {}",
        arguments.service.as_str(),
        config.level,
        config.unit,
        config.listen
    );
    Ok(())
}
