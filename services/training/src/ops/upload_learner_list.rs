//! Taking in a sheet of learners, or of attendance, and matching its rows with those the register knows.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use platform::access::UnitTable;
use platform::fields::Fields;
use platform::ids::PersonId;
use platform::sheets;
use platform::text::folded;
use proto::training::v1 as pb;

use super::get_learner_list::ListWithCounts;
use super::population::names_of;
use super::record_attendance::MOST_PERSONS;
use super::{Population, get_learner_list};
use crate::domain::coverage::{Candidate, leaders_of};
use crate::domain::curriculum::Audience;
use crate::domain::learner_list::{Known, LearnerList, ListRow, ListedPerson, SheetRow, matched, rows_of};
use crate::domain::training_class::{Action, TrainingClass, TrainingClassId};
use crate::domain::units::Area;
use crate::error::Error;
use crate::{View, Work, policy, store};

/// What registry records names to have been read for.
const PURPOSE: &str = "Khớp danh sách lớp tập huấn";

pub(crate) struct UploadLearnerList {
    class: TrainingClassId,
    session_number: i32,
    rows: Vec<SheetRow>,
}

/// The rows with whom they may be.
pub(crate) struct Prepared {
    class: TrainingClassId,
    session_number: i32,
    rows: Vec<ListRow>,
}

impl UploadLearnerList {
    pub(crate) fn parse(message: pb::UploadLearnerListRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let session_number = fields.number("session_number", message.session_number, 0..=1000);
        let (class, session_number) = fields.finish((class, session_number))?;
        let mut lines = Vec::new();
        sheets::read(&message.data, &mut |line| {
            lines.push(line);
            // Headers and titles may stand above, and empty rows between.
            if lines.len() > 2 * MOST_PERSONS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let rows = rows_of(&lines).ok_or(Error::ListWithoutNames)?;
        if rows.len() > MOST_PERSONS {
            return Err(Error::ListTooLong { most: MOST_PERSONS });
        }
        Ok(Self { class, session_number, rows })
    }
}

pub(crate) async fn prepare(view: &View, command: &UploadLearnerList) -> Result<Prepared, Error> {
    let found = store::training_classes::find(view, command.class).await?;
    let class = policy::known_class(found, command.class, policy::seen(view))?;
    class.must_be_open(Action::EnrolLearner)?;
    let enrolled = store::learners::persons_of(view, class.id).await?;
    let of_session = command.session_number > 0;
    let (known, doubles) = if of_session {
        class.session(command.session_number)?;
        (of_class(view, &class).await?, HashSet::new())
    } else {
        (of_register(view, &class).await?, enrolled)
    };
    let rows = matched(command.rows.clone(), &known, &doubles);
    Ok(Prepared { class: class.id, session_number: command.session_number, rows })
}

/// Those of the class's unit whom its audience means.
async fn of_register(view: &View, class: &TrainingClass) -> Result<Vec<Known>, Error> {
    let (units, today) = (view.authority().units(), view.today());
    match store::curricula::taught(view, class).await?.audience {
        Audience::Leaders => {
            let area = Area::of(&class.unit, store::producers::units(view).await?, units, today);
            let producers = store::producers::in_use(view, &area).await?;
            let terms = store::leaders::of_area(view, &area).await?;
            named(view, Population::LeadersOfOcopProducers, leaders_of(producers, &terms, today)).await
        }
        Audience::Officials => {
            let area = Area::of(&class.unit, store::officials::units(view).await?, units, today);
            let officials = store::officials::in_office_on(view, today, &area).await?;
            named(view, Population::OfficialsInOffice, officials).await
        }
        // Registry tells how many they are, not who.
        Audience::Workers => Ok(Vec::new()),
    }
}

/// Those who are enrolled in the class.
async fn of_class(view: &View, class: &TrainingClass) -> Result<Vec<Known>, Error> {
    let population = match store::curricula::taught(view, class).await?.audience {
        Audience::Leaders => Population::LeadersOfOcopProducers,
        Audience::Officials | Audience::Workers => Population::OfficialsInOffice,
    };
    let learners = store::learners::of_class(view, class).await?.into_iter();
    let candidates = learners.map(|learner| Candidate {
        person: learner.person,
        producer: learner.standing.producer(),
        level: learner.standing.level(),
        unit: learner.unit,
        since: None,
        predecessor: None,
        sample: learner.sample,
    });
    named(view, population, candidates.collect()).await
}

/// The same with their names, as far as the caller may read them.
async fn named(view: &View, population: Population, candidates: Vec<Candidate>) -> Result<Vec<Known>, Error> {
    let persons: Vec<PersonId> = candidates.iter().map(|candidate| candidate.person).collect();
    let names = names_of(view, population, &persons, PURPOSE).await?;
    let units = view.authority().units();
    Ok(candidates.into_iter().map(|candidate| known(candidate, &names, units)).collect())
}

fn known(candidate: Candidate, names: &HashMap<PersonId, String>, units: &UnitTable) -> Known {
    let name = names.get(&candidate.person).map(|name| folded(name)).unwrap_or_default();
    let place = units.newest(&candidate.unit).map(|unit| folded(&unit.name)).unwrap_or_default();
    let listed = ListedPerson {
        person: candidate.person.to_string(),
        producer: candidate.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        level: candidate.level,
        unit: candidate.unit.to_string(),
        sample: candidate.sample,
    };
    Known { person: candidate.person, listed, name, place }
}

pub(crate) async fn upload_learner_list(work: &Work, prepared: &Prepared) -> Result<ListWithCounts, Error> {
    let found = store::training_classes::find(work, prepared.class).await?;
    let class = policy::known_class(found, prepared.class, policy::reached(work))?;
    class.must_be_open(Action::EnrolLearner)?;
    let list = LearnerList {
        id: work.new_id(),
        class: class.id,
        session_number: prepared.session_number,
        applied: false,
        version: 1,
        created_at: work.now(),
    };
    store::learner_lists::insert(work, &list, &prepared.rows).await?;
    get_learner_list::with_counts(work, list).await
}
