//! People and attendances in an interval, in detail.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::breakdown::Breakdown;
use crate::domain::curriculum::Audience;
use crate::domain::units::{Area, must_be_known};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct BreakDownTraining {
    unit: UnitId,
    audience: Option<Audience>,
    from: NaiveDate,
    to: NaiveDate,
}

impl BreakDownTraining {
    pub(crate) fn parse(message: pb::BreakDownTrainingRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let audience = wire::read_optional_audience(&mut fields, "audience", message.audience);
        let from = fields.date("from", &message.from);
        let to = fields.date("to", &message.to);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            fields.fault("to", "Ngày cuối trước ngày đầu.", "The last day lies before the first.");
        }
        let (unit, audience, from, to) = fields.finish((unit, audience, from, to))?;
        Ok(Self { unit, audience, from, to })
    }
}

pub(crate) async fn break_down_training(view: &View, command: &BreakDownTraining) -> Result<Breakdown, Error> {
    let units = view.authority().units();
    policy::may_see_figures(view, &command.unit)?;
    must_be_known(units, &command.unit, "unit_id")?;
    let occurring = store::learners::units(view).await?;
    let filter = store::learners::Filter {
        area: Area::of(&command.unit, occurring, units, view.today()),
        audience: command.audience,
        from: command.from,
        to: command.to,
    };
    Ok(Breakdown::of(&store::attendances::attendances(view, &filter).await?))
}
