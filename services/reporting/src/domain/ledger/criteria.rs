//! What councils gave by criterion, for whoever compares them. No sums are kept of it: it is asked for by whole provinces alone.

use std::collections::BTreeMap;

use platform::access::UnitId;

use crate::domain::cells::{Cell, Dimension, Part};
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::told::{Heard, Told};

/// The indicator of the points that councils gave, and the one of the sheets that they gave them on.
pub(crate) const POINTS: &str = "council_points";
pub(crate) const SHEETS: &str = "council_sheets";

/// The points and sheets of a unit in an interval by criterion, by what was told of its dossiers in order of identity.
pub(crate) fn by_criterion(unit: &UnitId, days: Days, heard: &[Heard], within: impl Fn(&UnitId) -> bool) -> Vec<Cell> {
    let mut sums: BTreeMap<(&str, String), Figure> = BTreeMap::new();
    for heard in heard.chunk_by(|one, other| one.about == other.about) {
        let filed = heard.iter().find_map(|heard| match &heard.told {
            Told::DossierFiled { product_set, unit, sample, .. } if within(unit) => Some((product_set, sample)),
            _ => None,
        });
        let Some((set, sample)) = filed else { continue };
        for heard in heard {
            let Told::Scored { given: Some(given), .. } = &heard.told else { continue };
            if heard.day() < days.from || days.to < heard.day() {
                continue;
            }
            for (criterion, points) in &given.criteria {
                let key = format!("{}/{set:02}/{criterion}", given.criteria_version);
                for (indicator, amount) in [(POINTS, *points), (SHEETS, given.sheets)] {
                    let sum = sums.entry((indicator, key.clone())).or_default();
                    sum.value += amount;
                    sum.sample += if *sample { amount } else { 0 };
                }
            }
        }
    }
    let cell = |((indicator, key), figure): ((&str, String), Figure)| Cell {
        indicator: indicator.to_owned(),
        unit: unit.clone(),
        part: Some(Part { dimension: Dimension::Criterion, key }),
        figure: Some(figure),
    };
    sums.into_iter().map(cell).collect()
}
