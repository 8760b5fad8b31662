//! Work queues, clocks that warn and are overdue, and the notices they lead to.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, dossiers};
use tonic::Code;

use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province,
    TEAM_HEAD, new_id,
};

/// Roles and units of people by number.
fn seat(number: u64) -> (Role, &'static str) {
    match number {
        COMMUNE_OFFICER => (Role::CommuneOfficer, COMMUNE),
        COMMUNE_LEADER => (Role::CommuneLeader, COMMUNE),
        PROVINCE_OFFICER => (Role::ProvinceOfficer, PROVINCE),
        PROVINCE_LEADER => (Role::ProvinceLeader, PROVINCE),
        _ => (Role::Expert, PROVINCE),
    }
}

impl Province {
    /// What waits for a person.
    pub(crate) async fn work_of(&mut self, number: u64, message: pb::ListMyWorkRequest) -> pb::ListMyWorkResponse {
        let (role, unit) = seat(number);
        let request = self.by_role(number, role, unit, message);
        self.agenda.list_my_work(request).await.expect("listed").into_inner()
    }

    /// The dossiers that wait for a person, in their order.
    async fn waiting_for(&mut self, number: u64) -> Vec<String> {
        let work = self.work_of(number, pb::ListMyWorkRequest::default()).await.work_items;
        work.into_iter().map(|item| item.dossier.expect("given").id).collect()
    }

    /// What a person was told, the newest first.
    pub(crate) async fn notices_of(&mut self, number: u64) -> Vec<pb::Notice> {
        let (role, unit) = seat(number);
        let message = pb::ListNoticesRequest { unacknowledged_only: true, ..Default::default() };
        let request = self.by_role(number, role, unit, message);
        self.agenda.list_notices(request).await.expect("listed").into_inner().notices
    }

    /// The reasons of what a person was told, the newest first.
    async fn reasons_of(&mut self, number: u64) -> Vec<pb::NoticeReason> {
        self.notices_of(number).await.iter().map(pb::Notice::reason).collect()
    }

    async fn one_filed(&mut self, name: &str) -> pb::Dossier {
        let product = self.product(name, 4).await;
        self.file(&product.id).await.expect("filed")
    }
}

testkit::on_both_databases! {
    async fn work_waits_for_whose_turn_it_is(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.one_filed("Mật ong").await;
        let work = province.work_of(COMMUNE_OFFICER, pb::ListMyWorkRequest::default()).await.work_items;
        let item = work.first().expect("an item");
        assert_eq!(item.dossier.as_ref().map(|dossier| dossier.id.as_str()), Some(filed.id.as_str()));
        assert_eq!(item.clock(), pb::ClockKind::CommuneCheck);
        assert_eq!((item.urgency(), item.working_days_left), (pb::Urgency::InTime, 15));
        assert!(province.waiting_for(COMMUNE_LEADER).await.is_empty());
        assert!(province.waiting_for(PROVINCE_OFFICER).await.is_empty());

        let accepted = province.accept(&filed).await.expect("accepted");
        assert!(province.waiting_for(COMMUNE_OFFICER).await.is_empty());
        assert_eq!(province.waiting_for(COMMUNE_LEADER).await, [filed.id.as_str()]);

        let proposed = province.propose(&accepted).await.expect("proposed");
        assert_eq!(province.waiting_for(PROVINCE_OFFICER).await, [filed.id.as_str()]);
        let elsewhere = province.by_role(99, Role::ProvinceOfficer, OTHER_PROVINCE, pb::ListMyWorkRequest::default());
        let elsewhere = province.agenda.list_my_work(elsewhere).await.expect("listed").into_inner();
        assert!(elsewhere.work_items.is_empty());

        // The advisory team's turn is that of its members.
        province.advisory_team().await;
        let request = province.by(PROVINCE_OFFICER, dossiers::take_in(new_id(), &proposed));
        province.steps.take_in_dossier(request).await.expect("taken in");
        assert_eq!(province.waiting_for(TEAM_HEAD).await, [filed.id.as_str()]);
        assert!(province.waiting_for(PROVINCE_OFFICER).await.is_empty());
        assert_eq!(province.reasons_of(TEAM_HEAD).await, [pb::NoticeReason::TurnBegan]);
    }

    async fn the_most_urgent_comes_first_page_by_page(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut expected = vec![province.one_filed("Mật ong 1").await.id, province.one_filed("Mật ong 2").await.id];
        province.day("2026-11-25").await;
        expected.push(province.one_filed("Mật ong 3").await.id);
        let (mut seen, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = pb::ListMyWorkRequest { page_size: 1, page_token, ..Default::default() };
            let page = province.work_of(COMMUNE_OFFICER, request).await;
            seen.extend(page.work_items.into_iter().map(|item| item.dossier.expect("given").id));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        assert_eq!(seen, expected);
    }

    async fn clocks_warn_and_tell_who_is_late_once(database: TestDatabase) {
        use pb::NoticeReason::{DueSoon, Overdue, TurnBegan};
        let mut province = Province::on(&database).await;
        let filed = province.one_filed("Mật ong").await;
        assert_eq!(filed.due_on, "2026-12-14");
        assert_eq!(province.reasons_of(COMMUNE_OFFICER).await, [TurnBegan]);

        province.day("2026-12-08").await;
        assert_eq!(province.reasons_of(COMMUNE_OFFICER).await, [TurnBegan]);
        for day in ["2026-12-09", "2026-12-09", "2026-12-14"] {
            province.day(day).await;
        }
        assert_eq!(province.reasons_of(COMMUNE_OFFICER).await, [DueSoon, TurnBegan], "once");
        let due_soon = pb::ListMyWorkRequest { urgency: pb::Urgency::DueSoon.into(), ..Default::default() };
        assert_eq!(province.work_of(COMMUNE_OFFICER, due_soon.clone()).await.work_items.len(), 1);

        for day in ["2026-12-15", "2026-12-16", "2027-01-30"] {
            province.day(day).await;
        }
        assert_eq!(province.reasons_of(COMMUNE_OFFICER).await, [Overdue, DueSoon, TurnBegan]);
        assert_eq!(province.reasons_of(COMMUNE_LEADER).await, [Overdue], "who answers for the commune");
        let notice = &province.notices_of(COMMUNE_LEADER).await[0];
        assert_eq!((notice.dossier_id.as_str(), notice.due_on.as_str()), (filed.id.as_str(), "2026-12-14"));
        assert_eq!(notice.clock(), pb::ClockKind::CommuneCheck);
        assert!(province.work_of(COMMUNE_OFFICER, due_soon).await.work_items.is_empty());
        let overdue = pb::ListMyWorkRequest { urgency: pb::Urgency::Overdue.into(), ..Default::default() };
        let work = province.work_of(COMMUNE_OFFICER, overdue).await.work_items;
        assert_eq!(work[0].working_days_left, -33);

        let list = || pb::ListOverdueRequest::default();
        let request = province.by(PROVINCE_OFFICER, list());
        let late = province.agenda.list_overdue(request).await.expect("listed").into_inner().work_items;
        assert_eq!(late[0].dossier.as_ref().map(pb::Dossier::turn), Some(pb::Turn::CommuneOfficer));
        let request = province.by_role(99, Role::ProvinceOfficer, OTHER_PROVINCE, list());
        let elsewhere = province.agenda.list_overdue(request).await.expect("listed").into_inner();
        assert!(elsewhere.work_items.is_empty());

        // The leader is told by the same clock of what has become her turn.
        province.accept(&filed).await.expect("accepted");
        province.day("2027-01-31").await;
        assert_eq!(province.reasons_of(COMMUNE_LEADER).await, [TurnBegan, Overdue], "of this clock she knows");
    }

    async fn whoever_waits_for_the_producer_is_told_that_its_time_is_over(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let filed = province.one_filed("Mật ong").await;
        let request = pb::ReturnDossierRequest {
            request_id: new_id(),
            dossier_id: filed.id.clone(),
            etag: filed.etag.clone(),
            reasons: "Thiếu giấy".to_owned(),
        };
        let request = province.by(COMMUNE_OFFICER, request);
        let returned = province.steps.return_dossier(request).await.expect("returned").into_inner().dossier;
        assert_eq!(returned.expect("given").due_on, "2026-12-07");
        province.day("2026-12-08").await;
        let told = province.notices_of(COMMUNE_OFFICER).await;
        assert_eq!((told[0].reason(), told[0].clock()), (pb::NoticeReason::Overdue, pb::ClockKind::Completion));
    }

    async fn a_notice_is_acknowledged_by_whom_it_is_for(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.one_filed("Mật ong").await;
        let notice = province.notices_of(COMMUNE_OFFICER).await.remove(0);
        assert_eq!(notice.recipient_unit_id, COMMUNE);
        assert!(notice.text.as_ref().is_some_and(|text| text.vi.contains("2026-12-14")));
        let acknowledge = || pb::AcknowledgeNoticeRequest { request_id: new_id(), notice_id: notice.id.clone() };

        let request = province.by(PROVINCE_OFFICER, acknowledge());
        let answer = province.agenda.acknowledge_notice(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::NoticeNotFound, "notice_id");

        for _ in 0..2 {
            let request = province.by(COMMUNE_OFFICER, acknowledge());
            let seen = province.agenda.acknowledge_notice(request).await.expect("acknowledged").into_inner().notice;
            assert!(seen.is_some_and(|seen| seen.acknowledged_at.is_some()));
        }
        assert!(province.notices_of(COMMUNE_OFFICER).await.is_empty());
        let request = province.by(COMMUNE_OFFICER, pb::ListNoticesRequest::default());
        let all = province.agenda.list_notices(request).await.expect("listed").into_inner().notices;
        assert_eq!(all.len(), 1, "it stays on record");
    }
}
