//! Repeating a request is safe: the same id and content is answered as before.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use sha2::{Digest as _, Sha256};
use tonic::Code;

use super::Work;
use crate::clock::Moment;
use crate::db;
use crate::error::{Error, ErrorReason, Text};
use crate::ids::{PersonId, RawId};

/// Longest a request's answer is kept.
const KEPT_FOR: TimeDelta = TimeDelta::days(7);

mod entity {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "replay")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) request_id: Uuid,
        pub(super) operation: String,
        pub(super) digest: Vec<u8>,
        pub(super) response: Vec<u8>,
        pub(super) answered_at: crate::clock::Moment,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What tells a request from others.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) person: PersonId,
    pub(super) request_id: RawId,
    operation: &'static str,
    digest: [u8; 32],
}

impl Key {
    pub(super) fn new(
        person: PersonId,
        request_id: RawId,
        operation: &'static str,
        message: &impl prost::Message,
    ) -> Self {
        let digest = Sha256::digest(message.encode_to_vec()).into();
        Self { person, request_id, operation, digest }
    }
}

/// The answer given to this request before, if it was.
pub(super) async fn find(db: &impl ConnectionTrait, key: &Key) -> Result<Option<Vec<u8>>, Error> {
    let id = (RawId::from(key.person), key.request_id);
    let Some(row) = db::one(entity::Entity::find_by_id(id), db).await? else { return Ok(None) };
    if row.operation != key.operation || row.digest != key.digest {
        return Err(reused());
    }
    Ok(Some(row.response))
}

/// Keeps the answer about to be given. Where one was given before, nothing of the attempt goes in.
pub(super) fn remember<S: Send + Sync>(work: &Work<S>, key: &Key, response: Vec<u8>) {
    let row = [
        RawId::from(key.person).into(),
        key.request_id.into(),
        key.operation.into(),
        key.digest.to_vec().into(),
        response.into(),
        work.now().into(),
    ];
    work.record("replay (person_id, request_id, operation, digest, response, answered_at)", [row]);
}

/// Forgets answers that are too old to be asked for again.
///
/// # Errors
/// When the database fails.
pub async fn forget_old_replays(db: &impl ConnectionTrait, now: Moment) -> Result<u64, Error> {
    let forgotten =
        entity::Entity::delete_many().filter(entity::COLUMN.answered_at.lt(now - KEPT_FOR)).exec(db).await?;
    Ok(forgotten.rows_affected)
}

fn reused() -> Error {
    let text = Text::new(
        "Mã yêu cầu (request_id) này đã dùng cho một yêu cầu khác; hãy tạo mã mới.",
        "This request_id was used for another request; make a new one.",
    );
    Error::new(Code::InvalidArgument, ErrorReason::RequestIdReused, text).at_field("request_id")
}
