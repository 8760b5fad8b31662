//! An orderly stop: calls in flight end well, the process ends with status 0, a second start goes on.

use proto::registry::v1 as registry;
use tokio_stream::StreamExt as _;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use super::clients::{Clients, new_id, step};
use super::cluster::{Cluster, endpoint};
use super::people::{COMMUNE, OFFICER};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_in_flight_end_well_and_data_stays() {
    let cluster = Cluster::one_process().await;
    let clients = Clients::of(&cluster);
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..40 {
        let producer = registry::Producer {
            name: format!("HTX {number}"),
            kind: registry::ProducerKind::Farm.into(),
            unit_id: COMMUNE.to_owned(),
            ..Default::default()
        };
        let request =
            registry::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let (mut client, request) = (clients.registry.clone(), cluster.by(OFFICER, request));
        asking.spawn(async move { client.create_producer(request).await });
    }
    let process = &cluster.processes()[0];
    process.terminate();
    let answers = asking.join_all().await;
    assert!(process.ended_well().await, "{}", process.log());
    let acknowledged = answers.iter().filter(|answer| answer.is_ok()).count();
    for status in answers.into_iter().filter_map(Result::err) {
        assert!(matches!(status.code(), Code::Unavailable | Code::Unknown | Code::Cancelled), "{status:?}");
    }

    process.start();
    process.wait_until_healthy().await;
    let list = registry::ListProducersRequest { page_size: 1000, ..Default::default() };
    let listed = step!(&cluster, clients.registry, list_producers, OFFICER, list).await.expect("listed");
    assert!(listed.producers.len() >= acknowledged, "{} of {acknowledged}", listed.producers.len());
}

/// Neither an open stream nor one who watches its health holds up the stop, and no port of its own for health.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_are_ended_when_the_server_stops() {
    use platform::access::Caller;
    use proto::registry::v1::feed_service_client::FeedServiceClient;
    let cluster = Cluster::one_process_with(&[("OCOP_HEALTH__LISTEN", "127.0.0.1:0")]).await;
    let process = &cluster.processes()[0];
    let channel = endpoint(process.address()).connect().await.expect("listening");
    let mut health = Vec::new();
    for watched in ["", "ocop.registry.v1.RegistryService"] {
        let request = HealthCheckRequest { service: watched.to_owned() };
        let mut watching = HealthClient::new(channel.clone()).watch(request).await.expect("a stream").into_inner();
        assert!(watching.next().await.expect("a status").is_ok());
        health.push(watching);
    }
    let service = Caller::service("test");
    #[expect(clippy::disallowed_methods, reason = "the processes go by the machine's clock")]
    let expires = chrono::Utc::now() + chrono::TimeDelta::minutes(5);
    let token = cluster.key.token(service.person(), service.grants(), expires).expect("signed");
    let mut request = tonic::Request::new(registry::ReadRequest { after_position: 0 });
    request.metadata_mut().insert("authorization", format!("Bearer {token}").parse().expect("a header"));
    let mut stream = FeedServiceClient::new(channel).read(request).await.expect("a stream").into_inner();
    assert!(stream.next().await.expect("a page").is_ok());
    process.terminate();
    let mut last = None;
    while let Some(page) = stream.next().await {
        last = page.err();
    }
    assert_eq!(last.expect("told").code(), Code::Unavailable);
    for mut watching in health {
        while watching.next().await.is_some() {}
    }
    assert!(process.ended_well().await, "{}", process.log());
    assert!(!process.log().contains("still in flight"), "{}", process.log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_belongs_to_one_process() {
    let cluster = Cluster::one_process().await;
    let data = cluster.folder().join("data");
    let second = std::process::Command::new(testkit::program())
        .args(["all", "--data", data.to_str().expect("a path"), "--listen", "127.0.0.1:0"])
        .output()
        .expect("runs");
    assert!(!second.status.success());
    let told = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(told.contains("in use by another process"), "{told}");
}
