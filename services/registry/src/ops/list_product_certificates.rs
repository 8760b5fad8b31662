//! The certificates a product has and had.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product::ProductId;
use crate::domain::standing::ProductCertificate;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListProductCertificates {
    product: ProductId,
    page: Page,
}

impl ListProductCertificates {
    pub(crate) fn parse(message: pb::ListProductCertificatesRequest) -> Result<Self, Error> {
        let filter = pb::ListProductCertificatesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let size = fields.page_size(message.page_size);
        let (product, size) = fields.finish((product, size))?;
        Ok(Self { product, page: Page::new(size, &message.page_token, fingerprint(&filter))? })
    }
}

pub(crate) async fn list_product_certificates(
    view: &View,
    command: &ListProductCertificates,
) -> Result<Paged<ProductCertificate>, Error> {
    let found = store::products::find(view, command.product).await?;
    let product = policy::sight(view).await?.product(found, command.product)?;
    Ok(store::product_certificates::list(view, product.id, &command.page).await?)
}
