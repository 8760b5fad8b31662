//! A product by its identity, with its codes.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product::{Product, ProductCode, ProductId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetProduct {
    product: ProductId,
}

impl GetProduct {
    pub(crate) fn parse(message: pb::GetProductRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let (product,) = fields.finish((product,))?;
        Ok(Self { product })
    }
}

pub(crate) async fn get_product(view: &View, command: &GetProduct) -> Result<(Product, Vec<ProductCode>), Error> {
    let (product, codes) = store::products::find_with_codes(view, command.product).await?.unzip();
    let product = policy::sight(view).await?.product(product, command.product)?;
    Ok((product, codes.unwrap_or_default()))
}
