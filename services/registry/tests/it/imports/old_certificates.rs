//! Recognitions under earlier rules by sheet: evaluation keeps them, in the name of whoever imports.

use std::sync::Arc;

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as evaluation_pb;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, count};
use tonic::Code;
use uuid::Uuid;

use super::Office;
use crate::{COMMUNE, PROVINCE, Register};

const HEADER: &str =
    "Tên sản phẩm,Chủ thể,Hạng sao,Xã,Ngày công nhận,Số quyết định,Cơ quan công nhận,Số giấy chứng nhận";

impl Register {
    /// Registry and evaluation in one process, each with a database of its own.
    pub(crate) async fn with_evaluation(database: &TestDatabase) -> (Self, Arc<TestDatabase>) {
        let beside = Arc::new(database.another().await);
        let mut register = Self::not_started(database).await;
        let given = register.bed.surroundings(&beside, evaluation::Service::MIGRATIONS).await;
        let (registry, training) = (register.bed.transport("evaluation"), register.bed.transport("evaluation"));
        let peers = evaluation::Peers { registry, training };
        let blobs = register.bed.blobs();
        let service = evaluation::Service::new(given, peers, blobs, testkit::master_keys()).expect("sound facts");
        register.bed.take_in(evaluation::Service::GRPC_NAMES, |routes| {
            service.add_routes(routes);
            service.into_jobs()
        });
        register.bed.start().await;
        (register, beside)
    }

    async fn recognitions(&self) -> Vec<evaluation_pb::RecordedRecognition> {
        let request = self.ask(evaluation_pb::ListRecognitionsRequest::default());
        let mut client = EvaluationServiceClient::new(self.bed.wire());
        client.list_recognitions(request).await.expect("listed").into_inner().recognitions
    }
}

testkit::on_both_databases! {
    async fn rows_become_recognitions_and_are_retracted_again(database: TestDatabase) {
        let (mut register, beside) = Register::with_evaluation(&database).await;
        let producer = register.producer("HTX Một").await;
        let product = register.product(&producer, "Mật ong").await;
        let mut office = Office::of(&register);
        let sheet = format!(
            "{HEADER}\n\
            Mật ong,HTX Một,4 sao,Điện Biên Phủ,20/05/2024,120/QĐ-UBND,UBND tỉnh Điện Biên,12\n\
            Chè,HTX Hai,3,Thanh Nưa,2021,,UBND huyện Điện Biên,\n\
            Gạo,HTX Ba,sáu,Thanh Nưa,hôm qua,,,\n\
            Miến,HTX Bốn,5,Thanh Nưa,20/05/2024,7/QĐ,UBND tỉnh Điện Biên,\n\
            Măng,HTX Năm,3,Thanh Nưa,20/05/2030,,,\n\
            Cà phê,HTX Sáu,4,Thanh Nưa,20/05/2024,120/QĐ-UBND,UBND tỉnh Điện Biên,12\n"
        );
        let import = office.upload(pb::SheetKind::OldCertificates, &sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(
            office.verdicts(&checked).await,
            [
                "2 good product_name:",
                "3 good decision_number: product_name:",
                "4 refused star:FIELDS_INVALID recognised_on:FIELDS_INVALID",
                "5 good product_name:",
                "6 refused recognised_on:FIELDS_INVALID",
                "7 good product_name:",
            ]
        );
        assert!(register.recognitions().await.is_empty(), "a check records nothing");
        let found = office.rows(&checked).await.remove(1).verdicts.remove(0).text.expect("given");
        assert!(found.en.contains(&product.id), "{found:?}");

        let applied = office.applied(&checked).await;
        assert_eq!(
            office.verdicts(&applied).await[3..],
            [
                // Provinces recognised no five stars; evaluation knows, and says so in both languages.
                "5 refused issuing_level:RECOGNITION_ISSUER_WRONG",
                "6 refused recognised_on:FIELDS_INVALID",
                "7 refused certificate_number:RECOGNITION_EXISTS",
            ]
        );
        let why = office.rows(&applied).await.remove(4).verdicts.remove(0).text.expect("given");
        assert!(why.vi.contains("hạng sao") && why.en.contains("star"), "{why:?}");
        let recorded = register.recognitions().await;
        assert_eq!(recorded.len(), 2);
        let of_year = recorded.iter().find(|known| known.product_name == "Chè").expect("recorded");
        assert_eq!(
            (of_year.recognised_earliest.as_str(), of_year.recognised_latest.as_str(), of_year.issuing_level()),
            ("2021-01-01", "2021-12-31", evaluation_pb::IssuingLevel::District)
        );
        assert!(of_year.evidence.contains("dòng 3"), "{}", of_year.evidence);
        // It was done in the officer's name.
        let hers = "SELECT count(*) AS count FROM audit WHERE operation = 'RecordRecognition'";
        assert_eq!(count(&beside, hers).await, 2);

        // The same sheet once more doubles nothing.
        let again = office.upload(pb::SheetKind::OldCertificates, &sheet).await;
        let again = office.checked(&again).await;
        assert_eq!(again.counts.expect("given").skipped, 2);

        let begun = office.undo(&applied).await.expect("begun").into_inner().import.expect("given");
        let undone = office.come_to_rest(&begun).await;
        assert_eq!((undone.state(), undone.counts.expect("given").undone), (pb::ImportState::Undone, 2));
        assert!(register.recognitions().await.is_empty());
        assert_eq!(count(&beside, "SELECT count(*) AS count FROM recognition").await, 2, "what was retracted stays");
    }

    async fn a_batch_that_was_cut_is_recorded_once(database: TestDatabase) {
        let (register, _) = Register::with_evaluation(&database).await;
        let mut office = Office::of(&register);
        let rows: String = (1..=6).map(|row| format!("Mật ong {row},HTX {row},3,Thanh Nưa,2021,1/QĐ,,\n")).collect();
        let import = office.upload(pb::SheetKind::OldCertificates, &format!("{HEADER}\n{rows}")).await;
        let checked = office.checked(&import).await;
        let begun = office.apply(&checked, pb::ImportMode::AllOrNothing).await.expect("begun").into_inner().import;
        let begun = begun.expect("given");
        // Evaluation recorded the first row, and the batch was cut before that was noted.
        let recognition = evaluation_pb::RecordedRecognition {
            product_name: "Mật ong 1".to_owned(),
            producer_name: "HTX 1".to_owned(),
            place_as_recorded: "Thanh Nưa".to_owned(),
            unit_id: PROVINCE.to_owned(),
            star: 3,
            recognised_earliest: "2021-01-01".to_owned(),
            recognised_latest: "2021-12-31".to_owned(),
            recognised_as_recorded: "2021".to_owned(),
            decision_number: "1/QĐ".to_owned(),
            evidence: format!("tệp Danh sách.csv, dòng 2, lần nhập {}", begun.id),
            ..Default::default()
        };
        let import_id: Uuid = begun.id.parse().expect("an identity");
        let request = office.ask(evaluation_pb::RecordRecognitionRequest {
            request_id: Uuid::new_v5(&import_id, b"record 2").to_string(),
            recognition: Some(recognition),
        });
        EvaluationServiceClient::new(register.bed.wire()).record_recognition(request).await.expect("recorded");
        let refused = office.undo(&begun).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportStateWrong, "import_id");
        // Several go on at once.
        let (mut one, mut two) = (Office::of(&register), Office::of(&register));
        let (one, two) = tokio::join!(one.advance(&begun, 3), two.advance(&begun, 3));
        one.expect("advanced");
        two.expect("advanced");
        let stands = office.get(&begun).await;
        let applied = office.come_to_rest(&stands).await;
        assert_eq!((applied.state(), applied.counts.expect("given").applied), (pb::ImportState::Applied, 6));
        assert_eq!(register.recognitions().await.len(), 6);
    }

    async fn all_or_nothing_leaves_nothing_recorded(database: TestDatabase) {
        let (register, _) = Register::with_evaluation(&database).await;
        let mut office = Office::of(&register);
        let sheet = format!(
            "{HEADER}\n\
            Mật ong,HTX Một,4,Thanh Nưa,2024,1/QĐ,UBND tỉnh Điện Biên,1\n\
            Chè,HTX Hai,4,Thanh Nưa,2024,1/QĐ,UBND tỉnh Điện Biên,1\n\
            Gạo,HTX Ba,4,Thanh Nưa,2024,1/QĐ,UBND tỉnh Điện Biên,2\n"
        );
        let import = office.upload(pb::SheetKind::OldCertificates, &sheet).await;
        let checked = office.checked(&import).await;
        let begun = office.apply(&checked, pb::ImportMode::AllOrNothing).await.expect("begun").into_inner().import;
        let undone = office.come_to_rest(&begun.expect("given")).await;
        assert_eq!(
            office.verdicts(&undone).await,
            ["2 undone", "3 refused certificate_number:RECOGNITION_EXISTS", "4 good product_name:"]
        );
        assert!(register.recognitions().await.is_empty());
    }

    async fn rights_are_those_of_the_caller_and_a_silent_peer_leaves_the_batch(database: TestDatabase) {
        let register = Register::on(&database).await;
        let sheet = format!("{HEADER}\nMật ong,HTX Một,4,Thanh Nưa,2024,1/QĐ,,\n");
        let mut commune = Office::of_another(&register, Role::CommuneOfficer, COMMUNE);
        let refused = commune.send(pb::SheetKind::OldCertificates, COMMUNE, sheet.as_bytes()).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        // Nobody serves evaluation here.
        let mut office = Office::of(&register);
        let import = office.send(pb::SheetKind::OldCertificates, PROVINCE, sheet.as_bytes()).await.expect("taken in");
        let import = import.into_inner().import.expect("given");
        let begun = office.check(&import, None).await.expect("begun").into_inner().import.expect("given");
        let refused = office.advance(&begun, 10).await;
        assert_refused(refused, Code::Internal, ErrorReason::Internal, "");
        assert_eq!(office.get(&begun).await.state(), pb::ImportState::Checking);
    }
}
