//! Erasing what is recorded of persons once its time is over, unless an order holds it. Rows stay without what they said:
//! who read them can be told still.

use platform::error::Error as Platform;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _};

use super::entity::{leader, legal_representative, official, producer_worker};
use super::legal_holds::{held_bodies, held_producers};
use super::{representatives, workers};
use crate::Work;
use crate::domain::retention::{RetentionClass, RetentionRule};

/// Erases what the time of a rule is over for; tells of how many persons.
pub(crate) async fn erase(work: &Work, rule: &RetentionRule) -> Result<u64, Platform> {
    match rule.class {
        RetentionClass::FormerRepresentative => former_representatives(work, rule).await,
        RetentionClass::FormerLeader => former_leaders(work, rule).await,
        RetentionClass::FormerOfficial => former_officials(work, rule).await,
        RetentionClass::RemovedWorker => removed_workers(work, rule).await,
    }
}

/// Names after a while; what else was recorded is left only of those who were held when they were replaced.
async fn former_representatives(work: &Work, rule: &RetentionRule) -> Result<u64, Platform> {
    use legal_representative::{ActiveModel, COLUMN, Column, Entity};
    let replaced = || {
        let replaced = Condition::all().add(COLUMN.replaced_at.is_not_null());
        replaced.add(Column::ProducerId.not_in_subquery(held_producers()))
    };
    let details = Entity::update_many()
        .set(representatives::without_details(work))
        .filter(replaced())
        .filter(representatives::with_details())
        .exec(work)
        .await?;
    let nameless = ActiveModel {
        full_name: Set(String::new()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let names = Entity::update_many()
        .set(nameless)
        .filter(replaced())
        .filter(COLUMN.replaced_at.lte(rule.ended_at(work.now())))
        .filter(COLUMN.full_name.ne(""))
        .exec(work)
        .await?;
    Ok(details.rows_affected + names.rows_affected)
}

async fn former_leaders(work: &Work, rule: &RetentionRule) -> Result<u64, Platform> {
    use leader::{ActiveModel, COLUMN, Column, Entity};
    let nameless = ActiveModel {
        full_name: Set(String::new()),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let erased = Entity::update_many()
        .set(nameless)
        .filter(over(
            COLUMN.term_to.lte(rule.ended_by(work.today())),
            COLUMN.retracted_at.lte(rule.ended_at(work.now())),
        ))
        .filter(COLUMN.full_name.ne(""))
        .filter(Column::ProducerId.not_in_subquery(held_producers()))
        .exec(work)
        .await?;
    Ok(erased.rows_affected)
}

async fn former_officials(work: &Work, rule: &RetentionRule) -> Result<u64, Platform> {
    use official::{ActiveModel, COLUMN, Column, Entity};
    let nameless = ActiveModel {
        full_name: Set(String::new()),
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let erased = Entity::update_many()
        .set(nameless)
        .filter(over(
            COLUMN.term_to.lte(rule.ended_by(work.today())),
            COLUMN.retracted_at.lte(rule.ended_at(work.now())),
        ))
        .filter(COLUMN.full_name.ne(""))
        .filter(Column::BodyId.not_in_subquery(held_bodies()))
        .exec(work)
        .await?;
    Ok(erased.rows_affected)
}

/// Terms whose time is over: the term ended long enough ago, or was taken back.
fn over(ended: SimpleExpr, retracted: SimpleExpr) -> Condition {
    Condition::any().add(ended).add(retracted)
}

async fn removed_workers(work: &Work, rule: &RetentionRule) -> Result<u64, Platform> {
    use producer_worker::{COLUMN, Column, Entity};
    let erased = Entity::update_many()
        .set(workers::erased(work))
        .filter(COLUMN.removed_at.lte(rule.ended_at(work.now())))
        .filter(COLUMN.full_name.ne(""))
        .filter(Column::ProducerId.not_in_subquery(held_producers()))
        .exec(work)
        .await?;
    Ok(erased.rows_affected)
}
