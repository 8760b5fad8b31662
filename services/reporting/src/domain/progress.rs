//! How far a figure has come against its target, at which pace, and who is behind.

use chrono::{Datelike as _, NaiveDate};
use platform::error::Text;
use platform::text::thousands;

use super::days::Days;
use super::figures::Figure;
use super::indicators::Indicator;
use super::targets::{Target, is_share};

/// How a figure stands against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The phase has not begun.
    NotBegun,
    /// The decision sets no number.
    NoNumber,
    /// There is no figure to compare with.
    NotRecorded,
    /// The value is reached.
    Reached,
    /// It will be reached at the rate of the phase so far.
    OnTrack,
    /// It will not be reached at that rate.
    Behind,
    /// The phase is over and the value was not reached.
    Missed,
    /// It is not reached yet, and no pace can be told.
    Open,
}

/// How far a figure has come on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// None if the phase has not begun, or if there is no figure of it.
    pub(crate) actual: Option<Figure>,
    /// Figure over value, in hundredths of a percent.
    pub(crate) hundredths: Option<i64>,
    pub(crate) pace: Option<Pace>,
    pub(crate) standing: Standing,
}

/// Where a figure comes from and goes to at an even rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    /// What it had to be by the day.
    pub(crate) expected: i64,
    /// What it will be at the end of the phase; none once that is over.
    pub(crate) projected: Option<i64>,
}

/// The progress of a target on a day, where its figure in the phase up to the day is so much. `accumulates` tells that
/// the figure grows through the phase from nothing; any other has a pace from a baseline alone.
pub(crate) fn progress(target: &Target, accumulates: bool, actual: Option<Figure>, at: NaiveDate) -> Progress {
    let not_compared = |standing| Progress { actual, hundredths: None, pace: None, standing };
    let Some(so_far) = target.phase.up_to(at) else { return not_compared(Standing::NotBegun) };
    let Some(value) = target.value else { return not_compared(Standing::NoNumber) };
    let Some(reached) = actual.map(|figure| figure.value) else { return not_compared(Standing::NotRecorded) };
    let over = at > target.phase.to;
    let begins_from = if accumulates { Some(0) } else { target.baseline.map(|baseline| baseline.value) };
    let pace = begins_from.map(|base| Pace {
        expected: base + at_even_rate(value - base, so_far, target.phase),
        projected: (!over).then(|| base + at_even_rate(reached - base, target.phase, so_far)),
    });
    let standing = match pace.and_then(|pace| pace.projected) {
        _ if reached >= value => Standing::Reached,
        _ if over => Standing::Missed,
        Some(projected) if projected >= value => Standing::OnTrack,
        Some(_) => Standing::Behind,
        None => Standing::Open,
    };
    Progress { actual, hundredths: (value > 0).then(|| reached * 10_000 / value), pace, standing }
}

/// What comes in one time, if so much comes in another; cut to a whole.
fn at_even_rate(much: i64, in_one: Days, in_other: Days) -> i64 {
    let exact = i128::from(much) * i128::from(in_one.count()) / i128::from(in_other.count());
    i64::try_from(exact).unwrap_or(i64::MAX)
}

/// A pace in words, such as `At this rate 2030 = 37 of 41.`
pub(crate) fn told(target: &Target, indicator: &Indicator, progress: &Progress) -> Option<Text> {
    let (projected, value) = (progress.pace?.projected?, target.value?);
    let year = target.phase.to.year();
    let (projected, value) = (written(indicator, projected), written(indicator, value));
    Some(Text::new(
        format!("Với tốc độ này, đến hết năm {year} đạt {} trên {}.", projected.vi, value.vi),
        format!("At this rate {year} = {} of {}.", projected.en, value.en),
    ))
}

fn written(indicator: &Indicator, value: i64) -> Text {
    if is_share(indicator) {
        let (whole, hundredths) = (value / 100, (value % 100).abs());
        return Text::new(format!("{whole},{hundredths:02} %"), format!("{whole}.{hundredths:02} %"));
    }
    Text::new(thousands(value), thousands(value).replace('.', ","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::indicators;
    use crate::domain::targets::{Baseline, built_in};

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn target(id: &str) -> Target {
        built_in().iter().find(|target| target.id() == id).expect("there").clone()
    }

    fn figure(value: i64) -> Option<Figure> {
        Some(Figure { value, ..Figure::default() })
    }

    fn second_phase() -> Target {
        target("1141-2018/products_recognised/2021-2030")
    }

    #[test]
    fn at_this_rate_2030_is_37_of_41() {
        let target = second_phase();
        // 2,153 of 3,652 days are over: 22 lead to 37.3; for 41 there had to be 24.1.
        let progress = progress(&target, true, figure(22), day("2026-11-23"));
        assert_eq!(progress.pace, Some(Pace { expected: 24, projected: Some(37) }));
        assert_eq!((progress.hundredths, progress.standing), (Some(22 * 10_000 / 41), Standing::Behind));
        let indicator = indicators::built_in().of_code(&target.indicator).expect("known");
        let told = told(&target, indicator, &progress).expect("a pace");
        assert_eq!(told.en, "At this rate 2030 = 37 of 41.");
        assert_eq!(told.vi, "Với tốc độ này, đến hết năm 2030 đạt 37 trên 41.");
    }

    #[test]
    fn how_a_figure_stands() {
        let target = second_phase();
        let standing = |actual, at| progress(&target, true, actual, day(at)).standing;
        assert_eq!(standing(figure(0), "2020-12-31"), Standing::NotBegun);
        assert_eq!(standing(None, "2026-11-23"), Standing::NotRecorded);
        assert_eq!(standing(figure(25), "2026-11-23"), Standing::OnTrack);
        assert_eq!(standing(figure(41), "2026-11-23"), Standing::Reached);
        assert_eq!(standing(figure(40), "2030-12-31"), Standing::Behind);
        assert_eq!(standing(figure(40), "2031-01-01"), Standing::Missed);
        assert_eq!(standing(figure(41), "2031-01-01"), Standing::Reached);
        let without_number = Target { value: None, ..target.clone() };
        assert_eq!(progress(&without_number, true, figure(3), day("2026-11-23")).standing, Standing::NoNumber);
    }

    #[test]
    fn what_stands_on_a_day_has_a_pace_from_its_baseline_alone() {
        let target = Target { value: Some(90), ..second_phase() };
        let without = progress(&target, false, figure(70), day("2026-11-23"));
        assert_eq!((without.pace, without.standing), (None, Standing::Open));
        // From 50 to 70 in 2,153 of 3,652 days leads to 83.9; for 90 there had to be 73.
        let baseline = Some(Baseline { value: 50, on: day("2020-12-31") });
        let with = progress(&Target { baseline, ..target }, false, figure(70), day("2026-11-23"));
        assert_eq!(with.pace, Some(Pace { expected: 73, projected: Some(83) }));
        assert_eq!(with.standing, Standing::Behind);
    }

    #[test]
    fn shares_are_told_in_percent() {
        let target = Target {
            baseline: Some(Baseline { value: 0, on: day("2020-12-31") }),
            ..target("1141-2018/leaders_trained_coverage/2021-2030")
        };
        let indicator = indicators::built_in().of_code(&target.indicator).expect("known");
        let progress = progress(&target, false, figure(5000), day("2026-11-23"));
        assert_eq!(told(&target, indicator, &progress).expect("a pace").en, "At this rate 2030 = 84.81 % of 100.00 %.");
    }
}
