//! Saying who stands in during a leave.

use chrono::NaiveDate;
use platform::access::{Role, UnitId, UnitLevel};
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use crate::domain::delegation::Delegation;
use crate::error::Error;
use crate::{Work, events, store, wire};

pub(crate) struct DelegateWork {
    to: PersonId,
    role: Role,
    unit: UnitId,
    first_day: NaiveDate,
    last_day: NaiveDate,
}

impl DelegateWork {
    pub(crate) fn parse(message: pb::DelegateWorkRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let to = fields.id("to_person_id", &message.to_person_id);
        let role = wire::agenda::read_official_role(&mut fields, message.role);
        let unit = fields.unit("unit_id", &message.unit_id);
        let first_day = fields.date("first_day", &message.first_day);
        let last_day = fields.date("last_day", &message.last_day);
        let (to, role, unit, first_day, last_day) = fields.finish((to, role, unit, first_day, last_day))?;
        Ok(Self { to, role, unit, first_day, last_day })
    }
}

pub(crate) async fn delegate_work(work: &Work, command: &DelegateWork) -> Result<Delegation, Error> {
    let DelegateWork { to, role, unit, first_day, last_day } = command;
    work.authority().resting_on(&[*role]).require(unit)?;
    let province = work.authority().units().ancestor_of_level(unit, UnitLevel::Province, work.today());
    let delegation = Delegation {
        id: work.new_id(),
        from: work.person(),
        to: *to,
        role: *role,
        unit: unit.clone(),
        province: province.map_or_else(UnitId::country, |province| province.id.clone()),
        first_day: *first_day,
        last_day: *last_day,
        version: 1,
    };
    delegation.check(work.today())?;
    for person in [delegation.from, delegation.to] {
        let others = store::delegations::of_person(work, person, *first_day).await?;
        if let Some(other) = others.into_iter().find(|other| delegation.contradicts(other)) {
            return Err(Error::DelegationOverlaps { other: other.id });
        }
    }
    store::delegations::insert(work, &delegation).await?;
    events::work_delegated(work, &delegation);
    Ok(delegation)
}
