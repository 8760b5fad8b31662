//! Handing a whole dossier over to the ministry: the hash of every part, so that what arrives can be held against
//! what was sent.

use platform::clock::Moment;
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::dossier::DossierId;
use crate::error::Error;

/// A part that was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) sha256: String,
}

/// What was handed over, and that it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Custody {
    pub(crate) dossier: DossierId,
    /// Version of the dossier's record at the hand-over.
    pub(crate) dossier_version: i64,
    pub(crate) parts: Vec<Part>,
    pub(crate) manifest_sha256: String,
    pub(crate) handed_over_at: Moment,
    pub(crate) handed_over_by: PersonId,
    /// When, and by whom; nobody where the ministry's installation signed for it.
    pub(crate) received: Option<(Moment, Option<PersonId>)>,
}

impl Part {
    /// A part with the hash of its bytes.
    pub(crate) fn of(name: String, bytes: &[u8]) -> Self {
        Self { name, sha256: format!("{:x}", Sha256::digest(bytes)) }
    }
}

/// The hash of all parts: of the lines `<sha256>  <name>`, as `sha256sum` writes them.
pub(crate) fn manifest_sha256(parts: &[Part]) -> String {
    let mut digest = Sha256::new();
    for Part { name, sha256 } in parts {
        digest.update(format!("{sha256}  {name}\n"));
    }
    format!("{:x}", digest.finalize())
}

impl Custody {
    /// Refuses parts that are not those handed over; names the first that differs.
    pub(crate) fn must_match(&self, parts: &[Part]) -> Result<(), Error> {
        let differing = |part: &&Part| !parts.contains(part);
        let missing = self.parts.iter().find(differing);
        let part = missing.or_else(|| parts.iter().find(|part| !self.parts.contains(part)));
        match part {
            None => Ok(()),
            Some(part) => Err(Error::CustodyBroken { dossier: self.dossier, part: part.name.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::ids::RawId;

    fn custody(parts: Vec<Part>) -> Custody {
        Custody {
            dossier: DossierId::constant(RawId::from_u128(1)),
            dossier_version: 9,
            manifest_sha256: manifest_sha256(&parts),
            parts,
            handed_over_at: "2026-11-23T02:00:00Z".parse().expect("a moment"),
            handed_over_by: PersonId::constant(RawId::from_u128(2)),
            received: None,
        }
    }

    #[test]
    fn a_part_changed_missing_or_added_is_found() {
        let part = |name: &str, bytes: &str| Part::of(name.to_owned(), bytes.as_bytes());
        let sent = custody(vec![part("forms/1", "a"), part("record/1", "b")]);
        let broken = |parts: &[Part]| match sent.must_match(parts) {
            Ok(()) => None,
            Err(Error::CustodyBroken { part, .. }) => Some(part),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(broken(&sent.parts), None);
        assert_eq!(broken(&[part("forms/1", "x"), part("record/1", "b")]).as_deref(), Some("forms/1"));
        assert_eq!(broken(&sent.parts[..1]).as_deref(), Some("record/1"));
        let added = [sent.parts.clone(), vec![part("record/2", "c")]].concat();
        assert_eq!(broken(&added).as_deref(), Some("record/2"));
    }

    #[test]
    fn the_manifest_is_what_sha256sum_would_write() {
        // sha256("") and sha256 of the one line it makes.
        let parts = [Part::of("a".to_owned(), b"")];
        assert_eq!(parts[0].sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            manifest_sha256(&parts),
            Part::of(String::new(), format!("{}  a\n", parts[0].sha256).as_bytes()).sha256
        );
    }
}
