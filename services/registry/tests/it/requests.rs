//! Requests may be repeated; what is wrong with a call is told.

use chrono::TimeDelta;
use platform::access::{Grant, Role, UnitId};
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{Callers, TestDatabase, assert_refused, person};
use tonic::{Code, Request};

use crate::{COMMUNE, PROVINCE, Register, create_producer};

testkit::on_both_databases! {
    async fn a_repeated_request_is_answered_as_before(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let message = create_producer("HTX");
        let request = register.ask(message.clone());
        let first = register.client.create_producer(request).await.expect("registered").into_inner();
        register.bed.hands.advance(TimeDelta::hours(1));
        let request = register.ask(message.clone());
        let again = register.client.create_producer(request).await.expect("answered").into_inner();
        assert_eq!(first, again);
        let request = register.ask(pb::ListProducersRequest::default());
        assert_eq!(register.client.list_producers(request).await.expect("listed").into_inner().producers.len(), 1);

        let mut other = message;
        other.producer.as_mut().expect("given").name = "HTX khác".to_owned();
        let request = register.ask(other);
        assert_refused(
            register.client.create_producer(request).await,
            Code::InvalidArgument, ErrorReason::RequestIdReused, "request_id",
        );
    }

    async fn requests_sent_twice_at_the_same_time_take_effect_once(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let message = create_producer("HTX");
        let mut sending = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (mut client, request) = (register.client.clone(), register.ask(message.clone()));
            sending.spawn(async move { client.create_producer(request).await.expect("answered").into_inner() });
        }
        let answers = sending.join_all().await;
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
        let request = register.ask(pb::ListProducersRequest::default());
        assert_eq!(register.client.list_producers(request).await.expect("listed").into_inner().producers.len(), 1);
    }

    async fn a_request_without_identity_is_refused(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let request = register.ask(pb::CreateProducerRequest { request_id: String::new(), ..create_producer("HTX") });
        assert_refused(
            register.client.create_producer(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "request_id",
        );
    }

    async fn tokens_decide_who_comes_in(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let get = pb::ListProducersRequest::default;
        assert_refused(
            register.client.list_producers(Request::new(get())).await,
            Code::Unauthenticated, ErrorReason::TokenMissing, "",
        );
        let stranger = Callers::new(platform::clock::Clock::System);
        let foreign = stranger.authorization(person(1), Role::ProvinceOfficer, PROVINCE);
        assert_refused(
            register.client.list_producers(Callers::request(&foreign, get())).await,
            Code::Unauthenticated, ErrorReason::TokenInvalid, "",
        );
        let unit: UnitId = COMMUNE.parse().expect("a unit");
        let ended = Grant { role: Role::CommuneOfficer, unit, from: None, to: "2026-11-22".parse().ok() };
        let authorization = register.bed.callers.authorization_of(person(1), &[ended]);
        assert_refused(
            register.client.list_producers(Callers::request(&authorization, get())).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = register.ask(get());
        register.bed.hands.advance(TimeDelta::hours(9));
        assert_refused(
            register.client.list_producers(request).await, Code::Unauthenticated, ErrorReason::TokenExpired, "",
        );
    }

    async fn answers_are_in_the_language_asked_for(database: TestDatabase) {
        use tonic_types::StatusExt as _;
        let mut register = Register::on(&database).await;
        let mut told = Vec::new();
        for language in ["vi", "en-GB"] {
            let missing = person(9).to_string();
            let mut request = register.ask(pb::GetProducerRequest { producer_id: missing });
            request.metadata_mut().insert("accept-language", language.parse().expect("a header"));
            let status = register.client.get_producer(request).await.expect_err("refused");
            told.push(status.get_details_localized_message().expect("a text").message);
        }
        assert!(told[0].starts_with("Không có chủ thể") && told[1].starts_with("There is no producer"), "{told:?}");
    }

    async fn a_message_over_the_limit_is_refused(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let request = register.ask(create_producer(&"a".repeat(5 * 1024 * 1024)));
        assert_refused(
            register.client.create_producer(request).await, Code::OutOfRange, ErrorReason::MessageTooLarge, "",
        );
    }
}
