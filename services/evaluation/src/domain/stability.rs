//! How firmly a result stands: whether it hangs on one member, and whether it lies at the edge of a band.
//!
//! Neither changes anything; both are for the minutes, so that a council knows what it is about to sign.

use super::criteria::{CriteriaSet, Star};
use super::score::{Ending, Outcome, score};
use super::sheet::{Finding, Form, Sheet};

/// A sheet without which the result would be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DecisiveSheet {
    /// Place of the sheet among those scored.
    pub(crate) place: usize,
    /// How it would end without the sheet and what was found with it.
    pub(crate) without: Ending,
}

/// A band edge that the mean lies within one point of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NearEdge {
    /// Star whose band begins at the edge.
    pub(crate) star: Star,
    /// Least mean of that band, in points.
    pub(crate) min_points: i32,
    /// The sum less what the band needs of it: negative below the edge, exact.
    pub(crate) distance_sum: i32,
}

/// The sheets without any one of which the result would be another one, each with the findings that came with it.
///
/// A lone sheet is not decisive: without it nothing is left to score.
pub(crate) fn decisive_sheets(
    form: &Form<'_>,
    sheets: &[Sheet],
    findings: &[Vec<Finding>],
    ending: Ending,
) -> Vec<DecisiveSheet> {
    if sheets.len() < 2 {
        return Vec::new();
    }
    let left_out = (0..sheets.len()).map(|place| {
        let others = [&sheets[..place], &sheets[place + 1..]].concat();
        let found = [&findings[..place], &findings[place + 1..]].concat().concat();
        DecisiveSheet { place, without: score(form, &others, &found).outcome.ending() }
    });
    left_out.filter(|sheet| sheet.without != ending).collect()
}

/// The nearest band edge that the mean lies at most one point away from.
pub(crate) fn near_edge(set: &CriteriaSet, outcome: &Outcome) -> Option<NearEdge> {
    let Outcome::Ranked(ranking) = outcome else { return None };
    let sheets = ranking.sheet_count();
    // The lowest band has no edge to fall below.
    let edges = set.bands.iter().filter(|band| band.min_points > 0).map(|band| NearEdge {
        star: band.star,
        min_points: band.min_points,
        distance_sum: ranking.sum - band.min_points * sheets,
    });
    edges.filter(|edge| edge.distance_sum.abs() <= sheets).min_by_key(|edge| edge.distance_sum.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{best, form, sets, sheets_with_totals};
    use crate::domain::sheet::FoundRule;

    /// The places of the decisive sheets, and the ending without each.
    fn decisive(form: &Form<'_>, sheets: &[Sheet], findings: &[Vec<Finding>]) -> Vec<(usize, Ending)> {
        let ending = score(form, sheets, &findings.concat()).outcome.ending();
        let decisive = decisive_sheets(form, sheets, findings, ending);
        decisive.into_iter().map(|sheet| (sheet.place, sheet.without)).collect()
    }

    /// Set 26 has few minima, so that the bands alone decide.
    #[test]
    fn the_one_member_who_lifts_or_lowers_the_star_is_named() {
        let set = &sets()[25];
        let form = form(set);
        let of_totals = |totals: &[i32]| {
            let sheets = sheets_with_totals(set, totals);
            decisive(&form, &sheets, &vec![Vec::new(); sheets.len()])
        };
        assert_eq!(of_totals(&[80, 80, 80, 80, 80]), []);
        // 448 is four stars; without the lowest it is 369 of four sheets, five stars.
        assert_eq!(of_totals(&[79, 92, 92, 93, 92]), [(0, Ending::Star(5))]);
        // 450 is five stars; without the highest it is 359 of four sheets, four stars.
        assert_eq!(of_totals(&[90, 90, 90, 89, 91]), [(4, Ending::Star(4))]);
        assert_eq!(of_totals(&[100]), [], "a lone sheet");
    }

    #[test]
    fn a_minimum_may_hang_on_one_member() {
        let set = &sets()[0];
        let mut low = best(set);
        low[set.place("3.5").expect("there")] = 0;
        // Two of five are low: the median of five is met, that of four without a high one is not.
        let mut sheets = vec![Sheet::of_options(low); 2];
        sheets.resize(5, Sheet::of_options(best(set)));
        let decisive = decisive(&form(set), &sheets, &vec![Vec::new(); 5]);
        assert_eq!(decisive, [2, 3, 4].map(|place| (place, Ending::Star(2))));
    }

    #[test]
    fn a_finding_may_hang_on_one_member() {
        let set = &sets()[0];
        let sheets = vec![Sheet::of_options(best(set)); 5];
        let finding =
            Finding { rule: FoundRule::Cause("forged_dossier".to_owned()), evidence: "biên bản".to_owned() };
        let found_by = |finders: usize| {
            let mut findings = vec![vec![finding.clone()]; finders];
            findings.resize(5, Vec::new());
            decisive(&form(set), &sheets, &findings)
        };
        assert_eq!(found_by(2), [], "2 of 5 are no majority, nor are 2 of 4");
        assert_eq!(found_by(3), [0, 1, 2].map(|place| (place, Ending::Star(5))), "2 of 4 are no majority");
        assert_eq!(found_by(4), [], "3 of 4 are one");
    }

    #[test]
    fn an_edge_is_near_within_one_point_of_the_mean_on_both_sides() {
        let set = &sets()[25];
        let form = form(set);
        let near = |totals: &[i32]| {
            let outcome = score(&form, &sheets_with_totals(set, totals), &[]).outcome;
            near_edge(set, &outcome).map(|edge| (edge.star, edge.distance_sum))
        };
        assert_eq!(near(&[89, 89, 89]), Some((5, -3)), "exactly one point below");
        assert_eq!(near(&[89, 89, 88]), None);
        assert_eq!(near(&[90, 90, 90]), Some((5, 0)), "at the edge");
        assert_eq!(near(&[71, 71, 71]), Some((4, 3)), "exactly one point above");
        assert_eq!(near(&[71, 71, 72]), None);
        assert_eq!(near(&[31, 30, 30]), Some((2, 1)));
        // Nobody falls out of the lowest band.
        let nothing = score(&form, &[Sheet::of_options(vec![0; set.criteria.len()])], &[]);
        assert_eq!(near_edge(set, &nothing.outcome), None);
    }
}
