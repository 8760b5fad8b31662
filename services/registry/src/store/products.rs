//! Products.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::text;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Statement,
    sea_query::Query,
};

use super::entity::producer;
use super::entity::product::{ActiveModel, COLUMN, Column, Entity, Model};
use super::producers::{state_columns, state_name, state_of};
use super::{damaged, search};
use crate::Work;
use crate::domain::producer::{ProducerId, ProducerKind};
use crate::domain::product::record::Record;
use crate::domain::product::{Product, ProductCode, ProductFacts, ProductId};
use crate::domain::standing::Standing;
use crate::error::Error;

/// Which products a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// In the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// or of these producers wherever they are;
    pub(crate) producers: Vec<ProducerId>,
    /// and of them only what is asked for.
    pub(crate) producer: Option<ProducerId>,
    pub(crate) producer_kind: Option<ProducerKind>,
    pub(crate) product_set: Option<i32>,
    pub(crate) active: Option<bool>,
    /// With so many stars at least on a day.
    pub(crate) certified: Option<(i32, NaiveDate)>,
    /// With a paper that has expired or expires until a day.
    pub(crate) paper_expires_by: Option<NaiveDate>,
    pub(crate) text: String,
}

/// The product of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ProductId) -> Result<Option<Product>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Product::try_from).transpose()
}

/// The products of identities, in no order.
pub(crate) async fn find_all(db: &impl ConnectionTrait, ids: &[ProductId]) -> Result<Vec<Product>, Platform> {
    let rows = Entity::find().filter(COLUMN.id.is_in(ids.iter().copied())).all(db).await?;
    rows.into_iter().map(Product::try_from).collect()
}

/// Written out and read by place: of all reads this is the most frequent, and building it took as long as running it.
const WITH_CODES: &str = "SELECT p.id, p.producer_id, p.name, p.product_set, p.unit, p.province, p.description, p.sample, \
     p.state, p.retirement_reason, p.version, p.created_at, p.updated_at, p.certificate_id, p.star, p.certified_from, p.certified_to, \
     p.record, c.unit, c.province, c.year, c.serial \
     FROM product p LEFT JOIN product_code c ON c.product_id = p.id WHERE p.id = $1 ORDER BY c.year DESC";

/// The product of an identity with its codes, the newest first; in one query.
pub(crate) async fn find_with_codes(
    db: &impl ConnectionTrait,
    id: ProductId,
) -> Result<Option<(Product, Vec<ProductCode>)>, Platform> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), WITH_CODES, [id.into()]);
    let rows = db.query_all_raw(statement).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let unit = |place| -> Result<UnitId, Platform> {
        row.try_get_by_index::<String>(place)?.parse().map_err(|_| damaged("product"))
    };
    let product = Product {
        id: row.try_get_by_index::<RawId>(0)?.into(),
        producer: row.try_get_by_index::<RawId>(1)?.into(),
        facts: ProductFacts {
            name: row.try_get_by_index(2)?,
            product_set: row.try_get_by_index(3)?,
            unit: unit(4)?,
            description: row.try_get_by_index(6)?,
            record: record_of(&row.try_get_by_index::<String>(17)?)?,
        },
        province: unit(5)?,
        sample: row.try_get_by_index(7)?,
        state: state_of(&row.try_get_by_index::<String>(8)?, row.try_get_by_index(9)?),
        standing: standing_of(
            row.try_get_by_index(13)?,
            row.try_get_by_index(14)?,
            row.try_get_by_index(15)?,
            row.try_get_by_index(16)?,
        )?,
        version: row.try_get_by_index(10)?,
        created_at: row.try_get_by_index(11)?,
        updated_at: row.try_get_by_index(12)?,
    };
    let mut codes = Vec::new();
    for row in &rows {
        // A product without a code has one row, in which the code's columns are empty.
        let Some(unit) = row.try_get_by_index::<Option<String>>(18)? else { break };
        let province: String = row.try_get_by_index(19)?;
        let (Ok(province), Ok(unit)) = (province.parse(), unit.parse()) else { return Err(damaged("product code")) };
        codes.push(ProductCode { province, unit, year: row.try_get_by_index(20)?, serial: row.try_get_by_index(21)? });
    }
    Ok(Some((product, codes)))
}

/// How many products of a producer are in use.
pub(crate) async fn count_active(db: &impl ConnectionTrait, producer: ProducerId) -> Result<u64, Platform> {
    let active = Entity::find().filter(COLUMN.producer_id.eq(producer)).filter(COLUMN.state.eq(state_name(true)));
    Ok(active.count(db).await?)
}

/// The products in use of some producers, in order of identity.
pub(crate) async fn active_of(db: &impl ConnectionTrait, producers: &[ProducerId]) -> Result<Vec<Product>, Platform> {
    let active = Entity::find()
        .filter(COLUMN.producer_id.is_in(producers.iter().copied()))
        .filter(COLUMN.state.eq(state_name(true)));
    active.order_by_asc(COLUMN.id).all(db).await?.into_iter().map(Product::try_from).collect()
}

/// All products of a producer, in order of identity.
pub(crate) async fn all_of(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<Product>, Platform> {
    let all = Entity::find().filter(COLUMN.producer_id.eq(producer)).order_by_asc(COLUMN.id).all(db).await?;
    all.into_iter().map(Product::try_from).collect()
}

/// The product sets of a producer's products in use.
pub(crate) async fn sets_in_use(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<i32>, Platform> {
    let active = Entity::find().filter(COLUMN.producer_id.eq(producer)).filter(COLUMN.state.eq(state_name(true)));
    Ok(active.all(db).await?.into_iter().map(|row| row.product_set).collect())
}

/// Keeps a new product.
pub(crate) async fn insert(work: &Work, product: &Product) -> Result<(), Error> {
    Entity::insert(row(work, product)?).exec_without_returning(work).await?;
    search::keep_product(work, product).await
}

/// Keeps a product as it has become.
pub(crate) async fn save(work: &Work, product: &Product) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, product)?)
        .filter(COLUMN.id.eq(product.id))
        .filter(COLUMN.version.eq(product.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { search::keep_product(work, product).await } else { Err(Error::EtagStale) }
}

/// A page of products with their codes, in Vietnamese order of their names; in two queries.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<(Product, Vec<ProductCode>)>, Platform> {
    let mut shown = db::within(&filter.units, Column::Province, Column::Unit);
    if !filter.producers.is_empty() {
        shown = shown.add(COLUMN.producer_id.is_in(filter.producers.iter().copied()));
    }
    let mut select = Entity::find()
        .filter(shown)
        .filter(db::after(page.after.as_ref(), Column::NameKey, Column::Id))
        .order_by_asc(COLUMN.name_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit());
    if let Some(producer) = filter.producer {
        select = select.filter(COLUMN.producer_id.eq(producer));
    }
    if let Some(kind) = filter.producer_kind {
        let of_kind = Query::select()
            .column(producer::Column::Id)
            .from(producer::Entity)
            .and_where(producer::Column::Kind.eq(kind.name()))
            .to_owned();
        select = select.filter(Column::ProducerId.in_subquery(of_kind));
    }
    if let Some(number) = filter.product_set {
        select = select.filter(COLUMN.product_set.eq(number));
    }
    if let Some(active) = filter.active {
        select = select.filter(COLUMN.state.eq(state_name(active)));
    }
    if let Some(day) = filter.paper_expires_by {
        select = select.filter(COLUMN.first_paper_expiry.lte(day));
    }
    if let Some((star, day)) = filter.certified {
        select = select.filter(certified(star, day));
    }
    if !filter.text.is_empty() {
        select = select.filter(db::contains(Column::NameFolded, &filter.text));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: row.name_key.clone(), id: row.id });
    Ok(Paged { rows: with_codes(db, page.rows).await?, next_page_token: page.next_page_token })
}

/// The products of identities with their codes, in order of identity; in two queries.
pub(crate) async fn with_codes_of(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<(Product, Vec<ProductCode>)>, Platform> {
    let select = Entity::find().filter(COLUMN.id.is_in(ids.iter().copied())).order_by_asc(COLUMN.id);
    with_codes(db, select.all(db).await?).await
}

async fn with_codes(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<(Product, Vec<ProductCode>)>, Platform> {
    let mut codes = super::product_codes::of_products(db, rows.iter().map(|row| row.id)).await?;
    let with_codes = |row: Model| {
        let codes = codes.remove(&row.id).unwrap_or_default();
        Ok((row.try_into()?, codes))
    };
    rows.into_iter().map(with_codes).collect()
}

fn row(work: &Work, product: &Product) -> Result<ActiveModel, Platform> {
    let ProductFacts { name, product_set, unit, description, record } = &product.facts;
    let (state, retirement_reason) = state_columns(&product.state);
    Ok(ActiveModel {
        id: Set(product.id.into()),
        producer_id: Set(product.producer.into()),
        name: Set(name.clone()),
        name_folded: Set(text::folded(name)),
        name_key: Set(text::collation_key(name)),
        product_set: Set(*product_set),
        unit: Set(unit.to_string()),
        province: Set(product.province.to_string()),
        description: Set(description.clone()),
        record: Set(serde_json::to_string(record).map_err(Platform::internal)?),
        first_paper_expiry: Set(record.first_expiry()),
        sample: Set(product.sample),
        state: Set(state.to_owned()),
        retirement_reason: Set(retirement_reason.to_owned()),
        version: Set(product.version),
        created_at: Set(product.created_at),
        updated_at: Set(product.updated_at),
        updated_by: Set(work.operation().to_owned()),
        // How it stands is not for who changes the record to say.
        certificate_id: NotSet,
        star: NotSet,
        certified_from: NotSet,
        certified_to: NotSet,
    })
}

/// Products that have so many stars at least on a day.
pub(super) fn certified(star: i32, day: NaiveDate) -> Condition {
    Condition::all().add(COLUMN.star.gte(star)).add(COLUMN.certified_from.lte(day)).add(COLUMN.certified_to.gte(day))
}

/// Keeps how a product stands. Its record is no other by that.
pub(super) async fn stand(work: &Work, product: ProductId, standing: Option<&Standing>) -> Result<(), Platform> {
    let stands = ActiveModel {
        certificate_id: Set(standing.map(|standing| standing.certificate.into())),
        star: Set(standing.map(|standing| standing.star)),
        certified_from: Set(standing.map(|standing| standing.from)),
        certified_to: Set(standing.map(|standing| standing.to)),
        ..ActiveModel::default()
    };
    Entity::update_many().set(stands).filter(COLUMN.id.eq(product)).exec(work).await?;
    Ok(())
}

fn record_of(stored: &str) -> Result<Record, Platform> {
    serde_json::from_str(stored).map_err(|_| damaged("product"))
}

fn standing_of(
    certificate: Option<RawId>,
    star: Option<i32>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Option<Standing>, Platform> {
    match (certificate, star, from, to) {
        (Some(certificate), Some(star), Some(from), Some(to)) => {
            Ok(Some(Standing { certificate: certificate.into(), star, from, to }))
        }
        (None, None, None, None) => Ok(None),
        _ => Err(damaged("product")),
    }
}

impl TryFrom<Model> for Product {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let record = record_of(&row.record)?;
        let standing = standing_of(row.certificate_id, row.star, row.certified_from, row.certified_to)?;
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                producer: row.producer_id.into(),
                facts: ProductFacts {
                    name: row.name,
                    product_set: row.product_set,
                    unit: row.unit.parse().ok()?,
                    description: row.description,
                    record,
                },
                province: row.province.parse().ok()?,
                sample: row.sample,
                state: state_of(&row.state, row.retirement_reason),
                standing,
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("product"))
    }
}
