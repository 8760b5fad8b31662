//! Digests: what the two sides compare to know that they agree to the last row.

use std::collections::BTreeMap;

use platform::access::UnitId;

use super::Hash;
use super::submission::RegisterRow;
use crate::domain::cells::{Cell, Part};
use crate::domain::periods::Period;

/// What is compared: an indicator in a period and a unit, with all its parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RowKey {
    pub(crate) period: String,
    pub(crate) indicator: String,
    pub(crate) unit: UnitId,
}

/// The digest of a row, and its whole figure to be shown where digests differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RowDigest {
    pub(crate) hash: Hash,
    pub(crate) value: i64,
}

/// Digests by row.
pub(crate) type Digests = BTreeMap<RowKey, RowDigest>;

/// How a row differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DifferenceKind {
    Differs,
    OnlyProvince,
    OnlyMinistry,
}

/// A row in which the sides differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) row: RowKey,
    pub(crate) kind: DifferenceKind,
    pub(crate) province_value: i64,
    pub(crate) ministry_value: i64,
}

/// Adds the digests of a period's cells, in whatever order they come.
pub(crate) fn add(digests: &mut Digests, period: Period, cells: &[Cell]) {
    let mut rows: BTreeMap<(&str, &UnitId), BTreeMap<Option<&Part>, &Cell>> = BTreeMap::new();
    for cell in cells {
        rows.entry((&cell.indicator, &cell.unit)).or_default().insert(cell.part.as_ref(), cell);
    }
    for ((indicator, unit), parts) in rows {
        let row = RowKey { period: period.to_string(), indicator: indicator.to_owned(), unit: unit.clone() };
        let text: String = parts.iter().map(|(part, cell)| line(*part, cell)).collect();
        let whole = parts.get(&None).and_then(|cell| cell.figure);
        let value = whole.map_or(0, |figure| figure.value);
        digests.insert(row, RowDigest { hash: Hash::of(text.as_bytes()), value });
    }
}

/// A cell as it is hashed.
fn line(part: Option<&Part>, cell: &Cell) -> String {
    let part = part.map_or_else(String::new, |part| format!("{}={}", part.dimension.name(), part.key));
    match cell.figure {
        None => format!("{part}\tnone\n"),
        Some(figure) => format!("{part}\t{}\t{}\t{}\n", figure.value, figure.uncertain, figure.sample),
    }
}

/// The digest of a register, in whatever order its rows come.
pub(crate) fn of_register(rows: &[RegisterRow]) -> Hash {
    let line = |row: &RegisterRow| {
        let RegisterRow { certificate, product, producer, unit, product_set, star, sample, days } = row;
        let line =
            format!("{product}\t{producer}\t{unit}\t{product_set}\t{star}\t{sample}\t{}\t{}\n", days.from, days.to);
        (*certificate, line)
    };
    let rows: BTreeMap<_, _> = rows.iter().map(line).collect();
    let text: String = rows.into_iter().map(|(certificate, line)| format!("{certificate}\t{line}")).collect();
    Hash::of(text.as_bytes())
}

/// The rows in which the sides differ, in order.
pub(crate) fn differences(province: &Digests, ministry: &Digests) -> Vec<Difference> {
    let told = |row: &RowKey, kind, province_value, ministry_value| Difference {
        row: row.clone(),
        kind,
        province_value,
        ministry_value,
    };
    let mut differences = BTreeMap::new();
    for (row, ours) in province {
        match ministry.get(row) {
            Some(theirs) if theirs.hash == ours.hash => {}
            Some(theirs) => {
                differences.insert(row, told(row, DifferenceKind::Differs, ours.value, theirs.value));
            }
            None => {
                differences.insert(row, told(row, DifferenceKind::OnlyProvince, ours.value, 0));
            }
        }
    }
    for (row, theirs) in ministry.iter().filter(|(row, _)| !province.contains_key(row)) {
        differences.insert(row, told(row, DifferenceKind::OnlyMinistry, 0, theirs.value));
    }
    differences.into_values().collect()
}

#[cfg(test)]
mod tests {
    use testkit::proptest::prelude::*;
    use testkit::proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::domain::cells::Dimension;
    use crate::domain::figures::Figure;

    fn period() -> Period {
        "L2026".parse().expect("a period")
    }

    /// Indicator, unit and part of a cell, by number.
    type Place = (usize, usize, Option<u8>);

    fn cell((indicator, unit, part): Place, figure: Option<(i64, i64)>) -> Cell {
        Cell {
            indicator: ["a", "b", "c"][indicator].to_owned(),
            unit: ["2025:11", "2025:03127"][unit].parse().expect("a unit"),
            part: part.map(|star| Part { dimension: Dimension::Star, key: star.to_string() }),
            figure: figure.map(|(value, sample)| Figure { value, uncertain: 0, sample }),
        }
    }

    fn cells() -> impl Strategy<Value = Vec<Cell>> {
        let place = (0_usize..3, 0_usize..2, prop::option::of(1_u8..4));
        let figure = prop::option::of((0_i64..5, 0_i64..2));
        prop::collection::btree_map(place, figure, 0..12)
            .prop_map(|cells| cells.into_iter().map(|(place, figure)| cell(place, figure)).collect())
    }

    fn digests(cells: &[Cell]) -> Digests {
        let mut digests = Digests::new();
        add(&mut digests, period(), cells);
        digests
    }

    proptest! {
        #[test]
        fn the_same_cells_agree_in_any_order(cells in cells()) {
            let reversed: Vec<_> = cells.iter().rev().cloned().collect();
            prop_assert_eq!(differences(&digests(&cells), &digests(&reversed)), Vec::new());
        }

        #[test]
        fn one_changed_cell_names_its_row_alone(cells in cells(), at in 0_usize..12) {
            prop_assume!(!cells.is_empty());
            let at = at % cells.len();
            let mut changed = cells.clone();
            let figure = changed[at].figure.unwrap_or_default();
            changed[at].figure = Some(Figure { value: figure.value + 1, ..figure });
            let found = differences(&digests(&cells), &digests(&changed));
            prop_assert_eq!(found.len(), 1);
            prop_assert!(found[0].row.indicator == cells[at].indicator && found[0].row.unit == cells[at].unit);
        }
    }

    #[test]
    fn what_one_side_lacks_is_told() {
        let cell = Cell { indicator: "a".to_owned(), unit: UnitId::country(), part: None, figure: None };
        let (one, none) = (digests(&[cell]), Digests::new());
        assert_eq!(differences(&one, &none)[0].kind, DifferenceKind::OnlyProvince);
        assert_eq!(differences(&none, &one)[0].kind, DifferenceKind::OnlyMinistry);
    }
}
