//! Lists of learners and of attendance from sheets, with a review.

use platform::access::Role;
use platform::sheets::{Cell, WorkbookWriter};
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::training::v1 as pb;
use proto::training::v1::learner_list_service_client::LearnerListServiceClient;
use testkit::{TestDatabase, Wire, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE_OFFICER, Province, TRAINER, new_id};

/// A workbook of these lines.
fn sheet(lines: &[&[&str]]) -> Vec<u8> {
    let mut writer = WorkbookWriter::begin("Danh sách").expect("begun");
    for (number, line) in (1..).zip(lines) {
        let cells: Vec<_> = line.iter().map(|cell| Cell::text(*cell)).collect();
        writer.line(number, &cells).expect("written");
    }
    writer.finish().expect("finished")
}

impl Province {
    fn lists(&self) -> LearnerListServiceClient<Wire> {
        LearnerListServiceClient::new(self.bed.wire())
    }

    async fn upload(&self, class: &pb::TrainingClass, session: i32, data: Vec<u8>) -> Result<pb::LearnerList, Status> {
        let request = pb::UploadLearnerListRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            session_number: session,
            data,
        };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.lists().upload_learner_list(request).await?.into_inner().learner_list.expect("given"))
    }

    async fn rows(&self, list: &pb::LearnerList) -> Vec<pb::LearnerListRow> {
        let request = pb::ListLearnerListRowsRequest { learner_list_id: list.id.clone(), ..Default::default() };
        let request = self.by(PROVINCE_OFFICER, request);
        self.lists().list_learner_list_rows(request).await.expect("listed").into_inner().rows
    }

    async fn resolve(&self, list: &pb::LearnerList, line: i32, person: &str) -> Result<pb::LearnerList, Status> {
        let request = pb::ResolveLearnerListRowRequest {
            request_id: new_id(),
            learner_list_id: list.id.clone(),
            etag: list.etag.clone(),
            line,
            person_id: person.to_owned(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.lists().resolve_learner_list_row(request).await?.into_inner().learner_list.expect("given"))
    }

    async fn apply(&self, list: &pb::LearnerList) -> Result<pb::ApplyLearnerListResponse, Status> {
        let request = pb::ApplyLearnerListRequest {
            request_id: new_id(),
            learner_list_id: list.id.clone(),
            etag: list.etag.clone(),
        };
        Ok(self.lists().apply_learner_list(self.by(PROVINCE_OFFICER, request)).await?.into_inner())
    }

    /// A leader of a name leads a new producer of a commune.
    async fn leader_named(&mut self, name: &str, unit: &str) -> (registry_pb::Producer, String) {
        let producer = self.producer_in(&format!("HTX {name} {unit}"), unit).await;
        let request = registry_pb::AppointLeaderRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            person_id: String::new(),
            full_name: name.to_owned(),
            title: "Giám đốc".to_owned(),
            term_from: "2026-01-01".to_owned(),
        };
        let request = self.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, "VN", request);
        let leader = self.registry.appoint_leader(request).await.expect("appointed").into_inner().leader;
        (producer, leader.expect("given").person_id)
    }
}

testkit::on_both_databases! {
    async fn a_list_is_matched_reviewed_and_applied(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, plain) = province.leader_named("Lò Văn Một", crate::COMMUNE).await;
        let (_, here) = province.leader_named("Vừ Thị Hai", crate::COMMUNE).await;
        let (_, there) = province.leader_named("Vừ Thị Hai", OTHER_COMMUNE).await;
        province.settled().await;
        let class = province.class_of_today(pb::Audience::Leaders).await;
        let data = sheet(&[
            &["DANH SÁCH HỌC VIÊN"],
            &["STT", "Họ và tên", "Giới tính", "Dân tộc"],
            &["1", "lò văn một", "Nam", "Thái"],
            &["2", "Vừ Thị Hai", "Nữ", "Mông"],
            &["3", "Người Chưa Ghi", "Nữ", ""],
            &["4", "Lò Văn Một", "", ""],
        ]);
        let list = province.upload(&class, 0, data).await.expect("taken in");
        let rows = province.rows(&list).await;
        use pb::LearnerRowState::{Ambiguous, Double, Matched, Skipped, Unmatched};
        let said: Vec<_> = rows.iter().map(|row| (row.line, row.state(), row.candidates.len())).collect();
        assert_eq!(said, [(3, Matched, 1), (4, Ambiguous, 2), (5, Unmatched, 0), (6, Double, 1)]);
        assert_eq!(rows[0].person_id, plain);

        let status = province.resolve(&list, 4, &plain).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::LearnerNotACandidate, "person_id");
        let status = province.resolve(&list, 9, &plain).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::LearnerListRowNotFound, "line");
        let decided = province.resolve(&list, 4, &there).await.expect("decided");
        let status = province.resolve(&list, 5, "").await.expect_err("refused");
        assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        let decided = province.resolve(&decided, 5, "").await.expect("left out");
        let applied = province.apply(&decided).await.expect("applied");
        assert_eq!((applied.applied_count, applied.left_out_count), (2, 0));
        let mut learners: Vec<_> =
            province.learners(&class).await.into_iter().map(|learner| learner.person_id).collect();
        learners.sort();
        let mut expected = vec![plain, there];
        expected.sort();
        assert_eq!(learners, expected);
        assert!(!learners.contains(&here));
        let rows = province.rows(&decided).await;
        assert!(rows.iter().all(|row| row.full_name.is_empty()), "names go");
        assert_eq!(rows[2].state(), Skipped);
        let applied = applied.learner_list.expect("given");
        let status = province.apply(&applied).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::LearnerListApplied, "learner_list_id");
        let described = "SELECT COUNT(*) AS number FROM learner_trait WHERE ethnicity <> ''";
        assert_eq!(crate::number(&province.databases.training, described).await, 2);
    }

    async fn attendance_comes_from_a_sheet(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, first) = province.leader_named("Lò Văn Một", crate::COMMUNE).await;
        let (two, second) = province.leader_named("Vừ Thị Hai", crate::COMMUNE).await;
        province.leader_named("Người Ngoài", crate::COMMUNE).await;
        province.settled().await;
        let class = province.class_of_today(pb::Audience::Leaders).await;
        province.enrol(crate::enrol_leader(&class, &first, &one)).await.expect("enrolled");
        province.enrol(crate::enrol_leader(&class, &second, &two)).await.expect("enrolled");
        let data = sheet(&[
            &["Họ và tên", "Có mặt"],
            &["Lò Văn Một", "x"],
            &["Vừ Thị Hai", ""],
            &["Người Ngoài", "x"],
        ]);
        let list = province.upload(&class, 1, data).await.expect("taken in");
        assert_eq!(province.rows(&list).await[2].state(), pb::LearnerRowState::Unmatched, "who is not enrolled");
        let applied = province.apply(&list).await.expect("applied");
        assert_eq!((applied.applied_count, applied.left_out_count), (2, 1));
        let attended: Vec<_> = province
            .learners(&class)
            .await
            .into_iter()
            .map(|learner| (learner.person_id, learner.attended_sessions.len()))
            .collect();
        assert_eq!(attended, [(first, 1), (second, 0)]);
        let rolls = pb::ListRollsRequest { training_class_id: class.id.clone(), session_number: 1, ..Default::default() };
        let request = province.by(TRAINER, rolls);
        let rolls = province.client.list_rolls(request).await.expect("listed").into_inner().rolls;
        assert_eq!((rolls.len(), rolls[0].means()), (1, pb::RollMeans::Imported));
    }

    async fn what_is_no_list_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class_of_today(pb::Audience::Leaders).await;
        let names = || sheet(&[&["Họ và tên"], &["Lò Văn Một"]]);
        let status = province.upload(&class, 0, sheet(&[&["STT", "Ghi chú"]])).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::LearnerListUnfit, "data");
        let status = province.upload(&class, 0, vec![0; 9]).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::ImportFileUnreadable, "data");
        let status = province.upload(&class, 2, names()).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::TrainingSessionNotFound, "session_number");
        let list = province.upload(&class, 0, names()).await.expect("taken in");
        let get = pb::GetLearnerListRequest { learner_list_id: list.id.clone() };
        let request = province.by_role(40, Role::Trainer, OTHER_PROVINCE, get.clone());
        assert_refused(
            province.lists().get_learner_list(request).await,
            Code::NotFound, ErrorReason::LearnerListNotFound, "learner_list_id",
        );
        let request = province.by(TRAINER, get);
        let found = province.lists().get_learner_list(request).await.expect("found").into_inner().learner_list;
        assert_eq!(found, Some(list));
    }
}
