//! Sample producers, their leaders and products, in registry.

use proto::registry::v1 as registry;

use super::clients::{Clients, Person, request_id};
use super::samples::{SAMPLES, Sample};
use super::show::{Show, both};
use super::story::{Told, missing};

/// A sample as registry knows it.
pub(super) struct Registered {
    pub(super) sample: &'static Sample,
    pub(super) producer: registry::Producer,
    pub(super) product: registry::Product,
    pub(super) leader: registry::Leader,
}

pub(super) async fn samples(show: &Show, clients: &mut Clients) -> Told<Vec<Registered>> {
    show.step(3, &both("Chủ thể và sản phẩm mẫu", "Sample producers and products"));
    let mut registered = Vec::new();
    for sample in &SAMPLES {
        let producer = producer(clients, sample).await?;
        let leader = leader(clients, sample, &producer).await?;
        let product = product(clients, sample, &producer).await?;
        registered.push(Registered { sample, producer, product, leader });
    }
    let mut table = vec![vec![
        show.word(&both("Chủ thể", "Producer")),
        show.word(&both("Xã", "Commune")),
        show.word(&both("Lãnh đạo", "Leader")),
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Bộ", "Set")),
    ]];
    for one in &registered {
        let request = registry::GetUnitRequest { unit_id: one.producer.unit_id.clone(), at: String::new() };
        let unit = clients.registry.get_unit(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner().unit;
        table.push(vec![
            one.producer.name.clone(),
            unit.unwrap_or_default().name,
            one.leader.full_name.clone(),
            one.product.name.clone(),
            one.product.product_set.to_string(),
        ]);
    }
    show.table(&table);
    Ok(registered)
}

async fn producer(clients: &mut Clients, sample: &Sample) -> Told<registry::Producer> {
    let officer = Person::CommuneOfficer(sample.commune);
    let request = registry::ListProducersRequest {
        unit_id: sample.commune.to_owned(),
        state: registry::RecordState::Active.into(),
        text: sample.producer.to_owned(),
        ..Default::default()
    };
    let found = clients.registry.list_producers(clients.by(officer, request)?).await?.into_inner().producers;
    if let Some(known) = found.into_iter().find(|known| known.name == sample.producer) {
        return Ok(known);
    }
    let request = registry::CreateProducerRequest {
        request_id: request_id(&format!("producer {}", sample.producer)),
        producer: Some(registry::Producer {
            name: sample.producer.to_owned(),
            kind: sample.kind.into(),
            unit_id: sample.commune.to_owned(),
            sample: true,
            ..Default::default()
        }),
        ..Default::default()
    };
    let made = clients.registry.create_producer(clients.by(officer, request)?).await?.into_inner().producer;
    made.ok_or_else(|| missing("the producer"))
}

async fn leader(clients: &mut Clients, sample: &Sample, producer: &registry::Producer) -> Told<registry::Leader> {
    let officer = Person::CommuneOfficer(sample.commune);
    let request = registry::ListLeadersRequest { producer_id: producer.id.clone(), ..Default::default() };
    let found = clients.registry.list_leaders(clients.by(officer, request)?).await?.into_inner().leaders;
    if let Some(known) = found.into_iter().next() {
        return Ok(known);
    }
    let request = registry::AppointLeaderRequest {
        request_id: request_id(&format!("leader {}", sample.leader)),
        producer_id: producer.id.clone(),
        person_id: String::new(),
        full_name: sample.leader.to_owned(),
        title: "Giám đốc".to_owned(),
        term_from: "2026-01-01".to_owned(),
    };
    let made = clients.registry.appoint_leader(clients.by(officer, request)?).await?.into_inner().leader;
    made.ok_or_else(|| missing("the leader"))
}

async fn product(clients: &mut Clients, sample: &Sample, producer: &registry::Producer) -> Told<registry::Product> {
    let officer = Person::CommuneOfficer(sample.commune);
    let request = registry::ListProductsRequest { producer_id: producer.id.clone(), ..Default::default() };
    let found = clients.registry.list_products(clients.by(officer, request)?).await?.into_inner().products;
    if let Some(known) = found.into_iter().find(|known| known.name == sample.product) {
        return Ok(known);
    }
    let request = registry::CreateProductRequest {
        request_id: request_id(&format!("product {}", sample.product)),
        product: Some(registry::Product {
            name: sample.product.to_owned(),
            product_set: sample.product_set,
            producer_id: producer.id.clone(),
            unit_id: sample.commune.to_owned(),
            description: "Sản phẩm mẫu để minh họa / a sample for demonstration".to_owned(),
            ..Default::default()
        }),
    };
    let made = clients.registry.create_product(clients.by(officer, request)?).await?.into_inner().product;
    made.ok_or_else(|| missing("the product"))
}
