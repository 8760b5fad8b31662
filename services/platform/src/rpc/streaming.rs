//! Answers of many messages.
//!
//! They end with UNAVAILABLE when the process stops, so that their reader goes on elsewhere, and are given up when
//! their reader takes nothing for too long. A stream that ends without an error is complete.

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::{Code, Response, Status};

use super::CallContext;
use crate::error::{Error, ErrorReason, Text};

/// Messages that are made before the first of them is taken.
const AHEAD: usize = 2;
/// Longest a reader may take nothing.
const TAKEN_WITHIN: Duration = Duration::from_secs(60);

/// An answer of many messages.
pub type Streamed<M> = ReceiverStream<Result<M, Status>>;

/// Where the messages of an answer are sent to.
#[derive(Debug)]
pub struct Answers<M>(mpsc::Sender<Result<M, Status>>);

impl<M> Answers<M> {
    /// Sends a message, once there is room for it.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub async fn send(&self, message: M) -> Result<(), Error> {
        match timeout(TAKEN_WITHIN, self.0.send(Ok(message))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(not_read()),
        }
    }
}

/// Makes answers of many messages for one call.
pub(crate) struct Streams {
    pub(crate) stop: CancellationToken,
    pub(crate) context: CallContext,
}

impl Streams {
    /// An answer whose messages `produce` sends.
    pub(crate) fn answer<M, F>(self, produce: impl FnOnce(Answers<M>) -> F) -> Response<Streamed<M>>
    where
        M: Send + 'static,
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let produced = produce(Answers(sender.clone()));
        tokio::spawn(async move {
            let ended = tokio::select! {
                ended = produced => ended,
                () = self.stop.cancelled() => Err(stopping()),
            };
            if let Err(error) = ended {
                // The reader may be gone already.
                let _ = sender.send(Err(self.context.refuse(error))).await;
            }
        });
        Response::new(ReceiverStream::new(receiver))
    }
}

/// The process stops: what was begun goes on at another replica.
pub(crate) fn stopping() -> Error {
    let text = Text::new(
        "Dịch vụ đang dừng; xin tiếp tục ở nơi khác hoặc sau ít giây, từ chỗ đã đến.",
        "The service is stopping; go on elsewhere or in a few seconds, from where you are.",
    );
    Error::new(Code::Unavailable, ErrorReason::Stopping, text).retry_after(Duration::from_secs(1))
}

fn not_read() -> Error {
    let seconds = TAKEN_WITHIN.as_secs();
    let text = Text::new(
        format!("Bên nhận không đọc gì trong {seconds} giây; xin đọc tiếp từ chỗ đã đến."),
        format!("Nothing was read for {seconds} seconds; read on from where you are."),
    );
    Error::new(Code::DeadlineExceeded, ErrorReason::DeadlinePassed, text)
}
