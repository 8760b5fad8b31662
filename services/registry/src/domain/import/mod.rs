//! Imports: sheets of offices that become records.

mod fields;

mod columns;

mod table;

mod values;

mod amounts;

mod place;

pub(crate) mod keeping;

use std::fmt;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::{PersonId, RawId};
use serde::{Deserialize, Serialize};

pub(crate) use amounts::{amount, factor_of_header, parts};
pub(crate) use columns::{Column, Mapping, suggested_mapping};
pub(crate) use fields::{Field, fields};
pub(crate) use place::{Place, found_place, found_province};
pub(crate) use table::{Aside, LOOKED_THROUGH, Table, aside, find_table};
pub(crate) use values::{day_as_iso, kind_of_name, kind_of_words, set_of_words, star_of_words, year, year_of_header};

use crate::error::Error;

platform::id_type! {
    /// Identity of an import.
    ImportId
}

/// What the rows of a sheet are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetKind {
    Producers,
    Products,
    Leaders,
    Officials,
    OldCertificates,
    Units,
}

impl SheetKind {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Producers, "producers"),
        (Self::Products, "products"),
        (Self::Leaders, "leaders"),
        (Self::Officials, "officials"),
        (Self::OldCertificates, "old_certificates"),
        (Self::Units, "units"),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).expect("all kinds have a name").1
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImportState {
    Receiving,
    Uploaded,
    Checking,
    Checked,
    Applying,
    Applied,
    Undoing,
    Undone,
    Cancelled,
}

impl ImportState {
    pub(crate) const ALL: [(Self, &'static str); 9] = [
        (Self::Receiving, "receiving"),
        (Self::Uploaded, "uploaded"),
        (Self::Checking, "checking"),
        (Self::Checked, "checked"),
        (Self::Applying, "applying"),
        (Self::Applied, "applied"),
        (Self::Undoing, "undoing"),
        (Self::Undone, "undone"),
        (Self::Cancelled, "cancelled"),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).expect("all states have a name").1
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(state, _)| state)
    }
}

impl fmt::Display for ImportState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What is done with rows when some are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImportMode {
    AllOrNothing,
    GoodRowsOnly,
}

impl ImportMode {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AllOrNothing => "all_or_nothing",
            Self::GoodRowsOnly => "good_rows_only",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::AllOrNothing, Self::GoodRowsOnly].into_iter().find(|mode| mode.name() == name)
    }
}

/// What a row has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowState {
    /// Above the table, or its header.
    Heading,
    Pending,
    Good,
    Skipped,
    Refused,
    Applied,
    Undone,
    Kept,
}

impl RowState {
    pub(crate) const ALL: [(Self, &'static str); 8] = [
        (Self::Heading, "heading"),
        (Self::Pending, "pending"),
        (Self::Good, "good"),
        (Self::Skipped, "skipped"),
        (Self::Refused, "refused"),
        (Self::Applied, "applied"),
        (Self::Undone, "undone"),
        (Self::Kept, "kept"),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).expect("all states have a name").1
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(state, _)| state)
    }
}

/// How many rows have come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    pub(crate) pending: i32,
    pub(crate) good: i32,
    pub(crate) skipped: i32,
    pub(crate) refused: i32,
    pub(crate) applied: i32,
    pub(crate) undone: i32,
    pub(crate) kept: i32,
}

impl Counts {
    /// All rows, headings aside.
    pub(crate) fn rows(self) -> i32 {
        let Self { pending, good, skipped, refused, applied, undone, kept } = self;
        pending + good + skipped + refused + applied + undone + kept
    }

    /// Notes that a row has come from one state to another.
    pub(crate) fn moved(&mut self, from: RowState, to: RowState) {
        self.of(from).into_iter().for_each(|count| *count -= 1);
        self.of(to).into_iter().for_each(|count| *count += 1);
    }

    fn of(&mut self, state: RowState) -> Option<&mut i32> {
        match state {
            RowState::Heading => None,
            RowState::Pending => Some(&mut self.pending),
            RowState::Good => Some(&mut self.good),
            RowState::Skipped => Some(&mut self.skipped),
            RowState::Refused => Some(&mut self.refused),
            RowState::Applied => Some(&mut self.applied),
            RowState::Undone => Some(&mut self.undone),
            RowState::Kept => Some(&mut self.kept),
        }
    }
}

/// Why a row is not applied, or what was noticed about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Verdict {
    /// The field; empty if it is about the whole row.
    pub(crate) field: String,
    /// Name of the reason; empty for a remark.
    pub(crate) reason: String,
    pub(crate) vi: String,
    pub(crate) en: String,
}

impl Verdict {
    /// The verdict without its words, which may repeat what stood in the line.
    pub(crate) fn without_words(self) -> Self {
        Self { vi: String::new(), en: String::new(), ..self }
    }

    /// Something to know that stands in nobody's way.
    pub(crate) fn remark(field: &str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: String::new(), vi: vi.into(), en: en.into() }
    }
}

/// A record that a row made, as it was then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MadeRecord {
    pub(crate) id: RawId,
    pub(crate) version: i64,
}

/// A line of the sheet, with what it has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ImportRow {
    pub(crate) number: i32,
    pub(crate) cells: Vec<String>,
    pub(crate) state: RowState,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) made: Option<MadeRecord>,
}

/// The file that an import is from; it is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceFile {
    pub(crate) name: String,
    pub(crate) sha256: Vec<u8>,
    pub(crate) bytes: i64,
}

/// A sheet that becomes records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) id: ImportId,
    pub(crate) kind: SheetKind,
    /// Names of places are looked for in it.
    pub(crate) unit: UnitId,
    pub(crate) file: SourceFile,
    pub(crate) state: ImportState,
    pub(crate) header_from: i32,
    pub(crate) header_to: i32,
    pub(crate) columns: Vec<Column>,
    pub(crate) mapping: Mapping,
    /// None before it is applied.
    pub(crate) mode: Option<ImportMode>,
    /// The line dealt with last in this state.
    pub(crate) position: i32,
    pub(crate) counts: Counts,
    pub(crate) version: i64,
    pub(crate) created_by: PersonId,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
    /// None while its lines are there.
    pub(crate) rows_emptied_at: Option<Moment>,
}

/// The first and the last line of every sheet lie between these.
const BEFORE_THE_FIRST: i32 = 0;
const BEHIND_THE_LAST: i32 = i32::MAX;

impl Import {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// True if what was applied goes back once a row is refused.
    pub(crate) fn goes_back_at_a_refusal(&self) -> bool {
        self.state == ImportState::Applying && self.mode == Some(ImportMode::AllOrNothing)
    }

    /// The header of the column that stands for a field; empty if none does.
    pub(crate) fn header_of(&self, field: &str) -> &str {
        let number = self.mapping.columns.iter().find(|(_, named)| named == field).map(|(number, _)| *number);
        let column = self.columns.iter().find(|column| Some(column.number) == number);
        column.map_or("", |column| column.header.as_str())
    }

    fn refused<T>(&self) -> Result<T, Error> {
        Err(Error::ImportStateWrong { import: self.id, state: self.state })
    }

    fn moved(self, state: ImportState, position: i32, now: Moment) -> Self {
        Self { state, position, version: self.version + 1, updated_at: now, ..self }
    }

    /// All rows are there.
    pub(crate) fn complete(self, now: Moment) -> Result<Self, Error> {
        match self.state {
            ImportState::Receiving => Ok(self.moved(ImportState::Uploaded, BEFORE_THE_FIRST, now)),
            _ => self.refused(),
        }
    }

    /// Every row is to be tried, with this mapping: verdicts of a check before count no more.
    pub(crate) fn begin_check(self, mapping: Mapping, now: Moment) -> Result<Self, Error> {
        match self.state {
            ImportState::Uploaded | ImportState::Checking | ImportState::Checked => {
                let counts = Counts { pending: self.counts.rows(), ..Counts::default() };
                let begun = Self { mapping, counts, ..self };
                Ok(begun.moved(ImportState::Checking, BEFORE_THE_FIRST, now))
            }
            _ => self.refused(),
        }
    }

    /// The good rows are to be applied. The lines of a change of units are one thing.
    pub(crate) fn begin_apply(self, mode: ImportMode, now: Moment) -> Result<Self, Error> {
        let is_whole = mode == ImportMode::AllOrNothing || self.kind == SheetKind::Units;
        match self.state {
            ImportState::Checked if is_whole && self.counts.refused > 0 => {
                Err(Error::ImportHasRefusals { import: self.id, refused: self.counts.refused })
            }
            ImportState::Checked => {
                Ok(Self { mode: Some(mode), ..self }.moved(ImportState::Applying, BEFORE_THE_FIRST, now))
            }
            _ => self.refused(),
        }
    }

    /// What was applied is to be taken back, the last row first. What another service did for a batch that was cut is
    /// known only once the batch was done again: such an import is applied to its end before.
    pub(crate) fn begin_undo(self, now: Moment) -> Result<Self, Error> {
        match self.state {
            ImportState::Applying if self.kind == SheetKind::OldCertificates => self.refused(),
            ImportState::Applying | ImportState::Applied => Ok(self.go_back(now)),
            _ => self.refused(),
        }
    }

    /// All or nothing: a row was refused, so what was applied goes back.
    pub(crate) fn go_back(self, now: Moment) -> Self {
        self.moved(ImportState::Undoing, BEHIND_THE_LAST, now)
    }

    /// It is given up.
    pub(crate) fn cancel(self, now: Moment) -> Result<Self, Error> {
        match self.state {
            ImportState::Receiving | ImportState::Uploaded | ImportState::Checking | ImportState::Checked => {
                let given_up = Self { counts: Counts::default(), ..self };
                Ok(given_up.moved(ImportState::Cancelled, BEFORE_THE_FIRST, now))
            }
            _ => self.refused(),
        }
    }

    /// Its lines say no more what stood in them.
    pub(crate) fn emptied(self, now: Moment) -> Self {
        Self { rows_emptied_at: Some(now), version: self.version + 1, updated_at: now, ..self }
    }

    /// A batch was dealt with, up to this line; or, with none, all there is.
    pub(crate) fn advanced(self, counts: Counts, position: Option<i32>, now: Moment) -> Self {
        let at_rest = match self.state {
            ImportState::Checking => ImportState::Checked,
            ImportState::Applying => ImportState::Applied,
            ImportState::Undoing => ImportState::Undone,
            at_rest => at_rest,
        };
        let advanced = Self { counts, ..self };
        let (state, position) = match position {
            Some(position) => (advanced.state, position),
            None => (at_rest, advanced.position),
        };
        advanced.moved(state, position, now)
    }
}

/// The last day of the year that a row speaks of, if the units of that day are known.
pub(crate) fn last_day_of(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 12, 31)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn import(state: ImportState, refused: i32) -> Import {
        Import {
            id: RawId::from_u128(1).into(),
            kind: SheetKind::Producers,
            unit: "2025:11".parse().expect("a unit"),
            file: SourceFile { name: "a.csv".to_owned(), sha256: vec![0; 32], bytes: 1 },
            state,
            header_from: 1,
            header_to: 1,
            columns: Vec::new(),
            mapping: Mapping::default(),
            mode: None,
            position: 9,
            counts: Counts { good: 3, refused, ..Counts::default() },
            version: 4,
            created_by: RawId::from_u128(2).into(),
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            rows_emptied_at: None,
        }
    }

    /// The states from which a step leads on.
    fn from(step: impl Fn(Import) -> Result<Import, Error>) -> Vec<&'static str> {
        let open = ImportState::ALL.into_iter().filter(|(state, _)| step(import(*state, 0)).is_ok());
        open.map(|(_, name)| name).collect()
    }

    #[test]
    fn each_step_leads_on_from_its_states_only() {
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(from(|import| import.complete(now)), ["receiving"]);
        assert_eq!(from(|import| import.begin_check(Mapping::default(), now)), ["uploaded", "checking", "checked"]);
        assert_eq!(from(|import| import.begin_apply(ImportMode::AllOrNothing, now)), ["checked"]);
        assert_eq!(from(|import| import.begin_undo(now)), ["applying", "applied"]);
        let of_another = |import| Import { kind: SheetKind::OldCertificates, ..import };
        assert_eq!(from(|import| of_another(import).begin_undo(now)), ["applied"]);
        assert_eq!(from(|import| import.cancel(now)), ["receiving", "uploaded", "checking", "checked"]);
    }

    #[test]
    fn all_or_nothing_does_not_begin_with_refusals() {
        let apply = |mode| import(ImportState::Checked, 1).begin_apply(mode, DateTime::UNIX_EPOCH);
        assert!(matches!(apply(ImportMode::AllOrNothing), Err(Error::ImportHasRefusals { refused: 1, .. })));
        assert_eq!(apply(ImportMode::GoodRowsOnly).expect("begun").state, ImportState::Applying);
    }

    #[test]
    fn a_new_check_counts_anew() {
        let begun = import(ImportState::Checked, 2).begin_check(Mapping::default(), DateTime::UNIX_EPOCH);
        let mut begun = begun.expect("begun");
        assert_eq!((begun.counts.pending, begun.counts.rows(), begun.position), (5, 5, 0));
        begun.counts.moved(RowState::Pending, RowState::Good);
        assert_eq!((begun.counts.pending, begun.counts.good), (4, 1));
    }

    #[test]
    fn names_are_of_one_state_each() {
        for (state, name) in RowState::ALL {
            assert_eq!((state.name(), RowState::named(name)), (name, Some(state)));
        }
        for (state, name) in ImportState::ALL {
            assert_eq!((state.name(), ImportState::named(name)), (name, Some(state)));
        }
        for (kind, name) in SheetKind::ALL {
            assert_eq!((kind.name(), SheetKind::named(name)), (name, Some(kind)));
        }
    }
}
