//! A change of units by sheet: its lines are one change, and it is the ministry's.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, count};
use tonic::Code;

use super::Office;
use crate::{PROVINCE, Register};

const SHEET: &str = "Mã cũ,Hình thức,Mã mới,Tên mới,Mã tỉnh,Ngày hiệu lực,Văn bản\n\
    03127; 03151,Sáp nhập,99001,Phường Điện Biên Mới,11,01/11/2026,999/NQ-UBTVQH16\n";
const APPLIED: &str = "SELECT count(*) AS count FROM unit_change WHERE undone_at IS NULL";

testkit::on_both_databases! {
    async fn a_sheet_is_previewed_applied_and_undone_as_one_change(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX Một").await;
        register.product(&producer, "Gạo").await;
        let mut ministry = Office::of_another(&register, Role::MinistryOfficer, "VN");
        let import = ministry.send(pb::SheetKind::Units, "VN", SHEET.as_bytes()).await.expect("taken in").into_inner();
        let checked = ministry.checked(&import.import.expect("given")).await;
        assert_eq!(ministry.verdicts(&checked).await, ["2 good :"]);
        let summary = ministry.rows(&checked).await.remove(1).verdicts.remove(0).text.expect("given");
        assert!(summary.en.contains("3 units") && summary.en.contains("1 producers, 1 products"), "{summary:?}");
        assert_eq!(count(&database, APPLIED).await, 0, "a check changes nothing");

        let applied = ministry.applied(&checked).await;
        assert_eq!((applied.state(), applied.counts.expect("given").applied), (pb::ImportState::Applied, 1));
        assert_eq!(count(&database, APPLIED).await, 1);
        let change = ministry.rows(&applied).await.remove(1).record_id;
        assert_eq!(change.len(), 36);

        let begun = ministry.undo(&applied).await.expect("begun").into_inner().import.expect("given");
        let undone = ministry.come_to_rest(&begun).await;
        assert_eq!((undone.state(), undone.counts.expect("given").undone), (pb::ImportState::Undone, 1));
        assert_eq!(count(&database, APPLIED).await, 0);
    }

    async fn what_is_wrong_stands_on_its_line_and_nothing_is_applied(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut ministry = Office::of_another(&register, Role::MinistryOfficer, "VN");
        let sheet = format!(
            "{SHEET}\
            03130,Sáp nhập,99001,Phường Điện Biên Mới,11,01/11/2026,999/NQ-UBTVQH16\n\
            03133,bừa,9,Làng Mới,11,01/11/2026,999/NQ-UBTVQH16\n\
            Tổng cộng,,,,,,\n"
        );
        let import = ministry.send(pb::SheetKind::Units, "VN", sheet.as_bytes()).await.expect("taken in").into_inner();
        let checked = ministry.checked(&import.import.expect("given")).await;
        let verdicts = ministry.verdicts(&checked).await;
        assert_eq!(verdicts[..2], ["2 good", "3 good"]);
        assert!(verdicts[2].starts_with("4 refused new_name:FIELDS_INVALID"), "{verdicts:?}");
        assert!(verdicts[2].contains("relation:FIELDS_INVALID"), "{verdicts:?}");
        assert_eq!(verdicts[3], "5 skipped :");
        for mode in [pb::ImportMode::AllOrNothing, pb::ImportMode::GoodRowsOnly] {
            let refused = ministry.apply(&checked, mode).await;
            assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportHasRefusals, "mode");
        }
    }

    async fn units_are_changed_by_the_ministry_for_the_country_alone(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let refused = office.send(pb::SheetKind::Units, PROVINCE, SHEET.as_bytes()).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let mut country = Office::of_another(&register, Role::ProvinceOfficer, "VN");
        let refused = country.send(pb::SheetKind::Units, "VN", SHEET.as_bytes()).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn of_two_who_apply_at_once_one_changes_the_units(database: TestDatabase) {
        let register = Register::on(&database).await;
        let (mut one, mut two) = (
            Office::of_another(&register, Role::MinistryOfficer, "VN"),
            Office::of_another(&register, Role::MinistryOfficer, "VN"),
        );
        let mut begun = Vec::new();
        for _ in 0..2 {
            let import = one.send(pb::SheetKind::Units, "VN", SHEET.as_bytes()).await.expect("taken in").into_inner();
            let checked = one.checked(&import.import.expect("given")).await;
            let import = one.apply(&checked, pb::ImportMode::AllOrNothing).await.expect("begun").into_inner().import;
            begun.push(import.expect("given"));
        }
        let (first, second) = tokio::join!(one.come_to_rest(&begun[0]), two.come_to_rest(&begun[1]));
        let mut states = [first.state(), second.state()];
        states.sort_by_key(|state| *state as i32);
        assert_eq!(states, [pb::ImportState::Applied, pb::ImportState::Undone]);
        assert_eq!(count(&database, APPLIED).await, 1);
    }
}
