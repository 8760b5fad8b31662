//! Files are taken in or refused.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, count};
use tonic::Code;

use super::Office;
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, Register};

const SHEET: &str = "ỦY BAN NHÂN DÂN;;;\n\
    DANH SÁCH CHỦ THỂ OCOP;;;\n\
    TT;Tên chủ thể;Địa chỉ;Mã số thuế\n\
    (1);(2);(3);(4)\n\
    1;Hợp tác xã Mường Ảng;Xã Thanh Nưa, tỉnh Điện Biên;5600123456\n\
    \n\
    ;Tổng cộng;1;\n";

testkit::on_both_databases! {
    async fn a_sheet_is_taken_in_with_suggestions(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, SHEET).await;
        assert_eq!((import.state(), import.header_from, import.header_to), (pb::ImportState::Uploaded, 3, 3));
        assert_eq!((import.size_bytes, import.sha256.len()), (i64::try_from(SHEET.len()).expect("small"), 64));
        let suggested: Vec<_> = import.columns.iter().map(|column| column.suggested_field.as_str()).collect();
        assert_eq!(suggested, ["", "name", "place", "tax_code"]);
        let counts = import.counts.expect("given");
        assert_eq!((counts.rows, counts.pending), (3, 3), "titles and header aside");
        let rows = office.rows(&import).await;
        let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 7], "as the office sees them");
        assert_eq!(rows[4].cells[1], "Hợp tác xã Mường Ảng");
        assert_eq!(count(&database, "SELECT count(*) AS count FROM audit WHERE operation = 'ListImportRows'").await, 2, "each read");

        let listed = office.ask(pb::ListImportsRequest::default());
        let listed = office.client.list_imports(listed).await.expect("listed").into_inner().imports;
        assert_eq!(listed, [office.get(&import).await]);
    }

    async fn what_cannot_be_read_leaves_nothing_behind(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let many = "a,Tên chủ thể\n".repeat(200_001);
        for (file, reason) in [
            (b"%PDF-1.7".as_slice(), ErrorReason::ImportFileUnreadable),
            (&[0xD0, 0xCF, 0x11, 0xE0, 1], ErrorReason::ImportFileFormatOld),
            ("một ô\nhai ô\n".as_bytes(), ErrorReason::ImportWithoutHeader),
            (b"", ErrorReason::ImportWithoutHeader),
            (many.as_bytes(), ErrorReason::ImportTooManyRows),
            ("Hôïp taùc xaõ,noâng nghieäp\nsaûn phaåm,taùo chaùo\n".as_bytes(), ErrorReason::ImportFontLegacy),
        ] {
            let refused = office.send(pb::SheetKind::Producers, PROVINCE, file).await;
            assert_refused(refused, Code::InvalidArgument, reason, "data");
        }
        assert_eq!(count(&database, "SELECT count(*) AS count FROM import").await, 0);
        assert_eq!(count(&database, "SELECT count(*) AS count FROM import_row").await, 0);
    }

    async fn an_import_needs_the_right_to_keep_its_unit(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        for (unit, code, reason) in [
            (OTHER_PROVINCE, Code::PermissionDenied, ErrorReason::UnitOutsideGrant),
            ("2025:99", Code::NotFound, ErrorReason::UnitNotFound),
        ] {
            let field = if code == Code::NotFound { "header.unit_id" } else { "" };
            let refused = office.send(pb::SheetKind::Producers, unit, SHEET.as_bytes()).await;
            assert_refused(refused, code, reason, field);
        }
        for kind in [pb::SheetKind::Unspecified] {
            let refused = office.send(kind, PROVINCE, SHEET.as_bytes()).await;
            assert_refused(refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "header.kind");
        }
        let mut leader = Office::of_another(&register, Role::CommuneLeader, COMMUNE);
        let refused = leader.send(pb::SheetKind::Producers, COMMUNE, SHEET.as_bytes()).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::RoleMissing, "");
    }

    async fn an_import_is_its_uploaders_alone(database: TestDatabase) {
        let register = Register::on(&database).await;
        let import = Office::of(&register).upload(pb::SheetKind::Producers, SHEET).await;
        let mut another = Office::of_another(&register, Role::ProvinceOfficer, PROVINCE);
        let request = another.ask(pb::GetImportRequest { import_id: import.id.clone() });
        let refused = another.client.get_import(request).await;
        assert_refused(refused, Code::NotFound, ErrorReason::ImportNotFound, "import_id");
        let refused = another.check(&import, None).await;
        assert_refused(refused, Code::NotFound, ErrorReason::ImportNotFound, "import_id");
        let request = another.ask(pb::DownloadImportReportRequest { import_id: import.id.clone() });
        let refused = another.client.download_import_report(request).await;
        assert_refused(refused, Code::NotFound, ErrorReason::ImportNotFound, "import_id");
    }

    async fn an_import_that_did_nothing_is_given_up(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, SHEET).await;
        let stale = pb::Import { etag: "v1".to_owned(), ..import.clone() };
        assert_refused(office.cancel(&stale).await, Code::Aborted, ErrorReason::EtagStale, "etag");
        let given_up = office.cancel(&import).await.expect("given up").into_inner().import.expect("given");
        assert_eq!(given_up.state(), pb::ImportState::Cancelled);
        assert_eq!(count(&database, "SELECT count(*) AS count FROM import_row").await, 0);
        let refused = office.check(&given_up, None).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportStateWrong, "import_id");
    }
}
