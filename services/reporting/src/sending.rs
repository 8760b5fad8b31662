//! What a province does on the link of its own accord: it makes provisional figures whenever something changed, sends
//! what waits, and compares once a day; and it sees to dossiers ([`carrying`]). It always dials out; whatever breaks off
//! is gone on with at the next turn.

use platform::clock::civil_date;
use platform::error::Error as Platform;
use platform::ids::Ids;
use platform::rpc::{peer_error, peer_refusal};
use proto::reporting::v1 as pb;
use tokio_util::sync::CancellationToken;
use tonic::Code;

use crate::domain::link::Hash;
use crate::domain::link::keys::Statement;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::domain::link::standing::{LinkState, Position};
use crate::error::Error;
use crate::link::{Province, is_signed, sign};
use crate::wire::link::{Standing, position_bytes, read_standing, signed};
use crate::{Runner, View, carrying, ops, store};

/// What the other side is called where a refusal names it.
const MINISTRY: &str = "ministry";

/// Sends until told to stop. Several replicas may do so: what is sent twice counts once.
pub(crate) async fn run(runner: Runner, stop: CancellationToken) {
    let Ok(province) = runner.service().link.province() else { return };
    loop {
        // Side by side: what the ministry does not take of the one, or is slow to answer, holds up none of the other.
        let (dossiers, figures) = tokio::join!(carrying::turn(&runner), turn(&runner));
        if let Err(error) = figures.and(dossiers) {
            tracing::debug!(%error, "the ministry could not be spoken to; trying again later");
            let fault = error.to_string();
            if let Err(error) = runner.run("NoteLinkFault", &fault, ops::note_fault).await {
                tracing::warn!(%error, "could not note why the ministry could not be spoken to");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(province.every) => {}
            () = province.wake.notified() => {}
            () = stop.cancelled() => return,
        }
    }
}

/// One turn.
async fn turn(runner: &Runner) -> Result<(), Platform> {
    let view = runner.own_view("MakeProvisional");
    let own = store::link::own::find(&view).await?;
    if ops::basis(&view).await? != own.provisional_basis {
        // Before the units are there nothing can be made; the link is opened all the same.
        match ops::make_provisional(&view).await {
            Ok(made) => {
                runner.run("KeepProvisional", &made, ops::keep_made).await?;
            }
            Err(Error::UnitsNotThere) => {}
            Err(error) => return Err(error.into()),
        }
    }
    while send_next(runner).await? {}
    compare_daily(runner).await
}

/// Sends what is next; false if there is nothing, or the ministry takes nothing.
async fn send_next(runner: &Runner) -> Result<bool, Platform> {
    let view = runner.own_view("OpenLink");
    let province = view.service().link.province()?;
    let standing = open(&view, province).await?;
    runner.run("HearMinistry", &standing, ops::hear).await?;
    if standing.state != LinkState::Admitted {
        return Ok(false);
    }
    let Some(submission) = runner.run("DispatchSubmission", &(), ops::dispatch).await? else { return Ok(false) };
    let receipt = push(&view, province, &submission, standing.next_part).await?;
    runner.run("AcknowledgeSubmission", &receipt, ops::acknowledge).await?;
    Ok(true)
}

/// Where this province believes it is.
async fn own_position(view: &View) -> Result<Position, Platform> {
    let province = view.service().link.province()?;
    let own = store::link::own::find(view).await?;
    let sent = store::link::submissions::of_verdicts(view, &province.unit, &[Verdict::Sent]).await?;
    let sent = sent.first().and_then(|sent| sent.place.name);
    Ok(Position { acknowledged: own.place, sent })
}

/// Opens the link: where the ministry is, in its own hand.
async fn open(view: &View, province: &Province) -> Result<Standing, Platform> {
    let position = own_position(view).await?;
    let position = position_bytes(&province.unit, &position, view.now());
    let asked = Hash::of(&position);
    let request = pb::OpenLinkRequest {
        request_id: request_id(view),
        position: Some(signed(sign(&province.key, Statement::LinkPosition, position))),
    };
    let answer = province.ministry.clone().open_link(request).await.map_err(refusal)?;
    let pb::Signed { message, signature } = answer.into_inner().standing.unwrap_or_default();
    let answer = SignedBytes { message, signature };
    if !is_signed(&province.ministry_key, Statement::LinkStanding, &answer) {
        return Err(Error::MinistryUnknown.into());
    }
    let standing = read_standing(&answer.message).filter(|standing| standing.position == asked);
    standing.ok_or_else(|| Error::MinistryUnknown.into())
}

/// Sends the parts that are missing, one a call, so that a slow line loses no more than one. Returns the receipt.
async fn push(
    view: &View,
    province: &Province,
    submission: &Submission,
    mut next_part: i32,
) -> Result<SignedBytes, Platform> {
    let header = submission.header.clone().map(signed);
    loop {
        let data = if next_part < submission.summary.parts() {
            store::link::bodies::part(view, submission.id, next_part).await?
        } else {
            Vec::new()
        };
        let message = pb::PushSubmissionRequest { header: header.clone(), part_number: next_part, data };
        let sent = province.ministry.clone().push_submission(tokio_stream::once(message)).await;
        let answer = sent.map_err(refusal)?.into_inner();
        if let Some(pb::Signed { message, signature }) = answer.receipt {
            return Ok(SignedBytes { message, signature });
        }
        // The ministry says what it has; it never asks for the same part twice unless that got lost.
        next_part = answer.next_part_number;
    }
}

/// Asks the ministry to compare what it has with what this province had acknowledged.
pub(crate) async fn ask_for_comparison(view: &View) -> Result<SignedBytes, Error> {
    let province = view.service().link.province()?;
    let digests = ops::own_digests(view).await?;
    let request = pb::CompareDigestsRequest { request_id: request_id(view), digests: Some(signed(digests)) };
    let answer = province.ministry.clone().compare_digests(request).await.map_err(refusal)?;
    let pb::Signed { message, signature } = answer.into_inner().reconciliation.unwrap_or_default();
    Ok(SignedBytes { message, signature })
}

/// Compares once a day: with the first turn after midnight in Viet Nam that has sent everything.
async fn compare_daily(runner: &Runner) -> Result<(), Platform> {
    let view = runner.own_view("ReconcileFigures");
    let own = store::link::own::find(&view).await?;
    let due = own.reconciled_on != Some(civil_date(view.now()));
    if !due || own.place.sequence == 0 || own.ministry_state != Some(LinkState::Admitted) {
        return Ok(());
    }
    let outcome = ask_for_comparison(&view).await?;
    let outcome = runner.run("KeepReconciliation", &outcome, ops::keep_outcome).await?;
    if outcome.difference_count > 0 {
        tracing::error!(differences = outcome.difference_count, "the ministry has other figures than this province");
    }
    Ok(())
}

/// A new identity of a request: what is asked again later is another question.
pub(crate) fn request_id(view: &View) -> String {
    Ids::random().next(view.now()).to_string()
}

/// What the ministry's refusal means here.
pub(crate) fn refusal(status: tonic::Status) -> Platform {
    match status.code() {
        Code::PermissionDenied | Code::FailedPrecondition | Code::InvalidArgument => peer_refusal(MINISTRY, status),
        _ => peer_error(MINISTRY, status),
    }
}
