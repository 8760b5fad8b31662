//! 134 products as decisions, the press and other programs wrote them down, imported with all their oddities.
//!
//! `products.csv` has facts alone: product, producer, address as written, stars, year and code given before. They are
//! for tests, and not checked against the decisions.

use std::collections::BTreeMap;

use platform::access::Role;
use proto::registry::v1 as pb;
use testkit::TestDatabase;

use super::Office;
use crate::Register;

const PRODUCTS: &str = include_str!("products.csv");

/// The mapping that is suggested, with a value where rows give none.
fn with_value(import: &pb::Import, field: &str, value: &str) -> pb::ImportMapping {
    let values = vec![pb::MappedValue { field: field.to_owned(), value: value.to_owned() }];
    pb::ImportMapping { values, ..import.mapping.clone().expect("given") }
}

/// How many rows have come to what, by state and reasons.
fn tally(rows: &[pb::ImportRow]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for row in rows.iter().filter(|row| row.state() != pb::ImportRowState::Heading) {
        let state = row.state().as_str_name().trim_start_matches("IMPORT_ROW_STATE_").to_lowercase();
        let why: String = row.verdicts.iter().map(|verdict| format!(" {}:{}", verdict.field, verdict.reason)).collect();
        *tally.entry(format!("{state}{why}")).or_default() += 1;
    }
    tally
}

fn counted(expected: &[(&str, usize)]) -> BTreeMap<String, usize> {
    expected.iter().map(|(outcome, count)| ((*outcome).to_owned(), *count)).collect()
}

/// The lines that a person must look at.
const ODD_ROWS: [i32; 12] = [24, 53, 54, 93, 99, 100, 101, 102, 103, 104, 119, 135];

fn refused(rows: &[pb::ImportRow]) -> Vec<i32> {
    rows.iter().filter(|row| row.state() == pb::ImportRowState::Refused).map(|row| row.number).collect()
}

testkit::on_both_databases! {
    async fn every_real_product_is_imported_or_told_why_not(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut office = Office::of_another(&register, Role::ProvinceOfficer, "VN");
        let sent = office.send(pb::SheetKind::Producers, "VN", PRODUCTS.as_bytes()).await.expect("taken in");
        let import = sent.into_inner().import.expect("given");
        let checked = office.checked(&import).await;
        let producers = office.applied(&checked).await;
        let rows = office.rows(&producers).await;
        // The kind of a producer is taken from its name, a commune of before the reform is followed to that of today, and a
        // producer that stands in several rows is registered once.
        assert_eq!(
            tally(&rows),
            counted(&[
                ("applied kind:", 4),
                ("applied place: kind:", 63),
                ("refused kind:FIELDS_INVALID", 9),
                ("refused place:UNIT_AMBIGUOUS kind:FIELDS_INVALID", 1),
                ("refused place:UNIT_NOT_FOUND", 2),
                ("skipped :", 55),
            ])
        );
        // `Cơ sở sản xuất`, `Hộ SXKD` and `(cá nhân)` are no kinds; 53 and 54 name no commune; 119 is in Đông Anh, which
        // was split.
        assert_eq!(refused(&rows), ODD_ROWS);

        let sent = office.send(pb::SheetKind::Products, "VN", PRODUCTS.as_bytes()).await.expect("taken in");
        let import = sent.into_inner().import.expect("given");
        // The source names no set: one is entered for all.
        let mapping = with_value(&import, "product_set", "4");
        let begun = office.check(&import, Some(mapping)).await.expect("begun");
        let checked = office.come_to_rest(&begun.into_inner().import.expect("given")).await;
        let products = office.applied(&checked).await;
        let rows = office.rows(&products).await;
        assert_eq!(
            tally(&rows),
            counted(&[
                ("applied", 9),
                ("applied place:", 113),
                ("refused producer:PRODUCER_NOT_FOUND", 9),
                ("refused producer:PRODUCER_NOT_FOUND place:UNIT_AMBIGUOUS", 1),
                ("refused producer:PRODUCER_NOT_FOUND place:UNIT_NOT_FOUND", 2),
            ])
        );
        assert_eq!(refused(&rows), ODD_ROWS, "whose producers were not registered");
        // 83-832-28882-1-2021: Hòa Nghĩa, Chợ Lách, Bến Tre.
        let durian = rows.iter().find(|row| row.cells[0] == "Trái sầu riêng tươi").expect("a row");
        let request = register.ask_as(Role::MinistryOfficer, "VN", pb::GetProductRequest { product_id: durian.record_id.clone() });
        let found = register.client.get_product(request).await.expect("found").into_inner().product;
        assert_eq!(found.expect("given").unit_id, "2025:28870");
    }
}
