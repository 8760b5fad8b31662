//! Bodies that manage the programme.

use std::collections::HashMap;

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::text;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::management_body::{ActiveModel, COLUMN, Column, Entity, Model};
use super::producers::{state_columns, state_name, state_of};
use crate::Work;
use crate::domain::management::{ManagementBody, ManagementBodyId, ManagementBodyKind};
use crate::domain::programme::{Document, Level, Place};
use crate::error::Error;

/// Which bodies a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) level: Option<Level>,
    pub(crate) kind: Option<ManagementBodyKind>,
    pub(crate) active: Option<bool>,
}

/// The body of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ManagementBodyId) -> Result<Option<ManagementBody>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(ManagementBody::try_from).transpose()
}

/// The bodies of identities.
pub(super) async fn of(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = ManagementBodyId>,
) -> Result<HashMap<ManagementBodyId, ManagementBody>, Platform> {
    let rows = Entity::find().filter(COLUMN.id.is_in(ids)).all(db).await?;
    rows.into_iter().map(|row| Ok((row.id.into(), row.try_into()?))).collect()
}

/// The bodies in use that stand under one of these units, by name.
pub(crate) async fn active_of(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<Vec<ManagementBody>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.unit.is_in(units.iter().map(ToString::to_string)))
        .filter(COLUMN.state.eq(state_name(true)))
        .order_by_asc(COLUMN.name_key)
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(ManagementBody::try_from).collect()
}

/// Keeps a new body.
pub(crate) async fn insert(work: &Work, body: &ManagementBody) -> Result<(), Error> {
    Entity::insert(row(work, body)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a body as it has become.
pub(crate) async fn save(work: &Work, body: &ManagementBody) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, body))
        .filter(COLUMN.id.eq(body.id))
        .filter(COLUMN.version.eq(body.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of bodies, in Vietnamese order of their names.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<ManagementBody>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::after(page.after.as_ref(), Column::NameKey, Column::Id))
        .order_by_asc(COLUMN.name_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit());
    if let Some(level) = filter.level {
        select = select.filter(COLUMN.level.eq(level.name()));
    }
    if let Some(kind) = filter.kind {
        select = select.filter(COLUMN.kind.eq(kind.name()));
    }
    if let Some(active) = filter.active {
        select = select.filter(COLUMN.state.eq(state_name(active)));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: row.name_key.clone(), id: row.id });
    page.try_map(ManagementBody::try_from)
}

fn row(work: &Work, body: &ManagementBody) -> ActiveModel {
    let (state, retirement_reason) = state_columns(&body.state);
    ActiveModel {
        id: Set(body.id.into()),
        kind: Set(body.kind.name().to_owned()),
        level: Set(body.place.level.name().to_owned()),
        unit: Set(body.place.unit.to_string()),
        province: Set(body.place.province.to_string()),
        name: Set(body.name.clone()),
        name_key: Set(text::collation_key(&body.name)),
        document_number: Set(body.document.number.clone()),
        document_date: Set(body.document.date),
        sample: Set(body.sample),
        state: Set(state.to_owned()),
        retirement_reason: Set(retirement_reason.to_owned()),
        version: Set(body.version),
        created_at: Set(body.created_at),
        updated_at: Set(body.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for ManagementBody {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                place: Place {
                    unit: row.unit.parse().ok()?,
                    province: row.province.parse().ok()?,
                    level: Level::named(&row.level)?,
                },
                kind: ManagementBodyKind::named(&row.kind)?,
                name: row.name,
                document: Document { number: row.document_number, date: row.document_date },
                sample: row.sample,
                state: state_of(&row.state, row.retirement_reason),
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("management body"))
    }
}
