//! Rows are tried without effect, and each gets its verdict.

use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, count};
use tonic::Code;

use super::Office;
use crate::Register;

testkit::on_both_databases! {
    async fn each_row_gets_the_verdicts_of_the_rpcs_rule(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let sheet = "TT,Tên chủ thể,Loại hình,Xã,Tỉnh,Mã số thuế\n\
            1,HTX Một,HTX,Thanh Nưa,Điện Biên,5600123456\n\
            2,Tổ hợp tác Hai,,Thanh Nưa,Điện Biên,\n\
            3,HTX Ba,HTX,Thanh Nưa,Điện Biên,12\n\
            4,HTX Bốn,bừa,Không Có Xã Này,Điện Biên,\n\
            5,HTX Năm,HTX,Ba Đình,Hà Nội,\n\
            6,HTX Sáu,HTX,Thanh Nưa,Điện Biên,5600123456\n\
            7,htx một,HTX,Thanh Nưa,Điện Biên,5600123456\n\
            ,Cộng,,,,7\n";
        let import = office.upload(pb::SheetKind::Producers, sheet).await;
        let begun = office.check(&import, None).await.expect("begun").into_inner().import.expect("given");
        assert_eq!(begun.state(), pb::ImportState::Checking);
        let checked = office.advance(&begun, 100).await.expect("advanced").into_inner().import.expect("given");
        assert_eq!(checked.state(), pb::ImportState::Checked);
        assert_eq!(
            office.verdicts(&checked).await,
            [
                "2 good",
                "3 good kind:",
                "4 refused tax_code:FIELDS_INVALID",
                "5 refused place:UNIT_NOT_FOUND kind:FIELDS_INVALID",
                "6 refused :UNIT_OUTSIDE_GRANT",
                "7 refused tax_code:TAX_CODE_TAKEN",
                "8 skipped :",
                "9 skipped :",
            ]
        );
        let counts = checked.counts.expect("given");
        assert_eq!((counts.rows, counts.good, counts.refused, counts.skipped, counts.pending), (8, 2, 4, 2, 0));
        assert_eq!(count(&database, "SELECT count(*) AS count FROM producer").await, 0, "without effect");
        assert_eq!(count(&database, "SELECT count(*) AS count FROM event WHERE type LIKE '%ProducerCreated'").await, 0);
    }

    async fn old_addresses_lead_to_the_communes_of_today_and_splits_to_a_choice(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let sheet = "Tên chủ thể,Địa chỉ,Năm\n\
            HTX Một,\"Xã Thanh Nưa, huyện Điện Biên, tỉnh Điện Biên\",2021\n\
            HTX Hai,2018:03127,\n\
            HTX Ba,11-03127,2026\n\
            HTX Bốn,tỉnh Điện Biên,\n";
        let import = office.upload(pb::SheetKind::Producers, sheet).await;
        let checked = office.checked(&import).await;
        let verdicts = office.verdicts(&checked).await;
        assert!(verdicts[0].starts_with("2 good place:"), "{verdicts:?}");
        assert!(verdicts[2].starts_with("4 good"), "{verdicts:?}");
        assert_eq!(verdicts[3], "5 refused place:UNIT_NOT_FOUND");
    }

    async fn a_mapping_of_ones_own_counts(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, "Một,Hai,Ba\nMật ong,HTX Mường Ảng,03127\n").await;
        let columns = |columns: &[(i32, &str)]| pb::ImportMapping {
            columns: columns
                .iter()
                .map(|(number, field)| pb::MappedColumn { number: *number, field: (*field).to_owned() })
                .collect(),
            values: vec![pb::MappedValue { field: "kind".to_owned(), value: "trang trại".to_owned() }],
        };
        let checked = office.checked(&import).await;
        assert_eq!(checked.counts.expect("given").good, 0, "nothing is suggested");
        for (wrong, field) in [
            (columns(&[(2, "nonsense")]), "mapping.columns[0].field"),
            (columns(&[(2, "name"), (3, "name")]), "mapping.columns[1]"),
            (columns(&[(0, "name")]), "mapping.columns[0].number"),
        ] {
            let refused = office.check(&checked, Some(wrong)).await;
            assert_refused(refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let begun = office.check(&checked, Some(columns(&[(2, "name"), (3, "place")]))).await.expect("begun");
        let checked = office.come_to_rest(&begun.into_inner().import.expect("given")).await;
        assert_eq!(office.verdicts(&checked).await, ["2 good"]);
        assert_eq!(checked.mapping.expect("given").values[0].value, "trang trại");
    }

    async fn products_and_leaders_name_producers_that_are_registered(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.producer("HTX Một").await;
        let first = register.producer("HTX Đôi").await;
        let second = pb::CreateProducerRequest {
            distinct_from_producer_ids: vec![first.id],
            ..crate::create_producer("HTX Đôi")
        };
        let request = register.ask(second);
        register.client.create_producer(request).await.expect("another one of that name");
        let mut office = Office::of(&register);
        let sheet = "Sản phẩm,Chủ thể,Bộ sản phẩm\n\
            Mật ong,htx mot,4\n\
            Chè,HTX Đôi,4\n\
            Gạo,HTX Không Có,99\n\
            Miến,HTX Một,không rõ\n";
        let import = office.upload(pb::SheetKind::Products, sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(
            office.verdicts(&checked).await,
            [
                "2 good",
                "3 refused producer:PRODUCER_AMBIGUOUS",
                "4 refused producer:PRODUCER_NOT_FOUND",
                "5 refused product_set:FIELDS_INVALID",
            ]
        );
        let sheet = "Họ và tên;Chức vụ;Từ ngày;Chủ thể\n\
            Lò Thị Mai;Giám đốc;05/08/2024;HTX Một\n\
            Lò Văn An;;hôm qua;HTX Một\n";
        let import = office.upload(pb::SheetKind::Leaders, sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(
            office.verdicts(&checked).await,
            ["2 good", "3 refused title:FIELDS_INVALID term_from:FIELDS_INVALID"]
        );
    }
}
