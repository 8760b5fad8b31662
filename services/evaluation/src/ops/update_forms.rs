//! Changing the forms of the version that is being written.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::load;
use crate::domain::dossier::forms::Forms;
use crate::domain::dossier::{Dossier, DossierId};
use crate::error::Error;
use crate::{Work, events, policy, store, wire};

pub(crate) struct UpdateForms {
    dossier: DossierId,
    version: i64,
    forms: Forms,
}

impl UpdateForms {
    pub(crate) fn parse(message: pb::UpdateFormsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let forms = wire::dossiers::read_forms(&mut fields, message.forms);
        let (dossier, version, forms) = fields.finish((dossier, version, forms))?;
        Ok(Self { dossier, version, forms })
    }
}

pub(crate) async fn update_forms(work: &Work, command: &UpdateForms) -> Result<Dossier, Error> {
    let dossier = load(work, command.dossier, command.version).await?;
    policy::may_act_for_producer(work, &dossier).await?;
    let number = dossier.open_version()?;
    let set = work.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    command.forms.check(set)?;
    let dossier = dossier.edited(work.now())?;
    store::dossier_versions::save(work, dossier.id, number, &command.forms).await?;
    store::dossiers::save(work, &dossier).await?;
    events::forms_updated(work, &dossier);
    Ok(dossier)
}
