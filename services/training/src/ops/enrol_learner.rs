//! Enrolling a person in an open class: the leader or a worker of a producer, or an official of a unit.

use platform::access::UnitId;
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::learner::{Learner, LearnerResult, OfficialLevel, Standing};
use crate::domain::producer::{Producer, ProducerId, leader_on};
use crate::domain::training_class::{Action, TrainingClass, TrainingClassId};
use crate::domain::units::must_employ;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct EnrolLearner {
    class: TrainingClassId,
    person: PersonId,
    who: Who,
}

/// Whom a request says the person is.
enum Who {
    Leader { producer: ProducerId },
    Worker { producer: ProducerId },
    Official { level: OfficialLevel, unit: UnitId },
}

impl EnrolLearner {
    pub(crate) fn parse(message: pb::EnrolLearnerRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let person = fields.id("person_id", &message.person_id);
        let who = read_who(&mut fields, &message);
        let (class, person, who) = fields.finish((class, person, who))?;
        Ok(Self { class, person, who })
    }
}

fn read_who(fields: &mut Fields, message: &pb::EnrolLearnerRequest) -> Option<Who> {
    let says_official = message.official_level != 0 || !message.unit_id.is_empty();
    match (message.producer_id.is_empty(), says_official) {
        (false, false) => {
            let producer = fields.id("producer_id", &message.producer_id);
            producer.map(|producer| if message.worker { Who::Worker { producer } } else { Who::Leader { producer } })
        }
        (true, true) if !message.worker => {
            let level = wire::read_official_level(fields, "official_level", message.official_level);
            let unit = fields.unit("unit_id", &message.unit_id);
            level.zip(unit).map(|(level, unit)| Who::Official { level, unit })
        }
        (true, _) | (false, true) => {
            fields.fault(
                "producer_id",
                "Nêu chủ thể người đó lãnh đạo (lớp cho lãnh đạo), hoặc cấp và đơn vị công tác (lớp cho cán bộ); một trong hai.",
                "Give the producer the person leads (class for leaders), or the level and unit she works at (class for officials); one of the two.",
            );
            None
        }
    }
}

impl Who {
    fn standing(&self) -> Standing {
        match self {
            Self::Leader { producer } => Standing::Leader { producer: *producer },
            Self::Worker { producer } => Standing::Worker { producer: *producer },
            Self::Official { level, .. } => Standing::Official { level: *level },
        }
    }
}

pub(crate) async fn enrol_learner(work: &Work, command: &EnrolLearner) -> Result<Learner, Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    class.must_be_open(Action::EnrolLearner)?;
    let standing = command.who.standing();
    store::curricula::taught(work, &class).await?.must_be_for(standing)?;
    let (unit, sample) = match &command.who {
        Who::Leader { producer } => {
            let producer = led(work, *producer, command.person).await?;
            (producer.unit, producer.sample || class.sample)
        }
        Who::Worker { producer } => {
            let producer = known_and_active(work, *producer).await?;
            (producer.unit, producer.sample || class.sample)
        }
        Who::Official { level, unit } => {
            must_employ(work.authority().units(), unit, *level)?;
            (unit.clone(), class.sample)
        }
    };
    enrol(work, &class, command.person, standing, (unit, sample)).await
}

/// Enrols a person with her standing, and with unit and mark of a sample as they are now.
pub(super) async fn enrol(
    work: &Work,
    class: &TrainingClass,
    person: PersonId,
    standing: Standing,
    (unit, sample): (UnitId, bool),
) -> Result<Learner, Error> {
    let producer_kind = match standing.producer() {
        Some(producer) => store::officials::kind_of(work, producer).await?,
        None => None,
    };
    let learner = Learner {
        id: work.new_id(),
        class: class.id,
        person,
        standing,
        unit,
        producer_kind,
        sample,
        attended: Vec::new(),
        assessment: None,
        result: LearnerResult::Pending,
        valid_until: None,
        enrolled_at: work.now(),
    };
    store::learners::insert(work, &learner).await?;
    events::learner_enrolled(work, &learner);
    Ok(learner)
}

/// The producer, if the person leads it today.
async fn led(work: &Work, producer: ProducerId, person: PersonId) -> Result<Producer, Error> {
    let producer = known_and_active(work, producer).await?;
    let terms = store::leaders::of_producer(work, producer.id).await?;
    if leader_on(&terms, work.today()) != Some(person) {
        return Err(Error::NotTheLeader { person, producer: producer.id, day: work.today() });
    }
    Ok(producer)
}

async fn known_and_active(work: &Work, producer: ProducerId) -> Result<Producer, Error> {
    let found = store::producers::find(work, producer).await?;
    let producer = policy::known_producer(found, producer, policy::reached(work))?;
    producer.must_be_active()?;
    Ok(producer)
}
