//! Comparing this province's figures with the ministry's, now.

use proto::reporting::v1 as pb;

use super::reconciling::keep_outcome;
use crate::domain::link::record::SignedBytes;
use crate::error::Error;
use crate::sending::ask_for_comparison;
use crate::{View, Work};

pub(crate) struct ReconcileFigures;

impl ReconcileFigures {
    pub(crate) fn parse(_: pb::ReconcileFiguresRequest) -> Result<Self, Error> {
        Ok(Self)
    }
}

/// What the ministry says.
pub(crate) async fn ask_ministry(view: &View, _: &ReconcileFigures) -> Result<SignedBytes, Error> {
    view.authority().require(&view.service().link.province()?.unit)?;
    ask_for_comparison(view).await
}

pub(crate) async fn reconcile_figures(work: &Work, outcome: &SignedBytes) -> Result<pb::Reconciliation, Error> {
    keep_outcome(work, outcome).await
}
