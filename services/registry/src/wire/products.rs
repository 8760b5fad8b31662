//! Products, between the register's values and the contract's messages.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use super::producers::{on_day, state};
use crate::domain::product::record::{Price, QualityPaper, QualityPaperKind};
use crate::domain::product::{Product, ProductCode};
use crate::domain::standing::{EndedAs, ProductCertificate};

const QUALITY_PAPER_KINDS: [(pb::QualityPaperKind, QualityPaperKind); 7] = [
    (pb::QualityPaperKind::SelfDeclaration, QualityPaperKind::SelfDeclaration),
    (pb::QualityPaperKind::RegisteredDeclaration, QualityPaperKind::RegisteredDeclaration),
    (pb::QualityPaperKind::TestReport, QualityPaperKind::TestReport),
    (pb::QualityPaperKind::FoodSafetyCertificate, QualityPaperKind::FoodSafetyCertificate),
    (pb::QualityPaperKind::GoodPractice, QualityPaperKind::GoodPractice),
    (pb::QualityPaperKind::Organic, QualityPaperKind::Organic),
    (pb::QualityPaperKind::Other, QualityPaperKind::Other),
];

pub(crate) fn read_quality_paper_kind(fields: &mut Fields, path: &str, given: i32) -> Option<QualityPaperKind> {
    let kind: pb::QualityPaperKind = fields.choice(path, given)?;
    QUALITY_PAPER_KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)
}

pub(super) fn quality_paper_kind(kind: QualityPaperKind) -> pb::QualityPaperKind {
    QUALITY_PAPER_KINDS.into_iter().find(|(_, own)| *own == kind).expect("all kinds are in the contract").0
}

pub(crate) fn product((product, codes): (Product, Vec<ProductCode>)) -> pb::Product {
    let (state, retirement_reason) = state(&product.state);
    let record = product.facts.record;
    pb::Product {
        id: product.id.to_string(),
        name: product.facts.name,
        product_set: product.facts.product_set,
        producer_id: product.producer.to_string(),
        unit_id: product.facts.unit.to_string(),
        description: product.facts.description,
        codes: codes.iter().map(product_code).collect(),
        sample: product.sample,
        state: state.into(),
        retirement_reason,
        etag: etag(product.version),
        created_at: Some(timestamp(product.created_at)),
        updated_at: Some(timestamp(product.updated_at)),
        standing: product.standing.map(|standing| pb::ProductStanding {
            certificate_id: standing.certificate.to_string(),
            star: standing.star,
            valid_from: standing.from.to_string(),
            valid_to: standing.to.to_string(),
        }),
        standard: record.standard,
        story: Some(pb::ProductStory { slogan: record.story.slogan, text: record.story.text })
            .filter(|story| *story != pb::ProductStory::default()),
        packaging: record.packaging,
        yearly_capacity: record
            .capacity
            .map(|capacity| pb::YearlyCapacity { amount: capacity.amount, unit: capacity.unit }),
        quality_papers: record.quality_papers.into_iter().map(quality_paper).collect(),
        barcodes: record.barcodes.iter().map(ToString::to_string).collect(),
        traceability_link: record.traceability.map_or_else(String::new, |link| link.to_string()),
        prices: record.prices.into_iter().map(price).collect(),
        former_codes: record.former_codes.iter().map(ToString::to_string).collect(),
    }
}

fn quality_paper(paper: QualityPaper) -> pb::QualityPaper {
    pb::QualityPaper {
        kind: quality_paper_kind(paper.kind).into(),
        number: paper.number,
        issuer: paper.issuer,
        issued_on: on_day(paper.issued_on),
        expires_on: on_day(paper.expires_on),
    }
}

fn price(price: Price) -> pb::ProductPrice {
    pb::ProductPrice { pack: price.pack, price_dong: price.dong, as_of: price.as_of.to_string() }
}

pub(crate) fn product_certificate(certificate: ProductCertificate) -> pb::ProductCertificate {
    let end = certificate.ended.map_or(pb::ProductCertificateEnd::Unspecified, |(_, how)| match how {
        EndedAs::Revoked => pb::ProductCertificateEnd::Revoked,
        EndedAs::Reassessed => pb::ProductCertificateEnd::Reassessed,
    });
    pb::ProductCertificate {
        certificate_id: certificate.id.to_string(),
        star: certificate.star,
        issued_on: certificate.issued_on.to_string(),
        expires_on: certificate.expires_on.to_string(),
        end: end.into(),
        ended_on: on_day(certificate.ended.map(|(on, _)| on)),
    }
}

pub(crate) fn product_code(code: &ProductCode) -> pb::ProductCode {
    pb::ProductCode { code: code.to_string(), unit_id: code.unit.to_string(), serial: code.serial, year: code.year }
}
