//! Passing a complaint on to the level that handles it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_complaint::ComplaintInSight;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::complaint::{ComplaintId, Forwarding};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct ForwardComplaint {
    complaint: ComplaintId,
    version: i64,
    note: String,
}

impl ForwardComplaint {
    pub(crate) fn parse(message: pb::ForwardComplaintRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let complaint = fields.id("complaint_id", &message.complaint_id);
        let version = fields.etag("etag", &message.etag);
        let note = fields.paragraphs("note", &message.note, MOST_TEXT);
        let (complaint, version, note) = fields.finish((complaint, version, note))?;
        Ok(Self { complaint, version, note })
    }
}

pub(crate) async fn forward_complaint(work: &Work, command: &ForwardComplaint) -> Result<ComplaintInSight, Error> {
    let complaint = policy::complaints::seen_whole(work, command.complaint).await?;
    policy::complaints::may_hold_at(work, complaint.held_at(), &complaint.matter.unit)?;
    complaint.must_be_at(command.version)?;
    let forwarding = Forwarding { note: command.note.clone(), by: work.person(), at: work.now() };
    let complaint = complaint.forwarded(forwarding)?;
    store::complaints::save(work, &complaint).await?;
    events::complaint_forwarded(work, &complaint);
    Ok(ComplaintInSight::whole(complaint, work.today()))
}
