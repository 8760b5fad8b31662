//! A person who may be appointed to councils declares what binds her to a producer.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::declare_conflict::MOST_REASONS;
use crate::Work;
use crate::domain::dossier::ProducerId;
use crate::domain::voters::{MemberRelation, RelationKind};
use crate::error::Error;
use crate::{store, wire};

pub(crate) struct DeclareRelation {
    producer: ProducerId,
    kind: RelationKind,
    note: String,
    last_day: Option<NaiveDate>,
}

impl DeclareRelation {
    pub(crate) fn parse(message: pb::DeclareRelationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let relation = fields.message("relation", message.relation).unwrap_or_default();
        let producer = fields.id("relation.producer_id", &relation.producer_id);
        let kind = wire::councils::read_relation_kind(&mut fields, "relation.kind", relation.kind);
        let note = fields.optional_line("relation.note", &relation.note, MOST_REASONS);
        let last_day = fields.optional_date("relation.last_day", &relation.last_day);
        let (producer, kind, note, last_day) = fields.finish((producer, kind, note, last_day))?;
        Ok(Self { producer, kind, note, last_day })
    }
}

pub(crate) async fn declare_relation(work: &Work, command: &DeclareRelation) -> Result<MemberRelation, Error> {
    let relation = MemberRelation {
        person: work.person(),
        producer: command.producer,
        kind: command.kind,
        note: command.note.clone(),
        last_day: command.last_day,
        declared_at: work.now(),
    };
    store::conflicts::keep_relation(work, &relation).await?;
    Ok(relation)
}
