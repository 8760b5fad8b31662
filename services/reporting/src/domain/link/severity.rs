//! How severe the councils of provinces are, on criteria that they share.
//!
//! A province is held against the others, not against itself: for each criterion that another province's councils scored
//! too, by what they gave less or more than the others did. Provinces with other products are so not taken for severe.

use std::collections::BTreeMap;

use platform::access::UnitId;

/// What was given for a criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub(crate) points: i64,
    pub(crate) sheets: i64,
}

/// What the councils of each province gave, by criterion.
pub(crate) type GivenBy = BTreeMap<UnitId, BTreeMap<String, Given>>;

/// How severe a province's councils are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Severity {
    pub(crate) province: UnitId,
    /// Criteria that other provinces' councils scored too.
    pub(crate) shared_criteria: usize,
    /// Marks it gave for them: one for each criterion and sheet.
    pub(crate) marks: i64,
    /// What it gave more than the others for a mark on average, in hundredths of a point, rounded; less than 0 if it is more
    /// severe. None where nothing is shared.
    pub(crate) difference_hundredths: Option<i64>,
}

/// Each province's severity, in order of provinces.
pub(crate) fn severities(given: &GivenBy) -> Vec<Severity> {
    let mut whole: BTreeMap<&str, Given> = BTreeMap::new();
    for (criterion, given) in given.values().flatten() {
        let sum = whole.entry(criterion).or_default();
        *sum = Given { points: sum.points + given.points, sheets: sum.sheets + given.sheets };
    }
    given.iter().map(|(province, own)| severity(province, own, &whole)).collect()
}

fn severity(province: &UnitId, own: &BTreeMap<String, Given>, whole: &BTreeMap<&str, Given>) -> Severity {
    let (mut shared_criteria, mut marks, mut millionths) = (0, 0, 0_i128);
    for (criterion, own) in own {
        let all = whole[criterion.as_str()];
        let others = Given { points: all.points - own.points, sheets: all.sheets - own.sheets };
        if others.sheets > 0 && own.sheets > 0 {
            shared_criteria += 1;
            marks += own.sheets;
            // Its points less those that the others would have given on as many sheets.
            let (points, sheets) = (i128::from(own.points), i128::from(own.sheets));
            let expected = i128::from(others.points) * sheets * 1_000_000 / i128::from(others.sheets);
            millionths += points * 1_000_000 - expected;
        }
    }
    let difference = |marks: i64| i64::try_from(rounded(millionths, 10_000 * i128::from(marks))).unwrap_or_default();
    let difference_hundredths = (marks > 0).then(|| difference(marks));
    Severity { province: province.clone(), shared_criteria, marks, difference_hundredths }
}

/// A quotient, rounded half away from zero.
fn rounded(of: i128, by: i128) -> i128 {
    let half = if of < 0 { -(by / 2) } else { by / 2 };
    (of + half) / by
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A province with criteria, each with its points and sheets.
    type Gave<'t> = (&'t str, &'t [(&'t str, i64, i64)]);

    fn given(of: &[Gave<'_>]) -> GivenBy {
        let criteria = |criteria: &[(&str, i64, i64)]| {
            criteria
                .iter()
                .map(|(code, points, sheets)| ((*code).to_owned(), Given { points: *points, sheets: *sheets }))
                .collect()
        };
        of.iter().map(|(province, of)| (province.parse().expect("a unit"), criteria(of))).collect()
    }

    fn difference(of: &[Gave<'_>], at: usize) -> Option<i64> {
        severities(&given(of))[at].difference_hundredths
    }

    #[test]
    fn a_province_is_held_against_the_others() {
        // The first gives 2 where the second gives 4: 2 points less, and 2 points more.
        let two = [("2025:01", &[("2026/11/3.5", 10, 5)][..]), ("2025:11", &[("2026/11/3.5", 40, 10)][..])];
        assert_eq!((difference(&two, 0), difference(&two, 1)), (Some(-200), Some(200)));
    }

    #[test]
    fn what_is_not_shared_says_nothing() {
        let apart = [("2025:01", &[("2026/11/3.5", 10, 5)][..]), ("2025:11", &[("2026/12/3.5", 40, 10)][..])];
        assert_eq!((difference(&apart, 0), difference(&apart, 1)), (None, None));
        // A criterion of its own with many points makes nobody generous.
        let more = [
            ("2025:01", &[("2026/11/3.5", 10, 5), ("2026/12/3.5", 500, 5)][..]),
            ("2025:11", &[("2026/11/3.5", 20, 10)][..]),
        ];
        let severities = severities(&given(&more));
        assert_eq!((severities[0].difference_hundredths, severities[0].shared_criteria), (Some(0), 1));
        assert_eq!(severities[0].marks, 5);
    }

    #[test]
    fn many_marks_weigh_more_than_few() {
        // One point more on 30 sheets, three less on 10: nothing in sum.
        let of = [("2025:01", &[("a", 120, 30), ("b", 10, 10)][..]), ("2025:11", &[("a", 30, 10), ("b", 40, 10)][..])];
        assert_eq!(difference(&of, 0), Some(0));
        // A third of a point is rounded.
        let of = [("2025:01", &[("a", 10, 3)][..]), ("2025:11", &[("a", 3, 1)][..])];
        assert_eq!((difference(&of, 0), difference(&of, 1)), (Some(33), Some(-33)));
    }
}
