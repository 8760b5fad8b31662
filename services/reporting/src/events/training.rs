//! What training tells.

use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::outbox::told::{day, id, malformed, read, unit};
use proto::common::v1::EventEnvelope;
use proto::training::v1::{
    AttendanceRecorded, Audience, LearnerEnrolled, OfficialLevel, TrainingClassCompleted, TrainingClassCreated,
};

use super::{Read, heard, name};
use crate::Work;
use crate::domain::told::{Noun, Told};
use crate::posting::post;

/// Takes in events of training.
pub(crate) async fn from_training(work: &Work, events: &[&EventEnvelope]) -> Result<(), Platform> {
    let mut all = Vec::new();
    for event in events {
        all.extend(heard("training", event, told(event)?.into_iter().collect())?);
    }
    post(work, all).await
}

fn told(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    let ids = |written: &[String]| written.iter().map(|written| id(written)).collect::<Result<Vec<RawId>, _>>();
    if let Some(told) = read::<TrainingClassCreated>(event)? {
        let audience = match told.audience() {
            Audience::Unspecified => return Err(malformed("audience", "")),
            audience => name(audience.as_str_name(), "AUDIENCE_"),
        };
        let class = Told::Class { audience, unit: unit(&told.unit_id)?, sample: told.sample };
        return Ok(Some((Noun::Class, id(&told.training_class_id)?, class)));
    }
    if let Some(told) = read::<LearnerEnrolled>(event)? {
        let level = match told.official_level() {
            OfficialLevel::Unspecified => None,
            level => Some(name(level.as_str_name(), "OFFICIAL_LEVEL_")),
        };
        let enrolled = Told::Enrolled {
            class: id(&told.training_class_id)?,
            producer: if told.producer_id.is_empty() { None } else { Some(id(&told.producer_id)?) },
            level,
            unit: unit(&told.unit_id)?,
            sample: told.sample,
        };
        return Ok(Some((Noun::Person, id(&told.person_id)?, enrolled)));
    }
    if let Some(told) = read::<AttendanceRecorded>(event)? {
        let roll = Told::Roll { session: told.session_number, day: day(&told.date)?, persons: ids(&told.person_ids)? };
        return Ok(Some((Noun::Class, id(&told.training_class_id)?, roll)));
    }
    let Some(told) = read::<TrainingClassCompleted>(event)? else { return Ok(None) };
    let completed = Told::Completed { on: day(&told.completed_on)?, persons: ids(&told.completed_person_ids)? };
    Ok(Some((Noun::Class, id(&told.training_class_id)?, completed)))
}
