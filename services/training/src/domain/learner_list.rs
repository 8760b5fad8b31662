//! Lists of learners as offices keep them: what their columns are, and whom their rows mean.

use std::collections::HashSet;

use platform::clock::Moment;
use platform::ids::PersonId;
use platform::sheets::Line;
use platform::text::folded;
use serde::{Deserialize, Serialize};

use super::breakdown::Sex;
use super::learner::OfficialLevel;
use super::training_class::TrainingClassId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a list.
    LearnerListId
}

/// Lines at the top of a sheet among which the headers are looked for.
const HEADERS_WITHIN: usize = 20;
/// What stands in a sheet for present, folded.
const PRESENT: [&str; 7] = ["x", "co", "co mat", "1", "p", "yes", "v"];

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RowState {
    /// It is one person.
    Matched,
    /// It may be one of several.
    Ambiguous,
    /// Nobody is known whom it could be.
    Unmatched,
    /// A person who is enrolled already, or stands above.
    Double,
    /// Somebody left it out.
    Skipped,
    /// It was applied.
    Applied,
}

impl RowState {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Matched, "matched"),
        (Self::Ambiguous, "ambiguous"),
        (Self::Unmatched, "unmatched"),
        (Self::Double, "double"),
        (Self::Skipped, "skipped"),
        (Self::Applied, "applied"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).expect("all states have a name").1
    }

    /// The state of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(state, _)| state)
    }
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LearnerList {
    pub(crate) id: LearnerListId,
    pub(crate) class: TrainingClassId,
    /// Session whose attendance it tells; 0 for a list of learners.
    pub(crate) session_number: i32,
    pub(crate) applied: bool,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
}

impl LearnerList {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// Refuses once it was applied.
    pub(crate) fn must_be_open(&self) -> Result<(), Error> {
        if self.applied { Err(Error::ListApplied { list: self.id }) } else { Ok(()) }
    }
}

/// Whom a row may be, as it is kept with the row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct ListedPerson {
    pub(crate) person: String,
    /// Empty for an official.
    pub(crate) producer: String,
    pub(crate) level: Option<OfficialLevel>,
    pub(crate) unit: String,
    pub(crate) sample: bool,
}

/// What a line of a sheet says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SheetRow {
    pub(crate) line: i32,
    pub(crate) full_name: String,
    pub(crate) place: String,
    pub(crate) person: String,
    pub(crate) sex: Option<Sex>,
    pub(crate) ethnicity: String,
    pub(crate) present: bool,
}

/// A row of a list with whom it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListRow {
    pub(crate) sheet: SheetRow,
    pub(crate) state: RowState,
    pub(crate) person: Option<PersonId>,
    pub(crate) candidates: Vec<ListedPerson>,
}

/// Somebody the register knows, by name and place.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) person: PersonId,
    pub(crate) listed: ListedPerson,
    /// Name, folded.
    pub(crate) name: String,
    /// Name of the unit, folded.
    pub(crate) place: String,
}

/// Which columns a sheet has, by their places.
struct Columns {
    name: usize,
    place: Option<usize>,
    person: Option<usize>,
    sex: Option<usize>,
    ethnicity: Option<usize>,
    present: Option<usize>,
}

impl Columns {
    fn of(line: &Line) -> Option<Self> {
        let headers: Vec<_> = line.cells.iter().map(|cell| folded(cell)).collect();
        let place = |known: &[&str]| headers.iter().position(|header| known.contains(&header.as_str()));
        Some(Self {
            name: place(&["ho va ten", "ho ten", "ho va ten hoc vien", "hoc vien", "full name"])?,
            place: place(&["don vi", "don vi cong tac", "xa", "xa, phuong", "dia phuong", "dia chi", "unit"]),
            person: place(&["ma", "ma nguoi", "person id", "person_id"]),
            sex: place(&["gioi tinh", "sex"]),
            ethnicity: place(&["dan toc", "ethnicity"]),
            present: place(&["co mat", "diem danh", "present"]),
        })
    }

    fn row(&self, line: &Line) -> Option<SheetRow> {
        let cell = |place: usize| line.cells.get(place).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let optional = |place: Option<usize>| place.map(cell).unwrap_or_default();
        let full_name = cell(self.name);
        if full_name.is_empty() && optional(self.person).is_empty() {
            return None;
        }
        Some(SheetRow {
            line: i32::try_from(line.number).ok()?,
            full_name,
            place: optional(self.place),
            person: optional(self.person),
            sex: sex(&optional(self.sex)),
            ethnicity: optional(self.ethnicity).chars().take(50).collect(),
            present: self.present.is_none_or(|place| PRESENT.contains(&folded(&cell(place)).as_str())),
        })
    }
}

fn sex(written: &str) -> Option<Sex> {
    match folded(written).as_str() {
        "nu" | "female" | "f" => Some(Sex::Female),
        "nam" | "male" | "m" => Some(Sex::Male),
        _ => None,
    }
}

/// The rows of a sheet, below its headers; none if it has no column of names.
pub(crate) fn rows_of(lines: &[Line]) -> Option<Vec<SheetRow>> {
    let (place, columns) =
        lines.iter().take(HEADERS_WITHIN).enumerate().find_map(|(place, line)| Some((place, Columns::of(line)?)))?;
    Some(lines[place + 1..].iter().filter_map(|line| columns.row(line)).collect())
}

/// Whom each row means among those who are known. Who stands above, or among the enrolled, is a double.
pub(crate) fn matched(rows: Vec<SheetRow>, known: &[Known], enrolled: &HashSet<PersonId>) -> Vec<ListRow> {
    let mut seen = enrolled.clone();
    rows.into_iter()
        .map(|sheet| {
            let found = meant(&sheet, known);
            let person = match found.as_slice() {
                [one] => Some(one.person),
                _ => None,
            };
            let state = match (found.len(), person) {
                (0, _) => RowState::Unmatched,
                (_, Some(person)) if seen.insert(person) => RowState::Matched,
                (_, Some(_)) => RowState::Double,
                (_, None) => RowState::Ambiguous,
            };
            let candidates = found.into_iter().map(|one| one.listed.clone()).collect();
            ListRow { sheet, state, person, candidates }
        })
        .collect()
}

/// Those a row may mean: by identity; else by name, and where several have it by place.
fn meant<'k>(row: &SheetRow, known: &'k [Known]) -> Vec<&'k Known> {
    if !row.person.is_empty() {
        return once_each(known.iter().filter(|one| one.listed.person == row.person.to_lowercase()));
    }
    let name = folded(&row.full_name);
    let named = once_each(known.iter().filter(|one| one.name == name));
    let place = folded(&row.place);
    if named.len() < 2 || place.is_empty() {
        return named;
    }
    let there: Vec<_> = named.iter().copied().filter(|one| one.place.contains(&place)).collect();
    if there.is_empty() { named } else { there }
}

fn once_each<'k>(known: impl Iterator<Item = &'k Known>) -> Vec<&'k Known> {
    let mut seen = HashSet::new();
    known.filter(|one| seen.insert(one.person)).collect()
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn line(number: u32, cells: &[&str]) -> Line {
        Line { number, cells: cells.iter().map(ToString::to_string).collect() }
    }

    fn known(number: u128, name: &str, place: &str) -> Known {
        let person: PersonId = RawId::from_u128(number).into();
        let listed = ListedPerson {
            person: person.to_string(),
            producer: String::new(),
            level: Some(OfficialLevel::Commune),
            unit: "2025:03127".to_owned(),
            sample: false,
        };
        Known { person, listed, name: folded(name), place: folded(place) }
    }

    #[test]
    fn columns_are_known_by_their_headers_wherever_they_stand() {
        let sheet = [
            line(1, &["DANH SÁCH HỌC VIÊN"]),
            line(3, &["STT", "Họ và tên", "Giới tính", "Dân tộc", "Đơn vị", "Có mặt"]),
            line(4, &["1", "Lò Văn A", "Nam", "Thái", "xã Một", "x"]),
            line(5, &["2", "Vừ Thị B", "Nữ", "Mông", "", ""]),
            line(6, &["", "", "", "", "Tổng"]),
        ];
        let rows = rows_of(&sheet).expect("it has names");
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].line, rows[0].sex, rows[0].present), (4, Some(Sex::Male), true));
        assert_eq!((rows[1].ethnicity.as_str(), rows[1].present), ("Mông", false));
        assert_eq!(rows_of(&[line(1, &["STT", "Ghi chú"])]), None);
    }

    #[test]
    fn a_row_is_matched_by_name_then_by_place_and_else_waits() {
        let row = |name: &str, place: &str| SheetRow {
            line: 1,
            full_name: name.to_owned(),
            place: place.to_owned(),
            person: String::new(),
            sex: None,
            ethnicity: String::new(),
            present: true,
        };
        let known = [known(1, "Lò Văn A", "xã Một"), known(2, "Lò Văn A", "xã Hai"), known(3, "Vừ Thị B", "xã Một")];
        let rows = vec![
            row("vừ thị b", ""),
            row("Lò Văn A", "Xã Hai"),
            row("LÒ VĂN A", ""),
            row("Người lạ", "xã Một"),
            row("Vừ Thị B", "xã Một"),
        ];
        let states: Vec<_> =
            matched(rows, &known, &HashSet::new()).iter().map(|row| (row.state, row.candidates.len())).collect();
        use RowState::{Ambiguous, Double, Matched, Unmatched};
        assert_eq!(states, [(Matched, 1), (Matched, 1), (Ambiguous, 2), (Unmatched, 0), (Double, 1)]);
    }

    #[test]
    fn every_state_is_found_by_its_name() {
        for (state, name) in RowState::ALL {
            assert_eq!((state.name(), RowState::named(name)), (name, Some(state)));
        }
    }
}
