//! Assessments, certificates of completion, and for whom training counts until when.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use proto::training::v1::completion_service_client::CompletionServiceClient;
use testkit::{TestDatabase, Wire, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::particulars::in_full;
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE_OFFICER, Province, TRAINER, new_id, person_id};

const RULE_SET: &str = "26/2026/QĐ-TTg";

impl Province {
    fn completions(&self) -> CompletionServiceClient<Wire> {
        CompletionServiceClient::new(self.bed.wire())
    }

    /// Officials attend a class of a curriculum that counts for two years, and complete it.
    async fn trained(&mut self, numbers: &[u64]) -> pb::TrainingClass {
        let curriculum = self.record(in_full(pb::Audience::Officials)).await.expect("recorded");
        let class = self.class_of(&curriculum).await.expect("recorded");
        self.enrol_officials(&class, numbers).await;
        self.call_roll(&class, 1, numbers).await.expect("recorded");
        self.complete(&class).await.expect("completed").training_class.expect("given")
    }

    async fn certificates(&self, class: &pb::TrainingClass) -> Vec<pb::CompletionCertificate> {
        let list = pb::ListCompletionCertificatesRequest { training_class_id: class.id.clone(), ..Default::default() };
        let request = self.by(PROVINCE_OFFICER, list);
        let listed = self.completions().list_completion_certificates(request).await.expect("listed").into_inner();
        listed.completion_certificates
    }

    async fn reissue(&self, certificate: &pb::CompletionCertificate) -> Result<pb::CompletionCertificate, Status> {
        let request = pb::ReissueCompletionCertificateRequest {
            request_id: new_id(),
            completion_certificate_id: certificate.id.clone(),
            reason: pb::ReissueReason::Lost.into(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        let reissued = self.completions().reissue_completion_certificate(request).await?.into_inner();
        Ok(reissued.completion_certificate.expect("given"))
    }

    async fn standing(&self, number: u64, rule_set: &str, at: &str) -> pb::TrainingStanding {
        let request = pb::BatchGetTrainingStandingRequest {
            person_ids: vec![person_id(number)],
            rule_set: rule_set.to_owned(),
            at: at.to_owned(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        let told = self.completions().batch_get_training_standing(request).await.expect("told").into_inner();
        told.standings.into_iter().next().expect("one for each")
    }

    async fn assess(
        &mut self,
        class: &pb::TrainingClass,
        number: u64,
        percent: i32,
        reason: &str,
    ) -> Result<(i32, i32), Status> {
        let request = pb::RecordAssessmentsRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            assessments: vec![pb::Assessment { person_id: person_id(number), percent }],
            reason: reason.to_owned(),
        };
        let request = self.by(TRAINER, request);
        let recorded = self.client.record_assessments(request).await?.into_inner();
        Ok((recorded.recorded_count, recorded.corrected_count))
    }
}

testkit::on_both_databases! {
    async fn who_completes_a_class_is_issued_a_certificate(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.trained(&[31, 32]).await;
        let certificates = province.certificates(&class).await;
        let numbers: Vec<_> = certificates.iter().map(|one| one.number.as_str()).collect();
        assert_eq!(numbers, ["11/2026/0002", "11/2026/0001"]);
        let days: Vec<_> =
            certificates.iter().map(|one| (one.completed_on.as_str(), one.valid_until.as_str())).collect();
        assert_eq!(days, [("2026-11-23", "2028-11-22"); 2]);
        let further = province.trained(&[33]).await;
        assert_eq!(province.certificates(&further).await[0].number, "11/2026/0003", "numbers have no gaps");
        let get = pb::GetCompletionCertificateRequest { completion_certificate_id: certificates[0].id.clone() };
        let request = province.by_role(40, Role::ProvinceOfficer, OTHER_PROVINCE, get);
        assert_refused(
            province.completions().get_completion_certificate(request).await,
            Code::NotFound, ErrorReason::CompletionCertificateNotFound, "completion_certificate_id",
        );
    }

    async fn a_lost_certificate_is_issued_again_with_the_same_days(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.trained(&[31]).await;
        let first = province.certificates(&class).await.remove(0);
        province.bed.hands.advance(TimeDelta::days(60));
        let second = province.reissue(&first).await.expect("issued again");
        assert_eq!((second.number.as_str(), second.issued_on.as_str()), ("11/2027/0001", "2027-01-22"));
        assert_eq!((&second.replaces_id, &second.valid_until), (&first.id, &first.valid_until));
        assert_eq!(second.reissue_reason(), pb::ReissueReason::Lost);
        let listed = province.certificates(&class).await;
        assert_eq!((listed[0].id.as_str(), &listed[1].replaced_by_id), (second.id.as_str(), &second.id));
        let status = province.reissue(&first).await.expect_err("refused");
        let path = "completion_certificate_id";
        assert_status(&status, Code::FailedPrecondition, ErrorReason::CompletionCertificateReplaced, path);
    }

    async fn training_counts_for_its_rule_set_while_it_is_valid(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.trained(&[31]).await;
        let standing = province.standing(31, RULE_SET, "").await;
        assert!(standing.valid);
        assert_eq!((standing.valid_until.as_str(), standing.completed_on.as_str()), ("2028-11-22", "2026-11-23"));
        assert!(!province.standing(31, RULE_SET, "2026-11-22").await.valid, "not before");
        assert!(province.standing(31, RULE_SET, "2028-11-22").await.valid);
        let past = province.standing(31, RULE_SET, "2028-11-23").await;
        assert_eq!((past.valid, past.valid_until.as_str()), (false, "2028-11-22"));
        assert!(!province.standing(31, "148/QĐ-TTg", "").await.valid, "nor for another rule set");
        assert_eq!(province.standing(32, RULE_SET, "").await.completed_on, "");
        let request = pb::BatchGetTrainingStandingRequest {
            person_ids: vec![person_id(31)],
            rule_set: RULE_SET.to_owned(),
            ..Default::default()
        };
        let request = province.by_role(40, Role::CommuneOfficer, COMMUNE, request);
        assert_refused(
            province.completions().batch_get_training_standing(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn an_assessment_decides_and_its_correction_needs_a_reason(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let plain = province.class_of_today(pb::Audience::Officials).await;
        province.enrol_officials(&plain, &[31]).await;
        let status = province.assess(&plain, 31, 80, "").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::AssessmentNotForeseen, "training_class_id");

        let mut request = in_full(pb::Audience::Officials);
        request.curriculum.as_mut().expect("given").pass_percent = 50;
        let curriculum = province.record(request).await.expect("recorded");
        let class = province.class_of(&curriculum).await.expect("recorded");
        province.enrol_officials(&class, &[31, 32, 33]).await;
        province.call_roll(&class, 1, &[31, 32, 33]).await.expect("recorded");
        assert_eq!(province.assess(&class, 31, 40, "").await.expect("recorded"), (1, 0));
        assert_eq!(province.assess(&class, 32, 49, "").await.expect("recorded"), (1, 0));
        let status = province.assess(&class, 31, 60, "").await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::CorrectionReasonMissing, "reason");
        assert_eq!(province.assess(&class, 31, 60, "Chấm lại").await.expect("recorded"), (1, 1));
        let status = province.assess(&class, 40, 60, "").await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::LearnerNotEnrolled, "person_ids[0]");
        assert_eq!(province.complete(&class).await.expect("completed").completed_count, 1);
        let learners = province.learners(&class).await;
        let results: Vec<_> =
            learners.iter().map(|learner| (learner.assessment_percent, learner.valid_until.as_str())).collect();
        assert_eq!(results, [(Some(60), "2028-11-22"), (Some(49), ""), (None, "")]);
        let kept = "SELECT COUNT(*) AS number FROM assessment";
        assert_eq!(crate::number(&province.databases.training, kept).await, 3, "what was corrected is kept");
    }

    async fn a_person_is_one_person_across_classes_and_years(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX").await;
        let request = province.appoint_person(&producer, &person_id(31), "2026-01-01").await;
        assert_eq!(request, person_id(31));
        province.settled().await;
        province.trained(&[31, 32]).await;
        let as_leader = province.class_of_today(pb::Audience::Leaders).await;
        province.enrol(crate::enrol_leader(&as_leader, &person_id(31), &producer)).await.expect("enrolled");
        let list = pb::ListPersonTrainingRequest { person_id: person_id(31), ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, list.clone());
        let trainings = province.completions().list_person_training(request).await.expect("listed").into_inner();
        let said: Vec<_> = trainings
            .trainings
            .iter()
            .map(|one| (one.producer_id.as_str(), one.completed_on.as_str(), one.valid_until.as_str()))
            .collect();
        assert_eq!(said, [(producer.id.as_str(), "", ""), ("", "2026-11-23", "2028-11-22")]);
        let request = province.by_role(40, Role::ProvinceOfficer, OTHER_PROVINCE, list);
        let elsewhere = province.completions().list_person_training(request).await.expect("listed").into_inner();
        assert!(elsewhere.trainings.is_empty());
    }
}
