//! A change of units, as an office receives it: a file with the units as they become and one with who passes into
//! whom. It is read, held against the units there are, and laid over them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable, UnitVersion};
use platform::fields::Fields;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer as _;

use super::facts::{ERA, REFORM, english_name, full_name};
use super::kind::Kind;
use super::lineage::{Confidence, Edge, Relation, Share, Source};

/// Bytes a file may have.
const MAX_BYTES: usize = 1024 * 1024;
/// Rows a file may have: there are fewer units.
const MAX_ROWS: usize = 5000;

/// The field of a request that holds the units as they become.
pub(crate) const UNITS: &str = "units_csv";
/// The field of a request that holds who passes into whom.
pub(crate) const SUCCESSORS: &str = "successors_csv";

/// A change, well formed; whether it fits the units there are is for [`UnitChange::laid_over`] to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnitChange {
    /// First day of everything in it.
    pub(crate) from: NaiveDate,
    states: Vec<NewState>,
    passings: Vec<Passing>,
}

/// A unit as it becomes: a new one, or one that goes on under another name, as another kind, or elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NewState {
    id: UnitId,
    kind: Kind,
    name: String,
    parent: UnitId,
    act: String,
}

/// That an old unit passes into a new one. An old unit without a state of its own ends.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Passing {
    old: UnitId,
    new: UnitId,
    relation: Relation,
    share: Share,
}

/// A row of the file of units, as written.
#[derive(Deserialize)]
struct UnitRow {
    code: String,
    kind: String,
    name: String,
    parent_code: String,
    valid_from: String,
    legal_act: String,
}

/// A row of the file of successors, as written.
#[derive(Deserialize)]
struct PassingRow {
    old: String,
    new: String,
    relation: String,
    primary: String,
}

impl UnitChange {
    /// Reads the two files; what is wrong is noted with its row.
    pub(crate) fn read(fields: &mut Fields, units_csv: &[u8], successors_csv: &[u8]) -> Option<Self> {
        let units: Option<Vec<UnitRow>> =
            rows(fields, UNITS, units_csv, "code,kind,name,parent_code,valid_from,legal_act");
        let passings: Option<Vec<PassingRow>> = rows(fields, SUCCESSORS, successors_csv, "old,new,relation,primary");
        let units = fields.each(UNITS, &units?, read_state);
        let passings = fields.each(SUCCESSORS, &passings?, read_passing);
        let (units, passings) = (units?, passings?);
        let from = units.first().map(|(_, from)| *from);
        let Some(from) = from.filter(|from| units.iter().all(|(_, other)| other == from)) else {
            fields.fault(
                UNITS,
                "Một lần thay đổi có ít nhất một đơn vị và chỉ một ngày hiệu lực; tách thành nhiều lần.",
                "A change has one unit at least and one first day; split it into several.",
            );
            return None;
        };
        if from <= REFORM {
            fields.fault(
                UNITS,
                format!("Thay đổi phải có hiệu lực sau ngày {REFORM}."),
                format!("A change takes effect after {REFORM}."),
            );
            return None;
        }
        Some(Self { from, states: units.into_iter().map(|(state, _)| state).collect(), passings })
    }

    /// The acts it rests on.
    pub(crate) fn acts(&self) -> BTreeSet<&str> {
        self.states.iter().map(|state| state.act.as_str()).collect()
    }

    /// What became of the units that pass into others.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Edge> {
        self.passings.iter().map(|passing| Edge {
            old: passing.old.clone(),
            new: passing.new.clone(),
            from: self.from,
            relation: passing.relation,
            share: passing.share,
            source: Source::Change,
            confidence: Confidence::High,
        })
    }

    /// The units that are not among those there are.
    pub(crate) fn new_units<'c>(&'c self, before: &UnitTable) -> Vec<&'c UnitId> {
        self.states.iter().map(|state| &state.id).filter(|id| before.newest(id).is_none()).collect()
    }

    /// The units that end.
    fn ending(&self) -> BTreeSet<&UnitId> {
        let going_on: BTreeSet<_> = self.states.iter().map(|state| &state.id).collect();
        self.passings.iter().map(|passing| &passing.old).filter(|id| !going_on.contains(id)).collect()
    }

    /// All units it names that were there before: those that end or become otherwise.
    pub(crate) fn touched(&self, before: &UnitTable) -> BTreeSet<UnitId> {
        let states = self.states.iter().map(|state| &state.id);
        let known = |id: &&UnitId| before.newest(id).is_some();
        states.chain(self.passings.iter().map(|passing| &passing.old)).filter(known).cloned().collect()
    }

    /// All units it names.
    pub(crate) fn named(&self) -> BTreeSet<&UnitId> {
        let passings = self.passings.iter().flat_map(|passing| [&passing.old, &passing.new]);
        self.states.iter().map(|state| &state.id).chain(passings).collect()
    }

    /// True if the units there are have become so already: a newer program may know a change that was applied here.
    pub(crate) fn is_known_to(&self, before: &UnitTable) -> bool {
        self.states.iter().all(|state| {
            let then = before.at(&state.id, self.from);
            then.is_some_and(|unit| unit.from == self.from && unit.name == full_name(state.kind, &state.name))
        })
    }

    /// The units there are with this change laid over them, in a version of the table; what does not fit is noted.
    pub(crate) fn laid_over(&self, fields: &mut Fields, before: &UnitTable, version: i64) -> Option<UnitTable> {
        let states_fit = fields.each(UNITS, &self.states, |fields, path, state| self.fits(fields, path, state, before));
        let passings_fit = self.passings_fit(fields, before);
        states_fit?;
        passings_fit?;
        let after = UnitTable::new(version, self.after(before)).expect("no code comes twice, and none again");
        self.country_is_whole(fields, &after)?;
        Some(after)
    }

    /// The same units, known to have become so already, with the successors that facts do not tell.
    pub(crate) fn with_successors(&self, units: &UnitTable) -> Vec<UnitVersion> {
        let eve = self.from.pred_opt();
        let followed = |unit: &UnitVersion| {
            let ended = unit.to.is_some() && unit.to == eve;
            let successor = if ended { self.successor(&unit.id).cloned() } else { None };
            UnitVersion { successor: successor.or_else(|| unit.successor.clone()), ..unit.clone() }
        };
        units.all().map(followed).collect()
    }

    fn fits(&self, fields: &mut Fields, path: &str, state: &NewState, before: &UnitTable) -> Option<()> {
        if self.states.iter().filter(|other| other.id == state.id).count() > 1 {
            fields.fault(
                path,
                format!("Mã {} có nhiều dòng; mỗi đơn vị một dòng.", state.id),
                format!("{} has several rows; a unit has one.", state.id),
            );
            return None;
        }
        let Some(present) = before.newest(&state.id) else {
            let comes_from_something = self.passings.iter().any(|passing| passing.new == state.id);
            if !comes_from_something {
                fields.fault(
                    path,
                    format!("Đơn vị mới {} phải có đơn vị cũ chuyển vào.", state.id),
                    format!("Some unit must pass into the new unit {}.", state.id),
                );
            }
            return comes_from_something.then_some(());
        };
        if present.to.is_some() || present.from >= self.from || present.level != state.kind.level() {
            fields.fault(
                path,
                format!("Mã {} đã bãi bỏ, đã thay đổi từ ngày {} hoặc thuộc cấp khác.", state.id, present.from),
                format!("{} was abolished, has changed on {} already, or is of another level.", state.id, present.from),
            );
            return None;
        }
        Some(())
    }

    fn passings_fit(&self, fields: &mut Fields, before: &UnitTable) -> Option<()> {
        let eve = self.from.pred_opt()?;
        let ending = self.ending();
        let one = fields.each(SUCCESSORS, &self.passings, |fields, path, passing| {
            let old = before.newest(&passing.old).filter(|unit| unit.to.is_none() && unit.holds_on(eve));
            let state = self.states.iter().find(|state| state.id == passing.new);
            let new = state.map(|state| state.kind.level());
            let new = new.or_else(|| before.at(&passing.new, self.from).map(|unit| unit.level));
            let goes_on = !ending.contains(&passing.new);
            let fits = old.is_some_and(|old| Some(old.level) == new) && goes_on && passing.old != passing.new;
            if !fits {
                fields.fault(
                    path,
                    format!("{} không thể chuyển vào {} ngày {}.", passing.old, passing.new, self.from),
                    format!("{} cannot pass into {} on {}.", passing.old, passing.new, self.from),
                );
            }
            fits.then_some(())
        });
        one?;
        let mut into: BTreeMap<&UnitId, Vec<&Passing>> = BTreeMap::new();
        for passing in &self.passings {
            into.entry(&passing.old).or_default().push(passing);
        }
        let undecided: Vec<_> = into
            .into_iter()
            .filter(|(old, passings)| !shares_agree(passings, ending.contains(old)))
            .map(|(old, _)| old)
            .collect();
        for old in &undecided {
            fields.fault(
                SUCCESSORS,
                format!("{old} phải có đúng một đơn vị kế thừa địa chỉ (yes), hoặc nhiều đơn vị chưa rõ (unknown)."),
                format!("{old} must have one unit that takes its addresses (yes), or several of which nobody knows (unknown)."),
            );
        }
        undecided.is_empty().then_some(())
    }

    fn after(&self, before: &UnitTable) -> Vec<UnitVersion> {
        let (eve, ending) = (self.from.pred_opt(), self.ending());
        let changed: BTreeSet<_> = self.states.iter().map(|state| &state.id).chain(ending).collect();
        let closed = |unit: &UnitVersion| {
            let ends = unit.to.is_none() && changed.contains(&unit.id);
            if !ends {
                return unit.clone();
            }
            UnitVersion { to: eve, successor: self.successor(&unit.id).cloned(), ..unit.clone() }
        };
        let begun = self.states.iter().map(|state| UnitVersion {
            id: state.id.clone(),
            level: state.kind.level(),
            kind: state.kind.of_unit(),
            name: full_name(state.kind, &state.name),
            name_en: english_name(state.kind, &state.name),
            parent: state.parent.clone(),
            from: self.from,
            to: None,
            legal_act: state.act.clone(),
            successor: None,
        });
        before.all().map(closed).chain(begun).collect()
    }

    /// The unit that takes the addresses of one that ends.
    fn successor(&self, old: &UnitId) -> Option<&UnitId> {
        let heir = |passing: &&Passing| passing.old == *old && passing.share == Share::Yes;
        self.passings.iter().find(heir).map(|passing| &passing.new)
    }

    /// Every unit lies in one that lives, and no two in one place have one name.
    fn country_is_whole(&self, fields: &mut Fields, after: &UnitTable) -> Option<()> {
        let mut names = BTreeSet::new();
        let mut whole = Some(());
        for unit in after.all_at(self.from) {
            let expected = after.at(&unit.parent, self.from).map(|parent| parent.level);
            let is_placed = match unit.level {
                platform::access::UnitLevel::Province => unit.parent.is_country(),
                _ => expected == Some(platform::access::UnitLevel::Province),
            };
            if !is_placed || !names.insert((&unit.parent, &unit.name)) {
                fields.fault(
                    UNITS,
                    format!(
                        "{} ({}) thuộc {} không tồn tại ngày {}, hoặc trùng tên.",
                        unit.name, unit.id, unit.parent, self.from
                    ),
                    format!(
                        "{} ({}) lies in {} that does not live on {}, or another has its name.",
                        unit.name, unit.id, unit.parent, self.from
                    ),
                );
                whole = None;
            }
        }
        whole
    }
}

/// Of a unit that ends one successor has the addresses, or several may; one that goes on keeps its own.
fn shares_agree(passings: &[&Passing], ends: bool) -> bool {
    let count = |share| passings.iter().filter(|passing| passing.share == share).count();
    let distinct: BTreeSet<_> = passings.iter().map(|passing| &passing.new).collect();
    let agree = match (count(Share::Yes), count(Share::Unknown)) {
        (1, 0) => ends,
        (0, 0 | 1) => !ends,
        (0, _) => true,
        _ => false,
    };
    agree && distinct.len() == passings.len()
}

fn rows<R: DeserializeOwned>(fields: &mut Fields, path: &str, file: &[u8], columns: &str) -> Option<Vec<R>> {
    if file.len() > MAX_BYTES {
        fields.fault(path, "Tệp lớn hơn 1 MiB.", "The file is larger than 1 MiB.");
        return None;
    }
    let file = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
    let rows: Result<Vec<R>, csv::Error> = reader.deserialize().take(MAX_ROWS + 1).collect();
    match rows {
        Ok(rows) if rows.len() <= MAX_ROWS => Some(rows),
        Ok(_) => {
            fields.fault(path, "Tệp có quá 5000 dòng.", "The file has more than 5000 rows.");
            None
        }
        Err(error) => {
            let line = error.position().map_or(1, csv::Position::line);
            fields.fault(
                path,
                format!("Không đọc được dòng {line}: cần tệp CSV UTF-8 với các cột {columns}."),
                format!("Line {line} cannot be read: a CSV file in UTF-8 with the columns {columns} is needed."),
            );
            None
        }
    }
}

fn read_state(fields: &mut Fields, path: &str, row: &UnitRow) -> Option<(NewState, NaiveDate)> {
    let kind: Option<Kind> = word(fields, &format!("{path}.kind"), &row.kind);
    let kind = kind.filter(|kind| is_in_force(fields, path, *kind));
    let id = code(fields, &format!("{path}.code"), &row.code);
    let name = fields.line(&format!("{path}.name"), &row.name, 100);
    let parent = match row.parent_code.as_str() {
        "" => Some(UnitId::country()),
        parent => code(fields, &format!("{path}.parent_code"), parent),
    };
    let from = fields.date(&format!("{path}.valid_from"), &row.valid_from);
    let act = fields.line(&format!("{path}.legal_act"), &row.legal_act, 100);
    let (kind, name) = (kind?, name?);
    // Offices write the type word in front of the name, the facts leave it out.
    let name = name.strip_prefix(&full_name(kind, "")).map(ToOwned::to_owned).unwrap_or(name);
    Some((NewState { id: id?, kind, name, parent: parent?, act: act? }, from?))
}

fn is_in_force(fields: &mut Fields, path: &str, kind: Kind) -> bool {
    let in_force = kind.is_of_two_levels();
    if !in_force {
        fields.fault(
            format!("{path}.kind"),
            "Loại đơn vị này không còn từ 2025-07-01.",
            "There is no such kind of unit since 2025-07-01.",
        );
    }
    in_force
}

fn read_passing(fields: &mut Fields, path: &str, row: &PassingRow) -> Option<Passing> {
    let old = code(fields, &format!("{path}.old"), &row.old);
    let new = code(fields, &format!("{path}.new"), &row.new);
    let relation = word(fields, &format!("{path}.relation"), &row.relation);
    let share = word(fields, &format!("{path}.primary"), &row.primary);
    Some(Passing { old: old?, new: new?, relation: relation?, share: share? })
}

fn code(fields: &mut Fields, path: &str, written: &str) -> Option<UnitId> {
    fields.unit(path, &format!("{ERA}:{written}"))
}

/// A word that facts files know.
fn word<T: DeserializeOwned>(fields: &mut Fields, path: &str, written: &str) -> Option<T> {
    let read: Result<T, serde::de::value::Error> = T::deserialize(written.into_deserializer());
    if read.is_err() {
        fields.fault(
            path,
            format!("Không hiểu «{written}»; xem mô tả các cột của tệp."),
            format!("“{written}” is not known; see what the columns of the file take."),
        );
    }
    read.ok()
}
