//! Recognitions under earlier rules are recorded as they are known.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, new_id};

fn record(name: &str, earliest: &str, latest: &str) -> pb::RecordRecognitionRequest {
    let recognition = pb::RecordedRecognition {
        product_name: name.to_owned(),
        unit_id: PROVINCE.to_owned(),
        recognised_earliest: earliest.to_owned(),
        recognised_latest: latest.to_owned(),
        evidence: "press".to_owned(),
        ..Default::default()
    };
    pb::RecordRecognitionRequest { request_id: new_id(), recognition: Some(recognition) }
}

testkit::on_both_databases! {
    async fn what_is_unknown_stays_unknown(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (name, earliest, latest) in
            [("Mật ong", "2022-12-01", "2022-12-31"), ("Cà phê", "", "2020-12-31"), ("Bưởi", "", "")]
        {
            let request = province.by(PROVINCE_OFFICER, record(name, earliest, latest));
            province.client.record_recognition(request).await.expect("recorded");
        }
        let request = province.by(PROVINCE_OFFICER, pb::ListRecognitionsRequest::default());
        let recorded = province.client.list_recognitions(request).await.expect("listed").into_inner().recognitions;
        let known: Vec<_> = recorded
            .iter()
            .map(|known| (known.product_name.as_str(), known.star, known.product_set, known.rule_set.as_str()))
            .collect();
        assert_eq!(known, [("Bưởi", 0, 0, ""), ("Cà phê", 0, 0, ""), ("Mật ong", 0, 0, "1048/QĐ-TTg")]);
        let request = province.by_role(5, Role::ProvinceOfficer, OTHER_PROVINCE, pb::ListRecognitionsRequest::default());
        let elsewhere = province.client.list_recognitions(request).await.expect("listed").into_inner().recognitions;
        assert!(elsewhere.is_empty());
    }

    async fn days_that_cannot_be_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (earliest, latest) in [("2023-01-01", "2022-12-31"), ("2026-11-24", "2026-11-24")] {
            let request = province.by(PROVINCE_OFFICER, record("Mật ong", earliest, latest));
            assert_refused(
                province.client.record_recognition(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "recognition.recognised_latest",
            );
        }
        let mut request = record("Mật ong", "", "");
        request.recognition.as_mut().expect("given").unit_id = COMMUNE.to_owned();
        let request = province.by(PROVINCE_OFFICER, request);
        assert_refused(
            province.client.record_recognition(request).await,
            Code::InvalidArgument, ErrorReason::UnitLevelWrong, "recognition.unit_id",
        );
    }

    async fn a_recognition_recorded_by_mistake_is_retracted_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut wrong = record("Mật ong", "2022-12-01", "2022-12-31");
        let paper = wrong.recognition.as_mut().expect("given");
        (paper.certificate_number, paper.issuing_body) = ("12".to_owned(), "UBND tỉnh".to_owned());
        let again = pb::RecordRecognitionRequest { request_id: new_id(), ..wrong.clone() };
        let request = province.by(PROVINCE_OFFICER, wrong);
        let recorded = province.client.record_recognition(request).await.expect("recorded").into_inner().recognition;
        let id = recorded.expect("given").id;
        let retract = |reason: &str| pb::RetractRecognitionRequest {
            request_id: new_id(),
            recognition_id: id.clone(),
            reason: reason.to_owned(),
        };
        let request = province.by(PROVINCE_OFFICER, retract(""));
        let refused = province.client.retract_recognition(request).await;
        assert_refused(refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "reason");
        let request = province.by_role(5, Role::ProvinceOfficer, OTHER_PROVINCE, retract("Ghi nhầm"));
        let refused = province.client.retract_recognition(request).await;
        assert_refused(refused, Code::NotFound, ErrorReason::RecognitionNotFound, "recognition_id");
        let request = province.by_role(5, Role::CommuneOfficer, COMMUNE, retract("Ghi nhầm"));
        let refused = province.client.retract_recognition(request).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::RoleMissing, "");

        let request = province.by(PROVINCE_OFFICER, retract("Ghi nhầm"));
        let retracted = province.client.retract_recognition(request).await.expect("retracted").into_inner().recognition;
        let retracted = retracted.expect("given");
        assert_eq!(retracted.retraction_reason, "Ghi nhầm");
        assert!(retracted.retracted_at.is_some() && !retracted.retracted_by_person_id.is_empty());
        let request = province.by(PROVINCE_OFFICER, retract("Ghi nhầm"));
        let refused = province.client.retract_recognition(request).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::RecognitionRetracted, "recognition_id");

        // It is in no list but that of all, not in the register, and its number is free again.
        for (with_retracted, shown) in [(false, 0), (true, 1)] {
            let list = pb::ListRecognitionsRequest { with_retracted, ..Default::default() };
            let request = province.by(PROVINCE_OFFICER, list);
            let listed = province.client.list_recognitions(request).await.expect("listed").into_inner().recognitions;
            assert_eq!(listed.len(), shown);
        }
        let search = pb::SearchRegisterRequest { number: "12".to_owned(), ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, search);
        assert!(province.register.search_register(request).await.expect("searched").into_inner().entries.is_empty());
        let request = province.by(PROVINCE_OFFICER, again);
        province.client.record_recognition(request).await.expect("recorded rightly");
    }

    async fn two_who_retract_at_once_do_it_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = province.by(PROVINCE_OFFICER, record("Mật ong", "2022-12-01", "2022-12-31"));
        let recorded = province.client.record_recognition(request).await.expect("recorded").into_inner().recognition;
        let id = recorded.expect("given").id;
        let retract = || pb::RetractRecognitionRequest {
            request_id: new_id(),
            recognition_id: id.clone(),
            reason: "Ghi nhầm".to_owned(),
        };
        let (one, other) = (province.by(PROVINCE_OFFICER, retract()), province.by(PROVINCE_OFFICER, retract()));
        let (mut first, mut second) = (province.client.clone(), province.client.clone());
        let (one, other) = tokio::join!(first.retract_recognition(one), second.retract_recognition(other));
        let refused = if one.is_ok() { other } else { one };
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::RecognitionRetracted, "recognition_id");
    }
}
