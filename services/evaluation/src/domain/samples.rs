//! Sheets for the tests of the domain.

use std::sync::LazyLock;

use super::criteria::{Catalogue, CriteriaSet, Form as CriterionForm};
use super::score::{Outcome, Ranking, Score};
use super::sheet::{FixedCase, Form, Sheet};

/// The product sets of the newest version, read once for all tests.
pub(crate) fn sets() -> &'static [CriteriaSet] {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().expect("sound"));
    &CATALOGUE.versions().last().expect("a version is published").sets
}

/// The form of a set, with the first case of each criterion that has cases.
pub(crate) fn form(set: &CriteriaSet) -> Form<'_> {
    let cases = set
        .criteria_with_cases()
        .map(|(_, criterion, cases)| FixedCase { criterion: criterion.code.clone(), case: cases[0].key.clone() });
    Form::new(set, &cases.collect::<Vec<_>>()).expect("sound cases")
}

/// Every criterion at its best option.
pub(crate) fn best(set: &CriteriaSet) -> Vec<u8> {
    let options = set.criteria.iter().map(|criterion| match &criterion.form {
        CriterionForm::Options(options) => options.len(),
        CriterionForm::Cases(cases) => cases[0].options.len(),
    });
    options.map(|count| u8::try_from(count).expect("few")).collect()
}

pub(crate) fn ranking(score: Score) -> Ranking {
    match score.outcome {
        Outcome::Ranked(ranking) => ranking,
        other => panic!("not ranked: {other:?}"),
    }
}

/// Sheets of a set without minima, each with a wanted total.
pub(crate) fn sheets_with_totals(set: &CriteriaSet, totals: &[i32]) -> Vec<Sheet> {
    totals.iter().map(|total| Sheet::of_options(options_with_total(set, *total))).collect()
}

/// Options that sum to a total: every criterion at its best, then points taken away from the end.
pub(crate) fn options_with_total(set: &CriteriaSet, total: i32) -> Vec<u8> {
    let mut sheet = best(set);
    let mut surplus = 100 - total;
    for (place, criterion) in set.criteria.iter().enumerate().rev() {
        let CriterionForm::Options(options) = &criterion.form else { continue };
        let points = |option: u8| if option == 0 { 0 } else { options[usize::from(option) - 1].points };
        let lower = (0..=sheet[place]).filter(|option| criterion.max_points - points(*option) <= surplus).min();
        if let Some(lower) = lower {
            surplus -= criterion.max_points - points(lower);
            sheet[place] = lower;
        }
    }
    assert_eq!(surplus, 0, "{total} can be reached");
    sheet
}
