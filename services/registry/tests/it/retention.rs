//! What is recorded of persons goes when its time is over, unless an order holds it.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::management_service_client::ManagementServiceClient;
use proto::registry::v1::place_legal_hold_request::Held;
use proto::registry::v1::retention_service_client::RetentionServiceClient;
use testkit::{TestDatabase, Wire, assert_refused, assert_status, person};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::leaders::appoint;
use crate::persons::{NAME, PHONE, add, details, found, remove, set, workers};
use crate::successions::merge;
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, Register, new_request_id};

pub(crate) const LONGER_THAN_ANYTHING: TimeDelta = TimeDelta::days(61 * 31);

fn place(held: Held) -> pb::PlaceLegalHoldRequest {
    pb::PlaceLegalHoldRequest {
        request_id: new_request_id(),
        held: Some(held),
        document_number: "12/QĐ-UBND".to_owned(),
        reason: "Đang giải quyết khiếu nại".to_owned(),
    }
}

fn hold_on(producer: &pb::Producer) -> pb::PlaceLegalHoldRequest {
    place(Held::ProducerId(producer.id.clone()))
}

fn lift(hold: &pb::LegalHold) -> pb::LiftLegalHoldRequest {
    pb::LiftLegalHoldRequest {
        request_id: new_request_id(),
        hold_id: hold.id.clone(),
        etag: hold.etag.clone(),
        reason: "Đã giải quyết xong".to_owned(),
    }
}

impl Register {
    fn retention(&self) -> RetentionServiceClient<Wire> {
        RetentionServiceClient::new(self.bed.wire())
    }

    /// Lets time pass; the officer signs in anew.
    pub(crate) fn later(&mut self, by: TimeDelta) {
        self.bed.hands.advance(by);
        self.officer = self.bed.callers.authorization(person(1), Role::ProvinceOfficer, PROVINCE);
    }

    async fn placed(&self, message: pb::PlaceLegalHoldRequest) -> Result<pb::LegalHold, Status> {
        let request = self.ask_as(Role::ProvinceLeader, PROVINCE, message);
        Ok(self.retention().place_legal_hold(request).await?.into_inner().hold.expect("given"))
    }

    async fn lifted(&self, message: pb::LiftLegalHoldRequest) -> Result<pb::LegalHold, Status> {
        let request = self.ask_as(Role::CommuneLeader, COMMUNE, message);
        Ok(self.retention().lift_legal_hold(request).await?.into_inner().hold.expect("given"))
    }

    async fn leaders_of(&mut self, producer: &pb::Producer) -> Vec<String> {
        self.leaders(producer).await.into_iter().map(|leader| leader.full_name).collect()
    }

    /// Appoints a leader of each name, one a month.
    async fn led_by_two(&mut self, producer: &pb::Producer, names: [&str; 2]) -> Vec<pb::Leader> {
        let mut leaders = Vec::new();
        for (name, from) in names.into_iter().zip(["2026-01-01", "2026-02-01"]) {
            let request = self.ask(appoint(producer, name, from));
            let leader = self.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
            leaders.push(leader.expect("given"));
        }
        leaders
    }

    /// A body with an official whose term is over, and one whose term runs on.
    async fn body_with_officials(&self) -> pb::ManagementBody {
        let mut management = ManagementServiceClient::new(self.bed.wire());
        let body = pb::ManagementBody {
            unit_id: COMMUNE.to_owned(),
            kind: pb::ManagementBodyKind::SteeringCommittee.into(),
            name: "Ban Chỉ đạo".to_owned(),
            ..Default::default()
        };
        let message = pb::CreateManagementBodyRequest { request_id: new_request_id(), body: Some(body) };
        let body = management.create_management_body(self.ask(message)).await.expect("recorded").into_inner().body;
        let body = body.expect("given");
        for (full_name, term_to) in [("Cán bộ cũ", "2026-06-30"), ("Cán bộ nay", "")] {
            let message = pb::AppointOfficialRequest {
                request_id: new_request_id(),
                body_id: body.id.clone(),
                full_name: full_name.to_owned(),
                title: "Ủy viên".to_owned(),
                duty: "Theo dõi sản phẩm".to_owned(),
                term_from: "2026-01-01".to_owned(),
                term_to: term_to.to_owned(),
                ..Default::default()
            };
            management.appoint_official(self.ask(message)).await.expect("appointed");
        }
        body
    }

    async fn officials_of(&self, body: &pb::ManagementBody) -> Vec<String> {
        let mut management = ManagementServiceClient::new(self.bed.wire());
        let request = self.ask(pb::ListOfficialsRequest { body_id: body.id.clone(), ..Default::default() });
        let officials = management.list_officials(request).await.expect("listed").into_inner().officials;
        officials.into_iter().map(|official| official.full_name).collect()
    }
}

/// What is kept of representatives and workers, in one text.
async fn kept(database: &TestDatabase) -> String {
    let of = "SELECT full_name || '|' || phone || '|' || residence FROM ";
    let mut kept = String::new();
    for table in ["legal_representative", "producer_worker"] {
        kept += &String::from_utf8(found(database, &format!("{of}{table}")).await).expect("a text");
    }
    kept
}

testkit::on_both_databases! {
    async fn names_go_sixty_months_after_what_they_were_kept_for_ended(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let leaders = register.led_by_two(&producer, ["Lãnh đạo cũ", "Lãnh đạo nay"]).await;
        let body = register.body_with_officials().await;
        let first = register.set(set(&producer)).await.expect("recorded");
        let other = pb::PersonDetails { full_name: "Người thay".to_owned(), ..details() };
        let replacing = pb::SetLegalRepresentativeRequest {
            person_id: person(77).to_string(), details: Some(other), etag: first.etag, ..set(&producer)
        };
        register.set(replacing).await.expect("recorded");

        register.later(TimeDelta::days(48 * 30));
        register.retention.run().await.expect("erased");
        assert_eq!(register.leaders_of(&producer).await, ["Lãnh đạo nay", "Lãnh đạo cũ"]);
        assert_eq!(register.officials_of(&body).await, ["Cán bộ nay", "Cán bộ cũ"]);
        assert!(kept(&database).await.contains(NAME));

        register.later(LONGER_THAN_ANYTHING - TimeDelta::days(48 * 30));
        assert!(register.retention.run().await.expect("erased") > 0);
        assert_eq!(register.retention.run().await.expect("nothing left"), 0);
        assert_eq!(register.leaders_of(&producer).await, ["Lãnh đạo nay", ""]);
        assert_eq!(register.officials_of(&body).await, ["Cán bộ nay", ""]);
        let kept = kept(&database).await;
        assert!(!kept.contains(NAME) && kept.contains("Người thay"), "{kept}");

        // Whose name went is known by none: she may be recorded again under the one she bears.
        let again = pb::AppointLeaderRequest {
            person_id: leaders[0].person_id.clone(), ..appoint(&producer, "Tên mới", "2032-01-01")
        };
        let request = register.ask(again);
        register.client.appoint_leader(request).await.expect("appointed");
    }

    async fn what_an_order_holds_is_hidden_and_stays_until_it_is_lifted(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (producer, free) = (register.producer("HTX").await, register.producer("Khác").await);
        register.led_by_two(&producer, ["Lãnh đạo cũ", "Lãnh đạo nay"]).await;
        register.led_by_two(&free, ["Trước", "Sau"]).await;
        let body = register.body_with_officials().await;
        let ids = register.add(add(&producer, &["Người làm"])).await;
        let first = register.set(set(&producer)).await.expect("recorded");
        let hold = register.placed(hold_on(&producer)).await.expect("placed");
        let of_body = register.placed(place(Held::BodyId(body.id.clone()))).await.expect("placed");

        let request = register.ask(remove(&producer, &ids));
        register.producers.remove_producer_workers(request).await.expect("removed");
        let other = pb::PersonDetails { full_name: "Người thay".to_owned(), phone: String::new(), ..details() };
        let replacing = pb::SetLegalRepresentativeRequest {
            person_id: person(77).to_string(), details: Some(other), etag: first.etag, ..set(&producer)
        };
        register.set(replacing).await.expect("recorded");
        register.later(LONGER_THAN_ANYTHING);
        register.retention.run().await.expect("erased");
        let request = register.ask(workers(&producer));
        let listed = register.producers.list_producer_workers(request).await.expect("listed").into_inner();
        assert!(listed.workers.is_empty(), "hidden as if she had gone");
        let held = kept(&database).await;
        assert!(held.contains("Người làm") && held.contains(NAME) && held.contains(PHONE), "{held}");
        assert_eq!(register.leaders_of(&producer).await, ["Lãnh đạo nay", "Lãnh đạo cũ"]);
        assert_eq!(register.leaders_of(&free).await, ["Sau", ""], "what is not held goes");
        assert_eq!(register.officials_of(&body).await, ["Cán bộ nay", "Cán bộ cũ"]);

        for hold in [hold, of_body] {
            let lifted = register.lifted(lift(&hold)).await.expect("lifted");
            assert_eq!((lifted.lifted_by, lifted.lift_reason.as_str()), (person(2).to_string(), "Đã giải quyết xong"));
        }
        register.retention.run().await.expect("erased");
        let left = kept(&database).await;
        assert!(!left.contains("Người làm") && !left.contains(NAME) && !left.contains(PHONE), "{left}");
        assert_eq!(register.leaders_of(&producer).await, ["Lãnh đạo nay", ""]);
        assert_eq!(register.officials_of(&body).await, ["Cán bộ nay", ""]);
        let told: Vec<String> = register.told(&database, "legal_hold").await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(told, ["LegalHoldPlaced", "LegalHoldLifted", "LegalHoldPlaced", "LegalHoldLifted"]);
    }

    async fn an_order_is_placed_once_and_lifted_once_by_leaders(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (producer, double) = (register.producer("HTX").await, register.producer("HTX một").await);
        let nothing = pb::PlaceLegalHoldRequest { held: None, reason: String::new(), ..hold_on(&producer) };
        let status = register.placed(nothing).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "held");
        let request = register.ask(hold_on(&producer));
        let answer = register.retention().place_legal_hold(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let request = register.ask_as(Role::ProvinceLeader, OTHER_PROVINCE, hold_on(&producer));
        let answer = register.retention().place_legal_hold(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id");

        let hold = register.placed(hold_on(&double)).await.expect("placed");
        let status = register.placed(hold_on(&double)).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::LegalHoldInForce, "");
        let status = register.merge(merge(&producer, &double)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProducerHeld, "absorbed_producer_id");

        let list = pb::ListLegalHoldsRequest { in_force: true, ..Default::default() };
        for (role, unit, shown) in [(Role::Auditor, PROVINCE, 1), (Role::ProvinceLeader, OTHER_PROVINCE, 0)] {
            let request = register.ask_as(role, unit, list.clone());
            let holds = register.retention().list_legal_holds(request).await.expect("listed").into_inner().holds;
            assert_eq!(holds.len(), shown, "{role:?}");
        }
        let request = register.ask_as(Role::ProvinceLeader, OTHER_PROVINCE, lift(&hold));
        let answer = register.retention().lift_legal_hold(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::LegalHoldNotFound, "hold_id");
        let stale = pb::LiftLegalHoldRequest { etag: hold.etag.replace('1', "9"), ..lift(&hold) };
        let status = register.lifted(stale).await.expect_err("refused");
        assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        register.lifted(lift(&hold)).await.expect("lifted");
        let status = register.lifted(lift(&hold)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::LegalHoldLifted, "hold_id");
        register.merge(merge(&producer, &double)).await.expect("merged");
        let request = register.ask_as(Role::Auditor, PROVINCE, list);
        let holds = register.retention().list_legal_holds(request).await.expect("listed").into_inner().holds;
        assert!(holds.is_empty(), "none is in force");
    }

    async fn of_orders_placed_at_once_one_is(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let mut placing = JoinSet::new();
        for _ in 0..4 {
            let (mut retention, message) = (register.retention(), hold_on(&producer));
            let request = register.ask_as(Role::ProvinceLeader, PROVINCE, message);
            placing.spawn(async move { retention.place_legal_hold(request).await.map(|_| ()) });
        }
        let (placed, refused): (Vec<_>, Vec<_>) = placing.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(placed.len(), 1);
        for status in refused.into_iter().filter_map(Result::err) {
            assert_status(&status, Code::AlreadyExists, ErrorReason::LegalHoldInForce, "");
        }
    }

    async fn how_long_what_is_kept_is_told_with_its_source(database: TestDatabase) {
        let register = Register::on(&database).await;
        let rules = async |at: &str| {
            let request = register.ask(pb::ListRetentionRulesRequest { at: at.to_owned() });
            register.retention().list_retention_rules(request).await.expect("listed").into_inner().rules
        };
        let now = rules("").await;
        let months: Vec<_> = now.iter().map(|rule| (rule.class(), rule.months)).collect();
        assert_eq!(
            months,
            [
                (pb::RetentionClass::FormerRepresentative, 60),
                (pb::RetentionClass::FormerLeader, 60),
                (pb::RetentionClass::FormerOfficial, 60),
                (pb::RetentionClass::RemovedWorker, 0),
            ]
        );
        let told = |text: &Option<proto::common::v1::LocalizedText>| {
            text.as_ref().is_some_and(|text| !text.vi.is_empty() && !text.en.is_empty())
        };
        assert!(now.iter().all(|rule| told(&rule.title) && told(&rule.reason) && rule.source.contains("91/2025/QH15")));
        assert!(rules("2025-12-31").await.is_empty(), "before the law");
    }
}
