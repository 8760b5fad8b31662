//! The indicators, in the order scorecards show them.

use proto::reporting::v1 as pb;

use crate::View;
use crate::domain::indicators::{self, Indicator};
use crate::error::Error;

pub(crate) struct ListIndicators;

impl ListIndicators {
    pub(crate) fn parse(_: pb::ListIndicatorsRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

pub(crate) async fn list_indicators(_: &View, _: &ListIndicators) -> Result<&'static [Indicator], Error> {
    Ok(&indicators::built_in().all)
}
