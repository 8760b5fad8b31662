//! How many dossiers are under way in units.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::error::Error;
use crate::store;

/// Units that a change of them may name.
const MOST: usize = 5000;

pub(crate) struct CountOpenDossiers {
    units: Vec<UnitId>,
}

impl CountOpenDossiers {
    pub(crate) fn parse(message: pb::CountOpenDossiersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("unit_ids", message.unit_ids, 1..=MOST).unwrap_or_default();
        let units = fields.each("unit_ids", &given, |fields, path, id| fields.unit(path, id));
        let (units,) = fields.finish((units,))?;
        Ok(Self { units })
    }
}

pub(crate) async fn count_open_dossiers(view: &View, command: &CountOpenDossiers) -> Result<u64, Error> {
    for unit in &command.units {
        view.authority().require(unit)?;
    }
    Ok(store::dossiers::count_open(view, &command.units).await?)
}
