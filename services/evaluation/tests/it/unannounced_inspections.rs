//! Until an unannounced inspection was conducted, nobody below its level learns of it, by whichever way.

use platform::access::Role;
use proto::common::v1::{ErrorReason, EventEnvelope};
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::feed_service_client::FeedServiceClient;
use testkit::{Callers, TestDatabase, assert_refused, assert_status, eventually};
use tonic::{Code, Request, Status};

use crate::inspections::{MINISTRY_LEADER, cancel, conclude, conduct, finding, plan, plan_of_ministry};
use crate::producer_persons::PRODUCER;
use crate::register::open;
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
    new_id,
};

/// Somebody who asks, in her role and unit.
type Asker = (u64, Role, &'static str);

/// Those who do not learn of what the province keeps to itself.
const BELOW_THE_PROVINCE: [Asker; 6] = [
    (COMMUNE_OFFICER, Role::CommuneOfficer, COMMUNE),
    (COMMUNE_LEADER, Role::CommuneLeader, COMMUNE),
    (PRODUCER, Role::Producer, COMMUNE),
    (8, Role::Auditor, PROVINCE),
    (8, Role::Auditor, "VN"),
    (9, Role::ProvinceOfficer, OTHER_PROVINCE),
];

/// Those who do not learn of what the ministry keeps to itself either.
const AT_THE_PROVINCE: [Asker; 2] =
    [(PROVINCE_OFFICER, Role::ProvinceOfficer, PROVINCE), (PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE)];

/// Those who work where it is planned.
const AT_THE_MINISTRY: [Asker; 2] = [(60, Role::MinistryOfficer, "VN"), (MINISTRY_LEADER, Role::MinistryLeader, "VN")];

fn unannounced(message: pb::PlanInspectionsRequest) -> pb::PlanInspectionsRequest {
    pb::PlanInspectionsRequest { announcement: pb::InspectionAnnouncement::Unannounced.into(), ..message }
}

fn met() -> Vec<pb::InspectionFinding> {
    vec![finding(pb::InspectionSubject::Mark, pb::InspectionVerdict::Met)]
}

/// All that a list may be asked for: whichever filter, it tells the same.
fn filters(certificate: &pb::Certificate) -> Vec<pb::ListInspectionsRequest> {
    vec![
        pb::ListInspectionsRequest::default(),
        pb::ListInspectionsRequest { certificate_id: certificate.id.clone(), ..Default::default() },
        pb::ListInspectionsRequest { state: pb::InspectionState::Planned.into(), ..Default::default() },
        pb::ListInspectionsRequest { state: pb::InspectionState::Cancelled.into(), ..Default::default() },
        pb::ListInspectionsRequest { year: 2026, ..Default::default() },
        pb::ListInspectionsRequest { page_size: 1, ..Default::default() },
    ]
}

impl Province {
    fn as_asker<M>(&self, (number, role, unit): Asker, message: M) -> Request<M> {
        self.by_role(number, role, unit, message)
    }

    async fn get_as(&self, asker: Asker, id: &str) -> Result<pb::Inspection, Status> {
        let request = self.as_asker(asker, pb::GetInspectionRequest { inspection_id: id.to_owned() });
        let found = self.inspections.clone().get_inspection(request).await?;
        Ok(found.into_inner().inspection.expect("given"))
    }

    async fn list_as(&self, asker: Asker, filter: pb::ListInspectionsRequest) -> pb::ListInspectionsResponse {
        let request = self.as_asker(asker, filter);
        self.inspections.clone().list_inspections(request).await.expect("listed").into_inner()
    }

    /// One that is not told of is there for nobody who asks: not by its identity, in no list, on no further page.
    async fn assert_hidden_from(&self, askers: &[Asker], certificate: &pb::Certificate, id: &str) {
        for asker in askers {
            let known = self.get_as(*asker, id).await.expect_err("hidden");
            let unknown = self.get_as(*asker, &new_id()).await.expect_err("there is none");
            for status in [known, unknown] {
                assert_status(&status, Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id");
            }
            for filter in filters(certificate) {
                let answer = self.list_as(*asker, filter.clone()).await;
                assert_eq!(answer, pb::ListInspectionsResponse::default(), "{asker:?} {filter:?}");
            }
        }
    }

    async fn assert_seen_by(&self, askers: &[Asker], id: &str) {
        for asker in askers {
            assert_eq!(self.get_as(*asker, id).await.expect("seen").id, id, "{asker:?}");
            let listed = self.list_as(*asker, pb::ListInspectionsRequest::default()).await.inspections;
            assert!(listed.iter().any(|inspection| inspection.id == id), "{asker:?}");
        }
    }

    /// All that was told, up to an event about a subject.
    async fn told_until(&self, subject: &str) -> Vec<EventEnvelope> {
        let authorization = self.bed.callers.service_authorization("reporting");
        let told = std::sync::Mutex::new(Vec::new());
        eventually("the event is in the feed", || {
            let mut feed = FeedServiceClient::new(self.bed.wire());
            let request = Callers::request(&authorization, pb::ReadRequest { after_position: 0 });
            let told = &told;
            async move {
                let mut stream = feed.read(request).await.expect("the feed").into_inner();
                let page = stream.message().await.expect("read").expect("a page");
                let found = page.events.iter().any(|event| event.subject_id == subject);
                *told.lock().expect("unpoisoned") = page.events;
                found
            }
        })
        .await;
        told.into_inner().expect("unpoisoned")
    }
}

testkit::on_both_databases! {
    async fn one_of_the_province_is_hidden_until_it_was_conducted(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.with_account(&certificate).await;
        let secret = province.plan_all(unannounced(plan(&[&certificate]))).await.expect("planned").remove(0);
        province.assert_hidden_from(&BELOW_THE_PROVINCE, &certificate, &secret.id).await;
        province.assert_seen_by(&AT_THE_PROVINCE, &secret.id).await;
        province.assert_seen_by(&AT_THE_MINISTRY, &secret.id).await;
        province.conduct(conduct(&secret, met())).await.expect("conducted");
        province.assert_seen_by(&BELOW_THE_PROVINCE[..5], &secret.id).await;
    }

    /// Whatever roles she has: she would inspect herself.
    async fn who_is_bound_to_the_producer_neither_knows_nor_inspects(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.with_account(&certificate).await;
        let secret = province.plan_all(unannounced(plan(&[&certificate]))).await.expect("planned").remove(0);
        let bound = [
            (PRODUCER, Role::ProvinceOfficer, PROVINCE),
            (PRODUCER, Role::ProvinceLeader, PROVINCE),
            (PRODUCER, Role::MinistryOfficer, "VN"),
        ];
        province.assert_hidden_from(&bound, &certificate, &secret.id).await;
        let request = province.as_asker(bound[0], pb::RankInspectionsRequest::default());
        let ranked = province.inspections.rank_inspections(request).await.expect("ranked").into_inner();
        assert_eq!(ranked, pb::RankInspectionsResponse::default(), "nor what is known of her product");
        let request = province.as_asker(bound[0], conduct(&secret, met()));
        assert_refused(
            province.inspections.conduct_inspection(request).await,
            Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
        );
        province.conduct(conduct(&secret, met())).await.expect("conducted");
        let known = province.get_as(bound[1], &secret.id).await.expect("told");
        let request = province.as_asker(bound[1], conclude(&known, pb::InspectionOutcome::NoBreach));
        assert_refused(
            province.inspections.conclude_inspection(request).await,
            Code::PermissionDenied, ErrorReason::InspectorBound, "inspection_id",
        );
    }

    async fn one_of_the_ministry_is_hidden_from_the_province_too(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.with_account(&certificate).await;
        let request = province.by_ministry_officer(unannounced(plan_of_ministry(&certificate)));
        let secret = province.inspections.plan_inspections(request).await.expect("planned").into_inner().inspections;
        let secret = &secret[0];
        province.assert_hidden_from(&BELOW_THE_PROVINCE, &certificate, &secret.id).await;
        province.assert_hidden_from(&AT_THE_PROVINCE, &certificate, &secret.id).await;
        province.assert_seen_by(&AT_THE_MINISTRY, &secret.id).await;
        // No refusal of the province's own steps says that there is one.
        let by_officer = |message| province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.inspections.clone().conduct_inspection(by_officer(conduct(secret, met()))).await,
            Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
        );
        assert_refused(
            province.inspections.clone().cancel_inspection(province.by(PROVINCE_OFFICER, cancel(secret))).await,
            Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
        );
        let message = pb::OpenRevocationRequest {
            conclusion: String::new(), concluded_on: String::new(), inspection_id: secret.id.clone(), ..open(&certificate)
        };
        let status = province.open_revocation(message).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id");
        // Nor does the way of the province's own plan.
        let own = province.plan_all(unannounced(plan(&[&certificate]))).await.expect("planned").remove(0);
        province.cancel(cancel(&own)).await.expect("cancelled");
    }

    /// Nor by events, notices, the work queue, the certificate, or the order of inspections; not even when it is cancelled.
    async fn nothing_is_told_of_one_that_nobody_may_know_of(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, other) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let around = async |province: &mut Province| {
            let mut notices = province.notices_of(COMMUNE_OFFICER).await;
            notices.extend(province.notices_of(PROVINCE_OFFICER).await);
            let work = province.work_of(COMMUNE_OFFICER, pb::ListMyWorkRequest::default()).await;
            let shown = province.certificate(&certificate.id, "").await;
            let ranked = province.ranked(pb::RankInspectionsRequest::default()).await;
            (notices, work, shown, ranked)
        };
        let before = around(&mut province).await;
        let secret = province.plan_all(unannounced(plan(&[&certificate]))).await.expect("planned").remove(0);
        assert_eq!(around(&mut province).await, before);
        let cancelled = province.cancel(cancel(&secret)).await.expect("cancelled");
        assert_eq!(cancelled.state(), pb::InspectionState::Cancelled);
        assert_eq!(around(&mut province).await, before);
        province.assert_hidden_from(&BELOW_THE_PROVINCE[..2], &certificate, &secret.id).await;
        // What comes later in the feed is there, and nothing of it before.
        let announced = province.plan_all(plan(&[&other])).await.expect("planned").remove(0);
        let told = province.told_until(&announced.id).await;
        let holds = |event: &EventEnvelope| {
            event.subject_id == secret.id
                || event.payload.windows(secret.id.len()).any(|part| part == secret.id.as_bytes())
        };
        assert!(!told.iter().any(holds));
        let planned = told.iter().filter(|event| event.r#type == "ocop.evaluation.v1.InspectionPlanned").count();
        assert_eq!(planned, 1, "the announced one");
    }

    async fn it_is_told_when_it_was_conducted(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let secret = province.plan_all(unannounced(plan(&[&certificate]))).await.expect("planned").remove(0);
        province.conduct(conduct(&secret, met())).await.expect("conducted");
        let told = province.told_until(&secret.id).await;
        let event = told.iter().find(|event| event.subject_id == secret.id).expect("told");
        let event = <pb::InspectionConducted as prost::Message>::decode(event.payload.as_slice()).expect("conducted");
        assert_eq!(
            (event.announcement(), event.planned_for.as_str(), &event.certificate_id),
            (pb::InspectionAnnouncement::Unannounced, "2026-12", &certificate.id)
        );
        let notice = province.notices_of(COMMUNE_OFFICER).await.remove(0);
        assert_eq!(notice.reason(), pb::NoticeReason::InspectionConducted);
    }

    /// Who holds a role below beside one where it is planned sees by the latter.
    async fn rights_add_up(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let secret = province.plan_all(unannounced(plan(&[&certificate]))).await.expect("planned").remove(0);
        let roles = [(Role::CommuneOfficer, COMMUNE), (Role::ProvinceLeader, PROVINCE)];
        let authorization = province.authorization_of(77, &roles);
        let get = pb::GetInspectionRequest { inspection_id: secret.id.clone() };
        let request = Callers::request(&authorization, get);
        province.inspections.get_inspection(request).await.expect("seen");
        // Other services learn of it with its events.
        let authorization = province.bed.callers.service_authorization("reporting");
        let request = Callers::request(&authorization, pb::GetInspectionRequest { inspection_id: secret.id });
        assert_refused(
            province.inspections.get_inspection(request).await,
            Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
        );
    }
}
