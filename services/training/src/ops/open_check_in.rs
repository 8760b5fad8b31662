//! Opening the check-in of a session at a place.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::check_in::{CheckIn, Secret, minutes};
use crate::domain::training_class::{Action, TrainingClassId};
use crate::error::Error;
use crate::{policy, store};

/// Most minutes a check-in runs.
const MOST_MINUTES: i32 = 240;

pub(crate) struct OpenCheckIn {
    class: TrainingClassId,
    session_number: i32,
    place: String,
    minutes: i32,
}

impl OpenCheckIn {
    pub(crate) fn parse(message: pb::OpenCheckInRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let place = fields.line("place", &message.place, 100);
        let minutes = fields.number("minutes", message.minutes, 1..=MOST_MINUTES);
        let (class, place, minutes) = fields.finish((class, place, minutes))?;
        Ok(Self { class, session_number: message.session_number, place, minutes })
    }
}

/// Returns the check-in and the number of its session.
pub(crate) async fn open_check_in(work: &Work, command: &OpenCheckIn) -> Result<(CheckIn, i32), Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    class.must_be_open(Action::OpenCheckIn)?;
    let session = class.session(command.session_number)?;
    let today = work.today();
    if session.date != today {
        return Err(Error::SessionNotToday { number: session.number, date: session.date, today });
    }
    let check_in = CheckIn {
        id: work.new_id(),
        class: class.id,
        session: session.id,
        place: command.place.clone(),
        secret: Secret::random(),
        opens_at: work.now(),
        closes_at: work.now() + minutes(command.minutes),
        closed_at: None,
        opened_by: work.person(),
    };
    store::check_ins::insert(work, &check_in, session).await?;
    Ok((check_in, session.number))
}
