//! Five stars: the whole dossier is handed over to the ministry, part by part.

use platform::access::Role;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_refused, dossiers};
use tonic::{Code, Request};

use crate::evidence::{criterion, facts};
use crate::{PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, best, new_id};

pub(crate) const MINISTRY_OFFICER: u64 = 60;
pub(crate) const MINISTRY_LEADER: u64 = 61;

impl Province {
    /// A dossier the province scored with the points of five stars.
    pub(crate) async fn potential_five(&mut self, name: &str) -> pb::Dossier {
        let set = self.criteria(1).await;
        let dossier = self.assessed(name, 1, &best(&set)).await;
        assert_eq!(dossier.state(), pb::DossierState::PotentialFive);
        dossier
    }

    pub(crate) async fn transfer(&mut self, dossier: &pb::Dossier) -> pb::TransferDossierResponse {
        let message = pb::TransferDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            letter: "45/TTr-UBND".to_owned(),
        };
        let request = self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        self.steps.transfer_dossier(request).await.expect("handed over").into_inner()
    }

    pub(crate) fn take_in_by_ministry(&self, dossier: &pb::Dossier) -> Request<pb::TakeInDossierRequest> {
        self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, "VN", dossiers::take_in(new_id(), dossier))
    }

    pub(crate) fn reassess(
        &self,
        number: u64,
        role: Role,
        dossier: &pb::Dossier,
    ) -> Request<pb::ReassessDossierRequest> {
        let message = pb::ReassessDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            reasons: "Kiểm tra lại tiêu chí 3.5".to_owned(),
            redo_request_id: String::new(),
            complaint_id: String::new(),
        };
        self.by_role(number, role, if role == Role::ProvinceLeader { PROVINCE } else { "VN" }, message)
    }
}

testkit::on_both_databases! {
    async fn the_ministry_takes_in_what_was_handed_over(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let five = province.potential_five("Năm").await;
        // The officer may not: the province's leader approves the result.
        let message = pb::TransferDossierRequest {
            request_id: new_id(), dossier_id: five.id.clone(), etag: five.etag.clone(), letter: String::new(),
        };
        let request = province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.steps.transfer_dossier(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let handed_over = province.transfer(&five).await;
        let dossier = handed_over.dossier.expect("given");
        assert_eq!(
            (dossier.state(), dossier.level(), dossier.turn()),
            (pb::DossierState::Proposed, pb::Level::Ministry, pb::Turn::MinistryOfficer)
        );
        let receipt = handed_over.custody_receipt.expect("given");
        let names: Vec<_> = receipt.parts.iter().map(|part| part.name.split('/').next().expect("a kind")).collect();
        assert_eq!(names.iter().filter(|kind| **kind == "forms").count(), 1);
        assert_eq!(names.iter().filter(|kind| **kind == "record").count(), 2, "Form 03 and the team's report");
        assert!(receipt.received_at.is_none());
        let taken_in = province.steps.take_in_dossier(province.take_in_by_ministry(&dossier)).await;
        let taken_in = taken_in.expect("taken in").into_inner();
        let number = taken_in.receipt.expect("given").number;
        assert_eq!(number, "1/PĐK-11-03127-2026");
        assert_eq!(taken_in.dossier.expect("given").state(), pb::DossierState::UnderReview);
        let request = province.by(PROVINCE_OFFICER, pb::GetCustodyReceiptRequest { dossier_id: dossier.id });
        let found = province.steps.get_custody_receipt(request).await.expect("found").into_inner().custody_receipt;
        let found = found.expect("given");
        assert_eq!((found.parts, found.manifest_sha256), (receipt.parts, receipt.manifest_sha256));
        assert!(found.received_at.is_some());
    }

    async fn evidence_and_its_files_are_parts_of_what_is_handed_over(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let written = province.written("Năm").await;
        let paper = province.paper(&written, 1000, facts("2029-12-31")).await;
        for place in ["1.1", "1.2"] {
            province.attach(&written.id, &paper.id, criterion(place)).await.expect("attached");
        }
        let filed = province.hand_in(&written.id).await;
        let accepted = province.accept(&filed).await.expect("accepted");
        let proposed = province.propose(&accepted).await.expect("proposed");
        let ready = province.reviewed(&proposed).await;
        let five = province.scored(&ready, &best(&set)).await;
        let receipt = province.transfer(&five).await.custody_receipt.expect("given");
        let evidence = receipt.parts.iter().filter(|part| part.name.starts_with("evidence/")).count();
        let files: Vec<_> = receipt.parts.iter().filter(|part| part.name.starts_with("file/")).collect();
        assert_eq!((evidence, files.len()), (2, 1), "one file at two places");
        assert_eq!(files[0].name, format!("file/{}", paper.file_id));
        let request = pb::GetFileRequest { file_id: paper.file_id.clone(), dossier_id: written.id.clone() };
        let request = province.by(PROVINCE_OFFICER, request);
        let file = province.evidence.get_file(request).await.expect("found").into_inner().file.expect("given");
        assert_eq!(file.sha256, files[0].sha256);
    }

    /// A part that was changed behind the service's back is found, and nothing is taken in.
    async fn a_dossier_that_is_not_what_was_handed_over_is_not_taken_in(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let five = province.potential_five("Năm").await;
        let dossier = province.transfer(&five).await.dossier.expect("given");
        let db = Database::open(&database.config()).await.expect("open");
        let tamper = "UPDATE dossier_record SET content = '{}' WHERE kind = 'review_report'";
        let transaction = db.begin().await.expect("begun");
        transaction.execute_raw(Statement::from_string(db.backend(), tamper)).await.expect("tampered");
        transaction.commit().await.expect("committed");
        let refused = province.steps.take_in_dossier(province.take_in_by_ministry(&dossier)).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::CustodyBroken, "dossier_id");
        let found = province.dossier(&dossier.id).await;
        assert_eq!((found.state(), found.etag), (pb::DossierState::Proposed, dossier.etag));
    }

    async fn a_dossier_never_handed_over_has_no_receipt(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let ready = province.ready("Một", 1).await;
        let request = province.by(PROVINCE_OFFICER, pb::GetCustodyReceiptRequest { dossier_id: ready.id.clone() });
        assert_refused(
            province.steps.get_custody_receipt(request).await,
            Code::NotFound, ErrorReason::CustodyReceiptNotFound, "dossier_id",
        );
        let message = pb::AdoptMinistryResultRequest {
            request_id: new_id(), dossier_id: ready.id.clone(), etag: ready.etag,
        };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        assert_refused(
            province.steps.adopt_ministry_result(request).await,
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id",
        );
    }
}
