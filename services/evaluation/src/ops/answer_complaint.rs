//! Answering a complaint, with what it leads to.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_complaint::ComplaintInSight;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::complaint::{ComplaintAnswer, ComplaintId, ComplaintOutcome, Consequence};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct AnswerComplaint {
    complaint: ComplaintId,
    version: i64,
    outcome: ComplaintOutcome,
    no_consequence_reason: Option<String>,
    document: String,
    dated: NaiveDate,
    text: String,
}

impl AnswerComplaint {
    pub(crate) fn parse(message: pb::AnswerComplaintRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let complaint = fields.id("complaint_id", &message.complaint_id);
        let version = fields.etag("etag", &message.etag);
        let outcome = wire::complaints::read_outcome(&mut fields, message.outcome, message.consequence);
        let reason = read_reason(&mut fields, outcome, &message.no_consequence_reason);
        let document = fields.line("document_number", &message.document_number, 200);
        let dated = fields.date("document_date", &message.document_date);
        let text = wire::register::read_reasons(&mut fields, "text", &message.text, MOST_TEXT);
        let (complaint, version, outcome, no_consequence_reason, document, dated, text) =
            fields.finish((complaint, version, outcome, reason, document, dated, text))?;
        Ok(Self { complaint, version, outcome, no_consequence_reason, document, dated, text })
    }
}

/// The reason why a founded complaint leads to nothing: given there, and nowhere else.
fn read_reason(fields: &mut Fields, outcome: Option<ComplaintOutcome>, given: &str) -> Option<Option<String>> {
    let path = "no_consequence_reason";
    if outcome == Some(ComplaintOutcome::Founded(Consequence::None)) {
        return wire::register::read_reasons(fields, path, given, MOST_TEXT).map(Some);
    }
    if !given.is_empty() {
        fields.fault(
            path,
            "Chỉ ghi khi có cơ sở mà không có hệ quả.",
            "It is given only where a founded complaint leads to nothing.",
        );
        return None;
    }
    Some(None)
}

pub(crate) async fn answer_complaint(work: &Work, command: &AnswerComplaint) -> Result<ComplaintInSight, Error> {
    let complaint = policy::complaints::seen_whole(work, command.complaint).await?;
    policy::complaints::may_answer(work, &complaint).await?;
    complaint.must_be_at(command.version)?;
    let answer = ComplaintAnswer {
        outcome: command.outcome,
        no_consequence_reason: command.no_consequence_reason.clone(),
        document: command.document.clone(),
        dated: command.dated,
        text: command.text.clone(),
        by: work.person(),
        at: work.now(),
    };
    let complaint = complaint.answered(answer)?;
    store::complaints::save(work, &complaint).await?;
    events::complaint_answered(work, &complaint, command.outcome);
    Ok(ComplaintInSight::whole(complaint, work.today()))
}
