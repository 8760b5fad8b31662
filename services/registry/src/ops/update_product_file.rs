//! Changing what is said about a file of a product, or its place in the order.

use platform::fields::Fields;
use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::product::Product;
use crate::domain::product_file::{ProductFile, ProductFileId, Said};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct UpdateProductFile {
    file: ProductFileId,
    version: i64,
    changes: Vec<Change>,
}

/// A field with its new value.
enum Change {
    Caption(Said),
    AltText(Said),
    Place(i32),
}

impl UpdateProductFile {
    pub(crate) fn parse(message: pb::UpdateProductFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("product_file", message.product_file).unwrap_or_default();
        let id = fields.id("product_file.id", &given.id);
        let version = fields.etag("product_file.etag", &given.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| {
            Some(match path {
                "caption" => read_said(fields, "product_file.caption", given.caption.clone()).map(Change::Caption),
                "alt_text" => read_said(fields, "product_file.alt_text", given.alt_text.clone()).map(Change::AltText),
                "place" => fields.number("product_file.place", given.place, 1..=i32::MAX).map(Change::Place),
                _ => return None,
            })
        });
        let (file, version, changes) = fields.finish((id, version, changes))?;
        Ok(Self { file, version, changes })
    }
}

fn read_said(fields: &mut Fields, path: &str, given: Option<LocalizedText>) -> Option<Said> {
    let given = given.unwrap_or_default();
    let vi = fields.optional_line(&format!("{path}.vi"), &given.vi, 300);
    let en = fields.optional_line(&format!("{path}.en"), &given.en, 300);
    Some(Said { vi: vi?, en: en? })
}

pub(crate) async fn update_product_file(work: &Work, command: &UpdateProductFile) -> Result<ProductFile, Error> {
    let (mut file, product) = file_to_keep(work, command.file).await?;
    product.must_be_active()?;
    file.must_be_at(command.version)?;
    for change in &command.changes {
        match change {
            Change::Caption(said) => file.caption = said.clone(),
            Change::AltText(said) => file.alt_text = said.clone(),
            Change::Place(place) => {
                store::product_files::make_room(work, &file, *place).await?;
                file.place = *place;
            }
        }
    }
    file.version += 1;
    store::product_files::save(work, &file).await?;
    events::product_files::updated(work, &file);
    Ok(file)
}

/// The file and its product, if the caller may keep that one's files.
pub(super) async fn file_to_keep(work: &Work, id: ProductFileId) -> Result<(ProductFile, Product), Error> {
    let unknown = || Error::NoSuchProductFile { file: id };
    let file = store::product_files::find(work, id).await?.ok_or_else(unknown)?;
    match policy::product_to_illustrate(work, file.declaration.product).await {
        Ok(product) => Ok((file, product)),
        Err(Error::NoSuchProduct { .. }) => Err(unknown()),
        Err(error) => Err(error),
    }
}
