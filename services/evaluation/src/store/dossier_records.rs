//! What officials recorded about dossiers, the receipts of levels, and the counters their numbers come from.

use platform::access::UnitId;
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, Statement};

use super::damaged;
use super::entity::{dossier_receipt, dossier_record};
use crate::Work;
use crate::domain::dossier::record::{Record, RecordId};
use crate::domain::dossier::{DossierId, Level, Receipt};
use crate::error::Error;

/// Keeps a record.
pub(crate) async fn insert(work: &Work, record: &Record) -> Result<(), Error> {
    let row = dossier_record::ActiveModel {
        id: Set(record.id.into()),
        dossier_id: Set(record.dossier.into()),
        dossier_version: Set(record.dossier_version),
        level: Set(record.level.name().to_owned()),
        kind: Set(record.content.kind().to_owned()),
        content: Set(serde_json::to_string(&record.content).expect("a record is plain values")),
        recorded_at: Set(record.recorded_at),
        recorded_by: Set(record.recorded_by.into()),
        updated_by: Set(work.operation().to_owned()),
    };
    dossier_record::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The records about a dossier, in their order.
pub(crate) async fn of_dossier(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<Record>, Platform> {
    let rows = dossier_record::Entity::find()
        .filter(dossier_record::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_record::COLUMN.id)
        .all(db)
        .await?;
    let read = |row: dossier_record::Model| {
        Some(Record {
            id: row.id.into(),
            dossier: row.dossier_id.into(),
            dossier_version: row.dossier_version,
            level: Level::named(&row.level)?,
            content: serde_json::from_str(&row.content).ok()?,
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.into(),
        })
    };
    rows.into_iter().map(|row| read(row).ok_or_else(|| damaged("record of a dossier"))).collect()
}

/// The contents of the records about a dossier as they are stored, in their order.
pub(crate) async fn stored(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<(RecordId, String)>, Platform> {
    let rows = dossier_record::Entity::find()
        .filter(dossier_record::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_record::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.content)).collect())
}

/// Keeps the receipt of a level.
pub(crate) async fn insert_receipt(work: &Work, dossier: DossierId, receipt: &Receipt) -> Result<(), Error> {
    let row = dossier_receipt::ActiveModel {
        dossier_id: Set(dossier.into()),
        level: Set(receipt.level.name().to_owned()),
        number: Set(receipt.number.clone()),
        received_at: Set(receipt.received_at),
        received_by: Set(receipt.received_by.into()),
        due_on: Set(receipt.due_on),
        updated_by: Set(work.operation().to_owned()),
    };
    dossier_receipt::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The receipts of a dossier, from the lowest level up.
pub(crate) async fn receipts(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<Receipt>, Platform> {
    let rows = dossier_receipt::Entity::find()
        .filter(dossier_receipt::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_receipt::COLUMN.received_at)
        .all(db)
        .await?;
    let read = |row: dossier_receipt::Model| {
        Some(Receipt {
            level: Level::named(&row.level)?,
            number: row.number,
            received_at: row.received_at,
            received_by: row.received_by.into(),
            due_on: row.due_on,
        })
    };
    rows.into_iter().map(|row| read(row).ok_or_else(|| damaged("receipt of a dossier"))).collect()
}

/// What a counter counts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Counter {
    /// Registration slips a level took in.
    Slips(Level),
}

impl Counter {
    fn name(self) -> String {
        match self {
            Self::Slips(level) => format!("slip_{}", level.name()),
        }
    }
}

const NEXT: &str = "INSERT INTO serial (counter, unit, year, last) VALUES ($1, $2, $3, 1) \
     ON CONFLICT (counter, unit, year) DO UPDATE SET last = serial.last + 1 RETURNING last";

/// The next number of a counter. Without gaps: an attempt that is not committed takes nothing.
pub(crate) async fn next_serial(work: &Work, counter: Counter, unit: &UnitId, year: i32) -> Result<i32, Platform> {
    let values = [counter.name().into(), unit.to_string().into(), year.into()];
    let statement = Statement::from_sql_and_values(work.get_database_backend(), NEXT, values);
    let row = work.query_one_raw(statement).await?.ok_or_else(|| damaged("counter"))?;
    Ok(row.try_get_by_index(0)?)
}
