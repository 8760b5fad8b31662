//! Concluding an inspection, by what was found.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_inspection::SeenInspection;
use crate::Work;
use crate::domain::inspection::{Conclusion, InspectionId, Outcome};
use crate::domain::register::Basis;
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct ConcludeInspection {
    inspection: InspectionId,
    version: i64,
    reference: Basis,
    outcome: Outcome,
}

impl ConcludeInspection {
    pub(crate) fn parse(message: pb::ConcludeInspectionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let inspection = fields.id("inspection_id", &message.inspection_id);
        let version = fields.etag("etag", &message.etag);
        let reference = fields.line("conclusion", &message.conclusion, 200);
        let date = fields.date("concluded_on", &message.concluded_on);
        let outcome = wire::inspections::read_outcome(&mut fields, &message);
        let (inspection, version, reference, date, outcome) =
            fields.finish((inspection, version, reference, date, outcome))?;
        Ok(Self { inspection, version, reference: Basis { reference, date }, outcome })
    }
}

pub(crate) async fn conclude_inspection(work: &Work, command: &ConcludeInspection) -> Result<SeenInspection, Error> {
    let inspection = policy::inspections::to_conclude(work, command.inspection).await?;
    inspection.must_be_at(command.version)?;
    let conclusion = Conclusion {
        reference: command.reference.clone(),
        outcome: command.outcome.clone(),
        by: work.person(),
        at: work.now(),
    };
    let inspection = inspection.concluded(conclusion)?;
    store::inspections::save(work, &inspection).await?;
    events::inspection_moved(work, &inspection);
    Ok(SeenInspection::fresh(work, inspection))
}
