//! What is missing for a star, in words.

use platform::error::Text;

use super::criteria::CriteriaSet;
use super::score::{Gap, Ranking};

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
    for (place, _) in &gap.unmet {
        let criterion = &set.criteria[*place];
        let Some((position, option)) = criterion.needed_option(star) else { continue };
        let (code, points) = (&criterion.code, option.points);
        vi.push(format!(
            "tiêu chí {code} ({}) cần phương án {position} “{}” ({points} điểm) hoặc cao hơn",
            criterion.title.vi, option.label.vi
        ));
        en.push(format!(
            "criterion {code} ({}) needs option {position} “{}” ({points} points) or better",
            criterion.title.en, option.label.en
        ));
    }
    Text::new(format!("Để đạt {star} sao: {}.", vi.join("; ")), format!("For {star} stars: {}.", en.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::criteria::Catalogue;
    use crate::domain::score::{Outcome, score_sheet};
    use crate::domain::sheet::{Form, Sheet};

    #[test]
    fn a_gap_names_points_and_criteria() {
        let catalogue = Catalogue::built_in().expect("sound");
        let set = catalogue.version("26-2026").expect("published").set(4).expect("there");
        let form = Form::new(set, &[]).expect("no cases");
        let sheet = Sheet::of_options(vec![1; set.criteria.len()]);
        let Outcome::Ranked(ranking) = score_sheet(&form, &sheet).outcome else { panic!("ranked") };
        let text = explain(set, &ranking, ranking.gaps.last().expect("five stars are far away"));
        assert!(text.vi.starts_with("Để đạt 5 sao: thiếu ") && text.vi.contains("tiêu chí 3.5"), "{}", text.vi);
        assert!(text.en.starts_with("For 5 stars: ") && text.en.contains("criterion 3.5"), "{}", text.en);
    }
}
