//! Records of the programme, with whom and what they serve.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::text;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, sea_query::Query,
};

use super::damaged;
use super::entity::programme_record::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{producer, product, programme_record_producer, programme_record_product};
use super::producers::{state_columns, state_name, state_of};
use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::product::ProductId;
use crate::domain::programme::{Document, ProgrammeFacts, ProgrammeRecord, ProgrammeRecordId, RecordKind, Served};
use crate::error::Error;

/// Which records are meant.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// In the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// and of them only what is asked for.
    pub(crate) kind: Option<RecordKind>,
    pub(crate) category: Option<String>,
    pub(crate) producer: Option<ProducerId>,
    pub(crate) product: Option<ProductId>,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) text: String,
    pub(crate) active: Option<bool>,
}

impl Filter {
    pub(super) fn condition(&self) -> Condition {
        let serves_producer = |producer: ProducerId| {
            let serving = Query::select()
                .column(programme_record_producer::Column::RecordId)
                .from(programme_record_producer::Entity)
                .and_where(programme_record_producer::COLUMN.producer_id.eq(producer))
                .to_owned();
            Column::Id.in_subquery(serving)
        };
        let serves_product = |product: ProductId| {
            let serving = Query::select()
                .column(programme_record_product::Column::RecordId)
                .from(programme_record_product::Entity)
                .and_where(programme_record_product::COLUMN.product_id.eq(product))
                .to_owned();
            Column::Id.in_subquery(serving)
        };
        let lasted_on = |day: NaiveDate| Condition::any().add(COLUMN.last_day.is_null()).add(COLUMN.last_day.gte(day));
        Condition::all()
            .add(db::within(&self.units, Column::Province, Column::Unit))
            .add_option(self.kind.map(|kind| COLUMN.kind.eq(kind.name())))
            .add_option(self.category.as_deref().map(|category| COLUMN.category.eq(category)))
            .add_option(self.producer.map(serves_producer))
            .add_option(self.product.map(serves_product))
            .add_option(self.from.map(lasted_on))
            .add_option(self.to.map(|day| COLUMN.first_day.lte(day)))
            .add_option((!self.text.is_empty()).then(|| db::contains(Column::TitleFolded, &self.text)))
            .add_option(self.active.map(|active| COLUMN.state.eq(state_name(active))))
    }
}

/// The record of an identity; in three queries.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: ProgrammeRecordId,
) -> Result<Option<ProgrammeRecord>, Platform> {
    let Some(row) = db::one(Entity::find_by_id(id), db).await? else { return Ok(None) };
    let mut links = Links::of(db, &[row.id]).await?;
    links.joined(row).map(Some)
}

/// A page of records, in Vietnamese order of their titles; in three queries.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<ProgrammeRecord>, Platform> {
    let rows = Entity::find()
        .filter(filter.condition())
        .filter(db::after(page.after.as_ref(), Column::TitleKey, Column::Id))
        .order_by_asc(COLUMN.title_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    let page = page.of(rows, |row| db::Cursor { key: row.title_key.clone(), id: row.id });
    let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
    let mut links = Links::of(db, &ids).await?;
    page.try_map(|row| links.joined(row))
}

/// Keeps a new record.
pub(crate) async fn insert(work: &Work, record: &ProgrammeRecord) -> Result<(), Error> {
    Entity::insert(row(work, record)).exec_without_returning(work).await?;
    insert_links(work, record).await
}

/// Keeps a record as it has become.
pub(crate) async fn save(work: &Work, record: &ProgrammeRecord) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, record))
        .filter(COLUMN.id.eq(record.id))
        .filter(COLUMN.version.eq(record.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::EtagStale);
    }
    programme_record_producer::Entity::delete_many()
        .filter(programme_record_producer::COLUMN.record_id.eq(record.id))
        .exec(work)
        .await?;
    programme_record_product::Entity::delete_many()
        .filter(programme_record_product::COLUMN.record_id.eq(record.id))
        .exec(work)
        .await?;
    insert_links(work, record).await
}

async fn insert_links(work: &Work, record: &ProgrammeRecord) -> Result<(), Error> {
    let producers = record.facts.producers.iter().map(|producer| programme_record_producer::ActiveModel {
        record_id: Set(record.id.into()),
        producer_id: Set((*producer).into()),
    });
    if !record.facts.producers.is_empty() {
        programme_record_producer::Entity::insert_many(producers).exec_without_returning(work).await?;
    }
    let products = record.facts.products.iter().map(|product| programme_record_product::ActiveModel {
        record_id: Set(record.id.into()),
        product_id: Set((*product).into()),
    });
    if !record.facts.products.is_empty() {
        programme_record_product::Entity::insert_many(products).exec_without_returning(work).await?;
    }
    Ok(())
}

/// What a record needs to know of producers, those that do not exist left out.
pub(crate) async fn served_producers(
    db: &impl ConnectionTrait,
    ids: &[ProducerId],
    path: &'static str,
) -> Result<HashMap<ProducerId, Served>, Platform> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(RawId, String, bool)> = producer::Entity::find()
        .select_only()
        .column(producer::Column::Id)
        .column(producer::Column::Unit)
        .column(producer::Column::Sample)
        .filter(producer::COLUMN.id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(id, unit, sample)| served(id, &unit, sample, path)).collect()
}

/// What a record needs to know of products, those that do not exist left out.
pub(crate) async fn served_products(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
    path: &'static str,
) -> Result<HashMap<ProductId, Served>, Platform> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(RawId, String, bool)> = product::Entity::find()
        .select_only()
        .column(product::Column::Id)
        .column(product::Column::Unit)
        .column(product::Column::Sample)
        .filter(product::COLUMN.id.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(|(id, unit, sample)| served(id, &unit, sample, path)).collect()
}

fn served<Id: From<RawId>>(id: RawId, unit: &str, sample: bool, path: &'static str) -> Result<(Id, Served), Platform> {
    let unit = unit.parse().map_err(|_| damaged("unit"))?;
    Ok((id.into(), Served { unit, sample, path }))
}

/// Whom and what records serve.
struct Links {
    producers: HashMap<RawId, Vec<ProducerId>>,
    products: HashMap<RawId, Vec<ProductId>>,
}

impl Links {
    async fn of(db: &impl ConnectionTrait, records: &[RawId]) -> Result<Self, Platform> {
        let mut links = Self { producers: HashMap::new(), products: HashMap::new() };
        let producers = programme_record_producer::Entity::find()
            .filter(programme_record_producer::COLUMN.record_id.is_in(records.iter().copied()))
            .order_by_asc(programme_record_producer::COLUMN.producer_id)
            .all(db)
            .await?;
        for link in producers {
            links.producers.entry(link.record_id).or_default().push(link.producer_id.into());
        }
        let products = programme_record_product::Entity::find()
            .filter(programme_record_product::COLUMN.record_id.is_in(records.iter().copied()))
            .order_by_asc(programme_record_product::COLUMN.product_id)
            .all(db)
            .await?;
        for link in products {
            links.products.entry(link.record_id).or_default().push(link.product_id.into());
        }
        Ok(links)
    }

    /// The record of a row with its links.
    fn joined(&mut self, row: Model) -> Result<ProgrammeRecord, Platform> {
        let producers = self.producers.remove(&row.id).unwrap_or_default();
        let products = self.products.remove(&row.id).unwrap_or_default();
        let read = || {
            Some(ProgrammeRecord {
                id: row.id.into(),
                facts: ProgrammeFacts {
                    unit: row.unit.parse().ok()?,
                    title: row.title,
                    first_day: row.first_day,
                    last_day: row.last_day,
                    place: row.place,
                    planned: row.amount_planned,
                    spent: row.amount_spent,
                    producers,
                    products,
                    document: Document { number: row.document_number, date: row.document_date },
                    note: row.note,
                    detail: serde_json::from_str(&row.detail).ok()?,
                },
                province: row.province.parse().ok()?,
                sample: row.sample,
                state: state_of(&row.state, row.retirement_reason),
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        };
        read().ok_or_else(|| damaged("record of the programme"))
    }
}

fn row(work: &Work, record: &ProgrammeRecord) -> ActiveModel {
    let facts = &record.facts;
    let (state, retirement_reason) = state_columns(&record.state);
    ActiveModel {
        id: Set(record.id.into()),
        kind: Set(facts.kind().name().to_owned()),
        category: Set(facts.detail.category().to_owned()),
        unit: Set(facts.unit.to_string()),
        province: Set(record.province.to_string()),
        title: Set(facts.title.clone()),
        title_folded: Set(text::folded(&facts.title)),
        title_key: Set(text::collation_key(&facts.title)),
        first_day: Set(facts.first_day),
        last_day: Set(facts.last_day),
        place: Set(facts.place.clone()),
        amount_planned: Set(facts.planned),
        amount_spent: Set(facts.spent),
        document_number: Set(facts.document.number.clone()),
        document_date: Set(facts.document.date),
        note: Set(facts.note.clone()),
        detail: Set(serde_json::to_string(&facts.detail).expect("a detail is plain values")),
        sample: Set(record.sample),
        state: Set(state.to_owned()),
        retirement_reason: Set(retirement_reason.to_owned()),
        version: Set(record.version),
        created_at: Set(record.created_at),
        updated_at: Set(record.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}
