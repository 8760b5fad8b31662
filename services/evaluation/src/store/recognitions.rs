//! Recognitions under earlier rules.

use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use platform::text;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::recognition::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, register_entries};
use crate::Work;
use crate::domain::criteria::Star;
use crate::domain::recognition::{CertificatePaper, IssuingLevel, Recognition, RecognitionFacts};
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
    };
    let inserted = Entity::insert(row).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(NUMBER, || Error::RecognitionExists)])?;
    Ok(register_entries::add_recognition(work, recognition).await?)
}

/// The recognitions of identities, in no order.
pub(super) async fn find_all(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<Recognition>, Platform> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find().filter(COLUMN.id.is_in(ids)).all(db).await?;
    rows.into_iter().map(Recognition::try_from).collect()
}

/// A page of recognitions, in Vietnamese order of the product names.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    page: &Page,
) -> Result<Paged<Recognition>, Platform> {
    let rows = Entity::find()
        // A recognition is known by its province alone.
        .filter(db::within(units, Column::Province, Column::Province))
        .filter(db::after(page.after.as_ref(), Column::ProductNameKey, Column::Id))
        .order_by_asc(COLUMN.product_name_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: row.product_name_key.clone(), id: row.id }).try_map(Recognition::try_from)
}

impl TryFrom<Model> for Recognition {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        Ok(Self {
            id: row.id.into(),
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
