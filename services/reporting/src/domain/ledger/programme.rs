//! The programme's other records, and what was paid of policies and resources.

use chrono::NaiveDate;

use super::material::Material;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::spans::OPEN;
use crate::domain::told::{Heard, Subject, Told};

/// A record as it was told last. One that was retired was a mistake, and counts on no day.
pub(super) fn entries_of_record(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    if material.of(subject).any(|heard| heard.told == Told::RecordRetired) {
        return Vec::new();
    }
    let told: Vec<&Heard> = material.of(subject).filter(|heard| matches!(heard.told, Told::Record { .. })).collect();
    let Some(Told::Record { kind, category, unit, first_day, last_day, planned_dong, spent_dong, sample }) =
        told.last().map(|heard| &heard.told)
    else {
        return Vec::new();
    };
    let on = |day: NaiveDate| Days { from: day, to: day };
    let whole = Days { from: *first_day, to: last_day.unwrap_or(OPEN) };
    let one = |measure, days| Entry::one(measure, subject, unit, days);
    let mut entries: Vec<_> = match kind.as_str() {
        "craft_village" => {
            let linked_on = linked_on(&told, *first_day);
            linked_on.map(|day| one(Measure::CraftVillagesWithTourism, on(day))).into_iter().collect()
        }
        "organisation_support" => vec![one(Measure::OrganisationsStrengthenedOrNew, on(*first_day))],
        "communication_item" => vec![one(Measure::CommunicationItems, on(*first_day))],
        "policy" => vec![one(Measure::PoliciesIssued, on(*first_day))],
        "science_project" => vec![one(Measure::ScienceProjects, on(*first_day))],
        "consultant" => vec![one(Measure::Consultants, whole)],
        "partner" => vec![one(Measure::Partners, whole)],
        "resource" => vec![one(Measure::ResourcesCommittedDong, on(*first_day)).by(*planned_dong)],
        "sales_point" => vec![one(Measure::SalesPoints, whole)],
        "trade_event" => vec![one(Measure::TradeEvents, on(*first_day))],
        _ => Vec::new(),
    };
    entries = entries.into_iter().map(|entry| entry.split([(Dimension::Category, category.clone())])).collect();
    if *spent_dong != 0 {
        let spent = one(Measure::ProgrammeSpentDong, on(*first_day)).by(*spent_dong);
        entries.push(spent.split([(Dimension::Category, kind.clone())]));
    }
    entries.retain(|entry| entry.days.from <= entry.days.to && entry.amount != 0);
    entries.into_iter().map(|entry| entry.sample(*sample)).collect()
}

/// The day on which a craft village was linked with tourism: its first day if it was told so at once, or else the day of the
/// change that linked it. None if it is not linked.
fn linked_on(told: &[&Heard], first_day: NaiveDate) -> Option<NaiveDate> {
    let linked = |heard: &&Heard| matches!(&heard.told, Told::Record { category, .. } if category != "not_linked");
    let not_linked = told.iter().rposition(|heard| !linked(heard));
    match not_linked {
        None => Some(first_day),
        Some(not_linked) => told.get(not_linked + 1).map(|heard| heard.day()),
    }
}

pub(super) fn entries_of_payment(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    if material.of(subject).any(|heard| heard.told == Told::PaymentCancelled) {
        return Vec::new();
    }
    let entry = |heard: &Heard| {
        let Told::Payment { kind, category, unit, amount_dong, paid_on, sample } = &heard.told else { return None };
        let measure = match kind.as_str() {
            "policy" => Measure::PolicyPaymentsDong,
            "resource" => Measure::ResourcesDisbursedDong,
            _ => return None,
        };
        let entry = Entry::one(measure, subject, unit, Days { from: *paid_on, to: *paid_on }).by(*amount_dong);
        Some(entry.sample(*sample).split([(Dimension::Category, category.clone())]))
    };
    material.of(subject).find_map(entry).into_iter().collect()
}
