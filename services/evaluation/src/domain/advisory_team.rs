//! Advisory teams: who looks a dossier through before a council scores it.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::PersonId;

use super::council::DecisionReference;
use crate::error::Error;

platform::id_type! {
    /// Identity of an advisory team.
    AdvisoryTeamId
}

/// An advisory team appointed for a province, or for the country by the ministry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AdvisoryTeam {
    pub(crate) id: AdvisoryTeamId,
    pub(crate) unit: UnitId,
    pub(crate) decision: DecisionReference,
    pub(crate) term_from: NaiveDate,
    pub(crate) term_to: NaiveDate,
    pub(crate) members: Vec<TeamMember>,
}

/// A member of an advisory team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TeamMember {
    pub(crate) person: PersonId,
    pub(crate) full_name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) is_head: bool,
}

/// What a member does: all look through and ask, the head signs the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TeamDuty {
    Member,
    Head,
}

impl AdvisoryTeam {
    /// Refuses members who do not make a team: exactly one head, nobody twice.
    pub(crate) fn check_members(members: &[TeamMember]) -> Result<(), Error> {
        let heads = members.iter().filter(|member| member.is_head).count();
        let twice = members
            .iter()
            .enumerate()
            .any(|(at, member)| members[..at].iter().any(|before| before.person == member.person));
        if heads != 1 || twice { Err(Error::TeamComposition) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(number: u128, is_head: bool) -> TeamMember {
        TeamMember {
            person: PersonId::constant(uuid::Uuid::from_u128(number)),
            full_name: format!("Tổ viên {number}"),
            title: "Chuyên viên".to_owned(),
            body: "Sở".to_owned(),
            is_head,
        }
    }

    #[test]
    fn a_team_has_one_head_and_nobody_twice() {
        assert!(AdvisoryTeam::check_members(&[member(1, true), member(2, false)]).is_ok());
        assert!(AdvisoryTeam::check_members(&[member(1, false)]).is_err());
        assert!(AdvisoryTeam::check_members(&[member(1, true), member(2, true)]).is_err());
        assert!(AdvisoryTeam::check_members(&[member(1, true), member(1, false)]).is_err());
    }
}
