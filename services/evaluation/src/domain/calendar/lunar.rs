//! The lunar calendar of Viet Nam, computed from the sun and the moon: a second opinion on the table of the facts.
//!
//! Months begin on the day of the new moon at UTC+7; the eleventh holds the winter solstice; a year of thirteen
//! months has its leap month where the sun first stays in one sign. Moon and sun by the short series of Meeus,
//! «Astronomical Algorithms», good to a few minutes.

use std::f64::consts::{PI, TAU};

use chrono::{Days, NaiveDate};

/// Mean length of a month, and the Julian day of the new moon that months are counted from (1900-01-01).
const MONTH_DAYS: f64 = 29.530_588_853;
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;

/// UTC+7, in days.
const OFFSET_DAYS: f64 = 7.0 / 24.0;

/// The day of a lunar date in a month that is no leap month, in the lunar year that begins in `year`.
pub(super) fn civil_day(day: u64, month: i64, year: i32) -> NaiveDate {
    let (before, after) = (eleventh_month(year - 1), eleventh_month(year));
    let first = (0.5 + (before - FIRST_NEW_MOON) / MONTH_DAYS).floor();
    let mut months = month + 1;
    if after - before > 365.0 && months >= leap_month(first) {
        months += 1;
    }
    date(new_moon_day(first + months as f64)) + Days::new(day - 1)
}

/// The first day of the month that holds the winter solstice of a year.
fn eleventh_month(year: i32) -> f64 {
    let last_day = julian_day(NaiveDate::from_ymd_opt(year, 12, 31).expect("a day"));
    let moon = ((last_day - FIRST_NEW_MOON) / MONTH_DAYS).floor();
    let day = new_moon_day(moon);
    if sign_of_sun(day) >= 9 { new_moon_day(moon - 1.0) } else { day }
}

/// How many months after the eleventh the leap month comes.
fn leap_month(first: f64) -> i64 {
    let sign = |months: i64| sign_of_sun(new_moon_day(first + months as f64));
    (1..14).find(|months| sign(*months) == sign(months + 1)).expect("a year of thirteen months has a leap month")
}

/// The Julian day on which the new moon falls in Viet Nam.
fn new_moon_day(number: f64) -> f64 {
    (new_moon(number) + 0.5 + OFFSET_DAYS).floor()
}

/// The moment of a new moon, counted from 1900, as a Julian date (UT).
fn new_moon(number: f64) -> f64 {
    let century = number / 1236.85;
    let (squared, cubed) = (century.powi(2), century.powi(3));
    let sine = |degrees: f64| degrees.to_radians().sin();
    let mean = 2_415_020.759_33 + 29.530_588_68 * number + 0.000_117_8 * squared - 0.000_000_155 * cubed
        + 0.000_33 * sine(166.56 + 132.87 * century - 0.009_173 * squared);
    let sun = 359.2242 + 29.105_356_08 * number - 0.000_033_3 * squared - 0.000_003_47 * cubed;
    let moon = 306.0253 + 385.816_918_06 * number + 0.010_730_6 * squared + 0.000_012_36 * cubed;
    let node = 21.2964 + 390.670_506_46 * number - 0.001_652_8 * squared - 0.000_002_39 * cubed;
    let correction = (0.1734 - 0.000_393 * century) * sine(sun) + 0.0021 * sine(2.0 * sun) - 0.4068 * sine(moon)
        + 0.0161 * sine(2.0 * moon)
        - 0.0004 * sine(3.0 * moon)
        + 0.0104 * sine(2.0 * node)
        - 0.0051 * sine(sun + moon)
        - 0.0074 * sine(sun - moon)
        + 0.0004 * sine(2.0 * node + sun)
        - 0.0004 * sine(2.0 * node - sun)
        - 0.0006 * sine(2.0 * node + moon)
        + 0.0010 * sine(2.0 * node - moon)
        + 0.0005 * sine(2.0 * moon + sun);
    let terrestrial = -0.000_278 + 0.000_265 * century + 0.000_262 * squared;
    mean + correction - terrestrial
}

/// The sign the sun is in at the beginning of a day in Viet Nam: 0 from the spring equinox on, 9 from the winter
/// solstice on.
fn sign_of_sun(day: f64) -> i64 {
    let century = (day - 0.5 - OFFSET_DAYS - 2_451_545.0) / 36_525.0;
    let anomaly = (357.529_10 + 35_999.050_30 * century - 0.000_155_9 * century.powi(2)).to_radians();
    let mean = 280.466_45 + 36_000.769_83 * century + 0.000_303_2 * century.powi(2);
    let centre = (1.914_600 - 0.004_817 * century) * anomaly.sin()
        + 0.019_993 * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    let longitude = (mean + centre).to_radians().rem_euclid(TAU);
    (longitude / PI * 6.0).floor() as i64
}

fn julian_day(day: NaiveDate) -> f64 {
    (day - epoch()).num_days() as f64 + 2_440_588.0
}

fn date(julian_day: f64) -> NaiveDate {
    epoch() + Days::new((julian_day - 2_440_588.0) as u64)
}

fn epoch() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day")
}
