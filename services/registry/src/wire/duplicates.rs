//! Pairs of like producers between the register's values and the contract's messages.

use platform::db::Paged;
use platform::fields::Fields;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use crate::domain::likeness::{Likeness, Pair, Strength, Verdict};

const VERDICTS: [(pb::DuplicateVerdict, Verdict); 2] =
    [(pb::DuplicateVerdict::Distinct, Verdict::Distinct), (pb::DuplicateVerdict::Duplicate, Verdict::Duplicate)];

/// Reads a verdict that must be given.
pub(crate) fn read_verdict(fields: &mut Fields, given: i32) -> Option<Verdict> {
    let told = fields.choice("verdict", given)?;
    VERDICTS.into_iter().find(|(wire, _)| *wire == told).map(|(_, own)| own)
}

pub(crate) fn verdict(verdict: Verdict) -> pb::DuplicateVerdict {
    VERDICTS.into_iter().find(|(_, own)| *own == verdict).map(|(wire, _)| wire).unwrap_or_default()
}

fn likeness(likeness: Likeness) -> pb::Likeness {
    match likeness {
        Likeness::TaxCode => pb::Likeness::TaxCode,
        Likeness::RegistrationNumber => pb::Likeness::RegistrationNumber,
        Likeness::Phone => pb::Likeness::Phone,
        Likeness::Name => pb::Likeness::Name,
    }
}

fn strength(strength: Strength) -> pb::LikenessStrength {
    match strength {
        Strength::Weak => pb::LikenessStrength::Weak,
        Strength::Likely => pb::LikenessStrength::Likely,
        Strength::Strong => pb::LikenessStrength::Strong,
    }
}

pub(crate) fn pair(pair: Pair) -> pb::DuplicatePair {
    let bare = pb::DuplicatePair {
        one_producer_id: pair.two.one.to_string(),
        other_producer_id: pair.two.other.to_string(),
        strength: strength(Strength::of(&pair.likenesses)).into(),
        likenesses: pair.likenesses.into_iter().map(|own| likeness(own).into()).collect(),
        ..pb::DuplicatePair::default()
    };
    let Some(judgement) = pair.judgement else { return bare };
    pb::DuplicatePair {
        verdict: verdict(judgement.verdict).into(),
        judged_by: judgement.by.to_string(),
        judged_at: Some(timestamp(judgement.at)),
        why: judgement.why,
        ..bare
    }
}

pub(crate) fn pairs(page: Paged<Pair>) -> pb::FindDuplicateProducersResponse {
    pb::FindDuplicateProducersResponse {
        pairs: page.rows.into_iter().map(pair).collect(),
        next_page_token: page.next_page_token,
    }
}
