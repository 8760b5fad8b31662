//! Taking a product out of use.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::product::{Product, ProductCode, ProductId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct RetireProduct {
    product: ProductId,
    version: i64,
    reason: String,
}

impl RetireProduct {
    pub(crate) fn parse(message: pb::RetireProductRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (product, version, reason) = fields.finish((product, version, reason))?;
        Ok(Self { product, version, reason })
    }
}

pub(crate) async fn retire_product(work: &Work, command: &RetireProduct) -> Result<(Product, Vec<ProductCode>), Error> {
    let (found, codes) = store::products::find_with_codes(work, command.product).await?.unzip();
    let product = policy::known_product(found, command.product, policy::kept(work))?;
    product.must_be_at(command.version)?;
    let product = product.retire(command.reason.clone(), work.now())?;
    store::products::save(work, &product).await?;
    events::product_retired(work, &product);
    Ok((product, codes.unwrap_or_default()))
}
