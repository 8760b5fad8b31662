//! An inspection by its identity.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::inspection::{Inspection, InspectionId};
use crate::domain::revocation::RevocationId;
use crate::error::Error;
use crate::store::OnBehalf;
use crate::{View, policy, store};

pub(crate) struct GetInspection(InspectionId);

impl GetInspection {
    pub(crate) fn parse(message: pb::GetInspectionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let inspection = fields.id("inspection_id", &message.inspection_id);
        let (inspection,) = fields.finish((inspection,))?;
        Ok(Self(inspection))
    }
}

/// An inspection, the revocation that rests on it, and the day on which it may be overdue.
pub(crate) struct SeenInspection {
    pub(crate) inspection: Inspection,
    pub(crate) revocation: Option<RevocationId>,
    pub(crate) today: NaiveDate,
}

impl SeenInspection {
    /// One on which no revocation rests yet: only a conclusion carries one.
    pub(super) fn fresh(asker: &impl OnBehalf, inspection: Inspection) -> Self {
        Self { inspection, revocation: None, today: asker.today() }
    }
}

pub(crate) async fn get_inspection(view: &View, GetInspection(id): &GetInspection) -> Result<SeenInspection, Error> {
    let inspection = policy::inspections::readable(view, *id).await?;
    let revocation = store::revocations::resting_on(view, [inspection.id]).await?.remove(&inspection.id);
    Ok(SeenInspection { revocation, ..SeenInspection::fresh(view, inspection) })
}
