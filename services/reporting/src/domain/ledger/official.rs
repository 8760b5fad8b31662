//! An official's term in a body that manages the programme.

use super::material::Material;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::spans::OPEN;
use crate::domain::told::{Subject, Told};

pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let mut term = None;
    let mut ended = None;
    for heard in material.of(subject) {
        match &heard.told {
            Told::Official { level, unit, from, to, sample } => term = Some((level, unit, *from, *to, *sample)),
            Told::OfficialEnded { to } => ended = Some(*to),
            Told::OfficialRetracted => return Vec::new(),
            _ => {}
        }
    }
    let Some((level, unit, from, to, sample)) = term else { return Vec::new() };
    let days = Days { from, to: ended.or(to).unwrap_or(OPEN) };
    if days.to < days.from {
        return Vec::new();
    }
    let entry = Entry::one(Measure::OfficialsInOffice, subject, unit, days).sample(sample);
    vec![entry.split([(Dimension::OfficialLevel, level.clone())])]
}
