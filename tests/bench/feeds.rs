//! Events a second: from the write to reporting's projection, and taken in anew from the beginning.

use std::sync::Arc;
use std::time::Instant;

use proto::registry::v1 as registry;
use proto::reporting::v1 as reporting;
use tokio::task::JoinSet;

use crate::On;
use crate::journeys::clients::{Clients, new_id, step};
use crate::journeys::cluster::Cluster;
use crate::journeys::people::{ADMINISTRATOR, AGENCY, COMMUNE, OFFICER, PROVINCE};
use crate::measure::{Table, a_second};

/// Producers registered, each with one event.
const EVENTS: i64 = 3000;
/// Callers at the same time.
const CALLERS: i64 = 16;

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = Arc::new(on.cluster().await);
    let clients = Clients::of(&cluster);
    let before = position(&cluster, &clients).await;
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let (cluster, clients) = (Arc::clone(&cluster), clients.clone());
        callers.spawn(async move {
            for number in 0..EVENTS / CALLERS {
                let producer = registry::Producer {
                    name: format!("HTX {caller}.{number}"),
                    kind: registry::ProducerKind::Cooperative.into(),
                    unit_id: COMMUNE.to_owned(),
                    ..Default::default()
                };
                let request = registry::CreateProducerRequest {
                    request_id: new_id(),
                    producer: Some(producer),
                    ..Default::default()
                };
                // Sent again if others were in the way too often, as every client does.
                step!(cluster, clients.registry, create_producer, OFFICER, request).await.expect("registered");
            }
        });
    }
    callers.join_all().await;
    let written = began.elapsed();
    let events = EVENTS / CALLERS * CALLERS;
    reaches(&cluster, &clients, before + events).await;
    let rate =
        |elapsed: std::time::Duration| a_second(f64::from(i32::try_from(events).expect("few")) / elapsed.as_secs_f64());
    table.row(
        &format!("events from write to projection, {on:?}"),
        &format!("**{}**, the writes alone {}", rate(began.elapsed()), rate(written)),
        "",
    );

    let request = reporting::RebuildProjectionsRequest { request_id: new_id() };
    let began = Instant::now();
    clients.reporting.clone().rebuild_projections(cluster.by(ADMINISTRATOR, request)).await.expect("dropped");
    reaches(&cluster, &clients, before + events).await;
    table.row(&format!("events taken in anew, {on:?}"), &format!("**{}**", rate(began.elapsed())), "");
}

/// Waits until reporting has taken registry's events in up to a position.
async fn reaches(cluster: &Cluster, clients: &Clients, target: i64) {
    while position(cluster, clients).await < target {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn position(cluster: &Cluster, clients: &Clients) -> i64 {
    let request = reporting::GetScorecardRequest { unit_id: PROVINCE.to_owned(), ..Default::default() };
    let answer = clients.reporting.clone().get_scorecard(cluster.by(AGENCY, request)).await.expect("a scorecard");
    let sources = answer.into_inner().scorecard.expect("given").sources;
    sources.iter().find(|source| source.source == "registry").map_or(0, |source| source.position)
}
