//! Splitting a target among the units directly below.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::get_target::known_target;
use super::set_target::province_of;
use super::withdraw_target::withdraw_part;
use crate::Work;
use crate::domain::indicators::{self, Indicator};
use crate::domain::targets::{Part, Target, TargetId, Terms, must_be_sound};
use crate::error::Error;
use crate::{events, store};

/// Most parts of a target: more than a province has communes.
const MOST_PARTS: usize = 500;

pub(crate) struct SplitTarget {
    target: TargetId,
    version: i64,
    parts: Vec<Part>,
    decision: Option<Decision>,
    reason: String,
}

/// The decision that splits, if it is not the target's own.
struct Decision {
    number: String,
    date: NaiveDate,
    issuer: String,
}

/// A target and its parts.
pub(crate) struct SplitUp {
    pub(crate) whole: Target,
    /// In order of units.
    pub(crate) parts: Vec<Target>,
    pub(crate) undistributed: Option<i64>,
}

impl SplitTarget {
    pub(crate) fn parse(message: pb::SplitTargetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let target = fields.id("target_id", &message.target_id);
        let version = fields.etag("etag", &message.etag);
        let parts = fields.list("parts", message.parts.clone(), 0..=MOST_PARTS).unwrap_or_default();
        let parts = fields.each("parts", &parts, |fields, at, part| {
            let unit = fields.unit(&format!("{at}.unit_id"), &part.unit_id)?;
            Some(Part { unit, value: part.value })
        });
        let decision = read_decision(&mut fields, &message);
        let reason = fields.line("reason", &message.reason, 500);
        let (target, version, parts, decision, reason) = fields.finish((target, version, parts, decision, reason))?;
        Ok(Self { target, version, parts, decision, reason })
    }
}

fn read_decision(fields: &mut Fields, message: &pb::SplitTargetRequest) -> Option<Option<Decision>> {
    if message.decision_number.is_empty() {
        return Some(None);
    }
    let number = fields.line("decision_number", &message.decision_number, 200);
    let date = fields.date("decision_date", &message.decision_date);
    let issuer = fields.line("issuer", &message.issuer, 200);
    Some(Some(Decision { number: number?, date: date?, issuer: issuer? }))
}

pub(crate) async fn split_target(work: &Work, command: &SplitTarget) -> Result<SplitUp, Error> {
    let whole = known_target(work, command.target).await?;
    work.authority().require(&whole.unit)?;
    whole.must_be_at(command.version)?;
    whole.must_hold()?;
    let indicator = indicators::built_in().of_code(&whole.indicator)?;
    let terms = terms_of_parts(&whole, command.decision.as_ref());
    for part in &command.parts {
        must_be_sound(indicator, whole.phase, &Terms { value: part.value, ..terms.clone() }, work.today())?;
    }
    whole.must_hold_parts(indicator, &command.parts.iter().map(|part| part.value).collect::<Vec<_>>())?;
    let (units, today) = (work.authority().units(), work.today());
    let lies_below = |unit: &UnitId| units.at(unit, today).is_some_and(|known| known.parent == whole.unit);
    let present = store::targets::parts_of(work, whole.record).await?;
    let split = whole.split(present, &command.parts, &terms, lies_below)?;
    let whole = whole.touched(work.now());
    store::targets::save(work, &whole, &command.reason).await?;

    // Who loses a part must not stand in the way of who gets one.
    for part in split.withdrawn {
        withdraw_part(work, part, &command.reason).await?;
    }
    for part in split.revised {
        must_still_hold_its_parts(work, indicator, &part).await?;
        let part = Target { updated_at: work.now(), ..part };
        store::targets::save(work, &part, &command.reason).await?;
        events::targets::revised(work, &part);
    }
    for part in split.set {
        let target = Target {
            record: work.new_id(),
            province: province_of(units, work, &part.unit)?,
            parent: Some(whole.record),
            version: 1,
            created_at: work.now(),
            updated_at: work.now(),
            unit: part.unit,
            value: part.value,
            ..with_terms(&whole, &terms)
        };
        store::targets::insert(work, &target).await?;
        events::targets::set(work, &target);
    }
    split_up(work, indicator, whole).await
}

/// What parts say beside their values: nothing of the whole's baseline, which is not theirs.
fn terms_of_parts(whole: &Target, decision: Option<&Decision>) -> Terms {
    let terms = Terms { baseline: None, note: String::new(), ..whole.terms() };
    match decision {
        None => terms,
        Some(Decision { number, date, issuer }) => {
            Terms { decision_number: number.clone(), decision_date: *date, issuer: issuer.clone(), ..terms }
        }
    }
}

fn with_terms(whole: &Target, terms: &Terms) -> Target {
    let Terms { sense, baseline, decision_number, decision_date, issuer, note, .. } = terms.clone();
    Target { sense, baseline, decision_number, decision_date, issuer, note, withdrawn: None, ..whole.clone() }
}

async fn must_still_hold_its_parts(work: &Work, indicator: &Indicator, part: &Target) -> Result<(), Error> {
    let own = store::targets::parts_of(work, part.record).await?;
    part.must_hold_parts(indicator, &own.iter().map(|own| own.value).collect::<Vec<_>>())
}

async fn split_up(work: &Work, indicator: &Indicator, whole: Target) -> Result<SplitUp, Error> {
    let parts = store::targets::parts_of(work, whole.record).await?;
    let undistributed = whole.undistributed(indicator, &parts.iter().map(|part| part.value).collect::<Vec<_>>());
    Ok(SplitUp { whole, parts, undistributed })
}
