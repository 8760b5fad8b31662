//! Retracting a recognition that was recorded by mistake: it stays to be seen, and counts no more.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::recognition::{Recognition, RecognitionId, Retraction};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct RetractRecognition {
    recognition: RecognitionId,
    reason: String,
}

impl RetractRecognition {
    pub(crate) fn parse(message: pb::RetractRecognitionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let recognition = fields.id("recognition_id", &message.recognition_id);
        let reason = fields.line("reason", &message.reason, 500);
        let (recognition, reason) = fields.finish((recognition, reason))?;
        Ok(Self { recognition, reason })
    }
}

pub(crate) async fn retract_recognition(work: &Work, command: &RetractRecognition) -> Result<Recognition, Error> {
    let found = store::recognitions::find(work, command.recognition).await?;
    // What one may not know of does not exist.
    let reached = |found: &Recognition| policy::may_work_for_province(work, &found.facts.province).is_ok();
    let found = found.filter(reached).ok_or(Error::NoSuchRecognition { recognition: command.recognition })?;
    let retraction = Retraction { at: work.now(), by: work.person(), reason: command.reason.clone() };
    let retracted = found.retract(retraction.clone())?;
    store::recognitions::retract(work, retracted.id, &retraction).await?;
    events::recognition_retracted(work, &retracted);
    Ok(retracted)
}
