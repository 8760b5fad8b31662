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
use crate::sealing::MacKeys;

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

/// How the content of requests is told apart when their ids are the same.
#[derive(Clone, Debug)]
pub enum Digests {
    /// By a digest. Who reads the database can try contents until one fits: for a service that keeps what requests
    /// say in clear anyway.
    Plain,
    /// By a code that nobody makes without the key: for a service that seals what requests say. What was answered
    /// under a plain digest or an older key is still known.
    Keyed(MacKeys),
}

impl Digests {
    /// The digests a request may have been kept with; the first is the one to keep it with.
    fn of(&self, message: &[u8]) -> Vec<[u8; 32]> {
        let plain = Sha256::digest(message).into();
        match self {
            Self::Plain => vec![plain],
            Self::Keyed(keys) => keys.codes(message).into_iter().chain([plain]).collect(),
        }
    }
}

/// What tells a request from others.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) person: PersonId,
    pub(super) request_id: RawId,
    operation: &'static str,
    /// The first is kept; a kept one may be any of them.
    digests: Vec<[u8; 32]>,
}

impl Key {
    pub(super) fn new(
        person: PersonId,
        request_id: RawId,
        operation: &'static str,
        message: &impl prost::Message,
        digests: &Digests,
    ) -> Self {
        Self { person, request_id, operation, digests: digests.of(&message.encode_to_vec()) }
    }
}

/// The answer given to this request before, if it was.
pub(super) async fn find(db: &impl ConnectionTrait, key: &Key) -> Result<Option<Vec<u8>>, Error> {
    let id = (RawId::from(key.person), key.request_id);
    let Some(row) = db::one(entity::Entity::find_by_id(id), db).await? else { return Ok(None) };
    if row.operation != key.operation || !key.digests.iter().any(|digest| row.digest == digest) {
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
        key.digests[0].to_vec().into(),
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
