//! Reading facts: those of a unit's subtree.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{ConnectionTrait, EntityTrait as _, QueryOrder as _};

use super::entity::{
    attendance_fact, certificate_fact, class_fact, completion_fact, leader_fact, learner_fact, producer_fact,
    product_fact, recognition_fact, revocation_fact,
};
use crate::domain::days::Days;
use crate::domain::facts::{
    AttendanceFact, Audience, CertificateFact, CompletionFact, Facts, LeaderFact, ProducerFact, ProductFact,
    RecognitionFact,
};

/// The facts of the units that `within` tells, as the connection sees them.
pub(crate) async fn of_units(db: &impl ConnectionTrait, within: impl Fn(&UnitId) -> bool) -> Result<Facts, Error> {
    let unit = |written: &str| written.parse::<UnitId>().ok().filter(|unit| within(unit));
    let producers = producer_fact::Entity::find().order_by_asc(producer_fact::COLUMN.producer_id).all(db).await?;
    let products = product_fact::Entity::find().order_by_asc(product_fact::COLUMN.product_id).all(db).await?;
    let leaders = leader_fact::Entity::find().order_by_asc(leader_fact::COLUMN.leader_id).all(db).await?;
    let certificates =
        certificate_fact::Entity::find().order_by_asc(certificate_fact::COLUMN.certificate_id).all(db).await?;
    let recognitions =
        recognition_fact::Entity::find().order_by_asc(recognition_fact::COLUMN.recognition_id).all(db).await?;
    let producers = producers.into_iter().filter_map(|row| {
        Some(ProducerFact {
            id: row.producer_id,
            unit: unit(&row.unit)?,
            kind: row.kind,
            sample: row.sample,
            registered_on: row.registered_on,
            retired_on: row.retired_on,
        })
    });
    let products = products.into_iter().filter_map(|row| {
        Some(ProductFact {
            id: row.product_id,
            unit: unit(&row.unit)?,
            sample: row.sample,
            registered_on: row.registered_on,
            retired_on: row.retired_on,
        })
    });
    let revoked = revocations(db).await?;
    let days = |row: &certificate_fact::Model| {
        let whole = Days { from: row.issued_on, to: row.expires_on };
        revoked.get(&row.certificate_id).map_or(whole, |revoked_on| whole.before(*revoked_on))
    };
    let certified = certificates.iter().map(|row| (row.producer_id, days(row))).collect();
    let certificates = certificates.into_iter().filter_map(|row| {
        Some(CertificateFact {
            days: days(&row),
            product: row.product_id,
            producer: row.producer_id,
            unit: unit(&row.unit)?,
            product_set: row.product_set,
            star: row.star,
            sample: row.sample,
        })
    });
    let recognitions = recognitions.into_iter().filter_map(|row| {
        Some(RecognitionFact {
            unit: unit(&row.unit)?,
            product_set: row.product_set,
            star: row.star,
            earliest: row.earliest,
            latest: row.latest,
        })
    });
    let leaders = leaders.into_iter().map(|row| LeaderFact {
        producer: row.producer_id,
        person: row.person_id.into(),
        from: row.term_from,
        to: row.term_to,
    });
    let (training_recorded_from, attendances) = attendances(db, unit).await?;
    Ok(Facts {
        producers: producers.collect(),
        products: products.collect(),
        leaders: leaders.collect(),
        certificates: certificates.collect(),
        recognitions: recognitions.collect(),
        attendances,
        training_recorded_from,
        completions: completions(db).await?,
        certified,
    })
}

/// The first days on which certificates no longer hold that were revoked, or whose place another star took.
async fn revocations(db: &impl ConnectionTrait) -> Result<HashMap<RawId, NaiveDate>, Error> {
    let rows = revocation_fact::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.certificate_id, row.revoked_on)).collect())
}

/// The attendances of the units, and the earliest day of all there are.
async fn attendances(
    db: &impl ConnectionTrait,
    unit: impl Fn(&str) -> Option<UnitId>,
) -> Result<(Option<NaiveDate>, Vec<AttendanceFact>), Error> {
    let audiences = audiences(db).await?;
    let learners = learner_fact::Entity::find().all(db).await?;
    let learners: HashMap<_, _> =
        learners.into_iter().map(|row| ((row.training_class_id, row.person_id), row)).collect();
    let rows = attendance_fact::Entity::find()
        .order_by_asc(attendance_fact::COLUMN.training_class_id)
        .order_by_asc(attendance_fact::COLUMN.session_number)
        .order_by_asc(attendance_fact::COLUMN.person_id)
        .all(db)
        .await?;
    let recorded_from = rows.iter().map(|row| row.day).min();
    let attendance = |row: attendance_fact::Model| {
        let learner = learners.get(&(row.training_class_id, row.person_id))?;
        Some(AttendanceFact {
            class: row.training_class_id,
            audience: *audiences.get(&row.training_class_id)?,
            unit: unit(&learner.unit)?,
            person: row.person_id.into(),
            sample: learner.sample,
            day: row.day,
        })
    };
    Ok((recorded_from, rows.into_iter().filter_map(attendance).collect()))
}

async fn completions(db: &impl ConnectionTrait) -> Result<Vec<CompletionFact>, Error> {
    let audiences = audiences(db).await?;
    let rows = completion_fact::Entity::find().order_by_asc(completion_fact::COLUMN.person_id).all(db).await?;
    let of_leaders = rows.into_iter().filter(|row| audiences.get(&row.training_class_id) == Some(&Audience::Leaders));
    Ok(of_leaders.map(|row| CompletionFact { person: row.person_id.into(), day: row.completed_on }).collect())
}

async fn audiences(db: &impl ConnectionTrait) -> Result<HashMap<RawId, Audience>, Error> {
    let rows = class_fact::Entity::find().all(db).await?;
    let audience = |name: &str| if name == "leaders" { Audience::Leaders } else { Audience::Officials };
    Ok(rows.into_iter().map(|row| (row.training_class_id, audience(&row.audience))).collect())
}
