//! Keeping a province's receipt for an outcome.

use platform::fields::Fields;
use platform::ids::RawId;
use proto::reporting::v1 as pb;

use super::parcels::{admitted, signed_for};
use crate::View;
use crate::domain::link::keys::Statement;
use crate::domain::link::record::SignedBytes;
use crate::error::Error;
use crate::wire::link::read_signed;
use crate::wire::parcels::read_receipt;

pub(crate) struct ConfirmParcel {
    receipt: SignedBytes,
}

impl ConfirmParcel {
    pub(crate) fn parse(message: pb::ConfirmParcelRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let receipt = read_signed(&mut fields, "receipt", message.receipt);
        let (receipt,) = fields.finish((receipt,))?;
        Ok(Self { receipt })
    }
}

/// Brings the receipt to evaluation, which has it before the parcel counts as received.
pub(crate) async fn prepare(view: &View, command: &ConfirmParcel) -> Result<(RawId, SignedBytes), Error> {
    view.service().link.ministry()?;
    let (province, _) = read_receipt(&command.receipt.message).ok_or(Error::ReceiptWrong)?;
    let link = admitted(view, &province, Statement::ParcelReceipt, &command.receipt).await?;
    let (parcel, receipt) = signed_for(view, &link.key, &command.receipt).await?;
    view.service().evaluation.keep_receipt(&parcel, &command.receipt, &receipt, view.now()).await?;
    Ok((parcel.id, command.receipt.clone()))
}
