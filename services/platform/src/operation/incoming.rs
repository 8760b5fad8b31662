//! An rpc whose request is many messages.

use prost::Name;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Request, Response, Status, Streaming};

use super::runner::Act;
use super::{Runner, View, Work};
use crate::error::{Error, ErrorReason, FieldFault, Text};
use crate::ids::RawId;
use crate::rpc::{CallContext, Deadline, message_too_large, stopping};

/// A request of many messages, let in.
///
/// It is one call and many operations: whatever the messages come to is written in transactions of their own, each
/// of which leaves things sound, so that a call that is cut has done what it has done. Its time begins anew with
/// every message.
pub struct Incoming<S, Q> {
    runner: Runner<S>,
    context: CallContext,
    act: Act,
    messages: Streaming<Q>,
    deadline: Option<Deadline>,
    stop: CancellationToken,
}

impl<S: Send + Sync> Runner<S> {
    /// Receives a request of many messages: lets the caller in.
    ///
    /// # Errors
    /// When the caller may not.
    pub fn receive<Q: Name>(&self, request: Request<Streaming<Q>>) -> Result<Incoming<S, Q>, Status> {
        let (_, mut extensions, messages) = request.into_parts();
        let deadline = extensions.remove::<Deadline>();
        let (context, act) = self.admit::<Q>(&mut extensions)?;
        Ok(Incoming { runner: self.clone(), context, act, messages, deadline, stop: self.shared().stop.clone() })
    }
}

impl<S: Send + Sync, Q> Incoming<S, Q> {
    /// The next message; none after the last.
    ///
    /// # Errors
    /// When the stream broke off, a message cannot be read, or the process stops.
    pub async fn next(&mut self) -> Result<Option<Q>, Error> {
        let message = tokio::select! {
            biased;
            () = self.stop.cancelled() => return Err(stopping()),
            message = self.messages.message() => message,
        };
        self.has_got_on();
        message.map_err(broken)
    }

    /// Begins the call's time anew: something was done that took a while.
    pub fn has_got_on(&self) {
        if let Some(deadline) = &self.deadline {
            deadline.renew();
        }
    }

    /// The service's own state.
    pub fn service(&self) -> &S {
        self.runner.service()
    }

    /// What the caller sees of the world at this moment.
    pub fn view(&self) -> View<S> {
        View::new(self.runner.shared().clone(), self.act.clone(), None)
    }

    /// A new identity.
    pub fn new_id<T: From<RawId>>(&self) -> T {
        let shared = self.runner.shared();
        shared.ids.next(shared.clock.now()).into()
    }

    /// Runs an operation of the caller in a transaction of its own and commits it.
    ///
    /// # Errors
    /// When the operation refuses, or others were in the way too often.
    pub async fn write<C, T, E, F>(&self, command: &C, operation: F) -> Result<T, Error>
    where
        E: Into<Error>,
        F: for<'w> AsyncFn(&'w Work<S>, &'w C) -> Result<T, E>,
    {
        self.runner.run_as(&self.act, command, operation).await
    }

    /// Takes the messages in and makes the answer.
    ///
    /// # Errors
    /// When they are refused.
    pub async fn run<T, E, R, F>(mut self, take_in: F, respond: impl FnOnce(T) -> R) -> Result<Response<R>, Status>
    where
        E: Into<Error>,
        F: for<'c> AsyncFnOnce(&'c mut Self) -> Result<T, E>,
    {
        match take_in(&mut self).await {
            Ok(value) => Ok(Response::new(respond(value))),
            Err(error) => Err(self.context.refuse(error.into())),
        }
    }
}

/// Why there is no next message.
fn broken(status: Status) -> Error {
    let error = match status.code() {
        Code::OutOfRange | Code::ResourceExhausted => message_too_large(),
        Code::Internal => Error::fields(vec![FieldFault {
            path: String::new(),
            text: Text::new("Một thông điệp trong luồng không đọc được.", "A message of the stream cannot be read."),
        }]),
        // The other side is gone: there is nobody left to be told.
        _ => {
            let text = Text::new("Luồng bị ngắt giữa chừng.", "The stream broke off.");
            Error::new(Code::Cancelled, ErrorReason::Unspecified, text)
        }
    };
    error.caused_by(status)
}
