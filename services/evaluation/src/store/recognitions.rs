//! Recognitions under earlier rules.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::text;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::recognition::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::criteria::Star;
use crate::domain::recognition::{Recognition, RecognitionFacts};
use crate::error::Error;

/// Keeps a recognition.
pub(crate) async fn insert(work: &Work, recognition: &Recognition) -> Result<(), Error> {
    let facts = &recognition.facts;
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
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
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
            },
            rule_set: row.rule_set,
            recorded_at: row.recorded_at,
        })
    }
}
