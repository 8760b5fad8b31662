//! How the record of a product is read from a request, field by field: what registering and changing it share.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::producer_record::{MOST_DONG, read_link, read_list};
use crate::domain::product::record::{Barcode, Capacity, FormerCode, Price, QualityPaper, Record, Story};
use crate::wire;

/// A field of the record with its new value.
pub(super) type RecordChange = Box<dyn Fn(&mut Record) + Send + Sync>;

fn change(change: impl Fn(&mut Record) + Send + Sync + 'static) -> RecordChange {
    Box::new(change)
}

/// The whole record of a product that is registered.
pub(super) fn read_record(fields: &mut Fields, product: &pb::Product) -> Option<Record> {
    let standard = read_standard(fields, product);
    let story = read_story(fields, product);
    let packaging = read_packaging(fields, product);
    let capacity = read_capacity(fields, product);
    let quality_papers = read_quality_papers(fields, product);
    let barcodes = read_barcodes(fields, product);
    let traceability = read_traceability(fields, product);
    let prices = read_prices(fields, product);
    let former_codes = read_former_codes(fields, product);
    Some(Record {
        standard: standard?,
        story: story?,
        packaging: packaging?,
        capacity: capacity?,
        quality_papers: quality_papers?,
        barcodes: barcodes?,
        traceability: traceability?,
        prices: prices?,
        former_codes: former_codes?,
    })
}

/// A change of the record that a path of an update mask names; none for another path.
pub(super) fn read_change(fields: &mut Fields, product: &pb::Product, path: &str) -> Option<Option<RecordChange>> {
    Some(match path {
        "standard" => {
            read_standard(fields, product).map(|given| change(move |record| record.standard.clone_from(&given)))
        }
        "story" => read_story(fields, product).map(|given| change(move |record| record.story.clone_from(&given))),
        "packaging" => {
            read_packaging(fields, product).map(|given| change(move |record| record.packaging.clone_from(&given)))
        }
        "yearly_capacity" => {
            read_capacity(fields, product).map(|given| change(move |record| record.capacity.clone_from(&given)))
        }
        "quality_papers" => read_quality_papers(fields, product)
            .map(|given| change(move |record| record.quality_papers.clone_from(&given))),
        "barcodes" => {
            read_barcodes(fields, product).map(|given| change(move |record| record.barcodes.clone_from(&given)))
        }
        "traceability_link" => {
            read_traceability(fields, product).map(|given| change(move |record| record.traceability.clone_from(&given)))
        }
        "prices" => read_prices(fields, product).map(|given| change(move |record| record.prices.clone_from(&given))),
        "former_codes" => {
            read_former_codes(fields, product).map(|given| change(move |record| record.former_codes.clone_from(&given)))
        }
        _ => return None,
    })
}

fn read_standard(fields: &mut Fields, product: &pb::Product) -> Option<String> {
    fields.optional_line("product.standard", &product.standard, 300)
}

fn read_story(fields: &mut Fields, product: &pb::Product) -> Option<Story> {
    let story = product.story.clone().unwrap_or_default();
    let slogan = fields.optional_line("product.story.slogan", &story.slogan, 200);
    let text = fields.paragraphs("product.story.text", &story.text, 20_000);
    Some(Story { slogan: slogan?, text: text? })
}

fn read_packaging(fields: &mut Fields, product: &pb::Product) -> Option<String> {
    fields.paragraphs("product.packaging", &product.packaging, 2000)
}

fn read_capacity(fields: &mut Fields, product: &pb::Product) -> Option<Option<Capacity>> {
    let Some(given) = &product.yearly_capacity else { return Some(None) };
    let unit = fields.line("product.yearly_capacity.unit", &given.unit, 50);
    if !(1..=MOST_DONG).contains(&given.amount) {
        fields.fault("product.yearly_capacity.amount", "Số lượng phải lớn hơn 0.", "The amount is more than 0.");
        return None;
    }
    Some(Some(Capacity { amount: given.amount, unit: unit? }))
}

fn read_quality_papers(fields: &mut Fields, product: &pb::Product) -> Option<Vec<QualityPaper>> {
    read_list(fields, "product.quality_papers", &product.quality_papers, |fields, path, given| {
        let kind = wire::products::read_quality_paper_kind(fields, &format!("{path}.kind"), given.kind);
        let number = fields.optional_line(&format!("{path}.number"), &given.number, 50);
        let issuer = fields.line(&format!("{path}.issuer"), &given.issuer, 200);
        let issued_on = fields.optional_date(&format!("{path}.issued_on"), &given.issued_on);
        let expires_on = fields.optional_date(&format!("{path}.expires_on"), &given.expires_on);
        let (issued_on, expires_on) = (issued_on?, expires_on?);
        Some(QualityPaper { kind: kind?, number: number?, issuer: issuer?, issued_on, expires_on })
    })
}

fn read_barcodes(fields: &mut Fields, product: &pb::Product) -> Option<Vec<Barcode>> {
    read_list(fields, "product.barcodes", &product.barcodes, |fields, path, given| fields.value(path, given.parse()))
}

fn read_traceability(
    fields: &mut Fields,
    product: &pb::Product,
) -> Option<Option<crate::domain::producer::record::WebLink>> {
    read_link(fields, "product.traceability_link", &product.traceability_link)
}

fn read_prices(fields: &mut Fields, product: &pb::Product) -> Option<Vec<Price>> {
    read_list(fields, "product.prices", &product.prices, |fields, path, given| {
        let pack = fields.line(&format!("{path}.pack"), &given.pack, 100);
        let as_of = fields.date(&format!("{path}.as_of"), &given.as_of);
        if !(1..=MOST_DONG).contains(&given.price_dong) {
            let path = format!("{path}.price_dong");
            fields.fault(path, "Giá tính bằng đồng, lớn hơn 0.", "The price is in đồng, more than 0.");
            return None;
        }
        Some(Price { pack: pack?, dong: given.price_dong, as_of: as_of? })
    })
}

fn read_former_codes(fields: &mut Fields, product: &pb::Product) -> Option<Vec<FormerCode>> {
    read_list(fields, "product.former_codes", &product.former_codes, |fields, path, given| {
        fields.value(path, given.parse())
    })
}
