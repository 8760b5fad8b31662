//! Cancelling an inspection before anybody was there.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_inspection::SeenInspection;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::inspection::{Cancellation, InspectionId};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct CancelInspection {
    inspection: InspectionId,
    version: i64,
    reason: String,
}

impl CancelInspection {
    pub(crate) fn parse(message: pb::CancelInspectionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let inspection = fields.id("inspection_id", &message.inspection_id);
        let version = fields.etag("etag", &message.etag);
        let reason = wire::register::read_reasons(&mut fields, "reason", &message.reason, MOST_TEXT);
        let (inspection, version, reason) = fields.finish((inspection, version, reason))?;
        Ok(Self { inspection, version, reason })
    }
}

pub(crate) async fn cancel_inspection(work: &Work, command: &CancelInspection) -> Result<SeenInspection, Error> {
    let inspection = policy::inspections::of_officer(work, command.inspection).await?;
    inspection.must_be_at(command.version)?;
    let cancellation = Cancellation { reason: command.reason.clone(), by: work.person(), at: work.now() };
    let inspection = inspection.cancelled(cancellation)?;
    store::inspections::save(work, &inspection).await?;
    events::inspection_moved(work, &inspection);
    Ok(SeenInspection::fresh(work, inspection))
}
