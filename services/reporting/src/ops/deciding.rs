//! What all decisions about a province of the link have in common.

use platform::access::UnitId;
use platform::fields::Fields;

use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{Work, store};

/// A province, and the version of it that was read.
pub(crate) struct Decided {
    pub(crate) province: UnitId,
    pub(crate) version: i64,
}

impl Decided {
    pub(crate) fn parse(mut fields: Fields, province: &str, etag: &str) -> Result<Self, Error> {
        let province = fields.unit("province_id", province);
        let version = fields.etag("etag", etag);
        let (province, version) = fields.finish((province, version))?;
        Ok(Self { province, version })
    }
}

/// The province, if an officer of the ministry decides on what she read.
pub(crate) async fn to_decide(work: &Work, decided: &Decided) -> Result<ProvinceLink, Error> {
    work.service().link.ministry()?;
    work.authority().require(&UnitId::country())?;
    let found = store::link::provinces::find(work, &decided.province).await?;
    let link = found.ok_or_else(|| Error::NoSuchProvinceLink { province: decided.province.clone() })?;
    link.must_be(decided.version)?;
    Ok(link)
}
