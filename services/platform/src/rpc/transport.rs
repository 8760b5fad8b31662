//! Reaching the other services, with the same generated clients on every road.
//!
//! In one process the road is the router itself: no socket, the same layers. Between processes it is a
//! channel balanced over the addresses of a name, which are looked up again and again: one HTTP/2
//! connection would pin all calls to one replica. On both roads a call carries the calling service's own token,
//! or that of whoever asked it, the trace it belongs to, and the time that is left of the call that caused it.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full};
use tokio::time::{Instant, timeout_at};
use tonic::body::Body;
use tonic::transport::channel::Change;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use tonic::{Code, ConnectError, Status};
use tower::{Service as _, ServiceExt as _};

use super::Scope;
use crate::access::authentication::ServiceIdentity;
use crate::error::{Error, ErrorReason, FieldFault, Text};
use crate::telemetry;

/// Deadline of a call to another service when nothing else sets one.
const OWN_DEADLINE: Duration = Duration::from_secs(10);
/// How often a name's addresses are looked up.
const LOOKED_UP_EVERY: Duration = Duration::from_secs(5);
/// A connection that carries nothing is asked for a sign of life this often.
const KEPT_ALIVE_EVERY: Duration = Duration::from_secs(20);
/// Longest a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Most replicas that one call is offered to.
const OFFERED_TO_AT_MOST: u32 = 4;

/// The router of this process, once it is assembled.
pub type LocalRouter = Arc<OnceLock<axum::Router>>;

/// The identity under which one service calls others.
pub type PeerCalls = Arc<ServiceIdentity>;

/// Certificates for calls between processes.
#[derive(Clone)]
pub struct PeerTls {
    /// Authority that the other side's certificate must come from, in PEM.
    pub authority: Vec<u8>,
    /// Our own certificate, in PEM.
    pub certificate: Vec<u8>,
    /// Its private key, in PEM.
    pub key: Vec<u8>,
}

/// A road to another service.
#[derive(Clone)]
pub struct Transport {
    road: Road,
    shown: Shown,
}

/// What a call shows of who makes it.
#[derive(Clone)]
enum Shown {
    /// The service.
    Service(PeerCalls),
    /// The caller of the present call, in whose name it is made.
    Caller,
    /// Nothing: what is said proves itself.
    Nothing,
}

impl Shown {
    /// None where nothing is shown.
    fn authorization(&self) -> Result<Option<HeaderValue>, Status> {
        match self {
            Self::Service(identity) => {
                let token = identity.token().map_err(|error| Status::internal(error.to_string()))?;
                let header = HeaderValue::from_str(&format!("Bearer {token}"));
                header.map(Some).map_err(|error| Status::internal(error.to_string()))
            }
            Self::Caller => Scope::authorization()
                .map(Some)
                .ok_or_else(|| Status::internal("nobody asks in whose name the call could be made")),
            Self::Nothing => Ok(None),
        }
    }
}

#[derive(Clone)]
enum Road {
    // The router holds the services, and they hold this road: it must not hold the router in turn.
    Local(Weak<OnceLock<axum::Router>>),
    Remote(Channel),
}

impl Transport {
    /// A road within this process.
    #[must_use]
    pub fn local(router: &LocalRouter, identity: PeerCalls) -> Self {
        Self { road: Road::Local(Arc::downgrade(router)), shown: Shown::Service(identity) }
    }

    /// The same road for calls in the name of whoever makes the present call: they may do what she may, and the other
    /// service's audit trail names her.
    #[must_use]
    pub fn for_the_caller(self) -> Self {
        Self { shown: Shown::Caller, ..self }
    }

    /// A road to all addresses that names such as `registry:50051` have, now and later; several names are
    /// separated by commas.
    ///
    /// # Errors
    /// When the certificates are not understood.
    pub fn remote(names: &str, tls: Option<&PeerTls>, identity: PeerCalls) -> Result<Self, tonic::transport::Error> {
        Self::to(names, tls, Shown::Service(identity))
    }

    /// The same to another installation, which does not know our services: calls carry no token, and what they say has to
    /// prove itself.
    ///
    /// # Errors
    /// When the certificates are not understood.
    pub fn to_another_installation(names: &str, tls: Option<&PeerTls>) -> Result<Self, tonic::transport::Error> {
        Self::to(names, tls, Shown::Nothing)
    }

    fn to(names: &str, tls: Option<&PeerTls>, shown: Shown) -> Result<Self, tonic::transport::Error> {
        let names: Vec<_> = names.split(',').map(|name| name.trim().to_owned()).collect();
        let tls = tls.cloned();
        // Certificates that are not understood are told now, not at the first call.
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 1));
        endpoint(&Replica { name: names[0].clone(), address: anywhere }, tls.as_ref())?;
        let (channel, changes) = Channel::balance_channel(64);
        tokio::spawn(keep_looking_up(names, changes, tls));
        Ok(Self { road: Road::Remote(channel), shown })
    }
}

/// One of the processes behind a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Replica {
    name: String,
    address: SocketAddr,
}

fn endpoint(replica: &Replica, tls: Option<&PeerTls>) -> Result<Endpoint, tonic::transport::Error> {
    let scheme = if tls.is_some() { "https" } else { "http" };
    let endpoint = Endpoint::from_shared(format!("{scheme}://{}", replica.address))?
        .connect_timeout(CONNECT_TIMEOUT)
        .tcp_nodelay(true)
        .http2_keep_alive_interval(KEPT_ALIVE_EVERY)
        .keep_alive_while_idle(true);
    let Some(tls) = tls else { return Ok(endpoint) };
    let host = replica.name.rsplit_once(':').map_or(replica.name.as_str(), |(host, _)| host);
    endpoint.tls_config(
        ClientTlsConfig::new()
            .ca_certificate(Certificate::from_pem(&tls.authority))
            .identity(Identity::from_pem(&tls.certificate, &tls.key))
            .domain_name(host),
    )
}

/// Tells the channel which addresses names have, until the channel is gone.
async fn keep_looking_up(
    names: Vec<String>,
    changes: tokio::sync::mpsc::Sender<Change<Replica, Endpoint>>,
    tls: Option<PeerTls>,
) {
    let mut known: BTreeSet<Replica> = BTreeSet::new();
    loop {
        let mut found = BTreeSet::new();
        for name in &names {
            match tokio::net::lookup_host(name).await {
                Ok(addresses) => found.extend(addresses.map(|address| Replica { name: name.clone(), address })),
                // A name that is gone for a moment keeps the addresses it had.
                Err(error) => {
                    tracing::debug!(peer.name = name, %error, "could not look up the peer");
                    found.extend(known.iter().filter(|replica| replica.name == *name).cloned());
                }
            }
        }
        let gone = known.difference(&found).map(|old| Change::Remove(old.clone()));
        let come = found.difference(&known).filter_map(|new| {
            let endpoint = endpoint(new, tls.as_ref()).ok()?;
            Some(Change::Insert(new.clone(), endpoint))
        });
        for change in gone.chain(come) {
            if changes.send(change).await.is_err() {
                return;
            }
        }
        known = found;
        tokio::select! {
            () = tokio::time::sleep(LOOKED_UP_EVERY) => {}
            () = changes.closed() => return,
        }
    }
}

impl tower::Service<Request<Body>> for Transport {
    type Response = Response<Body>;
    type Error = Status;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Status>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        // Waiting for a place is part of the call, so that it falls under the deadline.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self { road, shown } = self.clone();
        Box::pin(async move { road.call(request, &shown).await })
    }
}

impl Road {
    async fn call(self, mut request: Request<Body>, shown: &Shown) -> Result<Response<Body>, Status> {
        let now = Instant::now();
        let deadline = Scope::deadline().map_or(now + OWN_DEADLINE, |deadline| deadline.min(now + OWN_DEADLINE));
        let left = deadline.saturating_duration_since(now);
        if left.is_zero() {
            return Err(Status::deadline_exceeded("no time is left for the call"));
        }
        let authorization = shown.authorization()?;
        let headers = request.headers_mut();
        if let Some(authorization) = authorization {
            headers.insert(http::header::AUTHORIZATION, authorization);
        }
        let mut insert = |name, text: String| {
            if let Ok(value) = HeaderValue::from_str(&text) {
                headers.insert(name, value);
            }
        };
        // A little more than we wait ourselves: our timer tells DEADLINE_EXCEEDED, and is to be the first.
        insert("grpc-timeout", format!("{}m", (left + Duration::from_millis(50)).as_millis()));
        let traceparent = telemetry::traceparent();
        if !traceparent.is_empty() {
            insert("traceparent", traceparent);
        }
        match timeout_at(deadline, self.send(request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Status::deadline_exceeded("the peer did not answer in time")),
        }
    }

    async fn send(self, request: Request<Body>) -> Result<Response<Body>, Status> {
        match self {
            Self::Local(router) => {
                let unavailable = || Status::unavailable("the peer is not assembled yet, or not any more");
                let router = router.upgrade().ok_or_else(unavailable)?.get().ok_or_else(unavailable)?.clone();
                let answer = router.oneshot(request).await;
                answer.map(|response| response.map(Body::new)).map_err(|never| match never {})
            }
            Self::Remote(channel) => offer(channel, request).await,
        }
    }
}

/// Sends a call to one of the replicas; to another one if it could not be connected to and so knows nothing of it.
async fn offer(mut channel: Channel, request: Request<Body>) -> Result<Response<Body>, Status> {
    let (head, body) = request.into_parts();
    // Requests between services are short, streams of them too: they are collected, and can be sent again.
    let body = body.collect().await?.to_bytes();
    let mut offered_to = 0;
    loop {
        let request = Request::from_parts(head.clone(), Body::new(Full::new(body.clone())));
        offered_to += 1;
        let sent = async { channel.ready().await?.call(request).await };
        match sent.await {
            Err(error) if never_connected(&error) && offered_to < OFFERED_TO_AT_MOST => {}
            answer => return answer.map_err(|error| Status::unavailable(format!("{error:?}"))),
        }
    }
}

fn never_connected(error: &tonic::transport::Error) -> bool {
    std::iter::successors(error.source(), |cause| (*cause).source()).any(<dyn std::error::Error>::is::<ConnectError>)
}

/// What another service's refusal means to our own caller when it means nothing more particular.
#[must_use]
pub fn peer_error(peer: &str, status: Status) -> Error {
    match status.code() {
        Code::Unavailable | Code::DeadlineExceeded | Code::ResourceExhausted | Code::Cancelled | Code::Aborted => {
            let text = Text::new(
                format!("Dịch vụ {peer} tạm thời không trả lời; xin gửi lại yêu cầu này sau ít giây."),
                format!("The service {peer} does not answer for the moment; send this request again in a few seconds."),
            );
            Error::new(Code::Unavailable, ErrorReason::PeerUnavailable, text)
                .retry_after(Duration::from_secs(2))
                .caused_by(status)
        }
        _ => Error::internal(status),
    }
}

/// Another service's refusal told on as it is, with its reason, fields and both texts; what is no refusal becomes
/// [`peer_error`]. Asked in Vietnamese, a service's answer has both languages.
#[must_use]
pub fn peer_refusal(peer: &str, status: Status) -> Error {
    use tonic_types::StatusExt as _;
    let is_refusal = matches!(
        status.code(),
        Code::InvalidArgument
            | Code::FailedPrecondition
            | Code::NotFound
            | Code::AlreadyExists
            | Code::PermissionDenied
            | Code::OutOfRange
    );
    let reason = status
        .get_details_error_info()
        .and_then(|info| ErrorReason::from_str_name(&format!("ERROR_REASON_{}", info.reason)));
    let Some(reason) = reason.filter(|_| is_refusal) else { return peer_error(peer, status) };
    let vi = status.get_details_localized_message().map_or_else(|| status.message().to_owned(), |told| told.message);
    let violations = status.get_details_bad_request().map(|told| told.field_violations).unwrap_or_default();
    let faults = violations.into_iter().map(|violation| {
        let vi = violation.localized_message.map_or_else(|| violation.description.clone(), |told| told.message);
        FieldFault { path: violation.field, text: Text::new(vi, violation.description) }
    });
    Error::new(status.code(), reason, Text::new(vi, status.message())).with_faults(faults.collect())
}
