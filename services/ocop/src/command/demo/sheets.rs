//! How the sample members fill their sheets: options that come to a total.

use proto::evaluation::v1 as pb;

use super::samples::Judged;

/// The sheet of a member, by place: the minima of a star, then better options until the total is reached.
pub(super) fn sheet(set: &pb::CriteriaSet, judged: &Judged, member: usize) -> Vec<pb::Choice> {
    let total = judged.totals[member];
    // All but the last member see the product held back.
    let held = judged.held_at.filter(|_| member + 1 < judged.totals.len());
    let criteria: Vec<_> =
        set.parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.criteria).collect();
    let mut options: Vec<usize> =
        criteria.iter().map(|criterion| least_option(criterion, judged.minima_of, held)).collect();
    let points = |place: usize, option: usize| criteria[place].options[option].points;
    let sum = |options: &[usize]| options.iter().enumerate().map(|(place, option)| points(place, *option)).sum::<i32>();
    // Round after round, one better option per criterion, as long as the total is not passed.
    loop {
        let before = options.clone();
        for (place, criterion) in criteria.iter().enumerate() {
            let better = options[place] + 1;
            let may_rise = held != Some(criterion.code.as_str()) && better < criterion.options.len();
            if may_rise && sum(&options) + points(place, better) - points(place, options[place]) <= total {
                options[place] = better;
            }
        }
        if options == before {
            break;
        }
    }
    let choice = |(criterion, option): (&&pb::Criterion, usize)| pb::Choice {
        criterion: criterion.code.clone(),
        option: criterion.options[option].position,
    };
    criteria.iter().zip(options).map(choice).collect()
}

/// The least option that meets a star's minimum, or the one before it where the product is held back.
fn least_option(criterion: &pb::Criterion, star: i32, held: Option<&str>) -> usize {
    let marked = criterion.options.iter().rposition(|option| option.min_star > 0 && option.min_star <= star);
    let least = marked.unwrap_or(0);
    if held == Some(criterion.code.as_str()) { least.saturating_sub(1) } else { least }
}
