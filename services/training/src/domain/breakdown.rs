//! Figures of training in detail, and how they are shown without telling of anybody.

use std::collections::{BTreeMap, HashSet};

use platform::access::UnitId;
use platform::ids::PersonId;
use platform::text;

use super::curriculum::Audience;
use super::learner::OfficialLevel;

/// Fewer persons than these are not shown as an ethnicity of their own.
const LEAST_SHOWN: usize = 5;
/// The ethnic majority: every other group of the country is a minority (Decree 05/2011/NĐ-CP, article 4.2).
const MAJORITY: &str = "kinh";
/// What is added up because it would tell of somebody.
const MASKED: &str = "masked";
/// What was not stated or not told.
const UNKNOWN: &str = "unknown";

/// Sex of a learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    const ALL: [(Self, &'static str); 2] = [(Self::Female, "female"), (Self::Male, "male")];

    /// Its name in the database and in figures.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(sex, _)| *sex == self).expect("all sexes have a name").1
    }

    /// The sex of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(sex, _)| sex)
    }
}

/// A person in a class: one attendance, with what she was when she enrolled.
#[derive(Clone, Debug)]
pub(crate) struct Attendance {
    pub(crate) person: PersonId,
    pub(crate) audience: Audience,
    /// Level of an official.
    pub(crate) level: Option<OfficialLevel>,
    pub(crate) unit: UnitId,
    /// Kind of the producer, if it is known; none for an official.
    pub(crate) producer_kind: Option<String>,
    pub(crate) sex: Option<Sex>,
    /// Empty if not stated.
    pub(crate) ethnicity: String,
}

/// People and attendances of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) key: String,
    pub(crate) people: usize,
    pub(crate) attendances: usize,
}

/// Figures in detail. A person who changed counts in both lines of a cut, and once in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Breakdown {
    pub(crate) all: Cell,
    pub(crate) by_audience: Vec<Cell>,
    pub(crate) by_level: Vec<Cell>,
    pub(crate) by_sex: Vec<Cell>,
    pub(crate) by_ethnic_group: Vec<Cell>,
    pub(crate) by_ethnicity: Vec<Cell>,
    pub(crate) by_unit: Vec<Cell>,
    pub(crate) by_producer_kind: Vec<Cell>,
}

impl Breakdown {
    /// The figures of attendances.
    pub(crate) fn of(attendances: &[Attendance]) -> Self {
        let all = cut(attendances, |_| Some(String::new())).pop();
        Self {
            all: all.unwrap_or_else(|| Cell { key: String::new(), people: 0, attendances: 0 }),
            by_audience: cut(attendances, |one| Some(one.audience.name().to_owned())),
            by_level: cut(attendances, |one| one.level.map(|level| level.name().to_owned())),
            by_sex: cut(attendances, |one| Some(one.sex.map_or(UNKNOWN, Sex::name).to_owned())),
            by_ethnic_group: cut(attendances, |one| Some(group(one).to_owned())),
            by_ethnicity: masked(attendances),
            by_unit: cut(attendances, |one| Some(one.unit.to_string())),
            by_producer_kind: cut(attendances, |one| match one.audience {
                Audience::Officials => None,
                Audience::Leaders | Audience::Workers => {
                    Some(one.producer_kind.clone().unwrap_or_else(|| UNKNOWN.to_owned()))
                }
            }),
        }
    }
}

/// The lines of a cut, in order of their keys; what has no key is left out.
fn cut(attendances: &[Attendance], key: impl Fn(&Attendance) -> Option<String>) -> Vec<Cell> {
    let mut lines: BTreeMap<String, (HashSet<PersonId>, usize)> = BTreeMap::new();
    for attendance in attendances {
        let Some(key) = key(attendance) else { continue };
        let (people, count) = lines.entry(key).or_default();
        people.insert(attendance.person);
        *count += 1;
    }
    let cell =
        |(key, (people, attendances)): (String, (HashSet<_>, usize))| Cell { key, people: people.len(), attendances };
    lines.into_iter().map(cell).collect()
}

fn group(attendance: &Attendance) -> &'static str {
    match text::folded(&attendance.ethnicity).as_str() {
        "" => UNKNOWN,
        MAJORITY => MAJORITY,
        _ => "minority",
    }
}

/// Minorities by ethnicity. Those of few persons are added up; if together they are few too, the next smallest joins them,
/// since the open total would tell what is missing.
fn masked(attendances: &[Attendance]) -> Vec<Cell> {
    let ethnicity = |one: &Attendance| (group(one) == "minority").then(|| one.ethnicity.clone());
    let mut lines = cut(attendances, ethnicity);
    lines.sort_by_key(|line| std::cmp::Reverse(line.people));
    let mut few: HashSet<String> = HashSet::new();
    let mut hidden = 0;
    while let Some(smallest) = lines.last() {
        let is_few = smallest.people < LEAST_SHOWN;
        let tells = hidden > 0 && hidden < LEAST_SHOWN;
        if !is_few && !tells {
            break;
        }
        hidden += smallest.people;
        few.extend(lines.pop().map(|line| line.key));
    }
    cut(attendances, |one| {
        let ethnicity = ethnicity(one)?;
        Some(if few.contains(&ethnicity) { MASKED.to_owned() } else { ethnicity })
    })
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn attendance(number: u128, ethnicity: &str) -> Attendance {
        Attendance {
            person: RawId::from_u128(number).into(),
            audience: Audience::Leaders,
            level: None,
            unit: "2025:03127".parse().expect("a unit"),
            producer_kind: None,
            sex: Some(Sex::Female),
            ethnicity: ethnicity.to_owned(),
        }
    }

    fn shown(cells: &[Cell]) -> Vec<(&str, usize, usize)> {
        cells.iter().map(|cell| (cell.key.as_str(), cell.people, cell.attendances)).collect()
    }

    fn of(groups: &[(&str, u128)]) -> Breakdown {
        let mut number = 0;
        let mut attendances = Vec::new();
        for (ethnicity, people) in groups {
            for _ in 0..*people {
                number += 1;
                attendances.push(attendance(number, ethnicity));
            }
        }
        Breakdown::of(&attendances)
    }

    #[test]
    fn ethnicities_of_few_persons_are_added_up_and_totals_are_open() {
        let figures = of(&[("Kinh", 2), ("Thái", 9), ("Mông", 3), ("Si La", 2), ("", 1)]);
        assert_eq!(shown(&figures.by_ethnicity), [("Thái", 9, 9), ("masked", 5, 5)]);
        assert_eq!(shown(&figures.by_ethnic_group), [("kinh", 2, 2), ("minority", 14, 14), ("unknown", 1, 1)]);
    }

    #[test]
    fn what_the_total_would_tell_is_added_up_too() {
        let figures = of(&[("Thái", 9), ("Mông", 6), ("Si La", 1)]);
        assert_eq!(shown(&figures.by_ethnicity), [("Thái", 9, 9), ("masked", 7, 7)]);
        let figures = of(&[("Si La", 1)]);
        assert_eq!(shown(&figures.by_ethnicity), [("masked", 1, 1)], "the total is open");
    }

    #[test]
    fn people_and_attendances_are_counted_apart() {
        let figures = Breakdown::of(&[attendance(1, ""), attendance(1, ""), attendance(2, "")]);
        assert_eq!((figures.all.people, figures.all.attendances), (2, 3));
        assert_eq!(shown(&figures.by_producer_kind), [("unknown", 2, 3)]);
        assert!(figures.by_level.is_empty());
        assert_eq!(Breakdown::of(&[]).all.people, 0);
    }
}
