//! Attendances with what the learners were, for figures in detail; and what persons have completed.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use super::entity::{learner, learner_trait, producer_kind, training_class};
use super::learners::{Filter, present_in};
use super::{curricula, damaged, within};
use crate::Work;
use crate::domain::breakdown::{Attendance, Sex};
use crate::domain::coverage::Completed;
use crate::domain::curriculum::{Audience, Curriculum};
use crate::domain::learner::{LearnerId, LearnerResult, OfficialLevel};
use crate::domain::producer::ProducerId;
use crate::domain::training_class::TrainingClassId;

/// Which completions are meant.
#[derive(Clone, Debug)]
pub(crate) enum Taught<'t> {
    /// Of classes for an audience.
    For(Audience),
    /// Of classes that prepare for a rule set, whomever they are for.
    RuleSet(&'t str),
    /// Both.
    ForInRuleSet(Audience, &'t str),
}

impl Taught<'_> {
    fn includes(&self, curriculum: &Curriculum) -> bool {
        let prepares = |rule_set: &str| curriculum.rule_sets.iter().any(|known| known == rule_set);
        match self {
            Self::For(audience) => curriculum.audience == *audience,
            Self::RuleSet(rule_set) => prepares(rule_set),
            Self::ForInRuleSet(audience, rule_set) => curriculum.audience == *audience && prepares(rule_set),
        }
    }
}

/// The attendances of a filter: learners with at least one session in its interval.
pub(crate) async fn attendances(db: &impl ConnectionTrait, filter: &Filter) -> Result<Vec<Attendance>, Platform> {
    let present = learner::Column::Id.in_subquery(present_in(filter.from, filter.to));
    let rows = learner::Entity::find()
        .filter(within(&filter.area, learner::Column::Unit))
        .filter(present.clone())
        .all(db)
        .await?;
    let stated = learner_trait::Entity::find()
        .filter(learner_trait::Column::LearnerId.in_subquery(present_in(filter.from, filter.to)))
        .all(db)
        .await?;
    let mut stated: HashMap<RawId, learner_trait::Model> =
        stated.into_iter().map(|row| (row.learner_id, row)).collect();
    let kinds = kinds(db).await?;
    let audiences = audiences_of_classes(db).await?;
    let mut attendances = Vec::with_capacity(rows.len());
    for row in rows {
        let audience = *audiences.get(&row.class_id).ok_or_else(|| damaged("learner"))?;
        if filter.audience.is_some_and(|asked| asked != audience) {
            continue;
        }
        let kind_now = row.producer_id.and_then(|producer| kinds.get(&producer.into()).cloned());
        let stated = stated.remove(&row.id);
        let sex = stated.as_ref().and_then(|stated| stated.sex.as_deref()).and_then(Sex::named);
        attendances.push(Attendance {
            person: row.person_id.into(),
            audience,
            level: row.official_level.as_deref().and_then(OfficialLevel::named),
            unit: row.unit.parse().map_err(|_| damaged("learner"))?,
            producer_kind: row.producer_kind.or(kind_now),
            sex,
            ethnicity: stated.map(|stated| stated.ethnicity).unwrap_or_default(),
        });
    }
    Ok(attendances)
}

async fn audiences_of_classes(db: &impl ConnectionTrait) -> Result<HashMap<RawId, Audience>, Platform> {
    let audiences: HashMap<RawId, Audience> =
        curricula::all(db).await?.into_iter().map(|one| (one.id.into(), one.audience)).collect();
    let classes = training_class::Entity::find().all(db).await?;
    let audience = |class: training_class::Model| Some((class.id, *audiences.get(&class.curriculum_id)?));
    Ok(classes.into_iter().filter_map(audience).collect())
}

/// Kinds of producers, as registry told of them.
async fn kinds(db: &impl ConnectionTrait) -> Result<HashMap<ProducerId, String>, Platform> {
    let rows = producer_kind::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.producer_id.into(), row.kind)).collect())
}

/// Keeps what a learner states of herself, in place of what she stated before.
pub(crate) async fn describe(
    work: &Work,
    learner: LearnerId,
    sex: Option<Sex>,
    ethnicity: &str,
) -> Result<(), Platform> {
    let row = learner_trait::ActiveModel {
        learner_id: Set(learner.into()),
        sex: Set(sex.map(|sex| sex.name().to_owned())),
        ethnicity: Set(ethnicity.to_owned()),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    use learner_trait::Column;
    let stated_again = OnConflict::column(Column::LearnerId)
        .update_columns([Column::Sex, Column::Ethnicity, Column::UpdatedAt, Column::UpdatedBy])
        .to_owned();
    learner_trait::Entity::insert(row).on_conflict(stated_again).exec_without_returning(work).await?;
    Ok(())
}

/// What persons completed by a day; all persons, or these.
pub(crate) async fn completions(
    db: &impl ConnectionTrait,
    taught: &Taught<'_>,
    persons: Option<&[PersonId]>,
    by: NaiveDate,
) -> Result<HashMap<PersonId, Vec<Completed>>, Platform> {
    let meant = curricula::all(db).await?.into_iter().filter(|curriculum| taught.includes(curriculum));
    let meant: Vec<RawId> = meant.map(|curriculum| curriculum.id.into()).collect();
    let classes = training_class::Entity::find()
        .filter(training_class::COLUMN.curriculum_id.is_in(meant))
        .filter(training_class::COLUMN.completed_on.lte(by))
        .all(db)
        .await?;
    let over: HashMap<TrainingClassId, NaiveDate> =
        classes.into_iter().filter_map(|class| Some((class.id.into(), class.completed_on?))).collect();
    let mut select = learner::Entity::find().filter(learner::COLUMN.result.eq(LearnerResult::Completed.name()));
    if let Some(persons) = persons {
        select = select.filter(learner::COLUMN.person_id.is_in(persons.iter().copied()));
    }
    let mut completions: HashMap<PersonId, Vec<Completed>> = HashMap::new();
    for row in select.all(db).await? {
        let Some(on) = over.get(&row.class_id.into()) else { continue };
        let completed = Completed { on: *on, until: row.valid_until };
        completions.entry(row.person_id.into()).or_default().push(completed);
    }
    Ok(completions)
}
