//! A row as a product, with what it says of its record.

use proto::registry::v1 as pb;

use super::cells::Cells;
use super::producers::split;
use super::words::QUALITY_PAPERS;
use super::{Importing, Outcome, all_verdicts, already_there};
use crate::domain::import::{ImportRow, Verdict, amount, parts, set_of_words};
use crate::domain::product::record::FormerCode;
use crate::error::Error;
use crate::ops::{CreateProduct, create_product};
use crate::store;

pub(super) async fn apply(importing: &Importing<'_>, row: &ImportRow) -> Result<Outcome, Error> {
    let value = |field| importing.sheet.value(row, field);
    let (producer, no_producer) = split(importing.producer(row).await);
    let names_a_place =
        ["place", "commune", "district", "province", "old_code"].into_iter().any(|field| !value(field).is_empty());
    let (place, no_place) = match &producer {
        // A product without a place of its own is of its producer's.
        Some(producer) if !names_a_place => (Some((producer.facts.unit.clone(), None)), None),
        _ => split(importing.sheet.place(row)),
    };
    let (unit, moved) = place.unwrap_or_else(|| (importing.sheet.import.unit.clone(), None));
    let mut cells = Cells::of(&importing.sheet, row);
    let product = pb::Product {
        name: value("name").to_owned(),
        product_set: set_of_words(value("product_set"), importing.work.today()).unwrap_or(0),
        producer_id: producer.as_ref().map(|producer| producer.id.to_string()).unwrap_or_default(),
        unit_id: unit.to_string(),
        description: value("description").to_owned(),
        ..record(&mut cells, importing)
    };
    let request = pb::CreateProductRequest { request_id: String::new(), product: Some(product) };
    let faults = [no_producer, no_place, cells.fault()];
    let (command, producer) = match (CreateProduct::parse(request), producer, faults) {
        (Ok(command), Some(producer), [None, None, None]) => (command, producer),
        (parsed, _, faults) => {
            return all_verdicts(faults.into_iter().chain([parsed.err()])).map(Outcome::Refused);
        }
    };
    if let Some(known) = store::imports::product_named(importing.work, producer.id, value("name")).await? {
        return Ok(Outcome::Skipped(already_there(known.id)));
    }
    let (made, _) = create_product(importing.work, &command).await?;
    let remarks = moved.into_iter().chain(left_out(value("old_code")));
    Ok(Outcome::made(made.id, made.version, remarks.collect()))
}

/// What a row says of the product's record: of papers and prices one each, of codes all.
fn record(cells: &mut Cells<'_>, importing: &Importing<'_>) -> pb::Product {
    let former_codes = Some(cells.text("old_code")).filter(|code| code.parse::<FormerCode>().is_ok());
    let story = pb::ProductStory { slogan: cells.text("story_slogan"), text: cells.text("story_text") };
    pb::Product {
        standard: cells.text("standard"),
        story: cells.say(&["story_slogan", "story_text"]).then_some(story),
        packaging: cells.text("packaging"),
        yearly_capacity: capacity(cells),
        quality_papers: quality_paper(cells).into_iter().collect(),
        barcodes: barcodes(&cells.text("barcodes")),
        traceability_link: cells.text("traceability_link"),
        prices: price(cells, importing).into_iter().collect(),
        former_codes: former_codes.into_iter().collect(),
        ..Default::default()
    }
}

/// `20` with a column for the unit, or `20 tấn`.
fn capacity(cells: &mut Cells<'_>) -> Option<pb::YearlyCapacity> {
    if !cells.say(&["yearly_capacity_amount"]) {
        return None;
    }
    let written = cells.text("yearly_capacity_amount");
    let (number, behind) = parts(&written);
    let unit = match cells.text("yearly_capacity_unit") {
        unit if unit.is_empty() => behind.to_owned(),
        unit => unit,
    };
    // What is no number is refused as 0 by the rule of the rpc.
    Some(pb::YearlyCapacity { amount: amount(number, 1).unwrap_or(0), unit })
}

fn barcodes(written: &str) -> Vec<String> {
    written.split([';', ',', '\n', ' ']).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// A price is of today and of the whole unless the row says otherwise.
fn price(cells: &mut Cells<'_>, importing: &Importing<'_>) -> Option<pb::ProductPrice> {
    let price_dong = cells.dong("prices_price_dong")?;
    let or = |said: String, usual: String| if said.is_empty() { usual } else { said };
    Some(pb::ProductPrice {
        pack: or(cells.text("prices_pack"), "sản phẩm".to_owned()),
        price_dong,
        as_of: or(cells.day("prices_as_of"), importing.work.today().to_string()),
    })
}

fn quality_paper(cells: &mut Cells<'_>) -> Option<pb::QualityPaper> {
    cells.say(&["quality_papers_kind", "quality_papers_number", "quality_papers_issuer"]).then(|| pb::QualityPaper {
        kind: match cells.choice("quality_papers_kind", QUALITY_PAPERS) {
            0 if !cells.say(&["quality_papers_kind"]) => pb::QualityPaperKind::Other.into(),
            kind => kind,
        },
        number: cells.text("quality_papers_number"),
        issuer: cells.text("quality_papers_issuer"),
        issued_on: cells.day("quality_papers_issued_on"),
        expires_on: cells.day("quality_papers_expires_on"),
    })
}

/// A code that is none is not recorded; the product is.
fn left_out(old_code: &str) -> Option<Verdict> {
    let is_none = !old_code.is_empty() && old_code.parse::<FormerCode>().is_err();
    is_none.then(|| {
        Verdict::remark(
            "old_code",
            format!("Mã cũ {old_code} không đúng dạng tỉnh-huyện-xã-số thứ tự-năm nên không được ghi."),
            format!("The former code {old_code} is not province-district-commune-serial-year, and is not recorded."),
        )
    })
}
