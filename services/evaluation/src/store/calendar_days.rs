//! Days entered into the calendar against the facts. Entries are only added; of two for a day the newer counts.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::entity::calendar_day::{ActiveModel, COLUMN, Entity, Model};
use crate::Work;
use crate::domain::calendar::{Calendar, DayOverride};
use crate::error::Error;

/// An entry as it was made.
#[derive(Clone, Debug)]
pub(crate) struct EnteredDay {
    pub(crate) entered: DayOverride,
    /// True unless a newer one replaced it.
    pub(crate) in_effect: bool,
    pub(crate) entered_at: Moment,
    pub(crate) entered_by: PersonId,
}

/// The calendar of the facts with all days that were entered.
pub(crate) async fn calendar(db: &impl ConnectionTrait, facts: &Calendar) -> Result<Calendar, Platform> {
    let rows = Entity::find().order_by_asc(COLUMN.day).order_by_asc(COLUMN.entry).all(db).await?;
    let entered: Vec<_> = rows.into_iter().map(day_override).collect();
    Ok(facts.with(&entered))
}

/// Adds an entry for a day.
pub(crate) async fn insert(work: &Work, entered: &DayOverride) -> Result<(), Error> {
    let last = Entity::find().filter(COLUMN.day.eq(entered.day)).order_by_desc(COLUMN.entry).all(work).await?;
    let row = ActiveModel {
        day: Set(entered.day),
        entry: Set(last.first().map_or(0, |last| last.entry) + 1),
        working: Set(entered.working),
        act: Set(entered.act.clone()),
        entered_at: Set(work.now()),
        entered_by: Set(work.person().into()),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The entries for the days of an interval, by day, the newest of a day first.
pub(crate) async fn between(
    db: &impl ConnectionTrait,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<EnteredDay>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.day.gte(first))
        .filter(COLUMN.day.lte(last))
        .order_by_asc(COLUMN.day)
        .order_by_desc(COLUMN.entry)
        .all(db)
        .await?;
    let mut entries: Vec<EnteredDay> = Vec::with_capacity(rows.len());
    for row in rows {
        let in_effect = entries.last().is_none_or(|newer| newer.entered.day != row.day);
        let (entered_at, entered_by) = (row.entered_at, row.entered_by.into());
        entries.push(EnteredDay { entered: day_override(row), in_effect, entered_at, entered_by });
    }
    Ok(entries)
}

fn day_override(row: Model) -> DayOverride {
    DayOverride { day: row.day, working: row.working, act: row.act }
}
