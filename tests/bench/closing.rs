//! Closing a session: ten members have cast their ballots on fifty products, and the chair closes one after the other.

use std::time::Instant;

use platform::access::Role;
use proto::evaluation::v1 as evaluation;

use crate::On;
use crate::journeys::clients::{Clients, new_id};
use crate::journeys::people::{CHAIR, PROVINCE, Person};
use crate::measure::{Table, median};

/// Who scores, the chair among them.
const MEMBERS: u64 = 10;
/// Products on the list of a session.
const PRODUCTS: usize = 50;
/// Sessions that are closed; the first one only warms up.
const SESSIONS: usize = 4;
/// The product set with the criteria of most sets.
const SET: i32 = 4;

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = on.cluster().await;
    let clients = Clients::of(&cluster);
    let producer = clients.producer(&cluster, "HTX").await;
    let choices = clients.three_star_choices(&cluster, SET).await;
    let others = (1..MEMBERS).map(|number| Person(500 + number, Role::Expert, PROVINCE));
    let scorers: Vec<_> = std::iter::once(CHAIR).chain(others).collect();
    let mut client = clients.evaluation.clone();
    let mut seconds = Vec::new();
    for number in 0..SESSIONS {
        let mut dossiers = Vec::with_capacity(PRODUCTS);
        for place in 0..PRODUCTS {
            let name = format!("Sản phẩm {number}-{place}");
            let product = clients.product(&cluster, &producer, &name, SET).await;
            dossiers.push(clients.ready(&cluster, &product).await);
        }
        let session = clients.session_of(&cluster, &scorers, &dossiers).await;
        for dossier in &dossiers {
            for scorer in &scorers {
                let request = evaluation::CastBallotRequest {
                    request_id: new_id(),
                    session_id: session.id.clone(),
                    dossier_id: dossier.id.clone(),
                    choices: choices.clone(),
                    ..Default::default()
                };
                client.cast_ballot(cluster.by(*scorer, request)).await.expect("cast");
            }
        }
        let closing = |dossier: &evaluation::Dossier| {
            let request = evaluation::CloseScoringRequest {
                request_id: new_id(),
                session_id: session.id.clone(),
                dossier_id: dossier.id.clone(),
                ..Default::default()
            };
            cluster.by(CHAIR, request)
        };
        let closings: Vec<_> = dossiers.iter().map(closing).collect();
        let began = Instant::now();
        for closing in closings {
            client.close_scoring(closing).await.expect("closed");
        }
        if number > 0 {
            seconds.push(began.elapsed().as_secs_f64());
        }
    }
    table.row(
        &format!("closing a session of {MEMBERS} members and {PRODUCTS} products, {on:?}"),
        &format!("**{:.2} s**", median(seconds)),
        "< 2 s",
    );
}
