//! Noting that a complaint was withdrawn.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_complaint::ComplaintInSight;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::complaint::{ComplaintId, Withdrawal};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct WithdrawComplaint {
    complaint: ComplaintId,
    version: i64,
    note: String,
}

impl WithdrawComplaint {
    pub(crate) fn parse(message: pb::WithdrawComplaintRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let complaint = fields.id("complaint_id", &message.complaint_id);
        let version = fields.etag("etag", &message.etag);
        let note = wire::register::read_reasons(&mut fields, "note", &message.note, MOST_TEXT);
        let (complaint, version, note) = fields.finish((complaint, version, note))?;
        Ok(Self { complaint, version, note })
    }
}

pub(crate) async fn withdraw_complaint(work: &Work, command: &WithdrawComplaint) -> Result<ComplaintInSight, Error> {
    let complaint = policy::complaints::seen_whole(work, command.complaint).await?;
    policy::complaints::may_hold_at(work, complaint.held_at(), &complaint.matter.unit)?;
    complaint.must_be_at(command.version)?;
    let complaint =
        complaint.withdrawn(Withdrawal { note: command.note.clone(), by: work.person(), at: work.now() })?;
    store::complaints::save(work, &complaint).await?;
    events::complaint_withdrawn(work, &complaint);
    Ok(ComplaintInSight::whole(complaint, work.today()))
}
