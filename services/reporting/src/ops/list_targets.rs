//! The targets set for a unit.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::targets::{self, Target};
use crate::error::Error;

pub(crate) struct ListTargets {
    unit: Option<UnitId>,
}

impl ListTargets {
    pub(crate) fn parse(message: pb::ListTargetsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let (unit,) = fields.finish((unit,))?;
        Ok(Self { unit })
    }
}

pub(crate) async fn list_targets(_: &View, command: &ListTargets) -> Result<Vec<&'static Target>, Error> {
    let wanted = |target: &&Target| command.unit.as_ref().is_none_or(|unit| target.unit == *unit);
    Ok(targets::built_in().iter().filter(wanted).collect())
}
