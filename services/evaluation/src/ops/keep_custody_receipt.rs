//! Keeping what the other installation signed for a dossier that was sent there.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::parcel::{ParcelKind, SignedReceipt};
use crate::error::Error;
use crate::{Work, events, policy, store, wire};

pub(crate) struct KeepCustodyReceipt {
    dossier: DossierId,
    receipt: SignedReceipt,
}

impl KeepCustodyReceipt {
    pub(crate) fn parse(message: pb::KeepCustodyReceiptRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let receipt = fields.message("receipt", message.receipt);
        let receipt = receipt.and_then(|receipt| wire::parcels::read_receipt(&mut fields, "receipt", receipt));
        let (dossier, receipt) = fields.finish((dossier, receipt))?;
        Ok(Self { dossier, receipt })
    }
}

pub(crate) async fn keep_custody_receipt(work: &Work, command: &KeepCustodyReceipt) -> Result<(), Error> {
    policy::must_be_reporting(work)?;
    let KeepCustodyReceipt { dossier, receipt } = command;
    let kept = store::parcels::find(work, *dossier, receipt.dossier_version).await?;
    let kept = kept.filter(|kept| kept.parcel.kind == receipt.kind).ok_or(Error::NoParcel { dossier: *dossier })?;
    if !store::parcels::keep_receipt(work, *dossier, receipt).await? {
        // It is there already.
        return Ok(());
    }
    if receipt.kind == ParcelKind::HandOver {
        store::custody::signed_for(work, *dossier, receipt.dossier_version, receipt.received_at).await?;
    }
    events::parcel_received(work, &kept.parcel);
    Ok(())
}
