//! The days of a year that were entered, and its days off as they are now.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::calendar::is_weekend;
use crate::error::Error;
use crate::store::calendar_days::EnteredDay;
use crate::{View, store};

pub(crate) struct ListCalendarDays {
    first: NaiveDate,
    last: NaiveDate,
}

/// The days of a year that differ from what the day of the week says.
pub(crate) struct SeenYear {
    pub(crate) entered: Vec<EnteredDay>,
    pub(crate) weekdays_off: Vec<NaiveDate>,
    pub(crate) weekend_days_worked: Vec<NaiveDate>,
}

impl ListCalendarDays {
    pub(crate) fn parse(message: pb::ListCalendarDaysRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let year = fields.number("year", message.year, 2018..=2100);
        let first = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let last = year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
        let (first, last) = fields.finish((first, last))?;
        Ok(Self { first, last })
    }
}

pub(crate) async fn list_calendar_days(view: &View, command: &ListCalendarDays) -> Result<SeenYear, Error> {
    let calendar = store::calendar_days::calendar(view, &view.service().calendar).await?;
    let entered = store::calendar_days::between(view, command.first, command.last).await?;
    let days = || command.first.iter_days().take_while(|day| *day <= command.last);
    Ok(SeenYear {
        entered,
        weekdays_off: days().filter(|day| !is_weekend(*day) && !calendar.is_working_day(*day)).collect(),
        weekend_days_worked: days().filter(|day| is_weekend(*day) && calendar.is_working_day(*day)).collect(),
    })
}
