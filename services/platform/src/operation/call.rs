//! An rpc between the wire and its operation.

use std::marker::PhantomData;
use std::sync::Arc;

use prost::{Message, Name};
use proto::Mutation;
use tonic::{Request, Response, Status};

use super::runner::{Act, Shared};
use super::{Attempts, Runner, View, Work, audit, replay};
use crate::access::Caller;
use crate::clock::civil_date;
use crate::error::Error;
use crate::fields::Fields;
use crate::ids::{PersonId, RawId};
use crate::rpc::{Answers, CallContext, Streamed, Streams};

/// Readings that go into the audit trail at once: a statement takes only so many values.
const RECORDED_AT_ONCE: usize = 1000;

/// A request that reads, parsed and let in.
pub struct ReadCall<S, C> {
    shared: Arc<Shared<S>>,
    context: CallContext,
    act: Act,
    command: C,
}

/// A request that changes something, parsed and let in.
pub struct WriteCall<S, Q, C> {
    runner: Runner<S>,
    context: CallContext,
    act: Act,
    command: C,
    key: replay::Key,
    request: PhantomData<fn() -> Q>,
}

/// What a read that must be recorded returns: the value, and whose personal records it shows.
#[derive(Debug)]
pub struct Recorded<T> {
    /// The value.
    pub value: T,
    /// Noun of the records, such as `leader`.
    pub noun: &'static str,
    /// Identities of the records.
    pub subjects: Vec<RawId>,
    /// What the caller says they are read for, if she was asked.
    pub purpose: Option<String>,
}

impl<S: Send + Sync> Runner<S> {
    /// Receives a request that reads: lets the caller in and parses it.
    ///
    /// # Errors
    /// When the caller may not, or the request is malformed.
    pub fn read<Q: Name, C, E: Into<Error>>(
        &self,
        request: Request<Q>,
        parse: impl FnOnce(Q) -> Result<C, E>,
    ) -> Result<ReadCall<S, C>, Status> {
        let (context, act, message) = self.let_in(request)?;
        let command = parse(message).map_err(|error| context.refuse(error.into()))?;
        Ok(ReadCall { shared: Arc::clone(self.shared()), context, act, command })
    }

    /// Receives a request that changes something: lets the caller in and parses it.
    ///
    /// # Errors
    /// When the caller may not, or the request is malformed.
    pub fn write<Q: Mutation, C, E: Into<Error>>(
        &self,
        request: Request<Q>,
        parse: impl FnOnce(Q) -> Result<C, E>,
    ) -> Result<WriteCall<S, Q, C>, Status> {
        let (context, act, message) = self.let_in(request)?;
        let mut fields = Fields::new();
        let request_id = fields.id("request_id", message.request_id());
        let key = fields.finish((request_id,)).map(|(request_id,)| {
            replay::Key::new(act.caller.person(), request_id, act.operation, &message, &self.shared().digests)
        });
        // Every faulty field is told at once, this one among them.
        match (key, parse(message).map_err(Into::into)) {
            (Ok(key), Ok(command)) => {
                Ok(WriteCall { runner: self.clone(), context, act, command, key, request: PhantomData })
            }
            (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(context.refuse(error)),
            (Err(error), Err(other)) => Err(context.refuse(error.and_fields_of(other))),
        }
    }

    fn let_in<Q: Name>(&self, request: Request<Q>) -> Result<(CallContext, Act, Q), Status> {
        let (_, mut extensions, message) = request.into_parts();
        let (context, act) = self.admit::<Q>(&mut extensions)?;
        Ok((context, act, message))
    }

    /// Lets the caller of an operation in, which is called as its message says.
    pub(super) fn admit<Q: Name>(&self, extensions: &mut http::Extensions) -> Result<(CallContext, Act), Status> {
        let context = extensions.remove::<CallContext>().unwrap_or_default();
        let operation = Q::NAME.strip_suffix("Request").unwrap_or(Q::NAME);
        let today = civil_date(self.clock().now());
        let authority = self
            .policy()
            .admit(context.caller.as_deref(), operation, today, &self.units().table())
            .map_err(|error| context.refuse(error))?;
        // Whom a public operation does not know acts as nobody.
        let caller =
            context.caller.clone().unwrap_or_else(|| Arc::new(Caller::new(PersonId::from(RawId::nil()), Vec::new())));
        let act = Act { operation, caller, authority };
        Ok((context, act))
    }
}

impl<S: Send + Sync, C> ReadCall<S, C> {
    /// What the request asks for.
    pub fn command(&self) -> &C {
        &self.command
    }

    /// Runs the operation and makes the answer. Each statement sees the newest commits.
    ///
    /// # Errors
    /// When the operation refuses.
    pub async fn run<T, E, R, F>(self, operation: F, respond: impl FnOnce(T) -> R) -> Result<Response<R>, Status>
    where
        E: Into<Error>,
        F: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<T, E>,
    {
        let view = View::new(self.shared, self.act, None);
        match operation(&view, &self.command).await {
            Ok(value) => Ok(Response::new(respond(value))),
            Err(error) => Err(self.context.refuse(error.into())),
        }
    }

    /// Runs the operation with all its statements seeing the same moment, and makes the answer.
    ///
    /// # Errors
    /// When the operation refuses.
    pub async fn run_at_one_moment<T, E, R, F>(
        self,
        operation: F,
        respond: impl FnOnce(T) -> R,
    ) -> Result<Response<R>, Status>
    where
        E: Into<Error>,
        F: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<T, E>,
    {
        let snapshot =
            self.shared.database.begin_snapshot().await.map_err(|error| self.context.refuse(error.into()))?;
        let view = View::new(self.shared, self.act, Some(snapshot));
        match operation(&view, &self.command).await {
            Ok(value) => Ok(Response::new(respond(value))),
            Err(error) => Err(self.context.refuse(error.into())),
        }
    }

    /// Runs the operation and makes the answer, once the audit trail says whose records it shows.
    ///
    /// # Errors
    /// When the operation refuses, or the read cannot be recorded.
    pub async fn run_recorded<T, E, R, F>(
        self,
        operation: F,
        respond: impl FnOnce(T) -> R,
    ) -> Result<Response<R>, Status>
    where
        E: Into<Error>,
        F: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<Recorded<T>, E>,
    {
        let value = self.recorded(operation).await?;
        Ok(Response::new(respond(value)))
    }

    /// The same for an answer of many messages, which `send` sends.
    ///
    /// # Errors
    /// When the operation refuses, or the read cannot be recorded.
    pub async fn run_recorded_streaming<T, E, M, F, G>(
        self,
        operation: F,
        send: impl FnOnce(T, Answers<M>) -> G,
    ) -> Result<Response<Streamed<M>>, Status>
    where
        E: Into<Error>,
        F: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<Recorded<T>, E>,
        M: Send + 'static,
        G: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let value = self.recorded(operation).await?;
        let streams = Streams { stop: self.shared.stop.clone(), context: self.context };
        Ok(streams.answer(|answers| send(value, answers)))
    }

    /// The same where what is sent is read while it is sent: `send` is given a view too.
    ///
    /// # Errors
    /// When the operation refuses, or the read cannot be recorded.
    pub async fn run_recorded_reading_on<T, E, M, F, G>(
        self,
        operation: F,
        send: impl FnOnce(View<S>, T, Answers<M>) -> G,
    ) -> Result<Response<Streamed<M>>, Status>
    where
        E: Into<Error>,
        F: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<Recorded<T>, E>,
        M: Send + 'static,
        G: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let value = self.recorded(operation).await?;
        let streams = Streams { stop: self.shared.stop.clone(), context: self.context };
        let view = View::new(self.shared, self.act, None);
        Ok(streams.answer(|answers| send(view, value, answers)))
    }

    async fn recorded<T, E, F>(&self, operation: F) -> Result<T, Status>
    where
        E: Into<Error>,
        F: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<Recorded<T>, E>,
    {
        let view = View::new(Arc::clone(&self.shared), self.act.clone(), None);
        let recorded = operation(&view, &self.command).await.map_err(|error| self.context.refuse(error.into()))?;
        for subjects in recorded.subjects.chunks(RECORDED_AT_ONCE) {
            let mut attempts = Attempts::new(self.act.operation);
            loop {
                let tried = async {
                    let transaction = self.shared.database.begin().await?;
                    let work = Work::new(transaction, Arc::clone(&self.shared), self.act.clone());
                    audit::record_read(&work, recorded.noun, subjects, recorded.purpose.as_deref());
                    work.commit().await
                };
                match tried.await {
                    Ok(()) => break,
                    Err(error) if attempts.may_retry(&error).await => {}
                    Err(error) => return Err(self.context.refuse(error)),
                }
            }
        }
        Ok(recorded.value)
    }
}

impl<S: Send + Sync, Q, C> WriteCall<S, Q, C> {
    /// Runs the operation, commits it and makes the answer; or gives the answer given before.
    ///
    /// # Errors
    /// When the operation refuses, or others were in the way too often.
    pub async fn run<T, E, R, F>(self, operation: F, respond: impl Fn(T) -> R) -> Result<Response<R>, Status>
    where
        E: Into<Error>,
        R: Message + Default,
        F: for<'w> AsyncFn(&'w Work<S>, &'w C) -> Result<T, E>,
    {
        let answer = self.commit(&self.command, operation, respond).await;
        answer.map(Response::new).map_err(|error| self.context.refuse(error))
    }

    /// The same for an operation that must first ask others: `prepare` does so outside the transaction,
    /// with the rest of the deadline, and only for a request that was not answered before.
    ///
    /// # Errors
    /// When preparation or operation refuses, or others were in the way too often.
    pub async fn run_prepared<P, T, E, R, G, F>(
        self,
        prepare: G,
        operation: F,
        respond: impl Fn(T) -> R,
    ) -> Result<Response<R>, Status>
    where
        E: Into<Error>,
        R: Message + Default,
        G: for<'v> AsyncFn(&'v View<S>, &'v C) -> Result<P, E>,
        F: for<'w> AsyncFn(&'w Work<S>, &'w P) -> Result<T, E>,
    {
        let answer = async {
            if let Some(answer) = self.answer_given_before().await? {
                return Ok(answer);
            }
            let view = View::new(Arc::clone(self.runner.shared()), self.act.clone(), None);
            let prepared = prepare(&view, &self.command).await.map_err(Into::into)?;
            self.commit(&prepared, operation, respond).await
        };
        answer.await.map(Response::new).map_err(|error: Error| self.context.refuse(error))
    }

    async fn commit<P, T, E, R, F>(&self, command: &P, operation: F, respond: impl Fn(T) -> R) -> Result<R, Error>
    where
        E: Into<Error>,
        R: Message + Default,
        F: for<'w> AsyncFn(&'w Work<S>, &'w P) -> Result<T, E>,
    {
        let mut attempts = Attempts::new(self.act.operation);
        loop {
            let tried = async {
                let work = self.runner.begin(&self.act).await?;
                let answer = respond(operation(&work, command).await.map_err(Into::into)?);
                replay::remember(&work, &self.key, answer.encode_to_vec());
                audit::record(&work, Some(&self.key));
                work.commit().await.map(|()| answer)
            };
            let error = match tried.await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            // What is refused, or in the way, may be what this same request did before.
            if let Some(answer) = self.answer_given_before().await? {
                return Ok(answer);
            }
            if !attempts.may_retry(&error).await {
                return Err(error);
            }
        }
    }

    async fn answer_given_before<R: Message + Default>(&self) -> Result<Option<R>, Error> {
        let answer = replay::find(self.runner.database().reader(), &self.key).await?;
        Ok(answer.map(|answer| R::decode(answer.as_slice())).transpose()?)
    }
}
