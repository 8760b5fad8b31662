//! Learners, what they attended, and what is counted of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use super::entity::learner::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{curriculum, presence, training_class, training_session};
use super::{damaged, read_units, within};
use crate::Work;
use crate::domain::curriculum::Audience;
use crate::domain::figures::{Figures, TrainingCount};
use crate::domain::learner::{Learner, LearnerId, LearnerResult, OfficialLevel, Standing};
use crate::domain::training_class::{TrainingClass, TrainingClassId};
use crate::domain::units::Area;
use crate::error::Error;

const ONCE: Unique = Unique { name: "learner_once", columns: "learner.class_id, learner.person_id" };

/// Which attendances are counted.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) area: Area,
    pub(crate) audience: Option<Audience>,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// Keeps a new learner; a person is enrolled in a class once.
pub(crate) async fn insert(work: &Work, learner: &Learner) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(learner.id.into()),
        class_id: Set(learner.class.into()),
        person_id: Set(learner.person.into()),
        producer_id: Set(learner.standing.producer().map(Into::into)),
        official_level: Set(learner.standing.level().map(|level| level.name().to_owned())),
        unit: Set(learner.unit.to_string()),
        sample: Set(learner.sample),
        result: Set(learner.result.name().to_owned()),
        worker: Set(learner.standing.is_worker()),
        producer_kind: Set(learner.producer_kind.clone()),
        assessment_percent: Set(learner.assessment),
        valid_until: Set(learner.valid_until),
        enrolled_at: Set(learner.enrolled_at),
        updated_at: Set(learner.enrolled_at),
        updated_by: Set(work.operation().to_owned()),
    };
    let inserted = Entity::insert(row).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(ONCE, || Error::AlreadyEnrolled)])
}

/// Keeps what came of learners of one class, and until when it counts for those who completed it.
pub(crate) async fn save_results(work: &Work, learners: &[Learner], result: LearnerResult) -> Result<(), Platform> {
    let row = ActiveModel {
        result: Set(result.name().to_owned()),
        valid_until: Set(learners.first().and_then(|learner| learner.valid_until)),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many()
        .set(row)
        .filter(COLUMN.id.is_in(learners.iter().map(|learner| learner.id)))
        .exec(work)
        .await?;
    Ok(())
}

/// Those of these persons who are enrolled in a class.
pub(crate) async fn enrolled(
    db: &impl ConnectionTrait,
    class: TrainingClassId,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, LearnerId>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.class_id.eq(class))
        .filter(COLUMN.person_id.is_in(persons.iter().copied()))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.person_id.into(), row.id.into())).collect())
}

/// The persons of these learners.
pub(crate) async fn persons(
    db: &impl ConnectionTrait,
    learners: &[LearnerId],
) -> Result<HashMap<LearnerId, PersonId>, Platform> {
    let rows = Entity::find().filter(COLUMN.id.is_in(learners.iter().copied())).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.person_id.into())).collect())
}

/// The persons enrolled in a class.
pub(crate) async fn persons_of(
    db: &impl ConnectionTrait,
    class: TrainingClassId,
) -> Result<HashSet<PersonId>, Platform> {
    let persons: Vec<RawId> = Entity::find()
        .select_only()
        .column(Column::PersonId)
        .filter(COLUMN.class_id.eq(class))
        .into_tuple()
        .all(db)
        .await?;
    Ok(persons.into_iter().map(PersonId::from).collect())
}

/// The learners of a class with what they attended, in order of enrolment; in two queries.
pub(crate) async fn of_class(db: &impl ConnectionTrait, class: &TrainingClass) -> Result<Vec<Learner>, Platform> {
    let rows = Entity::find().filter(COLUMN.class_id.eq(class.id)).order_by_asc(COLUMN.id).all(db).await?;
    with_attended(db, class, rows).await
}

/// A page of the learners of a class with what they attended, in order of enrolment; in two queries.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    class: &TrainingClass,
    page: &Page,
) -> Result<Paged<Learner>, Platform> {
    let mut select = Entity::find().filter(COLUMN.class_id.eq(class.id)).order_by_asc(COLUMN.id).limit(page.limit());
    if let Some(after) = &page.after {
        select = select.filter(COLUMN.id.gt(after.id));
    }
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    Ok(Paged { rows: with_attended(db, class, page.rows).await?, next_page_token: page.next_page_token })
}

async fn with_attended(
    db: &impl ConnectionTrait,
    class: &TrainingClass,
    rows: Vec<Model>,
) -> Result<Vec<Learner>, Platform> {
    let numbers: HashMap<RawId, i32> =
        class.sessions.iter().map(|session| (session.id.into(), session.number)).collect();
    let present = presence::Entity::find()
        .filter(presence::COLUMN.session_id.is_in(numbers.keys().copied()))
        .filter(presence::COLUMN.learner_id.is_in(rows.iter().map(|row| row.id)))
        .all(db)
        .await?;
    let mut attended: HashMap<RawId, Vec<i32>> = HashMap::new();
    for row in present {
        attended.entry(row.learner_id).or_default().extend(numbers.get(&row.session_id));
    }
    let learner = |row: Model| {
        let mut attended = attended.remove(&row.id).unwrap_or_default();
        attended.sort_unstable();
        read(row, attended).ok_or_else(|| damaged("learner"))
    };
    rows.into_iter().map(learner).collect()
}

/// A page of the enrolments of a person that lie within units, by her own unit or the class's; the newest first. What she
/// attended is left out.
pub(crate) async fn list_of_person(
    db: &impl ConnectionTrait,
    person: PersonId,
    within: Condition,
    page: &Page,
) -> Result<Paged<Learner>, Platform> {
    let select = Entity::find()
        .filter(COLUMN.person_id.eq(person))
        .filter(within)
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    page.try_map(|row| read(row, Vec::new()).ok_or_else(|| damaged("learner")))
}

/// Enrolments of an area, or in classes of these units.
pub(crate) fn of_area_or_classes(area: &Area, units: &[UnitId]) -> Condition {
    let held = Query::select()
        .column(training_class::Column::Id)
        .from(training_class::Entity)
        .cond_where(db::within(units, training_class::Column::Province, training_class::Column::Unit))
        .to_owned();
    Condition::any().add(within(area, Column::Unit)).add(Column::ClassId.in_subquery(held))
}

/// The units that learners belonged to.
pub(crate) async fn units(db: &impl ConnectionTrait) -> Result<Vec<UnitId>, Platform> {
    let units = Entity::find().select_only().column(Column::Unit).distinct().into_tuple().all(db).await?;
    read_units(units, "learner")
}

/// Counts persons, and persons in classes, who attended at least one session in an interval; in two queries.
pub(crate) async fn count(db: &impl ConnectionTrait, filter: &Filter) -> Result<TrainingCount, Platform> {
    let mut counted = Entity::find()
        .filter(Column::Id.in_subquery(present_in(filter.from, filter.to)))
        .filter(within(&filter.area, Column::Unit))
        .select_only();
    if let Some(audience) = filter.audience {
        counted = counted.filter(Column::ClassId.in_subquery(classes_for(audience, None)));
    }
    let (people, attendances) = (Expr::col(Column::PersonId).count_distinct(), Expr::col(Column::Id).count());
    let all: Vec<(i64, i64)> = counted
        .clone()
        .expr_as(people.clone(), "people")
        .expr_as(attendances.clone(), "attendances")
        .into_tuple()
        .all(db)
        .await?;
    let by_level: Vec<(String, i64, i64)> = counted
        .filter(COLUMN.official_level.is_not_null())
        .column(Column::OfficialLevel)
        .expr_as(people, "people")
        .expr_as(attendances, "attendances")
        .group_by(Column::OfficialLevel)
        .into_tuple()
        .all(db)
        .await?;
    let figures = |(people, attendances)| Figures { people, attendances };
    let mut levels = BTreeMap::new();
    for (level, people, attendances) in by_level {
        let level = OfficialLevel::named(&level).ok_or_else(|| damaged("learner"))?;
        levels.insert(level, figures((people, attendances)));
    }
    let all = all.into_iter().next().map(figures).unwrap_or_default();
    Ok(TrainingCount { all, by_level: levels.into_iter().collect() })
}

/// Who had completed a class for an audience by a day on which it still counts.
pub(crate) async fn trained_by(
    db: &impl ConnectionTrait,
    audience: Audience,
    day: NaiveDate,
) -> Result<HashSet<PersonId>, Platform> {
    let persons: Vec<RawId> = Entity::find()
        .select_only()
        .column(Column::PersonId)
        .distinct()
        .filter(COLUMN.result.eq(LearnerResult::Completed.name()))
        .filter(COLUMN.valid_until.is_null().or(COLUMN.valid_until.gte(day)))
        .filter(Column::ClassId.in_subquery(classes_for(audience, Some(day))))
        .into_tuple()
        .all(db)
        .await?;
    Ok(persons.into_iter().map(PersonId::from).collect())
}

/// Learners who attended a session between two days, these included.
pub(super) fn present_in(from: NaiveDate, to: NaiveDate) -> SelectStatement {
    let sessions = Query::select()
        .column(training_session::Column::Id)
        .from(training_session::Entity)
        .and_where(training_session::Column::Date.between(from, to))
        .to_owned();
    Query::select()
        .column(presence::Column::LearnerId)
        .from(presence::Entity)
        .and_where(presence::Column::SessionId.in_subquery(sessions))
        .to_owned()
}

/// Classes that teach an audience; if a day is given, those that were over by then.
fn classes_for(audience: Audience, over_by: Option<NaiveDate>) -> SelectStatement {
    let curricula = Query::select()
        .column(curriculum::Column::Id)
        .from(curriculum::Entity)
        .and_where(curriculum::Column::Audience.eq(audience.name()))
        .to_owned();
    let mut classes = Query::select();
    classes
        .column(training_class::Column::Id)
        .from(training_class::Entity)
        .and_where(training_class::Column::CurriculumId.in_subquery(curricula));
    if let Some(day) = over_by {
        classes.and_where(training_class::Column::CompletedOn.lte(day));
    }
    classes
}

fn read(row: Model, attended: Vec<i32>) -> Option<Learner> {
    let standing = match (row.producer_id, row.official_level) {
        (Some(producer), None) if row.worker => Standing::Worker { producer: producer.into() },
        (Some(producer), None) => Standing::Leader { producer: producer.into() },
        (None, Some(level)) => Standing::Official { level: OfficialLevel::named(&level)? },
        _ => return None,
    };
    Some(Learner {
        id: row.id.into(),
        class: row.class_id.into(),
        person: row.person_id.into(),
        standing,
        unit: row.unit.parse().ok()?,
        producer_kind: row.producer_kind,
        sample: row.sample,
        attended,
        assessment: row.assessment_percent,
        result: LearnerResult::named(&row.result)?,
        valid_until: row.valid_until,
        enrolled_at: row.enrolled_at,
    })
}
