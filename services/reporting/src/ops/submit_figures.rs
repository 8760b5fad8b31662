//! Submitting figures: provisional ones now instead of at the next turn, or final ones of a period.

use platform::access::Role;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::submitting::{Made, keep_made, make_final, make_provisional};
use crate::domain::link::record::Submission;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::wire::link::read_period;
use crate::{View, Work};

pub(crate) enum SubmitFigures {
    Provisional,
    Final(Period),
}

impl SubmitFigures {
    pub(crate) fn parse(message: pb::SubmitFiguresRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let kind = fields.choice("kind", message.kind);
        let period = match kind {
            Some(pb::SubmissionKind::Final) => read_period(&mut fields, "period", &message.period).map(Some),
            _ if !message.period.is_empty() => {
                fields.fault(
                    "period",
                    "Số liệu tạm tính là của các kỳ đang diễn ra; để trống.",
                    "Provisional figures are of the periods that run; leave it empty.",
                );
                None
            }
            _ => Some(None),
        };
        let (_, period) = fields.finish((kind, period))?;
        Ok(period.map_or(Self::Provisional, Self::Final))
    }
}

/// Computes what is submitted, all as known at one moment.
pub(crate) async fn compute_submission(view: &View, command: &SubmitFigures) -> Result<Made, Error> {
    let unit = &view.service().link.province()?.unit;
    match command {
        SubmitFigures::Provisional => {
            view.authority().require(unit)?;
            make_provisional(view).await
        }
        SubmitFigures::Final(period) => {
            // What the province stands by, who leads it says.
            view.authority().resting_on(&[Role::ProvinceLeader]).require(unit)?;
            make_final(view, *period).await
        }
    }
}

pub(crate) async fn submit_figures(work: &Work, made: &Made) -> Result<Submission, Error> {
    let submission = keep_made(work, made).await?;
    work.service().link.province()?.wake.notify_one();
    Ok(submission)
}
