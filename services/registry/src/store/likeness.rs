//! What producers are like others by, and what somebody found of those that are.

use std::collections::{BTreeMap, BTreeSet};

use platform::access::UnitId;
use platform::db::{self, Cursor, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, JoinType, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryResult};

use super::damaged;
use super::entity::duplicate_judgement as judgement;
use super::entity::producer;
use super::entity::producer_trait::{ActiveModel, COLUMN, Column, Entity};
use crate::Work;
use crate::domain::likeness::{Judgement, Likeness, Pair, Trait, Two, Verdict, traits_of};
use crate::domain::producer::{Producer, ProducerId, RecordState};

/// Keeps what a producer is like others by. Of its telephone the representative tells, while it is in use.
pub(super) async fn keep_producer(work: &Work, producer: &Producer) -> Result<(), Platform> {
    let mut former = Entity::delete_many().filter(COLUMN.producer_id.eq(producer.id));
    if producer.state == RecordState::Active {
        former = former.filter(COLUMN.likeness.ne(Likeness::Phone.name()));
    }
    former.exec(work).await?;
    keep(work, producer.id, traits_of(producer)).await
}

/// Keeps the telephone a producer is like others by; none if it has none.
pub(crate) async fn keep_phone(work: &Work, producer: ProducerId, phone: Option<Trait>) -> Result<(), Platform> {
    Entity::delete_many()
        .filter(COLUMN.producer_id.eq(producer))
        .filter(COLUMN.likeness.eq(Likeness::Phone.name()))
        .exec(work)
        .await?;
    keep(work, producer, phone.into_iter().collect()).await
}

async fn keep(work: &Work, producer: ProducerId, traits: BTreeSet<Trait>) -> Result<(), Platform> {
    let rows: Vec<_> = traits
        .into_iter()
        .map(|Trait { likeness, key }| ActiveModel {
            producer_id: Set(producer.into()),
            likeness: Set(likeness.name().to_owned()),
            key: Set(key),
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(work).await?;
    }
    Ok(())
}

/// The producers that have any of these, in order of identity.
pub(crate) async fn having(db: &impl ConnectionTrait, traits: &BTreeSet<Trait>) -> Result<Vec<ProducerId>, Platform> {
    if traits.is_empty() {
        return Ok(Vec::new());
    }
    let any = traits.iter().fold(Condition::any(), |any, Trait { likeness, key }| {
        any.add(Condition::all().add(Column::Likeness.eq(likeness.name())).add(Column::Key.eq(key.as_str())))
    });
    let rows = Entity::find().filter(any).all(db).await?;
    let like: BTreeSet<ProducerId> = rows.into_iter().map(|row| row.producer_id.into()).collect();
    Ok(like.into_iter().collect())
}

/// What two producers have in common.
pub(crate) async fn common(db: &impl ConnectionTrait, two: Two) -> Result<BTreeSet<Trait>, Platform> {
    let traits = traits_in_common(db, &[two]).await?;
    Ok(traits.into_values().next().unwrap_or_default())
}

/// Keeps what somebody found of all that two producers have in common, in the place of what was found before.
pub(crate) async fn judge(work: &Work, two: Two, common: &BTreeSet<Trait>, found: &Judgement) -> Result<(), Platform> {
    let rows = common.iter().map(|Trait { likeness, key }| judgement::ActiveModel {
        one_id: Set(two.one.into()),
        other_id: Set(two.other.into()),
        likeness: Set(likeness.name().to_owned()),
        key: Set(key.clone()),
        verdict: Set(found.verdict.name().to_owned()),
        judged_by: Set(found.by.into()),
        judged_at: Set(found.at),
        why: Set(found.why.clone()),
        updated_by: Set(work.operation().to_owned()),
    });
    use judgement::Column as J;
    let again = OnConflict::columns([J::OneId, J::OtherId, J::Likeness, J::Key])
        .update_columns([J::Verdict, J::JudgedBy, J::JudgedAt, J::Why, J::UpdatedBy])
        .to_owned();
    judgement::Entity::insert_many(rows).on_conflict(again).exec_without_returning(work).await?;
    Ok(())
}

/// A page of pairs of producers in the units that have something in common: what nobody has found them distinct for, or
/// what somebody has; in order of identity, in three queries.
pub(crate) async fn pairs(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    judged_distinct: bool,
    page: &Page,
) -> Result<Paged<Pair>, Platform> {
    let (one, other) = (Alias::new("one"), Alias::new("other"));
    let (first, second) = ((one.clone(), Column::ProducerId), (other.clone(), Column::ProducerId));
    let of_units = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .cond_where(db::within(units, producer::Column::Province, producer::Column::Unit))
        .to_owned();
    let judged = Expr::exists(found_distinct(&one, &other));
    let mut select = Query::select();
    select
        .distinct()
        .column(first.clone())
        .column(second.clone())
        .from_as(Entity, one.clone())
        .join_as(JoinType::InnerJoin, Entity, other.clone(), in_common(&one, &other))
        .and_where(Expr::col(first.clone()).lt(Expr::col(second.clone())))
        .and_where(Expr::col(first.clone()).in_subquery(of_units.clone()))
        .and_where(Expr::col(second.clone()).in_subquery(of_units))
        .and_where(if judged_distinct { judged } else { judged.not() })
        .order_by(first.clone(), Order::Asc)
        .order_by(second.clone(), Order::Asc)
        .limit(page.limit());
    if let Some(Cursor { key, id }) = &page.after {
        let one = RawId::from_slice(key).map_err(|_| damaged("page token"))?;
        let columns = Expr::tuple([Expr::col(first), Expr::col(second)]);
        select.and_where(columns.gt(Expr::tuple([Expr::value(one), Expr::value(*id)])));
    }
    let found = rows(db, &select).await?;
    let two = |row: &QueryResult| -> Result<Two, Platform> {
        let [one, other] = [row.try_get_by_index::<RawId>(0)?, row.try_get_by_index::<RawId>(1)?];
        Ok(Two { one: one.into(), other: other.into() })
    };
    let twos = found.iter().map(two).collect::<Result<Vec<_>, _>>()?;
    let cursor = |two: &Two| Cursor { key: RawId::from(two.one).as_bytes().to_vec(), id: two.other.into() };
    let page = page.of(twos, cursor);
    let common = traits_in_common(db, &page.rows).await?;
    let judgements = judgements(db, &page.rows).await?;
    Ok(page.map(|two| {
        let traits = common.get(&two).cloned().unwrap_or_default();
        let found = traits.iter().find_map(|common| judgements.get(&(two, common.clone())));
        let likenesses = traits.iter().map(|common| common.likeness).collect();
        Pair { two, likenesses, judgement: found.cloned() }
    }))
}

/// That two rows tell of the same thing.
fn in_common(one: &Alias, other: &Alias) -> Condition {
    let same = |column: Column| Expr::col((one.clone(), column)).equals((other.clone(), column));
    Condition::all().add(same(Column::Likeness)).add(same(Column::Key))
}

/// That somebody found two producers distinct for what these rows tell of.
fn found_distinct(one: &Alias, other: &Alias) -> SelectStatement {
    use judgement::Column as J;
    let same =
        |column: J, alias: &Alias, of: Column| Expr::col((judgement::Entity, column)).equals((alias.clone(), of));
    Query::select()
        .expr(Expr::value(1))
        .from(judgement::Entity)
        .and_where(same(J::OneId, one, Column::ProducerId))
        .and_where(same(J::OtherId, other, Column::ProducerId))
        .and_where(same(J::Likeness, one, Column::Likeness))
        .and_where(same(J::Key, one, Column::Key))
        .and_where(J::Verdict.eq(Verdict::Distinct.name()))
        .to_owned()
}

/// What the producers of each pair have in common.
async fn traits_in_common(db: &impl ConnectionTrait, twos: &[Two]) -> Result<BTreeMap<Two, BTreeSet<Trait>>, Platform> {
    let parties = twos.iter().flat_map(|two| [two.one, two.other]).map(RawId::from);
    let rows = Entity::find().filter(Column::ProducerId.is_in(parties)).all(db).await?;
    let mut of_each = BTreeMap::<ProducerId, BTreeSet<Trait>>::new();
    for row in rows {
        let likeness = Likeness::named(&row.likeness).ok_or_else(|| damaged("likeness"))?;
        of_each.entry(row.producer_id.into()).or_default().insert(Trait { likeness, key: row.key });
    }
    let common = |two: &Two| {
        let (Some(one), Some(other)) = (of_each.get(&two.one), of_each.get(&two.other)) else { return BTreeSet::new() };
        one.intersection(other).cloned().collect()
    };
    Ok(twos.iter().map(|two| (*two, common(two))).collect())
}

/// What was found of pairs, for each thing they had in common then.
async fn judgements(db: &impl ConnectionTrait, twos: &[Two]) -> Result<BTreeMap<(Two, Trait), Judgement>, Platform> {
    let firsts = twos.iter().map(|two| RawId::from(two.one));
    let rows = judgement::Entity::find().filter(judgement::Column::OneId.is_in(firsts)).all(db).await?;
    let read = |row: judgement::Model| {
        let likeness = Likeness::named(&row.likeness)?;
        let two = Two { one: row.one_id.into(), other: row.other_id.into() };
        let verdict = Verdict::named(&row.verdict)?;
        let found = Judgement { verdict, by: row.judged_by.into(), at: row.judged_at, why: row.why };
        Some(((two, Trait { likeness, key: row.key }), found))
    };
    rows.into_iter().map(|row| read(row).ok_or_else(|| damaged("verdict"))).collect()
}

async fn rows(db: &impl ConnectionTrait, select: &SelectStatement) -> Result<Vec<QueryResult>, Platform> {
    Ok(db.query_all_raw(db.get_database_backend().build(select)).await?)
}
