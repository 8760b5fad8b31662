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
}
