//! Recording a target that a decision sets.

use platform::access::{UnitId, UnitTable};
use platform::fields::Fields;
use proto::common::v1::UnitLevel;
use proto::reporting::v1 as pb;

use crate::Work;
use crate::domain::days::Days;
use crate::domain::indicators;
use crate::domain::targets::{Target, Terms, must_be_sound};
use crate::error::Error;
use crate::{events, store, wire};

pub(crate) struct SetTarget {
    indicator: String,
    unit: UnitId,
    phase: Days,
    terms: Terms,
}

impl SetTarget {
    pub(crate) fn parse(message: pb::SetTargetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let target = fields.message("target", message.target).unwrap_or_default();
        let indicator = fields.line("target.indicator_code", &target.indicator_code, 100);
        let unit = fields.unit("target.unit_id", &target.unit_id);
        let phase = fields.message("target.phase", target.phase.clone()).unwrap_or_default();
        let from = fields.date("target.phase.from", &phase.from);
        let to = fields.date("target.phase.to", &phase.to);
        let terms = wire::targets::read_terms(&mut fields, &target);
        let (indicator, unit, from, to, terms) = fields.finish((indicator, unit, from, to, terms))?;
        Ok(Self { indicator, unit, phase: Days { from, to }, terms })
    }
}

pub(crate) async fn set_target(work: &Work, command: &SetTarget) -> Result<Target, Error> {
    let indicator = indicators::built_in().of_code(&command.indicator)?;
    let units = work.authority().units();
    let province = province_of(units, work, &command.unit)?;
    work.authority().require(&command.unit)?;
    must_be_sound(indicator, command.phase, &command.terms, work.today())?;
    let Terms { value, sense, baseline, decision_number, decision_date, issuer, note } = command.terms.clone();
    let target = Target {
        record: work.new_id(),
        indicator: command.indicator.clone(),
        unit: command.unit.clone(),
        province,
        phase: command.phase,
        value,
        sense,
        baseline,
        decision_number,
        decision_date,
        issuer,
        note,
        parent: None,
        withdrawn: None,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::targets::insert(work, &target).await?;
    events::targets::set(work, &target);
    Ok(target)
}

/// The province a unit lies in, or the unit itself if it is none below. Refuses a unit nobody knows.
pub(super) fn province_of(units: &UnitTable, work: &Work, unit: &UnitId) -> Result<UnitId, Error> {
    if unit.is_country() {
        return Ok(unit.clone());
    }
    let known = units.newest(unit).is_some();
    let province = units.ancestor_of_level(unit, UnitLevel::Province, work.today()).map(|province| province.id.clone());
    province.filter(|_| known).ok_or_else(|| Error::NoSuchUnit { unit: unit.clone(), day: work.today() })
}
