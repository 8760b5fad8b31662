//! The targets that hold, of a unit or of all.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::targets::Target;
use crate::error::Error;
use crate::store::targets::{Of, list};

pub(crate) struct ListTargets {
    unit: Option<UnitId>,
    page: Page,
}

impl ListTargets {
    pub(crate) fn parse(message: pb::ListTargetsRequest) -> Result<Self, Error> {
        let filter = pb::ListTargetsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        Ok(Self { unit, page: Page::new(size, &message.page_token, fingerprint(&filter))? })
    }
}

pub(crate) async fn list_targets(view: &View, command: &ListTargets) -> Result<Paged<Target>, Error> {
    let of = command.unit.as_ref().map_or(Of::All, Of::Unit);
    Ok(list(view, of, &command.page).await?)
}
