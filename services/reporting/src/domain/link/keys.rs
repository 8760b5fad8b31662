//! The keys of the link: each installation has one, and signs with it what it sends to the other side.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// What is signed. A signature of one is none of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statement {
    /// The head of a submission.
    SubmissionHeader,
    /// Where a province believes it is.
    LinkPosition,
    /// Where the ministry is.
    LinkStanding,
    /// That a submission was taken in.
    SubmissionReceipt,
    /// What a province has.
    DigestList,
    /// What a comparison came to.
    Reconciliation,
    /// The head of a dossier on its way.
    ParcelHeader,
    /// That a dossier was received.
    ParcelReceipt,
    /// What a province asks for.
    ParcelQuestion,
}

impl Statement {
    /// What is signed for bytes of this kind.
    fn signed(self, bytes: &[u8]) -> Vec<u8> {
        let name = match self {
            Self::SubmissionHeader => "SubmissionHeader",
            Self::LinkPosition => "LinkPosition",
            Self::LinkStanding => "LinkStanding",
            Self::SubmissionReceipt => "SubmissionReceipt",
            Self::DigestList => "DigestList",
            Self::Reconciliation => "Reconciliation",
            Self::ParcelHeader => "ParcelHeader",
            Self::ParcelReceipt => "ParcelReceipt",
            Self::ParcelQuestion => "ParcelQuestion",
        };
        [b"ocop.link.v1/", name.as_bytes(), &[0], bytes].concat()
    }
}

/// The private key of this installation.
pub(crate) struct LinkKey(SigningKey);

impl fmt::Debug for LinkKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("LinkKey").field(&self.public()).finish()
    }
}

impl LinkKey {
    /// Reads an Ed25519 key, PKCS#8 in PEM; none if the text is no such key.
    pub(crate) fn from_pem(pem: &str) -> Option<Self> {
        SigningKey::from_pkcs8_pem(pem).ok().map(Self)
    }

    /// The key that the other side knows this one by.
    pub(crate) fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs.
    pub(crate) fn sign(&self, statement: Statement, bytes: &[u8]) -> [u8; 64] {
        self.0.sign(&statement.signed(bytes)).to_bytes()
    }
}

/// The public key of an installation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads a key as it is told; none if the text is no key, or a weak one.
    pub(crate) fn written(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak()).map(Self)
    }

    /// True if the private key beside this one signed it.
    pub(crate) fn signed(&self, statement: Statement, bytes: &[u8], signature: &[u8]) -> bool {
        let signature = Signature::from_slice(signature);
        signature.is_ok_and(|signature| self.0.verify_strict(&statement.signed(bytes), &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> LinkKey {
        LinkKey(SigningKey::from_bytes(&[number; 32]))
    }

    #[test]
    fn a_signature_holds_for_its_key_its_bytes_and_its_kind_alone() {
        let signature = key(1).sign(Statement::SubmissionHeader, b"head");
        let holds = |number, statement, bytes: &[u8]| key(number).public().signed(statement, bytes, &signature);
        assert!(holds(1, Statement::SubmissionHeader, b"head"));
        assert!(!holds(2, Statement::SubmissionHeader, b"head"), "of another");
        assert!(!holds(1, Statement::SubmissionHeader, b"heat"), "altered");
        assert!(!holds(1, Statement::LinkPosition, b"head"), "meant otherwise");
        assert!(!key(1).public().signed(Statement::SubmissionHeader, b"head", &signature[..63]));
    }

    #[test]
    fn a_public_key_is_read_as_it_is_told() {
        let public = key(1).public();
        assert_eq!(PublicKey::written(&public.to_string()), Some(public));
        for wrong in ["", "AAAA", &"A".repeat(43)] {
            assert_eq!(PublicKey::written(wrong), None, "{wrong}");
        }
        assert!(LinkKey::from_pem("no key").is_none());
    }
}
