//! Giving up what nobody needs any more: uploads that were abandoned, contents that nothing refers to.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::{Blobs, Digest, GIVEN_UP_AFTER_DAYS, ledger};
use crate::clock::Moment;
use crate::error::Error;
use crate::ids::RawId;
use crate::lease::Lease;
use crate::operation::{Runner, Work};

/// How often it is looked for.
const COLLECTED_EVERY: Duration = Duration::from_secs(3600);
/// How long a content is left alone after it was claimed: far longer than a file takes to be made of it.
const CLAIM_HOLDS_FOR: TimeDelta = TimeDelta::days(1);

/// Collects from time to time; one replica does it, and no harm is done if two do.
pub async fn collect_hourly<S, F>(runner: Runner<S>, stop: CancellationToken, collect: impl Fn(Runner<S>) -> F)
where
    S: Send + Sync,
    F: Future<Output = Result<(), Error>>,
{
    let lease = Lease::new("collect_files", &runner);
    loop {
        let collected = async {
            let transaction = runner.database().begin_read_committed().await?;
            let held = lease.hold(&transaction, runner.clock().now()).await?;
            transaction.commit().await?;
            if held { collect(runner.clone()).await } else { Ok(()) }
        };
        if let Err(error) = collected.await {
            tracing::warn!(%error, "could not collect files that nobody needs; trying again later");
        }
        tokio::select! {
            () = tokio::time::sleep(COLLECTED_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// The moment before which what nobody needs is given up.
pub fn given_up_before<S: Send + Sync>(runner: &Runner<S>) -> Moment {
    runner.clock().now() - TimeDelta::days(GIVEN_UP_AFTER_DAYS)
}

/// Gives up uploads that were abandoned, and takes the contents away that nothing refers to; `referred_to` is a query
/// of the others.
///
/// # Errors
/// When the database or the store does not answer. What was done stays done, the rest is done another time.
pub async fn collect<S: Send + Sync>(
    runner: &Runner<S>,
    blobs: &Blobs,
    referred_to: &'static str,
) -> Result<(), Error> {
    let given_up = given_up_before(runner);
    runner.run("GiveUpUploads", &given_up, give_up).await?;
    let view = runner.own_view("CollectUploads");
    for upload in ledger::ended_before(&view, given_up).await? {
        blobs.forget_parts(upload).await?;
        runner.run("CollectUploads", &upload, forget_upload).await?;
    }
    let claimed_before = runner.clock().now() - CLAIM_HOLDS_FOR;
    runner.run("DoomContents", &Doom { claimed_before, referred_to }, doom).await?;
    for content in ledger::doomed(&view).await? {
        runner.run("CollectContents", &(blobs.clone(), content), take_away).await?;
    }
    Ok(())
}

async fn give_up<S: Send + Sync>(work: &Work<S>, moment: &Moment) -> Result<(), Error> {
    let uploads = ledger::discard_uploads(work, *moment, work.operation()).await?;
    if uploads > 0 {
        tracing::info!(uploads.given_up = uploads, "gave up uploads to which nothing comes");
    }
    Ok(())
}

async fn forget_upload<S: Send + Sync>(work: &Work<S>, upload: &RawId) -> Result<(), Error> {
    ledger::forget_upload(work, *upload).await
}

struct Doom {
    claimed_before: Moment,
    referred_to: &'static str,
}

async fn doom<S: Send + Sync>(work: &Work<S>, command: &Doom) -> Result<(), Error> {
    ledger::doom(work, command.claimed_before, command.referred_to).await
}

/// Takes a doomed content away while its row is locked: nobody can claim it meanwhile, nor take it away once more.
async fn take_away<S: Send + Sync>(work: &Work<S>, (blobs, content): &(Blobs, Digest)) -> Result<(), Error> {
    if ledger::lock_doomed(work, *content).await? {
        blobs.forget(*content).await?;
        ledger::forget_content(work, *content).await?;
    }
    Ok(())
}
