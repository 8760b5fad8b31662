//! Curricula in Vietnamese order of their titles.

use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::curriculum::{Audience, Curriculum};
use crate::error::Error;
use crate::{store, wire};

pub(crate) struct ListCurricula {
    audience: Option<Audience>,
    page: Page,
}

impl ListCurricula {
    pub(crate) fn parse(message: pb::ListCurriculaRequest) -> Result<Self, Error> {
        let filter = pb::ListCurriculaRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let audience = wire::read_optional_audience(&mut fields, "audience", message.audience);
        let size = fields.page_size(message.page_size);
        let (audience, size) = fields.finish((audience, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { audience, page })
    }
}

pub(crate) async fn list_curricula(view: &View, command: &ListCurricula) -> Result<Paged<Curriculum>, Error> {
    Ok(store::curricula::list(view, command.audience, &command.page).await?)
}
