//! Targets, their progress, and published figures, on the wire.

use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::reporting::v1 as pb;

use super::{figure, phase, text};
use crate::domain::progress::Standing;
use crate::domain::published::PublishedFigure;
use crate::domain::targets::{Baseline, Revision, Sense, Target, Terms};
use crate::ops::{HeldAgainst, KnownTarget, Published, SplitUp};

/// Most characters of a decision's number or issuer.
const LINE: usize = 200;

pub(crate) fn target(target: &Target) -> pb::Target {
    let state = if target.withdrawn.is_none() { pb::TargetState::Active } else { pb::TargetState::Withdrawn };
    pb::Target {
        id: target.id(),
        indicator_code: target.indicator.clone(),
        unit_id: target.unit.to_string(),
        phase: Some(phase(target.phase)),
        value: target.value,
        sense: sense(target.sense).into(),
        decision_number: target.decision_number.clone(),
        decision_date: target.decision_date.to_string(),
        target_id: target.record.to_string(),
        issuer: target.issuer.clone(),
        baseline_value: target.baseline.map(|baseline| baseline.value),
        baseline_on: target.baseline.map(|baseline| baseline.on.to_string()).unwrap_or_default(),
        parent_target_id: target.parent.map(|parent| parent.to_string()).unwrap_or_default(),
        state: state.into(),
        withdrawal_reason: target.withdrawn.clone().unwrap_or_default(),
        note: target.note.clone(),
        etag: etag(target.version),
        created_at: Some(timestamp(target.created_at)),
        updated_at: Some(timestamp(target.updated_at)),
    }
}

fn sense(sense: Sense) -> pb::TargetSense {
    match sense {
        Sense::Exact => pb::TargetSense::Exact,
        Sense::AtLeast => pb::TargetSense::AtLeast,
        Sense::About => pb::TargetSense::About,
    }
}

/// Reads what a decision says of a target.
pub(crate) fn read_terms(fields: &mut Fields, target: &pb::Target) -> Option<Terms> {
    let sense = fields.choice("target.sense", target.sense).and_then(|sense| match sense {
        pb::TargetSense::Exact => Some(Sense::Exact),
        pb::TargetSense::AtLeast => Some(Sense::AtLeast),
        pb::TargetSense::About => Some(Sense::About),
        pb::TargetSense::Unspecified => None,
    });
    let number = fields.line("target.decision_number", &target.decision_number, LINE);
    let date = fields.date("target.decision_date", &target.decision_date);
    let issuer = fields.line("target.issuer", &target.issuer, LINE);
    let note = fields.paragraphs("target.note", &target.note, 2000);
    let baseline = match target.baseline_value {
        Some(value) => fields.date("target.baseline_on", &target.baseline_on).map(|on| Some(Baseline { value, on })),
        None => Some(None),
    };
    Some(Terms {
        value: target.value,
        sense: sense?,
        baseline: baseline?,
        decision_number: number?,
        decision_date: date?,
        issuer: issuer?,
        note: note?,
    })
}

fn revision(revision: &Revision) -> pb::TargetRevision {
    pb::TargetRevision {
        revised_at: Some(timestamp(revision.target.updated_at)),
        target: Some(target(&revision.target)),
        reason: revision.reason.clone(),
        revised_by: revision.by.to_string(),
    }
}

pub(crate) fn known(known: &KnownTarget) -> pb::GetTargetResponse {
    pb::GetTargetResponse {
        target: Some(target(&known.split.whole)),
        parts: known.split.parts.iter().map(target).collect(),
        undistributed_value: known.split.undistributed,
        revisions: known.revisions.iter().map(revision).collect(),
    }
}

pub(crate) fn split(split: &SplitUp) -> pb::SplitTargetResponse {
    pb::SplitTargetResponse {
        target: Some(target(&split.whole)),
        parts: split.parts.iter().map(target).collect(),
        undistributed_value: split.undistributed,
    }
}

pub(crate) fn progress(held: &HeldAgainst) -> pb::TargetProgress {
    let progress = &held.progress;
    pb::TargetProgress {
        target: Some(target(&held.target)),
        unit_name: held.unit_name.clone(),
        actual: figure(progress.actual),
        progress_hundredths: progress.hundredths,
        expected_value: progress.pace.map(|pace| pace.expected),
        projected_value: progress.pace.and_then(|pace| pace.projected),
        standing: standing(progress.standing).into(),
        summary: held.told.as_ref().and_then(text),
    }
}

fn standing(standing: Standing) -> pb::TargetStanding {
    match standing {
        Standing::NotBegun => pb::TargetStanding::NotBegun,
        Standing::NoNumber => pb::TargetStanding::NoNumber,
        Standing::NotRecorded => pb::TargetStanding::NotRecorded,
        Standing::Reached => pb::TargetStanding::Reached,
        Standing::OnTrack => pb::TargetStanding::OnTrack,
        Standing::Behind => pb::TargetStanding::Behind,
        Standing::Missed => pb::TargetStanding::Missed,
        Standing::Open => pb::TargetStanding::Open,
    }
}

/// Reads a standing that a list is confined to.
pub(crate) fn read_standing(fields: &mut Fields, given: i32) -> Option<Option<Standing>> {
    let given = fields.optional_choice("standing", given)?;
    Some(given.and_then(|given| match given {
        pb::TargetStanding::Unspecified => None,
        pb::TargetStanding::NotBegun => Some(Standing::NotBegun),
        pb::TargetStanding::NoNumber => Some(Standing::NoNumber),
        pb::TargetStanding::NotRecorded => Some(Standing::NotRecorded),
        pb::TargetStanding::Reached => Some(Standing::Reached),
        pb::TargetStanding::OnTrack => Some(Standing::OnTrack),
        pb::TargetStanding::Behind => Some(Standing::Behind),
        pb::TargetStanding::Missed => Some(Standing::Missed),
        pb::TargetStanding::Open => Some(Standing::Open),
    }))
}

pub(crate) fn published(published: &Published) -> pb::PublishedFigure {
    let PublishedFigure { indicator, unit, as_of, part, value, share_hundredths, source } = published.figure;
    pb::PublishedFigure {
        indicator_code: indicator.clone(),
        unit_id: unit.to_string(),
        as_of: as_of.clone(),
        dimension: part.as_ref().map(|part| part.dimension.name().to_owned()).unwrap_or_default(),
        key: part.as_ref().map(|part| part.key.clone()).unwrap_or_default(),
        value: *value,
        share_hundredths: *share_hundredths,
        source: text(source),
        recorded: published.recorded.and_then(figure),
    }
}
