//! What is wrong with a call over the network is told, and harms nobody else.

use std::time::{Duration, Instant};

use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection};
use testkit::{assert_refused, assert_status, eventually};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tonic::Code;

use super::clients::{Clients, new_id};
use super::cluster::Cluster;
use super::people::{COMMUNE, OFFICER};

fn create(name: &str) -> registry::CreateProducerRequest {
    let producer = registry::Producer {
        name: name.to_owned(),
        kind: registry::ProducerKind::Cooperative.into(),
        unit_id: COMMUNE.to_owned(),
        ..Default::default()
    };
    registry::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() }
}

/// A call that waits for a database somebody else has locked ends at its deadline; sent again, it takes effect once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadline_is_honoured_and_the_call_may_be_sent_again() {
    let cluster = Cluster::one_process().await;
    let clients = Clients::of(&cluster);
    let locked = lock(&cluster).await;
    let message = create("HTX");
    let mut request = cluster.by(OFFICER, message.clone());
    // Both ends count this time; which of them ends the call first, and with which code, is open.
    request.set_timeout(Duration::from_millis(300));
    let began = Instant::now();
    clients.registry.clone().create_producer(request).await.expect_err("the database is locked");
    assert!(began.elapsed() >= Duration::from_millis(300), "{:?}", began.elapsed());

    locked.close().await.expect("closed");
    clients.registry.clone().create_producer(cluster.by(OFFICER, message)).await.expect("registered");
    let request = cluster.by(OFFICER, registry::ListProducersRequest::default());
    let listed = clients.registry.clone().list_producers(request).await.expect("listed");
    assert_eq!(listed.into_inner().producers.len(), 1);
}

/// Locks registry's database against writers until the connection is closed.
async fn lock(cluster: &Cluster) -> DatabaseConnection {
    let mut options = ConnectOptions::new(cluster.database("registry"));
    options.max_connections(1);
    let connection = Database::connect(options).await.expect("the database's file");
    connection.execute_unprepared("BEGIN IMMEDIATE").await.expect("locked");
    connection
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_calls_than_there_are_places_are_turned_away() {
    let cluster = Cluster::one_process_with(&[("OCOP_GRPC__MAX_CONCURRENT_CALLS", "1")]).await;
    let clients = Clients::of(&cluster);
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..64 {
        let (mut client, request) = (clients.registry.clone(), cluster.by(OFFICER, create(&format!("HTX {number}"))));
        asking.spawn(async move { client.create_producer(request).await });
    }
    let answers = asking.join_all().await;
    let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert!(!refused.is_empty() && refused.len() < answers.len(), "{} of {}", refused.len(), answers.len());
    for status in refused {
        assert_status(status, Code::ResourceExhausted, ErrorReason::TooManyCalls, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_over_the_limit_is_refused_over_the_network() {
    let cluster = Cluster::one_process_with(&[("OCOP_GRPC__MAX_MESSAGE_BYTES", "10000")]).await;
    let clients = Clients::of(&cluster);
    let request = cluster.by(OFFICER, create(&"a".repeat(20_000)));
    let answer = clients.registry.clone().create_producer(request).await;
    assert_refused(answer, Code::OutOfRange, ErrorReason::MessageTooLarge, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_rpc_that_does_not_exist_is_named_so() {
    let cluster = Cluster::one_process().await;
    let channel = cluster.channel("registry");
    let mut grpc = tonic::client::Grpc::new(channel);
    grpc.ready().await.expect("ready");
    let path = "/ocop.registry.v1.RegistryService/DeleteEverything".parse().expect("a path");
    let codec = tonic_prost::ProstCodec::<registry::GetProductRequest, registry::GetProductResponse>::default();
    let request = cluster.by(OFFICER, registry::GetProductRequest::default());
    let answer = grpc.unary(request, path, codec).await;
    assert_refused(answer, Code::Unimplemented, ErrorReason::RpcUnknown, "");
}

/// Clients that hang up in the middle of a call leave nothing half done, and the server goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_hangs_up_leaves_nothing_half_done() {
    let cluster = Cluster::one_process().await;
    let address = cluster.addresses("registry")[0];
    for round in 0..20_u64 {
        let channel = super::cluster::endpoint(address).connect().await.expect("listening");
        let mut client = RegistryServiceClient::new(channel);
        let request = cluster.by(OFFICER, create(&format!("HTX {round}")));
        // The connection is dropped with the call, at a different point each time.
        let _ = tokio::time::timeout(Duration::from_micros(round * 400), client.create_producer(request)).await;
    }
    // Bytes that are no HTTP/2 at all.
    let mut garbage = TcpStream::connect(address).await.expect("listening");
    garbage.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n\0\xff\xfe").await.expect("sent");
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(2), garbage.read_to_end(&mut answer)).await;

    let clients = Clients::of(&cluster);
    eventually("whatever was under way has ended", || async {
        let request = cluster.by(OFFICER, registry::ListProducersRequest { page_size: 1000, ..Default::default() });
        clients.registry.clone().list_producers(request).await.is_ok()
    })
    .await;
    let list = registry::ListProducersRequest { page_size: 1000, ..Default::default() };
    let listed = clients.registry.clone().list_producers(cluster.by(OFFICER, list)).await.expect("listed").into_inner();
    let names: std::collections::BTreeSet<_> = listed.producers.iter().map(|producer| &producer.name).collect();
    assert_eq!(names.len(), listed.producers.len(), "each at most once");
}
