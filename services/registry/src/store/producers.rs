//! Producers.

use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::text;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::Serialize;

use super::entity::producer::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, likeness, search};
use crate::Work;
use crate::domain::producer::record::{Record, Share};
use crate::domain::producer::{Producer, ProducerFacts, ProducerId, ProducerKind, RecordState};
use crate::error::Error;

const REGISTRATION_NUMBER: Unique =
    Unique { name: "producer_registration_number", columns: "producer.registration_number" };
const TAX_CODE: Unique = Unique { name: "producer_tax_code", columns: "producer.tax_code" };

/// Which producers a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) kind: Option<ProducerKind>,
    pub(crate) active: Option<bool>,
    pub(crate) text: String,
}

/// The producer of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ProducerId) -> Result<Option<Producer>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Producer::try_from).transpose()
}

/// The producers of identities, in order of identity.
pub(crate) async fn of(db: &impl ConnectionTrait, ids: &[ProducerId]) -> Result<Vec<Producer>, Platform> {
    let select = Entity::find().filter(COLUMN.id.is_in(ids.iter().copied())).order_by_asc(COLUMN.id);
    select.all(db).await?.into_iter().map(Producer::try_from).collect()
}

/// Which of some identities are those of producers.
pub(crate) async fn known_of(db: &impl ConnectionTrait, ids: &[ProducerId]) -> Result<Vec<ProducerId>, Platform> {
    let known = Entity::find().filter(COLUMN.id.is_in(ids.iter().copied())).all(db).await?;
    Ok(known.into_iter().map(|row| row.id.into()).collect())
}

/// Keeps a new producer.
pub(crate) async fn insert(work: &Work, producer: &Producer) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, producer)?).exec_without_returning(work).await;
    refusing_doubles(inserted.map(|_| ()))?;
    keep_what_it_is_found_by(work, producer).await
}

/// Keeps a producer as it has become.
pub(crate) async fn save(work: &Work, producer: &Producer) -> Result<(), Error> {
    let saved = Entity::update_many()
        .set(row(work, producer)?)
        .filter(COLUMN.id.eq(producer.id))
        .filter(COLUMN.version.eq(producer.version - 1))
        .exec(work)
        .await;
    let changed = refusing_doubles(saved)?;
    if changed.rows_affected == 1 { keep_what_it_is_found_by(work, producer).await } else { Err(Error::EtagStale) }
}

/// By those who search, and by those who look for doubles.
async fn keep_what_it_is_found_by(work: &Work, producer: &Producer) -> Result<(), Error> {
    likeness::keep_producer(work, producer).await?;
    search::keep_producer(work, producer).await
}

fn refusing_doubles<T>(written: Result<T, DbErr>) -> Result<T, Error> {
    db::unique_or(
        written,
        &[(REGISTRATION_NUMBER, || Error::RegistrationNumberTaken), (TAX_CODE, || Error::TaxCodeTaken)],
    )
}

/// A page of producers, in Vietnamese order of their names.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Producer>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::after(page.after.as_ref(), Column::NameKey, Column::Id))
        .order_by_asc(COLUMN.name_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit());
    if let Some(kind) = filter.kind {
        select = select.filter(COLUMN.kind.eq(kind.name()));
    }
    if let Some(active) = filter.active {
        select = select.filter(COLUMN.state.eq(state_name(active)));
    }
    if !filter.text.is_empty() {
        select = select.filter(db::contains(Column::NameFolded, &filter.text));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: row.name_key.clone(), id: row.id });
    page.try_map(Producer::try_from)
}

pub(super) fn state_name(active: bool) -> &'static str {
    if active { "active" } else { "retired" }
}

pub(super) fn state_columns(state: &RecordState) -> (&'static str, &str) {
    match state {
        RecordState::Active => (state_name(true), ""),
        RecordState::Retired { reason } => (state_name(false), reason),
    }
}

pub(super) fn state_of(name: &str, reason: String) -> RecordState {
    if name == state_name(true) { RecordState::Active } else { RecordState::Retired { reason } }
}

/// Identities of producers, as a list of them is kept.
fn ids_of(kept: &str) -> Option<Vec<ProducerId>> {
    let written: Vec<String> = serde_json::from_str(kept).ok()?;
    written.iter().map(|id| RawId::parse_str(id).ok().map(ProducerId::from)).collect()
}

/// A list of the record, as it is kept.
fn json<T: Serialize>(list: &[T]) -> Result<String, Platform> {
    serde_json::to_string(list).map_err(Platform::internal)
}

fn row(work: &Work, producer: &Producer) -> Result<ActiveModel, Platform> {
    let ProducerFacts { name, kind, unit, registration_number, tax_code, record } = &producer.facts;
    let (state, retirement_reason) = state_columns(&producer.state);
    Ok(ActiveModel {
        id: Set(producer.id.into()),
        name: Set(name.clone()),
        name_folded: Set(text::folded(name)),
        name_key: Set(text::collation_key(name)),
        kind: Set(kind.name().to_owned()),
        unit: Set(unit.to_string()),
        province: Set(producer.province.to_string()),
        registration_number: Set(registration_number.clone()),
        tax_code: Set(tax_code.as_ref().map(|code| code.as_str().to_owned())),
        registered_on: Set(record.registered_on),
        address_line: Set(record.address_line.clone()),
        capital_dong: Set(record.capital_dong),
        local_capital_hundredths_percent: Set(record.local_capital.map(Share::hundredths_percent)),
        ip_rights: Set(json(&record.ip_rights)?),
        certifications: Set(json(&record.certifications)?),
        linkages: Set(json(&record.linkages)?),
        outlets: Set(json(&record.outlets)?),
        succeeded_by: Set(json(&producer.succeeded_by.iter().map(ToString::to_string).collect::<Vec<_>>())?),
        merged_into: Set(producer.merged_into.map(Into::into)),
        former_names: Set(json(&producer.former_names)?),
        sample: Set(producer.sample),
        state: Set(state.to_owned()),
        retirement_reason: Set(retirement_reason.to_owned()),
        version: Set(producer.version),
        created_at: Set(producer.created_at),
        updated_at: Set(producer.updated_at),
        updated_by: Set(work.operation().to_owned()),
    })
}

impl TryFrom<Model> for Producer {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                facts: ProducerFacts {
                    name: row.name,
                    kind: ProducerKind::named(&row.kind)?,
                    unit: row.unit.parse().ok()?,
                    registration_number: row.registration_number,
                    tax_code: row.tax_code.map(|code| code.parse()).transpose().ok()?,
                    record: Record {
                        registered_on: row.registered_on,
                        address_line: row.address_line,
                        capital_dong: row.capital_dong,
                        local_capital: match row.local_capital_hundredths_percent {
                            None => None,
                            Some(share) => Some(Share::new(share)?),
                        },
                        ip_rights: serde_json::from_str(&row.ip_rights).ok()?,
                        certifications: serde_json::from_str(&row.certifications).ok()?,
                        linkages: serde_json::from_str(&row.linkages).ok()?,
                        outlets: serde_json::from_str(&row.outlets).ok()?,
                    },
                },
                province: row.province.parse().ok()?,
                sample: row.sample,
                state: state_of(&row.state, row.retirement_reason),
                succeeded_by: ids_of(&row.succeeded_by)?,
                merged_into: row.merged_into.map(Into::into),
                former_names: serde_json::from_str(&row.former_names).ok()?,
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("producer"))
    }
}
