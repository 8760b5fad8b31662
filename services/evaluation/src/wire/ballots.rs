//! Ballots and their rounds.

use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{count, text};
use crate::domain::criteria::CriteriaSet;
use crate::domain::discussion::DifferingCriterion;
use crate::domain::session::{Ballot, Conclusion, Scoring, Stage};
use crate::domain::sheet::{Finding, FoundRule};

/// A dossier of a session, without who has voted.
pub(crate) fn session_dossier(scoring: Scoring) -> pb::SessionDossier {
    let fixed = scoring.fixed_cases.into_iter();
    let fixed = fixed.map(|fixed| pb::FixedCase { criterion: fixed.criterion, case_key: fixed.case });
    pb::SessionDossier {
        dossier_id: scoring.dossier.to_string(),
        fixed_cases: fixed.collect(),
        closed: scoring.stage.closed_at().is_some(),
        voted_person_ids: Vec::new(),
        round: scoring.stage.round().number(),
        stage: stage(scoring.stage).into(),
        discussion: scoring.discussion,
    }
}

fn stage(stage: Stage) -> pb::ScoringStage {
    match stage {
        Stage::Open(_) => pb::ScoringStage::Open,
        Stage::InDiscussion { .. } => pb::ScoringStage::InDiscussion,
        Stage::Closed { .. } => pb::ScoringStage::Closed,
    }
}

pub(crate) fn conclusion(conclusion: Conclusion) -> pb::RoundConclusion {
    match conclusion {
        Conclusion::Decided => pb::RoundConclusion::Decided,
        Conclusion::Discussion => pb::RoundConclusion::Discussion,
        Conclusion::Postponed => pb::RoundConclusion::Postponed,
    }
}

pub(crate) fn differing(set: &CriteriaSet, differing: &[DifferingCriterion]) -> Vec<pb::DifferingCriterion> {
    let criterion = |differing: &DifferingCriterion| {
        let criterion = &set.criteria[differing.criterion];
        pb::DifferingCriterion {
            criterion: criterion.code.clone(),
            criterion_title: text(&criterion.title),
            lowest_points: differing.lowest,
            highest_points: differing.highest,
        }
    };
    differing.iter().map(criterion).collect()
}

pub(crate) fn finding(finding: &Finding) -> pb::Finding {
    let rule = match &finding.rule {
        FoundRule::Cause(key) => pb::finding::Rule::EliminationCause(key.clone()),
        FoundRule::OfCriterion { criterion, position } => {
            let position = count(*position);
            pb::finding::Rule::CriterionRule(pb::FindingCriterionRule { criterion: criterion.clone(), position })
        }
    };
    pb::Finding { rule: Some(rule), evidence: finding.evidence.clone() }
}

/// A draft, as the member who keeps it sees it.
pub(crate) fn draft(set: &CriteriaSet, draft: &Ballot) -> pb::BallotDraft {
    let chosen = set.criteria.iter().enumerate().map(|(place, criterion)| pb::Choice {
        criterion: criterion.code.clone(),
        option: draft.sheet.option(place).into(),
    });
    pb::BallotDraft {
        choices: chosen.filter(|choice| choice.option > 0).collect(),
        findings: draft.findings.iter().map(finding).collect(),
        round: draft.round.number(),
        saved_at: Some(timestamp(draft.cast_at)),
    }
}
