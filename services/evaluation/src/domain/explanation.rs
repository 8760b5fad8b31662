//! What is missing for a star, and the shortest way there, in words.

use platform::error::Text;

use super::criteria::{CriteriaSet, Star};
use super::score::{Gap, Ranking};
use super::sheet::Form;
use super::what_next::WhatNext;

/// Added where a criterion counts 0 until its requirement is met.
const REQUIREMENT_FIRST: (&str, &str) =
    (", sau khi đáp ứng yêu cầu của tiêu chí", ", once the criterion's requirement is met");

/// A gap in words, in both languages.
pub(crate) fn explain(set: &CriteriaSet, ranking: &Ranking, gap: &Gap) -> Text {
    let star = gap.star;
    let mut vi = Vec::new();
    let mut en = Vec::new();
    if gap.missing_sum > 0 {
        let (missing, sheets) = (gap.missing_sum, ranking.totals.len());
        if sheets == 1 {
            vi.push(format!("thiếu {missing} điểm"));
            en.push(format!("{missing} more points"));
        } else {
            vi.push(format!("thiếu {missing} điểm trong tổng {sheets} phiếu"));
            en.push(format!("{missing} more points in the sum of {sheets} sheets"));
        }
    }
    for unmet in &gap.unmet {
        let criterion = &set.criteria[unmet.criterion];
        let Some((position, option)) = criterion.needed_option(star) else { continue };
        let (code, points) = (&criterion.code, option.points);
        let (first_vi, first_en) = if unmet.requirement_unmet { REQUIREMENT_FIRST } else { ("", "") };
        vi.push(format!(
            "tiêu chí {code} ({}) cần phương án {position} “{}” ({points} điểm) hoặc cao hơn{first_vi}",
            criterion.title.vi, option.label.vi
        ));
        en.push(format!(
            "criterion {code} ({}) needs option {position} “{}” ({points} points) or better{first_en}",
            criterion.title.en, option.label.en
        ));
    }
    Text::new(format!("Để đạt {star} sao: {}.", vi.join("; ")), format!("For {star} stars: {}.", en.join("; ")))
}

/// The shortest way to a star in words, in both languages.
pub(crate) fn explain_way(form: &Form<'_>, sheets: usize, target: Star, what_next: &WhatNext) -> Text {
    let way = match what_next {
        WhatNext::Way(way) => way,
        WhatNext::Blocked(by) => {
            let vi: Vec<_> = by.iter().map(|rule| rule.text.vi.as_str()).collect();
            let en: Vec<_> = by.iter().map(|rule| rule.text.en.as_str()).collect();
            return Text::new(
                format!("Không có cách nào đạt {target} sao từ kết quả này: {}.", vi.join("; ")),
                format!("No way leads from this result to {target} stars: {}.", en.join("; ")),
            );
        }
    };
    if way.raises.is_empty() {
        return Text::new(format!("Đã đạt {target} sao."), format!("{target} stars are reached."));
    }
    let mut vi = Vec::new();
    let mut en = Vec::new();
    for raise in &way.raises {
        let criterion = &form.set().criteria[raise.criterion];
        let (code, needed, gained) = (&criterion.code, raise.needed, raise.gained);
        let label = form.option(raise.criterion, needed).map(|option| &option.label);
        let (label_vi, label_en) = label.map_or(("", ""), |label| (label.vi.as_str(), label.en.as_str()));
        let (first_vi, first_en) = if raise.requirement_unmet { REQUIREMENT_FIRST } else { ("", "") };
        vi.push(format!(
            "tiêu chí {code} ({}) lên phương án {needed} “{label_vi}”{first_vi} (thêm {gained} điểm)",
            criterion.title.vi
        ));
        en.push(format!(
            "criterion {code} ({}) to option {needed} “{label_en}”{first_en} ({gained} more points)",
            criterion.title.en
        ));
    }
    let (of_vi, of_en) = match sheets {
        1 => (String::new(), String::new()),
        sheets => (format!(" trong tổng {sheets} phiếu"), format!(" in the sum of {sheets} sheets")),
    };
    let (count, gained) = (way.raises.len(), way.gained);
    let (vi, en) = (vi.join("; "), en.join("; "));
    Text::new(
        format!("Để đạt {target} sao, thêm {gained} điểm{of_vi} bằng cách nâng {count} tiêu chí: {vi}."),
        format!("For {target} stars, {gained} more points{of_en} by raising {en}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{best, form, ranking, sets};
    use crate::domain::score::score_sheet;
    use crate::domain::sheet::Sheet;
    use crate::domain::what_next::what_next;

    #[test]
    fn a_gap_names_points_and_criteria() {
        let set = &sets()[3];
        let sheet = Sheet::of_options(vec![1; set.criteria.len()]);
        let ranking = ranking(score_sheet(&form(set), &sheet));
        let text = explain(set, &ranking, ranking.gaps.last().expect("five stars are far away"));
        assert!(text.vi.starts_with("Để đạt 5 sao: thiếu ") && text.vi.contains("tiêu chí 3.5"), "{}", text.vi);
        assert!(text.en.starts_with("For 5 stars: ") && text.en.contains("criterion 3.5"), "{}", text.en);
    }

    #[test]
    fn a_way_names_what_to_raise_and_to_what() {
        let set = &sets()[3];
        let form = form(set);
        let text = |options: Vec<u8>| {
            let sheets = vec![Sheet::of_options(options); 3];
            explain_way(&form, 3, 3, &what_next(&form, &sheets, &[], 3))
        };
        let lowest = text(vec![1; set.criteria.len()]);
        assert!(
            lowest.vi.starts_with("Để đạt 3 sao, thêm ") && lowest.vi.contains("trong tổng 3 phiếu bằng cách nâng")
        );
        assert!(
            lowest.en.starts_with("For 3 stars, ") && lowest.en.contains("in the sum of 3 sheets by raising criterion")
        );
        assert_eq!(text(best(set)), Text::new("Đã đạt 3 sao.", "3 stars are reached."));
    }
}
