//! Who complained, for those who handle the complaint. Each reading is recorded with its purpose.

use platform::fields::Fields;
use platform::operation::Recorded;
use proto::evaluation::v1 as pb;

use crate::domain::complainant::Complainant;
use crate::domain::complaint::ComplaintId;
use crate::error::Error;
use crate::store::complaints::COMPLAINANT;
use crate::{View, policy, store};

pub(crate) struct RevealComplainant {
    complaint: ComplaintId,
    purpose: String,
}

impl RevealComplainant {
    pub(crate) fn parse(message: pb::RevealComplainantRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let complaint = fields.id("complaint_id", &message.complaint_id);
        let purpose = fields.line("purpose", &message.purpose, 500);
        let (complaint, purpose) = fields.finish((complaint, purpose))?;
        Ok(Self { complaint, purpose })
    }
}

pub(crate) async fn reveal_complainant(
    view: &View,
    command: &RevealComplainant,
) -> Result<Recorded<Complainant>, Error> {
    let complaint = policy::complaints::seen_whole(view, command.complaint).await?;
    policy::complaints::may_learn_who_complained(view, &complaint)?;
    let complainant = store::complainants::find(view, complaint.id).await?;
    let complainant = complainant.ok_or(Error::ComplainantAnonymous { complaint: complaint.id })?;
    let purpose = Some(command.purpose.clone());
    Ok(Recorded { value: complainant, noun: COMPLAINANT, subjects: vec![complaint.id.into()], purpose })
}
