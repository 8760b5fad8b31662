//! From choices to a star.
//!
//! Choices → points → parts → total → band → minima → star (Decision 26/2026, article 3.3 and Annex II).
//! Everything is exact: bands compare the members' sum with the band times their number; nothing is
//! rounded. How the minima meet a mean is not regulated: they apply to the lower median of the members'
//! points (our reading).

use std::collections::BTreeMap;

use platform::error::Text;

use super::criteria::{CriterionIndex, FIVE, Rule, RuleKind, Star};
use super::sheet::{Finding, Form, FoundRule, Sheet};

/// What sheets come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Number of sheets.
    pub(crate) sheet_count: usize,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// Requirements found unmet, and conditions that took points away.
    pub(crate) flags: Vec<AppliedRule>,
}

/// How an assessment ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Scored, with a star.
    Ranked(Ranking),
    /// Rejected by a cause or rule.
    Eliminated(Vec<AppliedRule>),
    /// Stopped by a rule: no total, no rank.
    Stopped(Vec<AppliedRule>),
}

/// How an assessment ended, without figures and reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Star(Star),
    Eliminated,
    Stopped,
}

/// A total and a star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ranking {
    /// Each sheet's total.
    pub(crate) totals: Vec<i32>,
    /// Their sum.
    pub(crate) sum: i32,
    /// The sum of each part.
    pub(crate) parts: [i32; 3],
    /// The sum of each criterion, in the order of the set.
    pub(crate) criteria: Vec<i32>,
    /// Star of the band the sum lies in.
    pub(crate) band: Star,
    /// Star reached: the highest whose band and minima all hold.
    pub(crate) star: Star,
    /// What is missing for each star not reached, from the next one up.
    pub(crate) gaps: Vec<Gap>,
}

/// What is missing for a star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) star: Star,
    /// Points missing in the sum.
    pub(crate) missing_sum: i32,
    /// Minima that are not met.
    pub(crate) unmet: Vec<UnmetMinimum>,
}

/// A star's minimum that is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnmetMinimum {
    pub(crate) criterion: CriterionIndex,
    /// Lower median of its points.
    pub(crate) median: i32,
    /// A requirement was found unmet, so that it counts 0 whatever is chosen.
    pub(crate) requirement_unmet: bool,
}

/// A rule that took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppliedRule {
    /// Criterion it belongs to; none for a cause of the whole dossier.
    pub(crate) criterion: Option<String>,
    pub(crate) text: Text,
    /// Members who found it, or sheets it was computed on.
    pub(crate) found_by: usize,
}

impl Outcome {
    /// The ending alone.
    pub(crate) fn ending(&self) -> Ending {
        match self {
            Self::Ranked(ranking) => Ending::Star(ranking.star),
            Self::Eliminated(_) => Ending::Eliminated,
            Self::Stopped(_) => Ending::Stopped,
        }
    }
}

impl Ending {
    /// The star; none if it ended without one.
    pub(crate) fn star(self) -> Option<Star> {
        match self {
            Self::Star(star) => Some(star),
            Self::Eliminated | Self::Stopped => None,
        }
    }
}

impl Ranking {
    /// Number of sheets.
    pub(crate) fn sheet_count(&self) -> i32 {
        i32::try_from(self.totals.len()).unwrap_or(i32::MAX)
    }

    /// The mean in hundredths of a point, cut; for showing only.
    pub(crate) fn mean_hundredths(&self) -> i32 {
        self.sum * 100 / self.sheet_count()
    }

    /// Highest less lowest total.
    pub(crate) fn spread(&self) -> i32 {
        let (lowest, highest) = (self.totals.iter().min(), self.totals.iter().max());
        highest.zip(lowest).map_or(0, |(highest, lowest)| highest - lowest)
    }
}

/// Scores one sheet.
pub(crate) fn score_sheet(form: &Form<'_>, sheet: &Sheet) -> Score {
    score(form, std::slice::from_ref(sheet), &[])
}

/// Scores the sheets of a council with what its members found.
pub(crate) fn score(form: &Form<'_>, sheets: &[Sheet], findings: &[Finding]) -> Score {
    let sheet_count = sheets.len();
    let found = FoundRules::by_majority(form, findings, sheet_count);
    if !found.eliminating.is_empty() {
        return Score { sheet_count, outcome: Outcome::Eliminated(found.eliminating), flags: found.unmet_requirements };
    }
    let mut stopping = found.stopping;
    stopping.extend(computed_stops(form, sheets));
    if !stopping.is_empty() {
        return Score { sheet_count, outcome: Outcome::Stopped(stopping), flags: found.unmet_requirements };
    }
    let mut flags = found.unmet_requirements;
    let counted = Counted::new(form, sheets, &found.worthless, &mut flags);
    let ranking = counted.rank(form, &found.worthless);
    Score { sheet_count, outcome: Outcome::Ranked(ranking), flags }
}

/// True if more than half of the sheets or members say so.
pub(super) fn majority(count: usize, of: usize) -> bool {
    2 * count > of
}

/// The rules that a majority of those who voted found to apply, by what they do.
#[derive(Default)]
pub(super) struct FoundRules {
    pub(super) eliminating: Vec<AppliedRule>,
    pub(super) stopping: Vec<AppliedRule>,
    unmet_requirements: Vec<AppliedRule>,
    /// Criteria whose requirement is not met: they count 0.
    pub(super) worthless: Vec<CriterionIndex>,
}

impl FoundRules {
    /// A member finds a rule once however often it is named; the caller gives each member's findings once.
    pub(super) fn by_majority(form: &Form<'_>, findings: &[Finding], voted: usize) -> Self {
        let mut counts: BTreeMap<&FoundRule, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(&finding.rule).or_default() += 1;
        }
        let mut found = Self::default();
        for (rule, found_by) in counts.into_iter().filter(|(_, count)| majority(*count, voted)) {
            found.add(form, rule, found_by);
        }
        found
    }

    fn add(&mut self, form: &Form<'_>, rule: &FoundRule, found_by: usize) {
        match rule {
            FoundRule::Cause(key) => {
                if let Some(cause) = form.set().causes.iter().find(|cause| cause.key == *key) {
                    self.eliminating.push(AppliedRule { criterion: None, text: cause.title.clone(), found_by });
                }
            }
            FoundRule::OfCriterion { criterion, position } => {
                let Some(place) = form.set().place(criterion) else { return };
                let Some(rule) = position.checked_sub(1).and_then(|at| form.set().criteria[place].rules.get(at)) else {
                    return;
                };
                let applied = AppliedRule { criterion: Some(criterion.clone()), text: rule.text.clone(), found_by };
                match rule.kind {
                    RuleKind::Eliminate | RuleKind::NotEligible => self.eliminating.push(applied),
                    RuleKind::StopScoring => self.stopping.push(applied),
                    RuleKind::Requirement => {
                        self.unmet_requirements.push(applied);
                        self.worthless.push(place);
                    }
                    RuleKind::Evidence | RuleKind::AppliesIf => {}
                }
            }
        }
    }
}

/// Stops that the choices themselves show: a majority of the sheets gives 0 in one of the criteria named.
fn computed_stops(form: &Form<'_>, sheets: &[Sheet]) -> Vec<AppliedRule> {
    let stop = |(rule, place): (&Rule, CriterionIndex)| {
        let found_by = sheets.iter().filter(|sheet| form.points(sheet, place) == 0).count();
        let criterion = Some(form.set().criteria[place].code.clone());
        majority(found_by, sheets.len()).then(|| AppliedRule { criterion, text: rule.text.clone(), found_by })
    };
    form.set().zero_stops().filter_map(stop).collect()
}

/// The points that count on a sheet, of those chosen: none if the criterion looks at one without points.
pub(super) fn counted_points(
    place: CriterionIndex,
    looks_at: Option<CriterionIndex>,
    chosen: impl Fn(CriterionIndex) -> i32,
) -> i32 {
    if looks_at.is_some_and(|other| chosen(other) == 0) { 0 } else { chosen(place) }
}

/// The points that count: per criterion those of each sheet, after the rules.
struct Counted {
    totals: Vec<i32>,
    parts: [i32; 3],
    /// Sum of the sheets' points, per criterion.
    sums: Vec<i32>,
    /// Lower median of the sheets' points, per criterion.
    medians: Vec<i32>,
}

impl Counted {
    fn new(form: &Form<'_>, sheets: &[Sheet], worthless: &[CriterionIndex], flags: &mut Vec<AppliedRule>) -> Self {
        let criteria = &form.set().criteria;
        let mut counted = Self {
            totals: vec![0; sheets.len()],
            parts: [0; 3],
            sums: Vec::with_capacity(criteria.len()),
            medians: Vec::with_capacity(criteria.len()),
        };
        let mut points = Vec::with_capacity(sheets.len());
        for (place, criterion) in criteria.iter().enumerate() {
            points.clear();
            let condition = criterion.needs_points_in();
            let looks_at = condition.map(|(_, other)| other);
            let mut not_counted = 0;
            for sheet in sheets {
                let counts = counted_points(place, looks_at, |place| form.points(sheet, place));
                not_counted += usize::from(counts < form.points(sheet, place));
                points.push(if worthless.contains(&place) { 0 } else { counts });
            }
            if let Some((rule, _)) = condition
                && not_counted > 0
            {
                let criterion = Some(criterion.code.clone());
                flags.push(AppliedRule { criterion, text: rule.text.clone(), found_by: not_counted });
            }
            for (total, points) in counted.totals.iter_mut().zip(&points) {
                *total += points;
            }
            let sum = points.iter().sum();
            counted.sums.push(sum);
            counted.parts[criterion.part] += sum;
            counted.medians.push(lower_median(&mut points));
        }
        counted
    }

    fn rank(self, form: &Form<'_>, worthless: &[CriterionIndex]) -> Ranking {
        let set = form.set();
        let sum: i32 = self.totals.iter().sum();
        let count = i32::try_from(self.totals.len()).unwrap_or(i32::MAX);
        // From the highest star down, so that the first without a gap is the star reached.
        let mut gaps = Vec::new();
        let (mut band, mut star) = (1, 1);
        for target in (1..=FIVE).rev() {
            let missing_sum = (set.min_points(target) * count - sum).max(0);
            if missing_sum == 0 && band == 1 {
                band = target;
            }
            let unmet = self.unmet(form, target, worthless);
            if missing_sum == 0 && unmet.is_empty() {
                star = target;
                break;
            }
            gaps.push(Gap { star: target, missing_sum, unmet });
        }
        gaps.reverse();
        Ranking { totals: self.totals, sum, parts: self.parts, criteria: self.sums, band, star, gaps }
    }

    fn unmet(&self, form: &Form<'_>, star: Star, worthless: &[CriterionIndex]) -> Vec<UnmetMinimum> {
        let criteria = form.set().criteria.iter().zip(&self.medians).enumerate();
        let unmet = criteria.filter(|(_, (criterion, median))| **median < criterion.needed_points(star));
        unmet
            .map(|(criterion, (_, median))| UnmetMinimum {
                criterion,
                median: *median,
                requirement_unmet: worthless.contains(&criterion),
            })
            .collect()
    }
}

/// With an even number of values, the lower of the two in the middle.
pub(super) fn lower_median<V: Copy + Default + Ord>(values: &mut [V]) -> V {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::criteria::Form as CriterionForm;
    use crate::domain::samples::{best, form, ranking, sets, sheets_with_totals};

    fn star_of(form: &Form<'_>, options: Vec<u8>) -> (i32, Star) {
        let ranking = ranking(score_sheet(form, &Sheet::of_options(options)));
        (ranking.sum, ranking.star)
    }

    #[test]
    fn every_option_at_its_best_is_100_points_and_five_stars_in_all_sets() {
        for set in sets() {
            assert_eq!(star_of(&form(set), best(set)), (100, 5), "set {}", set.number);
        }
    }

    #[test]
    fn nothing_chosen_is_no_points_and_one_star_or_a_stop() {
        for set in sets() {
            let score = score_sheet(&form(set), &Sheet::of_options(vec![0; set.criteria.len()]));
            match score.outcome {
                Outcome::Stopped(by) => assert_eq!((set.number, by.len()), (16, 4)),
                Outcome::Ranked(ranking) => assert_eq!((ranking.sum, ranking.star), (0, 1), "set {}", set.number),
                Outcome::Eliminated(_) => panic!("set {}", set.number),
            }
        }
    }

    /// For each marked option: with anything below it, or nothing where it is the lowest, the product does
    /// not reach that star, whatever else it has.
    #[test]
    fn below_a_marked_option_its_star_is_lost() {
        let mut marks = 0;
        for set in sets() {
            let form = form(set);
            for (place, criterion) in set.criteria.iter().enumerate() {
                let CriterionForm::Options(options) = &criterion.form else { continue };
                for (at, option) in options.iter().enumerate() {
                    let Some(star) = option.min_star else { continue };
                    marks += 1;
                    for lower in 0..=at {
                        let mut sheet = best(set);
                        sheet[place] = u8::try_from(lower).expect("few");
                        let (_, reached) = star_of(&form, sheet);
                        assert!(reached < star, "set {} {} option {lower}: {reached}", set.number, criterion.code);
                    }
                    let mut sheet = best(set);
                    sheet[place] = u8::try_from(at + 1).expect("few");
                    let (total, reached) = star_of(&form, sheet);
                    let next_mark = options[at + 1..].iter().find_map(|option| option.min_star);
                    let allowed = next_mark.map_or(5, |next| next - 1);
                    if total >= set.min_points(allowed) {
                        assert_eq!(reached, allowed, "set {} {} at the mark", set.number, criterion.code);
                    }
                }
            }
        }
        assert!(marks > 300, "{marks} marked places");
    }

    /// The example of the rules: set 1 with everything at its most but 1 point in 3.5 has 98 points and three
    /// stars.
    #[test]
    fn points_for_five_stars_may_end_at_three() {
        let set = &sets()[0];
        let mut sheet = best(set);
        let place = set.place("3.5").expect("there");
        let CriterionForm::Options(options) = &set.criteria[place].form else { panic!("options") };
        let one_point = options.iter().position(|option| option.points == 1).expect("there") + 1;
        sheet[place] = u8::try_from(one_point).expect("few");
        let ranking = ranking(score_sheet(&form(set), &Sheet::of_options(sheet)));
        assert_eq!((ranking.sum, ranking.band, ranking.star), (98, 5, 3));
        let gaps: Vec<_> = ranking.gaps.iter().map(|gap| (gap.star, gap.missing_sum, gap.unmet.len())).collect();
        assert_eq!(gaps, [(4, 0, 1), (5, 0, 1)]);
    }

    /// Set 26 has few minima; raising 3.4 and 3.5 to their best leaves only the bands to decide.
    #[test]
    fn bands_are_exact_for_councils_of_5_7_and_9() {
        let set = &sets()[25];
        let form = form(set);
        for members in [5, 7, 9] {
            for (edge, star) in [(90, 5), (70, 4), (50, 3), (30, 2)] {
                let at = sheets_with_totals(set, &vec![edge; members]);
                let mut below = vec![edge; members];
                below[0] -= 1;
                let below = sheets_with_totals(set, &below);
                let (at, below) = (ranking(score(&form, &at, &[])), ranking(score(&form, &below, &[])));
                assert_eq!((at.band, below.band), (star, star - 1), "{members} members at {edge}");
                assert!(below.mean_hundredths() < edge * 100 && at.mean_hundredths() == edge * 100);
            }
        }
    }

    #[test]
    fn a_mean_of_89_99_is_four_stars_and_never_shown_as_90() {
        let set = &sets()[25];
        // 101 members: 90 points all but one who gives 89.
        let mut totals = vec![90; 101];
        totals[0] = 89;
        let ranking = ranking(score(&form(set), &sheets_with_totals(set, &totals), &[]));
        assert_eq!((ranking.band, ranking.mean_hundredths()), (4, 8999));
    }

    #[test]
    fn minima_apply_to_the_lower_median() {
        let set = &sets()[0];
        let place = set.place("3.5").expect("there");
        let form = form(set);
        let star = |low: usize, of: usize| {
            let mut without = best(set);
            without[place] = 0;
            let mut sheets = vec![Sheet::of_options(without); low];
            sheets.resize(of, Sheet::of_options(best(set)));
            ranking(score(&form, &sheets, &[])).star
        };
        assert_eq!((star(2, 5), star(3, 5)), (5, 2), "of five, three decide");
        assert_eq!((star(1, 4), star(2, 4)), (5, 2), "of four, the lower of the two in the middle");
    }

    #[test]
    fn a_story_structure_counts_only_if_there_is_a_story() {
        let set = &sets()[0];
        let mut sheet = best(set);
        sheet[set.place("5.1").expect("there")] = 0;
        let score = score_sheet(&form(set), &Sheet::of_options(sheet));
        assert_eq!(score.flags.len(), 1);
        assert_eq!(score.flags[0].criterion.as_deref(), Some("5.2"));
        let story = set.criteria[set.place("5.1").expect("there")].max_points;
        let structure = set.criteria[set.place("5.2").expect("there")].max_points;
        assert_eq!(ranking(score).sum, 100 - story - structure);
    }

    #[test]
    fn findings_take_effect_with_the_majority_of_those_who_voted() {
        let set = &sets()[0];
        let form = form(set);
        let sheets = vec![Sheet::of_options(best(set)); 4];
        let finding = |rule: FoundRule| Finding { rule, evidence: "biên bản".to_owned() };
        let forged = finding(FoundRule::Cause("forged_dossier".to_owned()));
        let outcome = |findings: &[Finding]| score(&form, &sheets, findings).outcome;
        assert!(matches!(outcome(&vec![forged.clone(); 2]), Outcome::Ranked(_)), "half is no majority");
        assert!(matches!(outcome(&vec![forged; 3]), Outcome::Eliminated(by) if by[0].found_by == 3));

        // 1.1 demands that all is grown in the province: unmet, it counts 0 and is flagged.
        let rule = set.criteria[0].rules.iter().position(|rule| rule.kind == RuleKind::Requirement).expect("there");
        let unmet = finding(FoundRule::OfCriterion { criterion: "1.1".to_owned(), position: rule + 1 });
        let score = score(&form, &sheets, &vec![unmet; 3]);
        assert_eq!(score.flags.len(), 1);
        assert_eq!(ranking(score).sum, 4 * (100 - set.criteria[0].max_points));
    }

    #[test]
    fn set_16_stops_where_a_majority_gives_nothing() {
        let set = &sets()[15];
        let place = set.place("6.2").expect("there");
        let outcome = |zeros: usize| {
            let mut off = best(set);
            off[place] = 1;
            let mut sheets = vec![Sheet::of_options(off); zeros];
            sheets.resize(5, Sheet::of_options(best(set)));
            score(&form(set), &sheets, &[]).outcome
        };
        assert!(matches!(outcome(2), Outcome::Ranked(_)));
        assert!(matches!(outcome(3), Outcome::Stopped(by) if by[0].criterion.as_deref() == Some("6.2")));
    }
}
