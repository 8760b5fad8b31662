//! Recording a class with its sessions.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::curriculum::CurriculumId;
use crate::domain::funding::FundingLine;
use crate::domain::training_class::{ClassState, Trainer, TrainingClass, TrainingSession};
use crate::domain::units::living_province;
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Most sessions a class has.
const MOST_SESSIONS: usize = 60;
/// Most hours a session has: those of a day.
const MOST_HOURS: i32 = 24;
/// Most participants a class is planned for; a roll holds no more.
pub(super) const MOST_PARTICIPANTS: i32 = 1000;

pub(crate) struct CreateTrainingClass {
    curriculum: CurriculumId,
    unit: UnitId,
    place: String,
    /// Day and hours of each session.
    sessions: Vec<(NaiveDate, i32)>,
    planned_participants: i32,
    sample: bool,
    trainers: Vec<Trainer>,
    funding: Vec<FundingLine>,
}

impl CreateTrainingClass {
    pub(crate) fn parse(message: pb::CreateTrainingClassRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("training_class", message.training_class).unwrap_or_default();
        let curriculum = fields.id("training_class.curriculum_id", &given.curriculum_id);
        let unit = fields.unit("training_class.unit_id", &given.unit_id);
        let place = fields.line("training_class.place", &given.place, 200);
        let sessions = read_sessions(&mut fields, given.sessions.clone());
        let participants = "training_class.planned_participants";
        let planned_participants = fields.number(participants, given.planned_participants, 0..=MOST_PARTICIPANTS);
        let trainers = wire::read_trainers(&mut fields, "training_class.trainers", &given.trainers);
        let funding = wire::read_funding(&mut fields, "training_class.funding", &given.funding);
        let (curriculum, unit, place, sessions, planned_participants, trainers, funding) =
            fields.finish((curriculum, unit, place, sessions, planned_participants, trainers, funding))?;
        let sample = given.sample;
        Ok(Self { curriculum, unit, place, sessions, planned_participants, sample, trainers, funding })
    }
}

/// Reads sessions that come in order. Several may be on one day; a number may be left out, as the place tells it.
fn read_sessions(fields: &mut Fields, given: Vec<pb::TrainingSession>) -> Option<Vec<(NaiveDate, i32)>> {
    const PATH: &str = "training_class.sessions";
    let given = fields.list(PATH, given, 1..=MOST_SESSIONS)?;
    let sessions = fields.each(PATH, &given, |fields, path, session| {
        let date = fields.date(&format!("{path}.date"), &session.date);
        let hours = fields.number(&format!("{path}.hours"), session.hours, 1..=MOST_HOURS);
        date.zip(hours)
    });
    for (number, session) in (1..).zip(&given) {
        if session.number != 0 && session.number != number {
            fields.fault(
                format!("{PATH}[{}].number", number - 1),
                format!("Các buổi đánh số liên tiếp từ 1; buổi này là số {number} (hoặc để trống)."),
                format!("Sessions are numbered from 1 in order; this one is number {number} (or leave it out)."),
            );
        }
    }
    let sessions = sessions?;
    for (place, pair) in (1..).zip(sessions.windows(2)) {
        if pair[1].0 < pair[0].0 {
            fields.fault(
                format!("{PATH}[{place}].date"),
                format!("Buổi này trước buổi liền trước ({}). Xếp các buổi theo ngày.", pair[0].0),
                format!("This session lies before the one it follows ({}). Put the sessions in order.", pair[0].0),
            );
        }
    }
    Some(sessions)
}

pub(crate) async fn create_training_class(work: &Work, command: &CreateTrainingClass) -> Result<TrainingClass, Error> {
    let units = work.authority().units();
    let province = living_province(units, &command.unit, work.today(), "training_class.unit_id")?;
    policy::may_hold(work, &command.unit)?;
    let path = "training_class.curriculum_id";
    let no_such_curriculum = || Error::NoSuchCurriculum { curriculum: command.curriculum, path };
    let curriculum = store::curricula::find(work, command.curriculum).await?.ok_or_else(no_such_curriculum)?;
    let newest = store::curricula::newest_version(work, curriculum.first).await?;
    if let Some(newest) = newest.filter(|newest| newest.id != curriculum.id) {
        return Err(Error::CurriculumSuperseded { curriculum: curriculum.id, newer: newest.id });
    }
    let session = |(number, (date, hours)): (i32, &(NaiveDate, i32))| TrainingSession {
        id: work.new_id(),
        number,
        date: *date,
        hours: *hours,
        roll: None,
    };
    let class = TrainingClass {
        id: work.new_id(),
        curriculum: curriculum.id,
        unit: command.unit.clone(),
        province,
        place: command.place.clone(),
        sessions: (1..).zip(&command.sessions).map(session).collect(),
        planned_participants: command.planned_participants,
        sample: command.sample,
        trainers: command.trainers.clone(),
        funding: command.funding.clone(),
        state: ClassState::Open,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::training_classes::insert(work, &class).await?;
    events::training_class_created(work, &class, &curriculum);
    Ok(class)
}
