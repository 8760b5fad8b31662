//! What a province does about dossiers of its own accord: it hands over those that wait, and asks what came of those that
//! the ministry has. It always dials out; whatever breaks off is gone on with at the next turn.

use platform::error::Error as Platform;
use proto::reporting::v1 as pb;

use crate::domain::link::keys::Statement;
use crate::domain::link::parcel::{Parcel, ParcelKind};
use crate::domain::link::record::{SignedBytes, Verdict};
use crate::domain::link::standing::LinkState;
use crate::error::Error;
use crate::evaluation::{Taken, must_be_part};
use crate::link::{Province, sign};
use crate::sending::{refusal, request_id};
use crate::wire::link::signed;
use crate::wire::parcels::{Question, question_bytes, read_header};
use crate::{Runner, View, ops, store};

/// One turn: what waits is handed over, then what waits at the ministry is fetched.
pub(crate) async fn turn(runner: &Runner) -> Result<(), Platform> {
    let view = runner.own_view("CarryParcels");
    let province = view.service().link.province()?;
    if store::link::own::find(&view).await?.ministry_state != Some(LinkState::Admitted) {
        return Ok(());
    }
    let waiting = match view.service().evaluation.waiting(ParcelKind::HandOver, &province.unit).await {
        Ok(waiting) => waiting,
        Err(error) => {
            // That is this installation's own affair, and not the link's.
            tracing::debug!(%error, "evaluation could not be asked which dossiers wait; trying again later");
            return Ok(());
        }
    };
    // A dossier that the ministry does not take holds up no other one.
    let mut fault = None;
    for dossier in waiting {
        if let Err(error) = hand_over(runner, dossier.clone()).await {
            tracing::warn!(dossier.id = dossier, %error, "a dossier could not be handed over; trying again later");
            fault.get_or_insert(error);
        }
    }
    while fetch_outcome(runner).await? {}
    fault.map_or(Ok(()), Err)
}

/// Hands a dossier over, and keeps the ministry's receipt.
async fn hand_over(runner: &Runner, dossier: String) -> Result<(), Platform> {
    let view = runner.own_view("HandOver");
    let province = view.service().link.province()?;
    let evaluation = &view.service().evaluation;
    let sealed = evaluation.seal(ParcelKind::HandOver, dossier, view.now()).await?;
    let parcel = sent(runner, &view, province, &sealed).await?;
    let receipt = push(&view, province, &parcel).await?;
    let (parcel, told) = ops::signed_for(&view, &province.ministry_key, &receipt).await?;
    evaluation.keep_receipt(&parcel, &receipt, &told, view.now()).await?;
    runner.run("AcknowledgeParcel", &(parcel.id, receipt), ops::acknowledge_parcel).await
}

/// The parcel with its head: the one that was made, or a new one. What has a head may have arrived, so it never changes.
async fn sent(
    runner: &Runner,
    view: &View,
    province: &Province,
    sealed: &proto::evaluation::v1::Parcel,
) -> Result<Parcel, Platform> {
    let dossier = sealed.dossier_id.parse().map_err(Platform::internal)?;
    let version = sealed.dossier_version;
    if let Some(sent) = store::link::parcels::sent_of(view, ParcelKind::HandOver, dossier, version).await? {
        return Ok(sent);
    }
    let evaluation = &view.service().evaluation;
    let header = evaluation.head(ParcelKind::HandOver, &province.unit, sealed, view.now()).await?;
    runner.run("SendParcel", &header, ops::send_parcel).await
}

/// Sends the parts that are missing, one a call, so that a slow line loses no more than one. Returns the receipt.
async fn push(view: &View, province: &Province, parcel: &Parcel) -> Result<SignedBytes, Platform> {
    let mut answer = push_part(province, parcel, 0, Vec::new()).await?;
    loop {
        if let Some(pb::Signed { message, signature }) = answer.receipt {
            return Ok(SignedBytes { message, signature });
        }
        let mut number = answer.next_part_number;
        if number >= parcel.part_count {
            // All parts are there; each call makes one of the files, and the last one the dossier.
            answer = push_part(province, parcel, 0, Vec::new()).await?;
            continue;
        }
        let evaluation = &view.service().evaluation;
        let mut parts = evaluation.parts(parcel.dossier, parcel.dossier_version, number).await?;
        while answer.next_part_number == number
            && let Some(data) = parts.next().await?
        {
            answer = push_part(province, parcel, number, data).await?;
            number += 1;
        }
        if number < parcel.part_count && answer.next_part_number == number {
            return Err(Platform::internal("evaluation has less of a parcel than its head says"));
        }
    }
}

async fn push_part(
    province: &Province,
    parcel: &Parcel,
    part_number: i32,
    data: Vec<u8>,
) -> Result<pb::PushParcelResponse, Platform> {
    let header = Some(signed(parcel.header.clone()));
    let message = pb::PushParcelRequest { header, part_number, data };
    let sent = province.ministry.clone().push_parcel(tokio_stream::once(message)).await;
    Ok(sent.map_err(refusal)?.into_inner())
}

/// Fetches what came of a dossier, has evaluation take it in, and signs for it; false if nothing waits.
async fn fetch_outcome(runner: &Runner) -> Result<bool, Platform> {
    let view = runner.own_view("FetchOutcome");
    let province = view.service().link.province()?;
    let question = question(&view, province, None);
    let request = pb::AskForParcelRequest { request_id: request_id(&view), question: Some(question) };
    let answer = province.ministry.clone().ask_for_parcel(request).await.map_err(refusal)?;
    let Some(pb::Signed { message, signature }) = answer.into_inner().header else { return Ok(false) };
    let mut parcel = runner.run("HearOutcome", &SignedBytes { message, signature }, ops::hear_outcome).await?;
    while parcel.verdict == Verdict::Receiving {
        parcel = if parcel.next_part < parcel.part_count {
            fetch_part(runner, &view, province, parcel).await?
        } else {
            take_in(runner, &view, parcel).await?
        };
    }
    if let Some(refused) = parcel.refusal {
        return Err(Error::from(refused).into());
    }
    // Evaluation has it; only now the ministry is told.
    let request = pb::ConfirmParcelRequest { request_id: request_id(&view), receipt: parcel.receipt.map(signed) };
    province.ministry.clone().confirm_parcel(request).await.map_err(refusal)?;
    Ok(true)
}

async fn fetch_part(runner: &Runner, view: &View, province: &Province, parcel: Parcel) -> Result<Parcel, Platform> {
    let number = parcel.next_part;
    let request = pb::FetchParcelPartRequest { question: Some(question(view, province, Some((&parcel, number)))) };
    let data = province.ministry.clone().fetch_parcel_part(request).await.map_err(refusal)?.into_inner().data;
    let header = read_header(&parcel.header.message).ok_or(Error::SubmissionMalformed)?;
    must_be_part(&header, number, &data)?;
    view.service().evaluation.bring(data, view.now()).await?;
    runner.run("NoteParcelPart", &(parcel.id, number), ops::note_part).await
}

async fn take_in(runner: &Runner, view: &View, parcel: Parcel) -> Result<Parcel, Platform> {
    let header = read_header(&parcel.header.message).ok_or(Error::SubmissionMalformed)?;
    match view.service().evaluation.take_in(&header, view.now()).await? {
        Taken::InPart => Ok(parcel),
        Taken::Whole => runner.run("ReceiveParcel", &parcel.id, ops::receive_parcel).await,
        Taken::PartsGone => runner.run("BeginParcelAnew", &parcel.id, ops::begin_anew).await,
        Taken::Refused(refusal) => runner.run("RefuseParcel", &(parcel.id, refusal), ops::refuse_parcel).await,
    }
}

/// A question in the province's hand: what waits, or a part of a parcel.
fn question(view: &View, province: &Province, part: Option<(&Parcel, i32)>) -> pb::Signed {
    let question = Question {
        province: province.unit.clone(),
        parcel: part.map(|(parcel, _)| parcel.name),
        part: part.map_or(0, |(_, number)| number),
    };
    signed(sign(&province.key, Statement::ParcelQuestion, question_bytes(&question, view.now())))
}
