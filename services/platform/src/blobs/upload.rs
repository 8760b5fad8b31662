//! How far an upload has come, and its bytes collected to pieces. Whose it is and what becomes of it is the service's.

use std::collections::VecDeque;

use super::PART_BYTES;
use crate::error::Error;
use crate::operation::Incoming;

/// Days after which what nobody needs any more is given up: an upload to which nothing came, a file that nothing
/// refers to.
pub const GIVEN_UP_AFTER_DAYS: i64 = 7;

/// How far an upload has come. `F` is the identity of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState<F> {
    /// So many bytes are kept.
    Receiving {
        /// Bytes.
        committed: i64,
    },
    /// It became a file.
    Complete {
        /// The file.
        file: F,
    },
    /// It was given up.
    Discarded,
}

/// Why an upload does not take bytes, or is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadFault {
    /// It was given up.
    Discarded,
    /// The bytes do not follow those before.
    Offset {
        /// Bytes that are kept.
        committed: i64,
    },
    /// There are more than were declared.
    TooLong {
        /// Bytes that were declared.
        declared: i64,
    },
}

impl<F> UploadState<F> {
    /// Bytes of those declared that are kept whatever happens.
    pub fn committed(&self, declared: i64) -> i64 {
        match self {
            Self::Receiving { committed } => *committed,
            Self::Complete { .. } => declared,
            Self::Discarded => 0,
        }
    }

    /// True if all its bytes are there, and nothing was made of them yet.
    pub fn awaits_completion(&self, declared: i64) -> bool {
        matches!(self, Self::Receiving { committed } if *committed == declared)
    }

    /// Refuses bytes that it cannot take: `next` is the place of the first byte that did not come yet.
    ///
    /// # Errors
    /// When it was given up, the bytes do not follow, or are too many.
    pub fn must_take(&self, declared: i64, next: i64, offset: i64, bytes: usize) -> Result<(), UploadFault> {
        if matches!(self, Self::Discarded) {
            return Err(UploadFault::Discarded);
        }
        if offset != next {
            return Err(UploadFault::Offset { committed: self.committed(declared) });
        }
        let end = i64::try_from(bytes).ok().and_then(|bytes| offset.checked_add(bytes));
        if end.is_none_or(|end| end > declared) { Err(UploadFault::TooLong { declared }) } else { Ok(()) }
    }

    /// Some more bytes are kept.
    ///
    /// # Errors
    /// When it cannot take them.
    pub fn take(self, declared: i64, offset: i64, bytes: usize) -> Result<Self, UploadFault> {
        self.must_take(declared, self.committed(declared), offset, bytes)?;
        match self {
            Self::Receiving { committed } => {
                Ok(Self::Receiving { committed: committed + i64::try_from(bytes).unwrap_or_default() })
            }
            _ => Err(UploadFault::Offset { committed: declared }),
        }
    }

    /// It becomes a file. Who comes second finds the file of the first.
    ///
    /// # Errors
    /// When bytes are missing, or it was given up.
    pub fn complete(self, declared: i64, file: F) -> Result<Self, UploadFault> {
        match self {
            Self::Complete { .. } => Ok(self),
            Self::Receiving { committed } if committed == declared => Ok(Self::Complete { file }),
            Self::Receiving { committed } => Err(UploadFault::Offset { committed }),
            Self::Discarded => Err(UploadFault::Discarded),
        }
    }

    /// It is given up, unless it became a file meanwhile.
    #[must_use]
    pub fn discard(self) -> Self {
        match self {
            Self::Receiving { .. } => Self::Discarded,
            ended => ended,
        }
    }

    /// Name of the state, as it is stored.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Receiving { .. } => "receiving",
            Self::Complete { .. } => "complete",
            Self::Discarded => "discarded",
        }
    }

    /// The state of a name, as it is stored; none if there is no such state.
    pub fn named(name: &str, committed: i64, file: Option<F>) -> Option<Self> {
        match name {
            "receiving" => Some(Self::Receiving { committed }),
            "complete" => Some(Self::Complete { file: file? }),
            "discarded" => Some(Self::Discarded),
            _ => None,
        }
    }
}

/// Bytes that are collected before they are kept.
#[derive(Debug)]
pub struct Piece {
    /// Place of the first of them in the file.
    pub start: i64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Piece {
    fn at(start: i64) -> Self {
        Self { start, bytes: Vec::with_capacity(PART_BYTES) }
    }

    /// Place of the next byte in the file.
    fn end(&self) -> i64 {
        self.start + i64::try_from(self.bytes.len()).unwrap_or(i64::MAX)
    }

    /// Takes at most a piece's worth of bytes, and gives the piece that is full with them.
    fn take(&mut self, bytes: &[u8]) -> Option<Self> {
        let room = PART_BYTES - self.bytes.len();
        let (fits, over) = bytes.split_at(room.min(bytes.len()));
        self.bytes.extend_from_slice(fits);
        if self.bytes.len() < PART_BYTES {
            return None;
        }
        let mut next = Self::at(self.end());
        next.bytes.extend_from_slice(over);
        Some(std::mem::replace(self, next))
    }
}

/// The messages of a call, as pieces.
#[derive(Debug)]
pub struct Pieces<Q> {
    data_of: fn(&Q) -> &[u8],
    message: Option<Q>,
    full: VecDeque<Piece>,
    collected: Option<Piece>,
}

impl<Q> Pieces<Q> {
    /// Pieces from a place on, beginning with the first message of the call; `data_of` gives the bytes of a message.
    pub fn after(committed: i64, first: Q, data_of: fn(&Q) -> &[u8]) -> Self {
        Self { data_of, message: Some(first), full: VecDeque::new(), collected: Some(Piece::at(committed)) }
    }

    /// The next piece; what is left when the messages have ended; none after that. `must_take` looks at each message
    /// before its bytes are collected, and is told the place of the first byte that did not come yet.
    ///
    /// # Errors
    /// When a message is refused, or the call breaks off.
    pub async fn next<S: Send + Sync, E: From<Error>>(
        &mut self,
        call: &mut Incoming<S, Q>,
        must_take: impl Fn(i64, &Q) -> Result<(), E>,
    ) -> Result<Option<Piece>, E> {
        while self.full.is_empty() {
            let message = match self.message.take() {
                Some(first) => Some(first),
                None => call.next().await?,
            };
            let Some(message) = message else {
                return Ok(self.collected.take().filter(|rest| !rest.bytes.is_empty()));
            };
            let Some(collected) = &mut self.collected else { return Ok(None) };
            must_take(collected.end(), &message)?;
            self.full.extend((self.data_of)(&message).chunks(PART_BYTES).filter_map(|bytes| collected.take(bytes)));
        }
        Ok(self.full.pop_front())
    }
}
