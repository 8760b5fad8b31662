//! Delegation during a leave.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{Callers, TestDatabase, assert_refused, dossiers, person};
use tonic::Code;

use crate::complaints::{answer, record};
use crate::inspections::{conclude, conduct, finding, plan};
use crate::register::decide;
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
    new_id,
};

/// Another officer of the commune.
const COLLEAGUE: u64 = 30;

fn delegate(to: u64, first_day: &str, last_day: &str) -> pb::DelegateWorkRequest {
    pb::DelegateWorkRequest {
        request_id: new_id(),
        to_person_id: person(to).to_string(),
        role: Role::CommuneOfficer.into(),
        unit_id: COMMUNE.to_owned(),
        first_day: first_day.to_owned(),
        last_day: last_day.to_owned(),
    }
}

fn end(delegation: &pb::Delegation) -> pb::EndDelegationRequest {
    pb::EndDelegationRequest {
        request_id: new_id(),
        delegation_id: delegation.id.clone(),
        etag: delegation.etag.clone(),
    }
}

impl Province {
    async fn delegated(&mut self, first_day: &str, last_day: &str) -> pb::Delegation {
        let request = self.by(COMMUNE_OFFICER, delegate(COLLEAGUE, first_day, last_day));
        self.agenda.delegate_work(request).await.expect("delegated").into_inner().delegation.expect("given")
    }
}

testkit::on_both_databases! {
    async fn who_stands_in_is_shown_and_four_eyes_hold(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let filed = province.file(&product.id).await.expect("filed");
        let delegation = province.delegated("2026-11-23", "2026-12-04").await;

        let list = |message| province.by_role(COLLEAGUE, Role::CommuneOfficer, COMMUNE, message);
        let request = list(pb::ListMyWorkRequest::default());
        let work = province.agenda.list_my_work(request).await.expect("listed").into_inner();
        assert_eq!(work.work_items.len(), 1);
        assert_eq!(work.stands_in_for_person_ids, [person(COMMUNE_OFFICER).to_string()]);
        let request = province.by_role(COLLEAGUE, Role::CommuneOfficer, COMMUNE, pb::ListNoticesRequest::default());
        let notices = province.agenda.list_notices(request).await.expect("listed").into_inner().notices;
        assert_eq!(notices[0].reason(), pb::NoticeReason::WorkDelegated);
        assert_eq!(notices[0].delegation_id, delegation.id);

        // What the other prepared she does not approve.
        let accept = |dossier| dossiers::accept(new_id(), dossier);
        let request = province.by_role(COLLEAGUE, Role::CommuneOfficer, COMMUNE, accept(&filed));
        let answer = province.client.accept_dossier(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::FourEyesRequired, "");

        // What she does is done for the other.
        let request = pb::ReturnDossierRequest {
            request_id: new_id(),
            dossier_id: filed.id.clone(),
            etag: filed.etag.clone(),
            reasons: "Thiếu giấy".to_owned(),
        };
        let request = province.by_role(COLLEAGUE, Role::CommuneOfficer, COMMUNE, request);
        province.steps.return_dossier(request).await.expect("returned");
        let request = province.by(COMMUNE_LEADER, pb::ListDossierStepsRequest { dossier_id: filed.id.clone() });
        let steps = province.steps.list_dossier_steps(request).await.expect("listed").into_inner().steps;
        let last = steps.last().expect("a step");
        assert_eq!(last.person_id, person(COLLEAGUE).to_string());
        assert_eq!(last.stands_in_for_person_id, person(COMMUNE_OFFICER).to_string());
        assert_eq!(steps[0].stands_in_for_person_id, "");
    }

    /// What an officer prepared is not decided by the leader who stands in for her.
    async fn who_stands_in_does_not_decide_what_the_other_prepared(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let revocation = province.open_revocation_of(&certificate).await;
        let complaint = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        let planned = province.plan_all(plan(&[&certificate])).await.expect("planned").remove(0);
        let findings = vec![finding(pb::InspectionSubject::Mark, pb::InspectionVerdict::Met)];
        let conducted = province.conduct(conduct(&planned, findings)).await.expect("conducted");
        let leave = pb::DelegateWorkRequest {
            role: Role::ProvinceOfficer.into(),
            unit_id: PROVINCE.to_owned(),
            ..delegate(PROVINCE_LEADER, "2026-11-23", "2026-12-04")
        };
        let request = province.by(PROVINCE_OFFICER, leave);
        province.agenda.delegate_work(request).await.expect("delegated");
        let roles = [(Role::ProvinceOfficer, PROVINCE), (Role::ProvinceLeader, PROVINCE)];
        let both = province.authorization_of(PROVINCE_LEADER, &roles);
        let message = decide(&revocation, pb::RevocationState::Dropped, &province.today());
        assert_refused(
            province.register.decide_revocation(Callers::request(&both, message)).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        assert_refused(
            province.complaints.answer_complaint(Callers::request(&both, answer(&complaint))).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        let message = conclude(&conducted, pb::InspectionOutcome::NoBreach);
        assert_refused(
            province.inspections.conclude_inspection(Callers::request(&both, message)).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
    }

    async fn after_the_leave_everybody_acts_for_herself(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let filed = province.file(&product.id).await.expect("filed");
        let delegation = province.delegated("2026-11-23", "2026-12-04").await;
        let request = province.by(COMMUNE_OFFICER, end(&delegation));
        let ended = province.agenda.end_delegation(request).await.expect("ended").into_inner().delegation;
        assert_eq!(ended.as_ref().map(|ended| ended.last_day.as_str()), Some("2026-11-23"));
        let request = province.by(COMMUNE_OFFICER, end(&ended.expect("given")));
        let answer = province.agenda.end_delegation(request).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::DelegationOver, "delegation_id");

        province.day("2026-11-24").await;
        let request = dossiers::accept(new_id(), &filed);
        let request = province.by_role(COLLEAGUE, Role::CommuneOfficer, COMMUNE, request);
        province.client.accept_dossier(request).await.expect("accepted");
    }

    async fn a_leader_sees_and_ends_delegations_of_her_unit(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let delegation = province.delegated("2026-12-01", "2026-12-04").await;
        let list = |on_day: &str| pb::ListDelegationsRequest { on_day: on_day.to_owned(), ..Default::default() };
        let request = province.by(COMMUNE_LEADER, list("2026-12-04"));
        let seen = province.agenda.list_delegations(request).await.expect("listed").into_inner().delegations;
        assert_eq!(seen, std::slice::from_ref(&delegation));
        let request = province.by(COMMUNE_LEADER, list("2026-12-05"));
        assert!(province.agenda.list_delegations(request).await.expect("listed").into_inner().delegations.is_empty());
        let request = province.by_role(99, Role::ProvinceOfficer, OTHER_PROVINCE, list(""));
        assert!(province.agenda.list_delegations(request).await.expect("listed").into_inner().delegations.is_empty());

        let request = province.by_role(99, Role::ProvinceLeader, OTHER_PROVINCE, end(&delegation));
        let answer = province.agenda.end_delegation(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::DelegationNotFound, "delegation_id");
        let stale = pb::EndDelegationRequest { etag: "v7".to_owned(), ..end(&delegation) };
        let request = province.by(COMMUNE_LEADER, stale);
        let answer = province.agenda.end_delegation(request).await;
        assert_refused(answer, Code::Aborted, ErrorReason::EtagStale, "etag");
        let request = province.by(COMMUNE_LEADER, end(&delegation));
        let ended = province.agenda.end_delegation(request).await.expect("ended").into_inner().delegation;
        assert_eq!(ended.map(|ended| ended.last_day), Some("2026-11-30".to_owned()), "it never began");
    }

    async fn delegations_that_make_no_sense_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut refused = async |number, request, code, reason, field| {
            let request = province.by(number, request);
            assert_refused(province.agenda.delegate_work(request).await, code, reason, field);
        };
        let (invalid, exists) = (Code::InvalidArgument, Code::AlreadyExists);
        let past = delegate(COLLEAGUE, "2026-11-22", "2026-11-30");
        refused(COMMUNE_OFFICER, past, invalid, ErrorReason::DelegationDatesWrong, "first_day").await;
        let turned = delegate(COLLEAGUE, "2026-12-02", "2026-12-01");
        refused(COMMUNE_OFFICER, turned, invalid, ErrorReason::DelegationDatesWrong, "first_day").await;
        let herself = delegate(COMMUNE_OFFICER, "2026-12-01", "2026-12-02");
        refused(COMMUNE_OFFICER, herself, invalid, ErrorReason::DelegationToSelf, "to_person_id").await;
        let expert = pb::DelegateWorkRequest { role: Role::Expert.into(), ..delegate(COLLEAGUE, "2026-12-01", "2026-12-02") };
        refused(COMMUNE_OFFICER, expert, invalid, ErrorReason::FieldsInvalid, "role").await;
        let wider = pb::DelegateWorkRequest { unit_id: PROVINCE.to_owned(), ..delegate(COLLEAGUE, "2026-12-01", "2026-12-02") };
        refused(COMMUNE_OFFICER, wider, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "").await;
        let role = delegate(COLLEAGUE, "2026-12-01", "2026-12-02");
        refused(COMMUNE_LEADER, role, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "").await;

        province.delegated("2026-12-01", "2026-12-04").await;
        let mut refused = async |number, request, code, reason, field| {
            let request = province.by_role(number, Role::CommuneOfficer, COMMUNE, request);
            assert_refused(province.agenda.delegate_work(request).await, code, reason, field);
        };
        let twice = delegate(31, "2026-12-04", "2026-12-09");
        refused(COMMUNE_OFFICER, twice, exists, ErrorReason::DelegationOverlaps, "").await;
        let away = delegate(31, "2026-12-03", "2026-12-03");
        refused(COLLEAGUE, away, exists, ErrorReason::DelegationOverlaps, "").await;
    }
}
