//! Saying whether two producers that are alike are two or one.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::record_succession::reached;
use crate::Work;
use crate::domain::likeness::{Judgement, Pair, Two, Verdict};
use crate::error::Error;
use crate::{events, store, wire};

pub(crate) struct JudgeDuplicate {
    two: Two,
    verdict: Verdict,
    why: String,
}

impl JudgeDuplicate {
    pub(crate) fn parse(message: pb::JudgeDuplicateRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let one = fields.id("one_producer_id", &message.one_producer_id);
        let other = fields.id("other_producer_id", &message.other_producer_id);
        let verdict = wire::duplicates::read_verdict(&mut fields, message.verdict);
        let why = fields.line("why", &message.why, 500);
        let (one, other, verdict, why) = fields.finish((one, other, verdict, why))?;
        Ok(Self { two: Two::new(one, other), verdict, why })
    }
}

pub(crate) async fn judge_duplicate(work: &Work, command: &JudgeDuplicate) -> Result<Pair, Error> {
    let two = command.two;
    reached(work, &[two.one, two.other]).await?;
    let common = store::likeness::common(work, two).await?;
    if common.is_empty() {
        return Err(Error::NotAlike { one: two.one, other: two.other });
    }
    let judgement = Judgement { verdict: command.verdict, by: work.person(), at: work.now(), why: command.why.clone() };
    store::likeness::judge(work, two, &common, &judgement).await?;
    events::duplicate_judged(work, two, command.verdict);
    let likenesses = common.into_iter().map(|common| common.likeness).collect();
    Ok(Pair { two, likenesses, judgement: Some(judgement) })
}
