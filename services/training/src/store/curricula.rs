//! Curricula.

use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::text;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::curriculum::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, read_whole, written};
use crate::Work;
use crate::domain::curriculum::{Audience, Curriculum, CurriculumId};
use crate::domain::training_class::TrainingClass;
use crate::error::Error;

/// The curriculum of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: CurriculumId) -> Result<Option<Curriculum>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Curriculum::try_from).transpose()
}

/// The curriculum a class teaches.
pub(crate) async fn taught(db: &impl ConnectionTrait, class: &TrainingClass) -> Result<Curriculum, Platform> {
    find(db, class.curriculum).await?.ok_or_else(|| damaged("training class"))
}

/// The newest version of the curriculum that began with one.
pub(crate) async fn newest_version(
    db: &impl ConnectionTrait,
    first: CurriculumId,
) -> Result<Option<Curriculum>, Platform> {
    let newest = Entity::find().filter(COLUMN.first_id.eq(first)).order_by_desc(COLUMN.version).limit(1);
    db::one(newest, db).await?.map(Curriculum::try_from).transpose()
}

/// All versions of all curricula, in no order: there are some dozens.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Curriculum>, Platform> {
    Entity::find().all(db).await?.into_iter().map(Curriculum::try_from).collect()
}

/// Keeps a new curriculum.
pub(crate) async fn insert(work: &Work, curriculum: &Curriculum) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(curriculum.id.into()),
        title: Set(curriculum.title.clone()),
        title_key: Set(text::collation_key(&curriculum.title)),
        audience: Set(curriculum.audience.name().to_owned()),
        hours: Set(curriculum.hours),
        min_attendance_percent: Set(curriculum.min_attendance_percent),
        modules: Set(written(&curriculum.modules)),
        official_levels: Set(written(&curriculum.official_levels)),
        rule_sets: Set(written(&curriculum.rule_sets)),
        validity_months: Set(curriculum.validity_months),
        pass_percent: Set(curriculum.pass_percent),
        version: Set(curriculum.version),
        first_id: Set(curriculum.first.into()),
        created_at: Set(curriculum.created_at),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// A page of curricula, in Vietnamese order of their titles.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    audience: Option<Audience>,
    page: &Page,
) -> Result<Paged<Curriculum>, Platform> {
    let mut select = Entity::find()
        .filter(db::after(page.after.as_ref(), Column::TitleKey, Column::Id))
        .order_by_asc(COLUMN.title_key)
        .order_by_asc(COLUMN.id)
        .limit(page.limit());
    if let Some(audience) = audience {
        select = select.filter(COLUMN.audience.eq(audience.name()));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: row.title_key.clone(), id: row.id });
    page.try_map(Curriculum::try_from)
}

impl TryFrom<Model> for Curriculum {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        Ok(Self {
            id: row.id.into(),
            title: row.title,
            audience: Audience::named(&row.audience).ok_or_else(|| damaged("curriculum"))?,
            hours: row.hours,
            min_attendance_percent: row.min_attendance_percent,
            modules: read_whole(&row.modules, "curriculum")?,
            official_levels: read_whole(&row.official_levels, "curriculum")?,
            validity_months: row.validity_months,
            rule_sets: read_whole(&row.rule_sets, "curriculum")?,
            pass_percent: row.pass_percent,
            version: row.version,
            first: row.first_id.into(),
            created_at: row.created_at,
        })
    }
}
