//! Councils: who was appointed, with which duty, under which regulation.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::dossier::{Dossier, DossierState, Level};
use super::regulation::Regulation;
use crate::error::Error;

platform::id_type! {
    /// Identity of a council.
    CouncilId
}

/// Fewest members who score: fewer cannot disagree with a majority.
pub(crate) const FEWEST_SCORERS: usize = 3;

/// Duty of a council member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duty {
    Chair,
    DeputyChair,
    Secretary,
    Member,
}

impl Duty {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Chair, "chair"),
        (Self::DeputyChair, "deputy_chair"),
        (Self::Secretary, "secretary"),
        (Self::Member, "member"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(duty, _)| *duty == self).expect("all duties have a name").1
    }

    /// The duty of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(duty, _)| duty)
    }

    /// True if the duty casts ballots.
    pub(crate) fn scores(self) -> bool {
        self != Self::Secretary
    }

    /// True if the duty opens sessions, closes scorings, and knows who has voted.
    pub(crate) fn presides(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// True if the duty presides, or does so in the place of the chair.
    pub(crate) fn may_preside(self) -> bool {
        self != Self::Member
    }
}

/// A decision of an authority, as its own register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecisionReference {
    pub(crate) number: String,
    pub(crate) date: NaiveDate,
    pub(crate) signer_name: String,
    pub(crate) signer_title: String,
}

/// A member of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: PersonId,
    pub(crate) full_name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) duty: Duty,
}

/// Somebody who may take a member's place in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Substitute {
    pub(crate) person: PersonId,
    pub(crate) full_name: String,
    pub(crate) title: String,
    pub(crate) body: String,
    /// The member she may replace; any of her body if none is named.
    pub(crate) for_member: Option<PersonId>,
}

/// A member's place in a session that a substitute has taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TakenSeat {
    pub(crate) member: PersonId,
    pub(crate) substitute: PersonId,
}

/// A council appointed for a province, or for the ministry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Council {
    pub(crate) id: CouncilId,
    /// The province; the country for a council of the ministry.
    pub(crate) province: UnitId,
    pub(crate) decision: DecisionReference,
    pub(crate) term_from: NaiveDate,
    pub(crate) term_to: NaiveDate,
    pub(crate) members: Vec<Member>,
    pub(crate) substitutes: Vec<Substitute>,
    pub(crate) regulation: Regulation,
    pub(crate) created_at: Moment,
}

impl Council {
    /// Refuses members who do not make a council.
    pub(crate) fn check_members(members: &[Member]) -> Result<(), Error> {
        let count = |duty| members.iter().filter(|member| member.duty == duty).count();
        let scorers = members.iter().filter(|member| member.duty.scores()).count();
        let twice = members
            .iter()
            .enumerate()
            .any(|(at, member)| members[..at].iter().any(|before| before.person == member.person));
        if count(Duty::Chair) != 1 || count(Duty::Secretary) != 1 || scorers < FEWEST_SCORERS || twice {
            return Err(Error::CouncilComposition { fewest: FEWEST_SCORERS });
        }
        Ok(())
    }

    /// Refuses substitutes who could take nobody's place, or who are members themselves.
    pub(crate) fn check_substitutes(members: &[Member], substitutes: &[Substitute]) -> Result<(), Error> {
        for (at, substitute) in substitutes.iter().enumerate() {
            let sits = members.iter().any(|member| member.person == substitute.person);
            let twice = substitutes[..at].iter().any(|before| before.person == substitute.person);
            let replaces = members.iter().any(|member| substitute.may_replace(member));
            if sits || twice || !replaces {
                return Err(Error::SubstituteComposition { index: at });
            }
        }
        Ok(())
    }

    /// The level whose results it gives.
    pub(crate) fn level(&self) -> Level {
        if self.province.is_country() { Level::Ministry } else { Level::Province }
    }

    /// Refuses a dossier that is not this council's to score: of another province, or ready at another level.
    pub(crate) fn must_be_for(&self, dossier: &Dossier) -> Result<(), Error> {
        if self.level() == Level::Province && dossier.province != self.province {
            return Err(Error::DossierOfOtherProvince { dossier: dossier.id });
        }
        match dossier.state {
            DossierState::Ready { level } if level != self.level() => {
                Err(Error::DossierAtOtherLevel { dossier: dossier.id, level: level.name() })
            }
            _ => Ok(()),
        }
    }

    /// Refuses unless a substitute may take a member's place.
    pub(crate) fn must_let_substitute(&self, member: PersonId, substitute: PersonId) -> Result<(), Error> {
        let seated = self.members.iter().find(|seated| seated.person == member);
        let seated = seated.ok_or(Error::NoSuchMember { person: member, path: "member_person_id" })?;
        let named = self.substitutes.iter().find(|named| named.person == substitute);
        if named.is_some_and(|named| named.may_replace(seated)) {
            Ok(())
        } else {
            Err(Error::SubstituteNotNamed { person: substitute })
        }
    }

    /// The council with substitutes in the places they have taken; a place keeps its duty.
    pub(crate) fn seated(mut self, seats: &[TakenSeat]) -> Self {
        for member in &mut self.members {
            let taken = seats.iter().find(|seat| seat.member == member.person);
            let substitute =
                taken.and_then(|seat| self.substitutes.iter().find(|named| named.person == seat.substitute));
            if let Some(Substitute { person, full_name, title, body, .. }) = substitute.cloned() {
                *member = Member { person, full_name, title, body, duty: member.duty };
            }
        }
        self
    }

    /// True if a person is a member or a substitute.
    pub(crate) fn names(&self, person: PersonId) -> bool {
        self.duty_of(person).is_some() || self.substitutes.iter().any(|substitute| substitute.person == person)
    }

    /// Who sits in it, with which duty, in the order of its appointment.
    pub(crate) fn seats(&self) -> impl Iterator<Item = (PersonId, Duty)> {
        self.members.iter().map(|member| (member.person, member.duty))
    }

    /// Duty of a person; none if she is no member.
    pub(crate) fn duty_of(&self, person: PersonId) -> Option<Duty> {
        self.members.iter().find(|member| member.person == person).map(|member| member.duty)
    }

    /// Refuses if the term does not cover a day.
    pub(crate) fn must_be_in_term(&self, day: NaiveDate) -> Result<(), Error> {
        must_be_in_term(self.id, self.term_from, self.term_to, day)
    }
}

impl Substitute {
    fn may_replace(&self, member: &Member) -> bool {
        match self.for_member {
            Some(named) => named == member.person,
            None => self.body == member.body,
        }
    }
}

/// Refuses if a council's term does not cover a day.
pub(crate) fn must_be_in_term(council: CouncilId, from: NaiveDate, to: NaiveDate, day: NaiveDate) -> Result<(), Error> {
    if from <= day && day <= to { Ok(()) } else { Err(Error::CouncilTermOver { council, from, to }) }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{council, member, person as person_of};
    use super::*;

    #[test]
    fn a_council_has_one_chair_one_secretary_and_three_who_score() {
        let sound =
            [member(1, Duty::Chair), member(2, Duty::Secretary), member(3, Duty::Member), member(4, Duty::Member)];
        assert!(Council::check_members(&sound).is_ok());
        assert!(Council::check_members(&sound[..3]).is_err(), "two who score");
        let mut two_chairs = sound.to_vec();
        two_chairs.push(member(5, Duty::Chair));
        assert!(Council::check_members(&two_chairs).is_err());
        let mut twice = sound.to_vec();
        twice.push(member(3, Duty::Member));
        assert!(Council::check_members(&twice).is_err());
        assert!(Council::check_members(&sound[1..]).is_err(), "no chair");
    }

    fn substitute(number: u128, body: &str, for_member: Option<u128>) -> Substitute {
        let Member { person, full_name, title, .. } = member(number, Duty::Member);
        Substitute { person, full_name, title, body: body.to_owned(), for_member: for_member.map(person_of) }
    }

    #[test]
    fn a_substitute_replaces_a_named_member_or_one_of_her_body() {
        let mut members = council().members;
        members[4].body = "Viện".to_owned();
        let check = |substitutes: &[Substitute]| Council::check_substitutes(&members, substitutes).is_ok();
        assert!(check(&[substitute(20, "Trường", Some(14)), substitute(21, "Viện", None)]));
        assert!(!check(&[substitute(20, "Trường", None)]), "nobody is of that body");
        assert!(!check(&[substitute(20, "Viện", Some(99))]), "nobody is 99");
        assert!(!check(&[substitute(15, "Viện", Some(14))]), "she is a member");
        assert!(!check(&[substitute(20, "Viện", None), substitute(20, "Viện", None)]), "twice");

        let substitutes = vec![substitute(20, "Trường", Some(13)), substitute(21, "Viện", None)];
        let council = Council { members, substitutes, ..council() };
        let lets = |member, other| council.must_let_substitute(person_of(member), person_of(other)).is_ok();
        assert!(lets(13, 20) && lets(14, 21));
        assert!(!lets(14, 20) && !lets(13, 21), "another's, and of another body");
        assert!(!lets(13, 14) && !lets(99, 20), "a member, and nobody's place");
    }

    #[test]
    fn a_place_keeps_its_duty() {
        let council = Council { substitutes: vec![substitute(20, "Sở", Some(11))], ..council() };
        let seated = council.seated(&[TakenSeat { member: person_of(11), substitute: person_of(20) }]);
        assert_eq!(seated.duty_of(person_of(20)), Some(Duty::Chair));
        assert_eq!(seated.duty_of(person_of(11)), None);
        assert_eq!(seated.members.len(), 6);
    }
}
