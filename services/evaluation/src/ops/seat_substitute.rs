//! A substitute takes a member's place in a session: from now on she votes there, and the member does not.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::council::{Council, TakenSeat};
use crate::domain::session::SessionId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct SeatSubstitute {
    session: SessionId,
    member: PersonId,
    substitute: PersonId,
}

impl SeatSubstitute {
    pub(crate) fn parse(message: pb::SeatSubstituteRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let member = fields.id("member_person_id", &message.member_person_id);
        let substitute = fields.id("substitute_person_id", &message.substitute_person_id);
        let (session, member, substitute) = fields.finish((session, member, substitute))?;
        Ok(Self { session, member, substitute })
    }
}

/// The council as it sits in the session from now on.
pub(crate) async fn seat_substitute(work: &Work, command: &SeatSubstitute) -> Result<Council, Error> {
    let (session, council) = policy::presided_session(work, command.session).await?;
    let &SeatSubstitute { member, substitute, .. } = command;
    council.must_let_substitute(member, substitute)?;
    // Who has cast keeps her place: a place has one vote.
    let voted = store::ballots::voted(work, session.id).await?;
    if voted.iter().any(|(_, _, person)| *person == member) {
        return Err(Error::SeatTaken);
    }
    let seat = TakenSeat { member, substitute };
    store::seats::insert(work, session.id, &seat).await?;
    Ok(council.seated(&[seat]))
}
