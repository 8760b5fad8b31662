//! Products by their identities: the names behind ids that other services work with.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product::{Product, ProductCode, ProductId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct BatchGetProducts {
    products: Vec<ProductId>,
}

impl BatchGetProducts {
    pub(crate) fn parse(message: pb::BatchGetProductsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("product_ids", message.product_ids, 1..=500).unwrap_or_default();
        let products = fields.each("product_ids", &given, |fields, path, id| fields.id(path, id));
        let (products,) = fields.finish((products,))?;
        Ok(Self { products })
    }
}

/// Those the caller sees, in order of identity.
pub(crate) async fn batch_get_products(
    view: &View,
    command: &BatchGetProducts,
) -> Result<Vec<(Product, Vec<ProductCode>)>, Error> {
    let found = store::products::with_codes_of(view, &command.products).await?;
    Ok(policy::sight(view).await?.products(found))
}
