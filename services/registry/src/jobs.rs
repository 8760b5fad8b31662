//! What registry does for its files of its own accord: it gives up what nobody needs any more.

use platform::blobs;
use platform::clock::Moment;
use platform::error::Error as Platform;

use crate::error::Error;
use crate::{Runner, Work, store};

/// Gives up uploads that were abandoned and the contents of files that were removed a while ago.
///
/// # Errors
/// When the database or the store does not answer. What was done stays done, the rest is done another time.
pub(crate) async fn collect(runner: &Runner) -> Result<(), Platform> {
    runner.run("LetRemovedFilesGo", &blobs::given_up_before(runner), let_go).await?;
    blobs::collect(runner, &runner.service().blobs, store::product_files::REFERRED_TO).await
}

async fn let_go(work: &Work, moment: &Moment) -> Result<(), Error> {
    let files = store::product_files::let_go(work, *moment).await?;
    if files > 0 {
        tracing::info!(files.given_up = files, "let the contents of removed files go");
    }
    Ok(())
}
