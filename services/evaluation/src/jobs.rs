//! What evaluation does of its own accord besides taking in events: it gives up what nobody needs any more.

use std::time::Duration;

use chrono::TimeDelta;
use platform::blobs::{Blobs, Digest};
use platform::clock::Moment;
use platform::error::Error as Platform;
use platform::lease::Lease;
use tokio_util::sync::CancellationToken;

use crate::domain::file::{GIVEN_UP_AFTER_DAYS, UploadId};
use crate::error::Error;
use crate::{Runner, Work, store};

/// How often it is looked for.
const COLLECTED_EVERY: Duration = Duration::from_secs(3600);
/// How long a content is left alone after it was claimed: far longer than a file takes to be made of it.
const CLAIM_HOLDS_FOR: TimeDelta = TimeDelta::days(1);

/// Collects from time to time; one replica does it, and no harm is done if two do.
pub(crate) async fn collect_files(runner: Runner, stop: CancellationToken) {
    let lease = Lease::new("collect_files", &runner);
    loop {
        let collected = async {
            let transaction = runner.database().begin_read_committed().await?;
            let held = lease.hold(&transaction, runner.clock().now()).await?;
            transaction.commit().await?;
            if held { collect(&runner).await } else { Ok(()) }
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

/// Gives up uploads that were abandoned and files that nothing refers to, and takes their contents away.
///
/// # Errors
/// When the database or the store does not answer. What was done stays done, the rest is done another time.
pub(crate) async fn collect(runner: &Runner) -> Result<(), Platform> {
    let blobs = runner.service().blobs.clone();
    let now = runner.clock().now();
    let given_up = now - TimeDelta::days(GIVEN_UP_AFTER_DAYS);
    runner.run("GiveUpFiles", &given_up, give_up).await?;
    let view = runner.own_view("CollectUploads");
    for upload in store::uploads::ended_before(&view, given_up).await? {
        blobs.forget_parts(upload.into()).await?;
        runner.run("CollectUploads", &upload, forget_upload).await?;
    }
    runner.run("DoomContents", &(now - CLAIM_HOLDS_FOR), doom).await?;
    for content in store::files::doomed(&view).await? {
        runner.run("CollectContents", &(blobs.clone(), content), take_away).await?;
    }
    Ok(())
}

async fn give_up(work: &Work, moment: &Moment) -> Result<(), Error> {
    let uploads = store::uploads::discard_older_than(work, *moment).await?;
    let files = store::files::delete_not_kept(work, *moment).await?;
    if uploads + files > 0 {
        tracing::info!(uploads.given_up = uploads, files.given_up = files, "gave up what nobody needs");
    }
    Ok(())
}

async fn forget_upload(work: &Work, upload: &UploadId) -> Result<(), Error> {
    store::uploads::delete(work, *upload).await
}

async fn doom(work: &Work, moment: &Moment) -> Result<(), Error> {
    store::files::doom(work, *moment).await
}

/// Takes a doomed content away while its row is locked: nobody can claim it meanwhile, nor take it away once more.
async fn take_away(work: &Work, (blobs, content): &(Blobs, Digest)) -> Result<(), Error> {
    if store::files::lock_doomed(work, *content).await? {
        blobs.forget(*content).await?;
        store::files::delete_content(work, *content).await?;
    }
    Ok(())
}
