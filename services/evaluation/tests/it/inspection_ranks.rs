//! What to inspect first: certificates in force by exact parts with their reasons.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::complaints::record;
use crate::inspections::MINISTRY_LEADER;
use crate::sealing::execute;
use crate::{
    CHAIR, COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, SCORERS, all_criteria,
    decision, new_id, with,
};

impl Province {
    pub(crate) async fn ranked(&mut self, message: pb::RankInspectionsRequest) -> Vec<pb::InspectionRisk> {
        let request = self.by(PROVINCE_OFFICER, message);
        self.inspections.rank_inspections(request).await.expect("ranked").into_inner().risks
    }

    /// The numbers of the certificates, the most urgent first.
    async fn ranked_numbers(&mut self) -> Vec<String> {
        let ranked = self.ranked(pb::RankInspectionsRequest::default()).await;
        ranked.into_iter().map(|risk| risk.certificate_number).collect()
    }

    /// A certificate that one member gave nothing for a criterion of many points, and that criterion's points.
    async fn certified_apart(&mut self, name: &str) -> (pb::Certificate, i32) {
        let choices = self.three_star_choices().await;
        let set = self.criteria(1).await;
        let chosen = |criterion: &&pb::Criterion| choices.iter().any(|choice| choice.criterion == criterion.code);
        let within = all_criteria(&set).filter(chosen).filter(|criterion| criterion.max_points <= 10);
        let left_out = within.max_by_key(|criterion| criterion.max_points).expect("one");
        let low = with(&choices, &left_out.code, 0);
        let dossier = self.ready(name, 1).await;
        let session = self.session(&[&dossier]).await;
        for scorer in SCORERS {
            let given = if scorer == SCORERS[4] { low.clone() } else { choices.clone() };
            self.cast(scorer, &session, given).await.expect("cast");
        }
        let result = self.close(CHAIR, &session).await.expect("closed");
        assert!(!result.spread_exceeds_limit, "a result");
        self.sign_minutes(&session.id).await;
        let dossier = self.dossier(&dossier.id).await;
        let approved = self.decide(decision(&new_id(), &self.today()), &[&dossier]).await.expect("approved");
        (approved.certificates.into_iter().next().expect("one"), left_out.max_points)
    }
}

/// What a part measures and counts.
fn part(risk: &pb::InspectionRisk, kind: pb::InspectionRiskKind) -> Option<(i32, i32)> {
    let part = risk.parts.iter().find(|part| part.kind() == kind)?;
    Some((part.measure, part.risk_points))
}

testkit::on_both_databases! {
    async fn what_was_not_inspected_for_long_comes_first(database: TestDatabase) {
        use pb::InspectionRiskKind::{MonthsSinceInspection, MonthsSinceRecognition, Overdue};
        let mut province = Province::on(&database).await;
        let first = province.certified("Mật ong").await;
        let second = province.certified("Chè").await;
        assert_eq!(province.ranked_numbers().await, [first.number.as_str(), &second.number], "equal: by number");
        province.bed.hands.advance(TimeDelta::days(200));
        province.inspected(&first).await;
        province.bed.hands.advance(TimeDelta::days(200));
        let ranked = province.ranked(pb::RankInspectionsRequest::default()).await;
        assert_eq!([&ranked[0].certificate_id, &ranked[1].certificate_id], [&second.id, &first.id]);
        // From 2026-11-23 to 2027-12-28, the first inspected on 2027-06-11.
        assert_eq!(part(&ranked[0], MonthsSinceRecognition), Some((13, 13)));
        assert_eq!((part(&ranked[0], Overdue), ranked[0].overdue_from.as_str()), (Some((1, 12)), "2027-11-24"));
        assert_eq!((part(&ranked[1], MonthsSinceInspection), part(&ranked[1], Overdue)), (Some((6, 6)), None));
        assert_eq!(ranked[1].last_looked_at_on, "2027-06-11");
        for risk in &ranked {
            assert_eq!(risk.risk_points, risk.parts.iter().map(|part| part.risk_points).sum::<i32>());
            assert!(risk.parts.iter().all(|part| part.reason.as_ref().is_some_and(|reason| !reason.vi.is_empty())));
        }
        // A certificate issued anew is the same recognition.
        let anew = province.issue_anew(&first).await;
        let ranked = province.ranked(pb::RankInspectionsRequest::default()).await;
        assert_eq!((&ranked[1].certificate_id, ranked[1].last_looked_at_on.as_str()), (&anew.id, "2027-06-11"));
    }

    async fn the_council_s_result_tells_how_firm_a_star_is(database: TestDatabase) {
        use pb::InspectionRiskKind::{NearBandEdge, Spread};
        let mut province = Province::on(&database).await;
        let even = province.certified("Mật ong").await;
        let (apart, points) = province.certified_apart("Chè").await;
        let ranked = province.ranked(pb::RankInspectionsRequest::default()).await;
        let of = |certificate: &pb::Certificate| {
            ranked.iter().find(|risk| risk.certificate_id == certificate.id).expect("ranked")
        };
        assert_eq!(part(of(&even), Spread), Some((0, 0)));
        assert_eq!(part(of(&apart), Spread), Some((points, (points - 5).max(0))));
        assert!(part(of(&even), NearBandEdge).is_some_and(|(above, _)| above >= 0));
        // Rounds closed by an earlier program say nothing of it, and that counts nothing.
        execute(&database, "UPDATE closed_round SET spread_points = NULL", []).await;
        let ranked = province.ranked(pb::RankInspectionsRequest::default()).await;
        assert!(ranked.iter().all(|risk| part(risk, Spread).is_none()));
    }

    async fn complaints_make_an_inspection_urgent(database: TestDatabase) {
        use pb::InspectionRiskKind::{FoundedComplaints, OpenComplaints};
        let mut province = Province::on(&database).await;
        let (quiet, certificate) = (province.certified("Mật ong").await, province.certified("Chè").await);
        assert_eq!(province.ranked_numbers().await, [quiet.number.as_str(), &certificate.number]);
        let request = province.by(PROVINCE_OFFICER, record(&certificate));
        province.complaints.record_complaint(request).await.expect("recorded");
        let ranked = province.ranked(pb::RankInspectionsRequest::default()).await;
        assert_eq!(ranked[0].certificate_id, certificate.id);
        assert_eq!((part(&ranked[0], OpenComplaints), part(&ranked[0], FoundedComplaints)), (Some((1, 5)), Some((0, 0))));
        assert_eq!(part(&ranked[1], OpenComplaints), Some((0, 0)));
    }

    async fn only_certificates_in_force_of_the_callers_units_are_ranked(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (held, revoked) = (province.certified("Mật ong").await, province.certified("Chè").await);
        province.revoke(&revoked).await;
        assert_eq!(province.ranked_numbers().await, std::slice::from_ref(&held.number));
        let in_commune = pb::RankInspectionsRequest { unit_id: COMMUNE.to_owned(), ..Default::default() };
        assert_eq!(province.ranked(in_commune).await.len(), 1);
        let five_stars = pb::RankInspectionsRequest { star: 5, ..Default::default() };
        assert!(province.ranked(five_stars).await.is_empty());
        let all = pb::RankInspectionsRequest::default();
        for (role, unit, count) in [
            (Role::MinistryLeader, "VN", 1),
            (Role::Auditor, PROVINCE, 1),
            (Role::ProvinceOfficer, OTHER_PROVINCE, 0),
        ] {
            let request = province.by_role(MINISTRY_LEADER, role, unit, all.clone());
            let ranked = province.inspections.rank_inspections(request).await.expect("ranked").into_inner().risks;
            assert_eq!(ranked.len(), count, "{role:?} {unit}");
        }
        let request = province.by(COMMUNE_OFFICER, all);
        assert_refused(
            province.inspections.rank_inspections(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = province.by(PROVINCE_OFFICER, pb::RankInspectionsRequest { star: 6, ..Default::default() });
        assert_refused(
            province.inspections.rank_inspections(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "star",
        );
        province.bed.hands.advance(TimeDelta::days(4 * 365));
        assert!(province.ranked_numbers().await.is_empty(), "it has run out");
    }

    async fn a_page_of_ranks_leads_to_the_next(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for name in ["Mật ong", "Chè", "Gạo"] {
            province.certified(name).await;
        }
        let whole = province.ranked_numbers().await;
        let mut message = pb::RankInspectionsRequest { page_size: 1, ..Default::default() };
        let mut paged = Vec::new();
        loop {
            let request = province.by(PROVINCE_OFFICER, message.clone());
            let page = province.inspections.rank_inspections(request).await.expect("ranked").into_inner();
            paged.extend(page.risks.into_iter().map(|risk| risk.certificate_number));
            message.page_token = page.next_page_token;
            if message.page_token.is_empty() {
                break;
            }
        }
        assert_eq!((paged.len(), paged), (3, whole));
        let page_token = "AAAA".to_owned();
        let request = province.by(PROVINCE_OFFICER, pb::RankInspectionsRequest { page_token, ..Default::default() });
        assert_refused(
            province.inspections.rank_inspections(request).await,
            Code::InvalidArgument, ErrorReason::PageTokenInvalid, "page_token",
        );
    }
}
