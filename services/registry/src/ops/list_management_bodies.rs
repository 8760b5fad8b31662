//! Management bodies in Vietnamese order of their names.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::management::{ManagementBody, ManagementBodyKind};
use crate::domain::programme::Level;
use crate::error::Error;
use crate::wire::choices;
use crate::{policy, store, wire};

pub(crate) struct ListManagementBodies {
    unit: Option<UnitId>,
    level: Option<Level>,
    kind: Option<ManagementBodyKind>,
    active: Option<bool>,
    page: Page,
}

impl ListManagementBodies {
    pub(crate) fn parse(message: pb::ListManagementBodiesRequest) -> Result<Self, Error> {
        let filter = pb::ListManagementBodiesRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let level = choices::read_optional(&mut fields, "level", message.level);
        let kind = choices::read_optional(&mut fields, "kind", message.kind);
        let active = wire::producers::read_optional_state(&mut fields, message.state);
        let size = fields.page_size(message.page_size);
        let (unit, level, kind, active, size) = fields.finish((unit, level, kind, active, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, level, kind, active, page })
    }
}

pub(crate) async fn list_management_bodies(
    view: &View,
    command: &ListManagementBodies,
) -> Result<Paged<ManagementBody>, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let filter = store::management_bodies::Filter {
        units: policy::listed_units(view.authority(), asked.as_deref())?,
        level: command.level,
        kind: command.kind,
        active: command.active,
    };
    Ok(store::management_bodies::list(view, &filter, &command.page).await?)
}
