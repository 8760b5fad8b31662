//! Taking a management body out of use, once nobody is in office.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::management::{ManagementBody, ManagementBodyId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct RetireManagementBody {
    body: ManagementBodyId,
    version: i64,
    reason: String,
}

impl RetireManagementBody {
    pub(crate) fn parse(message: pb::RetireManagementBodyRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let body = fields.id("body_id", &message.body_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (body, version, reason) = fields.finish((body, version, reason))?;
        Ok(Self { body, version, reason })
    }
}

pub(crate) async fn retire_management_body(
    work: &Work,
    command: &RetireManagementBody,
) -> Result<ManagementBody, Error> {
    let found = store::management_bodies::find(work, command.body).await?;
    let body = policy::known_management_body(found, command.body, policy::reached(work))?;
    policy::may_keep_programme(work, &body.place.unit)?;
    body.must_be_at(command.version)?;
    let in_office = store::officials::count_from(work, body.id, work.today()).await?;
    let body = body.retire(command.reason.clone(), in_office, work.now())?;
    store::management_bodies::save(work, &body).await?;
    events::management::body_retired(work, &body);
    Ok(body)
}
