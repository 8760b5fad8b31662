//! The province, or the ministry after a hand-over, takes a dossier in and gives its registration slip a number.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::{at, keep, load};
use super::submit_dossier::give_receipt;
use super::transfer_dossier::parts;
use crate::domain::dossier::{Dossier, DossierId, Level, Receipt};
use crate::error::Error;
use crate::{Work, policy, store};

pub(crate) struct TakeInDossier {
    dossier: DossierId,
    version: i64,
}

impl TakeInDossier {
    pub(crate) fn parse(message: pb::TakeInDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let (dossier, version) = fields.finish((dossier, version))?;
        Ok(Self { dossier, version })
    }
}

pub(crate) async fn take_in_dossier(work: &Work, command: &TakeInDossier) -> Result<(Dossier, Receipt), Error> {
    let dossier = load(work, command.dossier, command.version).await?;
    let level = dossier.state.level();
    policy::may_handle(work, &dossier, level)?;
    if level == Level::Ministry {
        receive(work, &dossier).await?;
    }
    let at = at(work, &dossier).await?;
    let dossier = keep(work, dossier.take_in(&at)?).await?;
    let receipt = give_receipt(work, &dossier, level).await?;
    Ok((dossier, receipt))
}

/// Holds every part against what was handed over, and signs for it.
async fn receive(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    let custody = store::custody::last(work, dossier.id).await?;
    let custody = custody.ok_or(Error::NoCustodyReceipt { dossier: dossier.id })?;
    custody.must_match(&parts(work, dossier.id, dossier.frozen_version).await?)?;
    store::custody::receive(work, &custody).await
}
