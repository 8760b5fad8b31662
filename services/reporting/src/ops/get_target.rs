//! A target with its parts and its revisions.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::split_target::SplitUp;
use crate::domain::indicators;
use crate::domain::targets::{Revision, Target, TargetId};
use crate::error::Error;
use crate::{View, store};

pub(crate) struct GetTarget {
    target: TargetId,
}

/// A target, its parts and its history.
pub(crate) struct KnownTarget {
    pub(crate) split: SplitUp,
    pub(crate) revisions: Vec<Revision>,
}

impl GetTarget {
    pub(crate) fn parse(message: pb::GetTargetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let target = fields.id("target_id", &message.target_id);
        let (target,) = fields.finish((target,))?;
        Ok(Self { target })
    }
}

pub(crate) async fn get_target(view: &View, command: &GetTarget) -> Result<KnownTarget, Error> {
    let whole = known_target(view, command.target).await?;
    let indicator = indicators::built_in().of_code(&whole.indicator)?;
    let revisions = store::targets::revisions(view, &whole).await?;
    let parts = store::targets::parts_of(view, whole.record).await?;
    let undistributed = whole.undistributed(indicator, &parts.iter().map(|part| part.value).collect::<Vec<_>>());
    Ok(KnownTarget { split: SplitUp { whole, parts, undistributed }, revisions })
}

/// The target of an identity.
pub(super) async fn known_target(db: &impl store::Connection, id: TargetId) -> Result<Target, Error> {
    store::targets::find(db, id).await?.ok_or(Error::NoSuchTarget { target: id })
}
