//! The link between provinces and the ministry: what is submitted, who signs it, what follows on what, and how the two
//! sides find out whether they have the same.

pub(crate) mod keys;

pub(crate) mod submission;

pub(crate) mod standing;

pub(crate) mod record;

pub(crate) mod province;

pub(crate) mod parcel;

pub(crate) mod digests;

pub(crate) mod severity;

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A SHA-256; that of a signed head names its submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Hash(pub(crate) [u8; 32]);

impl Hash {
    /// That of bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// One that was sent; none if it has not 32 bytes.
    pub(crate) fn sent(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// One that may be absent, which empty bytes stand for. The outer none is for what is neither.
    pub(crate) fn sent_or_absent(bytes: &[u8]) -> Option<Option<Self>> {
        if bytes.is_empty() { Some(None) } else { Self::sent(bytes).map(Some) }
    }

    /// One written in hexadecimal.
    pub(crate) fn written(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
        let bytes: Vec<u8> =
            digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        (digits.len() == 64).then(|| Self::sent(&bytes)).flatten()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_is_written() {
        let hash = Hash::of(b"abc");
        assert!(hash.to_string().starts_with("ba7816bf"));
        assert_eq!(Hash::written(&hash.to_string()), Some(hash));
        for wrong in ["", "ba", "xx7816bf", &"0".repeat(63), &"0".repeat(65)] {
            assert_eq!(Hash::written(wrong), None, "{wrong}");
        }
        assert_eq!(Hash::sent_or_absent(&[]), Some(None));
        assert_eq!(Hash::sent_or_absent(&[1]), None);
    }
}
