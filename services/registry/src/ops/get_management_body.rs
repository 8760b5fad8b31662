//! A management body by its identity.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::management::{ManagementBody, ManagementBodyId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetManagementBody {
    body: ManagementBodyId,
}

impl GetManagementBody {
    pub(crate) fn parse(message: pb::GetManagementBodyRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let body = fields.id("body_id", &message.body_id);
        let (body,) = fields.finish((body,))?;
        Ok(Self { body })
    }
}

pub(crate) async fn get_management_body(view: &View, command: &GetManagementBody) -> Result<ManagementBody, Error> {
    let found = store::management_bodies::find(view, command.body).await?;
    policy::known_management_body(found, command.body, policy::seen(view))
}
