//! Changes of units that were applied, the newest first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::units::AppliedChange;
use crate::error::Error;
use crate::store;

pub(crate) struct ListUnitChanges {
    page: Page,
}

/// A page of changes, and the version of the newest table.
pub(crate) struct UnitChangesPage {
    pub(crate) changes: Paged<AppliedChange>,
    pub(crate) table_version: i64,
}

impl ListUnitChanges {
    pub(crate) fn parse(message: pb::ListUnitChangesRequest) -> Result<Self, Error> {
        let filter = pb::ListUnitChangesRequest { page_size: 0, page_token: String::new() };
        let mut fields = Fields::new();
        let size = fields.page_size(message.page_size);
        let (size,) = fields.finish((size,))?;
        Ok(Self { page: Page::new(size, &message.page_token, fingerprint(&filter))? })
    }
}

pub(crate) async fn list_unit_changes(view: &View, command: &ListUnitChanges) -> Result<UnitChangesPage, Error> {
    Ok(UnitChangesPage {
        changes: store::unit_changes::list(view, &command.page).await?,
        table_version: store::unit_changes::newest_table(view).await?.version,
    })
}
