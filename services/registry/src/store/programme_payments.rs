//! Payments of policies and resources. What was paid is their sum, added up whenever it is asked for: two who pay at the
//! same time read the same sum, and the transaction is serializable.

use std::collections::HashMap;

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::{ExprTrait as _, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use super::damaged;
use super::entity::programme_payment::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::programme_record;
use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::programme::{Document, NewPayment, Paid, Payment, PaymentId, PaymentState, ProgrammeRecordId};
use crate::error::Error;

pub(super) const RECORDED: &str = "recorded";
const CANCELLED: &str = "cancelled";

/// Which payments a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Of records in the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// and of them only what is asked for.
    pub(crate) record: Option<ProgrammeRecordId>,
    pub(crate) producer: Option<ProducerId>,
    pub(crate) standing: Option<bool>,
}

/// The payment of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: PaymentId) -> Result<Option<Payment>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Payment::try_from).transpose()
}

/// What was paid of a record.
pub(crate) async fn paid(db: &impl ConnectionTrait, record: ProgrammeRecordId) -> Result<Paid, Platform> {
    Ok(paid_of(db, &[record]).await?.remove(&record).unwrap_or_default())
}

/// What was paid of records, those left out of which nothing was.
pub(crate) async fn paid_of(
    db: &impl ConnectionTrait,
    records: &[ProgrammeRecordId],
) -> Result<HashMap<ProgrammeRecordId, Paid>, Platform> {
    let rows: Vec<(RawId, i64, i64)> = Entity::find()
        .select_only()
        .column(Column::RecordId)
        .expr_as(Column::Amount.sum().cast_as("bigint"), "paid")
        .expr_as(Column::ProducerId.into_expr().count_distinct(), "beneficiaries")
        .filter(COLUMN.record_id.is_in(records.iter().copied()))
        .filter(COLUMN.state.eq(RECORDED))
        .group_by(Column::RecordId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(record, amount, beneficiaries)| (record.into(), Paid { amount, beneficiaries }))
        .collect())
}

/// Keeps a new payment.
pub(crate) async fn insert(work: &Work, payment: &Payment) -> Result<(), Error> {
    Entity::insert(row(work, payment)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a payment as it has become.
pub(crate) async fn save(work: &Work, payment: &Payment) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, payment))
        .filter(COLUMN.id.eq(payment.id))
        .filter(COLUMN.version.eq(payment.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of payments, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Payment>, Platform> {
    let of_units = Query::select()
        .column(programme_record::Column::Id)
        .from(programme_record::Entity)
        .cond_where(db::within(&filter.units, programme_record::Column::Province, programme_record::Column::Unit))
        .to_owned();
    let mut select = Entity::find()
        .filter(Column::RecordId.in_subquery(of_units))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(record) = filter.record {
        select = select.filter(COLUMN.record_id.eq(record));
    }
    if let Some(producer) = filter.producer {
        select = select.filter(COLUMN.producer_id.eq(producer));
    }
    if let Some(standing) = filter.standing {
        select = select.filter(COLUMN.state.eq(if standing { RECORDED } else { CANCELLED }));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Payment::try_from)
}

fn row(work: &Work, payment: &Payment) -> ActiveModel {
    let NewPayment { producer, amount, paid_on, document, excess_reason } = &payment.facts;
    let (state, cancellation_reason) = match &payment.state {
        PaymentState::Recorded => (RECORDED, ""),
        PaymentState::Cancelled { reason } => (CANCELLED, reason.as_str()),
    };
    ActiveModel {
        id: Set(payment.id.into()),
        record_id: Set(payment.record.into()),
        producer_id: Set(producer.map(Into::into)),
        amount: Set(*amount),
        paid_on: Set(*paid_on),
        document_number: Set(document.number.clone()),
        document_date: Set(document.date),
        excess_reason: Set(excess_reason.clone()),
        state: Set(state.to_owned()),
        cancellation_reason: Set(cancellation_reason.to_owned()),
        version: Set(payment.version),
        created_at: Set(payment.created_at),
        updated_at: Set(payment.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Payment {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let state = match row.state.as_str() {
            RECORDED => PaymentState::Recorded,
            CANCELLED => PaymentState::Cancelled { reason: row.cancellation_reason },
            _ => return Err(damaged("payment")),
        };
        Ok(Self {
            id: row.id.into(),
            record: row.record_id.into(),
            facts: NewPayment {
                producer: row.producer_id.map(Into::into),
                amount: row.amount,
                paid_on: row.paid_on,
                document: Document { number: row.document_number, date: row.document_date },
                excess_reason: row.excess_reason,
            },
            state,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}
