//! The shortest way to a star: the fewest criteria to raise, and of those ways the one that gains the fewest points.
//!
//! What is raised is the outcome of a criterion: on a single sheet the option chosen, for a council the lower median
//! of its members' options, which is what the minima look at too. To **raise a criterion** to an option, not below
//! its outcome, means that every sheet gives that option or a better one: who gave less comes up to it, who gave
//! more keeps it, and nothing that was given is taken away. A criterion that counts 0 because a requirement of it
//! was found unmet can be raised as well; its requirement is met then.
//!
//! All rules of the score hold: the exact sum against the band times the number of sheets, the minima against the
//! lower median, set 16's stop, criteria that count only if another has points. What rejects or stops a dossier
//! by a finding is not undone by options: from there no way leads on.
//!
//! The answer is exact, not greedy. Criteria that look at each other are treated together and all their ways are
//! tried; a table keeps, for each sum that can be gained, the fewest criteria that gain it. Of ways that are equal
//! in both, it is always the same one.

use super::criteria::{CriterionIndex, FIVE, Star};
use super::score::{AppliedRule, Ending, FoundRules, counted_points, lower_median, majority, score};
use super::sheet::{Finding, Form, FoundRule, Sheet};

/// What leads to a star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WhatNext {
    /// This does.
    Way(Way),
    /// Nothing does: these rules were found to end the assessment, whatever is chosen.
    Blocked(Vec<AppliedRule>),
}

/// A way to a star.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way {
    /// What to raise, in the order of the form; nothing if the star is reached already.
    pub(crate) raises: Vec<Raise>,
    /// Points the sum of the sheets gains.
    pub(crate) gained: i32,
    /// Star reached then: the target or a higher one.
    pub(crate) star_after: Star,
    /// What the sheets sum to then.
    pub(crate) sum_after: i32,
}

/// A criterion to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raise {
    pub(crate) criterion: CriterionIndex,
    /// Its outcome now; 0 if nothing is chosen.
    pub(crate) present: u8,
    /// Option that every sheet must give, if not a better one. It is the present one where only those below it must
    /// come up, or where only the requirement is missing.
    pub(crate) needed: u8,
    /// Points the sum gains by it, those of criteria that count only with it included.
    pub(crate) gained: i32,
    /// A requirement of the criterion was found unmet: it must be met too.
    pub(crate) requirement_unmet: bool,
}

/// The next star after an ending: the least one if there was none.
pub(crate) fn next_star(ending: Ending) -> Star {
    ending.star().map_or(1, |star| (star + 1).min(FIVE))
}

/// The shortest way from sheets, with what was found, to a star.
pub(crate) fn what_next(form: &Form<'_>, sheets: &[Sheet], findings: &[Finding], target: Star) -> WhatNext {
    let found = FoundRules::by_majority(form, findings, sheets.len());
    let blocked = [found.eliminating, found.stopping].concat();
    if !blocked.is_empty() {
        return WhatNext::Blocked(blocked);
    }
    let zero_stops = form.set().zero_stops().map(|(_, place)| place).collect();
    let start = Start { form, sheets, worthless: &found.worthless, zero_stops, target };
    let clusters: Vec<_> = clusters(form).iter().map(|cluster| start.ways(cluster)).collect();
    let sum = start.sum();
    let needed = form.set().min_points(target) * i32::try_from(sheets.len()).unwrap_or(i32::MAX);
    let raises = shortest(&clusters, needed - sum);
    let gained = raises.iter().map(|raise| raise.gained).sum();
    let (sheets, findings) = granted(form, sheets, findings, &raises);
    let star_after = score(form, &sheets, &findings).outcome.ending().star();
    let star_after = star_after.expect("a way stops nothing, and nothing was found that ends the assessment");
    WhatNext::Way(Way { raises, gained, star_after, sum_after: sum + gained })
}

/// Sheets and findings once what is to be raised is raised.
pub(crate) fn granted(
    form: &Form<'_>,
    sheets: &[Sheet],
    findings: &[Finding],
    raises: &[Raise],
) -> (Vec<Sheet>, Vec<Finding>) {
    let mut sheets = sheets.to_vec();
    for raise in raises {
        for sheet in &mut sheets {
            form.raise(sheet, raise.criterion, raise.needed);
        }
    }
    let met = |finding: &Finding| match &finding.rule {
        FoundRule::Cause(_) => false,
        FoundRule::OfCriterion { criterion, .. } => {
            let place = form.set().place(criterion);
            raises.iter().any(|raise| raise.requirement_unmet && place == Some(raise.criterion))
        }
    };
    (sheets, findings.iter().filter(|finding| !met(finding)).cloned().collect())
}

/// The criteria of a form, those that look at each other together.
fn clusters(form: &Form<'_>) -> Vec<Vec<CriterionIndex>> {
    let mut clusters: Vec<Vec<CriterionIndex>> = Vec::new();
    for (place, criterion) in form.set().criteria.iter().enumerate() {
        let mut joined = vec![place];
        joined.extend(criterion.needs_points_in().map(|(_, other)| other));
        let (meeting, apart): (Vec<_>, Vec<_>) =
            clusters.into_iter().partition(|cluster| cluster.iter().any(|place| joined.contains(place)));
        joined.extend(meeting.concat());
        joined.sort_unstable();
        joined.dedup();
        clusters = apart;
        clusters.push(joined);
    }
    clusters.sort_unstable();
    clusters
}

/// Where a way begins.
struct Start<'s> {
    form: &'s Form<'s>,
    sheets: &'s [Sheet],
    /// Criteria that count 0 because a requirement was found unmet.
    worthless: &'s [CriterionIndex],
    /// Criteria in which a majority of zeros stops the scoring.
    zero_stops: Vec<CriterionIndex>,
    target: Star,
}

/// What is done with a criterion: nothing, or it is raised to an option.
type Step = (CriterionIndex, Option<u8>);

/// One way to treat the criteria of a cluster.
struct ClusterWay {
    raises: Vec<Raise>,
    gained: usize,
}

impl Start<'_> {
    /// What the sheets sum to now.
    fn sum(&self) -> i32 {
        (0..self.form.set().criteria.len()).map(|place| self.sum_in(place, &[])).sum()
    }

    /// The ways to treat a cluster that meet the minima of the target and stop nothing.
    fn ways(&self, cluster: &[CriterionIndex]) -> Vec<ClusterWay> {
        let mut ways: Vec<Vec<Step>> = vec![Vec::new()];
        for place in cluster {
            let steps = self.steps(*place);
            let longer =
                |way: &Vec<Step>| steps.iter().map(|step| [way.as_slice(), &[*step]].concat()).collect::<Vec<_>>();
            ways = ways.iter().flat_map(longer).collect();
        }
        ways.iter().filter(|steps| self.leads_on(steps)).map(|steps| self.way(steps)).collect()
    }

    /// What can be done with a criterion: nothing, or raise it to an option that changes something.
    fn steps(&self, place: CriterionIndex) -> Vec<Step> {
        let mut steps = vec![(place, None)];
        let given = self.sheets.iter().map(|sheet| self.form.points(sheet, place));
        // Where the requirement is unmet, meeting it changes something by itself.
        let mut above = if self.worthless.contains(&place) { -1 } else { given.min().unwrap_or(0) };
        for option in self.outcome(place)..=self.form.last_option(place) {
            // Of options with equal points the first is enough.
            if self.form.points_of(place, option) > above {
                above = self.form.points_of(place, option);
                steps.push((place, Some(option)));
            }
        }
        steps
    }

    /// True if, after some steps in a cluster, its criteria meet the minima of the target and stop nothing.
    fn leads_on(&self, steps: &[Step]) -> bool {
        steps.iter().all(|(place, _)| {
            let needed = self.form.set().criteria[*place].needed_points(self.target);
            let zeros = self.sheets.iter().filter(|sheet| self.chosen(sheet, *place, steps) == 0).count();
            let stops = self.zero_stops.contains(place) && majority(zeros, self.sheets.len());
            lower_median(&mut self.points(*place, steps)) >= needed && !stops
        })
    }

    fn way(&self, steps: &[Step]) -> ClusterWay {
        let raise = |(place, option): &Step| {
            option.map(|needed| Raise {
                criterion: *place,
                present: self.outcome(*place),
                needed,
                gained: 0,
                requirement_unmet: self.worthless.contains(place),
            })
        };
        let mut raises: Vec<_> = steps.iter().filter_map(raise).collect();
        for (place, step) in steps {
            // What a criterion gains without being raised comes from the one it looks at.
            let by = if step.is_some() { Some(*place) } else { self.looks_at(*place) };
            if let Some(raise) = raises.iter_mut().find(|raise| Some(raise.criterion) == by) {
                raise.gained += self.sum_in(*place, steps) - self.sum_in(*place, &[]);
            }
        }
        let gained = raises.iter().map(|raise| raise.gained).sum::<i32>();
        ClusterWay { raises, gained: usize::try_from(gained).expect("to raise takes no points away") }
    }

    /// The outcome of a criterion: the lower median of the options chosen.
    fn outcome(&self, place: CriterionIndex) -> u8 {
        lower_median(&mut self.sheets.iter().map(|sheet| sheet.option(place)).collect::<Vec<_>>())
    }

    fn looks_at(&self, place: CriterionIndex) -> Option<CriterionIndex> {
        self.form.set().criteria[place].needs_points_in().map(|(_, other)| other)
    }

    fn sum_in(&self, place: CriterionIndex, steps: &[Step]) -> i32 {
        self.points(place, steps).iter().sum()
    }

    /// The points of each sheet that count in a criterion after some steps.
    fn points(&self, place: CriterionIndex, steps: &[Step]) -> Vec<i32> {
        if self.worthless.contains(&place) && option_after(place, steps).is_none() {
            return vec![0; self.sheets.len()];
        }
        let looks_at = self.looks_at(place);
        let counted = |sheet| counted_points(place, looks_at, |place| self.chosen(sheet, place, steps));
        self.sheets.iter().map(counted).collect()
    }

    /// The points of the option that a sheet gives after some steps, before any rule.
    fn chosen(&self, sheet: &Sheet, place: CriterionIndex, steps: &[Step]) -> i32 {
        let present = self.form.points(sheet, place);
        option_after(place, steps).map_or(present, |option| present.max(self.form.points_of(place, option)))
    }
}

/// The option that some steps raise a criterion to.
fn option_after(place: CriterionIndex, steps: &[Step]) -> Option<u8> {
    steps.iter().find(|(at, _)| *at == place).and_then(|(_, option)| *option)
}

/// Of each cluster one way, so that together they gain what is missing: with the fewest raises, and of those with
/// the least gain.
fn shortest(clusters: &[Vec<ClusterWay>], missing: i32) -> Vec<Raise> {
    // For each sum gained so far the fewest raises that gain it; and for each cluster the way that led to it.
    let mut fewest = vec![Some(0)];
    let mut led_by = Vec::with_capacity(clusters.len());
    for ways in clusters {
        let most = ways.iter().map(|way| way.gained).max().unwrap_or(0);
        let mut next: Vec<Option<usize>> = vec![None; fewest.len() + most];
        let mut by = vec![0; next.len()];
        for (gained, raised) in fewest.iter().enumerate().filter_map(|(gained, raised)| Some((gained, (*raised)?))) {
            for (index, way) in ways.iter().enumerate() {
                let (gained, raised) = (gained + way.gained, raised + way.raises.len());
                if next[gained].is_none_or(|known| raised < known) {
                    next[gained] = Some(raised);
                    by[gained] = index;
                }
            }
        }
        fewest = next;
        led_by.push(by);
    }
    let enough = (0..).zip(&fewest).skip(usize::try_from(missing).unwrap_or(0));
    let best = enough.filter_map(|(gained, raised)| Some(((*raised)?, gained))).min();
    let (_, mut gained) = best.expect("every star is reached with all criteria at their best");
    let mut raises = Vec::new();
    for (ways, by) in clusters.iter().zip(&led_by).rev() {
        let way: &ClusterWay = &ways[by[gained]];
        gained -= way.gained;
        raises.extend(&way.raises);
    }
    raises.sort_unstable_by_key(|raise: &Raise| raise.criterion);
    raises
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::criteria::CriteriaSet;
    use crate::domain::samples::{best, form, sets};

    fn way(form: &Form<'_>, sheets: &[Sheet], findings: &[Finding], target: Star) -> Way {
        match what_next(form, sheets, findings, target) {
            WhatNext::Way(way) => way,
            WhatNext::Blocked(by) => panic!("blocked: {by:?}"),
        }
    }

    /// The criteria raised, with the option now, the option needed and the points gained.
    fn raises<'s>(set: &'s CriteriaSet, way: &Way) -> Vec<(&'s str, u8, u8, i32)> {
        let raise =
            |raise: &Raise| (set.criteria[raise.criterion].code.as_str(), raise.present, raise.needed, raise.gained);
        way.raises.iter().map(raise).collect()
    }

    /// Everything at its best but some criteria, with the options they have instead.
    fn but(set: &CriteriaSet, others: &[(&str, u8)]) -> Sheet {
        let mut options = best(set);
        for (code, option) in others {
            options[set.place(code).expect("there")] = *option;
        }
        Sheet::of_options(options)
    }

    /// The example of the rules: 98 points and three stars, one minimum away from four.
    #[test]
    fn a_star_lost_to_a_minimum_is_one_criterion_away() {
        let set = &sets()[0];
        let form = form(set);
        let sheet = but(set, &[("3.5", 1)]);
        let four = way(&form, std::slice::from_ref(&sheet), &[], 4);
        assert_eq!(raises(set, &four), [("3.5", 1, 2, 1)]);
        assert_eq!((four.gained, four.sum_after, four.star_after), (1, 99, 5));
        let reached = way(&form, &[sheet], &[], 3);
        assert_eq!((reached.raises.len(), reached.star_after), (0, 3), "nothing is left to do");
    }

    /// Set 26 has few minima. Who takes the criterion with the most points first needs no fewer criteria, but more
    /// points than it takes.
    #[test]
    fn of_the_ways_with_the_fewest_criteria_the_one_with_the_fewest_points_is_taken() {
        let set = &sets()[25];
        let form = form(set);
        let nothing = Sheet::of_options(vec![0; set.criteria.len()]);
        let way = way(&form, &[nothing], &[], 2);
        let mut most: Vec<_> = set.criteria.iter().map(|criterion| criterion.max_points).collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        let fewest = (1..).find(|count| most[..*count].iter().sum::<i32>() >= 30).expect("100 points are there");
        assert_eq!((way.raises.len(), way.sum_after, way.star_after), (fewest, 30, 2));
    }

    #[test]
    fn who_gave_more_keeps_it_and_the_others_come_up() {
        let set = &sets()[0];
        let form = form(set);
        // The minimum of four stars in 3.5 is the second option; three of five gave less.
        let sheets: Vec<_> = [1, 1, 0, 3, 2].map(|option| but(set, &[("3.5", option)])).into();
        let four = way(&form, &sheets, &[], 4);
        let points = |option| form.points_of(set.place("3.5").expect("there"), option);
        let gained = 3 * points(2) - 2 * points(1);
        assert_eq!(raises(set, &four), [("3.5", 1, 2, gained)]);
        assert_eq!(four.sum_after, 500 - 4 * (points(3) - points(2)));
    }

    #[test]
    fn what_counts_only_with_another_criterion_is_gained_with_it() {
        let set = &sets()[0];
        let form = form(set);
        let sheet = but(set, &[("5.1", 0), ("1.1", 2)]);
        // The story's structure has its best option, but counts only once there is a story.
        let story = way(&form, &[sheet], &[], 5);
        let structure = set.criteria[set.place("5.2").expect("there")].max_points;
        assert_eq!(story.raises.len(), 1, "{story:?}");
        assert!(story.raises[0].gained > structure);
    }

    #[test]
    fn a_computed_stop_is_lifted() {
        let set = &sets()[15];
        let form = form(set);
        let sheet = but(set, &[("6.2", 1), ("6.3", 1)]);
        let up = way(&form, std::slice::from_ref(&sheet), &[], 1);
        assert_eq!(raises(set, &up).iter().map(|raise| raise.0).collect::<Vec<_>>(), ["6.2", "6.3"]);
        assert_eq!(next_star(score(&form, &[sheet], &[]).outcome.ending()), 1);
    }

    fn found(criterion: &str, position: usize) -> Finding {
        let rule = FoundRule::OfCriterion { criterion: criterion.to_owned(), position };
        Finding { rule, evidence: "biên bản".to_owned() }
    }

    #[test]
    fn an_unmet_requirement_is_to_be_met() {
        let set = &sets()[0];
        let form = form(set);
        // Ten criteria lie one point below their best; 1.1 counts 0, so that 3 points are missing on each sheet. It
        // alone can give them.
        let mut options = best(set);
        for code in ["1.2", "1.4", "1.6", "1.7", "2.2", "2.4", "3.1", "3.2", "3.3", "3.5"] {
            options[set.place(code).expect("there")] -= 1;
        }
        let sheets = vec![Sheet::of_options(options); 3];
        let findings = vec![found("1.1", 1); 2];
        assert_eq!(score(&form, &sheets, &findings).outcome.ending(), Ending::Star(4));
        let way = way(&form, &sheets, &findings, 5);
        assert_eq!(raises(set, &way), [("1.1", 3, 3, 9)]);
        assert!(way.raises[0].requirement_unmet);
        assert_eq!((way.sum_after, way.star_after), (270, 5));
    }

    #[test]
    fn what_was_found_to_reject_blocks_every_way() {
        let set = &sets()[0];
        let forged =
            Finding { rule: FoundRule::Cause("forged_dossier".to_owned()), evidence: "biên bản".to_owned() };
        let sheets = vec![but(set, &[]); 3];
        let blocked = what_next(&form(set), &sheets, &vec![forged; 2], 3);
        assert!(matches!(blocked, WhatNext::Blocked(by) if by[0].found_by == 2));
    }
}
