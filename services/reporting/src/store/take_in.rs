//! Writing facts, as events tell them. A fact that is told again stays as it is.

use chrono::NaiveDate;
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{ActiveValue::Set, EntityTrait as _, QueryFilter as _, sea_query::Expr};

use super::entity::{
    attendance_fact, certificate_fact, class_fact, completion_fact, leader_fact, learner_fact, producer_fact,
    product_fact, recognition_fact, revocation_fact,
};
use crate::Work;

pub(crate) struct NewProducer {
    pub(crate) id: RawId,
    pub(crate) kind: String,
    pub(crate) unit: String,
    pub(crate) sample: bool,
    pub(crate) registered_on: NaiveDate,
}

pub(crate) async fn insert_producer(work: &Work, new: NewProducer) -> Result<(), Error> {
    let row = producer_fact::ActiveModel {
        producer_id: Set(new.id),
        kind: Set(new.kind),
        unit: Set(new.unit),
        sample: Set(new.sample),
        registered_on: Set(new.registered_on),
        retired_on: Set(None),
    };
    producer_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

pub(crate) async fn change_producer(work: &Work, id: RawId, kind: String, unit: String) -> Result<(), Error> {
    producer_fact::Entity::update_many()
        .col_expr(producer_fact::Column::Kind, Expr::value(kind))
        .col_expr(producer_fact::Column::Unit, Expr::value(unit))
        .filter(producer_fact::COLUMN.producer_id.eq(id))
        .exec(work)
        .await?;
    Ok(())
}

pub(crate) async fn retire_producer(work: &Work, id: RawId, on: NaiveDate) -> Result<(), Error> {
    producer_fact::Entity::update_many()
        .col_expr(producer_fact::Column::RetiredOn, Expr::value(on))
        .filter(producer_fact::COLUMN.producer_id.eq(id))
        .exec(work)
        .await?;
    Ok(())
}

pub(crate) struct NewProduct {
    pub(crate) id: RawId,
    pub(crate) unit: String,
    pub(crate) sample: bool,
    pub(crate) registered_on: NaiveDate,
}

pub(crate) async fn insert_product(work: &Work, new: NewProduct) -> Result<(), Error> {
    let row = product_fact::ActiveModel {
        product_id: Set(new.id),
        unit: Set(new.unit),
        sample: Set(new.sample),
        registered_on: Set(new.registered_on),
        retired_on: Set(None),
    };
    product_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

pub(crate) async fn change_product(work: &Work, id: RawId, unit: String) -> Result<(), Error> {
    product_fact::Entity::update_many()
        .col_expr(product_fact::Column::Unit, Expr::value(unit))
        .filter(product_fact::COLUMN.product_id.eq(id))
        .exec(work)
        .await?;
    Ok(())
}

pub(crate) async fn retire_product(work: &Work, id: RawId, on: NaiveDate) -> Result<(), Error> {
    product_fact::Entity::update_many()
        .col_expr(product_fact::Column::RetiredOn, Expr::value(on))
        .filter(product_fact::COLUMN.product_id.eq(id))
        .exec(work)
        .await?;
    Ok(())
}

pub(crate) struct NewLeader {
    pub(crate) id: RawId,
    pub(crate) producer: RawId,
    pub(crate) person: RawId,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

pub(crate) async fn insert_leader(work: &Work, new: NewLeader) -> Result<(), Error> {
    leader_fact::Entity::insert(leader(new)).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

/// A term was told of before, and not as it was.
pub(crate) async fn correct_leader(work: &Work, new: NewLeader) -> Result<(), Error> {
    let id = new.id;
    leader_fact::Entity::update_many().set(leader(new)).filter(leader_fact::COLUMN.leader_id.eq(id)).exec(work).await?;
    Ok(())
}

/// A term ended, and nobody came after.
pub(crate) async fn end_leader(work: &Work, id: RawId, last_day: NaiveDate) -> Result<(), Error> {
    leader_fact::Entity::update_many()
        .col_expr(leader_fact::Column::TermTo, Expr::value(last_day))
        .filter(leader_fact::COLUMN.leader_id.eq(id))
        .exec(work)
        .await?;
    Ok(())
}

fn leader(new: NewLeader) -> leader_fact::ActiveModel {
    leader_fact::ActiveModel {
        leader_id: Set(new.id),
        producer_id: Set(new.producer),
        person_id: Set(new.person),
        term_from: Set(new.from),
        term_to: Set(new.to),
    }
}

pub(crate) struct NewCertificate {
    pub(crate) id: RawId,
    pub(crate) product: RawId,
    pub(crate) producer: RawId,
    pub(crate) unit: String,
    pub(crate) product_set: i32,
    pub(crate) star: i32,
    pub(crate) sample: bool,
    pub(crate) issued_on: NaiveDate,
    pub(crate) expires_on: NaiveDate,
}

pub(crate) async fn insert_certificate(work: &Work, new: NewCertificate) -> Result<(), Error> {
    let row = certificate_fact::ActiveModel {
        certificate_id: Set(new.id),
        product_id: Set(new.product),
        producer_id: Set(new.producer),
        unit: Set(new.unit),
        product_set: Set(new.product_set),
        star: Set(new.star),
        sample: Set(new.sample),
        issued_on: Set(new.issued_on),
        expires_on: Set(new.expires_on),
    };
    certificate_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

/// A certificate is another producer's: it stands in the place of the one before.
pub(crate) async fn pass_certificate_on(work: &Work, certificate: RawId, producer: RawId) -> Result<(), Error> {
    certificate_fact::Entity::update_many()
        .col_expr(certificate_fact::Column::ProducerId, Expr::value(producer))
        .filter(certificate_fact::COLUMN.certificate_id.eq(certificate))
        .exec(work)
        .await?;
    Ok(())
}

/// A certificate no longer holds from a day on: it was revoked, or another star took its place.
pub(crate) async fn end_certificate(work: &Work, certificate: RawId, on: NaiveDate) -> Result<(), Error> {
    let row = revocation_fact::ActiveModel { certificate_id: Set(certificate), revoked_on: Set(on) };
    revocation_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

pub(crate) struct NewRecognition {
    pub(crate) id: RawId,
    pub(crate) unit: String,
    pub(crate) product_set: i32,
    pub(crate) star: i32,
    pub(crate) earliest: Option<NaiveDate>,
    pub(crate) latest: NaiveDate,
}

pub(crate) async fn insert_recognition(work: &Work, new: NewRecognition) -> Result<(), Error> {
    let row = recognition_fact::ActiveModel {
        recognition_id: Set(new.id),
        unit: Set(new.unit),
        product_set: Set(new.product_set),
        star: Set(new.star),
        earliest: Set(new.earliest),
        latest: Set(new.latest),
    };
    recognition_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

/// A recognition that was recorded by mistake counts on no day.
pub(crate) async fn remove_recognition(work: &Work, recognition: RawId) -> Result<(), Error> {
    recognition_fact::Entity::delete_by_id(recognition).exec(work).await?;
    Ok(())
}

pub(crate) struct NewClass {
    pub(crate) id: RawId,
    pub(crate) audience: &'static str,
    pub(crate) unit: String,
}

pub(crate) async fn insert_class(work: &Work, new: NewClass) -> Result<(), Error> {
    let row = class_fact::ActiveModel {
        training_class_id: Set(new.id),
        audience: Set(new.audience.to_owned()),
        unit: Set(new.unit),
    };
    class_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

pub(crate) struct NewLearner {
    pub(crate) class: RawId,
    pub(crate) person: RawId,
    pub(crate) unit: String,
    pub(crate) sample: bool,
}

pub(crate) async fn insert_learner(work: &Work, new: NewLearner) -> Result<(), Error> {
    let row = learner_fact::ActiveModel {
        training_class_id: Set(new.class),
        person_id: Set(new.person),
        unit: Set(new.unit),
        sample: Set(new.sample),
    };
    learner_fact::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

pub(crate) struct NewAttendance {
    pub(crate) class: RawId,
    pub(crate) session: i32,
    pub(crate) day: NaiveDate,
    pub(crate) persons: Vec<RawId>,
}

/// A roll stands in place of an earlier one of the same session.
pub(crate) async fn replace_roll(work: &Work, roll: NewAttendance) -> Result<(), Error> {
    attendance_fact::Entity::delete_many()
        .filter(attendance_fact::COLUMN.training_class_id.eq(roll.class))
        .filter(attendance_fact::COLUMN.session_number.eq(roll.session))
        .exec(work)
        .await?;
    let rows = roll.persons.into_iter().map(|person| attendance_fact::ActiveModel {
        training_class_id: Set(roll.class),
        session_number: Set(roll.session),
        person_id: Set(person),
        day: Set(roll.day),
    });
    attendance_fact::Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

pub(crate) struct NewCompletion {
    pub(crate) class: RawId,
    pub(crate) on: NaiveDate,
    pub(crate) persons: Vec<RawId>,
}

pub(crate) async fn insert_completions(work: &Work, new: NewCompletion) -> Result<(), Error> {
    let rows = new.persons.into_iter().map(|person| completion_fact::ActiveModel {
        training_class_id: Set(new.class),
        person_id: Set(person),
        completed_on: Set(new.on),
    });
    completion_fact::Entity::insert_many(rows).on_conflict_do_nothing().exec_without_returning(work).await?;
    Ok(())
}

/// Drops all facts. Returns how many there were.
pub(crate) async fn drop_all(work: &Work) -> Result<u64, Error> {
    let mut dropped = 0;
    macro_rules! drop_table {
        ($($table:ident),+) => { $( dropped += $table::Entity::delete_many().exec(work).await?.rows_affected; )+ };
    }
    drop_table!(
        producer_fact,
        product_fact,
        leader_fact,
        certificate_fact,
        revocation_fact,
        recognition_fact,
        class_fact,
        learner_fact,
        attendance_fact,
        completion_fact
    );
    Ok(dropped)
}
