//! Ending a leader's term without a successor.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::leader::{Leader, LeaderId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct EndLeaderTerm {
    leader: LeaderId,
    version: i64,
    last_day: NaiveDate,
}

impl EndLeaderTerm {
    pub(crate) fn parse(message: pb::EndLeaderTermRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let leader = fields.id("leader_id", &message.leader_id);
        let version = fields.etag("etag", &message.etag);
        let last_day = fields.date("term_to", &message.term_to);
        let (leader, version, last_day) = fields.finish((leader, version, last_day))?;
        Ok(Self { leader, version, last_day })
    }
}

pub(crate) async fn end_leader_term(work: &Work, command: &EndLeaderTerm) -> Result<Leader, Error> {
    let leader = reached_leader(work, command.leader).await?;
    leader.must_be_at(command.version)?;
    let leader = leader.end(command.last_day, work.now())?;
    store::leaders::save(work, &leader).await?;
    events::leader_term_ended(work, &leader);
    Ok(leader)
}

/// The term of an identity, if the caller keeps its producer.
pub(super) async fn reached_leader(work: &Work, id: LeaderId) -> Result<Leader, Error> {
    let no_such_term = || Error::NoSuchLeaderTerm { leader: id };
    let leader = store::leaders::find(work, id).await?.ok_or_else(no_such_term)?;
    let producer = store::producers::find(work, leader.producer).await?;
    policy::known_producer(producer, leader.producer, policy::reached(work)).map_err(|_| no_such_term())?;
    Ok(leader)
}
