//! A revocation by its identity.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::revocation::{Revocation, RevocationId};
use crate::error::Error;
use crate::{View, policy};

pub(crate) struct GetRevocation(RevocationId);

impl GetRevocation {
    pub(crate) fn parse(message: pb::GetRevocationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let revocation = fields.id("revocation_id", &message.revocation_id);
        let (revocation,) = fields.finish((revocation,))?;
        Ok(Self(revocation))
    }
}

/// A revocation, and the day on which it may be overdue.
pub(crate) type RevocationOnDay = (Revocation, NaiveDate);

pub(crate) async fn get_revocation(view: &View, GetRevocation(id): &GetRevocation) -> Result<RevocationOnDay, Error> {
    Ok((policy::readable_revocation(view, *id).await?, view.today()))
}
