//! Replacing what a target says, with the reason.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_target::known_target;
use crate::Work;
use crate::domain::indicators;
use crate::domain::targets::{Target, TargetId, Terms, must_be_sound};
use crate::error::Error;
use crate::{events, store, wire};

pub(crate) struct ReviseTarget {
    target: TargetId,
    version: i64,
    terms: Terms,
    reason: String,
}

impl ReviseTarget {
    pub(crate) fn parse(message: pb::ReviseTargetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let target = fields.message("target", message.target).unwrap_or_default();
        let id = fields.id("target.target_id", &target.target_id);
        let version = fields.etag("target.etag", &target.etag);
        let terms = wire::targets::read_terms(&mut fields, &target);
        let reason = fields.line("reason", &message.reason, 500);
        let (target, version, terms, reason) = fields.finish((id, version, terms, reason))?;
        Ok(Self { target, version, terms, reason })
    }
}

pub(crate) async fn revise_target(work: &Work, command: &ReviseTarget) -> Result<Target, Error> {
    let target = known_target(work, command.target).await?;
    work.authority().require(&target.unit)?;
    target.must_be_at(command.version)?;
    target.must_be_whole()?;
    let indicator = indicators::built_in().of_code(&target.indicator)?;
    must_be_sound(indicator, target.phase, &command.terms, work.today())?;
    let target = target.revise(command.terms.clone(), work.now())?;
    let parts = store::targets::parts_of(work, target.record).await?;
    target.must_hold_parts(indicator, &parts.iter().map(|part| part.value).collect::<Vec<_>>())?;
    store::targets::save(work, &target, &command.reason).await?;
    events::targets::revised(work, &target);
    Ok(target)
}
