//! What the cells of a row say, field by field. What cannot be understood is kept, so that a row is told all at once.

use platform::fields::Fields;

use super::Sheet;
use super::words::{Words, meant};
use crate::domain::import::{ImportRow, amount, day_as_iso, factor_of_header};
use crate::error::Error;

/// The cells of a row.
pub(super) struct Cells<'r> {
    sheet: &'r Sheet<'r>,
    row: &'r ImportRow,
    faults: Fields,
}

impl<'r> Cells<'r> {
    pub(super) fn of(sheet: &'r Sheet<'r>, row: &'r ImportRow) -> Self {
        Self { sheet, row, faults: Fields::new() }
    }

    /// What stands there.
    pub(super) fn text(&self, field: &str) -> String {
        self.sheet.value(self.row, field).to_owned()
    }

    /// True if one of the fields says something.
    pub(super) fn say(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| !self.sheet.value(self.row, field).is_empty())
    }

    /// A day as requests have it.
    pub(super) fn day(&self, field: &str) -> String {
        day_as_iso(self.sheet.value(self.row, field))
    }

    /// An amount of money in đồng, whatever the header says its numbers are in.
    pub(super) fn dong(&mut self, field: &str) -> Option<i64> {
        let factor = factor_of_header(self.sheet.import.header_of(field));
        let vi = "Số tiền là một số, như 1.200.000.000 hoặc 1,2 tỷ.";
        self.number(field, factor, vi, "An amount is a number, such as 1.200.000.000 or 1,2 tỷ.")
    }

    /// A number of things.
    pub(super) fn count(&mut self, field: &str) -> Option<i32> {
        let counted = self.number(field, 1, "Số lượng là một số nguyên.", "This is a whole number.")?;
        Some(i32::try_from(counted).unwrap_or(i32::MAX))
    }

    /// A share in hundredths of a percent.
    pub(super) fn share(&mut self, field: &str) -> Option<i32> {
        let vi = "Tỷ lệ tính theo phần trăm, như 51,5.";
        let share = self.number(field, 100, vi, "A share is in percent, such as 51,5.")?;
        Some(i32::try_from(share).unwrap_or(i32::MAX))
    }

    fn number(&mut self, field: &str, factor: i64, vi: &str, en: &str) -> Option<i64> {
        let written = self.sheet.value(self.row, field);
        let read = amount(written, factor);
        if read.is_none() && !written.is_empty() {
            self.faults.fault(field, vi, en);
        }
        read
    }

    /// The choice that words stand for, as its number in the contract; 0 where nothing is said.
    pub(super) fn choice<T: Copy + Into<i32>>(&mut self, field: &str, words: Words<T>) -> i32 {
        let written = self.sheet.value(self.row, field);
        let read = meant(written, words);
        if read.is_none() && !written.is_empty() {
            let known: Vec<_> = words.iter().map(|(called, _)| *called).collect();
            let known = known.join(", ");
            self.faults.fault(
                field,
                format!("Không hiểu từ này. Biết các từ (không dấu): {known}."),
                format!("This is not understood. Known words are, without accents: {known}."),
            );
        }
        read.map_or(0, Into::into)
    }

    /// What could not be understood.
    pub(super) fn fault(self) -> Option<Error> {
        self.faults.finish((Some(()),)).err().map(Error::from)
    }
}
