//! Beginning a dossier, pre-filled from the product's last one.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::beginning::{Snapshots, ask_registry, begin};
use crate::domain::dossier::forms::Forms;
use crate::domain::dossier::{Dossier, DossierKind, ProductId};
use crate::error::Error;
use crate::{View, Work, events, store, wire};

pub(crate) struct CreateDraft {
    product: ProductId,
    kind: DossierKind,
}

/// The command, and what registry said.
pub(crate) struct Prepared {
    kind: DossierKind,
    snapshots: Snapshots,
}

impl CreateDraft {
    pub(crate) fn parse(message: pb::CreateDraftRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let kind = wire::read_dossier_kind(&mut fields, message.kind);
        let (product, kind) = fields.finish((product, kind))?;
        Ok(Self { product, kind })
    }
}

/// Asks registry for product and producer.
pub(crate) async fn prepare(view: &View, command: &CreateDraft) -> Result<Prepared, Error> {
    Ok(Prepared { kind: command.kind, snapshots: ask_registry(view, command.product).await? })
}

pub(crate) async fn create_draft(work: &Work, prepared: &Prepared) -> Result<(Dossier, Forms), Error> {
    let dossier = begin(work, prepared.kind, &prepared.snapshots).await?;
    let last = store::dossiers::last_of_product(work, dossier.product.id, None).await?;
    let forms = match last {
        Some(last) => store::dossier_versions::find(work, last.id, last.frozen_version).await?.unwrap_or_default(),
        None => Forms::default(),
    };
    let forms = forms.pre_filled(dossier.kind);
    store::dossiers::insert(work, &dossier).await?;
    store::dossier_versions::save(work, dossier.id, 1, &forms).await?;
    events::draft_created(work, &dossier);
    Ok((dossier, forms))
}
