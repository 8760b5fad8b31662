//! A service asking another, one call at a time: in one process, and over loopback TCP to another process.

use std::sync::Arc;
use std::time::{Duration, Instant};

use platform::access::authentication::{ServiceIdentity, SigningKey};
use platform::clock::Clock;
use platform::rpc::Transport;
use proto::registry::v1 as pb;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use testkit::{Bed, Engine, TestDatabase, eventually};

use crate::journeys::cluster::Cluster;
use crate::journeys::people::PROVINCE;
use crate::measure::{TURNS, Table, a_second, median};

/// How long a turn lasts.
const TURN: Duration = Duration::from_millis(500);

pub(crate) async fn measure(table: &mut Table) {
    let database = TestDatabase::new(Engine::Sqlite).await;
    let mut bed = Bed::default();
    let surroundings = bed.surroundings(&database, registry::Service::MIGRATIONS).await;
    let peers = registry::Peers { evaluation: bed.transport("registry") };
    let service = registry::Service::new(surroundings, peers, &bed.blobs()).expect("sound facts");
    bed.take_in(registry::Service::GRPC_NAMES, |routes| {
        service.add_routes(routes);
        service.into_jobs()
    });
    bed.start().await;
    let inside = RegistryServiceClient::new(bed.transport("evaluation"));

    let cluster = Cluster::one_process().await;
    let key = SigningKey::load_or_create("ocop-local", &cluster.folder().join("data/key.pem")).expect("its key");
    let identity = Arc::new(ServiceIdentity::new("evaluation", key, Clock::System));
    let address = cluster.addresses("registry")[0].to_string();
    let outside = RegistryServiceClient::new(Transport::remote(&address, None, identity).expect("no certificates"));
    eventually("the other process answers", || {
        let mut outside = outside.clone();
        async move { outside.get_unit(unit()).await.is_ok() }
    })
    .await;

    let (mut ratios, mut inner, mut outer) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let (within, over_tcp) = (one_by_one(inside.clone()).await, one_by_one(outside.clone()).await);
        ratios.push(within / over_tcp);
        inner.push(within);
        outer.push(over_tcp);
    }
    table.row(
        "a service asking another in one process, against loopback TCP",
        &format!("**{:.1}** ({} against {})", median(ratios), a_second(median(inner)), a_second(median(outer))),
        "≥ 10",
    );
}

fn unit() -> pb::GetUnitRequest {
    pb::GetUnitRequest { unit_id: PROVINCE.to_owned(), at: String::new() }
}

async fn one_by_one(mut client: RegistryServiceClient<Transport>) -> f64 {
    let (began, mut calls) = (Instant::now(), 0_u32);
    while began.elapsed() < TURN {
        client.get_unit(unit()).await.expect("a unit");
        calls += 1;
    }
    f64::from(calls) / began.elapsed().as_secs_f64()
}
