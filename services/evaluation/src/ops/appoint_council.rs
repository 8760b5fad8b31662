//! Recording a council as its decision appoints it.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::council::{Council, DecisionReference, Member, Regulation};
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
        let (province, decision, (term_from, term_to), members) = fields.finish((province, decision, term, members))?;
        Council::check_members(&members)?;
        Ok(Self { province, decision, term_from, term_to, members })
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

pub(crate) async fn appoint_council(work: &Work, command: &AppointCouncil) -> Result<Council, Error> {
    let province = work.authority().units().at(&command.province, work.today());
    if province.is_none_or(|province| province.level != UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: command.province.clone(), path: "council.unit_id" });
    }
    policy::may_work_for_province(work, &command.province)?;
    let regulation = Regulation::valid_on(command.term_from).ok_or(Error::NoRegulation { day: command.term_from })?;
    let council = Council {
        id: work.new_id(),
        province: command.province.clone(),
        decision: command.decision.clone(),
        term_from: command.term_from,
        term_to: command.term_to,
        members: command.members.clone(),
        regulation: regulation.id.clone(),
        created_at: work.now(),
    };
    store::councils::insert(work, &council).await?;
    events::council_appointed(work, &council);
    Ok(council)
}
