//! Recording that what an inspection found in breach was put right.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_inspection::SeenInspection;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::inspection::{InspectionId, Remedy};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct RecordInspectionRemedy {
    inspection: InspectionId,
    version: i64,
    on: NaiveDate,
    text: String,
}

impl RecordInspectionRemedy {
    pub(crate) fn parse(message: pb::RecordInspectionRemedyRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let inspection = fields.id("inspection_id", &message.inspection_id);
        let version = fields.etag("etag", &message.etag);
        let on = fields.date("remedied_on", &message.remedied_on);
        let text = wire::register::read_reasons(&mut fields, "remedy", &message.remedy, MOST_TEXT);
        let (inspection, version, on, text) = fields.finish((inspection, version, on, text))?;
        Ok(Self { inspection, version, on, text })
    }
}

pub(crate) async fn record_inspection_remedy(
    work: &Work,
    command: &RecordInspectionRemedy,
) -> Result<SeenInspection, Error> {
    let inspection = policy::inspections::of_officer(work, command.inspection).await?;
    inspection.must_be_at(command.version)?;
    let remedy = Remedy { on: command.on, text: command.text.clone(), by: work.person(), at: work.now() };
    let inspection = inspection.remedied(remedy)?;
    store::inspections::save(work, &inspection).await?;
    events::inspection_remedied(work, &inspection, command.on);
    Ok(SeenInspection::fresh(work, inspection))
}
