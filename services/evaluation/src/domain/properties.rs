//! What holds for all sheets, tried on many that are drawn: the same ones in every run.

use testkit::proptest::collection::vec;
use testkit::proptest::prelude::*;
use testkit::proptest::test_runner::RngSeed;

use super::criteria::FIVE;
use super::samples::{Drawn, best, drawn, drawn_small, form, ranking, sets, sheets_with_totals};
use super::score::{Ending, Outcome, score};
use super::sheet::Sheet;
use super::what_next::{Raise, WhatNext, granted, what_next};

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(26_2026), ..ProptestConfig::default() }
}

/// Stopped is less than any star.
fn height(ending: Ending) -> u8 {
    ending.star().unwrap_or(0)
}

proptest! {
    #![proptest_config(cases(400))]

    /// A better option never lowers a total or the star, neither on one sheet nor among those of a council; an
    /// option of equal points changes nothing.
    #[test]
    fn a_better_option_never_lowers_anything(mut drawn in drawn(5), sheet: u8, place: u8, option: u8) {
        let before = drawn.score();
        let sheet = usize::from(sheet) % drawn.sheets.len();
        let place = usize::from(place) % drawn.form.set().criteria.len();
        let option = option % (drawn.form.last_option(place) + 1);
        let points = drawn.form.points(&drawn.sheets[sheet], place);
        let better = drawn.form.points_of(place, option) - points;
        prop_assume!(better >= 0);
        let mut options = drawn.sheets[sheet].as_bytes().to_vec();
        options[place] = option;
        drawn.sheets[sheet] = Sheet::of_options(options);
        let after = drawn.score();
        if better == 0 {
            prop_assert_eq!(&before, &after);
        }
        prop_assert!(height(before.outcome.ending()) <= height(after.outcome.ending()));
        if let Outcome::Ranked(before) = before.outcome {
            let after = ranking(after);
            prop_assert!(before.totals.iter().zip(&after.totals).all(|(before, after)| before <= after));
            prop_assert!(before.sum <= after.sum && before.band <= after.band);
        }
    }

    /// Who votes first has no more weight than who votes last.
    #[test]
    fn the_order_of_the_sheets_does_not_matter(mut drawn in drawn(7), turns in vec(any::<u8>(), 7)) {
        let before = drawn.score();
        for (at, turn) in turns.iter().enumerate().take(drawn.sheets.len()) {
            let other = usize::from(*turn) % drawn.sheets.len();
            drawn.sheets.swap(at, other);
        }
        drawn.findings.reverse();
        let after = drawn.score();
        let sorted = |score: &super::score::Score| {
            let mut score = score.clone();
            if let Outcome::Ranked(ranking) = &mut score.outcome {
                ranking.totals.sort_unstable();
            }
            score
        };
        prop_assert_eq!(sorted(&before), sorted(&after));
    }

    /// A council whose totals lie around an edge and sum to it exactly is in the band; one point less in the sum
    /// and it is not, however many members there are, and its mean is never shown as the edge.
    #[test]
    fn one_point_in_the_sum_decides_at_an_edge(around in vec(-9..=9_i32, 0..=14), edge in 0..4_usize) {
        let set = &sets()[25];
        let (edge, star) = [(90, 5), (70, 4), (50, 3), (30, 2)][edge];
        let mut totals = vec![edge];
        totals.extend(around.iter().flat_map(|off| [edge + off, edge - off]));
        let at = ranking(score(&form(set), &sheets_with_totals(set, &totals), &[]));
        prop_assert_eq!((at.band, at.mean_hundredths()), (star, edge * 100));
        totals[0] -= 1;
        let below = ranking(score(&form(set), &sheets_with_totals(set, &totals), &[]));
        prop_assert_eq!(below.band, star - 1);
        prop_assert!(below.mean_hundredths() < edge * 100);
    }

    /// Granting what the explanation asks for yields the star: first the minima, with the requirements they name,
    /// then the points that are missing, from wherever they are to be had.
    #[test]
    fn an_explanation_is_complete(drawn in drawn(5), from: u8) {
        let Outcome::Ranked(before) = drawn.score().outcome else { return Ok(()) };
        let criteria = drawn.form.set().criteria.len();
        prop_assert!(before.gaps.iter().map(|gap| gap.star).eq(before.star + 1..=FIVE));
        for gap in &before.gaps {
            let asked = gap.unmet.iter().map(|unmet| Raise {
                criterion: unmet.criterion,
                present: 0,
                needed: needed_option(&drawn, unmet.criterion, gap.star),
                gained: 0,
                requirement_unmet: unmet.requirement_unmet,
            });
            let asked: Vec<_> = asked.collect();
            let (mut sheets, findings) = granted(&drawn.form, &drawn.sheets, &drawn.findings, &asked);
            let mut next = 0;
            let wanted = before.sum + gap.missing_sum;
            while ranking(score(&drawn.form, &sheets, &findings)).sum < wanted && next < criteria {
                let place = (usize::from(from) + next) % criteria;
                next += 1;
                for sheet in &mut sheets {
                    drawn.form.raise(sheet, place, drawn.form.last_option(place));
                }
            }
            let after = ranking(score(&drawn.form, &sheets, &findings));
            prop_assert!(after.sum >= wanted, "set {}: the points are not to be had", drawn.form.set().number);
            prop_assert!(after.star >= gap.star, "set {} star {}", drawn.form.set().number, gap.star);
        }
    }

    /// What is to be raised leads to the star, gains what it says, and takes nothing away.
    #[test]
    fn the_shortest_way_leads_to_the_star(drawn in drawn(5), target in 1..=FIVE) {
        let WhatNext::Way(way) = what_next(&drawn.form, &drawn.sheets, &drawn.findings, target) else {
            panic!("nothing blocks it");
        };
        let (sheets, findings) = granted(&drawn.form, &drawn.sheets, &drawn.findings, &way.raises);
        let after = ranking(score(&drawn.form, &sheets, &findings));
        prop_assert!(after.star >= target);
        prop_assert_eq!((after.sum, after.star), (way.sum_after, way.star_after));
        if let Outcome::Ranked(before) = drawn.score().outcome {
            prop_assert_eq!(after.sum - before.sum, way.gained);
            prop_assert_eq!(before.star >= target, way.raises.is_empty());
        }
        for raise in &way.raises {
            prop_assert!(raise.needed >= raise.present && raise.gained > 0, "{raise:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    /// No way has fewer criteria, and none with as few gains fewer points: all ways are tried.
    #[test]
    fn no_way_is_shorter(drawn in drawn_small(4), target in 1..=FIVE) {
        let WhatNext::Way(way) = what_next(&drawn.form, &drawn.sheets, &drawn.findings, target) else {
            panic!("nothing blocks it");
        };
        prop_assert_eq!(shortest_by_trying(&drawn, target), Some((way.raises.len(), way.sum_after)));
    }
}

/// Place of the least option that gives the points a star needs.
fn needed_option(drawn: &Drawn, place: usize, star: u8) -> u8 {
    let (needed, _) = drawn.form.set().criteria[place].needed_option(star).expect("it is demanded");
    u8::try_from(needed).expect("few")
}

/// The fewest criteria to raise, and the least sum with so many, found by trying all ways one by one.
fn shortest_by_trying(drawn: &Drawn, target: u8) -> Option<(usize, i32)> {
    let mut ways = vec![Vec::new()];
    for place in 0..drawn.form.set().criteria.len() {
        let mut given: Vec<_> = drawn.sheets.iter().map(|sheet| sheet.option(place)).collect();
        given.sort_unstable();
        let present = given[(given.len() - 1) / 2];
        let raise = |needed| Raise { criterion: place, present, needed, gained: 0, requirement_unmet: true };
        let raised = |way: &Vec<Raise>| {
            let way = way.clone();
            (present..=drawn.form.last_option(place)).map(move |needed| [way.clone(), vec![raise(needed)]].concat())
        };
        let longer: Vec<_> = ways.iter().flat_map(raised).collect();
        ways.extend(longer);
    }
    let reached = ways.iter().filter_map(|raises| {
        let (sheets, findings) = granted(&drawn.form, &drawn.sheets, &drawn.findings, raises);
        match score(&drawn.form, &sheets, &findings).outcome {
            Outcome::Ranked(ranking) if ranking.star >= target => Some((raises.len(), ranking.sum)),
            _ => None,
        }
    });
    reached.min()
}

/// Draws reach what they are to reach: all stars, stops, requirements unmet, lone sheets and councils.
#[test]
fn draws_are_of_all_kinds() {
    use testkit::proptest::strategy::ValueTree as _;
    use testkit::proptest::test_runner::TestRunner;
    let mut runner = TestRunner::new(cases(1));
    let mut stars = [0; 6];
    let (mut unmet, mut alone) = (0, 0);
    for _ in 0..400 {
        let drawn = drawn(5).new_tree(&mut runner).expect("drawn").current();
        stars[usize::from(height(drawn.score().outcome.ending()))] += 1;
        unmet += usize::from(!drawn.findings.is_empty());
        alone += usize::from(drawn.sheets.len() == 1);
    }
    assert!(stars.iter().all(|count| *count > 0), "stopped, then by star: {stars:?}");
    assert!(unmet > 5 && alone > 20, "{unmet} with a requirement unmet, {alone} alone");
    assert_eq!(best(&sets()[0]).len(), sets()[0].criteria.len());
}
