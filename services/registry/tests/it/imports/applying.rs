//! Good rows are applied once, whoever is cut or works beside, and taken back where nobody has worked on.

use platform::access::Role;
use prost::Message as _;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, count};
use tonic::Code;

use super::Office;
use crate::leaders::appoint;
use crate::{PROVINCE, Register, new_request_id};

const LEADERS: &str = "Họ và tên;Chức vụ;Từ ngày;Chủ thể\n";

fn term(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

/// The same term with another title.
fn as_chairwoman(leader: &pb::Leader) -> pb::CorrectLeaderTermRequest {
    pb::CorrectLeaderTermRequest {
        request_id: new_request_id(),
        leader_id: leader.id.clone(),
        etag: leader.etag.clone(),
        full_name: leader.full_name.clone(),
        title: "Chủ nhiệm".to_owned(),
        term_from: leader.term_from.clone(),
        term_to: leader.term_to.clone(),
    }
}

/// A sheet of cooperatives in Thanh Nưa.
fn cooperatives(names: std::ops::RangeInclusive<usize>) -> String {
    let rows = names.map(|number| format!("HTX {number},Xã Thanh Nưa,56001{number:05}\n"));
    std::iter::once("Tên chủ thể,Địa chỉ,MST\n".to_owned()).chain(rows).collect()
}

async fn producers(database: &TestDatabase) -> usize {
    count(database, "SELECT count(*) AS count FROM producer WHERE state = 'active'").await
}

testkit::on_both_databases! {
    async fn the_good_rows_are_applied_and_a_repeated_import_doubles_nothing(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let sheet = format!("{}HTX sai,Xã Thanh Nưa,12\n", cooperatives(1..=5));
        let import = office.upload(pb::SheetKind::Producers, &sheet).await;
        let refused = office.apply(&import, pb::ImportMode::GoodRowsOnly).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportStateWrong, "import_id");
        let checked = office.checked(&import).await;
        let refused = office.apply(&checked, pb::ImportMode::AllOrNothing).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportHasRefusals, "mode");
        let refused = office.apply(&checked, pb::ImportMode::Unspecified).await;
        assert_refused(refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "mode");
        let applied = office.applied(&checked).await;
        let counts = applied.counts.expect("given");
        assert_eq!((applied.state(), counts.applied, counts.refused), (pb::ImportState::Applied, 5, 1));
        assert_eq!(producers(&database).await, 5);
        assert!(office.rows(&applied).await[1..6].iter().all(|row| !row.record_id.is_empty()));
        // The audit trail has each step of the import.
        assert!(count(&database, "SELECT count(*) AS count FROM audit WHERE subject_type = 'import'").await >= 6);

        let again = office.upload(pb::SheetKind::Producers, &sheet).await;
        let checked = office.checked(&again).await;
        let applied = office.applied(&checked).await;
        assert_eq!(applied.counts.expect("given").skipped, 5);
        assert_eq!(producers(&database).await, 5);
    }

    async fn an_import_that_was_cut_goes_on_where_it_stands(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, &cooperatives(1..=7)).await;
        let checked = office.checked(&import).await;
        let begun = office.apply(&checked, pb::ImportMode::GoodRowsOnly).await.expect("begun").into_inner();
        // The same request twice is one batch: its answer was lost on the way.
        let request = pb::AdvanceImportRequest {
            request_id: new_request_id(),
            import_id: begun.import.expect("given").id,
            batch_size: 3,
        };
        let first = office.ask(request.clone());
        let first = office.client.advance_import(first).await.expect("advanced").into_inner();
        let again = office.ask(request);
        let again = office.client.advance_import(again).await.expect("advanced").into_inner();
        assert_eq!(first, again);
        assert_eq!(producers(&database).await, 3);
        // Another program starts on what the first one left.
        drop(office);
        let mut office = Office::of(&register);
        let stands = office.get(&import).await;
        assert_eq!((stands.state(), stands.position), (pb::ImportState::Applying, 4));
        let applied = office.come_to_rest(&stands).await;
        assert_eq!((applied.counts.expect("given").applied, producers(&database).await), (7, 7));
        let at_rest = office.advance(&applied, 0).await.expect("nothing to do").into_inner().import;
        assert_eq!(at_rest.expect("given").etag, applied.etag);
    }

    async fn batches_at_the_same_time_do_each_row_once(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, &cooperatives(1..=12)).await;
        let checked = office.checked(&import).await;
        office.apply(&checked, pb::ImportMode::GoodRowsOnly).await.expect("begun");
        let (mut one, mut two, mut three) = (Office::of(&register), Office::of(&register), Office::of(&register));
        let ended = tokio::join!(one.advance(&import, 3), two.advance(&import, 3), three.advance(&import, 3));
        for ended in [ended.0, ended.1, ended.2] {
            ended.expect("advanced");
        }
        let applied = office.get(&import).await;
        let applied = office.come_to_rest(&applied).await;
        assert_eq!((applied.counts.expect("given").applied, producers(&database).await), (12, 12));
    }

    async fn two_imports_at_once_share_no_producer(database: TestDatabase) {
        let register = Register::on(&database).await;
        let (mut one, mut two) = (Office::of(&register), Office::of(&register));
        let mut begun = Vec::new();
        for sheet in [cooperatives(1..=6), cooperatives(4..=9)] {
            let import = one.upload(pb::SheetKind::Producers, &sheet).await;
            let checked = one.checked(&import).await;
            assert_eq!(checked.counts.expect("given").good, 6);
            let import = one.apply(&checked, pb::ImportMode::GoodRowsOnly).await.expect("begun").into_inner().import;
            begun.push(import.expect("given"));
        }
        let (one, two) = tokio::join!(one.come_to_rest(&begun[0]), two.come_to_rest(&begun[1]));
        let applied = [one, two].map(|import| import.counts.expect("given").applied).iter().sum::<i32>();
        assert_eq!((applied, producers(&database).await), (9, 9));
    }

    async fn all_or_nothing_is_taken_back_when_a_row_is_refused_later(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, &cooperatives(1..=5)).await;
        let checked = office.checked(&import).await;
        // Between check and application somebody registers the fourth tax code under another name.
        let mut request = crate::create_producer("HTX Khác");
        request.producer.as_mut().expect("given").tax_code = "5600100004".to_owned();
        let request = register.ask(request);
        register.client.create_producer(request).await.expect("registered");
        let begun = office.apply(&checked, pb::ImportMode::AllOrNothing).await.expect("begun").into_inner().import;
        let undone = office.come_to_rest(&begun.expect("given")).await;
        let counts = undone.counts.expect("given");
        assert_eq!((undone.state(), counts.undone, counts.refused, counts.good), (pb::ImportState::Undone, 3, 1, 1));
        assert_eq!(producers(&database).await, 1);
        assert_eq!(office.verdicts(&undone).await[3], "5 refused tax_code:TAX_CODE_TAKEN");
    }

    async fn what_somebody_worked_on_since_is_not_taken_back(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Producers, &cooperatives(1..=4)).await;
        let checked = office.checked(&import).await;
        let applied = office.applied(&checked).await;
        let rows = office.rows(&applied).await;
        // The second has a product, the third was renamed.
        for (row, rename) in [(&rows[2], false), (&rows[3], true)] {
            let request = register.ask(pb::GetProducerRequest { producer_id: row.record_id.clone() });
            let mut producer =
                register.client.get_producer(request).await.expect("found").into_inner().producer.expect("given");
            if rename {
                producer.name = "HTX Mới".to_owned();
                let update_mask = Some(prost_types::FieldMask { paths: vec!["name".to_owned()] });
                let request = register.ask(pb::UpdateProducerRequest {
                    request_id: new_request_id(),
                    producer: Some(producer),
                    update_mask,
                    ..Default::default()
                });
                register.client.update_producer(request).await.expect("renamed");
            } else {
                register.product(&producer, "Mật ong").await;
            }
        }
        let begun = office.undo(&applied).await.expect("begun").into_inner().import.expect("given");
        let undone = office.come_to_rest(&begun).await;
        assert_eq!(undone.state(), pb::ImportState::Undone);
        assert_eq!(
            office.verdicts(&undone).await,
            ["2 undone", "3 kept producer:PRODUCER_HAS_PRODUCTS", "4 kept etag:ETAG_STALE", "5 undone"]
        );
        assert_eq!(producers(&database).await, 2);
        let refused = office.undo(&undone).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportStateWrong, "import_id");
        let refused = office.cancel(&undone).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportStateWrong, "import_id");
    }

    async fn leaders_are_appointed_once(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX Một").await;
        let mut office = Office::of(&register);
        let sheet = format!("{LEADERS}Lò Thị Mai;Giám đốc;05/08/2024;HTX Một\n");
        for _ in 0..2 {
            let import = office.upload(pb::SheetKind::Leaders, &sheet).await;
            let checked = office.checked(&import).await;
            office.applied(&checked).await;
        }
        assert_eq!(register.terms(&producer).await, [term("2024-08-05", "")]);
    }

    async fn leaders_are_taken_back_and_who_led_before_leads_on(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, two) = (register.producer("HTX Một").await, register.producer("HTX Hai").await);
        let (three, four) = (register.producer("HTX Ba").await, register.producer("HTX Bốn").await);
        for producer in [&one, &four] {
            let request = register.ask(appoint(producer, "Người thứ nhất", "2024-01-01"));
            register.client.appoint_leader(request).await.expect("appointed");
        }
        let first = register.leaders(&four).await.remove(0);
        register.end_term(&first, "2025-02-28").await.expect("ended by hand");
        let sheet = format!(
            "{LEADERS}\
            Lò Thị Mai;Giám đốc;05/08/2024;HTX Một\n\
            Lò Văn An;Giám đốc;01/03/2025;HTX Một\n\
            Lò Văn Bình;Giám đốc;01/03/2025;HTX Hai\n\
            Lò Văn Chính;Giám đốc;01/03/2025;HTX Ba\n\
            Lò Văn Dũng;Giám đốc;01/03/2025;HTX Bốn\n"
        );
        let mut office = Office::of(&register);
        let import = office.upload(pb::SheetKind::Leaders, &sheet).await;
        let checked = office.checked(&import).await;
        let applied = office.applied(&checked).await;
        assert_eq!(applied.counts.expect("given").applied, 5);
        // Two are worked on: one is corrected, one is followed by another.
        let leader = register.leaders(&two).await.remove(0);
        register.correct_term(as_chairwoman(&leader)).await.expect("corrected");
        let request = register.ask(appoint(&three, "Người thay", "2026-01-01"));
        register.client.appoint_leader(request).await.expect("appointed");
        let an = register.leaders(&one).await.remove(0);
        let named = |person_id| pb::BatchGetLeadersRequest { person_ids: vec![person_id], ..Default::default() };
        let request = register.ask(named(an.person_id.clone()));
        assert_eq!(register.client.batch_get_leaders(request).await.expect("found").into_inner().leaders.len(), 1);

        let begun = office.undo(&applied).await.expect("begun").into_inner().import;
        let undone = office.come_to_rest(&begun.expect("given")).await;
        assert_eq!(
            office.verdicts(&undone).await,
            ["2 undone", "3 undone", "4 kept :IMPORT_ROW_STAYS", "5 kept :IMPORT_ROW_STAYS", "6 undone"]
        );
        assert_eq!(register.terms(&one).await, [term("2024-01-01", "")], "as if nobody had come after");
        assert_eq!(register.terms(&two).await, [term("2025-03-01", "")]);
        assert_eq!(register.terms(&three).await, [term("2026-01-01", ""), term("2025-03-01", "2025-12-31")]);
        assert_eq!(register.terms(&four).await, [term("2024-01-01", "2025-02-28")], "that term had ended by itself");
        let told = register.told(&database, "leader").await;
        let mut retracted: Vec<_> = told
            .iter()
            .filter(|(name, _)| name == "LeaderTermRetracted")
            .map(|(_, event)| pb::LeaderTermRetracted::decode(event.as_slice()).expect("the event").producer_id)
            .collect();
        retracted.sort();
        let mut expected = vec![one.id.clone(), one.id.clone(), four.id.clone()];
        expected.sort();
        assert_eq!(retracted, expected);

        // Nothing of her is shown any more, but who has read it is.
        let request = register.ask(named(an.person_id.clone()));
        assert!(register.client.batch_get_leaders(request).await.expect("asked").into_inner().leaders.is_empty());
        let refused = register.end_term(&an, "2026-01-01").await.expect_err("there is no such term");
        assert_status(&refused, Code::NotFound, ErrorReason::LeaderTermNotFound, "leader_id");
        let asked = pb::ListPersonReadsRequest { person_id: an.person_id, ..Default::default() };
        let request = register.ask_as(Role::Auditor, PROVINCE, asked);
        let reads = register.producers.list_person_reads(request).await.expect("listed").into_inner().reads;
        assert!(reads.iter().any(|read| read.operation == "BatchGetLeaders"), "{reads:?}");

        // The sheet, put right, is imported again.
        let sheet = format!("{LEADERS}Lò Thị Mai;Giám đốc;05/09/2024;HTX Một\n");
        let import = office.upload(pb::SheetKind::Leaders, &sheet).await;
        let checked = office.checked(&import).await;
        office.applied(&checked).await;
        assert_eq!(register.terms(&one).await, [term("2024-09-05", ""), term("2024-01-01", "2024-09-04")]);
    }

    async fn of_a_correction_and_an_undo_at_once_one_counts(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let mut producers = Vec::new();
        let mut sheet = LEADERS.to_owned();
        for number in 1..=6 {
            producers.push(register.producer(&format!("HTX {number}")).await);
            sheet += &format!("Người {number};Giám đốc;05/08/2024;HTX {number}\n");
        }
        let import = office.upload(pb::SheetKind::Leaders, &sheet).await;
        let checked = office.checked(&import).await;
        let applied = office.applied(&checked).await;
        let mut asked = Vec::new();
        for producer in &producers {
            let leader = register.leaders(producer).await.remove(0);
            asked.push(register.ask(as_chairwoman(&leader)));
        }
        let begun = office.undo(&applied).await.expect("begun").into_inner().import.expect("given");
        let correcting = async {
            let mut corrected = Vec::new();
            for request in asked {
                corrected.push(register.producers.clone().correct_leader_term(request).await);
            }
            corrected
        };
        let (undone, corrected) = tokio::join!(office.come_to_rest(&begun), correcting);
        let kept = corrected.iter().filter(|corrected| corrected.is_ok()).count();
        assert_eq!(undone.counts.expect("given").kept, i32::try_from(kept).expect("few"));
        for (producer, corrected) in producers.iter().zip(corrected) {
            let leaders = register.leaders(producer).await;
            match corrected {
                Ok(_) => assert_eq!((leaders.len(), leaders[0].title.as_str()), (1, "Chủ nhiệm")),
                Err(refusal) => {
                    assert_status(&refusal, Code::NotFound, ErrorReason::LeaderTermNotFound, "leader_id");
                    assert!(leaders.is_empty());
                }
            }
        }
    }

    async fn the_report_is_the_sheet_with_its_verdicts(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let sheet = "DANH SÁCH,\nTên chủ thể,Địa chỉ\nHTX Một,Xã Thanh Nưa\nHTX Hai,Xã Không Có\n";
        let import = office.upload(pb::SheetKind::Producers, sheet).await;
        let checked = office.checked(&import).await;
        let request = office.ask(pb::DownloadImportReportRequest { import_id: checked.id.clone() });
        let mut parts = office.client.download_import_report(request).await.expect("begun").into_inner();
        let mut file = Vec::new();
        while let Some(part) = parts.message().await.expect("sent") {
            file.extend(part.data);
        }
        // A workbook is a sheet like any other: it is read by the program that wrote it, and as its own sheet.
        let read = office.send(pb::SheetKind::Producers, PROVINCE, &file).await.expect("read").into_inner();
        let read = read.import.expect("given");
        let headers: Vec<_> = read.columns.iter().map(|column| column.header.as_str()).collect();
        assert_eq!(
            headers,
            ["Tên chủ thể", "Địa chỉ", "Kết quả", "Giải thích", "Result", "Explanation", "Mã (UUID)"]
        );
        let rows = office.rows(&read).await;
        assert_eq!(rows[2].cells[..3], ["HTX Một", "Xã Thanh Nưa", "Đúng, chưa nhập"]);
        assert_eq!((rows[3].cells[2].as_str(), rows[3].cells[4].as_str()), ("Từ chối", "Refused"));
        assert_eq!(count(&database, "SELECT count(*) AS count FROM audit WHERE operation = 'DownloadImportReport'").await, 1);
    }
}
