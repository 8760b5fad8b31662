//! What was handed over to the ministry, and whether it was received as it was.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::custody::Custody;
use crate::domain::dossier::DossierId;
use crate::domain::minutes::Minutes;
use crate::domain::parcel::SignedReceipt;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct GetCustodyReceipt {
    dossier: DossierId,
}

impl GetCustodyReceipt {
    pub(crate) fn parse(message: pb::GetCustodyReceiptRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (dossier,) = fields.finish((dossier,))?;
        Ok(Self { dossier })
    }
}

/// What is known of a hand-over.
pub(crate) struct KnownCustody {
    pub(crate) custody: Custody,
    /// What the other installation signed, if it went to one.
    pub(crate) signed: Vec<SignedReceipt>,
    /// The minutes that came with the dossier from there.
    pub(crate) minutes: Option<Minutes>,
}

pub(crate) async fn get_custody_receipt(view: &View, command: &GetCustodyReceipt) -> Result<KnownCustody, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let found = store::custody::last(view, dossier.id).await?;
    let custody = found.ok_or(Error::NoCustodyReceipt { dossier: dossier.id })?;
    let signed = store::parcels::signed_receipts(view, dossier.id).await?;
    let minutes = store::parcels::received_minutes(view, dossier.id).await?;
    Ok(KnownCustody { custody, signed, minutes })
}
