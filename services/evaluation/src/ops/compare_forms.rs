//! What differs between the newest forms of a dossier and those of the product's dossier before it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::dossier::forms::Difference;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct CompareForms {
    dossier: DossierId,
}

impl CompareForms {
    pub(crate) fn parse(message: pb::CompareFormsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (dossier,) = fields.finish((dossier,))?;
        Ok(Self { dossier })
    }
}

pub(crate) async fn compare_forms(view: &View, command: &CompareForms) -> Result<(DossierId, Vec<Difference>), Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let before = store::dossiers::last_of_product(view, dossier.product.id, Some(dossier.id)).await?;
    let before = before.ok_or(Error::NoEarlierDossier { dossier: dossier.id })?;
    let unknown = |id, number| Error::NoSuchDossierVersion { dossier: id, number };
    let number = dossier.frozen_version.max(1);
    let now = store::dossier_versions::find(view, dossier.id, number).await?;
    let now = now.ok_or_else(|| unknown(dossier.id, number))?;
    let then = store::dossier_versions::find(view, before.id, before.frozen_version).await?;
    let then = then.ok_or_else(|| unknown(before.id, before.frozen_version))?;
    Ok((before.id, then.differences(&now)))
}
