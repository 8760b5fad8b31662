//! Closing a check-in: who checked in is added to the roll of the session.

use platform::fields::Fields;
use proto::training::v1 as pb;

use super::correct_attendance::record;
use crate::Work;
use crate::domain::check_in::CheckInId;
use crate::domain::training_class::RollMeans;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct CloseCheckIn {
    check_in: CheckInId,
}

impl CloseCheckIn {
    pub(crate) fn parse(message: pb::CloseCheckInRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let check_in = fields.id("check_in_id", &message.check_in_id);
        let (check_in,) = fields.finish((check_in,))?;
        Ok(Self { check_in })
    }
}

/// Returns how many checked in, and how many are present by the roll now.
pub(crate) async fn close_check_in(work: &Work, command: &CloseCheckIn) -> Result<(usize, usize), Error> {
    let no_such_check_in = || Error::NoSuchCheckIn { check_in: command.check_in };
    let check_in = store::check_ins::find(work, command.check_in).await?.ok_or_else(no_such_check_in)?;
    let class = store::training_classes::find(work, check_in.class).await?;
    let class = policy::known_class(class, check_in.class, policy::reached(work)).map_err(|_| no_such_check_in())?;
    check_in.must_not_be_closed()?;
    let number = class.sessions.iter().find(|session| session.id == check_in.session).map(|session| session.number);
    let number = number.ok_or_else(no_such_check_in)?;
    let session = class.call_roll(number, work.person(), work.today(), work.now())?;
    let accepted = store::check_ins::accepted(work, check_in.id).await?;
    let checked_in = accepted.len();
    let mut present = store::rolls::present(work, session.id).await?;
    present.extend(accepted);
    let present = present.into_iter().collect();
    store::check_ins::close(work, check_in.id).await?;
    let present = record(work, &class, &session, present, (RollMeans::CheckedIn, &check_in.place)).await?;
    Ok((checked_in, present))
}
