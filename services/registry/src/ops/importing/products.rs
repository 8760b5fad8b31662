//! A row as a product.

use proto::registry::v1 as pb;

use super::producers::split;
use super::{Importing, Outcome, all_verdicts, already_there};
use crate::domain::import::{ImportRow, set_of_words};
use crate::error::Error;
use crate::ops::{CreateProduct, create_product};
use crate::store;

pub(super) async fn apply(importing: &Importing<'_>, row: &ImportRow) -> Result<Outcome, Error> {
    let value = |field| importing.value(row, field);
    let (producer, no_producer) = split(importing.producer(row).await);
    let names_a_place =
        ["place", "commune", "district", "province", "old_code"].into_iter().any(|field| !value(field).is_empty());
    let (place, no_place) = match &producer {
        // A product without a place of its own is of its producer's.
        Some(producer) if !names_a_place => (Some((producer.facts.unit.clone(), None)), None),
        _ => split(importing.place(row)),
    };
    let (unit, moved) = place.unwrap_or_else(|| (importing.import.unit.clone(), None));
    let product = pb::Product {
        name: value("name").to_owned(),
        product_set: set_of_words(value("product_set"), importing.work.today()).unwrap_or(0),
        producer_id: producer.as_ref().map(|producer| producer.id.to_string()).unwrap_or_default(),
        unit_id: unit.to_string(),
        description: value("description").to_owned(),
        ..pb::Product::default()
    };
    let request = pb::CreateProductRequest { request_id: String::new(), product: Some(product) };
    let (command, producer) = match (CreateProduct::parse(request), producer, no_place) {
        (Ok(command), Some(producer), None) => (command, producer),
        (parsed, _, no_place) => {
            let mut why = all_verdicts(no_producer, no_place)?;
            let others = all_verdicts(None, parsed.err())?;
            let news: Vec<_> =
                others.into_iter().filter(|other| why.iter().all(|known| known.field != other.field)).collect();
            why.extend(news);
            return Ok(Outcome::Refused(why));
        }
    };
    if let Some(known) = store::imports::product_named(importing.work, producer.id, value("name")).await? {
        return Ok(Outcome::Skipped(already_there(known.id)));
    }
    let (made, _) = create_product(importing.work, &command).await?;
    Ok(Outcome::made(made.id, made.version, moved.into_iter().collect()))
}
