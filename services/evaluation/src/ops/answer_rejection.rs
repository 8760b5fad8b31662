//! The producer's answer to a rejection that was announced.

use proto::evaluation::v1 as pb;

use super::step::{DossierStep, Reasons, at, keep};
use crate::domain::dossier::Dossier;
use crate::error::Error;
use crate::{Work, policy};

pub(crate) struct AnswerRejection(DossierStep);

impl AnswerRejection {
    pub(crate) fn parse(message: pb::AnswerRejectionRequest) -> Result<Self, Error> {
        let pb::AnswerRejectionRequest { dossier_id, etag, answer, .. } = message;
        DossierStep::read(&dossier_id, &etag, "answer", &answer, Reasons::Needed).map(Self)
    }
}

pub(crate) async fn answer_rejection(work: &Work, AnswerRejection(step): &AnswerRejection) -> Result<Dossier, Error> {
    let dossier = step.load(work).await?;
    policy::may_act_for_producer(work, &dossier).await?;
    let at = at(work, &dossier).await?;
    keep(work, dossier.answer_rejection(step.text.clone(), &at)?).await
}
