//! What both sides of the link do with parcels: hearing a head, counting parts, receiving, refusing, and keeping receipts.

use platform::access::UnitId;
use platform::ids::RawId;

use crate::domain::link::keys::{PublicKey, Statement};
use crate::domain::link::parcel::{Parcel, ParcelHeader, ParcelKind, ParcelReceipt};
use crate::domain::link::province::ProvinceLink;
use crate::domain::link::record::{SignedBytes, Verdict};
use crate::domain::link::submission::Refusal;
use crate::error::Error;
use crate::link::{is_signed, sign};
use crate::store::Connection;
use crate::wire::parcels::{header_bytes, read_header, read_receipt, receipt_bytes};
use crate::{Work, events, store};

/// Largest head that is kept: 2048 parts have 64 KiB of hashes.
const MOST_HEADER_BYTES: usize = 128 * 1024;

/// Signs a head and keeps it. A dossier and a version have one: who asks again gets that.
pub(crate) async fn send_parcel(work: &Work, header: &ParcelHeader) -> Result<Parcel, Error> {
    let sent = store::link::parcels::sent_of(work, header.kind, header.dossier, header.dossier_version).await?;
    if let Some(sent) = sent {
        return Ok(sent);
    }
    let signed = sign(work.service().link.key()?, Statement::ParcelHeader, header_bytes(header));
    let parcel = Parcel::headed(work.new_id(), header, signed, Verdict::Sent, work.now());
    store::link::parcels::insert(work, &parcel).await?;
    events::link::parcel_sent(work, &parcel);
    Ok(parcel)
}

/// Hears the head of a dossier that a province hands over: it comes in now, or did before, or is refused.
pub(crate) async fn hear_hand_over(work: &Work, signed: &SignedBytes) -> Result<Parcel, Error> {
    work.service().link.ministry()?;
    if work.authority().units().version() == 0 {
        return Err(Error::UnitsNotThere);
    }
    let header = (signed.message.len() <= MOST_HEADER_BYTES).then(|| read_header(&signed.message)).flatten();
    let Some(header) = header.filter(|header| header.kind == ParcelKind::HandOver) else {
        let signed = if signed.message.len() <= MOST_HEADER_BYTES { signed.clone() } else { SignedBytes::default() };
        let unreadable = Parcel::unreadable(work.new_id(), signed, Verdict::Receiving, work.now());
        return record_refusal(work, unreadable, Refusal::Malformed).await;
    };
    let coming = Parcel::headed(work.new_id(), &header, signed.clone(), Verdict::Receiving, work.now());
    let Some(link) = store::link::provinces::find(work, &header.province).await? else {
        return record_refusal(work, coming, Refusal::NotAdmitted).await;
    };
    if !is_signed(&link.key, Statement::ParcelHeader, signed) {
        return record_refusal(work, coming, Refusal::Forged).await;
    }
    if let Err(refusal) = link.must_be_admitted() {
        return record_refusal(work, coming, refusal).await;
    }
    store::link::provinces::save(work, &link.heard(work.now())).await?;
    hear(work, coming).await
}

/// Hears the head of what came of a dossier, which the ministry signed.
pub(crate) async fn hear_outcome(work: &Work, signed: &SignedBytes) -> Result<Parcel, Error> {
    let province = work.service().link.province()?;
    if !is_signed(&province.ministry_key, Statement::ParcelHeader, signed) {
        return Err(Error::MinistryUnknown);
    }
    let header = read_header(&signed.message).filter(|header| header.kind == ParcelKind::Outcome);
    let header = header.filter(|header| header.province == province.unit).ok_or(Error::SubmissionMalformed)?;
    hear(work, Parcel::headed(work.new_id(), &header, signed.clone(), Verdict::Receiving, work.now())).await
}

/// What stands here of a parcel whose head is right.
async fn hear(work: &Work, coming: Parcel) -> Result<Parcel, Error> {
    if let Some(known) = store::link::parcels::of_name(work, &coming.province, coming.name).await? {
        return Ok(known);
    }
    let before = store::link::parcels::refused_before(work, coming.name).await?;
    if let Some(for_good) = before.into_iter().find(Parcel::is_refused_for_good) {
        let again = for_good.again();
        store::link::parcels::save(work, &again).await?;
        return Ok(again);
    }
    store::link::parcels::insert(work, &coming).await?;
    Ok(coming)
}

/// Records a refusal; what is refused again for the same reason is counted.
async fn record_refusal(work: &Work, coming: Parcel, refusal: Refusal) -> Result<Parcel, Error> {
    let before = store::link::parcels::refused_before(work, coming.name).await?;
    let before = before.into_iter().find(|before| before.refusal == Some(refusal));
    let refused = match before {
        Some(before) => {
            let again = before.again();
            store::link::parcels::save(work, &again).await?;
            again
        }
        None => {
            let refused = coming.refused(refusal, work.now());
            store::link::parcels::insert(work, &refused).await?;
            refused
        }
    };
    events::link::parcel_refused(work, &refused, refusal);
    Ok(refused)
}

/// A parcel, and the number of a part of it that evaluation has.
pub(crate) async fn note_part(work: &Work, (id, number): &(RawId, i32)) -> Result<Parcel, Error> {
    let parcel = coming(work, *id).await?.took(*number);
    store::link::parcels::save(work, &parcel).await?;
    Ok(parcel)
}

/// Evaluation has let the parts go: all of them are to come once more.
pub(crate) async fn begin_anew(work: &Work, id: &RawId) -> Result<Parcel, Error> {
    let parcel = coming(work, *id).await?.begun_anew();
    store::link::parcels::save(work, &parcel).await?;
    Ok(parcel)
}

/// Signs for a parcel: the dossier stands here.
pub(crate) async fn receive_parcel(work: &Work, id: &RawId) -> Result<Parcel, Error> {
    let parcel = coming(work, *id).await?;
    if parcel.verdict == Verdict::Accepted {
        return Ok(parcel);
    }
    let header = read_header(&parcel.header.message).ok_or(Error::SubmissionMalformed)?;
    let receipt = receipt_bytes(&header, parcel.name, work.now());
    let receipt = sign(work.service().link.key()?, Statement::ParcelReceipt, receipt);
    let received = parcel.received(receipt, work.now());
    store::link::parcels::save(work, &received).await?;
    events::link::parcel_taken_in(work, &received);
    Ok(received)
}

/// Refuses a parcel that was coming in.
pub(crate) async fn refuse_parcel(work: &Work, (id, refusal): &(RawId, Refusal)) -> Result<Parcel, Error> {
    let refused = coming(work, *id).await?.refused(*refusal, work.now());
    store::link::parcels::save(work, &refused).await?;
    events::link::parcel_refused(work, &refused, *refusal);
    Ok(refused)
}

async fn coming(work: &Work, id: RawId) -> Result<Parcel, Error> {
    store::link::parcels::find(work, id).await?.ok_or(Error::SubmissionOutOfOrder)
}

/// The parcel that a receipt is of, if its receiver signed it.
pub(crate) async fn signed_for(
    db: &impl Connection,
    key: &PublicKey,
    signed: &SignedBytes,
) -> Result<(Parcel, ParcelReceipt), Error> {
    if !is_signed(key, Statement::ParcelReceipt, signed) {
        return Err(Error::ReceiptWrong);
    }
    let (province, receipt) = read_receipt(&signed.message).ok_or(Error::ReceiptWrong)?;
    let parcel = store::link::parcels::of_name(db, &province, receipt.name).await?;
    let parcel = parcel.filter(|parcel| matches!(parcel.verdict, Verdict::Sent | Verdict::Accepted));
    Ok((parcel.ok_or(Error::ReceiptWrong)?, receipt))
}

/// Keeps what the other side signed for a parcel.
pub(crate) async fn acknowledge_parcel(work: &Work, (name, receipt): &(RawId, SignedBytes)) -> Result<(), Error> {
    let parcel = coming(work, *name).await?;
    if parcel.verdict == Verdict::Accepted {
        return Ok(());
    }
    let received = parcel.received(receipt.clone(), work.now());
    store::link::parcels::save(work, &received).await?;
    events::link::parcel_acknowledged(work, &received);
    Ok(())
}

/// The province that signed what it asks, if it is admitted.
pub(crate) async fn admitted(
    db: &impl Connection,
    province: &UnitId,
    statement: Statement,
    signed: &SignedBytes,
) -> Result<ProvinceLink, Error> {
    let link = store::link::provinces::find(db, province).await?.ok_or(Error::ProvinceNotAdmitted)?;
    if !is_signed(&link.key, statement, signed) {
        return Err(Error::SubmissionForged);
    }
    link.must_be_admitted()?;
    Ok(link)
}
