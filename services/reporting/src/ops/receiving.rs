//! The ministry's side of the link: hearing the head of a submission, taking its parts, and concluding.
//!
//! The signature covers the head alone, and the head holds the hash of the body: so nothing of a body is kept before it is
//! known who sends it. Every refusal is a row.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::RawId;

use crate::domain::link::Hash;
use crate::domain::link::keys::Statement;
use crate::domain::link::province::ProvinceLink;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::domain::link::standing::{Decision, Place};
use crate::domain::link::submission::{Content, Header, Refusal, SubmissionKind, Summary};
use crate::error::Error;
use crate::link::{is_signed, sign};
use crate::store::link::figures::PeriodSource;
use crate::wire::link::{Totals, read_content, read_header, receipt_bytes};
use crate::{Work, events, store};

/// Largest head that is kept.
const MOST_HEADER_BYTES: usize = 64 * 1024;

/// What the province is told why it is quarantined.
const WENT_BACK: &str = "the numbers of its submissions went back";

/// A part of a body.
pub(crate) struct NewPart {
    pub(crate) submission: RawId,
    pub(crate) number: i32,
    pub(crate) data: Vec<u8>,
}

/// Hears the head of a submission: it is being received now, or was accepted before, or is refused.
pub(crate) async fn hear_head(work: &Work, signed: &SignedBytes) -> Result<Submission, Error> {
    work.service().link.ministry()?;
    if work.authority().units().version() == 0 {
        return Err(Error::UnitsNotThere);
    }
    let header = (signed.message.len() <= MOST_HEADER_BYTES).then(|| read_header(&signed.message)).flatten();
    let Some(header) = header else {
        return record_refusal(work, unreadable(work, signed), Refusal::Malformed).await;
    };
    let candidate = Submission::received(work.new_id(), header.clone(), signed.clone(), work.now());
    let Some(link) = store::link::provinces::find(work, &header.province).await? else {
        return record_refusal(work, candidate, Refusal::NotAdmitted).await;
    };
    if !is_signed(&link.key, Statement::SubmissionHeader, signed) {
        return record_refusal(work, candidate, Refusal::Forged).await;
    }
    let name = Hash::of(&signed.message);
    let known = store::link::submissions::of_name(work, &header.province, name).await?;
    let accepted = known.as_ref().is_some_and(|known| known.verdict == Verdict::Accepted);
    match (link.place.decide(link.state, &header, name, accepted), known) {
        (Decision::TakeIn, Some(known)) => Ok(known),
        (Decision::TakeIn, None) => {
            store::link::submissions::insert(work, &candidate).await?;
            Ok(candidate)
        }
        (Decision::GiveReceiptAgain, Some(known)) => {
            let known = known.again();
            store::link::submissions::save(work, &known).await?;
            Ok(known)
        }
        (Decision::GiveReceiptAgain, None) => record_refusal(work, candidate, Refusal::Replayed).await,
        (Decision::Refuse(refusal), _) => record_refusal(work, candidate, refusal).await,
        (Decision::Quarantine, _) => {
            quarantine(work, link, WENT_BACK).await?;
            record_refusal(work, candidate, Refusal::Quarantined).await
        }
    }
}

/// Nothing of a province is taken in any more.
pub(crate) async fn quarantine(work: &Work, link: ProvinceLink, reason: &str) -> Result<ProvinceLink, Error> {
    let link = link.quarantine(reason);
    store::link::provinces::save(work, &link).await?;
    events::link::province_quarantined(work, &link);
    tracing::warn!(link.province = %link.province, reason, "a province is quarantined");
    Ok(link)
}

/// What stands for a head that cannot be read; whose it is, nobody knows.
fn unreadable(work: &Work, signed: &SignedBytes) -> Submission {
    let summary = Summary {
        kind: SubmissionKind::Provisional,
        periods: Vec::new(),
        positions: Vec::new(),
        made_at: work.now(),
        body: Hash::of(&[]),
        body_bytes: 0,
        cells: 0,
        register_rows: 0,
    };
    let place = Place { epoch: 0, sequence: 0, name: Some(Hash::of(&signed.message)) };
    let header = (signed.message.len() <= MOST_HEADER_BYTES).then(|| signed.clone());
    Submission { place, header, times: 1, ..Submission::made(work.new_id(), UnitId::country(), summary, work.now()) }
}

/// Records a refusal; what is refused again for the same reason is counted.
async fn record_refusal(work: &Work, candidate: Submission, refusal: Refusal) -> Result<Submission, Error> {
    let before = match candidate.place.name {
        Some(name) => store::link::submissions::refused_before(work, name, refusal).await?,
        None => None,
    };
    let refused = match before {
        Some(before) => {
            let again = before.again();
            store::link::submissions::save(work, &again).await?;
            again
        }
        None => {
            let refused = candidate.refused(refusal, work.now());
            store::link::submissions::insert(work, &refused).await?;
            refused
        }
    };
    events::link::submission_refused(work, &refused, refusal);
    Ok(refused)
}

/// Refuses a submission that was being received.
async fn refuse_received(work: &Work, received: Submission, refusal: Refusal) -> Result<Submission, Error> {
    store::link::bodies::delete(work, &[received.id]).await?;
    let refused = received.refused(refusal, work.now());
    store::link::submissions::save(work, &refused).await?;
    events::link::submission_refused(work, &refused, refusal);
    Ok(refused)
}

/// Takes a part. One that is there already is left as it is.
pub(crate) async fn take_part(work: &Work, part: &NewPart) -> Result<Submission, Error> {
    let received = store::link::submissions::find(work, part.submission).await?.ok_or(Error::SubmissionOutOfOrder)?;
    if received.verdict != Verdict::Receiving {
        return Ok(received);
    }
    let next = store::link::bodies::next_part(work, received.id).await?;
    if part.number > next {
        return Err(Error::SubmissionOutOfOrder);
    }
    if part.data.len() != received.summary.part_bytes(part.number) {
        return refuse_received(work, received, Refusal::Altered).await;
    }
    if part.number == next {
        store::link::bodies::insert_part(work, received.id, part.number, &part.data).await?;
    }
    Ok(received)
}

/// Concludes a submission whose parts are all there: it is taken in, with a receipt, or refused.
pub(crate) async fn conclude(work: &Work, id: &RawId) -> Result<Submission, Error> {
    let received = store::link::submissions::find(work, *id).await?.ok_or(Error::SubmissionOutOfOrder)?;
    if received.verdict != Verdict::Receiving {
        return Ok(received);
    }
    let link = store::link::provinces::find(work, &received.province).await?;
    let link = link.ok_or_else(|| Error::NoSuchProvinceLink { province: received.province.clone() })?;
    match fitting(work, &received, &link).await? {
        Ok(content) => take_in(work, received, link, content).await,
        Err(refusal) => refuse_received(work, received, refusal).await,
    }
}

/// The body of a submission, if it is what its head says and the head is still the next in order.
async fn fitting(work: &Work, received: &Submission, link: &ProvinceLink) -> Result<Result<Content, Refusal>, Error> {
    let header: Option<Header> = received.header.as_ref().and_then(|signed| read_header(&signed.message));
    let (Some(header), Some(name)) = (header, received.place.name) else { return Ok(Err(Refusal::Malformed)) };
    match link.place.decide(link.state, &header, name, false) {
        Decision::TakeIn => {}
        Decision::Refuse(refusal) => return Ok(Err(refusal)),
        Decision::GiveReceiptAgain | Decision::Quarantine => return Ok(Err(Refusal::OutOfOrder)),
    }
    let body = store::link::bodies::whole(work, received.id).await?;
    if Hash::of(&body) != received.summary.body {
        return Ok(Err(Refusal::Altered));
    }
    let Some(content) = read_content(&body) else { return Ok(Err(Refusal::Malformed)) };
    let (units, today) = (work.authority().units(), work.today());
    let within = |unit: &UnitId| units.contains(&received.province, unit, today);
    Ok(content.must_fit(&received.summary, within).map(|()| content))
}

async fn take_in(work: &Work, received: Submission, link: ProvinceLink, content: Content) -> Result<Submission, Error> {
    let totals = replace_figures(work, &received, &content).await?;
    store::link::figures::replace_register(work, &received.province, &content.register).await?;
    let now: Moment = work.now();
    let key = work.service().link.ministry()?;
    let receipt = sign(key, Statement::SubmissionReceipt, receipt_bytes(&received, &totals, now));
    let accepted = received.accepted(receipt, now);
    store::link::submissions::save(work, &accepted).await?;
    store::link::provinces::save(work, &link.taken_in(accepted.place, now)).await?;
    // Another head that claimed the same number, and never came whole.
    let receiving = store::link::submissions::of_verdicts(work, &accepted.province, &[Verdict::Receiving]).await?;
    for other in receiving {
        refuse_received(work, other, Refusal::OutOfOrder).await?;
    }
    events::link::submission_taken_in(work, &accepted);
    Ok(accepted)
}

/// The figures take the place of those before, but provisional ones never that of final ones.
async fn replace_figures(work: &Work, received: &Submission, content: &Content) -> Result<Totals, Error> {
    let known = store::link::figures::periods(work, &received.province).await?;
    let is_final = received.summary.kind == SubmissionKind::Final;
    let count = |cells: usize| i64::try_from(cells).unwrap_or(i64::MAX);
    let register_rows = count(content.register.len());
    let mut totals = Totals { cells: 0, left_cells: 0, register_rows, figures: Vec::new() };
    for figures in &content.periods {
        let before = known.iter().find(|known| known.period == figures.period);
        if let Some(before) = before.filter(|before| before.is_final && !is_final) {
            totals.left_cells += count(figures.cells.len());
            let kept = store::link::figures::whole_figures(work, before, &received.province).await?;
            totals.figures.push(kept);
            continue;
        }
        let name = received.place.name.ok_or(Error::SubmissionMalformed)?;
        let source = PeriodSource {
            province: received.province.clone(),
            period: figures.period,
            is_final,
            as_at: figures.as_at,
            submission: received.id,
            name,
        };
        store::link::figures::replace(work, &source, &figures.cells).await?;
        totals.cells += count(figures.cells.len());
        let kept = store::link::figures::whole_figures(work, &source, &received.province).await?;
        totals.figures.push(kept);
    }
    Ok(totals)
}
