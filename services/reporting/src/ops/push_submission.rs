//! Taking a submission in, part by part. Each part is committed by itself, so a call may be cut anywhere.

use proto::reporting::v1 as pb;

use super::receiving::{NewPart, conclude, hear_head, take_part};
use crate::State;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::error::Error;
use crate::store;

/// A call that sends a submission.
type Call = platform::operation::Incoming<State, pb::PushSubmissionRequest>;

/// The first part that is missing, and the receipt if none is.
pub(crate) async fn push_submission(call: &mut Call) -> Result<(i32, Option<SignedBytes>), Error> {
    let first = call.next().await?.unwrap_or_default();
    let pb::Signed { message, signature } = first.header.clone().unwrap_or_default();
    let head = SignedBytes { message, signature };
    let mut submission = must_go_on(call.write(&head, hear_head).await?)?;
    let mut message = Some(first);
    while let Some(part) = message {
        if !part.data.is_empty() && submission.verdict == Verdict::Receiving {
            let part = NewPart { submission: submission.id, number: part.part_number, data: part.data };
            submission = must_go_on(call.write(&part, take_part).await?)?;
            call.has_got_on();
        }
        message = call.next().await?;
    }
    let parts = submission.summary.parts();
    if submission.verdict == Verdict::Accepted {
        return Ok((parts, submission.receipt));
    }
    let next = store::link::bodies::next_part(&call.view(), submission.id).await?;
    if next < parts {
        return Ok((next, None));
    }
    let concluded = must_go_on(call.write(&submission.id, conclude).await?)?;
    Ok((parts, concluded.receipt))
}

/// Refuses what was recorded as refused.
fn must_go_on(submission: Submission) -> Result<Submission, Error> {
    match (submission.verdict, submission.refusal) {
        (Verdict::Refused | Verdict::Quarantined, Some(refusal)) => Err(refusal.into()),
        _ => Ok(submission),
    }
}
