//! Casting a ballot of all criteria, against the rows it writes put in by plain sqlx in one transaction.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use proto::evaluation::v1 as evaluation;
use sea_orm::sqlx::{self, Connection as _, Row as _};
use tokio::task::JoinSet;
use tonic::transport::Endpoint;
use uuid::Uuid;

use crate::On;
use crate::journeys::clients::{Clients, new_id};
use crate::journeys::people::SCORERS;
use crate::measure::{TURNS, Table, a_second, median};
use crate::plain::{Plain, on};

/// Dossiers, each with a ballot of each of the scorers.
const DOSSIERS: usize = 1000;
/// Dossiers of a session, the most it may have.
const A_SESSION: usize = 200;
/// Who votes at the same time.
const VOTERS: usize = 5;
/// The product set with the criteria of most sets.
const SET: i32 = 4;

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = on.cluster().await;
    let clients = Clients::of(&cluster);
    let producer = clients.producer(&cluster, "HTX").await;
    let mut dossiers = Vec::with_capacity(DOSSIERS);
    for number in 0..DOSSIERS {
        let product = clients.product(&cluster, &producer, &format!("Sản phẩm {number}"), SET).await;
        dossiers.push(clients.ready(&cluster, &product).await);
    }
    let choices = clients.three_star_choices(&cluster, SET).await;
    let criteria = choices.len();
    let mut ballots = Vec::with_capacity(DOSSIERS * SCORERS.len());
    for dossiers in dossiers.chunks(A_SESSION) {
        let session = clients.session(&cluster, dossiers).await;
        for (dossier, scorer) in dossiers.iter().flat_map(|dossier| SCORERS.map(|scorer| (dossier, scorer))) {
            let request = evaluation::CastBallotRequest {
                request_id: new_id(),
                session_id: session.id.clone(),
                dossier_id: dossier.id.clone(),
                choices: choices.clone(),
                findings: Vec::new(),
                ..Default::default()
            };
            ballots.push(cluster.by(scorer, request));
        }
    }
    let address = cluster.addresses("evaluation")[0];
    let channel = Endpoint::from_shared(format!("http://{address}")).expect("an address").tcp_nodelay(true);
    let channel = channel.connect().await.expect("listening");
    let client = evaluation::evaluation_service_client::EvaluationServiceClient::new(channel);
    let plain = Plain::connect_to_write(&cluster.database("evaluation")).await;

    let a_turn = ballots.len() / (TURNS + 1) / VOTERS * VOTERS;
    let ballots = Arc::new(Mutex::new(ballots.into_iter()));
    let mut rows: Option<Arc<Rows>> = None;
    let (mut ratios, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..=TURNS {
        let began = Instant::now();
        at_the_same_time(|| {
            let (mut client, ballots) = (client.clone(), Arc::clone(&ballots));
            async move {
                for _ in 0..a_turn / VOTERS {
                    let ballot = ballots.lock().expect("unpoisoned").next().expect("enough ballots");
                    client.cast_ballot(ballot).await.expect("cast");
                }
            }
        })
        .await;
        let cast = began.elapsed().as_secs_f64();
        let read = match rows.take() {
            Some(rows) => rows,
            None => Arc::new(Rows::read(&plain).await),
        };
        let began = Instant::now();
        at_the_same_time(|| {
            let (rows, plain) = (Arc::clone(&read), plain.clone());
            async move {
                for _ in 0..a_turn / VOTERS {
                    rows.insert(&plain).await;
                }
            }
        })
        .await;
        rows = Some(read);
        let inserted = began.elapsed().as_secs_f64();
        // The first turn only warms up.
        if number > 0 {
            let count = f64::from(u32::try_from(a_turn).expect("few"));
            ratios.push(inserted / cast);
            ours.push(count / cast);
            theirs.push(count / inserted);
        }
    }
    table.row(
        &format!("a ballot of {criteria} criteria against its four rows in plain sqlx, {on:?}"),
        &format!("**{:.2}** ({} against {})", median(ratios), a_second(median(ours)), a_second(median(theirs))),
        "≥ 0.6",
    );
}

/// Runs the same for each of the voters, and waits for all.
async fn at_the_same_time<F: Future<Output = ()> + Send + 'static>(vote: impl Fn() -> F) {
    let mut voters = JoinSet::new();
    for _ in 0..VOTERS {
        voters.spawn(vote());
    }
    voters.join_all().await;
}

/// The rows of one ballot, as the service wrote them.
struct Rows {
    session: Uuid,
    dossier: Uuid,
    content: Vec<u8>,
    event_type: String,
    traceparent: String,
    payload: Vec<u8>,
    digest: Vec<u8>,
    response: Vec<u8>,
}

impl Rows {
    async fn read(plain: &Plain) -> Self {
        on!(plain, pool => {
            let ballot = "SELECT session_id, dossier_id, content FROM ballot LIMIT 1";
            let ballot = sqlx::query(ballot).fetch_one(pool).await.expect("a ballot");
            let event = "SELECT type, traceparent, payload FROM event WHERE type LIKE '%BallotCast' LIMIT 1";
            let event = sqlx::query(event).fetch_one(pool).await.expect("its event");
            let replay = "SELECT digest, response FROM replay WHERE operation = 'CastBallot' LIMIT 1";
            let replay = sqlx::query(replay).fetch_one(pool).await.expect("its answer");
            Self {
                session: ballot.get("session_id"),
                dossier: ballot.get("dossier_id"),
                content: ballot.get("content"),
                event_type: event.get("type"),
                traceparent: event.get("traceparent"),
                payload: event.get("payload"),
                digest: replay.get("digest"),
                response: replay.get("response"),
            }
        })
    }

    /// Puts the same rows in for another member.
    async fn insert(&self, plain: &Plain) {
        let (ballot, event, audit, request) = (id(), id(), id(), id());
        let person = id();
        #[expect(clippy::disallowed_methods, reason = "the rival has no clock of its own")]
        let now = chrono::Utc::now();
        on!(plain, pool => {
            let mut connection = pool.acquire().await.expect("a connection");
            let mut transaction = connection.begin_with(begin(plain)).await.expect("begun");
            sqlx::query("INSERT INTO ballot (id, session_id, dossier_id, person_id, content, cast_at) \
                         VALUES ($1, $2, $3, $4, $5, $6)")
                .bind(ballot).bind(self.session).bind(self.dossier).bind(person).bind(&self.content).bind(now)
                .execute(&mut *transaction).await.expect("inserted");
            sqlx::query("INSERT INTO event (id, type, subject_type, subject_id, subject_version, ordinal, occurred_at, \
                         actor_id, traceparent, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
                .bind(event).bind(&self.event_type).bind("ballot").bind(ballot).bind(1_i64).bind(1_i32).bind(now)
                .bind(person).bind(&self.traceparent).bind(&self.payload)
                .execute(&mut *transaction).await.expect("inserted");
            sqlx::query("INSERT INTO replay (person_id, request_id, operation, digest, response, answered_at) \
                         VALUES ($1, $2, $3, $4, $5, $6)")
                .bind(person).bind(request).bind("CastBallot").bind(&self.digest).bind(&self.response).bind(now)
                .execute(&mut *transaction).await.expect("inserted");
            sqlx::query("INSERT INTO audit (id, at, person_id, operation, request_id, subject_type, subject_id) \
                         VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .bind(audit).bind(now).bind(person).bind("CastBallot").bind(request).bind("ballot").bind(ballot)
                .execute(&mut *transaction).await.expect("inserted");
            transaction.commit().await.expect("committed");
        });
    }
}

/// How a writing transaction begins: as the service's does.
fn begin(plain: &Plain) -> &'static str {
    match plain {
        Plain::Sqlite(_) => "BEGIN IMMEDIATE",
        Plain::Postgres(_) => "BEGIN ISOLATION LEVEL SERIALIZABLE",
    }
}

/// An identity in order of time, as the service gives them.
fn id() -> Uuid {
    platform::ids::Ids::random().next(platform::clock::Clock::System.now())
}
