//! Withdrawing a target with its parts.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_target::known_target;
use crate::Work;
use crate::domain::targets::{Target, TargetId};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct WithdrawTarget {
    target: TargetId,
    version: i64,
    reason: String,
}

impl WithdrawTarget {
    pub(crate) fn parse(message: pb::WithdrawTargetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let target = fields.id("target_id", &message.target_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (target, version, reason) = fields.finish((target, version, reason))?;
        Ok(Self { target, version, reason })
    }
}

pub(crate) async fn withdraw_target(work: &Work, command: &WithdrawTarget) -> Result<Target, Error> {
    let target = known_target(work, command.target).await?;
    work.authority().require(&target.unit)?;
    target.must_be_at(command.version)?;
    target.must_be_whole()?;
    let target = target.withdraw(command.reason.clone(), work.now())?;
    store::targets::save(work, &target, &command.reason).await?;
    events::targets::withdrawn(work, &target);
    withdraw_parts(work, &target, &command.reason).await?;
    Ok(target)
}

/// The parts of a target go with it; and theirs with them.
async fn withdraw_parts(work: &Work, target: &Target, reason: &str) -> Result<(), Error> {
    let mut left = store::targets::parts_of(work, target.record).await?;
    while let Some(part) = left.pop() {
        left.extend(store::targets::parts_of(work, part.record).await?);
        withdraw_part(work, part, reason).await?;
    }
    Ok(())
}

/// Withdraws a part.
pub(super) async fn withdraw_part(work: &Work, part: Target, reason: &str) -> Result<(), Error> {
    let part = part.withdraw(reason.to_owned(), work.now())?;
    store::targets::save(work, &part, reason).await?;
    events::targets::withdrawn(work, &part);
    Ok(())
}
