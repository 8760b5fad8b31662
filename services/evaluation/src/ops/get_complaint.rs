//! A complaint by its identity, with who complained masked.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::complainant::{Complainant, MaskedComplainant};
use crate::domain::complaint::{Complaint, ComplaintCounts, ComplaintId};
use crate::error::Error;
use crate::policy::complaints::Sight;
use crate::{View, policy, store};

pub(crate) struct GetComplaint(ComplaintId);

impl GetComplaint {
    pub(crate) fn parse(message: pb::GetComplaintRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let complaint = fields.id("complaint_id", &message.complaint_id);
        let (complaint,) = fields.finish((complaint,))?;
        Ok(Self(complaint))
    }
}

/// A complaint, how much of it is shown, and the day on which it may be overdue.
#[derive(Debug)]
pub(crate) struct ComplaintInSight {
    pub(crate) complaint: Complaint,
    pub(crate) sight: Sight,
    pub(crate) day: NaiveDate,
}

impl ComplaintInSight {
    /// One that is shown to somebody who works on it.
    pub(crate) fn whole(complaint: Complaint, day: NaiveDate) -> Self {
        Self { complaint, sight: Sight::Whole, day }
    }
}

/// A complaint with what is known around it.
pub(crate) struct SeenComplaint {
    pub(crate) shown: ComplaintInSight,
    /// What is shown to those who see it whole.
    pub(crate) surroundings: Option<Surroundings>,
}

/// What is known around a complaint.
pub(crate) struct Surroundings {
    /// None if it is anonymous.
    pub(crate) complainant: Option<MaskedComplainant>,
    /// Complaints about the same certificate.
    pub(crate) counts: ComplaintCounts,
}

pub(crate) async fn get_complaint(view: &View, GetComplaint(id): &GetComplaint) -> Result<SeenComplaint, Error> {
    let (complaint, sight) = policy::complaints::seen(view, *id).await?;
    let surroundings = match sight {
        Sight::Whole => Some(surroundings_of(view, &complaint).await?),
        Sight::Producers => None,
    };
    Ok(SeenComplaint { shown: ComplaintInSight { complaint, sight, day: view.today() }, surroundings })
}

async fn surroundings_of(view: &View, complaint: &Complaint) -> Result<Surroundings, Error> {
    let complainant = store::complainants::find(view, complaint.id).await?;
    let counts = match complaint.matter.certificate {
        Some(certificate) => store::complaints::counts_of(view, &[certificate]).await?.remove(&certificate),
        None => None,
    };
    let complainant = complainant.as_ref().map(Complainant::masked);
    Ok(Surroundings { complainant, counts: counts.unwrap_or_default() })
}
