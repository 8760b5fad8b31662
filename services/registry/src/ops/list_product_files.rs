//! The files of a product, by purpose and in the order its owner gave them.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product::ProductId;
use crate::domain::product_file::{ProductFile, Purpose};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct ListProductFiles {
    product: ProductId,
    purpose: Option<Purpose>,
    page: Page,
}

impl ListProductFiles {
    pub(crate) fn parse(message: pb::ListProductFilesRequest) -> Result<Self, Error> {
        let filter = pb::ListProductFilesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let purpose = wire::choices::read_optional(&mut fields, "purpose", message.purpose);
        let size = fields.page_size(message.page_size);
        let (product, purpose, size) = fields.finish((product, purpose, size))?;
        Ok(Self { product, purpose, page: Page::new(size, &message.page_token, fingerprint(&filter))? })
    }
}

pub(crate) async fn list_product_files(view: &View, command: &ListProductFiles) -> Result<Paged<ProductFile>, Error> {
    let found = store::products::find(view, command.product).await?;
    let product = policy::sight(view).await?.product(found, command.product)?;
    Ok(store::product_files::list(view, product.id, command.purpose, &command.page).await?)
}
