//! What every call passes, in this order: identity and trace, measuring, panics, deadline, limits,
//! authentication. One layer, so that the order stands in one place and is the same on every road.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

use futures_util::FutureExt as _;
use http::{HeaderMap, HeaderValue, Request, Response};
use opentelemetry::KeyValue;
use opentelemetry::metrics::{Histogram, UpDownCounter};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tonic::{Code, Status};
use tracing::{Instrument as _, field};

use super::{CallContext, Deadline, Scope};
use crate::access::Caller;
use crate::access::authentication::Authentication;
use crate::clock::Clock;
use crate::error::{Error, ErrorReason, Language, Text};
use crate::ids::Ids;
use crate::telemetry;

/// Limits of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Largest message taken, in bytes.
    pub max_message_bytes: usize,
    /// Most calls answered at the same time.
    pub max_concurrent_calls: usize,
    /// Deadline of a call that sets none.
    pub default_deadline: Duration,
    /// Longest deadline a call may have.
    pub max_deadline: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_message_bytes: 4 * 1024 * 1024,
            max_concurrent_calls: 1024,
            default_deadline: Duration::from_secs(10),
            max_deadline: Duration::from_secs(60),
        }
    }
}

/// Boundaries of the duration histogram, in seconds (OpenTelemetry semantic conventions for RPC).
const DURATION_BOUNDARIES_S: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// Header that carries a call's identity, both ways.
const REQUEST_ID: &str = "x-request-id";
/// Longest request id that is taken over from a caller.
const REQUEST_ID_MAX_CHARS: usize = 64;

/// The layer. Clones share limits and instruments.
#[derive(Clone)]
pub struct Stack(Arc<Parts>);

struct Parts {
    authentication: Arc<Authentication>,
    clock: Clock,
    ids: Ids,
    limits: Limits,
    places: Semaphore,
    duration: Histogram<f64>,
    active: UpDownCounter<i64>,
}

impl Stack {
    /// A stack that authenticates callers and keeps limits.
    #[must_use]
    pub fn new(authentication: Arc<Authentication>, clock: Clock, limits: Limits) -> Self {
        let meter = telemetry::meter();
        let duration = meter
            .f64_histogram("rpc.server.call.duration")
            .with_unit("s")
            .with_description("Duration of incoming calls, until the answer's headers.")
            .with_boundaries(DURATION_BOUNDARIES_S.to_vec())
            .build();
        let active = meter
            .i64_up_down_counter("ocop.rpc.server.active_calls")
            .with_unit("{call}")
            .with_description("Calls being answered.")
            .build();
        let places = Semaphore::new(limits.max_concurrent_calls);
        Self(Arc::new(Parts { authentication, clock, ids: Ids::random(), limits, places, duration, active }))
    }
}

impl<S> tower::Layer<S> for Stack {
    type Service = Stacked<S>;

    fn layer(&self, inner: S) -> Stacked<S> {
        Stacked { inner, parts: Arc::clone(&self.0) }
    }
}

/// A service behind the stack.
#[derive(Clone)]
pub struct Stacked<S> {
    inner: S,
    parts: Arc<Parts>,
}

impl<S, B, R> tower::Service<Request<B>> for Stacked<S>
where
    S: tower::Service<Request<B>, Response = Response<R>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: Default + Send + 'static,
{
    type Response = Response<R>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<R>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // The clone that was made ready is the one to call.
        let unready = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, unready);
        let parts = Arc::clone(&self.parts);
        Box::pin(async move { Ok(parts.answer(inner, request).await) })
    }
}

/// Measures a call until it is dropped: answered, or its client gone.
struct Measured<'c> {
    parts: &'c Parts,
    method: &'c str,
    started: Instant,
    code: Code,
}

impl<'c> Measured<'c> {
    fn begin(parts: &'c Parts, method: &'c str) -> Self {
        parts.active.add(1, &[]);
        Self { parts, method, started: Instant::now(), code: Code::Cancelled }
    }
}

impl Drop for Measured<'_> {
    fn drop(&mut self) {
        self.parts.active.add(-1, &[]);
        // A method that does not exist must not become a name of its own in the metrics.
        let method = if self.code == Code::Unimplemented { "_OTHER" } else { self.method };
        let attributes = [
            KeyValue::new("rpc.system.name", "grpc"),
            KeyValue::new("rpc.method", method.to_owned()),
            KeyValue::new("rpc.response.status_code", code_name(self.code)),
        ];
        self.parts.duration.record(self.started.elapsed().as_secs_f64(), &attributes);
    }
}

impl Parts {
    async fn answer<S, B, R>(&self, inner: S, request: Request<B>) -> Response<R>
    where
        S: tower::Service<Request<B>, Response = Response<R>, Error = Infallible>,
        R: Default,
    {
        let method = request.uri().path().trim_start_matches('/').to_owned();
        let context = CallContext {
            caller: None,
            language: Language::accepted(text(request.headers(), "accept-language")),
            request_id: self.request_id(request.headers()),
        };
        let traceparent = text(request.headers(), "traceparent").filter(|header| telemetry::is_traceparent(header));
        let traceparent = traceparent.unwrap_or_default().to_owned();
        let span = tracing::info_span!(
            "rpc",
            otel.name = method,
            otel.kind = "server",
            rpc.system.name = "grpc",
            rpc.method = method,
            rpc.response.status_code = field::Empty,
            request.id = &*context.request_id,
            trace_id = telemetry::trace_id(&traceparent),
        );
        telemetry::set_parent(&span, &traceparent);

        let request_id = Arc::clone(&context.request_id);
        let mut measured = Measured::begin(self, &method);
        let guarded = self.guarded(inner, request, context, traceparent, &method).instrument(span.clone());
        let mut response = guarded.await;
        measured.code = status_code(response.headers());
        span.record("rpc.response.status_code", code_name(measured.code));
        if let Ok(request_id) = HeaderValue::from_str(&request_id) {
            response.headers_mut().insert(REQUEST_ID, request_id);
        }
        response
    }

    /// Answers within the deadline and the limits; a panic is an answer too.
    async fn guarded<S, B, R>(
        &self,
        mut inner: S,
        mut request: Request<B>,
        mut context: CallContext,
        traceparent: String,
        method: &str,
    ) -> Response<R>
    where
        S: tower::Service<Request<B>, Response = Response<R>, Error = Infallible>,
        R: Default,
    {
        let Ok(_place) = self.places.try_acquire() else {
            return context.refuse(too_many_calls()).into_http();
        };
        // Ours is the only timer: tonic's own would answer CANCELLED.
        let asked = request.headers_mut().remove("grpc-timeout");
        let asked = asked.as_ref().and_then(|header| header.to_str().ok()).and_then(grpc_timeout);
        let allowed = asked.unwrap_or(self.limits.default_deadline).min(self.limits.max_deadline);
        let deadline = Deadline::after(allowed);

        let shown = request.headers().get(http::header::AUTHORIZATION).cloned();
        let answer = async {
            match self.authenticate(request.headers(), method).await {
                Ok(caller) => context.caller = caller,
                Err(error) => return context.refuse(error).into_http(),
            }
            request.extensions_mut().insert(context.clone());
            request.extensions_mut().insert(deadline.clone());
            let Ok(response) = inner.call(request).await;
            translated(response, &context)
        };
        let scope = Scope::for_call(deadline.clone(), traceparent, shown);
        let answer = scope.around(AssertUnwindSafe(answer).catch_unwind());
        let answered = tokio::select! {
            biased;
            answered = answer => Some(answered),
            () = deadline.passed() => None,
        };
        match answered {
            Some(Ok(response)) => response,
            Some(Err(panic)) => context.refuse(panicked(&*panic)).into_http(),
            None => context.refuse(deadline_passed(allowed)).into_http(),
        }
    }

    /// Who asks; none without a token. The operation decides whether it needs one.
    async fn authenticate(&self, headers: &HeaderMap, method: &str) -> Result<Option<Arc<Caller>>, Error> {
        // Health and reflection are open to all, and tell nothing of the programme.
        if method.starts_with("grpc.") {
            return Ok(None);
        }
        let Some(authorization) = headers.get(http::header::AUTHORIZATION) else { return Ok(None) };
        let token = authorization.to_str().ok().and_then(|header| {
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        self.authentication.caller(token.unwrap_or_default()).await.map(Some)
    }

    fn request_id(&self, headers: &HeaderMap) -> Arc<str> {
        let given = text(headers, REQUEST_ID).filter(|id| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
            !id.is_empty() && id.len() <= REQUEST_ID_MAX_CHARS && id.bytes().all(plain)
        });
        match given {
            Some(given) => given.into(),
            None => self.ids.next(self.clock.now()).to_string().into(),
        }
    }
}

/// An answer in our own shape where the transport made one in its own: a message that is too large, an rpc
/// that does not exist.
fn translated<R: Default>(response: Response<R>, context: &CallContext) -> Response<R> {
    let headers = response.headers();
    if headers.contains_key("grpc-status-details-bin") {
        return response;
    }
    let message = text(headers, "grpc-message").unwrap_or_default();
    let error = match status_code(headers) {
        // With a text it tells of something else, such as a compression that is not taken.
        Code::Unimplemented if message.is_empty() => rpc_unknown(),
        // By length when it is read, by decompressed length when it is unpacked.
        Code::OutOfRange | Code::ResourceExhausted
            if message.contains("too%20large") || message.contains("too large") =>
        {
            message_too_large()
        }
        _ => return response,
    };
    context.refuse(error).into_http()
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|header| header.to_str().ok())
}

/// The status of an answer that has only headers; OK for one with a body, whose status comes after it.
fn status_code(headers: &HeaderMap) -> Code {
    Status::from_header_map(headers).map_or(Code::Ok, |status| status.code())
}

/// The code's name in capitals, as gRPC writes it.
fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// Reads a `grpc-timeout` header: at most eight digits and a unit (gRPC over HTTP/2).
fn grpc_timeout(header: &str) -> Option<Duration> {
    let (digits, unit) = header.split_at_checked(header.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let amount: u64 = digits.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(amount * 3600),
        "M" => Duration::from_secs(amount * 60),
        "S" => Duration::from_secs(amount),
        "m" => Duration::from_millis(amount),
        "u" => Duration::from_micros(amount),
        "n" => Duration::from_nanos(amount),
        _ => return None,
    })
}

/// The refusal of a call for which there is no room: it comes again in a moment.
#[must_use]
pub fn too_many_calls() -> Error {
    let text = Text::new(
        "Dịch vụ đang trả lời nhiều yêu cầu nhất có thể; xin thử lại sau ít giây.",
        "The service answers as many calls as it can; retry in a few seconds.",
    );
    Error::new(Code::ResourceExhausted, ErrorReason::TooManyCalls, text).retry_after(Duration::from_secs(1))
}

pub(crate) fn message_too_large() -> Error {
    let text = Text::new(
        "Yêu cầu quá lớn; hãy chia nhỏ (ví dụ gửi ít mục hơn mỗi lần).",
        "The request is too large; split it (send fewer items at a time, for instance).",
    );
    Error::new(Code::OutOfRange, ErrorReason::MessageTooLarge, text)
}

fn rpc_unknown() -> Error {
    let text = Text::new(
        "Ở địa chỉ này không có dịch vụ hoặc thao tác đó; xem danh sách bằng gRPC reflection.",
        "There is no such service or rpc at this address; gRPC reflection lists what there is.",
    );
    Error::new(Code::Unimplemented, ErrorReason::RpcUnknown, text)
}

fn deadline_passed(allowed: Duration) -> Error {
    let milliseconds = allowed.as_millis();
    let text = Text::new(
        format!("Quá thời hạn {milliseconds} ms. Việc có thể đã hoặc chưa thực hiện; gửi lại với cùng request_id."),
        format!(
            "The deadline of {milliseconds} ms passed. It may or may not have taken effect; send it again with the same request_id."
        ),
    );
    Error::new(Code::DeadlineExceeded, ErrorReason::DeadlinePassed, text)
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let told = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Error::internal(format!("panicked: {}", told.unwrap_or("without a text")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timeouts_are_read_as_grpc_writes_them() {
        assert_eq!(grpc_timeout("100m"), Some(Duration::from_millis(100)));
        assert_eq!(grpc_timeout("2S"), Some(Duration::from_secs(2)));
        for wrong in ["", "m", "100", "123456789m", "-1S", "1s", "1é"] {
            assert_eq!(grpc_timeout(wrong), None, "{wrong}");
        }
    }
}
