//! Changing the named fields of a product.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::create_product::{read_description, read_name, read_product_set, read_unit};
use super::product_record::{RecordChange, read_change};
use crate::Work;
use crate::domain::product::{Product, ProductCode, ProductFacts, ProductId};
use crate::domain::product_set;
use crate::domain::units::living_commune;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct UpdateProduct {
    product: ProductId,
    version: i64,
    changes: Vec<Change>,
}

/// A field with its new value.
type Change = Box<dyn Fn(&mut ProductFacts) + Send + Sync>;

impl UpdateProduct {
    pub(crate) fn parse(message: pb::UpdateProductRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.message("product", message.product).unwrap_or_default();
        let id = fields.id("product.id", &product.id);
        let version = fields.etag("product.etag", &product.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| {
            Some(match path {
                "name" => read_name(fields, &product).map(|name| change(move |facts| facts.name.clone_from(&name))),
                "product_set" => {
                    read_product_set(fields, &product).map(|number| change(move |facts| facts.product_set = number))
                }
                "unit_id" => read_unit(fields, &product).map(|unit| change(move |facts| facts.unit = unit.clone())),
                "description" => read_description(fields, &product)
                    .map(|description| change(move |facts| facts.description.clone_from(&description))),
                _ => return of_record(read_change(fields, &product, path)),
            })
        });
        let (product, version, changes) = fields.finish((id, version, changes))?;
        Ok(Self { product, version, changes })
    }
}

/// A change of the record as one of the facts.
fn of_record(read: Option<Option<RecordChange>>) -> Option<Option<Change>> {
    Some(read?.map(|of_record| change(move |facts| of_record(&mut facts.record))))
}

fn change(change: impl Fn(&mut ProductFacts) + Send + Sync + 'static) -> Change {
    Box::new(change)
}

pub(crate) async fn update_product(work: &Work, command: &UpdateProduct) -> Result<(Product, Vec<ProductCode>), Error> {
    let (found, codes) = store::products::find_with_codes(work, command.product).await?.unzip();
    let product = policy::known_product(found, command.product, policy::reached(work))?;
    product.must_be_at(command.version)?;
    let mut facts = product.facts.clone();
    command.changes.iter().for_each(|change| change(&mut facts));
    let commune = living_commune(work.authority().units(), &facts.unit, work.today(), "product.unit_id")?;
    policy::may_keep(work, &commune.id)?;
    facts.record.must_be_of(work.today())?;
    let producer = store::producers::find(work, product.producer).await?;
    let producer = producer.ok_or(Error::NoSuchProducer { producer: product.producer })?;
    product_set::open_to(producer.facts.kind, facts.product_set, work.today())?;
    let product = product.update(facts, commune.parent.clone(), work.now())?;
    store::products::save(work, &product).await?;
    events::product_updated(work, &product);
    Ok((product, codes.unwrap_or_default()))
}
