//! Certificates.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};

use super::entity::{certificate, decision};
use super::{damaged, register_entries, revocations};
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateId, CertificateNumber};
use crate::domain::council::DecisionReference;
use crate::domain::criteria::Star;
use crate::domain::decision::DecisionId;
use crate::domain::dossier::ProductId;
use crate::domain::register::{
    Basis, CertificateStatus, RegisteredCertificate, Replacement, ReplacementKind, Successor,
};
use crate::error::Error;

/// Which certificates a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) star: Option<i32>,
    pub(crate) product: Option<ProductId>,
    pub(crate) status: Option<CertificateStatus>,
    pub(crate) at: NaiveDate,
}

/// The last number an issuer gave in a year; 0 if none. Two who ask at the same time cannot both be right: the
/// transaction is serializable, and the number unique.
pub(crate) async fn last_serial(work: &Work, issuer: &UnitId, year: i32) -> Result<i32, Platform> {
    let last = certificate::Entity::find()
        .filter(certificate::COLUMN.issuer.eq(issuer.as_str()))
        .filter(certificate::COLUMN.year.eq(year))
        .order_by_desc(certificate::COLUMN.serial)
        .limit(1);
    Ok(db::one(last, work).await?.map_or(0, |row| row.serial))
}

/// Keeps certificates.
pub(crate) async fn insert(work: &Work, certificates: &[Certificate]) -> Result<(), Error> {
    let rows = certificates.iter().map(|certificate| row(work, certificate));
    certificate::Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(register_entries::add_certificates(work, certificates).await?)
}

/// Keeps a certificate that replaces another.
pub(crate) async fn insert_replacement(work: &Work, registered: &RegisteredCertificate) -> Result<(), Error> {
    let replaces = registered.replaces.as_ref();
    let row = certificate::ActiveModel {
        replaces: Set(replaces.map(|replaces| replaces.certificate.into())),
        replacement: Set(replaces.map(|replaces| replaces.kind.name().to_owned())),
        basis: Set(replaces.map(|replaces| replaces.basis.reference.clone())),
        basis_date: Set(replaces.map(|replaces| replaces.basis.date)),
        ..row(work, &registered.certificate)
    };
    certificate::Entity::insert(row).exec_without_returning(work).await?;
    let certificate = &registered.certificate;
    register_entries::add_certificates(work, std::slice::from_ref(certificate)).await?;
    if let Some(replaces) = replaces {
        let (ended, on) = (CertificateStatus::Replaced, certificate.issued_on);
        register_entries::end(work, replaces.certificate, on, ended).await?;
    }
    Ok(())
}

/// The certificate of which was told when it was issued, of the row of replacements that ends with one: the first, or
/// the last that came by a decision of its own.
pub(crate) async fn first_issued(db: &impl ConnectionTrait, id: CertificateId) -> Result<CertificateId, Platform> {
    let mut first = id;
    loop {
        let found = db::one(certificate::Entity::find_by_id(first), db).await?;
        let by_itself =
            |row: &certificate::Model| row.replacement.as_deref() == Some(ReplacementKind::Reassessed.name());
        match found.filter(|row| !by_itself(row)).and_then(|row| row.replaces) {
            Some(replaced) => first = replaced.into(),
            None => return Ok(first),
        }
    }
}

/// The certificate that was issued last, of the row of replacements that begins with one.
pub(crate) async fn last_issued(
    db: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<RegisteredCertificate>, Platform> {
    let mut last = find(db, id).await?;
    while let Some(successor) = last.as_ref().and_then(|registered| registered.replaced_by.as_ref()) {
        last = find_by_number(db, &successor.number).await?;
    }
    Ok(last)
}

/// The certificate of an identity.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<RegisteredCertificate>, Platform> {
    one(db, certificate::Entity::find().filter(certificate::COLUMN.id.eq(id))).await
}

/// The certificate of a number.
pub(crate) async fn find_by_number(
    db: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<RegisteredCertificate>, Platform> {
    one(db, certificate::Entity::find().filter(certificate::COLUMN.number.eq(number))).await
}

/// The certificates of identities, in no order.
pub(super) async fn find_all(
    db: &impl ConnectionTrait,
    ids: Vec<Uuid>,
) -> Result<Vec<RegisteredCertificate>, Platform> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = certificate::Entity::find().filter(certificate::COLUMN.id.is_in(ids.clone()));
    let rows = rows.find_also_related(decision::Entity).all(db).await?;
    let later = later(db, ids).await?;
    rows.into_iter().map(|row| registered(row, &later)).collect()
}

/// The certificates among identities that there are, in no order.
pub(crate) async fn of_ids(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = CertificateId>,
) -> Result<Vec<RegisteredCertificate>, Platform> {
    find_all(db, ids.into_iter().map(Into::into).collect()).await
}

/// The certificate of a product that expires last, of those that were issued by a day.
pub(crate) async fn last_of_product(
    db: &impl ConnectionTrait,
    product: ProductId,
    day: NaiveDate,
) -> Result<Option<RegisteredCertificate>, Platform> {
    let issued = certificate::Entity::find()
        .filter(certificate::COLUMN.product_id.eq(product))
        .filter(certificate::COLUMN.issued_on.lte(day))
        .order_by_desc(certificate::COLUMN.expires_on)
        .order_by_desc(certificate::COLUMN.id)
        .limit(1);
    one(db, issued).await
}

/// The certificates that a decision led to, in no order; what replaced them without a decision is not among them.
pub(crate) async fn of_decision(db: &impl ConnectionTrait, id: DecisionId) -> Result<Vec<Certificate>, Platform> {
    let by_itself = Condition::any()
        .add(certificate::COLUMN.replaces.is_null())
        .add(certificate::COLUMN.replacement.eq(ReplacementKind::Reassessed.name()));
    let of_decision = certificate::Entity::find().filter(certificate::COLUMN.decision_id.eq(id)).filter(by_itself);
    let rows = of_decision.find_also_related(decision::Entity).all(db).await?;
    rows.into_iter().map(read).collect()
}

async fn one(
    db: &impl ConnectionTrait,
    select: Select<certificate::Entity>,
) -> Result<Option<RegisteredCertificate>, Platform> {
    let rows = select.find_also_related(decision::Entity).all(db).await?;
    let later = later(db, rows.iter().map(|(row, _)| row.id).collect()).await?;
    rows.into_iter().next().map(|row| registered(row, &later)).transpose()
}

/// What happened to certificates after they were issued, by their identity.
#[derive(Default)]
struct Later {
    revoked: HashMap<Uuid, NaiveDate>,
    replaced: HashMap<Uuid, Successor>,
}

async fn later(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Later, Platform> {
    if ids.is_empty() {
        return Ok(Later::default());
    }
    let successors =
        certificate::Entity::find().filter(certificate::COLUMN.replaces.is_in(ids.clone())).all(db).await?;
    let successor =
        |row: certificate::Model| Some((row.replaces?, Successor { number: row.number, issued_on: row.issued_on }));
    let revoked = revocations::revoked_days(db, ids).await?;
    Ok(Later {
        revoked: revoked.into_iter().collect(),
        replaced: successors.into_iter().filter_map(successor).collect(),
    })
}

/// Selects the certificates that were replaced by a day.
fn replaced_by(day: NaiveDate) -> SelectStatement {
    certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Replaces)
        .filter(certificate::Column::Replaces.is_not_null())
        .filter(certificate::Column::IssuedOn.lte(day))
        .into_query()
}

/// Certificates of a status on a day.
fn of_status(status: CertificateStatus, day: NaiveDate) -> Condition {
    use certificate::Column;
    let revoked = || Column::Id.in_subquery(revocations::revoked_by(day));
    let replaced = || Column::Id.in_subquery(replaced_by(day));
    let untouched = Condition::all().add(revoked().not()).add(replaced().not());
    match status {
        CertificateStatus::Valid => untouched.add(Column::IssuedOn.lte(day)).add(Column::ExpiresOn.gte(day)),
        CertificateStatus::Expired => untouched.add(Column::ExpiresOn.lt(day)),
        CertificateStatus::Revoked => Condition::all().add(revoked()),
        CertificateStatus::Replaced => Condition::all().add(revoked().not()).add(replaced()),
        // The days of a certificate are known.
        CertificateStatus::Uncertain => Condition::all().add(Expr::value(false)),
    }
}

/// A page of certificates, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<RegisteredCertificate>, Platform> {
    use certificate::{COLUMN, Column};
    let mut select = certificate::Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(star) = filter.star {
        select = select.filter(COLUMN.star.eq(star));
    }
    if let Some(product) = filter.product {
        select = select.filter(COLUMN.product_id.eq(product));
    }
    if let Some(status) = filter.status {
        select = select.filter(of_status(status, filter.at));
    }
    let rows = select.find_also_related(decision::Entity).all(db).await?;
    let later = later(db, rows.iter().map(|(row, _)| row.id).collect()).await?;
    page.of(rows, |(row, _)| db::Cursor { key: Vec::new(), id: row.id }).try_map(|row| registered(row, &later))
}

fn row(work: &Work, certificate: &Certificate) -> certificate::ActiveModel {
    certificate::ActiveModel {
        id: Set(certificate.id.into()),
        number: Set(certificate.number.to_string()),
        issuer: Set(certificate.number.issuer.to_string()),
        year: Set(certificate.number.year),
        serial: Set(certificate.number.serial),
        star: Set(i32::from(certificate.star)),
        issued_on: Set(certificate.issued_on),
        expires_on: Set(certificate.expires_on),
        decision_id: Set(certificate.decision_id.into()),
        dossier_id: Set(certificate.dossier.into()),
        product_id: Set(certificate.product.into()),
        product_name: Set(certificate.product_name.clone()),
        product_code: Set(certificate.product_code.clone()),
        product_set: Set(certificate.product_set),
        producer_id: Set(certificate.producer.into()),
        producer_name: Set(certificate.producer_name.clone()),
        unit: Set(certificate.unit.to_string()),
        province: Set(certificate.province.to_string()),
        sample: Set(certificate.sample),
        created_at: Set(certificate.created_at),
        updated_by: Set(work.operation().to_owned()),
        replaces: Set(None),
        replacement: Set(None),
        basis: Set(None),
        basis_date: Set(None),
    }
}

/// A certificate, and what happened to it later.
fn registered(
    (row, decision): (certificate::Model, Option<decision::Model>),
    later: &Later,
) -> Result<RegisteredCertificate, Platform> {
    let replaces = row.replaces.map(|replaced| {
        let kind = row.replacement.as_deref().and_then(ReplacementKind::named);
        let basis = row.basis.clone().zip(row.basis_date);
        let whole = kind.zip(basis).map(|(kind, (reference, date))| Replacement {
            certificate: replaced.into(),
            kind,
            basis: Basis { reference, date },
        });
        whole.ok_or_else(|| damaged("certificate"))
    });
    Ok(RegisteredCertificate {
        replaces: replaces.transpose()?,
        revoked_on: later.revoked.get(&row.id).copied(),
        replaced_by: later.replaced.get(&row.id).cloned(),
        certificate: read((row, decision))?,
    })
}

pub(super) fn read((row, decision): (certificate::Model, Option<decision::Model>)) -> Result<Certificate, Platform> {
    let read = |row: certificate::Model, decision: decision::Model| {
        Some(Certificate {
            id: row.id.into(),
            number: CertificateNumber { issuer: row.issuer.parse().ok()?, year: row.year, serial: row.serial },
            star: Star::try_from(row.star).ok()?,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            decision: DecisionReference {
                number: decision.number,
                date: decision.date,
                signer_name: decision.signer_name,
                signer_title: decision.signer_title,
            },
            decision_id: decision.id.into(),
            dossier: row.dossier_id.into(),
            product: row.product_id.into(),
            product_name: row.product_name,
            product_code: row.product_code,
            product_set: row.product_set,
            producer: row.producer_id.into(),
            producer_name: row.producer_name,
            unit: row.unit.parse().ok()?,
            province: row.province.parse().ok()?,
            sample: row.sample,
            created_at: row.created_at,
        })
    };
    decision.and_then(|decision| read(row, decision)).ok_or_else(|| damaged("certificate"))
}
