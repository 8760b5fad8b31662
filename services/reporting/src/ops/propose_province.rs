//! Proposing to admit a province with a key.

use platform::access::{UnitId, UnitLevel};
use platform::error::Text;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::domain::link::keys::PublicKey;
use crate::domain::link::province::ProvinceLink;
use crate::error::Error;
use crate::{Work, events, store};

pub(crate) struct ProposeProvince {
    province: UnitId,
    key: PublicKey,
}

impl ProposeProvince {
    pub(crate) fn parse(message: pb::ProposeProvinceRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let province = fields.unit("province_id", &message.province_id);
        let key = PublicKey::written(&message.public_key).ok_or_else(|| {
            Text::new(
                "Phải là khóa công khai Ed25519 viết base64url, như GetLink của tỉnh cho biết.",
                "It must be an Ed25519 public key in base64url, as the province's GetLink shows it.",
            )
        });
        let key = fields.value("public_key", key);
        let (province, key) = fields.finish((province, key))?;
        Ok(Self { province, key })
    }
}

pub(crate) async fn propose_province(work: &Work, command: &ProposeProvince) -> Result<ProvinceLink, Error> {
    work.service().link.ministry()?;
    work.authority().require(&UnitId::country())?;
    let ProposeProvince { province, key } = command;
    let level = work.authority().units().at(province, work.today()).map(|unit| unit.level);
    if level != Some(UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: province.clone() });
    }
    let link = match store::link::provinces::find(work, province).await? {
        Some(known) => {
            let again = known.propose_again(*key, work.person())?;
            store::link::provinces::save(work, &again).await?;
            again
        }
        None => {
            let proposed = ProvinceLink::proposed(work.new_id(), province.clone(), *key, work.person());
            store::link::provinces::insert(work, &proposed).await?;
            proposed
        }
    };
    events::link::province_proposed(work, &link);
    Ok(link)
}
