//! What was handed over to the ministry, and whether it was received as it was.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::custody::Custody;
use crate::domain::dossier::DossierId;
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

pub(crate) async fn get_custody_receipt(view: &View, command: &GetCustodyReceipt) -> Result<Custody, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let found = store::custody::last(view, dossier.id).await?;
    found.ok_or(Error::NoCustodyReceipt { dossier: dossier.id })
}
