//! What evaluation does of its own accord besides taking in events: it gives up what nobody needs any more.

use platform::blobs;
use platform::clock::Moment;
use platform::error::Error as Platform;

use crate::error::Error;
use crate::{Runner, Work, store};

/// Gives up uploads that were abandoned and files that nothing refers to, and takes their contents away.
///
/// # Errors
/// When the database or the store does not answer. What was done stays done, the rest is done another time.
pub(crate) async fn collect(runner: &Runner) -> Result<(), Platform> {
    runner.run("GiveUpFiles", &blobs::given_up_before(runner), give_up).await?;
    blobs::collect(runner, &runner.service().blobs, store::files::REFERRED_TO).await
}

async fn give_up(work: &Work, moment: &Moment) -> Result<(), Error> {
    let files = store::files::delete_not_kept(work, *moment).await?;
    if files > 0 {
        tracing::info!(files.given_up = files, "gave up files that nothing refers to");
    }
    Ok(())
}
