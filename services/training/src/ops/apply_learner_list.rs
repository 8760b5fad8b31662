//! Applying a list: who is matched is enrolled, or is on the roll of the session; then names and places of its rows go.

use platform::fields::Fields;
use platform::ids::PersonId;
use platform::ids::RawId;
use proto::training::v1 as pb;

use super::correct_attendance::record;
use super::enrol_learner::enrol;
use super::get_learner_list::{ListWithCounts, known, with_counts};
use super::record_attendance::enrolled;
use crate::Work;
use crate::domain::learner::Standing;
use crate::domain::learner_list::{LearnerList, LearnerListId, ListRow, ListedPerson, RowState};
use crate::domain::training_class::{Action, RollMeans, TrainingClass};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ApplyLearnerList {
    list: LearnerListId,
    version: i64,
}

/// A list as applied, how many rows were, and how many nobody decided about.
pub(crate) struct Applied {
    pub(crate) list: ListWithCounts,
    pub(crate) applied: usize,
    pub(crate) left_out: usize,
}

impl ApplyLearnerList {
    pub(crate) fn parse(message: pb::ApplyLearnerListRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let list = fields.id("learner_list_id", &message.learner_list_id);
        let version = fields.etag("etag", &message.etag);
        let (list, version) = fields.finish((list, version))?;
        Ok(Self { list, version })
    }
}

pub(crate) async fn apply_learner_list(work: &Work, command: &ApplyLearnerList) -> Result<Applied, Error> {
    let (list, class) = known(work, command.list, policy::reached(work)).await?;
    list.must_be_at(command.version)?;
    list.must_be_open()?;
    class.must_be_open(Action::EnrolLearner)?;
    let rows = store::learner_lists::rows_in(work, list.id, RowState::Matched).await?;
    let undecided = store::learner_lists::counts(work, list.id).await?;
    let undecided = [RowState::Ambiguous, RowState::Unmatched].iter().filter_map(|state| undecided.get(state)).sum();
    if list.session_number > 0 {
        roll_of(work, &class, list.session_number, &rows).await?;
    } else {
        enrol_rows(work, &class, &rows).await?;
    }
    store::learner_lists::empty(work, list.id).await?;
    let list = LearnerList { applied: true, version: list.version + 1, ..list };
    store::learner_lists::save(work, &list).await?;
    Ok(Applied { list: with_counts(work, list).await?, applied: rows.len(), left_out: undecided })
}

async fn enrol_rows(work: &Work, class: &TrainingClass, rows: &[ListRow]) -> Result<(), Error> {
    let curriculum = store::curricula::taught(work, class).await?;
    for row in rows {
        let Some((person, listed)) = meant(row) else { continue };
        let standing = standing(listed)?;
        curriculum.must_be_for(standing)?;
        let unit = listed.unit.parse().map_err(|_| malformed())?;
        let learner = enrol(work, class, person, standing, (unit, listed.sample || class.sample)).await?;
        if row.sheet.sex.is_some() || !row.sheet.ethnicity.is_empty() {
            store::attendances::describe(work, learner.id, row.sheet.sex, &row.sheet.ethnicity).await?;
        }
    }
    Ok(())
}

/// The roll that a sheet tells stands in place of the one before.
async fn roll_of(work: &Work, class: &TrainingClass, number: i32, rows: &[ListRow]) -> Result<(), Error> {
    let session = class.call_roll(number, work.person(), work.today(), work.now())?;
    let present: Vec<PersonId> = rows.iter().filter(|row| row.sheet.present).filter_map(|row| row.person).collect();
    let present = enrolled(work, class.id, &present).await?;
    record(work, class, &session, present, (RollMeans::Imported, "")).await?;
    Ok(())
}

/// The person a row means, as she was when the list was matched.
fn meant(row: &ListRow) -> Option<(PersonId, &ListedPerson)> {
    let person = row.person?;
    let listed = row.candidates.iter().find(|candidate| candidate.person == person.to_string())?;
    Some((person, listed))
}

fn standing(listed: &ListedPerson) -> Result<Standing, Error> {
    if let Some(level) = listed.level {
        return Ok(Standing::Official { level });
    }
    let producer = RawId::parse_str(&listed.producer).map_err(|_| malformed())?;
    Ok(Standing::Leader { producer: producer.into() })
}

fn malformed() -> Error {
    platform::error::Error::internal("a stored row of a list is malformed").into()
}
