//! A producer in the register: that it is there, and its figures of each year.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::material::{Material, unit_of};
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::told::{Subject, Told};

pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let versions = material.producer(subject.id);
    let registered = versions.iter().filter_map(|version| {
        let (unit, sample) = unit_of(version.told)?;
        let parts = material.producer_parts(subject.id, version.days.from);
        let entry = Entry::one(Measure::ProducersRegistered, subject, unit, version.days);
        Some(entry.sample(sample).split(parts))
    });
    registered.chain(figures_of_years(subject, material)).collect()
}

/// The newest figures of each year, at the unit where the producer was last in that year or nearest to it.
fn figures_of_years(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let mut newest: BTreeMap<i32, (i32, &Told)> = BTreeMap::new();
    for heard in material.of(subject) {
        if let Told::FiguresOfYear { year, version, .. } = &heard.told
            && newest.get(year).is_none_or(|(known, _)| known < version)
        {
            newest.insert(*year, (*version, &heard.told));
        }
    }
    newest.into_iter().flat_map(|(year, (_, told))| of_year(subject, material, year, told)).collect()
}

fn of_year(subject: Subject, material: &Material<'_>, year: i32, told: &Told) -> Vec<Entry> {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Vec::new();
    };
    let versions = material.producer(subject.id);
    let nearest = versions.iter().rfind(|version| version.days.from <= last).or(versions.first());
    let Some((unit, sample)) = nearest.and_then(|version| unit_of(version.told)) else { return Vec::new() };
    let Told::FiguresOfYear { revenue_dong, profit_dong, workers, ethnic_minority_workers, .. } = told else {
        return Vec::new();
    };
    let at_the_end = Days { from: last, to: last };
    let all_year = Days { from: first, to: last };
    let known = [
        (Measure::ProducerRevenueDong, at_the_end, revenue_dong),
        (Measure::ProducerProfitDong, at_the_end, profit_dong),
        (Measure::ProducerWorkers, all_year, workers),
        (Measure::EthnicMinorityWorkers, all_year, ethnic_minority_workers),
    ];
    let entry = |(measure, days, amount): (Measure, Days, &Option<i64>)| {
        let entry = Entry::one(measure, subject, unit, days).by((*amount)?).sample(sample);
        Some(entry.split(material.producer_parts(subject.id, last)))
    };
    known.into_iter().filter_map(entry).collect()
}
