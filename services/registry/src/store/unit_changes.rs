//! The tables of units that were published, and the changes that were applied to them.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::fields::Fields;
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::unit_change::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{management_body, producer, producer_account, product, product_code, programme_record, unit_table};
use crate::Work;
use crate::domain::units::{AppliedChange, ChangeState, Files, UnitChange, UnitChangeId};
use crate::error::Error;

const APPLIED: &str = "applied";
const UNDONE: &str = "undone";

/// A table that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PublishedTable {
    pub(crate) version: i64,
    /// Version of the facts it stands on.
    pub(crate) facts: i64,
}

/// The newest table. What was published before changes could be applied had the version of its facts.
pub(crate) async fn newest_table(db: &impl ConnectionTrait) -> Result<PublishedTable, Platform> {
    let newest = unit_table::Entity::find().order_by_desc(unit_table::COLUMN.version).limit(1);
    if let Some(row) = db::one(newest, db).await? {
        return Ok(PublishedTable { version: row.version, facts: row.facts });
    }
    let version = platform::access::newest_stored_version(db).await?;
    Ok(PublishedTable { version, facts: version })
}

/// Keeps that a table was published. Of two at once the second finds the first, and begins anew.
pub(crate) async fn insert_table(work: &Work, table: PublishedTable) -> Result<(), Error> {
    let row = unit_table::ActiveModel {
        version: Set(table.version),
        facts: Set(table.facts),
        published_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    unit_table::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The change of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: UnitChangeId) -> Result<Option<AppliedChange>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(AppliedChange::try_from).transpose()
}

/// The changes that a table holds, the first first.
pub(crate) async fn applied(db: &impl ConnectionTrait, table_version: i64) -> Result<Vec<AppliedChange>, Platform> {
    let not_undone = Column::UndoneTableVersion.is_null().or(COLUMN.undone_table_version.gt(table_version));
    let select = Entity::find().filter(COLUMN.table_version.lte(table_version)).filter(not_undone);
    let rows = select.order_by_asc(COLUMN.table_version).all(db).await?;
    rows.into_iter().map(AppliedChange::try_from).collect()
}

/// A page of changes, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, page: &Page) -> Result<Paged<AppliedChange>, Platform> {
    let select =
        Entity::find().filter(db::before(page.after.as_ref(), Column::Id)).order_by_desc(COLUMN.id).limit(page.limit());
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(AppliedChange::try_from)
}

/// Keeps a new change.
pub(crate) async fn insert(work: &Work, change: &AppliedChange) -> Result<(), Error> {
    Entity::insert(row(work, change)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a change as it has become.
pub(crate) async fn save(work: &Work, change: &AppliedChange) -> Result<(), Error> {
    Entity::update_many().set(row(work, change)).filter(COLUMN.id.eq(change.id)).exec(work).await?;
    Ok(())
}

/// What the register has recorded in places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) producers: u64,
    pub(crate) products: u64,
    pub(crate) codes: u64,
    /// Records of the programme and management bodies.
    pub(crate) records: u64,
    /// Open grants to act for the producers.
    pub(crate) accounts: u64,
}

/// What is recorded in units or under them, in use or retired.
pub(crate) async fn recorded_in(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<Recorded, Platform> {
    let producers = producer::Entity::find().filter(lies_in(units, producer::Column::Province, producer::Column::Unit));
    let products = product::Entity::find().filter(lies_in(units, product::Column::Province, product::Column::Unit));
    let codes =
        product_code::Entity::find().filter(lies_in(units, product_code::Column::Province, product_code::Column::Unit));
    let records = programme_record::Entity::find().filter(lies_in(
        units,
        programme_record::Column::Province,
        programme_record::Column::Unit,
    ));
    let bodies = management_body::Entity::find().filter(lies_in(
        units,
        management_body::Column::Province,
        management_body::Column::Unit,
    ));
    let in_units = lies_in(units, producer::Column::Province, producer::Column::Unit);
    let these = Query::select().column(producer::Column::Id).from(producer::Entity).cond_where(in_units).to_owned();
    let accounts = producer_account::Entity::find()
        .filter(producer_account::Column::ProducerId.in_subquery(these))
        .filter(producer_account::COLUMN.state.eq(super::producer_accounts::OPEN));
    Ok(Recorded {
        accounts: accounts.count(db).await?,
        producers: producers.count(db).await?,
        products: products.count(db).await?,
        codes: codes.count(db).await?,
        records: records.count(db).await? + bodies.count(db).await?,
    })
}

/// One list of all units: a condition for each would grow too deep for a large change.
fn lies_in<C: ColumnTrait>(units: &[UnitId], province: C, commune: C) -> Condition {
    let names: Vec<_> = units.iter().map(UnitId::as_str).collect();
    Condition::any().add(province.is_in(names.clone())).add(commune.is_in(names))
}

fn row(work: &Work, change: &AppliedChange) -> ActiveModel {
    let (state, undone_by, undone_at, undo_reason, undone_table_version) = match &change.state {
        ChangeState::Applied => (APPLIED, None, None, "", None),
        ChangeState::Undone { by, at, reason, table_version } => {
            (UNDONE, Some((*by).into()), Some(*at), reason.as_str(), Some(*table_version))
        }
    };
    ActiveModel {
        id: Set(change.id.into()),
        units_csv: Set(change.files.units.clone()),
        successors_csv: Set(change.files.successors.clone()),
        table_version: Set(change.table_version),
        applied_by: Set(change.applied_by.into()),
        applied_at: Set(change.applied_at),
        state: Set(state.to_owned()),
        undone_by: Set(undone_by),
        undone_at: Set(undone_at),
        undo_reason: Set(undo_reason.to_owned()),
        undone_table_version: Set(undone_table_version),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for AppliedChange {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let change = UnitChange::read(&mut Fields::new(), &row.units_csv, &row.successors_csv);
        let change = change.ok_or_else(|| damaged("change of units"))?;
        let undone = (row.undone_by, row.undone_at, row.undone_table_version);
        let state = match (row.state.as_str(), undone) {
            (APPLIED, (None, None, None)) => ChangeState::Applied,
            (UNDONE, (Some(by), Some(at), Some(table_version))) => {
                ChangeState::Undone { by: by.into(), at, reason: row.undo_reason, table_version }
            }
            _ => return Err(damaged("change of units")),
        };
        Ok(Self {
            id: row.id.into(),
            change,
            files: Files { units: row.units_csv, successors: row.successors_csv },
            table_version: row.table_version,
            applied_by: row.applied_by.into(),
            applied_at: row.applied_at,
            state,
        })
    }
}
