//! Registering a product.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::product_record::read_record;
use crate::Work;
use crate::domain::producer::{ProducerId, RecordState};
use crate::domain::product::{Product, ProductCode, ProductFacts};
use crate::domain::product_set;
use crate::domain::units::living_commune;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct CreateProduct {
    producer: ProducerId,
    facts: ProductFacts,
}

impl CreateProduct {
    pub(crate) fn parse(message: pb::CreateProductRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.message("product", message.product).unwrap_or_default();
        let producer = fields.id("product.producer_id", &product.producer_id);
        let name = read_name(&mut fields, &product);
        let product_set = read_product_set(&mut fields, &product);
        let unit = read_unit(&mut fields, &product);
        let description = read_description(&mut fields, &product);
        let record = read_record(&mut fields, &product);
        let (producer, name, product_set, unit, description, record) =
            fields.finish((producer, name, product_set, unit, description, record))?;
        Ok(Self { producer, facts: ProductFacts { name, product_set, unit, description, record } })
    }
}

pub(super) fn read_name(fields: &mut Fields, product: &pb::Product) -> Option<String> {
    fields.line("product.name", &product.name, 200)
}

pub(super) fn read_product_set(fields: &mut Fields, product: &pb::Product) -> Option<i32> {
    fields.number("product.product_set", product.product_set, 1..=999)
}

pub(super) fn read_unit(fields: &mut Fields, product: &pb::Product) -> Option<UnitId> {
    fields.unit("product.unit_id", &product.unit_id)
}

pub(super) fn read_description(fields: &mut Fields, product: &pb::Product) -> Option<String> {
    fields.paragraphs("product.description", &product.description, 4000)
}

pub(crate) async fn create_product(work: &Work, command: &CreateProduct) -> Result<(Product, Vec<ProductCode>), Error> {
    let commune = living_commune(work.authority().units(), &command.facts.unit, work.today(), "product.unit_id")?;
    policy::may_keep(work, &commune.id)?;
    command.facts.record.must_be_of(work.today())?;
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::kept(work))?;
    producer.must_be_active()?;
    product_set::open_to(producer.facts.kind, command.facts.product_set, work.today())?;
    let product = Product {
        id: work.new_id(),
        producer: producer.id,
        facts: command.facts.clone(),
        province: commune.parent.clone(),
        sample: producer.sample,
        state: RecordState::Active,
        standing: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::products::insert(work, &product).await?;
    events::product_created(work, &product);
    Ok((product, Vec::new()))
}
