//! A dossier on its way: each step on the first day it was taken, and that it is in progress.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::material::{Material, product_set};
use super::sectors::sector;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::spans::{OPEN, after, before};
use crate::domain::told::{Subject, Told};

pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let filed = material.of(subject).find(|heard| matches!(heard.told, Told::DossierFiled { .. }));
    let Some((filed_on, Told::DossierFiled { kind, product_set: set, unit, sample, .. })) =
        filed.map(|heard| (heard.day(), &heard.told))
    else {
        return Vec::new();
    };
    let mut first: BTreeMap<Measure, NaiveDate> = BTreeMap::from([(Measure::DossiersFiled, filed_on)]);
    for heard in material.of(subject) {
        if let Some(step) = step(&heard.told) {
            first.entry(step).or_insert(heard.day());
        }
    }
    let happens = first.iter().map(|(step, day)| (*step, Days { from: *day, to: *day }));
    let is =
        [(Measure::DossiersInProgress, Some(filed_on)), (Measure::PotentialFive, potential_five(subject, material))];
    let ended = [Measure::DossiersCertified, Measure::DossiersEndedWithoutCertificate];
    let end = ended.iter().filter_map(|step| first.get(step)).min().map_or(OPEN, |day| before(*day));
    let is = is.into_iter().filter_map(|(measure, from)| Some((measure, Days { from: from?, to: end })));
    let overdue = overdue(subject, material).into_iter().map(|days| (Measure::DossiersOverdue, days));
    let counted = happens.chain(is).chain(overdue).filter(|(_, days)| days.from <= days.to);
    let counted = counted.map(|(measure, days)| (measure, days, 1)).chain(given(subject, material));
    let entry = |(measure, days, amount): (Measure, Days, i64)| {
        let parts = [
            (Dimension::DossierKind, kind.clone()),
            (Dimension::ProductSet, product_set(*set)),
            (Dimension::Sector, sector(*set).to_owned()),
        ];
        Entry::one(measure, subject, unit, days).by(amount).sample(*sample).split(parts)
    };
    counted.map(entry).collect()
}

/// The days on which somebody has had it for longer than she may: from the day after it was due up to its next step.
fn overdue(subject: Subject, material: &Material<'_>) -> Vec<Days> {
    let mut due = None;
    let mut overdue = Vec::new();
    let mut late_until = |due: Option<NaiveDate>, to: NaiveDate| {
        overdue.extend(due.map(|due| Days { from: after(due), to }));
    };
    for heard in material.of(subject) {
        if let Told::DossierFiled { due_on, .. } | Told::DossierReached { due_on, .. } = &heard.told {
            late_until(due, before(heard.day()));
            due = *due_on;
        }
    }
    late_until(due, OPEN);
    overdue
}

/// What councils gave it, with the sheets that they gave it on.
fn given(subject: Subject, material: &Material<'_>) -> Vec<(Measure, Days, i64)> {
    let each = material.of(subject).filter_map(|heard| match &heard.told {
        Told::Scored { given: Some(given), .. } => Some((heard.day(), given)),
        _ => None,
    });
    let counted = each.flat_map(|(day, given)| {
        let days = Days { from: day, to: day };
        [(Measure::CouncilPoints, days, given.points), (Measure::CouncilSheets, days, given.sheets)]
    });
    counted.collect()
}

/// The step that is taken by what was told.
fn step(told: &Told) -> Option<Measure> {
    match told {
        Told::Scored { .. } => Some(Measure::DossiersScored),
        Told::DossierReached { state, .. } => match state.as_str() {
            "accepted" => Some(Measure::DossiersAccepted),
            "proposed" => Some(Measure::DossiersProposed),
            "certified" => Some(Measure::DossiersCertified),
            "not_recognised" | "rejected" | "withdrawn" => Some(Measure::DossiersEndedWithoutCertificate),
            _ => None,
        },
        _ => None,
    }
}

/// Since when it has the points of five stars, and the ministry has not decided.
fn potential_five(subject: Subject, material: &Material<'_>) -> Option<NaiveDate> {
    let reached = |heard: &&crate::domain::told::Heard| matches!(&heard.told, Told::DossierReached { state, .. } if state == "potential_five");
    material.of(subject).find(reached).map(crate::domain::told::Heard::day)
}
