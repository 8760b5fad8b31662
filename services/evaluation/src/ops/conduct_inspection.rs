//! Recording what an inspection found on the spot.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_inspection::SeenInspection;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::criteria::CriteriaSet;
use crate::domain::file::FileId;
use crate::domain::inspection::{Finding, Inspection, InspectionId, Visit};
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Findings in a request.
const MOST_FINDINGS: usize = 200;

pub(crate) struct ConductInspection {
    inspection: InspectionId,
    version: i64,
    on: chrono::NaiveDate,
    present: String,
    findings: Vec<Finding>,
}

impl ConductInspection {
    pub(crate) fn parse(message: pb::ConductInspectionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let inspection = fields.id("inspection_id", &message.inspection_id);
        let version = fields.etag("etag", &message.etag);
        let on = fields.date("conducted_on", &message.conducted_on);
        let present = wire::register::read_reasons(&mut fields, "present", &message.present, MOST_TEXT);
        let findings = fields.list("findings", message.findings, 1..=MOST_FINDINGS);
        let findings =
            findings.and_then(|findings| fields.each("findings", &findings, wire::inspections::read_finding));
        let (inspection, version, on, present, findings) =
            fields.finish((inspection, version, on, present, findings))?;
        Ok(Self { inspection, version, on, present, findings })
    }
}

pub(crate) async fn conduct_inspection(work: &Work, command: &ConductInspection) -> Result<SeenInspection, Error> {
    let inspection = policy::inspections::of_officer(work, command.inspection).await?;
    inspection.must_be_at(command.version)?;
    let visit = Visit {
        on: command.on,
        present: command.present.clone(),
        findings: command.findings.clone(),
        by: work.person(),
        at: work.now(),
    };
    let set = set_of(work, &inspection).await?;
    let inspection = inspection.conducted(visit, set)?;
    keep_evidence(work, &inspection, &command.findings).await?;
    store::inspections::save(work, &inspection).await?;
    events::inspection_moved(work, &inspection);
    Ok(SeenInspection::fresh(work, inspection))
}

/// The criteria the product was scored by.
async fn set_of<'w>(work: &'w Work, inspection: &Inspection) -> Result<&'w CriteriaSet, Error> {
    let unknown = || Error::NoSuchDossier { dossier: inspection.dossier };
    let dossier = store::dossiers::find(work, inspection.dossier).await?.ok_or_else(unknown)?;
    work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)
}

/// Keeps the files that show what was found; refuses those that are no documents of the inspecting authority.
async fn keep_evidence(work: &Work, inspection: &Inspection, findings: &[Finding]) -> Result<(), Error> {
    let ids: Vec<_> = findings.iter().flat_map(|finding| finding.evidence.iter().copied()).collect();
    let found = store::files::find_all(work, &ids).await?;
    let is_taken = |id: FileId| found.iter().any(|file| file.id == id && inspection.takes_evidence(file));
    for (finding, Finding { evidence, .. }) in findings.iter().enumerate() {
        if let Some(place) = evidence.iter().position(|id| !is_taken(*id)) {
            return Err(Error::InspectionFile { finding, place, file: evidence[place] });
        }
    }
    store::files::keep(work, &ids).await
}
