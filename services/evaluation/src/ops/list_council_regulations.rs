//! The regulations councils of a province work by: what is built in, and what it entered.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::regulation::Regulation;
use crate::error::Error;
use crate::store;

pub(crate) struct ListCouncilRegulations {
    unit: UnitId,
}

impl ListCouncilRegulations {
    pub(crate) fn parse(message: pb::ListCouncilRegulationsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let (unit,) = fields.finish((unit,))?;
        Ok(Self { unit })
    }
}

pub(crate) async fn list_council_regulations(
    view: &View,
    command: &ListCouncilRegulations,
) -> Result<Vec<Regulation>, Error> {
    let mut regulations = Regulation::built_in().to_vec();
    regulations.extend(store::regulations::of_unit(view, &command.unit).await?);
    Ok(regulations)
}
