//! Ending an official's term on a day.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::management::{ManagementBody, Official, OfficialId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct EndOfficialTerm {
    official: OfficialId,
    version: i64,
    last_day: NaiveDate,
    reason: String,
}

impl EndOfficialTerm {
    pub(crate) fn parse(message: pb::EndOfficialTermRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let official = fields.id("official_id", &message.official_id);
        let version = fields.etag("etag", &message.etag);
        let last_day = fields.date("last_day", &message.last_day);
        let reason = fields.line("reason", &message.reason, 500);
        let (official, version, last_day, reason) = fields.finish((official, version, last_day, reason))?;
        Ok(Self { official, version, last_day, reason })
    }
}

pub(crate) async fn end_official_term(
    work: &Work,
    command: &EndOfficialTerm,
) -> Result<(Official, ManagementBody), Error> {
    let (official, body) = kept_official(work, command.official).await?;
    official.must_be_at(command.version)?;
    let official = official.end(command.last_day, command.reason.clone(), work.now())?;
    store::officials::save(work, &official).await?;
    events::management::official_term_ended(work, &official, &body);
    Ok((official, body))
}

/// The term of an identity with its body, if the caller keeps that.
pub(super) async fn kept_official(work: &Work, id: OfficialId) -> Result<(Official, ManagementBody), Error> {
    let no_such_official = || Error::NoSuchOfficial { official: id };
    let official = store::officials::find(work, id).await?.ok_or_else(no_such_official)?;
    let body = store::management_bodies::find(work, official.body).await?;
    let body = policy::known_management_body(body, official.body, policy::reached(work));
    let body = body.map_err(|_| no_such_official())?;
    policy::may_keep_programme(work, &body.place.unit)?;
    Ok((official, body))
}
