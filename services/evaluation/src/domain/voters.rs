//! Who may vote on a dossier: those seated in the council with a duty that scores, who have no conflict of interest
//! and have not left. The quorum counts them.

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::council::{Council, Duty, FEWEST_SCORERS};
use super::dossier::{DossierId, ProducerId};
use super::regulation::Rules;
use crate::error::Error;

/// What binds a member to a producer, by her own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RelationKind {
    Family,
    Capital,
    Business,
    Other,
}

impl RelationKind {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Family, "family"), (Self::Capital, "capital"), (Self::Business, "business"), (Self::Other, "other")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).expect("all kinds have a name").1
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

/// A member's standing declaration about a producer. Declared anew it takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberRelation {
    pub(crate) person: PersonId,
    pub(crate) producer: ProducerId,
    pub(crate) kind: RelationKind,
    pub(crate) note: String,
    /// Last day it holds; none while it lasts.
    pub(crate) last_day: Option<NaiveDate>,
    pub(crate) declared_at: Moment,
}

/// Why a member has no vote on a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConflictCause {
    /// She said so for this dossier.
    Declared,
    /// Her account may act for the producer.
    Account,
    /// She leads the producer.
    Leader,
    /// She declared a relation to the producer.
    Relation,
}

impl ConflictCause {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Declared, "declared"),
        (Self::Account, "account"),
        (Self::Leader, "leader"),
        (Self::Relation, "relation"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(cause, _)| *cause == self).expect("all causes have a name").1
    }

    /// The cause of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(cause, _)| cause)
    }
}

/// A conflict of interest of a member about a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    pub(crate) dossier: DossierId,
    pub(crate) person: PersonId,
    pub(crate) cause: ConflictCause,
    pub(crate) reasons: String,
}

/// Somebody's leaving of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Absence {
    pub(crate) person: PersonId,
    pub(crate) reasons: String,
    pub(crate) left_at: Moment,
    /// When she came back; none while she is away.
    pub(crate) returned_at: Option<Moment>,
}

/// Those of a session's absences that last.
pub(crate) fn away(absences: &[Absence]) -> Vec<PersonId> {
    absences.iter().filter(|absence| absence.returned_at.is_none()).map(|absence| absence.person).collect()
}

/// True if a person presides over a session: its secretary, its chair, or the deputy while the chair is away.
pub(crate) fn presides_over(council: &Council, away: &[PersonId], person: PersonId) -> bool {
    let chair_is_there = || !council.seats().any(|(seated, duty)| duty == Duty::Chair && away.contains(&seated));
    match council.duty_of(person) {
        Some(Duty::Secretary) => true,
        Some(Duty::Chair) => !away.contains(&person),
        Some(Duty::DeputyChair) => !chair_is_there(),
        Some(Duty::Member) | None => false,
    }
}

/// How one who is seated stands to a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Voting,
    Recused,
    Away,
}

/// Who may vote on one dossier of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Voters {
    dossier: DossierId,
    /// Those whose duty scores, in the order of the council.
    seats: Vec<(PersonId, Duty, Standing)>,
}

impl Voters {
    /// Those of a council, by what is known of their conflicts about a dossier and of who has left.
    pub(crate) fn of(council: &Council, dossier: DossierId, conflicts: &[Conflict], away: &[PersonId]) -> Self {
        let recused = |person| conflicts.iter().any(|conflict| conflict.person == person);
        let standing = |person| match () {
            () if recused(person) => Standing::Recused,
            () if away.contains(&person) => Standing::Away,
            () => Standing::Voting,
        };
        let scoring = council.seats().filter(|(_, duty)| duty.scores());
        Self { dossier, seats: scoring.map(|(person, duty)| (person, duty, standing(person))).collect() }
    }

    /// Refuses unless the ballots that were cast are enough to close, that of who presides among them.
    pub(crate) fn must_be_quorate(&self, rules: &Rules, cast: &[PersonId]) -> Result<(), Error> {
        let voters = self.voting(cast).count();
        let cast_count = self.voting(cast).filter(|(person, _)| cast.contains(person)).count();
        let quorum = rules.quorum(voters).max(self.fewest());
        let presiding = self.presiding(cast);
        if presiding.is_none() && rules.chair_required {
            return Err(Error::NobodyPresides { dossier: self.dossier });
        }
        let presiding_cast = presiding.is_some_and(|presiding| cast.contains(&presiding));
        if cast_count < quorum || (rules.chair_required && !presiding_cast) {
            return Err(Error::QuorumNotReached { cast: cast_count, scorers: voters, quorum });
        }
        Ok(())
    }

    /// How many may vote, with those who left after they had cast.
    pub(crate) fn count(&self, cast: &[PersonId]) -> usize {
        self.voting(cast).count()
    }

    /// Refuses unless a person may close the scoring: who presides over the dossier, or the secretary.
    pub(crate) fn must_let_close(&self, duty: Duty, person: PersonId, cast: &[PersonId]) -> Result<(), Error> {
        if duty == Duty::Secretary || self.presiding(cast) == Some(person) { Ok(()) } else { Err(Error::DutyMissing) }
    }

    /// Who presides over the dossier: the chair, or the deputy if the chair may not vote on it.
    fn presiding(&self, cast: &[PersonId]) -> Option<PersonId> {
        let first = |duty| self.voting(cast).find(|(_, held)| *held == duty).map(|(person, _)| person);
        first(Duty::Chair).or_else(|| first(Duty::DeputyChair))
    }

    /// Those who may vote, and those who left after they had cast.
    fn voting(&self, cast: &[PersonId]) -> impl Iterator<Item = (PersonId, Duty)> {
        let votes = |person, standing| match standing {
            Standing::Voting => true,
            Standing::Away => cast.contains(&person),
            Standing::Recused => false,
        };
        let seats = self.seats.iter().filter(move |(person, _, standing)| votes(*person, *standing));
        seats.map(|(person, duty, _)| (*person, *duty))
    }

    /// Fewest ballots that make a result however many leave: more than half of those without conflict.
    fn fewest(&self) -> usize {
        let eligible = self.seats.iter().filter(|(_, _, standing)| *standing != Standing::Recused).count();
        FEWEST_SCORERS.max(eligible / 2 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{council, person};
    use super::*;

    const CHAIR: u128 = 11;
    const DEPUTY: u128 = 12;

    fn dossier() -> DossierId {
        DossierId::from(uuid::Uuid::from_u128(7))
    }

    /// A council of a chair, a deputy, three members and a secretary.
    fn voters(recused: &[u128], away: &[u128]) -> Voters {
        let conflict = |number: &u128| Conflict {
            dossier: dossier(),
            person: person(*number),
            cause: ConflictCause::Declared,
            reasons: String::new(),
        };
        let conflicts: Vec<_> = recused.iter().map(conflict).collect();
        let away: Vec<_> = away.iter().map(|number| person(*number)).collect();
        Voters::of(&council(), dossier(), &conflicts, &away)
    }

    /// What is refused, as the numbers that are told: cast, who may vote, needed.
    fn quorum(voters: &Voters, cast: &[u128]) -> Result<(), (usize, usize, usize)> {
        let rules = council().regulation.rules;
        let cast: Vec<_> = cast.iter().map(|number| person(*number)).collect();
        match voters.must_be_quorate(&rules, &cast) {
            Ok(()) => Ok(()),
            Err(Error::QuorumNotReached { cast, scorers, quorum }) => Err((cast, scorers, quorum)),
            Err(Error::NobodyPresides { .. }) => Err((0, 0, 0)),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_quorum_counts_who_may_vote() {
        assert_eq!(quorum(&voters(&[], &[]), &[11, 12, 13]), Err((3, 5, 4)));
        assert_eq!(quorum(&voters(&[], &[]), &[11, 12, 13, 14]), Ok(()));
        assert_eq!(quorum(&voters(&[15], &[]), &[11, 12, 13]), Ok(()), "three of four");
        assert_eq!(quorum(&voters(&[], &[15]), &[11, 12, 13]), Ok(()), "three of four who are there");
        assert_eq!(quorum(&voters(&[15], &[]), &[11, 12, 15]), Err((2, 4, 3)), "hers is not counted");
    }

    #[test]
    fn a_ballot_cast_before_leaving_counts() {
        assert_eq!(quorum(&voters(&[], &[15]), &[11, 12, 15]), Err((3, 5, 4)));
        assert_eq!(quorum(&voters(&[], &[15]), &[11, 12, 13, 15]), Ok(()));
        assert_eq!(quorum(&voters(&[], &[CHAIR]), &[CHAIR, 12, 13, 14]), Ok(()), "she presided when she cast");
    }

    #[test]
    fn however_many_leave_more_than_half_must_vote() {
        assert_eq!(quorum(&voters(&[], &[14, 15]), &[11, 12, 13]), Ok(()));
        assert_eq!(quorum(&voters(&[], &[13, 14, 15]), &[11, 12]), Err((2, 2, 3)));
        assert_eq!(quorum(&voters(&[13, 14, 15], &[]), &[11, 12]), Err((2, 2, 3)), "two are no council");
    }

    #[test]
    fn the_deputy_presides_where_the_chair_may_not() {
        assert_eq!(quorum(&voters(&[], &[]), &[12, 13, 14, 15]), Err((4, 5, 4)), "the chair is there");
        for without_chair in [voters(&[CHAIR], &[]), voters(&[], &[CHAIR])] {
            assert_eq!(quorum(&without_chair, &[12, 13, 14]), Ok(()));
            assert_eq!(quorum(&without_chair, &[13, 14, 15]), Err((3, 4, 3)), "the deputy's is missing");
            let close = |number: u128, duty| without_chair.must_let_close(duty, person(number), &[]);
            assert!(close(DEPUTY, Duty::DeputyChair).is_ok());
            assert!(close(CHAIR, Duty::Chair).is_err());
            assert!(close(13, Duty::Member).is_err());
            assert!(close(10, Duty::Secretary).is_ok());
        }
        assert_eq!(quorum(&voters(&[CHAIR, DEPUTY], &[]), &[13, 14, 15]), Err((0, 0, 0)), "nobody presides");
        assert!(voters(&[], &[]).must_let_close(Duty::DeputyChair, person(DEPUTY), &[]).is_err());
    }

    #[test]
    fn a_session_is_presided_over_by_the_deputy_while_the_chair_is_away() {
        let presides = |away: &[PersonId], number| presides_over(&council(), away, person(number));
        let all = [10, CHAIR, DEPUTY, 13];
        assert_eq!(all.map(|number| presides(&[], number)), [true, true, false, false]);
        assert_eq!(all.map(|number| presides(&[person(CHAIR)], number)), [true, false, true, false]);
    }
}
