//! Deciding about a row of a list: who of its candidates it is, or that it is left out.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use super::get_learner_list::{ListWithCounts, known, with_counts};
use crate::Work;
use crate::domain::learner_list::{LearnerList, LearnerListId, ListRow, RowState};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ResolveLearnerListRow {
    list: LearnerListId,
    version: i64,
    line: i32,
    /// None to leave the row out.
    person: Option<PersonId>,
}

impl ResolveLearnerListRow {
    pub(crate) fn parse(message: pb::ResolveLearnerListRowRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let list = fields.id("learner_list_id", &message.learner_list_id);
        let version = fields.etag("etag", &message.etag);
        let person = fields.optional_id("person_id", &message.person_id);
        let (list, version, person) = fields.finish((list, version, person))?;
        Ok(Self { list, version, line: message.line, person })
    }
}

pub(crate) async fn resolve_learner_list_row(
    work: &Work,
    command: &ResolveLearnerListRow,
) -> Result<(ListRow, ListWithCounts), Error> {
    let (list, _) = known(work, command.list, policy::reached(work)).await?;
    list.must_be_at(command.version)?;
    list.must_be_open()?;
    let found = store::learner_lists::row(work, list.id, command.line).await?;
    let row = found.ok_or(Error::NoSuchRow { line: command.line })?;
    let state = match command.person {
        None => RowState::Skipped,
        Some(person) => {
            let known = row.candidates.iter().any(|candidate| candidate.person == person.to_string());
            if !known {
                return Err(Error::NotACandidate { person, line: command.line });
            }
            RowState::Matched
        }
    };
    let row = ListRow { state, person: command.person, ..row };
    store::learner_lists::save_row(work, list.id, &row).await?;
    let list = LearnerList { version: list.version + 1, ..list };
    store::learner_lists::save(work, &list).await?;
    Ok((row, with_counts(work, list).await?))
}
