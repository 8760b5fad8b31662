//! Filing a dossier from paper: an officer of the commune types what a producer without an account handed in.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::beginning::{Snapshots, ask_registry, begin, must_be_in_window};
use super::step::at;
use super::submit_dossier::{MOST_PLACE, give_receipt};
use crate::domain::dossier::forms::Forms;
use crate::domain::dossier::{Dossier, DossierKind, Level, ProductId, Receipt};
use crate::error::Error;
use crate::{View, Work, events, store, wire};

pub(crate) struct FileDossier {
    product: ProductId,
    kind: DossierKind,
    forms: Forms,
    paper_original: String,
}

/// The command, and what registry said.
pub(crate) struct Prepared {
    kind: DossierKind,
    snapshots: Snapshots,
    forms: Forms,
    paper_original: String,
}

impl FileDossier {
    pub(crate) fn parse(message: pb::FileDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let kind = wire::read_dossier_kind(&mut fields, message.kind);
        let forms = wire::dossiers::read_forms(&mut fields, message.forms);
        let paper_original = fields.line("paper_original", &message.paper_original, MOST_PLACE);
        let (product, kind, forms, paper_original) = fields.finish((product, kind, forms, paper_original))?;
        Ok(Self { product, kind, forms, paper_original })
    }
}

/// Asks registry for product and producer.
pub(crate) async fn prepare(view: &View, command: &FileDossier) -> Result<Prepared, Error> {
    Ok(Prepared {
        kind: command.kind,
        snapshots: ask_registry(view, command.product).await?,
        forms: command.forms.clone(),
        paper_original: command.paper_original.clone(),
    })
}

pub(crate) async fn file_dossier(work: &Work, prepared: &Prepared) -> Result<(Dossier, Receipt), Error> {
    let draft = begin(work, prepared.kind, &prepared.snapshots).await?;
    must_be_in_window(work, &draft).await?;
    let set = work.service().catalogue.version(&draft.criteria_version)?.set(draft.product.product_set)?;
    prepared.forms.check(set)?;
    store::dossiers::insert(work, &draft).await?;
    let at = at(work, &draft).await?;
    let mut dossier = draft.submit(&prepared.forms, work.person(), &at)?;
    dossier.paper_original = Some(prepared.paper_original.clone());
    store::dossier_versions::save(work, dossier.id, dossier.frozen_version, &prepared.forms).await?;
    store::dossier_versions::freeze(work, dossier.id, dossier.frozen_version).await?;
    store::dossiers::save(work, &dossier).await?;
    events::dossier_filed(work, &dossier);
    let receipt = give_receipt(work, &dossier, Level::Commune).await?;
    Ok((dossier, receipt))
}
