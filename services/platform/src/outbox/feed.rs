//! Streaming numbered events to those who follow.

use std::sync::Arc;
use std::time::Duration;

use proto::common::v1::EventEnvelope;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use crate::db::Database;
use crate::error::Error;
use crate::ids::RawId;
use crate::wire::timestamp;

/// Most events in one message of the stream.
const BATCH: u32 = 200;
/// How often a quiet stream looks at the database: another replica may hold the relay.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(250);
/// How often a quiet stream gives a sign of life.
const SIGN_OF_LIFE_EVERY: Duration = Duration::from_secs(10);
/// Longest a stream lives; its reader goes on at another replica, perhaps.
const STREAM_LIVES: Duration = Duration::from_secs(300);

/// Some events of a feed, or a sign of life.
#[derive(Clone, Debug, Default)]
pub struct FeedPage {
    /// Events in order of position.
    pub events: Vec<EventEnvelope>,
    /// Highest position there is.
    pub head_position: i64,
}

/// A service's feed. Clones share the head.
#[derive(Clone)]
pub struct Feed {
    database: Database,
    head: watch::Receiver<i64>,
    stop: CancellationToken,
}

impl Feed {
    /// The feed of a database; `head` is told by the relay, `stop` ends all streams.
    #[must_use]
    pub fn new(database: Database, head: &Arc<watch::Sender<i64>>, stop: CancellationToken) -> Self {
        Self { database, head: head.subscribe(), stop }
    }

    /// The events after a position, as many as a page holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(&self, after: i64) -> Result<FeedPage, Error> {
        let db = self.database.reader();
        let page = Statement::from_sql_and_values(db.get_database_backend(), PAGE, [after.into(), BATCH.into()]);
        let rows = db.query_all_raw(page).await?;
        let events = rows.iter().map(envelope).collect::<Result<Vec<_>, _>>()?;
        let head_position = match events.last() {
            Some(last) if events.len() < BATCH as usize => last.position,
            _ => head(db).await?,
        };
        Ok(FeedPage { events, head_position })
    }

    /// Streams the events after a position, then waits for new ones.
    #[must_use]
    pub fn stream<M>(&self, after: i64, message: fn(FeedPage) -> M) -> ReceiverStream<Result<M, Status>>
    where
        M: Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(2);
        let feed = self.clone();
        tokio::spawn(async move {
            let ended = tokio::select! {
                ended = feed.follow(after, message, &sender) => ended,
                () = feed.stop.cancelled() => Status::unavailable("the service is stopping; read on elsewhere"),
                () = tokio::time::sleep(STREAM_LIVES) => Status::unavailable("the stream has aged; read on"),
            };
            // The reader may be gone already.
            let _ = sender.send(Err(ended)).await;
        });
        ReceiverStream::new(receiver)
    }

    async fn follow<M>(
        &self,
        mut after: i64,
        message: fn(FeedPage) -> M,
        sender: &mpsc::Sender<Result<M, Status>>,
    ) -> Status {
        let mut head = self.head.clone();
        let mut last_sent = tokio::time::Instant::now() - SIGN_OF_LIFE_EVERY;
        loop {
            head.mark_unchanged();
            let page = match self.page(after).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::warn!(%error, "could not read the feed");
                    return Status::unavailable("the feed cannot be read for the moment; read on later");
                }
            };
            let full = page.events.len() == BATCH as usize;
            if !page.events.is_empty() || last_sent.elapsed() >= SIGN_OF_LIFE_EVERY {
                after = page.events.last().map_or(after, |event| event.position);
                last_sent = tokio::time::Instant::now();
                if sender.send(Ok(message(page))).await.is_err() {
                    return Status::cancelled("the reader hung up");
                }
            }
            if full {
                continue;
            }
            tokio::select! {
                changed = head.changed() => if changed.is_err() { tokio::time::sleep(LOOKED_AT_EVERY).await },
                () = tokio::time::sleep(LOOKED_AT_EVERY) => {}
                () = sender.closed() => return Status::cancelled("the reader hung up"),
            }
        }
    }
}

/// Written out and read by place: every event goes through here once for each of its followers.
const PAGE: &str = "SELECT position, id, type, subject_type, subject_id, subject_version, occurred_at, actor_id, \
     traceparent, payload FROM event WHERE position > $1 ORDER BY position LIMIT $2";

fn envelope(row: &QueryResult) -> Result<EventEnvelope, DbErr> {
    Ok(EventEnvelope {
        position: row.try_get_by_index(0)?,
        id: row.try_get_by_index::<RawId>(1)?.to_string(),
        r#type: row.try_get_by_index(2)?,
        subject_type: row.try_get_by_index(3)?,
        subject_id: row.try_get_by_index::<RawId>(4)?.to_string(),
        subject_version: row.try_get_by_index(5)?,
        occurred_at: Some(timestamp(row.try_get_by_index(6)?)),
        actor_id: row.try_get_by_index::<RawId>(7)?.to_string(),
        traceparent: row.try_get_by_index(8)?,
        payload: row.try_get_by_index(9)?,
    })
}

/// The highest position given.
async fn head(db: &impl ConnectionTrait) -> Result<i64, Error> {
    let backend = db.get_database_backend();
    let row = db.query_one_raw(Statement::from_string(backend, "SELECT position FROM feed_head WHERE id = 1")).await?;
    let row = row.ok_or_else(|| Error::internal("feed_head has no row"))?;
    Ok(row.try_get("", "position")?)
}

/// Implements a package's `FeedService` over a [`Feed`], and a [`crate::outbox::FeedClient`] for it.
///
/// The packages have the same rpc with messages of their own; only their names differ.
#[macro_export]
macro_rules! feed_service {
    ($package:path) => {
        /// The package's feed, for others to follow.
        pub(crate) mod feed_service {
            use package::feed_service_server::{FeedService, FeedServiceServer};
            use $crate::outbox::{Feed, FeedPage};
            use $package as package;

            struct Service<S> {
                runner: $crate::operation::Runner<S>,
                feed: Feed,
            }

            #[tonic::async_trait]
            impl<S: Send + Sync + 'static> FeedService for Service<S> {
                type ReadStream = tokio_stream::wrappers::ReceiverStream<Result<package::ReadResponse, tonic::Status>>;

                async fn read(
                    &self,
                    request: tonic::Request<package::ReadRequest>,
                ) -> Result<tonic::Response<Self::ReadStream>, tonic::Status> {
                    let call = self.runner.read(request, |message: package::ReadRequest| {
                        let mut fields = $crate::fields::Fields::new();
                        let after = message.after_position;
                        if after < 0 {
                            fields.fault("after_position", "Không được âm.", "It must not be negative.");
                        }
                        fields.finish((Some(after),))
                    })?;
                    let after = call.command().0;
                    let message = |page: FeedPage| package::ReadResponse {
                        events: page.events,
                        head_position: page.head_position,
                    };
                    Ok(tonic::Response::new(self.feed.stream(after, message)))
                }
            }

            /// The rpc of the feed.
            pub(crate) fn server<S: Send + Sync + 'static>(
                runner: $crate::operation::Runner<S>,
                feed: Feed,
            ) -> FeedServiceServer<impl FeedService> {
                FeedServiceServer::new(Service { runner, feed })
            }
        }
    };
}

/// Follows a package's feed through its generated client.
#[macro_export]
macro_rules! feed_client {
    ($name:ident, $package:path) => {
        /// Follows the feed of another service.
        #[derive(Clone)]
        pub(crate) struct $name($crate::rpc::Transport);

        impl $name {
            /// Follows it through a transport.
            pub(crate) fn new(transport: $crate::rpc::Transport) -> Self {
                Self(transport)
            }
        }

        #[tonic::async_trait]
        impl $crate::outbox::FeedClient for $name {
            async fn read(&self, after_position: i64) -> Result<$crate::outbox::FeedStream, tonic::Status> {
                use tokio_stream::StreamExt as _;
                use $package as package;
                let mut client = package::feed_service_client::FeedServiceClient::new(self.0.clone())
                    .max_decoding_message_size($crate::rpc::MAX_FEED_MESSAGE_BYTES);
                let stream = client.read(package::ReadRequest { after_position }).await?.into_inner();
                Ok(Box::pin(stream.map(|page| {
                    page.map(|page| $crate::outbox::FeedPage { events: page.events, head_position: page.head_position })
                })))
            }
        }
    };
}
