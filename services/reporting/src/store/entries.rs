//! Entries of the ledger.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::entry::{ActiveModel, COLUMN, Entity, Model};
use super::told::subject;
use crate::Work;
use crate::domain::cells::{Dimension, Part};
use crate::domain::days::Days;
use crate::domain::entries::{Entry, Measure};
use crate::domain::ledger::Known;
use crate::domain::spans::OPEN;
use crate::domain::told::Subject;

/// Rows that one statement may hold on either database, each with 15 values.
const ROWS_AT_ONCE: usize = 1000;

/// All entries that subjects ever had, by subject, each with its identity.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    subjects: &BTreeSet<Subject>,
) -> Result<BTreeMap<Subject, Vec<(RawId, Known)>>, Error> {
    let ids: BTreeSet<_> = subjects.iter().map(|subject| subject.id).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let mut of: BTreeMap<Subject, Vec<(RawId, Known)>> = BTreeMap::new();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        for row in Entity::find().filter(COLUMN.id.is_in(ids.to_vec())).all(db).await? {
            let subject = subject(&row.noun, row.id)?;
            if subjects.contains(&subject) {
                of.entry(subject).or_default().push((row.entry_id, known(row)?));
            }
        }
    }
    Ok(of)
}

/// The subjects that have entries in any of these units now.
pub(crate) async fn subjects_in(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<BTreeSet<Subject>, Error> {
    let mut subjects = BTreeSet::new();
    for units in units.chunks(ROWS_AT_ONCE) {
        let units = units.iter().map(UnitId::as_str);
        let rows = Entity::find().filter(COLUMN.unit.is_in(units)).filter(COLUMN.known_to.is_null()).all(db).await?;
        for row in rows {
            subjects.insert(subject(&row.noun, row.id)?);
        }
    }
    Ok(subjects)
}

/// The entries of measures as known at a moment, or as known now, by subject.
pub(crate) async fn of_measures(
    db: &impl ConnectionTrait,
    measures: &BTreeSet<Measure>,
    known_at: Option<Moment>,
) -> Result<BTreeMap<Subject, Vec<Entry>>, Error> {
    let measures: Vec<_> = measures.iter().map(|measure| measure.name()).collect();
    let select = Entity::find().filter(COLUMN.measure.is_in(measures));
    let select = match known_at {
        None => select.filter(COLUMN.known_to.is_null()),
        Some(at) => {
            let still = COLUMN.known_to.is_null().or(COLUMN.known_to.gt(at));
            select.filter(COLUMN.known_from.lte(at)).filter(still)
        }
    };
    let mut of: BTreeMap<Subject, Vec<Entry>> = BTreeMap::new();
    for row in select.all(db).await? {
        of.entry(subject(&row.noun, row.id)?).or_default().push(known(row)?.entry);
    }
    Ok(of)
}

/// Puts a subject's history in the place of the one before: what is the same stays.
pub(crate) async fn replace(
    work: &Work,
    replaced: &BTreeMap<Subject, Vec<(RawId, Known)>>,
    by: &BTreeMap<Subject, Vec<Known>>,
) -> Result<(), Error> {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (subject, known) in by {
        let mut before = replaced.get(subject).cloned().unwrap_or_default();
        for known in known {
            match before.iter().position(|(_, before)| before == known) {
                Some(stays) => drop(before.swap_remove(stays)),
                None => new.push(row(work, *subject, known)),
            }
        }
        gone.extend(before.into_iter().map(|(id, _)| id));
    }
    for gone in gone.chunks(ROWS_AT_ONCE) {
        Entity::delete_many().filter(COLUMN.entry_id.is_in(gone.to_vec())).exec(work).await?;
    }
    for new in new.chunks(ROWS_AT_ONCE) {
        Entity::insert_many(new.to_vec()).exec_without_returning(work).await?;
    }
    Ok(())
}

fn row(work: &Work, subject: Subject, known: &Known) -> ActiveModel {
    let entry = &known.entry;
    ActiveModel {
        entry_id: Set(work.new_id()),
        noun: Set(subject.noun.name().to_owned()),
        id: Set(subject.id),
        measure: Set(entry.measure.name().to_owned()),
        record_noun: Set(entry.record.noun.name().to_owned()),
        record_id: Set(entry.record.id),
        unit: Set(entry.unit.to_string()),
        first_day: Set(entry.days.from),
        last_day: Set(Some(entry.days.to).filter(|to| *to != OPEN)),
        amount: Set(entry.amount),
        certain: Set(entry.certain),
        sample: Set(entry.sample),
        parts: Set(written(&entry.parts)),
        known_from: Set(known.from),
        known_to: Set(known.to),
    }
}

fn known(row: Model) -> Result<Known, Error> {
    let measure = Measure::of_name(&row.measure).ok_or_else(|| damaged("entry", &row.measure))?;
    let entry = Entry {
        measure,
        record: subject(&row.record_noun, row.record_id)?,
        unit: row.unit.parse().map_err(|_| damaged("entry", &row.unit))?,
        days: Days { from: row.first_day, to: row.last_day.unwrap_or(OPEN) },
        amount: row.amount,
        certain: row.certain,
        sample: row.sample,
        parts: read(&row.parts)?,
    };
    Ok(Known { entry, from: row.known_from, to: row.known_to })
}

/// Parts as `,star=3,sector=food,`, so that a row can be found by one of them.
fn written(parts: &[Part]) -> String {
    let mut written = String::from(",");
    for part in parts {
        written.push_str(&one_written(part));
    }
    written
}

fn one_written(part: &Part) -> String {
    format!("{}={},", part.dimension.name(), part.key)
}

fn read(written: &str) -> Result<Vec<Part>, Error> {
    let parts = written.split(',').filter(|part| !part.is_empty()).map(|part| {
        let (dimension, key) = part.split_once('=')?;
        Some(Part { dimension: Dimension::of_name(dimension)?, key: key.to_owned() })
    });
    parts.collect::<Option<_>>().ok_or_else(|| damaged("entry", written))
}

/// Drops all entries.
pub(crate) async fn drop_all(work: &Work) -> Result<(), Error> {
    Entity::delete_many().exec(work).await?;
    Ok(())
}

/// Which entries are looked for: those behind a figure.
pub(crate) struct Behind<'a> {
    pub(crate) measure: Measure,
    pub(crate) part: Option<&'a Part>,
    /// Units whose entries are meant.
    pub(crate) units: &'a [UnitId],
    pub(crate) days: Days,
    pub(crate) known_at: Option<Moment>,
}

/// An entry behind a figure, with its identity.
pub(crate) struct Found {
    pub(crate) id: RawId,
    pub(crate) known: Known,
}

/// Entries behind a figure after one of them, in order of identity: for what is, those that hold on the last day; for what
/// happens, those with a day in the interval.
pub(crate) async fn behind(
    db: &impl ConnectionTrait,
    wanted: &Behind<'_>,
    after: Option<RawId>,
    limit: u64,
) -> Result<Vec<Found>, Error> {
    let of_interval =
        matches!(wanted.measure.basis(), crate::domain::entries::Basis::Flow | crate::domain::entries::Basis::Distinct);
    let first: NaiveDate = if of_interval { wanted.days.from } else { wanted.days.to };
    let mut select = Entity::find()
        .filter(COLUMN.measure.eq(wanted.measure.name()))
        .filter(COLUMN.unit.is_in(wanted.units.iter().map(UnitId::as_str)))
        .filter(COLUMN.first_day.lte(wanted.days.to))
        .filter(COLUMN.last_day.is_null().or(COLUMN.last_day.gte(first)));
    select = match wanted.known_at {
        None => select.filter(COLUMN.known_to.is_null()),
        Some(at) => {
            let still = COLUMN.known_to.is_null().or(COLUMN.known_to.gt(at));
            select.filter(COLUMN.known_from.lte(at)).filter(still)
        }
    };
    if let Some(part) = wanted.part {
        select = select.filter(COLUMN.parts.contains(format!(",{}", one_written(part))));
    }
    if let Some(after) = after {
        select = select.filter(COLUMN.entry_id.gt(after));
    }
    let rows = select.order_by_asc(COLUMN.entry_id).limit(limit).all(db).await?;
    rows.into_iter().map(|row| Ok(Found { id: row.entry_id, known: known(row)? })).collect()
}
