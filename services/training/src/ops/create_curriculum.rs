//! Recording a curriculum, once and for all.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::curriculum::{Audience, Curriculum};
use crate::error::Error;
use crate::{events, store, wire};

/// Most hours a curriculum has.
const MOST_HOURS: i32 = 1000;

pub(crate) struct CreateCurriculum {
    title: String,
    audience: Audience,
    hours: i32,
    min_attendance_percent: i32,
}

impl CreateCurriculum {
    pub(crate) fn parse(message: pb::CreateCurriculumRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("curriculum", message.curriculum).unwrap_or_default();
        let title = fields.line("curriculum.title", &given.title, 200);
        let audience = wire::read_audience(&mut fields, "curriculum.audience", given.audience);
        let hours = fields.number("curriculum.hours", given.hours, 1..=MOST_HOURS);
        let percent = fields.number("curriculum.min_attendance_percent", given.min_attendance_percent, 1..=100);
        let (title, audience, hours, min_attendance_percent) = fields.finish((title, audience, hours, percent))?;
        Ok(Self { title, audience, hours, min_attendance_percent })
    }
}

pub(crate) async fn create_curriculum(work: &Work, command: &CreateCurriculum) -> Result<Curriculum, Error> {
    let curriculum = Curriculum {
        id: work.new_id(),
        title: command.title.clone(),
        audience: command.audience,
        hours: command.hours,
        min_attendance_percent: command.min_attendance_percent,
        created_at: work.now(),
    };
    store::curricula::insert(work, &curriculum).await?;
    events::curriculum_created(work, &curriculum);
    Ok(curriculum)
}
