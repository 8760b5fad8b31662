//! A dossier on its way: each step on the first day it was taken, and that it is in progress.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::material::{Material, product_set};
use super::sectors::sector;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::spans::{OPEN, before};
use crate::domain::told::{Subject, Told};

pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let filed = material.of(subject).find(|heard| matches!(heard.told, Told::DossierFiled { .. }));
    let Some((filed_on, Told::DossierFiled { kind, product_set: set, unit, sample })) =
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
    let entry = |(measure, days): (Measure, Days)| {
        let parts = [
            (Dimension::DossierKind, kind.clone()),
            (Dimension::ProductSet, product_set(*set)),
            (Dimension::Sector, sector(*set).to_owned()),
        ];
        Entry::one(measure, subject, unit, days).sample(*sample).split(parts)
    };
    happens.chain(is).filter(|(_, days)| days.from <= days.to).map(entry).collect()
}

/// The step that is taken by what was told.
fn step(told: &Told) -> Option<Measure> {
    match told {
        Told::Scored { .. } => Some(Measure::DossiersScored),
        Told::DossierReached { state } => match state.as_str() {
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
    let reached = |heard: &&crate::domain::told::Heard| matches!(&heard.told, Told::DossierReached { state } if state == "potential_five");
    material.of(subject).find(reached).map(crate::domain::told::Heard::day)
}
