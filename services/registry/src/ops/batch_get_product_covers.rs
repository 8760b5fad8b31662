//! The covers of a page of products, in as many statements as for one.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product::ProductId;
use crate::domain::product_file::ProductFile;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct BatchGetProductCovers {
    products: Vec<ProductId>,
}

impl BatchGetProductCovers {
    pub(crate) fn parse(message: pb::BatchGetProductCoversRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("product_ids", message.product_ids, 1..=1000).unwrap_or_default();
        let products = fields.each("product_ids", &given, |fields, path, id| fields.id(path, id));
        let (products,) = fields.finish((products,))?;
        Ok(Self { products })
    }
}

pub(crate) async fn batch_get_product_covers(
    view: &View,
    command: &BatchGetProductCovers,
) -> Result<Vec<ProductFile>, Error> {
    let sight = policy::sight(view).await?;
    let found = store::products::find_all(view, &command.products).await?;
    let seen: Vec<_> = found.into_iter().filter(|product| sight.shows_product(product)).collect();
    let seen: Vec<_> = seen.iter().map(|product| product.id).collect();
    Ok(store::product_files::covers(view, &seen).await?)
}
