//! A process stops in order: not ready, no new calls, calls end, jobs end; or at once if that is wished.

use std::sync::Arc;
use std::time::Duration;

use platform::jobs::Job;
use platform::lifecycle::{Patience, Process, ProcessError, Server, Steps, Stopping};
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::Request;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Channel, Endpoint};

use crate::desk::{Desk, Question, ask, says, text_of};

const LONG: Duration = Duration::from_secs(600);

/// A process with a desk that holds long calls until they are let go, and a job.
struct Running {
    process: JoinHandle<Result<(), String>>,
    steps: Steps,
    stopping: Stopping,
    endpoint: Endpoint,
    inside: Arc<Notify>,
    go_on: Arc<Notify>,
    job_ended: CancellationToken,
}

async fn run(patience: Patience) -> Running {
    let (inside, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let holds = Desk::new({
        let (inside, go_on) = (Arc::clone(&inside), Arc::clone(&go_on));
        move |request: Request<Question>| {
            let (inside, go_on) = (Arc::clone(&inside), Arc::clone(&go_on));
            async move {
                if request.get_ref().unit_id == "long" {
                    inside.notify_one();
                    go_on.notified().await;
                }
                says("done")
            }
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("bound");
    let (steps, stopping, job_ended) = (Steps::default(), Stopping::default(), CancellationToken::new());
    let no_calls = steps.no_calls.clone();
    let server: Server = Box::pin(async move {
        let server = tonic::transport::Server::builder().add_routes(holds.routes());
        Ok(server.serve_with_incoming_shutdown(TcpIncoming::from(listener), no_calls.cancelled_owned()).await?)
    });
    let job = Job::new("works until it is told to stop", {
        let (no_jobs, job_ended) = (steps.no_jobs.clone(), job_ended.clone());
        async move {
            no_jobs.cancelled().await;
            job_ended.cancel();
        }
    });
    let process = Process { steps: steps.clone(), servers: vec![server], jobs: vec![job], patience };
    let process = tokio::spawn({
        let stopping = stopping.clone();
        async move { process.run(&stopping).await.map_err(|error| error.to_string()) }
    });
    let endpoint = Endpoint::from_shared(format!("http://{address}")).expect("an address");
    Running { process, steps, stopping, endpoint, inside, go_on, job_ended }
}

impl Running {
    async fn client(&self) -> ReportingServiceClient<Channel> {
        ReportingServiceClient::new(self.endpoint.connect().await.expect("listening"))
    }

    /// A call that is under way.
    async fn call(&self) -> JoinHandle<Result<String, tonic::Status>> {
        let mut client = self.client().await;
        let call = tokio::spawn(async move { text_of(client.list_targets(ask("long")).await) });
        self.inside.notified().await;
        call
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_under_way_end_well_and_new_ones_are_refused() {
    let running = run(Patience { calls_for: LONG, jobs_for: LONG, ..Patience::default() }).await;
    let call = running.call().await;
    let connected = running.client().await;
    running.stopping.in_order.cancel();
    running.steps.no_calls.cancelled().await;
    assert!(running.steps.unready.is_cancelled());
    testkit::eventually("nobody listens", || async { running.endpoint.connect().await.is_err() }).await;
    testkit::eventually("a connection that was open takes no new call", || async {
        connected.clone().list_targets(ask("short")).await.is_err()
    })
    .await;
    assert!(!running.steps.no_jobs.is_cancelled(), "jobs outlive the calls");

    running.go_on.notify_one();
    assert_eq!(call.await.expect("ended").expect("answered"), "done");
    assert_eq!(running.process.await.expect("ended"), Ok(()));
    assert!(running.job_ended.is_cancelled());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_is_not_ready_still_takes_calls_for_a_while() {
    let running = run(Patience { unready_for: LONG, ..Patience::default() }).await;
    running.stopping.in_order.cancel();
    running.steps.unready.cancelled().await;
    let answer = text_of(running.client().await.list_targets(ask("short")).await);
    assert_eq!(answer.expect("balancers need time to notice"), "done");
    assert!(!running.steps.no_calls.is_cancelled());
    running.stopping.at_once.cancel();
    assert_eq!(running.process.await.expect("ended"), Ok(()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_wish_cuts_off_what_is_under_way() {
    let running = run(Patience { calls_for: LONG, ..Patience::default() }).await;
    let call = running.call().await;
    running.stopping.in_order.cancel();
    running.steps.no_calls.cancelled().await;
    running.stopping.at_once.cancel();
    assert_eq!(running.process.await.expect("ended"), Ok(()));
    assert!(!running.job_ended.is_cancelled(), "nothing was waited for");
    call.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_do_not_end_are_not_waited_for_longer_than_said() {
    let running = run(Patience { calls_for: Duration::from_millis(50), ..Patience::default() }).await;
    let call = running.call().await;
    running.stopping.in_order.cancel();
    assert_eq!(running.process.await.expect("ended"), Ok(()));
    assert!(running.job_ended.is_cancelled(), "jobs still end in order");
    call.abort();
}

#[tokio::test]
async fn a_failure_stops_all_and_is_told() {
    let fails = [
        (process(vec![Box::pin(async { Err("no port".into()) })], Vec::new()), "no port"),
        (process(vec![Box::pin(async { Ok(()) })], Vec::new()), "a server ended by itself"),
        (process(vec![Box::pin(async { panic!("hot server") })], Vec::new()), "hot server"),
        (process(Vec::new(), vec![Job::new("relay", async {})]), "the job relay ended by itself"),
        (process(Vec::new(), vec![Job::new("relay", async { panic!("hot relay") })]), "hot relay"),
    ];
    for (process, told) in fails {
        let steps = process.steps.clone();
        let error: ProcessError = process.run(&Stopping::default()).await.expect_err("it failed");
        assert!(error.to_string().contains(told), "{error}");
        assert!(steps.unready.is_cancelled() && steps.no_calls.is_cancelled() && steps.no_jobs.is_cancelled());
    }
}

/// A process with one more server and job that run until they are told to stop.
fn process(mut servers: Vec<Server>, mut jobs: Vec<Job>) -> Process {
    let steps = Steps::default();
    let (no_calls, no_jobs) = (steps.no_calls.clone(), steps.no_jobs.clone());
    servers.push(Box::pin(async move {
        no_calls.cancelled().await;
        Ok(())
    }));
    jobs.push(Job::new("other", async move { no_jobs.cancelled().await }));
    Process { steps, servers, jobs, patience: Patience::default() }
}
