//! Ending a delegation: the official is back, or stays.

use platform::access::Role;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::delegation::{Delegation, DelegationId};
use crate::error::Error;
use crate::{Work, events, store};

/// Those who answer for officials of their units.
const LEADERS: [Role; 3] = [Role::CommuneLeader, Role::ProvinceLeader, Role::MinistryLeader];

pub(crate) struct EndDelegation {
    delegation: DelegationId,
    version: i64,
}

impl EndDelegation {
    pub(crate) fn parse(message: pb::EndDelegationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let delegation = fields.id("delegation_id", &message.delegation_id);
        let version = fields.etag("etag", &message.etag);
        let (delegation, version) = fields.finish((delegation, version))?;
        Ok(Self { delegation, version })
    }
}

pub(crate) async fn end_delegation(work: &Work, command: &EndDelegation) -> Result<Delegation, Error> {
    let unknown = || Error::NoSuchDelegation { delegation: command.delegation };
    let delegation = store::delegations::find(work, command.delegation).await?.ok_or_else(unknown)?;
    let leads = || LEADERS.iter().any(|leader| work.authority().reaches_as(*leader, &delegation.unit));
    if delegation.from != work.person() && !leads() {
        return Err(unknown());
    }
    let ended = delegation.end(command.version, work.today())?;
    store::delegations::save(work, &ended).await?;
    events::delegation_ended(work, &ended);
    Ok(ended)
}
