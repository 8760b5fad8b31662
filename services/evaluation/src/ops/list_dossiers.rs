//! Dossiers, the newest first.

use platform::access::{Role, UnitId};
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::dossier::{Dossier, ProductId};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct ListDossiers {
    unit: Option<UnitId>,
    state: Option<String>,
    product: Option<ProductId>,
    page: Page,
}

impl ListDossiers {
    pub(crate) fn parse(message: pb::ListDossiersRequest) -> Result<Self, Error> {
        let filter = pb::ListDossiersRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let state = wire::read_optional_dossier_state(&mut fields, message.state);
        let product = fields.optional_id("product_id", &message.product_id);
        let size = fields.page_size(message.page_size);
        let (unit, state, product, size) = fields.finish((unit, state, product, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, state, product, page })
    }
}

pub(crate) async fn list_dossiers(view: &View, command: &ListDossiers) -> Result<Paged<Dossier>, Error> {
    let (units, producers) = policy::listed_to(view, command.unit.as_ref()).await?;
    let filter = store::dossiers::Filter {
        units,
        state: command.state.clone(),
        product: command.product,
        // A draft is the producer's own, and its commune's.
        drafts: producers.is_some() || view.authority().holds(Role::CommuneOfficer),
        producers,
    };
    Ok(store::dossiers::list(view, &filter, &command.page).await?)
}
