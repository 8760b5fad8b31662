//! Who complained: apart from the complaint, and sealed, so that a copy of the database tells it to nobody.

use platform::db;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{ActiveValue::Set, EntityTrait as _};

use super::OnBehalf;
use super::entity::complainant::{ActiveModel, Entity};
use crate::Work;
use crate::domain::complainant::Complainant;
use crate::domain::complaint::ComplaintId;

/// Bytes that every one is filled up to: the longest name, telephone and address fit in.
const FILLED_TO_BYTES: usize = 4096;

/// Keeps who complained.
pub(crate) async fn insert(work: &Work, complaint: ComplaintId, complainant: &Complainant) -> Result<(), Platform> {
    let place = RawId::from(complaint);
    let (key, wrapped) = work.service().master_keys.new_data_key(&[PURPOSE, place.as_bytes()]);
    let content = serde_json::to_vec(complainant).map_err(Platform::internal)?;
    let sealed = key.seal(&[place.as_bytes()], &content, FILLED_TO_BYTES);
    let row = ActiveModel {
        complaint_id: Set(complaint.into()),
        wrapped_key: Set(wrapped),
        sealed: Set(sealed.map_err(|_| Platform::internal("a complainant is longer than its fields may be"))?),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// Who complained; none if nobody knows.
pub(crate) async fn find(asker: &impl OnBehalf, complaint: ComplaintId) -> Result<Option<Complainant>, Platform> {
    let Some(row) = db::one(Entity::find_by_id(complaint), asker).await? else { return Ok(None) };
    let place = RawId::from(complaint);
    let key = asker.service().master_keys.unwrap(&[PURPOSE, place.as_bytes()], &row.wrapped_key);
    let content = key.and_then(|key| key.open(&[place.as_bytes()], &row.sealed)).map_err(Platform::internal)?;
    // What cannot be read is not told: the text would be in it.
    serde_json::from_slice(&content).map(Some).map_err(|_| super::damaged("complainant"))
}

/// What its key is for.
const PURPOSE: &[u8] = b"complainant";
