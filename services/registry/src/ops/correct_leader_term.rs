//! Putting right a leader's term that was typed wrongly.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::end_leader_term::reached_leader;
use crate::Work;
use crate::domain::leader::{CorrectedTerm, Leader, LeaderId, corrected};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct CorrectLeaderTerm {
    leader: LeaderId,
    version: i64,
    full_name: String,
    term: CorrectedTerm,
}

impl CorrectLeaderTerm {
    pub(crate) fn parse(message: pb::CorrectLeaderTermRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let leader = fields.id("leader_id", &message.leader_id);
        let version = fields.etag("etag", &message.etag);
        let full_name = fields.line("full_name", &message.full_name, 100);
        let title = fields.line("title", &message.title, 100);
        let from = fields.date("term_from", &message.term_from);
        let to: Option<Option<NaiveDate>> = fields.optional_date("term_to", &message.term_to);
        let (leader, version, full_name, title, from, to) =
            fields.finish((leader, version, full_name, title, from, to))?;
        Ok(Self { leader, version, full_name, term: CorrectedTerm { title, from, to } })
    }
}

pub(crate) async fn correct_leader_term(work: &Work, command: &CorrectLeaderTerm) -> Result<Leader, Error> {
    let leader = reached_leader(work, command.leader).await?;
    leader.must_be_at(command.version)?;
    rename(work, &leader, &command.full_name).await?;
    // Read anew: the name may have made it another version.
    let terms = store::leaders::of_producer(work, leader.producer).await?;
    let changed = corrected(terms, leader.id, &command.term, work.now())?;
    for term in &changed {
        store::leaders::save(work, term).await?;
        events::leader_term_corrected(work, term);
    }
    changed.into_iter().next().ok_or(Error::NoSuchLeaderTerm { leader: leader.id })
}

/// Puts a person's name right in all her terms: she has one name. Terms that the caller does not keep hold it fast.
async fn rename(work: &Work, leader: &Leader, full_name: &str) -> Result<(), Error> {
    if leader.full_name == full_name {
        return Ok(());
    }
    for term in store::leaders::of_person(work, leader.person).await? {
        let producer = store::producers::find(work, term.producer).await?;
        policy::known_producer(producer, term.producer, policy::reached(work))
            .map_err(|_| Error::PersonNameDiffers { person: leader.person })?;
        store::leaders::save(work, &term.renamed(full_name, work.now())).await?;
    }
    Ok(())
}
