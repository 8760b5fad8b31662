//! The register of certificates, as it follows from what was told.

use super::material::Material;
use crate::domain::link::submission::RegisterRow;
use crate::domain::told::{Heard, Subject};

/// The rows of all certificates that hold on any day, by what was told of them in order of identity and then of time.
pub(crate) fn register(heard: &[Heard]) -> Vec<RegisterRow> {
    let of_each = heard.chunk_by(|one, other| one.about == other.about);
    of_each.filter_map(|heard| row(heard[0].about, &heard.iter().collect::<Vec<_>>())).collect()
}

fn row(certificate: Subject, heard: &[&Heard]) -> Option<RegisterRow> {
    let certificate = Material(heard).certificate(certificate)?;
    let told = certificate.told;
    Some(RegisterRow {
        certificate: certificate.id,
        product: told.product,
        producer: certificate.producer,
        unit: told.unit.clone(),
        product_set: told.product_set,
        star: told.star,
        sample: told.sample,
        days: *certificate.days.intervals().first()?,
    })
}
