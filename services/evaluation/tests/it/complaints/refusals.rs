//! What is no complaint, and what does not fit where one stands.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::Code;

use super::{answer, complainant, forward, founded, record, withdraw};
use crate::files::{declaration, pdf};
use crate::producer_persons::PRODUCER;
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
    new_id,
};

testkit::on_both_databases! {
    async fn what_is_no_complaint_is_not_recorded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.with_account(&certificate).await;
        let ready = province.ready("Chè", 1).await;
        let content = pdf(1000);
        let of_producer = pb::FileDeclaration {
            producer_id: certificate.producer_id.clone(), unit_id: String::new(), ..declaration(&content)
        };
        let of_producer = province.uploaded(of_producer, &content).await;
        let of_commune = province.uploaded(declaration(&content), &content).await;
        let sound = record(&certificate);
        let about = |dossier_id: &str| pb::RecordComplaintRequest {
            certificate_id: String::new(), dossier_id: dossier_id.to_owned(), ..sound.clone()
        };
        let with = |file: &str| pb::RecordComplaintRequest { file_ids: vec![file.to_owned()], ..sound.clone() };
        let nameless = pb::Complainant { full_name: " ".to_owned(), ..complainant() };
        for (number, message, code, reason, field) in [
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { received_on: "2026-11-24".to_owned(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "received_on",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { kind: 0, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "kind",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { channel: 9, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "channel",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { content: " ".to_owned(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "content",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { complainant: Some(nameless), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "complainant.full_name",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { dossier_id: ready.id.clone(), ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "certificate_id",
            ),
            (
                COMMUNE_OFFICER, pb::RecordComplaintRequest { certificate_id: new_id(), ..sound.clone() },
                Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
            ),
            (
                COMMUNE_OFFICER, about(&new_id()),
                Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
            ),
            (
                COMMUNE_OFFICER, about(&ready.id),
                Code::FailedPrecondition, ErrorReason::ComplaintWithoutResult, "dossier_id",
            ),
            (COMMUNE_OFFICER, with(&new_id()), Code::NotFound, ErrorReason::FileNotFound, "file_id"),
            (
                COMMUNE_OFFICER, with(&of_producer),
                Code::InvalidArgument, ErrorReason::ComplaintFileWrong, "file_ids",
            ),
            (PRODUCER, with(&of_commune), Code::InvalidArgument, ErrorReason::ComplaintFileWrong, "file_ids"),
            (
                PRODUCER, pb::RecordComplaintRequest { complainant: None, ..sound.clone() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "complainant",
            ),
            (COMMUNE_LEADER, sound.clone(), Code::PermissionDenied, ErrorReason::RoleMissing, ""),
        ] {
            assert_status(&province.complain(number, message).await.expect_err("refused"), code, reason, field);
        }
        // Another producer, and the officer of another province.
        for (role, unit) in [(Role::Producer, COMMUNE), (Role::ProvinceOfficer, OTHER_PROVINCE)] {
            let request = province.by_role(31, role, unit, sound.clone());
            assert_refused(
                province.complaints.record_complaint(request).await,
                Code::NotFound, ErrorReason::CertificateNotFound, "certificate_id",
            );
        }
        province.complain(PRODUCER, with(&of_producer)).await.expect("its own");
    }

    async fn what_does_not_fit_the_step_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, handling) = province.complained().await;
        let received = province.complain(COMMUNE_OFFICER, record(&certificate)).await.expect("recorded");
        let stale = |etag: &str| etag.to_owned();
        for (message, code, reason, field) in [
            (answer(&received), Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id"),
            (
                pb::AnswerComplaintRequest { etag: stale("v7"), ..answer(&handling) },
                Code::Aborted, ErrorReason::EtagStale, "etag",
            ),
            (
                pb::AnswerComplaintRequest { document_date: "2026-11-19".to_owned(), ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "document_date",
            ),
            (
                pb::AnswerComplaintRequest { document_date: "2026-11-24".to_owned(), ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, "document_date",
            ),
            (
                pb::AnswerComplaintRequest { outcome: 0, ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "outcome",
            ),
            (
                pb::AnswerComplaintRequest {
                    consequence: pb::ComplaintConsequence::Inspection.into(), ..answer(&handling)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "consequence",
            ),
            (
                pb::AnswerComplaintRequest {
                    consequence: 0, ..founded(&handling, pb::ComplaintConsequence::Inspection)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "consequence",
            ),
            (
                pb::AnswerComplaintRequest {
                    no_consequence_reason: String::new(), ..founded(&handling, pb::ComplaintConsequence::None)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "no_consequence_reason",
            ),
            (
                pb::AnswerComplaintRequest {
                    no_consequence_reason: "Không cần".to_owned(),
                    ..founded(&handling, pb::ComplaintConsequence::Inspection)
                },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "no_consequence_reason",
            ),
            (
                pb::AnswerComplaintRequest { text: String::new(), ..answer(&handling) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "text",
            ),
            (
                pb::AnswerComplaintRequest { complaint_id: new_id(), ..answer(&handling) },
                Code::NotFound, ErrorReason::ComplaintNotFound, "complaint_id",
            ),
        ] {
            assert_status(&province.answer(PROVINCE_LEADER, message).await.expect_err("refused"), code, reason, field);
        }
        // Also as a leader, who recorded it does not answer it.
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceLeader, PROVINCE, answer(&handling));
        assert_refused(
            province.complaints.answer_complaint(request).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        let refusal = province.answer(PROVINCE_OFFICER, answer(&handling)).await.expect_err("refused");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let refusal = province.forward(PROVINCE_OFFICER, forward(&handling)).await.expect_err("it is there");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id");
        let message = pb::ForwardComplaintRequest { etag: stale("v7"), ..forward(&received) };
        let refusal = province.forward(COMMUNE_OFFICER, message).await.expect_err("refused");
        assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let refusal = province.withdraw(COMMUNE_OFFICER, withdraw(&handling)).await.expect_err("not its");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        let message = pb::WithdrawComplaintRequest { note: String::new(), ..withdraw(&handling) };
        let refusal = province.withdraw(PROVINCE_OFFICER, message).await.expect_err("refused");
        assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "note");

        let withdrawn = province.withdraw(COMMUNE_OFFICER, withdraw(&received)).await.expect("withdrawn");
        assert_eq!(withdrawn.state(), pb::ComplaintState::Withdrawn);
        assert_eq!(withdrawn.withdrawal.clone().expect("noted").note, "Người gửi rút đơn bằng văn bản");
        let answered = province.answer(PROVINCE_LEADER, answer(&handling)).await.expect("answered");
        for ended in [&answered, &withdrawn] {
            let refusal = province.answer(PROVINCE_LEADER, answer(ended)).await.expect_err("once");
            assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id");
        }
        let refusal = province.withdraw(PROVINCE_OFFICER, withdraw(&answered)).await.expect_err("answered");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ComplaintStateWrong, "complaint_id");
    }
}
