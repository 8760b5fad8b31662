//! How many files a product may have, and how large they may be.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::Purpose;
use crate::error::Error;

/// What holds for the files of a purpose.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Limit {
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    purpose: String,
    most_files: u64,
    most_bytes: i64,
}

static FACTS: LazyLock<Vec<Limit>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../../facts/product-file-limits.csv").as_bytes())
        .deserialize()
        .map(|row| row.expect("the file was read by a test"))
        .collect()
});

/// What holds for a purpose on a day. There are no products before the first day of the facts.
pub(crate) fn on(purpose: Purpose, day: NaiveDate) -> &'static Limit {
    let of_purpose = || FACTS.iter().filter(|limit| limit.purpose == purpose.name());
    let in_force = |limit: &&Limit| limit.valid_from <= day && limit.valid_to.is_none_or(|to| day <= to);
    of_purpose().find(in_force).or_else(|| of_purpose().next()).expect("a test found each purpose")
}

impl Limit {
    /// Refuses a file that is too large.
    pub(crate) fn must_take(&self, bytes: i64) -> Result<(), Error> {
        if bytes <= self.most_bytes { Ok(()) } else { Err(Error::FileTooLarge { bytes, most: self.most_bytes }) }
    }

    /// Refuses one more file where there are so many.
    pub(crate) fn must_have_room(&self, files: u64) -> Result<(), Error> {
        if files < self.most_files { Ok(()) } else { Err(Error::ProductFilesFull { most: self.most_files }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_has_limits_without_a_gap() {
        for purpose in Purpose::ALL {
            let mut limits: Vec<_> = FACTS.iter().filter(|limit| limit.purpose == purpose.name()).collect();
            limits.sort_by_key(|limit| limit.valid_from);
            assert!(limits.last().is_some_and(|last| last.valid_to.is_none()), "{purpose:?}");
            for two in limits.windows(2) {
                assert_eq!(two[0].valid_to, two[1].valid_from.pred_opt(), "{purpose:?}");
            }
        }
        let sound = |limit: &Limit| limit.most_files > 0 && limit.most_bytes > 0;
        assert!(FACTS.iter().all(|limit| Purpose::named(&limit.purpose).is_some() && sound(limit)));
    }

    #[test]
    fn the_last_file_and_the_last_byte_are_taken() {
        let limit = on(Purpose::Photo, "2026-11-23".parse().expect("a day"));
        assert!(limit.must_take(limit.most_bytes).is_ok() && limit.must_take(limit.most_bytes + 1).is_err());
        assert!(limit.must_have_room(limit.most_files - 1).is_ok() && limit.must_have_room(limit.most_files).is_err());
    }
}
