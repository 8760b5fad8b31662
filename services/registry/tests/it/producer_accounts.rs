//! Whose account may act for which producer: granted by the commune, never by oneself, and seen by few.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{Callers, TestDatabase, assert_refused, assert_status, person};
use tonic::{Code, Request, Status};

use crate::{COMMUNE, OTHER_COMMUNE, PROVINCE, Register, create_producer, new_request_id};

/// People, by number: who grants, and who makes the products.
const COMMUNE_OFFICER: u64 = 1;
const PRODUCER: u64 = 30;
const OTHER_PRODUCER: u64 = 31;

/// A sound request; a test changes what it is about.
pub(crate) fn grant(producer: &pb::Producer, number: u64) -> pb::GrantProducerAccountRequest {
    pb::GrantProducerAccountRequest {
        request_id: new_request_id(),
        producer_id: producer.id.clone(),
        person_id: person(number).to_string(),
        basis: "Giấy ủy quyền đã xem bản chính".to_owned(),
        ..Default::default()
    }
}

fn end(account: &pb::ProducerAccount) -> pb::EndProducerAccountRequest {
    pb::EndProducerAccountRequest {
        request_id: new_request_id(),
        producer_account_id: account.id.clone(),
        etag: account.etag.clone(),
        reason: "Thôi làm ở hợp tác xã".to_owned(),
    }
}

impl Register {
    pub(crate) async fn grant(
        &mut self,
        message: pb::GrantProducerAccountRequest,
    ) -> Result<pb::ProducerAccount, Status> {
        let request = self.by(COMMUNE_OFFICER, Role::CommuneOfficer, COMMUNE, message);
        let granted = self.client.grant_producer_account(request).await?;
        Ok(granted.into_inner().producer_account.expect("given"))
    }

    async fn end(&mut self, account: &pb::ProducerAccount) -> Result<pb::ProducerAccount, Status> {
        let request = self.by(COMMUNE_OFFICER, Role::CommuneLeader, COMMUNE, end(account));
        Ok(self.client.end_producer_account(request).await?.into_inner().producer_account.expect("given"))
    }

    /// The people in the list of grants that someone gets.
    async fn listed(&mut self, request: Request<pb::ListProducerAccountsRequest>) -> Vec<String> {
        let page = self.client.list_producer_accounts(request).await.expect("listed").into_inner();
        page.producer_accounts.into_iter().map(|account| account.person_id).collect()
    }

    /// The names in the list of products that a person gets by the role producer.
    async fn products_of(&mut self, number: u64) -> Vec<String> {
        let request = self.by(number, Role::Producer, COMMUNE, pb::ListProductsRequest::default());
        let page = self.client.list_products(request).await.expect("listed").into_inner();
        page.products.into_iter().map(|product| product.name).collect()
    }
}

testkit::on_both_databases! {
    async fn an_account_is_granted_and_ended(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let granted = register.grant(grant(&producer, PRODUCER)).await.expect("granted");
        assert_eq!(granted.person_id, person(PRODUCER).to_string());
        assert_eq!((granted.term_from.as_str(), granted.term_to.as_str()), ("2026-11-23", ""));
        assert_eq!(granted.granted_by, person(COMMUNE_OFFICER).to_string());
        assert_eq!(granted.state(), pb::ProducerAccountState::Open);
        register.bed.hands.advance(TimeDelta::days(1));
        let ended = register.end(&granted).await.expect("ended");
        assert_eq!(ended.state(), pb::ProducerAccountState::Ended);
        assert_eq!(ended.term_to, "2026-11-24");
        assert_eq!(ended.ended_by, person(COMMUNE_OFFICER).to_string());
        assert_eq!(ended.end_reason, "Thôi làm ở hợp tác xã");
        assert!(ended.ended_at.is_some());
        assert_status(
            &register.end(&ended).await.expect_err("a refusal"),
            Code::FailedPrecondition, ErrorReason::ProducerAccountEnded, "producer_account_id",
        );
        register.grant(grant(&producer, PRODUCER)).await.expect("granted anew after the end");
    }

    async fn nobody_grants_herself_the_right_to_act(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        assert_status(
            &register.grant(grant(&producer, COMMUNE_OFFICER)).await.expect_err("a refusal"),
            Code::PermissionDenied, ErrorReason::ProducerAccountForOneself, "person_id",
        );
    }

    async fn a_retired_producer_gets_no_account_and_an_account_of_it_can_be_ended(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let granted = register.grant(grant(&producer, PRODUCER)).await.expect("granted");
        let retire = pb::RetireProducerRequest {
            request_id: new_request_id(),
            producer_id: producer.id.clone(),
            etag: producer.etag.clone(),
            reason: "Giải thể".to_owned(),
        };
        let request = register.ask(retire);
        register.client.retire_producer(request).await.expect("retired");
        assert_status(
            &register.grant(grant(&producer, OTHER_PRODUCER)).await.expect_err("a refusal"),
            Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id",
        );
        register.end(&granted).await.expect("ended");
    }

    async fn a_person_has_one_open_grant_per_producer(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        let short = pb::GrantProducerAccountRequest { term_to: "2026-11-23".to_owned(), ..grant(&one, PRODUCER) };
        register.grant(short).await.expect("granted");
        register.grant(grant(&one, OTHER_PRODUCER)).await.expect("another person");
        register.grant(grant(&other, PRODUCER)).await.expect("another producer");
        // Even one whose last day has passed is ended by someone first.
        register.bed.hands.advance(TimeDelta::days(2));
        assert_status(
            &register.grant(grant(&one, PRODUCER)).await.expect_err("a refusal"),
            Code::AlreadyExists, ErrorReason::ProducerAccountOpen, "person_id",
        );
    }

    async fn a_term_is_for_days_to_come(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let term = |from: &str, to: &str| pb::GrantProducerAccountRequest {
            term_from: from.to_owned(), term_to: to.to_owned(), ..grant(&producer, PRODUCER)
        };
        for (from, to, at) in [("2026-11-22", "", "term_from"), ("2026-12-02", "2026-12-01", "term_to")] {
            assert_status(
                &register.grant(term(from, to)).await.expect_err("a refusal"),
                Code::FailedPrecondition, ErrorReason::ProducerAccountTermWrong, at,
            );
        }
        let no_basis = pb::GrantProducerAccountRequest { basis: " ".to_owned(), ..grant(&producer, PRODUCER) };
        assert_status(&register.grant(no_basis).await.expect_err("a refusal"), Code::InvalidArgument, ErrorReason::FieldsInvalid, "basis");
    }

    async fn only_the_commune_of_the_producer_grants_and_ends(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let granted = register.grant(grant(&producer, PRODUCER)).await.expect("granted");
        let request =
            register.by(2, Role::CommuneOfficer, OTHER_COMMUNE, grant(&producer, OTHER_PRODUCER));
        assert_refused(
            register.client.grant_producer_account(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let request = register.by(2, Role::CommuneLeader, OTHER_COMMUNE, end(&granted));
        assert_refused(
            register.client.end_producer_account(request).await,
            Code::NotFound, ErrorReason::ProducerAccountNotFound, "producer_account_id",
        );
        for role in [Role::Producer, Role::ProvinceOfficer, Role::Administrator] {
            let request = register.by(2, role, PROVINCE, grant(&producer, OTHER_PRODUCER));
            assert_refused(
                register.client.grant_producer_account(request).await,
                Code::PermissionDenied, ErrorReason::RoleMissing, "",
            );
        }
        let stale = pb::ProducerAccount { etag: "v9".to_owned(), ..granted };
        assert_status(&register.end(&stale).await.expect_err("a refusal"), Code::Aborted, ErrorReason::EtagStale, "etag");
    }

    async fn grants_are_listed_to_the_unit_and_to_the_person_herself(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        for (producer, number) in [(&one, PRODUCER), (&other, OTHER_PRODUCER)] {
            register.grant(grant(producer, number)).await.expect("granted");
        }
        let (first, second) = (person(PRODUCER).to_string(), person(OTHER_PRODUCER).to_string());
        let all = pb::ListProducerAccountsRequest::default();
        let request = register.by(2, Role::ProvinceOfficer, PROVINCE, all.clone());
        assert_eq!(register.listed(request).await, [second.clone(), first.clone()]);
        let request = register.by(2, Role::CommuneOfficer, OTHER_COMMUNE, all.clone());
        assert!(register.listed(request).await.is_empty(), "another commune");
        // The unit in the token of a producer opens nothing.
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, all.clone());
        assert_eq!(register.listed(request).await, [first]);
        let of_other = pb::ListProducerAccountsRequest { producer_id: other.id.clone(), ..all };
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, of_other.clone());
        assert!(register.listed(request).await.is_empty(), "another's");
        let request = register.by(2, Role::CommuneOfficer, COMMUNE, of_other);
        assert_eq!(register.listed(request).await, [second]);
    }

    async fn a_service_asks_whether_a_person_may_act_on_a_day(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let message = pb::GrantProducerAccountRequest {
            term_from: "2026-12-01".to_owned(), term_to: "2026-12-31".to_owned(), ..grant(&producer, PRODUCER)
        };
        let granted = register.grant(message).await.expect("granted");
        let authorization = register.bed.callers.service_authorization("evaluation");
        let on = |day: &str| {
            let message = pb::ListProducerAccountsRequest {
                producer_id: producer.id.clone(),
                person_id: person(PRODUCER).to_string(),
                may_act_on: day.to_owned(),
                ..Default::default()
            };
            Callers::request(&authorization, message)
        };
        for (day, may_act) in
            [("2026-11-30", false), ("2026-12-01", true), ("2026-12-31", true), ("2027-01-01", false)]
        {
            assert_eq!(!register.listed(on(day)).await.is_empty(), may_act, "{day}");
        }
        register.end(&granted).await.expect("ended");
        assert!(register.listed(on("2026-12-01")).await.is_empty(), "what is ended opens no day");
    }

    async fn an_account_sees_its_producer_and_products_and_nothing_else(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (own, other) = (register.producer("Một").await, register.producer("Hai").await);
        let mine = register.product(&own, "Mật ong").await;
        let foreign = register.product(&other, "Chè").await;
        assert!(register.products_of(PRODUCER).await.is_empty(), "the role alone opens nothing");
        let granted = register.grant(grant(&own, PRODUCER)).await.expect("granted");

        let see = |register: &Register, message| register.by(PRODUCER, Role::Producer, COMMUNE, message);
        let request = see(&register, pb::GetProductRequest { product_id: mine.id.clone() });
        assert_eq!(register.client.get_product(request).await.expect("found").into_inner().product, Some(mine.clone()));
        let request = see(&register, pb::GetProductRequest { product_id: foreign.id });
        assert_refused(
            register.client.get_product(request).await, Code::NotFound, ErrorReason::ProductNotFound, "product_id",
        );
        let get = |producer: &pb::Producer| pb::GetProducerRequest { producer_id: producer.id.clone() };
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, get(&own));
        assert_eq!(register.client.get_producer(request).await.expect("found").into_inner().producer, Some(own.clone()));
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, get(&other));
        assert_refused(
            register.client.get_producer(request).await, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        assert_eq!(register.products_of(PRODUCER).await, ["Mật ong"]);
        assert!(register.products_of(OTHER_PRODUCER).await.is_empty(), "another person");
        let of_unit = pb::ListProductsRequest { unit_id: COMMUNE.to_owned(), ..Default::default() };
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, of_unit);
        assert_refused(
            register.client.list_products(request).await, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, pb::ListProducersRequest::default());
        assert_refused(
            register.client.list_producers(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = register.by(PRODUCER, Role::Producer, COMMUNE, create_producer("HTX"));
        assert_refused(
            register.client.create_producer(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );

        register.end(&granted).await.expect("ended");
        assert!(register.products_of(PRODUCER).await.is_empty(), "at once, on the same day");
    }
}
