//! How an installation is linked to others: the section `link`.

use std::path::PathBuf;
use std::time::Duration;

use platform::access::UnitId;
use platform::config::Settings;

use super::{Level, Shape, TlsFiles};

/// How often a province's provisional figures are looked at, unless the configuration says otherwise.
const USUAL_TURN: Duration = Duration::from_secs(300);

/// The link of an installation.
#[derive(Clone, Debug)]
pub(crate) struct LinkConfig {
    /// Its private key.
    pub(crate) key_file: PathBuf,
    pub(crate) side: LinkSide,
}

/// Which side of the link it is.
#[derive(Clone, Debug)]
pub(crate) enum LinkSide {
    /// Provinces dial it.
    Ministry,
    /// It dials the ministry.
    Province {
        unit: UnitId,
        /// Where the ministry takes submissions.
        address: String,
        /// The ministry's public key.
        ministry_key: String,
        every: Duration,
        tls: Option<TlsFiles>,
    },
}

/// The link, if there is one. Every service may be told, so that one environment serves all of them; only reporting, by
/// itself or among the others, is linked.
pub(super) fn read_link(shape: &Shape, level: Level, is_linked: bool, settings: &mut Settings) -> Option<LinkConfig> {
    let key_file: Option<PathBuf> = settings.optional("link.key_file");
    let province: Option<String> = settings.optional("link.province");
    let address: Option<String> = settings.optional("link.ministry");
    let ministry_key: Option<String> = settings.optional("link.ministry_key");
    let every = settings.seconds_or("link.every_s", USUAL_TURN);
    let tls = read_tls(settings);
    if !is_linked || (level == Level::Province && province.is_none() && key_file.is_none()) {
        return None;
    }
    let key_file = match (key_file, shape) {
        (None, Shape::Embedded { data }) => Some(data.join("link.pem")),
        // A ministry whose key is not told takes no submissions yet.
        (None, Shape::One(_)) if province.is_none() => None,
        (key_file, _) => settings.needed("link.key_file", key_file),
    }?;
    if level == Level::Ministry {
        if province.is_some() || address.is_some() {
            settings.fault("link.province", "the ministry is dialled and dials nobody");
        }
        return Some(LinkConfig { key_file, side: LinkSide::Ministry });
    }
    let written = settings.needed("link.province", province);
    let unit = written.and_then(|written| province_of(&written, settings));
    let address = settings.needed("link.ministry", address);
    let ministry_key = settings.needed("link.ministry_key", ministry_key);
    if tls.is_none() && !address.as_deref().is_some_and(is_here) {
        settings.fault("link.tls", "it is missing; only a ministry on the same machine is spoken to without TLS");
    }
    let side = LinkSide::Province { unit: unit?, address: address?, ministry_key: ministry_key?, every, tls };
    Some(LinkConfig { key_file, side })
}

fn province_of(written: &str, settings: &mut Settings) -> Option<UnitId> {
    let unit: Option<UnitId> = written.parse().ok().filter(|unit: &UnitId| unit.code().len() == 2);
    if unit.is_none() {
        settings.fault("link.province", "a province is written like 2025:11");
    }
    unit
}

fn is_here(address: &str) -> bool {
    ["127.0.0.1:", "localhost:", "[::1]:"].iter().any(|here| address.starts_with(here))
}

fn read_tls(settings: &mut Settings) -> Option<TlsFiles> {
    if !settings.has("link.tls") {
        return None;
    }
    let certificate = settings.required("link.tls.certificate_file");
    let key = settings.required("link.tls.key_file");
    let authority = settings.required("link.tls.authority_file");
    Some(TlsFiles { certificate: certificate?, key: key?, authority: authority? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(level: Level, toml: &str) -> (Option<LinkConfig>, Vec<String>) {
        let mut settings = Settings::of_text(toml);
        let link = read_link(&Shape::Embedded { data: "data".into() }, level, true, &mut settings);
        (link, settings.finish().err().map(|faults| faults.0).unwrap_or_default())
    }

    #[test]
    fn who_says_nothing_is_not_linked_but_the_ministry_is() {
        assert!(read(Level::Province, "").0.is_none());
        let (link, faults) = read(Level::Ministry, "");
        assert!(matches!(link.map(|link| link.side), Some(LinkSide::Ministry)) && faults.is_empty());
    }

    #[test]
    fn a_province_dials_by_tls_unless_the_ministry_is_here() {
        let of = |ministry: &str, tls: &str| {
            let link = format!("[link]\nprovince = '2025:11'\nministry = '{ministry}'\nministry_key = 'k'\n{tls}");
            read(Level::Province, &link)
        };
        let tls = "[link.tls]\ncertificate_file = 'c'\nkey_file = 'k'\nauthority_file = 'a'\n";
        assert!(of("127.0.0.1:50051", "").0.is_some());
        assert!(of("ministry.example:50051", tls).0.is_some());
        let faults = of("ministry.example:50051", "").1;
        assert!(faults[0].starts_with("link.tls: it is missing"), "{faults:?}");
        let faults = read(Level::Province, "[link]\nprovince = '2025:03127'\n").1;
        assert!(faults.iter().any(|fault| fault.contains("written like 2025:11")), "{faults:?}");
        let faults = read(Level::Ministry, "[link]\nministry = 'x:1'\n").1;
        assert!(faults[0].contains("dials nobody"), "{faults:?}");
    }
}
