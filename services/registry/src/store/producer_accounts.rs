//! Grants that bind a person's account to a producer it may act for.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, sea_query::Query,
};

use super::damaged;
use super::entity::producer;
use super::entity::producer_account::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::producer_account::{AccountState, ProducerAccount, ProducerAccountId};
use crate::error::Error;

const ONE_OPEN: Unique =
    Unique { name: "producer_account_open", columns: "producer_account.producer_id, producer_account.person_id" };

/// Which grants a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Of the producers in the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// or of this person wherever they are;
    pub(crate) own: PersonId,
    /// and of them only what is asked for.
    pub(crate) producer: Option<ProducerId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) may_act_on: Option<NaiveDate>,
}

/// The grant of an identity.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: ProducerAccountId,
) -> Result<Option<ProducerAccount>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(ProducerAccount::try_from).transpose()
}

/// The producers that a person's account may act for on a day.
pub(crate) async fn acted_for(
    db: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<ProducerId>, Platform> {
    let rows = Entity::find().filter(COLUMN.person_id.eq(person)).filter(may_act_on(day)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.producer_id.into()).collect())
}

/// The open grants of a producer.
pub(crate) async fn open_of(db: &impl ConnectionTrait, producer: ProducerId) -> Result<Vec<ProducerAccount>, Platform> {
    let open = Entity::find().filter(COLUMN.producer_id.eq(producer)).filter(COLUMN.state.eq(OPEN));
    open.order_by_asc(COLUMN.id).all(db).await?.into_iter().map(ProducerAccount::try_from).collect()
}

/// Keeps a new grant.
pub(crate) async fn insert(work: &Work, account: &ProducerAccount) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, account)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(ONE_OPEN, || Error::ProducerAccountOpen)])
}

/// Keeps a grant as it has become.
pub(crate) async fn save(work: &Work, account: &ProducerAccount) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, account))
        .filter(COLUMN.id.eq(account.id))
        .filter(COLUMN.version.eq(account.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of grants, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<ProducerAccount>, Platform> {
    let of_units = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .cond_where(db::within(&filter.units, producer::Column::Province, producer::Column::Unit))
        .to_owned();
    let shown = Condition::any().add(Column::ProducerId.in_subquery(of_units)).add(COLUMN.person_id.eq(filter.own));
    let mut select = Entity::find()
        .filter(shown)
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(producer) = filter.producer {
        select = select.filter(COLUMN.producer_id.eq(producer));
    }
    if let Some(person) = filter.person {
        select = select.filter(COLUMN.person_id.eq(person));
    }
    if let Some(day) = filter.may_act_on {
        select = select.filter(may_act_on(day));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(ProducerAccount::try_from)
}

/// Open grants whose days hold a day.
fn may_act_on(day: NaiveDate) -> Condition {
    Condition::all()
        .add(COLUMN.state.eq(OPEN))
        .add(COLUMN.term_from.lte(day))
        .add(Condition::any().add(COLUMN.term_to.is_null()).add(COLUMN.term_to.gte(day)))
}

pub(super) const OPEN: &str = "open";
const ENDED: &str = "ended";

fn row(work: &Work, account: &ProducerAccount) -> ActiveModel {
    let (state, ended_by, ended_at, end_reason) = match &account.state {
        AccountState::Open => (OPEN, None, None, ""),
        AccountState::Ended { at, by, reason } => (ENDED, Some((*by).into()), Some(*at), reason.as_str()),
    };
    ActiveModel {
        id: Set(account.id.into()),
        producer_id: Set(account.producer.into()),
        person_id: Set(account.person.into()),
        term_from: Set(account.from),
        term_to: Set(account.to),
        basis: Set(account.basis.clone()),
        state: Set(state.to_owned()),
        granted_by: Set(account.granted_by.into()),
        granted_at: Set(account.granted_at),
        ended_by: Set(ended_by),
        ended_at: Set(ended_at),
        end_reason: Set(end_reason.to_owned()),
        version: Set(account.version),
        updated_at: Set(account.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for ProducerAccount {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let state = match (row.state.as_str(), row.ended_at, row.ended_by) {
            (OPEN, None, None) => AccountState::Open,
            (ENDED, Some(at), Some(by)) => AccountState::Ended { at, by: by.into(), reason: row.end_reason },
            _ => return Err(damaged("producer account")),
        };
        Ok(Self {
            id: row.id.into(),
            producer: row.producer_id.into(),
            person: row.person_id.into(),
            from: row.term_from,
            to: row.term_to,
            basis: row.basis,
            state,
            granted_by: row.granted_by.into(),
            granted_at: row.granted_at,
            version: row.version,
            updated_at: row.updated_at,
        })
    }
}
