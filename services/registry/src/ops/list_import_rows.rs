//! The lines of an import with their verdicts. They may name persons: who reads them is recorded.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::operation::Recorded;
use proto::registry::v1 as pb;

use super::get_import::own_of_view;
use crate::View;
use crate::domain::import::{ImportId, ImportRow, RowState};
use crate::error::Error;
use crate::{store, wire};

pub(crate) struct ListImportRows {
    import: ImportId,
    state: Option<RowState>,
    page: Page,
}

impl ListImportRows {
    pub(crate) fn parse(message: pb::ListImportRowsRequest) -> Result<Self, Error> {
        let filter = pb::ListImportRowsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let state = fields.optional_choice("state", message.state);
        let size = fields.page_size(message.page_size);
        let (import, state, size) = fields.finish((import, state, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { import, state: state.and_then(wire::imports::own_row_state), page })
    }
}

pub(crate) async fn list_import_rows(
    view: &View,
    command: &ListImportRows,
) -> Result<Recorded<Paged<ImportRow>>, Error> {
    let import = own_of_view(view, command.import).await?;
    let number = store::import_rows::number_before(command.page.after.as_ref());
    let rows = store::import_rows::after(view, import.id, command.state, number, command.page.limit()).await?;
    let value = command.page.of(rows, store::import_rows::cursor);
    Ok(Recorded { value, noun: "import", subjects: vec![import.id.into()], purpose: None })
}
