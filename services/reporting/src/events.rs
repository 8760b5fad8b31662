//! What reporting takes in from the other services, and the little it tells.
//!
//! Every reaction writes the fact an event tells of, and nothing else; figures are computed when they are asked
//! for. So taking all events in again gives the same facts.

pub(crate) mod link;
pub(crate) mod targets;

use platform::access::store_part;
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::operation::Subject;
use platform::outbox::told::{day, day_of, id, malformed, optional_day};
use prost::{Message, Name};
use proto::common::v1::EventEnvelope;
use proto::evaluation::v1::{
    CertificateIssued, CertificateReplaced, CertificateRevoked, RecognitionRecorded, RecognitionRetracted,
    ReplacementKind,
};
use proto::registry::v1::{
    LeaderAppointed, LeaderTermCorrected, LeaderTermEnded, ProducerCreated, ProducerKind, ProducerRetired,
    ProducerUpdated, ProductCreated, ProductRetired, ProductUpdated, UnitsPublished,
};
use proto::reporting::v1::ProjectionsRebuilt;
use proto::training::v1::{
    AttendanceRecorded, Audience, LearnerEnrolled, TrainingClassCompleted, TrainingClassCreated,
};

use crate::Work;
use crate::store::{
    self, NewAttendance, NewCertificate, NewClass, NewCompletion, NewLeader, NewLearner, NewProducer, NewProduct,
    NewRecognition,
};

platform::feed_client!(RegistryFeed, proto::registry::v1);
platform::feed_client!(EvaluationFeed, proto::evaluation::v1);
platform::feed_client!(TrainingFeed, proto::training::v1);

/// The event of a type, if the envelope holds one.
fn told<M: Message + Name + Default>(event: &EventEnvelope) -> Option<Result<M, Platform>> {
    (event.r#type == M::full_name()).then(|| Ok(M::decode(event.payload.as_slice())?))
}

fn ids(written: &[String]) -> Result<Vec<RawId>, Platform> {
    written.iter().map(|written| id(written)).collect()
}

/// Name of a producer's kind, such as `cooperative`.
fn kind_name(kind: ProducerKind) -> String {
    kind.as_str_name().trim_start_matches("PRODUCER_KIND_").to_lowercase()
}

/// Takes in an event of registry.
pub(crate) async fn from_registry(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = told::<UnitsPublished>(event) {
        let told = told?;
        return store_part(work, told.table_version, told.part, told.parts, &told.units).await;
    }
    if let Some(told) = told::<ProducerCreated>(event) {
        let told = told?;
        let kind = kind_name(told.kind());
        let (id, registered_on) = (id(&told.producer_id)?, day_of(event)?);
        let new = NewProducer { id, kind, unit: told.unit_id, sample: told.sample, registered_on };
        return store::insert_producer(work, new).await;
    }
    if let Some(told) = told::<ProducerUpdated>(event) {
        let told = told?;
        let kind = kind_name(told.kind());
        return store::change_producer(work, id(&told.producer_id)?, kind, told.unit_id).await;
    }
    if let Some(told) = told::<ProducerRetired>(event) {
        return store::retire_producer(work, id(&told?.producer_id)?, day_of(event)?).await;
    }
    if let Some(told) = told::<LeaderAppointed>(event) {
        let told = told?;
        let new = NewLeader {
            id: id(&told.leader_id)?,
            producer: id(&told.producer_id)?,
            person: id(&told.person_id)?,
            from: day(&told.term_from)?,
            to: None,
        };
        return store::insert_leader(work, new).await;
    }
    if let Some(told) = told::<LeaderTermEnded>(event) {
        let told = told?;
        return store::end_leader(work, id(&told.leader_id)?, day(&told.term_to)?).await;
    }
    if let Some(told) = told::<LeaderTermCorrected>(event) {
        let told = told?;
        let corrected = NewLeader {
            id: id(&told.leader_id)?,
            producer: id(&told.producer_id)?,
            person: id(&told.person_id)?,
            from: day(&told.term_from)?,
            to: optional_day(&told.term_to)?,
        };
        return store::correct_leader(work, corrected).await;
    }
    if let Some(told) = told::<ProductCreated>(event) {
        let told = told?;
        let (id, registered_on) = (id(&told.product_id)?, day_of(event)?);
        let new = NewProduct { id, unit: told.unit_id, sample: told.sample, registered_on };
        return store::insert_product(work, new).await;
    }
    if let Some(told) = told::<ProductUpdated>(event) {
        let told = told?;
        return store::change_product(work, id(&told.product_id)?, told.unit_id).await;
    }
    if let Some(told) = told::<ProductRetired>(event) {
        return store::retire_product(work, id(&told?.product_id)?, day_of(event)?).await;
    }
    Ok(())
}

/// Takes in an event of evaluation.
pub(crate) async fn from_evaluation(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = told::<CertificateIssued>(event) {
        let told = told?;
        let new = NewCertificate {
            id: id(&told.certificate_id)?,
            product: id(&told.product_id)?,
            producer: id(&told.producer_id)?,
            unit: told.unit_id,
            product_set: told.product_set,
            star: told.star,
            sample: told.sample,
            issued_on: day(&told.issued_on)?,
            expires_on: day(&told.expires_on)?,
        };
        return store::insert_certificate(work, new).await;
    }
    if let Some(told) = told::<CertificateRevoked>(event) {
        let told = told?;
        // A replacement is no certificate of its own here: it has the term of the one that was issued first.
        return store::end_certificate(work, id(&told.first_certificate_id)?, day(&told.revoked_on)?).await;
    }
    if let Some(told) = told::<CertificateReplaced>(event) {
        let told = told?;
        let first = id(&told.first_certificate_id)?;
        return match told.kind() {
            // Another star after a re-assessment begins a certificate of its own.
            ReplacementKind::Reassessed => store::end_certificate(work, first, day(&told.issued_on)?).await,
            ReplacementKind::ProducerMerged => store::pass_certificate_on(work, first, id(&told.producer_id)?).await,
            // A correction, a lost paper and another name change no figure.
            _ => Ok(()),
        };
    }
    if let Some(told) = told::<RecognitionRecorded>(event) {
        let told = told?;
        // What was recorded on a day had happened by then.
        let latest = optional_day(&told.recognised_latest)?.map_or_else(|| day_of(event), Ok)?;
        let new = NewRecognition {
            id: id(&told.recognition_id)?,
            unit: told.unit_id,
            product_set: told.product_set,
            star: told.star,
            earliest: optional_day(&told.recognised_earliest)?,
            latest,
        };
        return store::insert_recognition(work, new).await;
    }
    if let Some(told) = told::<RecognitionRetracted>(event) {
        return store::remove_recognition(work, id(&told?.recognition_id)?).await;
    }
    Ok(())
}

/// Takes in an event of training.
pub(crate) async fn from_training(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = told::<TrainingClassCreated>(event) {
        let told = told?;
        let audience = match told.audience() {
            Audience::Leaders => "leaders",
            Audience::Officials => "officials",
            // No figure of a scorecard is about workers.
            Audience::Workers => return Ok(()),
            Audience::Unspecified => return Err(malformed("audience", "")),
        };
        let new = NewClass { id: id(&told.training_class_id)?, audience, unit: told.unit_id };
        return store::insert_class(work, new).await;
    }
    if let Some(told) = told::<LearnerEnrolled>(event) {
        let told = told?;
        let (class, person) = (id(&told.training_class_id)?, id(&told.person_id)?);
        return store::insert_learner(work, NewLearner { class, person, unit: told.unit_id, sample: told.sample })
            .await;
    }
    if let Some(told) = told::<AttendanceRecorded>(event) {
        let told = told?;
        let roll = NewAttendance {
            class: id(&told.training_class_id)?,
            session: told.session_number,
            day: day(&told.date)?,
            persons: ids(&told.person_ids)?,
        };
        return store::replace_roll(work, roll).await;
    }
    if let Some(told) = told::<TrainingClassCompleted>(event) {
        let told = told?;
        let new = NewCompletion {
            class: id(&told.training_class_id)?,
            on: day(&told.completed_on)?,
            persons: ids(&told.completed_person_ids)?,
        };
        return store::insert_completions(work, new).await;
    }
    Ok(())
}

pub(crate) fn projections_rebuilt(work: &Work, dropped: i64) {
    let subject = Subject::new("projections", work.new_id::<RawId>(), 1);
    work.publish(subject, &ProjectionsRebuilt { dropped_fact_count: dropped });
}
