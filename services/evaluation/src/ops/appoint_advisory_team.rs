//! Recording an advisory team as its decision appoints it.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::advisory_team::{AdvisoryTeam, TeamMember};
use crate::domain::council::DecisionReference;
use crate::error::Error;
use crate::{Work, events, policy, store, wire};

/// Most members a team has.
const MOST_MEMBERS: usize = 50;

pub(crate) struct AppointAdvisoryTeam {
    unit: UnitId,
    decision: DecisionReference,
    term: (NaiveDate, NaiveDate),
    members: Vec<TeamMember>,
}

impl AppointAdvisoryTeam {
    pub(crate) fn parse(message: pb::AppointAdvisoryTeamRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let team = fields.message("advisory_team", message.advisory_team).unwrap_or_default();
        let unit = fields.unit("advisory_team.unit_id", &team.unit_id);
        let decision = wire::read_decision(&mut fields, "advisory_team.decision", team.decision);
        let term = wire::read_term(&mut fields, "advisory_team", &team.term_from, &team.term_to);
        let given = fields.list("advisory_team.members", team.members, 1..=MOST_MEMBERS).unwrap_or_default();
        let members = fields.each("advisory_team.members", &given, read_member);
        let (unit, decision, term, members) = fields.finish((unit, decision, term, members))?;
        AdvisoryTeam::check_members(&members)?;
        Ok(Self { unit, decision, term, members })
    }
}

fn read_member(fields: &mut Fields, path: &str, member: &pb::AdvisoryTeamMember) -> Option<TeamMember> {
    let person = fields.id(&format!("{path}.person_id"), &member.person_id);
    let full_name = fields.line(&format!("{path}.full_name"), &member.full_name, 100);
    let title = fields.line(&format!("{path}.title"), &member.title, 100);
    let body = fields.line(&format!("{path}.body"), &member.body, 200);
    Some(TeamMember { person: person?, full_name: full_name?, title: title?, body: body?, is_head: member.is_head })
}

pub(crate) async fn appoint_advisory_team(work: &Work, command: &AppointAdvisoryTeam) -> Result<AdvisoryTeam, Error> {
    let unit = &command.unit;
    let level = work.authority().units().at(unit, work.today()).map(|unit| unit.level);
    if !unit.is_country() && level != Some(UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: unit.clone(), path: "advisory_team.unit_id" });
    }
    policy::may_appoint_for(work, unit)?;
    let (term_from, term_to) = command.term;
    let team = AdvisoryTeam {
        id: work.new_id(),
        unit: unit.clone(),
        decision: command.decision.clone(),
        term_from,
        term_to,
        members: command.members.clone(),
    };
    store::advisory_teams::insert(work, &team).await?;
    events::advisory_team_appointed(work, &team);
    Ok(team)
}
