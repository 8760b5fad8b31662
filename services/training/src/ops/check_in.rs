//! A learner checks in with the code she sees. A wrong code is an answer and not a refusal, so that the try is kept.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::check_in::{CheckInId, MOST_WRONG};
use crate::error::Error;
use crate::store;

pub(crate) struct CheckIn {
    check_in: CheckInId,
    code: String,
}

impl CheckIn {
    pub(crate) fn parse(message: pb::CheckInRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let check_in = fields.id("check_in_id", &message.check_in_id);
        let code = fields.line("code", &message.code, 20);
        let (check_in, code) = fields.finish((check_in, code))?;
        Ok(Self { check_in, code })
    }
}

/// Returns whether the code was accepted, and how many tries are left.
pub(crate) async fn check_in(work: &Work, command: &CheckIn) -> Result<(bool, i32), Error> {
    let no_such_check_in = || Error::NoSuchCheckIn { check_in: command.check_in };
    let check_in = store::check_ins::find(work, command.check_in).await?.ok_or_else(no_such_check_in)?;
    let enrolled = store::learners::enrolled(work, check_in.class, &[work.person()]).await?;
    let learner = *enrolled.get(&work.person()).ok_or_else(no_such_check_in)?;
    check_in.must_run(work.now())?;
    let (wrong, accepted) = store::check_ins::tries(work, check_in.id, learner).await?;
    if accepted {
        return Ok((true, MOST_WRONG - wrong));
    }
    if wrong >= MOST_WRONG {
        return Err(Error::CheckInTriesExhausted);
    }
    let accepted = check_in.accepts(&command.code, work.now());
    let wrong = if accepted { wrong } else { wrong + 1 };
    store::check_ins::keep_tries(work, check_in.id, learner, wrong, accepted).await?;
    Ok((accepted, MOST_WRONG - wrong))
}
