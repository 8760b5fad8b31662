//! Taking the trust in a province's key away.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::deciding::{Decided, to_decide};
use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{Work, events, store};

/// Longest reason.
const REASON_CHARS: usize = 500;

pub(crate) struct SuspendProvince {
    decided: Decided,
    reason: String,
}

impl SuspendProvince {
    pub(crate) fn parse(message: pb::SuspendProvinceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let reason = fields.line("reason", &message.reason, REASON_CHARS).unwrap_or_default();
        let decided = Decided::parse(fields, &message.province_id, &message.etag)?;
        Ok(Self { decided, reason })
    }
}

pub(crate) async fn suspend_province(work: &Work, command: &SuspendProvince) -> Result<ProvinceLink, Error> {
    let link = to_decide(work, &command.decided).await?.suspend(command.reason.clone(), work.person())?;
    store::link::provinces::save(work, &link).await?;
    events::link::province_suspended(work, &link);
    Ok(link)
}
