//! A province's leader, or the ministry's, enters the regulation its councils work by from a day on.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use platform::ids::RawId;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::council::DecisionReference;
use crate::domain::regulation::{Entered, Regulation, Rules};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct EnterCouncilRegulation {
    unit: UnitId,
    decision: DecisionReference,
    valid_from: NaiveDate,
    rules: Rules,
}

impl EnterCouncilRegulation {
    pub(crate) fn parse(message: pb::EnterCouncilRegulationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let regulation = fields.message("regulation", message.regulation).unwrap_or_default();
        let unit = fields.unit("regulation.unit_id", &regulation.unit_id);
        let decision = wire::read_decision(&mut fields, "regulation.decision", regulation.decision);
        let valid_from = fields.date("regulation.valid_from", &regulation.valid_from);
        let rules = wire::councils::read_rules(&mut fields, "regulation.rules", regulation.rules);
        let (unit, decision, valid_from, rules) = fields.finish((unit, decision, valid_from, rules))?;
        Ok(Self { unit, decision, valid_from, rules })
    }
}

pub(crate) async fn enter_council_regulation(
    work: &Work,
    command: &EnterCouncilRegulation,
) -> Result<Regulation, Error> {
    let unit = &command.unit;
    let level = work.authority().units().at(unit, work.today()).map(|unit| unit.level);
    if !unit.is_country() && level != Some(UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: unit.clone(), path: "regulation.unit_id" });
    }
    policy::may_regulate_for(work, unit)?;
    if command.decision.date > work.today() {
        return Err(Error::DecisionInFuture { today: work.today() });
    }
    let entered = Entered { unit: unit.clone(), decision: command.decision.clone(), by: work.person(), at: work.now() };
    let id: RawId = work.new_id();
    let regulation = Regulation {
        id: id.to_string(),
        valid_from: command.valid_from,
        rules: command.rules.clone(),
        entered: Some(entered.clone()),
    };
    store::regulations::insert(work, id, &regulation, &entered).await?;
    Ok(regulation)
}
