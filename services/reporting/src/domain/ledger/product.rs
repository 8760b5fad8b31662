//! A product: that it is in the register, and what its certificates come to.

use std::cmp::Reverse;

use chrono::NaiveDate;
use platform::ids::RawId;

use super::material::{Certificate, Material, product_set, unit_of};
use super::sectors::sector;
use crate::domain::cells::Dimension;
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::spans::{DaySet, OPEN, after};
use crate::domain::told::{Noun, Subject, Told};

pub(super) fn entries(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let mut certificates = material.certificates();
    certificates.retain(|certificate| certificate.told.product == subject.id);
    let mut entries = registered(subject, material);
    entries.extend(valid(subject, material, &certificates));
    entries.extend(recognised(subject, material, &certificates));
    for certificate in &certificates {
        entries.extend(of_certificate(material, certificate));
    }
    entries
}

fn registered(subject: Subject, material: &Material<'_>) -> Vec<Entry> {
    let is_version = |told: &Told| matches!(told, Told::Product { .. });
    let versions = material.versions(subject, is_version, |told| matches!(told, Told::ProductRetired));
    let entry = |version: &super::material::Version<'_>| {
        let (unit, sample) = unit_of(version.told)?;
        let Told::Product { product_set: set, .. } = version.told else { return None };
        let entry = Entry::one(Measure::ProductsRegistered, subject, unit, version.days).sample(sample);
        Some(entry.split([(Dimension::ProductSet, product_set(*set)), (Dimension::Sector, sector(*set).to_owned())]))
    };
    versions.iter().filter_map(entry).collect()
}

/// The days on which it holds a star. One that was renewed before its old certificate ran out has two for a while; the newest
/// counts.
fn valid(subject: Subject, material: &Material<'_>, certificates: &[Certificate<'_>]) -> Vec<Entry> {
    let mut newest_first: Vec<_> = certificates.iter().collect();
    newest_first.sort_by_key(|certificate| Reverse(certificate.told.issued_on));
    let mut covered = DaySet::default();
    let mut entries = Vec::new();
    for certificate in newest_first {
        for days in certificate.days.without(&covered).intervals() {
            let entry = Entry::one(Measure::ProductsValid, subject, &certificate.told.unit, *days);
            entries.push(entry.sample(certificate.told.sample).split(parts(material, certificate)));
        }
        covered = covered.or(&certificate.days);
    }
    entries
}

/// It is recognised once, by its first certificate.
fn recognised(subject: Subject, material: &Material<'_>, certificates: &[Certificate<'_>]) -> Option<Entry> {
    let first = certificates.iter().min_by_key(|certificate| certificate.told.issued_on)?;
    let entry = happened(Measure::ProductsRecognised, subject, first, first.told.issued_on);
    Some(entry.split(parts(material, first)))
}

/// What happens with a certificate, and what is wrong with it.
fn of_certificate(material: &Material<'_>, certificate: &Certificate<'_>) -> Vec<Entry> {
    let record = Subject::new(Noun::Certificate, certificate.id);
    let told = certificate.told;
    let mut happens = vec![(Measure::CertificatesIssued, told.issued_on)];
    if certificate.days.intervals().last().is_some_and(|days| days.to == told.expires_on) {
        happens.push((Measure::CertificatesExpired, after(told.expires_on)));
    }
    happens.extend(certificate.revoked_on.map(|on| (Measure::CertificatesRevoked, on)));
    let kind = dossier_kind(material, told.dossier).map(|kind| (Dimension::DossierKind, kind.to_owned()));
    let parts: Vec<_> = parts(material, certificate).into_iter().chain(kind).collect();
    let happens =
        happens.into_iter().map(|(measure, day)| happened(measure, record, certificate, day).split(parts.clone()));
    happens.chain(doubtful(material, certificate, record)).collect()
}

/// A certificate must follow a closed ballot, and its star must not be above what the council came to.
fn doubtful(material: &Material<'_>, certificate: &Certificate<'_>, record: Subject) -> Option<Entry> {
    let dossier = Subject::new(Noun::Dossier, certificate.told.dossier);
    let stars = material.of(dossier).filter_map(|heard| match heard.told {
        Told::Scored { star, .. } => Some(star),
        _ => None,
    });
    let measure = match stars.max() {
        None => Measure::CertificatesWithoutBallot,
        Some(star) if star < certificate.told.star => Measure::CertificatesAboveResult,
        Some(_) => return None,
    };
    let since = Days { from: certificate.told.issued_on, to: OPEN };
    Some(Entry::one(measure, record, &certificate.told.unit, since).sample(certificate.told.sample))
}

fn happened(measure: Measure, record: Subject, certificate: &Certificate<'_>, day: NaiveDate) -> Entry {
    let entry = Entry::one(measure, record, &certificate.told.unit, Days { from: day, to: day });
    entry.sample(certificate.told.sample)
}

fn parts(material: &Material<'_>, certificate: &Certificate<'_>) -> Vec<(Dimension, String)> {
    let told = certificate.told;
    let mut parts = vec![
        (Dimension::Star, told.star.to_string()),
        (Dimension::ProductSet, product_set(told.product_set)),
        (Dimension::Sector, sector(told.product_set).to_owned()),
    ];
    parts.extend(material.producer_parts(told.producer, told.issued_on));
    parts
}

fn dossier_kind<'h>(material: &Material<'h>, dossier: RawId) -> Option<&'h str> {
    material.of(Subject::new(Noun::Dossier, dossier)).find_map(|heard| match &heard.told {
        Told::DossierFiled { kind, .. } => Some(kind.as_str()),
        _ => None,
    })
}
