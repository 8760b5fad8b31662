//! The minutes of a session: what its record comes to, signed by chair and secretary.
//!
//! The content is computed, never written by anybody. The first signature freezes it; a signature is one of a content,
//! by its hash, and of another content it is none.

use platform::clock::Moment;
use platform::ids::PersonId;
use sha2::{Digest as _, Sha256};

use super::council::Duty;
use super::dossier::DossierId;
use super::session::SessionId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a statement.
    StatementId
}

/// The minutes of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Minutes {
    pub(crate) session: SessionId,
    /// What is signed, encoded.
    pub(crate) content: Vec<u8>,
    pub(crate) signatures: Vec<Signature>,
}

/// A signature on minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) duty: Duty,
    pub(crate) person: PersonId,
    /// Of the content that was signed, in hexadecimal.
    pub(crate) sha256: String,
    pub(crate) signed_at: Moment,
}

/// What a member wants the minutes to say in her own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) id: StatementId,
    pub(crate) session: SessionId,
    /// None if it is about the session as a whole.
    pub(crate) dossier: Option<DossierId>,
    pub(crate) person: PersonId,
    pub(crate) text: String,
    pub(crate) made_at: Moment,
}

impl Minutes {
    /// Minutes that nobody has signed.
    pub(crate) fn unsigned(session: SessionId, content: Vec<u8>) -> Self {
        Self { session, content, signatures: Vec::new() }
    }

    /// The hash of the content, in hexadecimal.
    pub(crate) fn sha256(&self) -> String {
        format!("{:x}", Sha256::digest(&self.content))
    }

    /// One who presides signs the content she has read.
    pub(crate) fn sign(mut self, signature: Signature) -> Result<Self, Error> {
        if self.signatures.iter().any(|before| before.duty == signature.duty) {
            return Err(Error::MinutesAlreadySigned);
        }
        if signature.sha256 != self.sha256() {
            return Err(Error::MinutesChanged);
        }
        self.signatures.push(signature);
        Ok(self)
    }

    /// True if chair and secretary have signed what the content is now.
    pub(crate) fn is_signed_by_both(&self) -> bool {
        let now = self.sha256();
        let signed = |duty| self.signatures.iter().any(|signature| signature.duty == duty && signature.sha256 == now);
        signed(Duty::Chair) && signed(Duty::Secretary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(minutes: &Minutes, duty: Duty) -> Signature {
        Signature {
            duty,
            person: PersonId::constant(uuid::Uuid::from_u128(1)),
            sha256: minutes.sha256(),
            signed_at: Moment::UNIX_EPOCH,
        }
    }

    fn minutes() -> Minutes {
        Minutes::unsigned(uuid::Uuid::from_u128(7).into(), b"content".to_vec())
    }

    #[test]
    fn both_sign_and_each_once() {
        let minutes = minutes();
        let (chair, secretary) = (signature(&minutes, Duty::Chair), signature(&minutes, Duty::Secretary));
        let one = minutes.sign(chair.clone()).expect("signed");
        assert!(!one.is_signed_by_both());
        assert!(matches!(one.clone().sign(chair), Err(Error::MinutesAlreadySigned)));
        assert!(one.sign(secretary).expect("signed").is_signed_by_both());
    }

    #[test]
    fn a_signature_is_one_of_the_content_that_was_read() {
        let minutes = minutes();
        let other = Minutes { content: b"other content".to_vec(), ..minutes.clone() };
        let signed = minutes.clone().sign(signature(&minutes, Duty::Chair)).expect("signed");
        assert!(matches!(signed.clone().sign(signature(&other, Duty::Secretary)), Err(Error::MinutesChanged)));
        let mut both = signed.sign(signature(&minutes, Duty::Secretary)).expect("signed");
        both.content = other.content;
        assert!(!both.is_signed_by_both(), "changed afterwards, they are void");
    }
}
