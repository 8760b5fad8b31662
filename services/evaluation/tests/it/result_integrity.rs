//! A result that is not what its ballots were closed with: an incident, and nothing goes by it.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sea_orm::Value;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::sealing::{ballots, execute};
use crate::{CHAIR, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, best, decision, new_id};

/// What is changed behind the service's back.
const TAMPERINGS: [&str; 9] = [
    "a choice",
    "what no ballot can hold",
    "a ballot's member",
    "a ballot taken away",
    "the kept star",
    "the kept star and sum",
    "the code",
    "all that was kept of the close",
    "the dossier's star",
];

/// Changes the newest ballot, what was kept of its round, or the dossier.
async fn tamper(database: &TestDatabase, how: &str) {
    let ballot = ballots(database).await.pop().expect("a ballot");
    let mut content = ballot.content.clone();
    let (sql, values): (_, Vec<Value>) = match how {
        "a choice" => {
            // The first criterion's option, behind the field's key and length.
            content[2] -= 1;
            ("UPDATE ballot SET content = $1 WHERE id = $2", vec![content.into(), ballot.id.into()])
        }
        "what no ballot can hold" => {
            ("UPDATE ballot SET content = $1 WHERE id = $2", vec![vec![0xff_u8; 3].into(), ballot.id.into()])
        }
        "a ballot's member" => {
            let other = platform::ids::RawId::from(testkit::person(99));
            ("UPDATE ballot SET person_id = $1 WHERE id = $2", vec![other.into(), ballot.id.into()])
        }
        "a ballot taken away" => ("DELETE FROM ballot WHERE id = $1", vec![ballot.id.into()]),
        "the kept star" => ("UPDATE closed_round SET star = 5", vec![]),
        "the kept star and sum" => ("UPDATE closed_round SET star = 5, sum_points = 500", vec![]),
        "the code" => ("UPDATE closed_round SET code = $1", vec![vec![0_u8; 32].into()]),
        "all that was kept of the close" => ("DELETE FROM closed_round", vec![]),
        _ => ("UPDATE dossier SET star = 4", vec![]),
    };
    execute(database, sql, values).await;
}

impl Province {
    async fn enter_decision(&mut self, number: &str, dossier: &pb::Dossier) -> Result<pb::Decision, Status> {
        let request = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: PROVINCE.to_owned(),
            decision: Some(decision(number, "2026-11-23")),
            dossier_ids: vec![dossier.id.clone()],
            signed_file_sha256: String::new(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.client.enter_decision(request).await?.into_inner().decision.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn no_decision_goes_by_a_result_that_was_changed(database: TestDatabase) {
        for how in TAMPERINGS {
            let database = database.another().await;
            let mut province = Province::on(&database).await;
            let dossier = province.three_stars("Rau").await;
            tamper(&database, how).await;
            let status = province.enter_decision("1/QĐ", &dossier).await.expect_err(how);
            assert_status(&status, Code::DataLoss, ErrorReason::ResultChanged, "dossier_id");
            assert!(!status.message().contains("sao") && !status.message().contains("star"), "{how}: {status:?}");
            assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::Assessed, "{how}");
        }
    }

    async fn a_decision_that_was_entered_is_not_approved_on_a_changed_result(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.three_stars("Rau").await;
        let entered = province.enter_decision("1/QĐ", &dossier).await.expect("entered");
        tamper(&database, "a choice").await;
        let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id: entered.id };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        assert_refused(
            province.client.approve_decision(request).await, Code::DataLoss, ErrorReason::ResultChanged, "dossier_id",
        );
        let request = province.by(PROVINCE_OFFICER, pb::ListCertificatesRequest::default());
        let certificates = province.client.list_certificates(request).await.expect("listed").into_inner().certificates;
        assert!(certificates.is_empty());
    }

    async fn a_changed_result_is_not_handed_over_and_not_shown(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let five = province.assessed("Năm", 1, &best(&set)).await;
        assert_eq!(five.state(), pb::DossierState::PotentialFive);
        tamper(&database, "a choice").await;
        let message = pb::TransferDossierRequest {
            request_id: new_id(), dossier_id: five.id.clone(), etag: five.etag.clone(), letter: String::new(),
        };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        assert_refused(
            province.steps.transfer_dossier(request).await, Code::DataLoss, ErrorReason::ResultChanged, "dossier_id",
        );
        for number in [CHAIR, PROVINCE_OFFICER] {
            let request = province.by(number, pb::GetResultRequest { dossier_id: five.id.clone() });
            assert_refused(
                province.client.get_result(request).await, Code::DataLoss, ErrorReason::ResultChanged, "dossier_id",
            );
        }
        assert_eq!(province.dossier(&five.id).await.etag, five.etag);
    }
}
