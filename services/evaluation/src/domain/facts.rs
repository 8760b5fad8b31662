//! Reading the facts that are built into the program.

use serde::de::DeserializeOwned;

use super::criteria::Faults;

/// Reads a facts file. Its form knows all its keys and refuses others.
pub(crate) fn read<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Faults> {
    toml::from_str(text).map_err(|error| Faults(vec![format!("{name}: {}", error.message())]))
}

/// Fails with all faults of a file, if there are any.
pub(crate) fn sound<T>(name: &str, value: T, faults: Vec<String>) -> Result<T, Faults> {
    if faults.is_empty() {
        return Ok(value);
    }
    Err(Faults(faults.into_iter().map(|fault| format!("{name}: {fault}")).collect()))
}
