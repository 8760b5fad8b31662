//! A recognition under earlier rules, of which it is known only between which days it was.

use chrono::{Months, NaiveDate};

use super::material::{Material, product_set};
use super::sectors::sector;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::indicators;
use crate::domain::spans::DaySet;
use crate::domain::told::{Subject, Told};

/// Nothing was recognised before the programme began, and recognitions of earlier rules held a number of months.
pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for heard in material.of(subject) {
        match &heard.told {
            Told::Recognition { unit, product_set: set, star, earliest, latest } => {
                let possible = Days { from: earliest.unwrap_or(indicators::built_in().programme_began), to: *latest };
                let parts = [
                    (Dimension::Star, star.to_string()),
                    (Dimension::ProductSet, product_set(*set)),
                    (Dimension::Sector, sector(*set).to_owned()),
                ];
                let whole = possible_entries(subject, unit, possible);
                entries = whole.into_iter().map(|entry| entry.split(parts.clone())).collect();
            }
            Told::RecognitionRetracted => return Vec::new(),
            _ => {}
        }
    }
    entries
}

fn possible_entries(subject: Subject, unit: &platform::access::UnitId, possible: Days) -> Vec<Entry> {
    if possible.to < possible.from {
        return Vec::new();
    }
    let months = Months::new(indicators::built_in().recorded_recognitions_hold_months);
    let until = |recognised: NaiveDate| recognised + months;
    // Certain is what holds whatever the day of recognition was, possible what holds for any of them.
    let certain = DaySet::of(possible.to, until(possible.from));
    let perhaps = DaySet::of(possible.from, until(possible.to)).without(&certain);
    let valid = |days: &Days| Entry::one(Measure::ProductsValid, subject, unit, *days);
    let recognised = Entry::one(Measure::ProductsRecognised, subject, unit, possible);
    let uncertain = perhaps.intervals().iter().map(|days| Entry { certain: false, ..valid(days) });
    certain.intervals().iter().map(valid).chain(uncertain).chain([recognised]).collect()
}
