//! A province's side of the link: making submissions, giving them their heads, and hearing what the ministry says.

use chrono::TimeDelta;
use platform::access::UnitId;
use platform::outbox::positions;

use super::{Asked, cells};
use crate::domain::days::Days;
use crate::domain::indicators;
use crate::domain::ledger::{by_criterion, register};
use crate::domain::link::Hash;
use crate::domain::link::keys::Statement;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::domain::link::standing::{LinkState, Place};
use crate::domain::link::submission::{Content, Header, PeriodFigures, SubmissionKind, Summary};
use crate::domain::periods::{Period, Scheme, Span};
use crate::domain::told::Noun;
use crate::error::Error;
use crate::link::{is_signed, sign};
use crate::wire::link::{Standing, content_bytes, header_bytes, read_receipt};
use crate::{View, Work, events, store};

/// How long after its end a period goes along with the provisional figures, unless it was submitted as final.
const PROVISIONAL_AFTER_END: TimeDelta = TimeDelta::days(60);

/// A submission about to be kept.
pub(crate) struct Made {
    summary: Summary,
    body: Vec<u8>,
    basis: String,
}

/// What provisional figures rest on: how far the feeds were taken in, and the day.
pub(crate) async fn basis(view: &View) -> Result<String, Error> {
    let positions = positions(view).await?;
    let positions: Vec<_> = positions.iter().map(|at| format!("{}={}", at.source, at.position)).collect();
    Ok(format!("{} {}", positions.join(" "), view.today()))
}

/// Makes a provisional submission of the periods that run, and of those that have just ended and are not final.
pub(crate) async fn make_provisional(view: &View) -> Result<Made, Error> {
    let view = view.at_one_moment().await?;
    let unit = &view.service().link.province()?.unit;
    let made =
        store::link::submissions::of_verdicts(&view, unit, &[Verdict::Pending, Verdict::Sent, Verdict::Accepted]);
    let made = made.await?;
    let finals = made.iter().filter(|made| made.summary.kind == SubmissionKind::Final);
    let finals: Vec<Period> = finals.flat_map(|made| made.summary.periods.clone()).collect();
    let today = view.today();
    let mut periods = Vec::new();
    for span in Span::ALL {
        let running = Period::containing(Scheme::Legal, span, today);
        let ended = running.shifted(-1).filter(|ended| today - ended.days().to <= PROVISIONAL_AFTER_END);
        periods.extend(ended.into_iter().chain([running]).filter(|period| !finals.contains(period)));
    }
    make(&view, SubmissionKind::Provisional, periods).await
}

/// Makes a final submission of a period.
pub(crate) async fn make_final(view: &View, period: Period) -> Result<Made, Error> {
    let last_day = period.days().to;
    if last_day >= view.today() {
        return Err(Error::PeriodNotOver { period, last_day });
    }
    make(&view.at_one_moment().await?, SubmissionKind::Final, vec![period]).await
}

async fn make(view: &View, kind: SubmissionKind, periods: Vec<Period>) -> Result<Made, Error> {
    let province = &view.service().link.province()?.unit;
    let (table, today) = (view.authority().units(), view.today());
    if table.version() == 0 {
        return Err(Error::UnitsNotThere);
    }
    let communes = table.children_at(province, today).map(|unit| unit.id.clone());
    let units: Vec<UnitId> = std::iter::once(province.clone()).chain(communes).collect();
    let within = |unit: &UnitId| table.contains(province, unit, today);
    let dossiers = store::told::of_noun(view, Noun::Dossier).await?;
    let mut figures = Vec::new();
    for period in periods {
        let days = period.days();
        let as_at = days.to.min(today);
        let asked = Asked {
            indicators: indicators::built_in().all.iter().collect(),
            units: &units,
            parts: true,
            days: Days { from: days.from, to: as_at },
            known_at: None,
        };
        let mut cells = cells(view, &asked).await?.to_vec();
        cells.extend(by_criterion(province, asked.days, &dossiers, within));
        figures.push(PeriodFigures { period, as_at, cells });
    }
    let mut register = register(&store::told::of_noun(view, Noun::Certificate).await?);
    register.retain(|row| within(&row.unit));
    let positions = positions(view).await?.into_iter().map(|at| (at.source, at.position)).collect();
    let content = Content { periods: figures, register };
    let body = content_bytes(&content);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let summary = Summary {
        kind,
        periods: content.periods.iter().map(|figures| figures.period).collect(),
        positions,
        made_at: view.now(),
        body: Hash::of(&body),
        body_bytes: count(body.len()),
        cells: count(content.periods.iter().map(|figures| figures.cells.len()).sum()),
        register_rows: count(content.register.len()),
    };
    Ok(Made { summary, body, basis: basis(view).await? })
}

/// Keeps a submission that was made. It takes the place of one that waits and says the same of an earlier moment: so
/// what waits stays bounded, however long the ministry cannot be reached.
pub(crate) async fn keep_made(work: &Work, made: &Made) -> Result<Submission, Error> {
    let province = work.service().link.province()?;
    let Made { summary, body, basis } = made;
    let waiting = store::link::submissions::of_verdicts(work, &province.unit, &[Verdict::Pending]).await?;
    let replaced = waiting.iter().filter(|waiting| match summary.kind {
        SubmissionKind::Provisional => waiting.summary.kind == SubmissionKind::Provisional,
        SubmissionKind::Final => {
            waiting.summary.kind == SubmissionKind::Final && waiting.summary.periods == summary.periods
        }
    });
    let replaced: Vec<_> = replaced.map(|waiting| waiting.id).collect();
    if !replaced.is_empty() {
        store::link::submissions::delete(work, &replaced).await?;
    }
    let submission = Submission::made(work.new_id(), province.unit.clone(), summary.clone(), work.now());
    store::link::submissions::insert(work, &submission).await?;
    store::link::bodies::insert(work, submission.id, body).await?;
    if summary.kind == SubmissionKind::Provisional {
        let own = store::link::own::find(work).await?;
        store::link::own::save(work, &store::link::own::Own { provisional_basis: basis.clone(), ..own }).await?;
    }
    events::link::submission_made(work, &submission);
    Ok(submission)
}

/// Those that wait, the oldest first.
pub(crate) async fn waiting(db: &View) -> Result<Vec<Submission>, Error> {
    let province = db.service().link.province()?;
    Ok(store::link::submissions::of_verdicts(db, &province.unit, &[Verdict::Sent, Verdict::Pending]).await?)
}

/// The submission to be sent: the one that is on its way, or the oldest that waits, which gets its head now. What has a
/// head may have arrived, so it never changes any more.
pub(crate) async fn dispatch(work: &Work, _: &()) -> Result<Option<Submission>, Error> {
    let province = work.service().link.province()?;
    let verdicts = [Verdict::Sent, Verdict::Pending];
    let mut waiting = store::link::submissions::of_verdicts(work, &province.unit, &verdicts).await?;
    if let Some(sent) = waiting.iter().find(|waiting| waiting.verdict == Verdict::Sent) {
        return Ok(Some(sent.clone()));
    }
    if waiting.is_empty() {
        return Ok(None);
    }
    let next = waiting.remove(0);
    let Place { epoch, sequence, name } = store::link::own::find(work).await?.place;
    let header = Header {
        province: province.unit.clone(),
        epoch: epoch.max(1),
        sequence: sequence + 1,
        previous: name,
        summary: next.summary.clone(),
    };
    let signed = sign(&province.key, Statement::SubmissionHeader, header_bytes(&header));
    let place = Place { epoch: header.epoch, sequence: header.sequence, name: Some(Hash::of(&signed.message)) };
    let sent = next.headed(place, signed);
    store::link::submissions::save(work, &sent).await?;
    Ok(Some(sent))
}

/// Takes in where the ministry is. If it has begun a new epoch, everything is to be sent anew.
pub(crate) async fn hear(work: &Work, standing: &Standing) -> Result<(), Error> {
    let own = store::link::own::find(work).await?;
    let mut own = store::link::own::Own {
        ministry_epoch: standing.place.epoch,
        ministry_state: Some(standing.state),
        answered_at: Some(work.now()),
        fault: String::new(),
        ..own
    };
    let begun = standing.state == LinkState::Admitted && standing.place.epoch > own.place.epoch;
    if begun && standing.place.epoch > 1 {
        own.provisional_basis = String::new();
        send_anew(work, standing.place.epoch).await?;
    }
    if begun {
        own.place = Place { epoch: standing.place.epoch, sequence: 0, name: None };
    }
    Ok(store::link::own::save(work, &own).await?)
}

/// Takes the heads from final submissions, which wait again; provisional ones are made anew.
async fn send_anew(work: &Work, epoch: i32) -> Result<(), Error> {
    let province = work.service().link.province()?;
    let verdicts = [Verdict::Sent, Verdict::Accepted];
    for old in store::link::submissions::of_verdicts(work, &province.unit, &verdicts).await? {
        // What was accepted and has no body any more was replaced by a later one.
        let body = store::link::bodies::next_part(work, old.id).await?;
        match old.summary.kind {
            SubmissionKind::Final if body > 0 && old.place.epoch < epoch => {
                store::link::submissions::save(work, &old.unheaded()).await?;
            }
            SubmissionKind::Provisional if old.verdict == Verdict::Sent => {
                store::link::submissions::delete(work, &[old.id]).await?;
            }
            SubmissionKind::Final | SubmissionKind::Provisional => {}
        }
    }
    Ok(())
}

/// Takes in a receipt, however it came.
pub(crate) async fn acknowledge(work: &Work, receipt: &SignedBytes) -> Result<Submission, Error> {
    let province = work.service().link.province()?;
    if !is_signed(&province.ministry_key, Statement::SubmissionReceipt, receipt) {
        return Err(Error::ReceiptWrong);
    }
    let name = read_receipt(&receipt.message).ok_or(Error::ReceiptWrong)?;
    let verdicts = [Verdict::Sent, Verdict::Accepted];
    let known = store::link::submissions::of_verdicts(work, &province.unit, &verdicts).await?;
    let found = known.iter().find(|known| known.place.name == Some(name)).ok_or(Error::ReceiptWrong)?.clone();
    if found.verdict == Verdict::Accepted {
        return Ok(found);
    }
    let accepted = found.accepted(receipt.clone(), work.now());
    store::link::submissions::save(work, &accepted).await?;
    let own = store::link::own::find(work).await?;
    store::link::own::save(work, &store::link::own::Own { place: accepted.place, ..own }).await?;
    let replaced = known.iter().filter(|old| old.verdict == Verdict::Accepted && is_replaced(old, &accepted));
    let replaced: Vec<_> = replaced.map(|old| old.id).collect();
    store::link::bodies::delete(work, &replaced).await?;
    events::link::submission_acknowledged(work, &accepted);
    Ok(accepted)
}

/// True if nothing of a submission is in force once another is.
fn is_replaced(old: &Submission, new: &Submission) -> bool {
    match (old.summary.kind, new.summary.kind) {
        (SubmissionKind::Provisional, SubmissionKind::Provisional) => {
            old.summary.periods.iter().all(|period| new.summary.periods.contains(period))
        }
        (SubmissionKind::Final, SubmissionKind::Final) => old.summary.periods == new.summary.periods,
        _ => false,
    }
}

/// Notes why the ministry could not be spoken to.
pub(crate) async fn note_fault(work: &Work, fault: &String) -> Result<(), Error> {
    let own = store::link::own::find(work).await?;
    if own.fault != *fault {
        store::link::own::save(work, &store::link::own::Own { fault: fault.clone(), ..own }).await?;
    }
    Ok(())
}
