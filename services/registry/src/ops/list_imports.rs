//! The caller's imports, the newest first.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::import::Import;
use crate::error::Error;
use crate::store;

pub(crate) struct ListImports {
    page: Page,
}

impl ListImports {
    pub(crate) fn parse(message: pb::ListImportsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let size = fields.page_size(message.page_size);
        let (size,) = fields.finish((size,))?;
        let page = Page::new(size, &message.page_token, fingerprint(&pb::ListImportsRequest::default()))?;
        Ok(Self { page })
    }
}

pub(crate) async fn list_imports(view: &View, command: &ListImports) -> Result<Paged<Import>, Error> {
    Ok(store::imports::list(view, view.person(), &command.page).await?)
}
