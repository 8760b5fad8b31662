//! The provinces that the ministry's link knows.

use platform::access::UnitId;
use proto::reporting::v1 as pb;

use crate::domain::link::keys::PublicKey;
use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{View, store};

pub(crate) struct ListProvinceLinks;

impl ListProvinceLinks {
    pub(crate) fn parse(_: pb::ListProvinceLinksRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

/// Each with its name, and the ministry's own key.
pub(crate) async fn list_province_links(
    view: &View,
    _: &ListProvinceLinks,
) -> Result<(Vec<(ProvinceLink, String)>, PublicKey), Error> {
    let key = view.service().link.ministry()?;
    view.authority().require(&UnitId::country())?;
    let provinces = store::link::provinces::all(view).await?;
    let units = view.authority().units();
    let named = |link: ProvinceLink| {
        let name = units.nearest(&link.province, view.today()).map(|unit| unit.name.clone()).unwrap_or_default();
        (link, name)
    };
    Ok((provinces.into_iter().map(named).collect(), key.public()))
}
