//! What every call passes: identity and trace, panics, deadline, limits, authentication.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use platform::access::{COUNTRY, Role};
use platform::error::ErrorReason;
use platform::rpc::{CallContext, Limits, Stack, Transport};
use platform::telemetry;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use testkit::{Callers, assert_refused, assert_status, eventually, person, test_clock};
use tokio::sync::Notify;
use tokio::time::Instant;
use tonic::service::Routes;
use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;

use crate::desk::{Answer, Desk, Listening, ask, ask_with, client, says, text_of};

const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn never_answers() -> Desk {
    Desk::new(|_| std::future::pending::<Answer>())
}

fn localized(status: &Status) -> String {
    status.get_details_localized_message().expect("a text for people").message
}

fn one_place() -> Limits {
    Limits { max_concurrent_calls: 1, ..Limits::default() }
}

#[tokio::test]
async fn a_slow_call_ends_at_the_callers_deadline() {
    let bed = never_answers().bed(Limits::default()).await;
    for (language, said) in [("vi", "Quá thời hạn 120 ms"), ("en", "The deadline of 120 ms passed")] {
        let began = Instant::now();
        let asked = ask_with(&[("grpc-timeout", "120m"), ("accept-language", language)]);
        let status = client(&bed).list_targets(asked).await.expect_err("too late");
        assert_status(&status, Code::DeadlineExceeded, ErrorReason::DeadlinePassed, "");
        assert!(localized(&status).starts_with(said), "{status:?}");
        assert!(began.elapsed() >= Duration::from_millis(120), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn no_call_outlives_what_the_server_allows() {
    let short = Duration::from_millis(50);
    let capped = never_answers().bed(Limits { max_deadline: short, ..Limits::default() }).await;
    let unasked = never_answers().bed(Limits { default_deadline: short, ..Limits::default() }).await;
    for (bed, headers) in [(capped, &[("grpc-timeout", "1H")][..]), (unasked, &[])] {
        let answer = tokio::time::timeout(Duration::from_secs(5), client(&bed).list_targets(ask_with(headers))).await;
        let status = answer.expect("the server's timer ends it").expect_err("too late");
        assert_status(&status, Code::DeadlineExceeded, ErrorReason::DeadlinePassed, "");
        assert!(status.message().contains("50 ms"), "{status:?}");
    }
}

#[tokio::test]
async fn a_panic_is_an_answer_without_its_text_and_the_next_call_goes_on() {
    let panics = Desk::new(|request| async move {
        assert_eq!(request.get_ref().unit_id, "calm", "hunter2");
        says("calm")
    });
    let bed = panics.bed(one_place()).await;
    let answer = client(&bed).list_targets(ask("excited")).await;
    let told = format!("{answer:?}");
    assert!(!told.contains("hunter2") && !told.contains("excited"), "{told}");
    assert_refused(answer, Code::Internal, ErrorReason::Internal, "");
    // It has given back the only place there is.
    assert_eq!(text_of(client(&bed).list_targets(ask("calm")).await).expect("goes on"), "calm");
}

#[tokio::test]
async fn a_message_of_the_limit_is_taken_and_one_byte_more_is_not() {
    let bed = Desk::echo().bed(Limits { max_message_bytes: 1000, ..Limits::default() }).await;
    // The field's number and length take three bytes.
    let fits = "x".repeat(997);
    assert_eq!(text_of(client(&bed).list_targets(ask(&fits)).await).expect("fits"), fits);
    let answer = client(&bed).list_targets(ask(&"x".repeat(998))).await;
    assert_refused(answer, Code::OutOfRange, ErrorReason::MessageTooLarge, "");
}

#[tokio::test]
async fn an_answer_too_large_for_its_reader_harms_nobody_else() {
    let bed = Desk::echo().bed(Limits::default()).await;
    let long = "x".repeat(1000);
    let answer = client(&bed).max_decoding_message_size(1000).list_targets(ask(&long)).await;
    assert_eq!(answer.expect_err("too large").code(), Code::OutOfRange);
    assert_eq!(text_of(client(&bed).list_targets(ask(&long)).await).expect("a greater reader").len(), 1000);
}

#[tokio::test]
async fn a_compressed_message_is_refused_by_its_own_name() {
    use tonic::codec::CompressionEncoding;
    let bed = Desk::echo().bed(Limits::default()).await;
    let status = client(&bed).send_compressed(CompressionEncoding::Gzip).list_targets(ask("")).await;
    let status = status.expect_err("services take no compressed messages");
    assert_eq!(status.code(), Code::Unimplemented);
    assert!(status.message().contains("gzip"), "{status:?}");
}

#[tokio::test]
async fn an_rpc_that_is_not_there_is_told_as_such() {
    let bed = Desk::echo().bed(Limits::default()).await;
    let mut elsewhere = proto::registry::v1::registry_service_client::RegistryServiceClient::new(bed.wire());
    let answer = elsewhere.get_product(proto::registry::v1::GetProductRequest::default()).await;
    assert_refused(answer, Code::Unimplemented, ErrorReason::RpcUnknown, "");
}

#[tokio::test]
async fn a_call_too_many_is_turned_away_until_a_place_is_free() {
    let (inside, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let waits = Desk::new({
        let (inside, go_on) = (Arc::clone(&inside), Arc::clone(&go_on));
        move |request| {
            let (inside, go_on) = (Arc::clone(&inside), Arc::clone(&go_on));
            async move {
                inside.notify_one();
                go_on.notified().await;
                says(&request.get_ref().unit_id)
            }
        }
    });
    let bed = waits.bed(one_place()).await;
    let (mut one, mut other) = (client(&bed), client(&bed));
    let first = tokio::spawn(async move { one.list_targets(ask("first")).await });
    inside.notified().await;
    let status = other.list_targets(ask("second")).await.expect_err("one at a time");
    assert_status(&status, Code::ResourceExhausted, ErrorReason::TooManyCalls, "");
    assert!(status.get_details_retry_info().is_some_and(|retry| retry.retry_delay.is_some()), "{status:?}");
    go_on.notify_one();
    assert_eq!(text_of(first.await.expect("ended")).expect("answered"), "first");
    go_on.notify_one();
    assert_eq!(text_of(other.list_targets(ask("third")).await).expect("a place is free"), "third");
}

/// Tells when it is dropped.
struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_hangs_up_ends_its_call_and_frees_the_place() {
    let (inside, dropped) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let waits = Desk::new({
        let (inside, dropped) = (Arc::clone(&inside), Arc::clone(&dropped));
        move |request| {
            let (inside, dropped) = (Arc::clone(&inside), Arc::clone(&dropped));
            async move {
                if request.get_ref().unit_id == "quick" {
                    return says("quick");
                }
                let _dropped = Dropped(dropped);
                inside.notify_one();
                std::future::pending().await
            }
        }
    });
    let (_, clock) = test_clock();
    let stack = Stack::new(Callers::new(clock.clone()).authentication(), clock, one_place());
    let server = Listening::start(Routes::from(waits.routes().into_axum_router().layer(stack)), None).await;
    let mut hangs_up = server.client().await;
    let call = tokio::spawn(async move { hangs_up.list_targets(ask("slow")).await });
    inside.notified().await;
    call.abort();
    eventually("the call has ended", || async { dropped.load(Ordering::SeqCst) }).await;
    let mut next = server.client().await;
    assert_eq!(text_of(next.list_targets(ask("quick")).await).expect("a place is free"), "quick");
}

#[tokio::test]
async fn a_sound_trace_is_taken_over_and_another_is_not() {
    let traced = Desk::new(|_| async { says(&telemetry::traceparent()) });
    let bed = traced.bed(Limits::default()).await;
    for (sent, known) in [(TRACE, TRACE), ("00-nonsense-01", "")] {
        let answer = client(&bed).list_targets(ask_with(&[("traceparent", sent)])).await;
        assert_eq!(text_of(answer).expect("answered"), known);
    }
}

/// A desk that asks another one and hands its answer on, and that other one.
async fn chain(other: Desk, callers: &Callers) -> (testkit::Bed, platform::rpc::LocalRouter) {
    let router = platform::rpc::LocalRouter::default();
    router.set(other.routes().into_axum_router()).expect("set once");
    let road = Transport::local(&router, callers.service_identity("evaluation"));
    let asks = Desk::new(move |_| {
        let mut other = ReportingServiceClient::new(road.clone());
        async move { other.list_targets(ask("")).await }
    });
    (asks.bed(Limits::default()).await, router)
}

#[tokio::test]
async fn trace_and_time_left_go_on_to_the_calls_a_call_causes() {
    let told = |request: Request<_>| {
        let header = |name| request.metadata().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        says(&format!("{} {}", header("traceparent"), header("grpc-timeout")))
    };
    let (_, clock) = test_clock();
    let (bed, _router) = chain(Desk::new(move |request| async move { told(request) }), &Callers::new(clock)).await;
    let asked = ask_with(&[("traceparent", TRACE), ("grpc-timeout", "3S")]);
    let heard = text_of(client(&bed).list_targets(asked).await).expect("answered");
    let (trace, left) = heard.split_once(' ').expect("two headers");
    assert_eq!(trace, TRACE);
    // A little more than what is left: the caller's own timer is to be the first.
    let left_ms: u64 = left.strip_suffix('m').expect("milliseconds").parse().expect("a number");
    assert!((2000..=3050).contains(&left_ms), "{left}");
}

#[tokio::test]
async fn a_call_that_waits_for_another_ends_at_its_own_deadline() {
    let (_, clock) = test_clock();
    let (bed, _router) = chain(never_answers(), &Callers::new(clock)).await;
    let began = Instant::now();
    let answer = client(&bed).list_targets(ask_with(&[("grpc-timeout", "80m")])).await;
    assert_eq!(answer.expect_err("too late").code(), Code::DeadlineExceeded);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test]
async fn every_answer_bears_the_identity_of_its_call() {
    let bed = Desk::new(|request| async move {
        let context = request.extensions().get::<CallContext>().expect("given by the stack");
        says(&context.request_id)
    })
    .bed(Limits::default())
    .await;
    for (sent, kept) in [("abc-1.2:3_4", true), ("with spaces", false), (&"x".repeat(65), false)] {
        let answer = client(&bed).list_targets(ask_with(&[("x-request-id", sent)])).await.expect("answered");
        let given = answer.metadata().get("x-request-id").expect("given").to_str().expect("text").to_owned();
        assert_eq!(given == sent, kept, "{given}");
        assert_eq!(text_of(Ok(answer)).expect("answered"), given);
    }
    let asked = ask_with(&[("x-request-id", "r-7"), ("authorization", "Bearer nonsense")]);
    let status = client(&bed).list_targets(asked).await.expect_err("no token");
    assert_eq!(status.get_details_request_info().expect("given").request_id, "r-7");
    assert_eq!(status.metadata().get("x-request-id").expect("given"), "r-7");
}

#[tokio::test]
async fn a_token_becomes_the_caller_and_a_bad_one_stops_the_call() {
    let bed = Desk::new(|request| async move {
        let context = request.extensions().get::<CallContext>().expect("given by the stack");
        says(&context.caller.as_ref().map(|caller| caller.person().to_string()).unwrap_or_default())
    })
    .bed(Limits::default())
    .await;
    let sound = bed.callers.authorization(person(7), Role::Auditor, COUNTRY);
    let answer = client(&bed).list_targets(Callers::request(&sound, Default::default())).await;
    assert_eq!(text_of(answer).expect("let in"), person(7).to_string());
    assert_eq!(text_of(client(&bed).list_targets(ask("")).await).expect("nobody"), "");
    for bad in ["Bearer", "Bearer ", "Bearer a.b.c", "Basic dXNlcjpwYXNz", ""] {
        let answer = client(&bed).list_targets(ask_with(&[("authorization", bad)])).await;
        assert_refused(answer, Code::Unauthenticated, ErrorReason::TokenInvalid, "");
    }
}
