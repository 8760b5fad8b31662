//! The keys of sessions, and what ballots are sealed with.

use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::sealing::DataKey;
use sea_orm::{ActiveValue::Set, EntityTrait as _};

use super::OnBehalf;
use super::entity::session_key;
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::session::SessionId;
use crate::error::Error;

/// Bytes that every sealed ballot is filled up to: all options, and two or three pages of findings.
pub(crate) const FILLED_TO_BYTES: usize = 4096;

/// What seals the ballots on one dossier in one session, or the drafts.
pub(crate) struct Seal(DataKey);

/// Makes the key of a session.
pub(crate) async fn make(work: &Work, session: SessionId) -> Result<DataKey, Platform> {
    let (key, wrapped) = work.service().master_keys.new_data_key(&[b"session", RawId::from(session).as_bytes()]);
    let row = session_key::ActiveModel {
        session_id: Set(session.into()),
        wrapped: Set(wrapped),
        made_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    session_key::Entity::insert(row).exec_without_returning(work).await?;
    Ok(key)
}

/// The key of a session that is at hand, wrapped.
pub(crate) fn unwrap(asker: &impl OnBehalf, session: SessionId, wrapped: &[u8]) -> Result<DataKey, Platform> {
    let key = asker.service().master_keys.unwrap(&[b"session", RawId::from(session).as_bytes()], wrapped);
    key.map_err(Platform::internal)
}

/// The seal of the ballots on a dossier in a session; none if nothing was ever sealed in it.
pub(crate) async fn find(work: &Work, session: SessionId, dossier: DossierId) -> Result<Option<Seal>, Platform> {
    let found = platform::db::one(session_key::Entity::find_by_id(session), work).await?;
    let key = found.map(|row| unwrap(work, session, &row.wrapped)).transpose()?;
    Ok(key.map(|key| Seal::of_ballots(&key, dossier)))
}

/// Whose ballot something sealed is. It opens there alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) session: RawId,
    pub(super) dossier: RawId,
    pub(super) person: RawId,
    pub(super) ballot: RawId,
    pub(super) round: i32,
}

impl Seal {
    /// The seal of the ballots on a dossier under the key of a session.
    pub(crate) fn of_ballots(session: &DataKey, dossier: DossierId) -> Self {
        Self(session.of(&[b"dossier", RawId::from(dossier).as_bytes()]))
    }

    /// The same of drafts. Another one: a draft put among the ballots does not open.
    pub(crate) fn of_drafts(session: &DataKey, dossier: DossierId) -> Self {
        Self(session.of(&[b"draft", RawId::from(dossier).as_bytes()]))
    }

    /// Seals what a ballot holds.
    pub(super) fn close(&self, place: &Place, content: &[u8]) -> Result<Vec<u8>, Error> {
        let sealed = self.0.seal(&place.bytes().each_ref().map(Vec::as_slice), content, FILLED_TO_BYTES);
        sealed.map_err(|_| Error::BallotTooLong { bytes: content.len(), most: FILLED_TO_BYTES })
    }

    /// Opens what a ballot holds.
    pub(super) fn open(&self, place: &Place, sealed: &[u8]) -> Result<Vec<u8>, Platform> {
        let opened = self.0.open(&place.bytes().each_ref().map(Vec::as_slice), sealed);
        opened.map_err(Platform::internal)
    }
}

impl Place {
    fn bytes(&self) -> [Vec<u8>; 5] {
        let ids = [self.session, self.dossier, self.person, self.ballot].map(|id| id.as_bytes().to_vec());
        let [session, dossier, person, ballot] = ids;
        [session, dossier, person, ballot, self.round.to_be_bytes().to_vec()]
    }
}
