//! Officials by sheet: the body that a row means is found, or told not to be there.

use platform::access::Role;
use prost::Message as _;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::export_rows_request::Rows;
use testkit::{TestDatabase, assert_refused, assert_status, count};
use tonic::Code;

use super::Office;
use crate::retention::LONGER_THAN_ANYTHING;
use crate::{COMMUNE, PROVINCE, Register};

const HEADER: &str = "Họ và tên,Chức vụ,Nhiệm vụ,Từ ngày,Đến ngày,Cơ quan,Xã,Tỉnh";

testkit::on_both_databases! {
    async fn officials_are_appointed_to_the_body_of_the_unit(database: TestDatabase) {
        let register = Register::on(&database).await;
        register.body(COMMUNE, "Ban chỉ đạo OCOP xã").await;
        register.body(COMMUNE, "Bộ phận phụ trách").await;
        register.body(PROVINCE, "Ban chỉ đạo OCOP tỉnh").await;
        let mut office = Office::of(&register);
        let sheet = format!(
            "{HEADER}\n\
            Lò Thị Mai,Phó Chủ tịch,Trưởng ban,01/08/2025,,Ban chỉ đạo OCOP xã,Điện Biên Phủ,Điện Biên\n\
            Lò Văn An,Công chức,Ủy viên,01/08/2025,31/12/2030,ban chi dao ocop xa,Điện Biên Phủ,Điện Biên\n\
            Lò Văn Bình,Công chức,Ủy viên,01/08/2025,,,Điện Biên Phủ,Điện Biên\n\
            Lò Văn Chính,Công chức,Ủy viên,01/08/2025,,Ban chỉ đạo khác,Điện Biên Phủ,Điện Biên\n\
            Lò Văn Dũng,Phó Giám đốc Sở,Ủy viên,01/08/2025,,,,tỉnh Điện Biên\n\
            Lò Văn Em,Công chức,Ủy viên,hôm qua,,,Ba Đình,Hà Nội\n\
            Lò Văn Giáp,Công chức,Ủy viên,01/08/2025,01/01/2025,Ban chỉ đạo OCOP xã,Điện Biên Phủ,Điện Biên\n\
            Lò Thị Mai,Phó Chủ tịch,Trưởng ban,01/08/2025,,Ban chỉ đạo OCOP xã,Điện Biên Phủ,Điện Biên\n"
        );
        let import = office.upload(pb::SheetKind::Officials, &sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(
            office.verdicts(&checked).await,
            [
                "2 good",
                "3 good",
                "4 refused body:MANAGEMENT_BODY_AMBIGUOUS",
                "5 refused body:MANAGEMENT_BODY_NOT_FOUND",
                "6 good",
                "7 refused body:MANAGEMENT_BODY_NOT_FOUND term_from:FIELDS_INVALID",
                "8 refused term_to:OFFICIAL_TERM_ORDER",
                // Tried in another batch than the first line of hers, which left no trace.
                "9 good",
            ]
        );
        assert_eq!(count(&database, "SELECT count(*) AS count FROM official").await, 0, "without effect");
        let applied = office.applied(&checked).await;
        assert_eq!(count(&database, "SELECT count(*) AS count FROM official").await, 3);
        assert_eq!(office.verdicts(&applied).await[7], "9 skipped :");

        // What was exported can be imported: everybody is there already.
        let exported = register.table(Rows::Officials(pb::ListOfficialsRequest::default())).await.join("\n");
        let again = office.upload(pb::SheetKind::Officials, &exported).await;
        let checked = office.checked(&again).await;
        assert_eq!(office.verdicts(&checked).await, ["2 skipped :", "3 skipped :", "4 skipped :"]);
    }

    async fn officials_are_taken_back_but_those_whose_term_was_ended(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let body = register.body(COMMUNE, "Ban chỉ đạo OCOP xã").await;
        let mut office = Office::of(&register);
        let sheet = format!(
            "{HEADER}\n\
            Lò Thị Mai,Phó Chủ tịch,Trưởng ban,01/08/2025,,,Điện Biên Phủ,Điện Biên\n\
            Lò Văn An,Công chức,Ủy viên,01/08/2025,31/12/2030,,Điện Biên Phủ,Điện Biên\n\
            Lò Văn Bình,Công chức,Ủy viên,01/08/2025,,,Điện Biên Phủ,Điện Biên\n"
        );
        let import = office.upload(pb::SheetKind::Officials, &sheet).await;
        let checked = office.checked(&import).await;
        let applied = office.applied(&checked).await;
        let asked = pb::ListOfficialsRequest::default;
        let request = register.ask(asked());
        let officials = register.management().list_officials(request).await.expect("listed").into_inner().officials;
        let by_name = |name: &str| officials.iter().find(|one| one.full_name == name).expect("in office").clone();
        register.ended(&by_name("Lò Văn An"), "2026-11-01").await.expect("ended");
        let begun = office.undo(&applied).await.expect("begun").into_inner().import.expect("given");
        let undone = office.come_to_rest(&begun).await;
        assert_eq!(office.verdicts(&undone).await, ["2 undone", "3 kept :IMPORT_ROW_STAYS", "4 undone"]);
        assert_eq!(register.officials(asked()).await, ["Lò Văn An"]);
        let kept = office.rows(&undone).await.remove(2).verdicts.remove(0);
        assert!(kept.text.expect("given").en.contains("AppointOfficial"));
        let told = register.told(&database, "official").await;
        let retracted = told.iter().filter(|(name, _)| name == "OfficialTermRetracted");
        let retracted = retracted.map(|(_, event)| pb::OfficialTermRetracted::decode(event.as_slice()).expect("the event"));
        let mut retracted: Vec<_> = retracted.map(|told| (told.official_id, told.body_id, told.unit_id)).collect();
        retracted.sort();
        let mut expected = ["Lò Thị Mai", "Lò Văn Bình"].map(|name| (by_name(name).id, body.id.clone(), COMMUNE.to_owned()));
        expected.sort();
        assert_eq!(retracted, expected);
        let refused = register.ended(&by_name("Lò Thị Mai"), "2026-11-01").await.expect_err("there is no such term");
        assert_status(&refused, Code::NotFound, ErrorReason::OfficialNotFound, "official_id");

        // Who has left nothing behind may be appointed anew.
        let import = office.upload(pb::SheetKind::Officials, &sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(office.verdicts(&checked).await, ["2 good", "3 skipped :", "4 good"]);

        // What was taken back is kept no longer than what has ended.
        register.later(LONGER_THAN_ANYTHING);
        register.retention.run().await.expect("erased");
        assert_eq!(count(&database, "SELECT count(*) AS count FROM official WHERE full_name <> ''").await, 0);
    }

    async fn the_ministry_imports_its_own_officials_and_nothing_of_others(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut ministry = Office::of_another(&register, Role::MinistryOfficer, "VN");
        let sheet = format!("{HEADER}\nLò Văn An,Chuyên viên,Ủy viên,01/08/2025,,,,\n");
        let refused = ministry.send(pb::SheetKind::Producers, PROVINCE, sheet.as_bytes()).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        register.body(PROVINCE, "Ban chỉ đạo OCOP tỉnh").await;
        let import = ministry.send(pb::SheetKind::Officials, PROVINCE, sheet.as_bytes()).await.expect("taken in");
        let checked = ministry.checked(&import.into_inner().import.expect("given")).await;
        assert_eq!(ministry.verdicts(&checked).await, ["2 refused :UNIT_OUTSIDE_GRANT"]);
    }
}
