//! What a council discusses before its second ballot: the criteria on which its members differ most.

use super::criteria::CriterionIndex;
use super::score::{FoundRules, counted_points};
use super::sheet::{Finding, Form, Sheet};

/// Most criteria that are named: a discussion of everything is none.
const MOST_NAMED: usize = 5;

/// A criterion on which members differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DifferingCriterion {
    pub(crate) criterion: CriterionIndex,
    /// Fewest points on a sheet.
    pub(crate) lowest: i32,
    /// Most points on a sheet.
    pub(crate) highest: i32,
}

impl DifferingCriterion {
    fn spread(self) -> i32 {
        self.highest - self.lowest
    }
}

/// The criteria on which the points that count lie furthest apart, the widest first.
pub(crate) fn most_differing(form: &Form<'_>, sheets: &[Sheet], findings: &[Finding]) -> Vec<DifferingCriterion> {
    let worthless = FoundRules::by_majority(form, findings, sheets.len()).worthless;
    let criteria = form.set().criteria.iter().enumerate().filter(|(place, _)| !worthless.contains(place));
    let spreads = criteria.filter_map(|(criterion, rules)| {
        let looks_at = rules.needs_points_in().map(|(_, other)| other);
        let points = |sheet: &Sheet| counted_points(criterion, looks_at, |place| form.points(sheet, place));
        let lowest = sheets.iter().map(points).min()?;
        let highest = sheets.iter().map(points).max()?;
        Some(DifferingCriterion { criterion, lowest, highest })
    });
    let mut differing: Vec<_> = spreads.filter(|differing| differing.spread() > 0).collect();
    differing.sort_by_key(|differing| -differing.spread());
    differing.truncate(MOST_NAMED);
    differing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{best, form, sets};

    #[test]
    fn the_widest_come_first_and_no_more_than_five() {
        let set = &sets()[0];
        let form = form(set);
        let high = best(set);
        let nothing = Sheet::of_options(vec![0; high.len()]);
        let all = most_differing(&form, &[Sheet::of_options(high.clone()), nothing], &[]);
        assert_eq!(all.len(), MOST_NAMED);
        assert!(all.windows(2).all(|pair| pair[0].spread() >= pair[1].spread()));
        let widest = set.criteria.iter().map(|criterion| criterion.max_points).max().expect("criteria");
        assert_eq!(all[0].spread(), widest);

        let place = set.place("3.5").expect("there");
        let mut low = high.clone();
        low[place] = 1;
        let sheets = [Sheet::of_options(high.clone()), Sheet::of_options(low), Sheet::of_options(high)];
        let (lowest, highest) = (form.points(&sheets[1], place), form.points(&sheets[0], place));
        assert_eq!(most_differing(&form, &sheets, &[]), [DifferingCriterion { criterion: place, lowest, highest }]);
    }

    #[test]
    fn who_agrees_has_nothing_to_discuss() {
        let set = &sets()[0];
        let sheets = vec![Sheet::of_options(best(set)); 3];
        assert_eq!(most_differing(&form(set), &sheets, &[]), []);
    }
}
