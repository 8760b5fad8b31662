//! Configuration: one file a process, the environment over it, unknown keys refused, all faults at once.
//!
//! `OCOP_REGISTRY__DATABASE__URL` stands for the key `registry.database.url`. Secrets come by environment
//! or by reference to a file (`…_file`), never in the file itself.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use figment::providers::{Env, Format as _, Toml};
use figment::value::{Dict, Value};
use figment::{Figment, Source};
use serde::de::DeserializeOwned;

/// Prefix of the environment's variables.
const PREFIX: &str = "OCOP_";

/// Settings being read. Each reader notes its key, and its fault if there is one.
pub struct Settings {
    figment: Figment,
    file: Option<PathBuf>,
    asked: BTreeSet<String>,
    faults: Vec<String>,
}

/// Everything that is wrong with a configuration.
#[derive(Debug)]
pub struct ConfigFaults(pub Vec<String>);

impl fmt::Display for ConfigFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the configuration has {} fault(s):", self.0.len())?;
        for fault in &self.0 {
            write!(formatter, "\n  - {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigFaults {}

impl Settings {
    /// Settings of a file, the environment over it.
    #[must_use]
    pub fn load(file: Option<&Path>) -> Self {
        let figment = match file {
            Some(file) => Figment::from(Toml::file_exact(file)),
            None => Figment::new(),
        };
        Self::of(figment.merge(Env::prefixed(PREFIX).split("__")), file)
    }

    /// Settings of a text alone, without the environment.
    #[must_use]
    pub fn of_text(toml: &str) -> Self {
        Self::of(Figment::from(Toml::string(toml)), None)
    }

    fn of(figment: Figment, file: Option<&Path>) -> Self {
        let faults = match figment.extract::<figment::value::Map<String, Value>>() {
            Ok(_) => Vec::new(),
            Err(errors) => errors.into_iter().map(|error| error.to_string()).collect(),
        };
        Self { figment, file: file.map(Path::to_owned), asked: BTreeSet::new(), faults }
    }

    /// Notes a fault of a key.
    pub fn fault(&mut self, key: &str, text: impl fmt::Display) {
        self.faults.push(format!("{key}: {text}"));
    }

    /// A setting that may be left out.
    pub fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        self.asked.insert(key.to_owned());
        if !self.figment.contains(key) {
            return None;
        }
        match self.figment.extract_inner(key) {
            Ok(value) => Some(value),
            Err(error) => {
                self.faults.push(error.to_string());
                None
            }
        }
    }

    /// A setting with a usual value.
    pub fn or<T: DeserializeOwned>(&mut self, key: &str, usual: T) -> T {
        self.optional(key).unwrap_or(usual)
    }

    /// A setting that must be there.
    pub fn required<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let faults = self.faults.len();
        let value = self.optional(key);
        if value.is_none() && self.faults.len() == faults {
            self.fault(key, "it is missing");
        }
        value
    }

    /// A setting that was read and turned out to be needed.
    pub fn needed<T>(&mut self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.fault(key, "it is missing");
        }
        value
    }

    /// A time in seconds; the key ends in `_s`.
    pub fn seconds_or(&mut self, key: &str, usual: Duration) -> Duration {
        let seconds: f64 = self.or(key, usual.as_secs_f64());
        Duration::try_from_secs_f64(seconds).unwrap_or_else(|_| {
            self.fault(key, "it must be a number of seconds, not negative");
            usual
        })
    }

    /// A secret: the environment's value of the key, or what the file holds that `{key}_file` names.
    pub fn secret(&mut self, key: &str) -> Option<String> {
        let file_key = format!("{key}_file");
        let file: Option<PathBuf> = self.optional(&file_key);
        let value: Option<String> = self.optional(key);
        match (value, file) {
            (Some(_), Some(_)) => {
                self.fault(key, format!("{file_key} is set too; leave one of them out"));
                None
            }
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) => Some(text.trim_end_matches(['\n', '\r']).to_owned()),
                Err(error) => {
                    self.fault(&file_key, format!("{}: {error}", path.display()));
                    None
                }
            },
            (value, None) => value,
        }
    }

    /// True if the key's value stands in the file, where others may read it.
    #[must_use]
    pub fn stands_in_file(&self, key: &str) -> bool {
        self.figment.find_metadata(key).is_some_and(|metadata| matches!(metadata.source, Some(Source::File(_))))
    }

    /// The names directly under a key, for tables whose names are free.
    #[must_use]
    pub fn names_under(&self, key: &str) -> Vec<String> {
        self.figment.extract_inner::<Dict>(key).map(|table| table.into_keys().collect()).unwrap_or_default()
    }

    /// True if the section is there at all.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.figment.contains(key)
    }

    /// Ends the reading: all faults, unknown keys among them, or nothing.
    ///
    /// # Errors
    /// When anything is wrong.
    pub fn finish(mut self) -> Result<(), ConfigFaults> {
        let mut keys = Vec::new();
        if let Ok(all) = self.figment.extract::<Dict>() {
            flatten("", &all, &mut keys);
        }
        for key in keys {
            let known = self.asked.iter().any(|asked| *asked == key || key.starts_with(&format!("{asked}.")));
            if !known {
                let origin = if self.stands_in_file(&key) {
                    self.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default()
                } else {
                    format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
                };
                let nearest = self.asked.iter().min_by_key(|asked| distance(asked, &key));
                let hint = nearest.map(|asked| format!("; did you mean {asked}?")).unwrap_or_default();
                self.faults.push(format!("{key}: there is no such setting (from {origin}){hint}"));
            }
        }
        if self.faults.is_empty() { Ok(()) } else { Err(ConfigFaults(self.faults)) }
    }
}

/// Makes a file that its owner alone can read (mode 0600). It is written beside and renamed, so that it is there whole
/// or not at all.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_private_file(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let unfinished = path.with_extension("unfinished");
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)
}

fn flatten(prefix: &str, table: &Dict, keys: &mut Vec<String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Dict(_, inner) => flatten(&key, inner, keys),
            _ => keys.push(key),
        }
    }
}

/// How many letters have to be changed, added or left out to turn one text into the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for column in 0..other.len() {
            let changed = diagonal + usize::from(letter != other[column]);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_told_at_once() {
        let mut settings =
            Settings::of_text("[grpc]\nport = \"many\"\nlisten = \"0.0.0.0\"\n[log]\nfromat = \"json\"\n");
        let _: Option<u16> = settings.required("grpc.port");
        let _: Option<String> = settings.optional("grpc.listen");
        let _: String = settings.or("log.format", "text".to_owned());
        let _: Option<String> = settings.required("database.url");
        let faults = settings.finish().expect_err("three faults").0;
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults[0].contains("grpc.port"), "{faults:?}");
        assert!(faults[1].contains("database.url: it is missing"), "{faults:?}");
        assert!(faults[2].contains("log.fromat") && faults[2].contains("log.format?"), "{faults:?}");
    }

    #[test]
    fn a_text_that_is_no_toml_is_told() {
        assert!(Settings::of_text("[grpc").finish().is_err());
    }

    #[test]
    fn names_of_a_free_table_are_listed() {
        let settings = Settings::of_text("[issuers.one]\nurl = 'a'\n[issuers.two]\nurl = 'b'\n");
        assert_eq!(settings.names_under("issuers"), ["one", "two"]);
    }
}
