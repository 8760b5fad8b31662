//! Recognitions under earlier rules.

use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use platform::text;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::entity::recognition::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, register_entries};
use crate::Work;
use crate::domain::criteria::Star;
use crate::domain::recognition::{
    CertificatePaper, IssuingLevel, Recognition, RecognitionFacts, RecognitionId, Retraction,
};
use crate::error::Error;

const NUMBER: Unique = Unique {
    name: "recognition_number",
    columns: "recognition.province, recognition.issuing_body, recognition.certificate_number",
};

/// Keeps a recognition; a body gave a number once.
pub(crate) async fn insert(work: &Work, recognition: &Recognition) -> Result<(), Error> {
    let facts = &recognition.facts;
    let paper = &facts.paper;
    let row = ActiveModel {
        id: Set(recognition.id.into()),
        product_name: Set(facts.product_name.clone()),
        product_name_key: Set(text::collation_key(&facts.product_name)),
        producer_name: Set(facts.producer_name.clone()),
        place_as_recorded: Set(facts.place_as_recorded.clone()),
        province: Set(facts.province.to_string()),
        product_set: Set(facts.product_set),
        star: Set(facts.star.map(i32::from)),
        earliest: Set(facts.earliest),
        latest: Set(facts.latest),
        recognised_as_recorded: Set(facts.recognised_as_recorded.clone()),
        rule_set: Set(recognition.rule_set.clone()),
        evidence: Set(facts.evidence.clone()),
        recorded_at: Set(recognition.recorded_at),
        updated_by: Set(work.operation().to_owned()),
        certificate_number: Set(paper.number.clone()),
        product_code: Set(paper.product_code.clone()),
        decision_number: Set(paper.decision_number.clone()),
        issuing_body: Set(paper.issuing_body.clone()),
        issuing_level: Set(paper.issuing_level.map(|level| level.name().to_owned())),
        expires_on: Set(paper.expires_on),
        retracted_at: Set(None),
        retracted_by: Set(None),
        retraction_reason: Set(None),
    };
    let inserted = Entity::insert(row).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(NUMBER, || Error::RecognitionExists)])?;
    Ok(register_entries::add_recognition(work, recognition).await?)
}

/// The recognition of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: RecognitionId) -> Result<Option<Recognition>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Recognition::try_from).transpose()
}

/// Keeps that a recognition was retracted; it is found in the register no more.
pub(crate) async fn retract(work: &Work, id: RecognitionId, retraction: &Retraction) -> Result<(), Error> {
    let changed = ActiveModel {
        retracted_at: Set(Some(retraction.at)),
        retracted_by: Set(Some(retraction.by.into())),
        retraction_reason: Set(Some(retraction.reason.clone())),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let standing = Entity::update_many().set(changed).filter(COLUMN.id.eq(id)).filter(COLUMN.retracted_at.is_null());
    if standing.exec(work).await?.rows_affected != 1 {
        return Err(Error::RecognitionRetracted { recognition: id });
    }
    Ok(register_entries::remove(work, id).await?)
}

/// The recognitions of identities, in no order.
pub(super) async fn find_all(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Recognition>, Platform> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find().filter(COLUMN.id.is_in(ids)).all(db).await?;
    rows.into_iter().map(Recognition::try_from).collect()
}

/// A page of recognitions, in Vietnamese order of the product names; those that were retracted if they are asked for.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    with_retracted: bool,
    page: &Page,
) -> Result<Paged<Recognition>, Platform> {
    let mut select = Entity::find()
        // A recognition is known by its province alone.
        .filter(db::within(units, Column::Province, Column::Province))
        .filter(db::after(page.after.as_ref(), Column::ProductNameKey, Column::Id))
        .order_by_asc(COLUMN.product_name_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit());
    if !with_retracted {
        select = select.filter(COLUMN.retracted_at.is_null());
    }
    let rows = select.all(db).await?;
    page.of(rows, |row| db::Cursor { key: row.product_name_key.clone(), id: row.id }).try_map(Recognition::try_from)
}

impl TryFrom<Model> for Recognition {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let by = row.retracted_by.zip(row.retraction_reason);
        Ok(Self {
            id: row.id.into(),
            retraction: row.retracted_at.zip(by).map(|(at, (by, reason))| Retraction { at, by: by.into(), reason }),
            facts: RecognitionFacts {
                product_name: row.product_name,
                producer_name: row.producer_name,
                place_as_recorded: row.place_as_recorded,
                province: row.province.parse().map_err(|_| damaged("recognition"))?,
                product_set: row.product_set,
                star: row.star.and_then(|star| Star::try_from(star).ok()),
                earliest: row.earliest,
                latest: row.latest,
                recognised_as_recorded: row.recognised_as_recorded,
                evidence: row.evidence,
                paper: CertificatePaper {
                    number: row.certificate_number,
                    product_code: row.product_code,
                    decision_number: row.decision_number,
                    issuing_body: row.issuing_body,
                    issuing_level: row.issuing_level.and_then(|level| IssuingLevel::named(&level)),
                    expires_on: row.expires_on,
                },
            },
            rule_set: row.rule_set,
            recorded_at: row.recorded_at,
        })
    }
}
