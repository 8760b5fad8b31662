//! Recording a council as its decision appoints it.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::council::{Council, DecisionReference, Member, Substitute};
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Most members a council has.
const MOST_MEMBERS: usize = 50;

pub(crate) struct AppointCouncil {
    province: UnitId,
    decision: DecisionReference,
    term_from: NaiveDate,
    term_to: NaiveDate,
    members: Vec<Member>,
    substitutes: Vec<Substitute>,
}

impl AppointCouncil {
    pub(crate) fn parse(message: pb::AppointCouncilRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let council = fields.message("council", message.council).unwrap_or_default();
        let province = fields.unit("council.unit_id", &council.unit_id);
        let decision = wire::read_decision(&mut fields, "council.decision", council.decision);
        let term = wire::read_term(&mut fields, "council", &council.term_from, &council.term_to);
        let given = fields.list("council.members", council.members, 1..=MOST_MEMBERS).unwrap_or_default();
        let members = fields.each("council.members", &given, read_member);
        let given = fields.list("council.substitutes", council.substitutes, 0..=MOST_MEMBERS).unwrap_or_default();
        let substitutes = fields.each("council.substitutes", &given, read_substitute);
        let (province, decision, (term_from, term_to), members, substitutes) =
            fields.finish((province, decision, term, members, substitutes))?;
        Council::check_members(&members)?;
        Council::check_substitutes(&members, &substitutes)?;
        Ok(Self { province, decision, term_from, term_to, members, substitutes })
    }
}

fn read_member(fields: &mut Fields, path: &str, member: &pb::CouncilMember) -> Option<Member> {
    let person = fields.id(&format!("{path}.person_id"), &member.person_id);
    let full_name = fields.line(&format!("{path}.full_name"), &member.full_name, 100);
    let title = fields.line(&format!("{path}.title"), &member.title, 100);
    let body = fields.line(&format!("{path}.body"), &member.body, 200);
    let duty = wire::read_duty(fields, &format!("{path}.duty"), member.duty);
    Some(Member { person: person?, full_name: full_name?, title: title?, body: body?, duty: duty? })
}

fn read_substitute(fields: &mut Fields, path: &str, substitute: &pb::CouncilSubstitute) -> Option<Substitute> {
    let person = fields.id(&format!("{path}.person_id"), &substitute.person_id);
    let full_name = fields.line(&format!("{path}.full_name"), &substitute.full_name, 100);
    let title = fields.line(&format!("{path}.title"), &substitute.title, 100);
    let body = fields.line(&format!("{path}.body"), &substitute.body, 200);
    let for_member = fields.optional_id(&format!("{path}.for_member_person_id"), &substitute.for_member_person_id);
    Some(Substitute { person: person?, full_name: full_name?, title: title?, body: body?, for_member: for_member? })
}

pub(crate) async fn appoint_council(work: &Work, command: &AppointCouncil) -> Result<Council, Error> {
    let level = work.authority().units().at(&command.province, work.today()).map(|unit| unit.level);
    if !command.province.is_country() && level != Some(UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: command.province.clone(), path: "council.unit_id" });
    }
    policy::may_appoint_for(work, &command.province)?;
    let regulation = store::regulations::valid_on(work, &command.province, command.term_from).await?;
    let regulation = regulation.ok_or(Error::NoRegulation { day: command.term_from })?;
    let council = Council {
        id: work.new_id(),
        province: command.province.clone(),
        decision: command.decision.clone(),
        term_from: command.term_from,
        term_to: command.term_to,
        members: command.members.clone(),
        substitutes: command.substitutes.clone(),
        regulation,
        created_at: work.now(),
    };
    store::councils::insert(work, &council).await?;
    events::council_appointed(work, &council);
    Ok(council)
}
