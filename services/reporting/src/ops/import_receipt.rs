//! Taking in a receipt that was carried back by hand.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::submitting::acknowledge;
use crate::Work;
use crate::domain::link::record::{SignedBytes, Submission};
use crate::error::Error;
use crate::wire::link::read_signed;

pub(crate) struct ImportReceipt {
    receipt: SignedBytes,
}

impl ImportReceipt {
    pub(crate) fn parse(message: pb::ImportReceiptRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let receipt = read_signed(&mut fields, "receipt", message.receipt);
        let (receipt,) = fields.finish((receipt,))?;
        Ok(Self { receipt })
    }
}

pub(crate) async fn import_receipt(work: &Work, command: &ImportReceipt) -> Result<Submission, Error> {
    work.authority().require(&work.service().link.province()?.unit)?;
    acknowledge(work, &command.receipt).await
}
