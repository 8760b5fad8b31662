//! Dossiers that wait for somebody, the most urgent first; drafts, for which no clock runs, last.
//!
//! Each turn in each unit is a walk along an index, and the walks are merged: a page costs the same however many
//! dossiers and certificates there are.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Cursor, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};

use super::dossiers::IN_PROGRESS_ONLY;
use super::entity::dossier::{COLUMN, Column, Entity, Model};
use crate::domain::dossier::{Dossier, Turn};
use crate::domain::notice::{HeldTurn, Reach};
use crate::domain::work_item::Urgency;

/// Which work a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Whose turn, and where; everybody's if no turn is named.
    pub(crate) walks: Vec<Walk>,
    pub(crate) urgency: Option<Urgency>,
    pub(crate) today: NaiveDate,
}

/// One turn in one place.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    turn: Option<Turn>,
    reach: Reach,
}

impl From<HeldTurn> for Walk {
    fn from(held: HeldTurn) -> Self {
        Self { turn: Some(held.turn), reach: held.reach }
    }
}

impl Walk {
    /// Everybody's turn in a unit.
    pub(crate) fn in_unit(unit: UnitId) -> Self {
        Self { turn: None, reach: Reach::Unit(unit) }
    }
}

/// A page of work.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Dossier>, Platform> {
    let begins_at = page.after.as_ref().map(Place::of_cursor).transpose()?;
    let mut rows = Vec::new();
    for walk in &filter.walks {
        rows.extend(walk.rows(db, filter, begins_at, page.limit()).await?);
    }
    rows.sort_by_key(|row| Place::of(row).order());
    rows.dedup_by_key(|row| row.id);
    page.of(rows, |row| Place::of(row).cursor()).try_map(Dossier::try_from)
}

impl Walk {
    async fn rows(
        &self,
        db: &impl ConnectionTrait,
        filter: &Filter,
        after: Option<Place>,
        limit: u64,
    ) -> Result<Vec<Model>, Platform> {
        let mut rows = Vec::new();
        if after.is_none_or(|after| after.due_on.is_some()) {
            let mut select = self.select().filter(COLUMN.due_on.is_not_null());
            if let Some(Place { due_on: Some(due_on), id }) = after {
                let place = Expr::tuple([Column::DueOn.into_expr(), Column::Id.into_expr()]);
                select = select.filter(place.gt(Expr::tuple([Expr::value(due_on), Expr::value(id)])));
            }
            let select = select.filter(filter.urgent()).order_by_asc(COLUMN.due_on).order_by_asc(COLUMN.id);
            rows = select.limit(limit).all(db).await?;
        }
        // Only a producer's drafts have no clock.
        let drafts =
            self.turn == Some(Turn::Producer) && !matches!(filter.urgency, Some(Urgency::DueSoon | Urgency::Overdue));
        let left = limit.saturating_sub(rows.len() as u64);
        if drafts && left > 0 {
            let mut select = self.select().filter(COLUMN.due_on.is_null()).order_by_asc(COLUMN.id).limit(left);
            if let Some(Place { due_on: None, id }) = after {
                select = select.filter(COLUMN.id.gt(id));
            }
            rows.extend(select.all(db).await?);
        }
        Ok(rows)
    }

    fn select(&self) -> Select<Entity> {
        let mut select = Entity::find().filter(Expr::cust(IN_PROGRESS_ONLY));
        if let Some(turn) = self.turn {
            select = select.filter(COLUMN.turn.eq(turn.name()));
        }
        match &self.reach {
            Reach::Producers(producers) => select.filter(COLUMN.producer_id.is_in(producers.iter().copied())),
            Reach::Unit(unit) => match unit.code().len() {
                0 => select,
                2 => select.filter(COLUMN.province.eq(unit.as_str())),
                _ => select.filter(COLUMN.unit.eq(unit.as_str())),
            },
        }
    }
}

impl Filter {
    fn urgent(&self) -> Condition {
        let (any, today) = (Condition::all(), self.today);
        match self.urgency {
            None => any,
            Some(Urgency::Overdue) => any.add(Column::DueOn.lt(today)),
            Some(Urgency::DueSoon) => any.add(Column::DueOn.gte(today)).add(Column::WarnsOn.lte(today)),
            Some(Urgency::InTime) => any.add(Column::DueOn.gte(today)).add(Column::WarnsOn.gt(today)),
        }
    }
}

/// Place of a dossier in the order of a list.
#[derive(Clone, Copy, Debug)]
struct Place {
    due_on: Option<NaiveDate>,
    id: platform::ids::RawId,
}

impl Place {
    fn of(row: &Model) -> Self {
        Self { due_on: row.due_on, id: row.id }
    }

    fn order(self) -> (bool, Option<NaiveDate>, platform::ids::RawId) {
        (self.due_on.is_none(), self.due_on, self.id)
    }

    fn cursor(self) -> Cursor {
        let key = self.due_on.map(|day| day.to_string().into_bytes()).unwrap_or_default();
        Cursor { key, id: self.id }
    }

    fn of_cursor(cursor: &Cursor) -> Result<Self, Platform> {
        let due_on = match cursor.key.as_slice() {
            [] => None,
            key => Some(std::str::from_utf8(key).ok().and_then(|day| day.parse().ok()).ok_or_else(unreadable)?),
        };
        Ok(Self { due_on, id: cursor.id })
    }
}

fn unreadable() -> Platform {
    Platform::internal("the place in a page token is no day")
}
