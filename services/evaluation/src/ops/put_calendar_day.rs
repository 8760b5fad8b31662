//! Entering that offices work on a day or do not, by an act.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::calendar::DayOverride;
use crate::error::Error;
use crate::store::calendar_days::EnteredDay;
use crate::{Work, events, store};

pub(crate) struct PutCalendarDay(DayOverride);

impl PutCalendarDay {
    pub(crate) fn parse(message: pb::PutCalendarDayRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let day = fields.date("day", &message.day);
        let act = fields.line("act", &message.act, 200);
        let (day, act) = fields.finish((day, act))?;
        Ok(Self(DayOverride { day, working: message.working, act }))
    }
}

pub(crate) async fn put_calendar_day(
    work: &Work,
    PutCalendarDay(entered): &PutCalendarDay,
) -> Result<EnteredDay, Error> {
    work.authority().require(&UnitId::country())?;
    store::calendar_days::insert(work, entered).await?;
    store::retiming::want(work).await?;
    events::calendar_day_put(work, entered);
    let entered = entered.clone();
    Ok(EnteredDay { entered, in_effect: true, entered_at: work.now(), entered_by: work.person() })
}
