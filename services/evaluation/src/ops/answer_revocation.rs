//! Answering to an open revocation, on the producer's side.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_revocation::RevocationOnDay;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::revocation::{Answer, RevocationId};
use crate::error::Error;
use crate::policy::Acting;
use crate::{events, policy, store, wire};

pub(crate) struct AnswerRevocation {
    revocation: RevocationId,
    version: i64,
    text: String,
    paper_original: String,
}

impl AnswerRevocation {
    pub(crate) fn parse(message: pb::AnswerRevocationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let revocation = fields.id("revocation_id", &message.revocation_id);
        let version = fields.etag("etag", &message.etag);
        let text = wire::register::read_reasons(&mut fields, "answer", &message.answer, MOST_TEXT);
        let paper_original = fields.optional_line("paper_original", &message.paper_original, 200);
        let (revocation, version, text, paper_original) = fields.finish((revocation, version, text, paper_original))?;
        Ok(Self { revocation, version, text, paper_original })
    }
}

pub(crate) async fn answer_revocation(work: &Work, command: &AnswerRevocation) -> Result<RevocationOnDay, Error> {
    let unknown = || Error::NoSuchRevocation { revocation: command.revocation };
    let revocation = store::revocations::find(work, command.revocation).await?.ok_or_else(unknown)?;
    let acting = policy::acting_for(work, revocation.producer, &revocation.unit).await?.ok_or_else(unknown)?;
    revocation.must_be_at(command.version)?;
    let paper_original = Some(command.paper_original.clone()).filter(|place| !place.is_empty());
    if acting == Acting::Assisting && paper_original.is_none() {
        return Err(Error::PaperOriginalMissing);
    }
    let answer = Answer { text: command.text.clone(), paper_original, by: work.person(), at: work.now() };
    let revocation = revocation.answered(answer)?;
    store::revocations::save(work, &revocation).await?;
    events::revocation_answered(work, &revocation);
    Ok((revocation, work.today()))
}
