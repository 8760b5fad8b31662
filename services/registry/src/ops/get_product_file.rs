//! What a file of a product is.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::product::Product;
use crate::domain::product_file::{ProductFile, ProductFileId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetProductFile {
    file: ProductFileId,
}

impl GetProductFile {
    pub(crate) fn parse(message: pb::GetProductFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("product_file_id", &message.product_file_id);
        let (file,) = fields.finish((file,))?;
        Ok(Self { file })
    }
}

pub(crate) async fn get_product_file(view: &View, command: &GetProductFile) -> Result<ProductFile, Error> {
    Ok(seen(view, command.file).await?.0)
}

/// The file and its product, if the caller sees that.
pub(super) async fn seen(view: &View, id: ProductFileId) -> Result<(ProductFile, Product), Error> {
    let unknown = || Error::NoSuchProductFile { file: id };
    let file = store::product_files::find(view, id).await?.ok_or_else(unknown)?;
    let product = store::products::find(view, file.declaration.product).await?;
    let product = policy::sight(view).await?.product(product, file.declaration.product).map_err(|_| unknown())?;
    Ok((file, product))
}
