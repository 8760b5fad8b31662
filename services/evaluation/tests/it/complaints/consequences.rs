//! What a founded complaint leads to: what its answer names, and nothing else.

use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use super::{founded, record};
use crate::register::open;
use crate::{PROVINCE_LEADER, PROVINCE_OFFICER, Province, decision, new_id};

testkit::on_both_databases! {
    async fn only_what_the_answer_calls_for_follows_on_that_certificate(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        let other = province.certified("Chè").await;
        let on = |complaint: &pb::Complaint, certificate: &pb::Certificate| pb::OpenRevocationRequest {
            complaint_id: complaint.id.clone(),
            conclusion: String::new(),
            concluded_on: String::new(),
            ..open(certificate)
        };
        let inspection = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        let named = pb::ComplaintConsequence::Inspection;
        let inspection = province.answer(PROVINCE_LEADER, founded(&inspection, named)).await.expect("answered");
        for (message, code, reason) in [
            (on(&complaint, &certificate), Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere),
            (on(&inspection, &certificate), Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere),
            (
                pb::OpenRevocationRequest { complaint_id: new_id(), ..on(&complaint, &certificate) },
                Code::NotFound, ErrorReason::ComplaintNotFound,
            ),
        ] {
            let request = province.seated(PROVINCE_OFFICER, message);
            assert_refused(province.register.open_revocation(request).await, code, reason, "complaint_id");
        }
        let named = pb::ComplaintConsequence::Revocation;
        let answered = province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");
        let request = province.seated(PROVINCE_OFFICER, on(&answered, &other));
        assert_refused(
            province.register.open_revocation(request).await,
            Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere, "complaint_id",
        );
        // The paper was lost and issued anew: it is the same recognition.
        let anew = province.issue_anew(&certificate).await;
        let request = province.seated(PROVINCE_OFFICER, on(&answered, &anew));
        province.register.open_revocation(request).await.expect("opened");
    }

    async fn a_founded_complaint_has_a_result_looked_into_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, complaint) = province.complained().await;
        let following = |dossier: &pb::Dossier, complaint_id: &str| pb::ReassessDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            reasons: "Khiếu nại có cơ sở".to_owned(),
            complaint_id: complaint_id.to_owned(),
            ..Default::default()
        };
        let dossier = province.dossier(&certificate.dossier_id).await;
        let request = province.seated(PROVINCE_LEADER, following(&dossier, &complaint.id));
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere, "complaint_id",
        );
        let both = pb::ReassessDossierRequest { redo_request_id: new_id(), ..following(&dossier, &complaint.id) };
        let request = province.seated(PROVINCE_LEADER, both);
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "complaint_id",
        );
        let named = pb::ComplaintConsequence::Reassessment;
        let answered = province.answer(PROVINCE_LEADER, founded(&complaint, named)).await.expect("answered");
        let other = province.certified("Chè").await;
        let elsewhere = province.dossier(&other.dossier_id).await;
        let request = province.seated(PROVINCE_LEADER, following(&elsewhere, &answered.id));
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::FailedPrecondition, ErrorReason::ComplaintLeadsElsewhere, "complaint_id",
        );
        let request = province.seated(PROVINCE_LEADER, following(&dossier, &answered.id));
        let ready = province.steps.reassess_dossier(request).await.expect("taken up").into_inner().dossier;
        let ready = ready.expect("given");
        assert_eq!((ready.state(), &ready.standing_certificate_id), (pb::DossierState::Ready, &certificate.id));
        let choices = province.three_star_choices().await;
        let assessed = province.scored(&ready, &choices).await;
        province.decide(decision("15/QĐ-UBND", "2026-11-23"), &[&assessed]).await.expect("upheld");
        let upheld = province.dossier(&certificate.dossier_id).await;
        assert_eq!((upheld.state(), &upheld.certificate_id), (pb::DossierState::Certified, &certificate.id));
        let request = province.seated(PROVINCE_LEADER, following(&upheld, &answered.id));
        assert_refused(
            province.steps.reassess_dossier(request).await,
            Code::AlreadyExists, ErrorReason::ComplaintFollowed, "complaint_id",
        );
    }
}
