//! Who represents a producer before the law: apart from the producer, so that no list reads it by chance.

use std::collections::HashMap;

use platform::db;
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::legal_representative::{ActiveModel, COLUMN, Entity, Model};
use super::legal_holds;
use crate::Work;
use crate::domain::leader::PersonId;
use crate::domain::person::{Details, Phone, Representative, Sex};
use crate::domain::producer::ProducerId;
use crate::error::Error;

/// Who represents a producer now.
pub(crate) async fn present(
    db: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Option<Representative>, Platform> {
    let select = Entity::find().filter(COLUMN.producer_id.eq(producer)).filter(COLUMN.replaced_at.is_null());
    db::one(select, db).await?.map(Representative::try_from).transpose()
}

/// Who represents each of some producers now.
pub(crate) async fn present_of(
    db: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<HashMap<ProducerId, Representative>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.producer_id.is_in(producers.iter().copied()))
        .filter(COLUMN.replaced_at.is_null())
        .all(db)
        .await?;
    let representative = |row| Representative::try_from(row).map(|present| (present.producer, present));
    rows.into_iter().map(representative).collect()
}

/// Refuses a name that is not the one under which a person represents or leads a producer.
pub(crate) async fn must_be_named(db: &impl ConnectionTrait, person: PersonId, full_name: &str) -> Result<(), Error> {
    let named = Entity::find().filter(COLUMN.person_id.eq(person)).filter(COLUMN.full_name.ne(""));
    let known = named.order_by_desc(COLUMN.recorded_at).limit(1).all(db).await?;
    let leads = super::leaders::any_of_person(db, person).await?;
    let names = known.iter().map(|row| &row.full_name).chain(leads.iter().map(|leader| &leader.full_name));
    if names.clone().any(|name| name != full_name) { Err(Error::PersonNameDiffers { person }) } else { Ok(()) }
}

/// Keeps a representative in the place of the one before, of whom the name alone stays unless an order holds the rest.
pub(crate) async fn replace(work: &Work, representative: &Representative) -> Result<(), Error> {
    let held = legal_holds::holds_producer(work, representative.producer).await?;
    let kept = ActiveModel { updated_by: Set(work.operation().to_owned()), ..Default::default() };
    let replaced = if held { kept } else { without_details(work) };
    Entity::update_many()
        .set(ActiveModel { replaced_at: Set(Some(work.now())), ..replaced })
        .filter(COLUMN.producer_id.eq(representative.producer))
        .filter(COLUMN.replaced_at.is_null())
        .exec(work)
        .await?;
    let Details { full_name, sex, ethnicity, disabled, residence, phone } = &representative.details;
    let row = ActiveModel {
        producer_id: Set(representative.producer.into()),
        version: Set(representative.version),
        person_id: Set(representative.person.into()),
        full_name: Set(full_name.clone()),
        sex: Set(sex.map(|sex| sex.name().to_owned())),
        ethnicity: Set(ethnicity.clone()),
        disabled: Set(*disabled),
        residence: Set(residence.clone()),
        phone: Set(phone.as_ref().map(|phone| phone.as_str().to_owned()).unwrap_or_default()),
        recorded_at: Set(work.now()),
        replaced_at: Set(None),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// A representative of whom nothing but the name is recorded.
pub(super) fn without_details(work: &Work) -> ActiveModel {
    ActiveModel {
        sex: Set(None),
        ethnicity: Set(String::new()),
        disabled: Set(None),
        residence: Set(String::new()),
        phone: Set(String::new()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    }
}

/// Those of whom more than the name is recorded.
pub(super) fn with_details() -> Condition {
    Condition::any()
        .add(COLUMN.sex.is_not_null())
        .add(COLUMN.disabled.is_not_null())
        .add(COLUMN.ethnicity.ne(""))
        .add(COLUMN.residence.ne(""))
        .add(COLUMN.phone.ne(""))
}

/// Sex as it is kept.
pub(super) fn sex_of(name: Option<&str>) -> Result<Option<Sex>, Platform> {
    name.map(|name| Sex::named(name).ok_or_else(|| damaged("sex"))).transpose()
}

/// A telephone number as it is kept.
pub(super) fn phone_of(kept: &str) -> Result<Option<Phone>, Platform> {
    if kept.is_empty() { Ok(None) } else { kept.parse().map(Some).map_err(|_| damaged("telephone number")) }
}

impl TryFrom<Model> for Representative {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        Ok(Self {
            producer: row.producer_id.into(),
            person: row.person_id.into(),
            details: Details {
                full_name: row.full_name,
                sex: sex_of(row.sex.as_deref())?,
                ethnicity: row.ethnicity,
                disabled: row.disabled,
                residence: row.residence,
                phone: phone_of(&row.phone)?,
            },
            version: row.version,
        })
    }
}
