//! Dossiers that went over the link, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::domain::link::parcel::Parcel;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct ListParcels {
    province: Option<UnitId>,
    page: Page,
}

impl ListParcels {
    pub(crate) fn parse(message: pb::ListParcelsRequest) -> Result<Self, Error> {
        let filter = pb::ListParcelsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let province = fields.optional_unit("province_id", &message.province_id);
        let size = fields.page_size(message.page_size);
        let (province, size) = fields.finish((province, size))?;
        Ok(Self { province, page: Page::new(size, &message.page_token, fingerprint(&filter))? })
    }
}

pub(crate) async fn list_parcels(view: &View, command: &ListParcels) -> Result<Paged<Parcel>, Error> {
    let units = view.authority().listed_units(command.province.as_ref())?;
    Ok(store::link::parcels::list(view, &units, &command.page).await?)
}
