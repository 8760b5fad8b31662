//! Certificates, as evaluation told of them.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait as _, QueryFilter as _};

use super::entity::certificate::{ActiveModel, COLUMN, Column, Entity};
use super::entity::revocation;
use crate::Work;
use crate::domain::producer::ProducerId;

/// A certificate as evaluation tells of it.
#[derive(Clone, Debug)]
pub(crate) struct ToldCertificate {
    pub(crate) id: RawId,
    pub(crate) product: RawId,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
    pub(crate) issued_on: NaiveDate,
    pub(crate) expires_on: NaiveDate,
}

/// Keeps a certificate as it was told of.
pub(crate) async fn keep(work: &Work, certificate: &ToldCertificate) -> Result<(), Platform> {
    let row = ActiveModel {
        id: Set(certificate.id),
        product_id: Set(certificate.product),
        producer_id: Set(certificate.producer.into()),
        unit: Set(certificate.unit.to_string()),
        issued_on: Set(certificate.issued_on),
        expires_on: Set(certificate.expires_on),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    let told_again = OnConflict::column(Column::Id)
        .update_columns([
            Column::ProductId,
            Column::ProducerId,
            Column::Unit,
            Column::IssuedOn,
            Column::ExpiresOn,
            Column::UpdatedAt,
            Column::UpdatedBy,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(told_again).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps that a certificate is another producer's: it stands in the place of the one before.
pub(crate) async fn pass_on(work: &Work, certificate: RawId, producer: ProducerId) -> Result<(), Platform> {
    let passed_on = ActiveModel {
        producer_id: Set(producer.into()),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many().set(passed_on).filter(COLUMN.id.eq(certificate)).exec(work).await?;
    Ok(())
}

/// Keeps that a certificate no longer holds from a day on: it was revoked, or another star took its place. It ends once.
pub(crate) async fn end(work: &Work, certificate: RawId, on: NaiveDate) -> Result<(), Platform> {
    let row = revocation::ActiveModel {
        certificate_id: Set(certificate),
        revoked_on: Set(on),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    revocation::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}
