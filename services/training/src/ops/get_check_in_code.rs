//! The code of a check-in that is to be shown now.

use platform::clock::Moment;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::check_in::CheckInId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetCheckInCode {
    check_in: CheckInId,
}

impl GetCheckInCode {
    pub(crate) fn parse(message: pb::GetCheckInCodeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let check_in = fields.id("check_in_id", &message.check_in_id);
        let (check_in,) = fields.finish((check_in,))?;
        Ok(Self { check_in })
    }
}

/// Returns the code, and when the next one is shown.
pub(crate) async fn get_check_in_code(view: &View, command: &GetCheckInCode) -> Result<(String, Moment), Error> {
    let no_such_check_in = || Error::NoSuchCheckIn { check_in: command.check_in };
    let check_in = store::check_ins::find(view, command.check_in).await?.ok_or_else(no_such_check_in)?;
    let class = store::training_classes::find(view, check_in.class).await?;
    policy::known_class(class, check_in.class, policy::seen(view)).map_err(|_| no_such_check_in())?;
    check_in.must_run(view.now())?;
    Ok(check_in.code_at(view.now()))
}
