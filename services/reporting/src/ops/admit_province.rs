//! Admitting a province that another proposed.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::deciding::{Decided, to_decide};
use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{Work, events, store};

pub(crate) struct AdmitProvince(Decided);

impl AdmitProvince {
    pub(crate) fn parse(message: pb::AdmitProvinceRequest) -> Result<Self, Error> {
        Decided::parse(Fields::new(), &message.province_id, &message.etag).map(Self)
    }
}

pub(crate) async fn admit_province(work: &Work, command: &AdmitProvince) -> Result<ProvinceLink, Error> {
    let link = to_decide(work, &command.0).await?.admit(work.person())?;
    store::link::provinces::save(work, &link).await?;
    events::link::province_admitted(work, &link);
    Ok(link)
}
