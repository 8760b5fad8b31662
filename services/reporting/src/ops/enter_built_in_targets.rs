//! Recording the targets of decisions known when the program was built. Others are told nothing: every installation has
//! them.

use crate::Work;
use crate::domain::targets::{Target, built_in};
use crate::error::Error;
use crate::store;

pub(crate) struct EnterBuiltInTargets;

/// Returns how many were entered: those that are recorded stay as they have become.
pub(crate) async fn enter_built_in_targets(work: &Work, _: &EnterBuiltInTargets) -> Result<usize, Error> {
    let mut entered = 0;
    for target in built_in() {
        if store::targets::find(work, target.record).await?.is_none() {
            let target = Target { created_at: work.now(), updated_at: work.now(), ..target.clone() };
            store::targets::insert(work, &target).await?;
            entered += 1;
        }
    }
    Ok(entered)
}
