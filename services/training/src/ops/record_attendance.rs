//! Recording the roll of a session; a further roll stands in its place.

use std::collections::HashSet;

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::training_class::TrainingClassId;
use crate::error::Error;
use crate::{events, policy, store};

/// Most persons on a roll.
const MOST_PERSONS: usize = 1000;

pub(crate) struct RecordAttendance {
    class: TrainingClassId,
    session_number: i32,
    persons: Vec<PersonId>,
}

impl RecordAttendance {
    pub(crate) fn parse(message: pb::RecordAttendanceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let given = fields.list("person_ids", message.person_ids, 0..=MOST_PERSONS).unwrap_or_default();
        let mut seen = HashSet::new();
        let persons = fields.each("person_ids", &given, |fields, path, id| {
            let person: PersonId = fields.id(path, id)?;
            if !seen.insert(person) {
                fields.fault(path, "Người này có hai lần trong danh sách.", "The person is on the roll twice.");
            }
            Some(person)
        });
        let (class, persons) = fields.finish((class, persons))?;
        Ok(Self { class, session_number: message.session_number, persons })
    }
}

/// Returns how many were present.
pub(crate) async fn record_attendance(work: &Work, command: &RecordAttendance) -> Result<usize, Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    let session = class.call_roll(command.session_number, work.person(), work.today(), work.now())?;
    let enrolled = store::learners::enrolled(work, class.id, &command.persons).await?;
    let mut present = Vec::with_capacity(command.persons.len());
    for (place, person) in command.persons.iter().enumerate() {
        let learner = enrolled.get(person).ok_or(Error::NotEnrolled { person: *person, place })?;
        present.push(*learner);
    }
    store::rolls::replace(work, &session, &present).await?;
    events::attendance_recorded(work, class.id, &session, &command.persons);
    Ok(present.len())
}
