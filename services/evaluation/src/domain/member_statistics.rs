//! How the members of a council score, over what it has closed: for the council and those who appoint it to talk
//! about. It changes no ballot and no result.
//!
//! Only scorings that ended with a star count: where one was rejected or stopped, sheets may be left half empty.
//! Everything is exact; hundredths are cut, not rounded, and for showing only.

use std::collections::BTreeMap;

use platform::ids::PersonId;

use super::criteria::CriterionIndex;
use super::score::lower_median;
use super::sheet::Sheet;

/// A closed scoring that ended with a star.
#[derive(Clone, Debug)]
pub(crate) struct RankedScoring {
    /// Who gave which sheet, and the total it came to.
    pub(crate) sheets: Vec<(PersonId, Sheet, i32)>,
}

/// How a member scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberStatistics {
    pub(crate) person: PersonId,
    /// Scorings in which she cast a ballot, others beside her.
    pub(crate) scorings: usize,
    /// Severity: mean of her totals less the others' mean, by scoring; negative if she gives less than they.
    pub(crate) deviation_hundredths: i64,
    /// Spread: her highest deviation less her lowest; small if she is strict or lenient evenly.
    pub(crate) spread_hundredths: i64,
    /// Criteria on her sheets.
    pub(crate) criteria: usize,
    /// Those of them where her option is the council's: the lower median of the members' options.
    pub(crate) agreeing: usize,
}

impl MemberStatistics {
    /// Agreement: the share of criteria where her option is the council's, in hundredths of a percent.
    pub(crate) fn agreement_hundredths(&self) -> usize {
        (self.agreeing * 10_000).checked_div(self.criteria).unwrap_or(0)
    }
}

/// The statistics of all who cast ballots in some scorings, in the order of their identities.
pub(crate) fn member_statistics(scorings: &[RankedScoring]) -> Vec<MemberStatistics> {
    let mut tallies: BTreeMap<PersonId, Tally> = BTreeMap::new();
    // Alone, one deviates from nobody and agrees with herself.
    for scoring in scorings.iter().filter(|scoring| scoring.sheets.len() > 1) {
        let sum: i32 = scoring.sheets.iter().map(|(_, _, total)| total).sum();
        let outcome = scoring.outcome();
        for (person, sheet, total) in &scoring.sheets {
            let others = i128::try_from(scoring.sheets.len() - 1).unwrap_or(i128::MAX);
            let others_sum = sum - total;
            let tally = tallies.entry(*person).or_default();
            tally.deviations.push(Fraction::new(i128::from(*total) * others - i128::from(others_sum), others));
            tally.criteria += outcome.len();
            tally.agreeing += (0..).zip(&outcome).filter(|(place, option)| sheet.option(*place) == **option).count();
        }
    }
    tallies.into_iter().map(|(person, tally)| tally.statistics(person)).collect()
}

impl RankedScoring {
    /// By criterion the lower median of the options.
    fn outcome(&self) -> Vec<u8> {
        let criteria = self.sheets.first().map_or(0, |(_, sheet, _)| sheet.as_bytes().len());
        let median = |place: CriterionIndex| {
            lower_median(&mut self.sheets.iter().map(|(_, sheet, _)| sheet.option(place)).collect::<Vec<_>>())
        };
        (0..criteria).map(median).collect()
    }
}

/// What is counted of a member.
#[derive(Default)]
struct Tally {
    deviations: Vec<Fraction>,
    criteria: usize,
    agreeing: usize,
}

impl Tally {
    fn statistics(self, person: PersonId) -> MemberStatistics {
        let scorings = self.deviations.len();
        let sum = self.deviations.iter().copied().reduce(Fraction::plus);
        let mean = sum.map(|sum| sum.divided_by(i128::try_from(scorings).unwrap_or(i128::MAX)));
        let highest = self.deviations.iter().copied().reduce(Fraction::higher);
        let lowest = self.deviations.iter().copied().reduce(Fraction::lower);
        let spread = highest.zip(lowest).map(|(highest, lowest)| highest.plus(lowest.negative()));
        MemberStatistics {
            person,
            scorings,
            deviation_hundredths: mean.map_or(0, Fraction::hundredths),
            spread_hundredths: spread.map_or(0, Fraction::hundredths),
            criteria: self.criteria,
            agreeing: self.agreeing,
        }
    }
}

/// An exact fraction, in lowest terms. Its denominator divides a multiple of small numbers of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    numerator: i128,
    /// Positive.
    denominator: i128,
}

impl Fraction {
    fn new(numerator: i128, denominator: i128) -> Self {
        let (mut divisor, mut rest) = (numerator.abs(), denominator);
        while rest != 0 {
            (divisor, rest) = (rest, divisor % rest);
        }
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    fn plus(self, other: Self) -> Self {
        Self::new(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }

    fn negative(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }

    fn divided_by(self, count: i128) -> Self {
        Self::new(self.numerator, self.denominator * count)
    }

    fn higher(self, other: Self) -> Self {
        if self.plus(other.negative()).numerator < 0 { other } else { self }
    }

    fn lower(self, other: Self) -> Self {
        if self.plus(other.negative()).numerator > 0 { other } else { self }
    }

    /// In hundredths, cut towards zero.
    fn hundredths(self) -> i64 {
        i64::try_from(self.numerator * 100 / self.denominator).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::constant(uuid::Uuid::from_u128(number))
    }

    /// A scoring by members with a total each and, for two criteria, the options they chose.
    fn scoring(sheets: &[(u128, i32, [u8; 2])]) -> RankedScoring {
        let sheet = |(number, total, options): &(u128, i32, [u8; 2])| {
            (person(*number), Sheet::of_options(options.to_vec()), *total)
        };
        RankedScoring { sheets: sheets.iter().map(sheet).collect() }
    }

    fn of(scorings: &[RankedScoring], number: u128) -> MemberStatistics {
        let found = member_statistics(scorings).into_iter().find(|member| member.person == person(number));
        found.expect("she cast a ballot")
    }

    #[test]
    fn severity_is_told_against_the_others_not_against_oneself() {
        let scorings = [scoring(&[(1, 60, [1, 1]), (2, 70, [1, 1]), (3, 71, [1, 1])])];
        // 60 against 70.5; 70 against 65.5; 71 against 65.
        assert_eq!([1, 2, 3].map(|number| of(&scorings, number).deviation_hundredths), [-1050, 450, 600]);
    }

    #[test]
    fn scorings_with_different_numbers_of_members_are_added_exactly() {
        let thirds = scoring(&[(1, 80, [1, 1]), (2, 80, [1, 1]), (3, 80, [1, 1]), (4, 79, [1, 1])]);
        let halves = scoring(&[(1, 80, [1, 1]), (2, 80, [1, 1]), (3, 79, [1, 1])]);
        // 1/3 + 1/2 over two scorings is 5/12, 0.4166…
        let first = of(&[thirds.clone(), halves.clone()], 1);
        assert_eq!((first.scorings, first.deviation_hundredths, first.spread_hundredths), (2, 41, 16));
        // -1 in the one, 1/3 − …: the fourth took part once.
        let fourth = of(&[thirds, halves], 4);
        assert_eq!((fourth.scorings, fourth.deviation_hundredths, fourth.spread_hundredths), (1, -100, 0));
    }

    #[test]
    fn a_member_who_swings_has_a_spread_but_may_have_no_severity() {
        let scorings = [
            scoring(&[(1, 90, [1, 1]), (2, 80, [1, 1]), (3, 80, [1, 1])]),
            scoring(&[(1, 70, [1, 1]), (2, 80, [1, 1]), (3, 80, [1, 1])]),
        ];
        let swinging = of(&scorings, 1);
        assert_eq!((swinging.deviation_hundredths, swinging.spread_hundredths), (0, 2000));
    }

    #[test]
    fn agreement_counts_the_criteria_where_the_option_is_the_councils() {
        let scorings = [
            // The lower median of 1, 2, 2, 3 is 2; of 1, 1, 2, 2 it is 1.
            scoring(&[(1, 80, [1, 1]), (2, 80, [2, 1]), (3, 80, [2, 2]), (4, 80, [3, 2])]),
            scoring(&[(1, 80, [2, 3]), (2, 80, [2, 3]), (3, 80, [2, 3])]),
        ];
        let agreeing = [1, 2, 3, 4].map(|number| {
            let member = of(&scorings, number);
            (member.agreeing, member.criteria, member.agreement_hundredths())
        });
        assert_eq!(agreeing, [(3, 4, 7500), (4, 4, 10_000), (3, 4, 7500), (0, 2, 0)]);
    }

    #[test]
    fn who_scored_alone_is_compared_with_nobody() {
        assert!(member_statistics(&[scoring(&[(1, 80, [1, 1])])]).is_empty());
        assert!(member_statistics(&[]).is_empty());
    }
}
