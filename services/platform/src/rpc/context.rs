//! What belongs to a call but not to its message.

use std::future::Future;
use std::sync::Arc;

use http::HeaderValue;
use tokio::time::Instant;
use tonic::{Code, Status};

use super::Deadline;
use crate::access::Caller;
use crate::error::{Error, Language, reason_name};

/// What the stack learned of a call; travels with the request as an extension.
#[derive(Clone, Debug, Default)]
pub struct CallContext {
    /// Who asks; none if the call carries no token.
    pub caller: Option<Arc<Caller>>,
    /// Language to answer in.
    pub language: Language,
    /// Identity of the call, for logs and answers.
    pub request_id: Arc<str>,
}

impl CallContext {
    /// Turns an error into the answer, and logs once what happened inside.
    pub(crate) fn refuse(&self, error: Error) -> Status {
        let reason = reason_name(error.reason());
        match error.code() {
            Code::Internal => tracing::error!(error.reason = reason, %error, "the call failed"),
            Code::Unavailable | Code::Aborted => tracing::warn!(error.reason = reason, %error, "the call failed"),
            _ => tracing::debug!(error.reason = reason, %error, "the call was refused"),
        }
        error.to_status(self.language, &self.request_id)
    }
}

/// What a call hands on to the calls it causes: the time left, and the trace it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    deadline: Option<Deadline>,
    traceparent: String,
    /// What the caller showed: for the calls that are made in her name.
    authorization: Option<HeaderValue>,
}

tokio::task_local! {
    static SCOPE: Scope;
}

impl Scope {
    pub(crate) fn for_call(deadline: Deadline, traceparent: String, authorization: Option<HeaderValue>) -> Self {
        // It must not come into a log.
        let authorization = authorization.map(|mut shown| {
            shown.set_sensitive(true);
            shown
        });
        Self { deadline: Some(deadline), traceparent, authorization }
    }

    pub(crate) fn for_event(traceparent: String) -> Self {
        Self { deadline: None, traceparent, authorization: None }
    }

    /// Does something within this scope.
    pub(crate) async fn around<T>(self, what: impl Future<Output = T>) -> T {
        SCOPE.scope(self, what).await
    }

    /// When the present call must be over; none outside calls.
    pub(crate) fn deadline() -> Option<Instant> {
        SCOPE.try_with(|scope| scope.deadline.as_ref().map(Deadline::at)).ok().flatten()
    }

    /// What the caller of the present call showed; none outside calls, and where she showed nothing.
    pub(crate) fn authorization() -> Option<HeaderValue> {
        SCOPE.try_with(|scope| scope.authorization.clone()).ok().flatten()
    }

    /// The trace context the present call came with; empty where there is none.
    pub(crate) fn traceparent() -> String {
        SCOPE.try_with(|scope| scope.traceparent.clone()).unwrap_or_default()
    }
}
