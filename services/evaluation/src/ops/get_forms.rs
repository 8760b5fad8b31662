//! The forms of a version of a dossier, with what the producer's own sheet comes to.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::dossier::forms::Forms;
use crate::domain::score::score_sheet;
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct GetForms {
    dossier: DossierId,
    number: i32,
}

/// The forms of a version.
pub(crate) struct SeenForms {
    pub(crate) number: i32,
    pub(crate) forms: Forms,
    pub(crate) own_score: pb::Score,
}

impl GetForms {
    pub(crate) fn parse(message: pb::GetFormsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let number = fields.number("version", message.version, 0..=i32::MAX);
        let (dossier, number) = fields.finish((dossier, number))?;
        Ok(Self { dossier, number })
    }
}

pub(crate) async fn get_forms(view: &View, command: &GetForms) -> Result<SeenForms, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let newest = match policy::acting_for_producer(view, &dossier).await? {
        Some(_) => dossier.newest_version(),
        None => dossier.frozen_version,
    };
    let number = if command.number == 0 { newest } else { command.number };
    let unknown = || Error::NoSuchDossierVersion { dossier: dossier.id, number };
    if number > newest {
        return Err(unknown());
    }
    let forms = store::dossier_versions::find(view, dossier.id, number).await?.ok_or_else(unknown)?;
    let set = view.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let form = Form::new(set, &forms.fixed_cases(set))?;
    let own_score = wire::score(set, &score_sheet(&form, &form.read(&forms.choices())?));
    Ok(SeenForms { number, forms, own_score })
}
