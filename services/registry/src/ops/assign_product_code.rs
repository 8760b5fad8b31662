//! Giving a product its code for a year: the same product and year always get the same code.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::product::{ProductCode, ProductId};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct AssignProductCode {
    product: ProductId,
    year: i32,
}

impl AssignProductCode {
    pub(crate) fn parse(message: pb::AssignProductCodeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let year = fields.number("year", message.year, 2018..=2100);
        let (product, year) = fields.finish((product, year))?;
        Ok(Self { product, year })
    }
}

pub(crate) async fn assign_product_code(work: &Work, command: &AssignProductCode) -> Result<ProductCode, Error> {
    if let Some(code) = store::product_codes::find(work, command.product, command.year).await? {
        return Ok(code);
    }
    let product = store::products::find(work, command.product).await?;
    let product = product.ok_or(Error::NoSuchProduct { product: command.product })?;
    product.must_be_active()?;
    let last = store::product_codes::last_serial(work, &product.facts.unit, command.year).await?;
    let code = ProductCode {
        province: product.province.clone(),
        unit: product.facts.unit.clone(),
        serial: last + 1,
        year: command.year,
    };
    store::product_codes::insert(work, &product, &code).await?;
    events::product_code_assigned(work, &product, &code);
    Ok(code)
}
