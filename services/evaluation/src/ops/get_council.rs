//! A council by its identity.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::council::{Council, CouncilId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetCouncil {
    council: CouncilId,
}

impl GetCouncil {
    pub(crate) fn parse(message: pb::GetCouncilRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let council = fields.id("council_id", &message.council_id);
        let (council,) = fields.finish((council,))?;
        Ok(Self { council })
    }
}

pub(crate) async fn get_council(view: &View, command: &GetCouncil) -> Result<Council, Error> {
    let found = store::councils::find(view, command.council).await?;
    policy::known_council(found, command.council, view)
}
