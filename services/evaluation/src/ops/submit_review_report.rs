//! Ending a review with its report: the advisory team's, or the OCOP agency's for a re-ranking.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::{at, insert_record, keep, load};
use crate::domain::dossier::record::{RecordContent, ReviewReport};
use crate::domain::dossier::{Dossier, DossierId};
use crate::error::Error;
use crate::{Work, policy, wire};

pub(crate) struct SubmitReviewReport {
    dossier: DossierId,
    version: i64,
    review_report: ReviewReport,
}

impl SubmitReviewReport {
    pub(crate) fn parse(message: pb::SubmitReviewReportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let review_report = wire::dossiers::read_review_report(&mut fields, message.review_report);
        let (dossier, version, review_report) = fields.finish((dossier, version, review_report))?;
        Ok(Self { dossier, version, review_report })
    }
}

pub(crate) async fn submit_review_report(work: &Work, command: &SubmitReviewReport) -> Result<Dossier, Error> {
    let dossier = load(work, command.dossier, command.version).await?;
    policy::may_end_review(work, &dossier).await?;
    let at = at(work, &dossier).await?;
    let dossier = keep(work, dossier.submit_review(&at)?).await?;
    insert_record(work, &dossier, RecordContent::ReviewReport(command.review_report.clone())).await?;
    Ok(dossier)
}
