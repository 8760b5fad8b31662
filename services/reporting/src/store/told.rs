//! What was told, and which subjects are counted by it.

use std::collections::{BTreeMap, BTreeSet};

use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, TryInsertResult,
};

use super::damaged;
use super::entity::{need, told};
use crate::Work;
use crate::domain::ledger::Need;
use crate::domain::told::{Heard, Noun, Subject};

/// Rows that one statement may hold on either database.
const ROWS_AT_ONCE: usize = 1000;

/// Keeps what events told; what is kept already stays as it is. Returns how much is new.
pub(crate) async fn keep(work: &Work, heard: &[Heard]) -> Result<u64, Error> {
    let of_each_event = heard.chunk_by(|one, other| (&one.source, one.position) == (&other.source, other.position));
    let rows = of_each_event.flat_map(|heard| heard.iter().enumerate()).map(|(part, heard)| told::ActiveModel {
        noun: Set(heard.about.noun.name().to_owned()),
        id: Set(heard.about.id),
        source: Set(heard.source.clone()),
        position: Set(heard.position),
        part: Set(i16::try_from(part).unwrap_or(i16::MAX)),
        at: Set(heard.at),
        told: Set(serde_json::to_string(&heard.told).expect("what was told can be written")),
    });
    let rows: Vec<_> = rows.collect();
    let mut kept = 0;
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let inserted = told::Entity::insert_many(rows.to_vec()).on_conflict_do_nothing();
        if let TryInsertResult::Inserted(count) = inserted.exec_without_returning(work).await? {
            kept += count;
        }
    }
    Ok(kept)
}

/// Keeps needs; those that are kept already stay.
pub(crate) async fn keep_needs(work: &Work, needs: Vec<Need>) -> Result<(), Error> {
    let rows = needs.into_iter().map(|need| need::ActiveModel {
        noun: Set(need.subject.noun.name().to_owned()),
        id: Set(need.subject.id),
        on_noun: Set(need.on.noun.name().to_owned()),
        on_id: Set(need.on.id),
    });
    let rows: Vec<_> = rows.collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        need::Entity::insert_many(rows.to_vec()).on_conflict_do_nothing().exec_without_returning(work).await?;
    }
    Ok(())
}

/// All needs that reach, over however many steps, any of these subjects.
pub(crate) async fn needs_on(db: &impl ConnectionTrait, subjects: &BTreeSet<Subject>) -> Result<Vec<Need>, Error> {
    follow(db, subjects, |ids| need::COLUMN.on_id.is_in(ids), |need| (need.on, need.subject)).await
}

/// All needs that any of these subjects has, over however many steps.
pub(crate) async fn needs_of(db: &impl ConnectionTrait, subjects: &BTreeSet<Subject>) -> Result<Vec<Need>, Error> {
    follow(db, subjects, |ids| need::COLUMN.id.is_in(ids), |need| (need.subject, need.on)).await
}

/// Follows needs from subjects, each from its one end to the other.
async fn follow(
    db: &impl ConnectionTrait,
    subjects: &BTreeSet<Subject>,
    from: impl Fn(Vec<RawId>) -> sea_orm::sea_query::SimpleExpr,
    ends: impl Fn(&Need) -> (Subject, Subject),
) -> Result<Vec<Need>, Error> {
    let (mut reached, mut frontier) = (subjects.clone(), subjects.clone());
    let mut followed = Vec::new();
    while !frontier.is_empty() {
        let mut next = BTreeSet::new();
        for ids in ids(&frontier).chunks(ROWS_AT_ONCE) {
            for row in need::Entity::find().filter(from(ids.to_vec())).all(db).await? {
                let need = Need { subject: subject(&row.noun, row.id)?, on: subject(&row.on_noun, row.on_id)? };
                let (one, other) = ends(&need);
                // The same identity may be of another noun.
                if frontier.contains(&one) {
                    followed.push(need);
                    if reached.insert(other) {
                        next.insert(other);
                    }
                }
            }
        }
        frontier = next;
    }
    Ok(followed)
}

/// What was told of subjects, by subject.
pub(crate) async fn of(
    db: &impl ConnectionTrait,
    subjects: &BTreeSet<Subject>,
) -> Result<BTreeMap<Subject, Vec<Heard>>, Error> {
    let mut of: BTreeMap<Subject, Vec<Heard>> = BTreeMap::new();
    for ids in ids(subjects).chunks(ROWS_AT_ONCE) {
        for row in told::Entity::find().filter(told::COLUMN.id.is_in(ids.to_vec())).all(db).await? {
            let heard = heard(row)?;
            if subjects.contains(&heard.about) {
                of.entry(heard.about).or_default().push(heard);
            }
        }
    }
    Ok(of)
}

/// What was told of all things of a noun, in order of identity and then of time.
pub(crate) async fn of_noun(db: &impl ConnectionTrait, noun: Noun) -> Result<Vec<Heard>, Error> {
    let rows = told::Entity::find()
        .filter(told::COLUMN.noun.eq(noun.name()))
        .order_by_asc(told::COLUMN.id)
        .order_by_asc(told::COLUMN.at)
        .order_by_asc(told::COLUMN.source)
        .order_by_asc(told::COLUMN.position);
    rows.all(db).await?.into_iter().map(heard).collect()
}

fn heard(row: told::Model) -> Result<Heard, Error> {
    let told = serde_json::from_str(&row.told).map_err(|error| damaged("told", &error.to_string()))?;
    let about = subject(&row.noun, row.id)?;
    Ok(Heard { about, source: row.source, position: row.position, at: row.at, told })
}

fn ids(subjects: &BTreeSet<Subject>) -> Vec<RawId> {
    let ids: BTreeSet<_> = subjects.iter().map(|subject| subject.id).collect();
    ids.into_iter().collect()
}

pub(super) fn subject(noun: &str, id: RawId) -> Result<Subject, Error> {
    let noun = Noun::of_name(noun).ok_or_else(|| damaged("told", noun))?;
    Ok(Subject::new(noun, id))
}

/// Drops what came from feeds, and all needs. Returns how much had been told. What was asked for stays: nobody tells it again.
pub(crate) async fn drop_all(work: &Work) -> Result<u64, Error> {
    need::Entity::delete_many().exec(work).await?;
    let from_feeds = told::COLUMN.source.ne(super::flags::SOURCE);
    Ok(told::Entity::delete_many().filter(from_feeds).exec(work).await?.rows_affected)
}
