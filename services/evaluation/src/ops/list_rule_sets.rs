//! The rule sets products were recognised under.

use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::recognition::{Rules, rules};
use crate::error::Error;

pub(crate) struct ListRuleSets;

impl ListRuleSets {
    pub(crate) fn parse(_: pb::ListRuleSetsRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

pub(crate) async fn list_rule_sets(_: &View, _: &ListRuleSets) -> Result<&'static Rules, Error> {
    Ok(rules())
}
