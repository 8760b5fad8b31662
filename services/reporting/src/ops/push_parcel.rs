//! Taking in a dossier that a province hands over, part by part. Each part is with evaluation before it is counted, so a
//! call may be cut anywhere.

use proto::reporting::v1 as pb;

use super::parcels::{begin_anew, hear_hand_over, note_part, receive_parcel, refuse_parcel};
use crate::State;
use crate::domain::link::parcel::Parcel;
use crate::domain::link::record::{SignedBytes, Verdict};
use crate::domain::link::submission::Refusal;
use crate::error::Error;
use crate::evaluation::Taken;
use crate::wire::parcels::read_header;

/// A call that sends a dossier.
type Call = platform::operation::Incoming<State, pb::PushParcelRequest>;

/// The first part that is missing, and the receipt once the dossier stands here.
pub(crate) async fn push_parcel(call: &mut Call) -> Result<(i32, Option<SignedBytes>), Error> {
    let first = call.next().await?.unwrap_or_default();
    let pb::Signed { message, signature } = first.header.clone().unwrap_or_default();
    let head = SignedBytes { message, signature };
    let mut parcel = must_go_on(call.write(&head, hear_hand_over).await?)?;
    let mut message = Some(first);
    while let Some(part) = message {
        if !part.data.is_empty() && parcel.verdict == Verdict::Receiving {
            parcel = take_part(call, parcel, part).await?;
            call.has_got_on();
        }
        message = call.next().await?;
    }
    if parcel.verdict == Verdict::Accepted || parcel.next_part < parcel.part_count {
        return Ok((parcel.next_part, parcel.receipt));
    }
    let concluded = conclude(call, parcel).await?;
    Ok((concluded.next_part, concluded.receipt))
}

/// Passes a part on to evaluation, and counts it. One that came before is left.
async fn take_part(call: &Call, parcel: Parcel, part: pb::PushParcelRequest) -> Result<Parcel, Error> {
    let number = part.part_number;
    if number > parcel.next_part {
        return Err(Error::SubmissionOutOfOrder);
    }
    if number < parcel.next_part {
        return Ok(parcel);
    }
    let header = read_header(&parcel.header.message).ok_or(Error::SubmissionMalformed)?;
    if !header.has_part(number, &part.data) {
        return must_go_on(call.write(&(parcel.id, Refusal::Altered), refuse_parcel).await?);
    }
    call.service().evaluation.bring(part.data, call.view().now()).await?;
    Ok(call.write(&(parcel.id, number), note_part).await?)
}

/// Has evaluation make the next file; with the last one the dossier stands here, and is signed for.
async fn conclude(call: &Call, parcel: Parcel) -> Result<Parcel, Error> {
    let header = read_header(&parcel.header.message).ok_or(Error::SubmissionMalformed)?;
    match call.service().evaluation.take_in(&header, call.view().now()).await? {
        Taken::InPart => Ok(parcel),
        Taken::Whole => Ok(call.write(&parcel.id, receive_parcel).await?),
        Taken::PartsGone => Ok(call.write(&parcel.id, begin_anew).await?),
        Taken::Refused(refusal) => must_go_on(call.write(&(parcel.id, refusal), refuse_parcel).await?),
    }
}

/// Refuses what was recorded as refused.
fn must_go_on(parcel: Parcel) -> Result<Parcel, Error> {
    match (parcel.verdict, parcel.refusal) {
        (Verdict::Refused | Verdict::Quarantined, Some(refusal)) => Err(refusal.into()),
        _ => Ok(parcel),
    }
}
