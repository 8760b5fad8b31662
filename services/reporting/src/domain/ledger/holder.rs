//! A producer as one who holds certificates.

use super::material::Material;
use crate::domain::entries::{Entry, Measure};
use crate::domain::told::{Noun, Subject};

/// It counts where its certified products are from.
pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let producer = Subject::new(Noun::Producer, subject.id);
    let held = material.certificates().into_iter().filter(|certificate| certificate.producer == subject.id);
    let entries = held.flat_map(|certificate| {
        let parts = material.producer_parts(subject.id, certificate.told.issued_on);
        let entry = |days| {
            let entry = Entry::one(Measure::ProducersWithValidProduct, producer, &certificate.told.unit, days);
            entry.sample(certificate.told.sample).split(parts.clone())
        };
        certificate.days.intervals().iter().copied().map(entry).collect::<Vec<_>>()
    });
    entries.collect()
}
