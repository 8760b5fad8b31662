//! Correcting the roll in force of a session for some persons, with the reason.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use super::record_attendance::{enrolled, read_persons};
use crate::Work;
use crate::domain::learner::LearnerId;
use crate::domain::training_class::{RollMeans, TrainingClass, TrainingClassId, TrainingSession};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct CorrectAttendance {
    class: TrainingClassId,
    session_number: i32,
    present: Vec<PersonId>,
    absent: Vec<PersonId>,
    reason: String,
}

impl CorrectAttendance {
    pub(crate) fn parse(message: pb::CorrectAttendanceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let present = read_persons(&mut fields, "present_person_ids", message.present_person_ids);
        let absent = read_persons(&mut fields, "absent_person_ids", message.absent_person_ids);
        let reason = fields.line("reason", &message.reason, 500);
        if let Some((present, absent)) = present.as_ref().zip(absent.as_ref()) {
            if present.is_empty() && absent.is_empty() {
                fields.fault("present_person_ids", "Nêu ít nhất một người.", "Name somebody.");
            }
            if absent.iter().any(|person| present.contains(person)) {
                fields.fault(
                    "absent_person_ids",
                    "Một người không thể vừa có mặt vừa vắng mặt.",
                    "Nobody is both present and absent.",
                );
            }
        }
        let (class, present, absent, reason) = fields.finish((class, present, absent, reason))?;
        Ok(Self { class, session_number: message.session_number, present, absent, reason })
    }
}

/// Returns how many are present now.
pub(crate) async fn correct_attendance(work: &Work, command: &CorrectAttendance) -> Result<usize, Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    if class.session(command.session_number)?.roll.is_none() {
        return Err(Error::NoRoll { number: command.session_number });
    }
    let session = class.call_roll(command.session_number, work.person(), work.today(), work.now())?;
    let mut present = store::rolls::present(work, session.id).await?;
    present.extend(enrolled(work, class.id, &command.present).await?);
    for absent in enrolled(work, class.id, &command.absent).await? {
        present.remove(&absent);
    }
    let present = present.into_iter().collect();
    record(work, &class, &session, present, (RollMeans::Corrected, &command.reason)).await
}

/// Keeps the new roll of a session and tells of it. Returns how many are present.
pub(super) async fn record(
    work: &Work,
    class: &TrainingClass,
    session: &TrainingSession,
    mut present: Vec<LearnerId>,
    how: (RollMeans, &str),
) -> Result<usize, Error> {
    present.sort_unstable();
    store::rolls::replace(work, session, &present, how).await?;
    let persons = store::learners::persons(work, &present).await?;
    let persons: Vec<_> = present.iter().filter_map(|learner| persons.get(learner).copied()).collect();
    events::attendance_recorded(work, class.id, session, &persons);
    Ok(present.len())
}
