//! The shortest way to a star.

use proto::evaluation::v1 as pb;

use super::{applied_rule, count, criterion_rule, text};
use crate::domain::criteria::{CriterionIndex, RuleKind, Star};
use crate::domain::explanation::explain_way;
use crate::domain::sheet::Form;
use crate::domain::what_next::{Raise, WhatNext};

pub(crate) fn way_to_star(form: &Form<'_>, sheets: usize, target: Star, what_next: &WhatNext) -> pb::WayToStar {
    let base = pb::WayToStar {
        target_star: target.into(),
        sheet_count: count(sheets),
        text: text(&explain_way(form, sheets, target, what_next)),
        ..pb::WayToStar::default()
    };
    match what_next {
        WhatNext::Way(way) => pb::WayToStar {
            reachable: true,
            raised_criteria: way.raises.iter().map(|raise| raised_criterion(form, raise)).collect(),
            gained_sum_points: way.gained,
            sum_points_after: way.sum_after,
            star_after: way.star_after.into(),
            ..base
        },
        WhatNext::Blocked(by) => pb::WayToStar { blocked_by: by.iter().map(applied_rule).collect(), ..base },
    }
}

fn raised_criterion(form: &Form<'_>, raise: &Raise) -> pb::RaisedCriterion {
    let criterion = &form.set().criteria[raise.criterion];
    let label = |option| form.option(raise.criterion, option).and_then(|option| text(&option.label));
    pb::RaisedCriterion {
        criterion: criterion.code.clone(),
        criterion_title: text(&criterion.title),
        present_option: raise.present.into(),
        present_points: form.points_of(raise.criterion, raise.present),
        present_label: label(raise.present),
        needed_option: raise.needed.into(),
        needed_points: form.points_of(raise.criterion, raise.needed),
        needed_label: label(raise.needed),
        gained_sum_points: raise.gained,
        requirement_unmet: raise.requirement_unmet,
        rules: rules_to_prove(form, raise.criterion),
    }
}

/// The rules of a criterion that say what must be shown for it.
fn rules_to_prove(form: &Form<'_>, place: CriterionIndex) -> Vec<pb::CriterionRule> {
    let rules = (1..).zip(&form.set().criteria[place].rules);
    let to_prove = rules.filter(|(_, rule)| matches!(rule.kind, RuleKind::Requirement | RuleKind::Evidence));
    to_prove.map(|(position, rule)| criterion_rule(position, rule)).collect()
}
