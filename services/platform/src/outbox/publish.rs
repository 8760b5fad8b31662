//! Writing events.

use prost::Message as _;
use proto::common::v1::EventEnvelope;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _};

use crate::clock::Moment;
use crate::error::Error;
use crate::ids::{PersonId, RawId};
use crate::operation::Subject;
use crate::wire::timestamp;

pub(super) mod event {
    //! A row of the outbox.
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(crate) id: Uuid,
        pub(crate) position: Option<i64>,
        #[sea_orm(column_name = "type")]
        pub(crate) type_name: String,
        pub(crate) subject_type: String,
        pub(crate) subject_id: Uuid,
        pub(crate) subject_version: i64,
        pub(crate) ordinal: i32,
        pub(crate) occurred_at: crate::clock::Moment,
        pub(crate) actor_id: Uuid,
        pub(crate) traceparent: String,
        pub(crate) payload: Vec<u8>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An event about to be written.
pub(crate) struct NewEvent {
    pub(crate) id: RawId,
    pub(crate) type_name: String,
    pub(crate) subject: Subject,
    pub(crate) ordinal: i32,
    pub(crate) occurred_at: Moment,
    pub(crate) actor: PersonId,
    pub(crate) traceparent: String,
    pub(crate) payload: Vec<u8>,
}

pub(crate) async fn insert(db: &impl ConnectionTrait, new: NewEvent) -> Result<(), Error> {
    let row = event::ActiveModel {
        id: Set(new.id),
        position: Set(None),
        type_name: Set(new.type_name),
        subject_type: Set(new.subject.noun.to_owned()),
        subject_id: Set(new.subject.id),
        subject_version: Set(new.subject.version),
        ordinal: Set(new.ordinal),
        occurred_at: Set(new.occurred_at),
        actor_id: Set(new.actor.into()),
        traceparent: Set(new.traceparent),
        payload: Set(new.payload),
    };
    event::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

impl From<event::Model> for EventEnvelope {
    fn from(row: event::Model) -> Self {
        Self {
            position: row.position.unwrap_or_default(),
            id: row.id.to_string(),
            r#type: row.type_name,
            subject_type: row.subject_type,
            subject_id: row.subject_id.to_string(),
            subject_version: row.subject_version,
            occurred_at: Some(timestamp(row.occurred_at)),
            actor_id: row.actor_id.to_string(),
            traceparent: row.traceparent,
            payload: row.payload,
        }
    }
}

/// Bytes of an envelope, to be kept.
pub(super) fn encode(envelope: &EventEnvelope) -> Vec<u8> {
    envelope.encode_to_vec()
}
