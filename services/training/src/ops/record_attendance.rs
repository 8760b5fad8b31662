//! Recording the roll of a session; a further roll stands in its place.

use std::collections::HashSet;

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::learner::LearnerId;
use crate::domain::training_class::{RollMeans, TrainingClassId};
use crate::error::Error;
use crate::{events, policy, store};

/// Most persons on a roll.
pub(super) const MOST_PERSONS: usize = 1000;

pub(crate) struct RecordAttendance {
    class: TrainingClassId,
    session_number: i32,
    persons: Vec<PersonId>,
}

impl RecordAttendance {
    pub(crate) fn parse(message: pb::RecordAttendanceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let persons = read_persons(&mut fields, "person_ids", message.person_ids);
        let (class, persons) = fields.finish((class, persons))?;
        Ok(Self { class, session_number: message.session_number, persons })
    }
}

/// Reads persons who stand in a list once.
pub(super) fn read_persons(fields: &mut Fields, path: &str, given: Vec<String>) -> Option<Vec<PersonId>> {
    let given = fields.list(path, given, 0..=MOST_PERSONS).unwrap_or_default();
    let mut seen = HashSet::new();
    fields.each(path, &given, |fields, path, id| {
        let person: PersonId = fields.id(path, id)?;
        if !seen.insert(person) {
            fields.fault(path, "Người này có hai lần trong danh sách.", "The person is on the roll twice.");
        }
        Some(person)
    })
}

/// The learners that persons are in a class, in their order; refuses who is not enrolled.
pub(super) async fn enrolled(
    work: &Work,
    class: TrainingClassId,
    persons: &[PersonId],
) -> Result<Vec<LearnerId>, Error> {
    let enrolled = store::learners::enrolled(work, class, persons).await?;
    let learner = |(place, person): (usize, &PersonId)| {
        enrolled.get(person).copied().ok_or(Error::NotEnrolled { person: *person, place })
    };
    persons.iter().enumerate().map(learner).collect()
}

/// Returns how many were present.
pub(crate) async fn record_attendance(work: &Work, command: &RecordAttendance) -> Result<usize, Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    let session = class.call_roll(command.session_number, work.person(), work.today(), work.now())?;
    let present = enrolled(work, class.id, &command.persons).await?;
    store::rolls::replace(work, &session, &present, (RollMeans::Called, "")).await?;
    events::attendance_recorded(work, class.id, &session, &command.persons);
    Ok(present.len())
}
