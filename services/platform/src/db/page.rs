//! Pages of lists, by keyset: a page begins after the last row of the one before, wherever that row is now.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use tonic::Code;

use crate::error::{Error, ErrorReason, Text};
use crate::ids::RawId;

/// Where a page ended: the sort key of its last row, and the row's identity to tell equal keys apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Sort key; empty for a list in order of identity.
    pub key: Vec<u8>,
    /// Identity.
    pub id: RawId,
}

/// A page that is asked for.
#[derive(Clone, Debug)]
pub struct Page {
    /// Rows it may hold.
    pub size: u32,
    /// Row it begins after; the first page has none.
    pub after: Option<Cursor>,
    filter: [u8; 8],
}

/// A page as it is given.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Token of the next page; empty on the last.
    pub next_page_token: String,
}

/// What tells one filter from another: a token is good only for the filter it was given for.
#[must_use]
pub fn fingerprint(filter: &impl prost::Message) -> [u8; 8] {
    let digest = Sha256::digest(filter.encode_to_vec());
    digest.first_chunk().copied().expect("a digest is longer than eight bytes")
}

impl Page {
    /// Reads a page token; the empty one asks for the first page.
    ///
    /// # Errors
    /// When the token is not one that this list gave for this filter.
    pub fn new(size: u32, token: &str, filter: [u8; 8]) -> Result<Self, Error> {
        if token.is_empty() {
            return Ok(Self { size, after: None, filter });
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| token_invalid())?;
        let after = bytes
            .strip_prefix(&filter)
            .and_then(|rest| rest.split_first_chunk::<16>())
            .map(|(id, key)| Cursor { key: key.to_vec(), id: RawId::from_bytes(*id) })
            .ok_or_else(token_invalid)?;
        Ok(Self { size, after: Some(after), filter })
    }

    /// How many rows to fetch: one more than the page holds tells whether there is a next one.
    #[must_use]
    pub fn limit(&self) -> u64 {
        u64::from(self.size) + 1
    }

    /// Makes the page of the rows fetched.
    #[must_use]
    pub fn of<T>(&self, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Paged<T> {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        let mut next_page_token = String::new();
        if rows.len() > size {
            rows.truncate(size);
            if let Some(last) = rows.last().map(cursor) {
                let token = [&self.filter[..], last.id.as_bytes(), &last.key].concat();
                next_page_token = URL_SAFE_NO_PAD.encode(token);
            }
        }
        Paged { rows, next_page_token }
    }
}

impl<T> Paged<T> {
    /// The same page with each row turned into something else, if every row can be.
    ///
    /// # Errors
    /// When a row cannot be turned.
    pub fn try_map<U, E>(self, turn: impl FnMut(T) -> Result<U, E>) -> Result<Paged<U>, E> {
        let rows = self.rows.into_iter().map(turn).collect::<Result<_, _>>()?;
        Ok(Paged { rows, next_page_token: self.next_page_token })
    }

    /// The same page with each row turned into something else.
    #[must_use]
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Paged<U> {
        Paged { rows: self.rows.into_iter().map(turn).collect(), next_page_token: self.next_page_token }
    }
}

fn token_invalid() -> Error {
    let text = Text::new(
        "Mã trang không phải do danh sách này cấp, hoặc bộ lọc đã đổi; hãy lấy lại từ trang đầu.",
        "The page token was not given by this list, or the filter changed; begin again with the first page.",
    );
    Error::new(Code::InvalidArgument, ErrorReason::PageTokenInvalid, text).at_field("page_token")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(number: &u8) -> Cursor {
        Cursor { key: vec![*number], id: RawId::from_u128(u128::from(*number)) }
    }

    #[test]
    fn a_page_leads_to_the_next() {
        let first = Page::new(2, "", [7; 8]).expect("the first page").of(vec![1, 2, 3], cursor);
        assert_eq!(first.rows, [1, 2]);
        let next = Page::new(2, &first.next_page_token, [7; 8]).expect("its token");
        assert_eq!(next.after, Some(cursor(&2)));
        assert!(next.of(vec![3], cursor).next_page_token.is_empty());
    }

    #[test]
    fn a_token_is_good_for_its_filter_only() {
        let page = Page::new(1, "", [7; 8]).expect("the first page").of(vec![1, 2], cursor);
        assert!(Page::new(1, &page.next_page_token, [8; 8]).is_err());
        assert!(Page::new(1, "%%%", [7; 8]).is_err());
        assert!(Page::new(1, "AAAA", [7; 8]).is_err());
    }
}
