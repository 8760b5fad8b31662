//! The advisory teams of a province or the ministry, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::advisory_team::AdvisoryTeam;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct ListAdvisoryTeams {
    unit: UnitId,
    page: Page,
}

impl ListAdvisoryTeams {
    pub(crate) fn parse(message: pb::ListAdvisoryTeamsRequest) -> Result<Self, Error> {
        let filter = pb::ListAdvisoryTeamsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, page })
    }
}

pub(crate) async fn list_advisory_teams(
    view: &View,
    command: &ListAdvisoryTeams,
) -> Result<Paged<AdvisoryTeam>, Error> {
    view.authority().require(&command.unit)?;
    Ok(store::advisory_teams::list(view, &command.unit, &command.page).await?)
}
