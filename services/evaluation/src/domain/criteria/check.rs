//! Does a catalogue add up? Everything the scorer relies on is checked here, once, at the start.

use super::{CriteriaSet, CriteriaVersion, Criterion, FIVE, Faults, Form, ScoredOption};

/// Points of the parts A, B and C (Decision 26/2026, Annex II).
const PART_POINTS: [(&str, i32); 3] = [("A", 40), ("B", 25), ("C", 35)];

/// Checks a version.
pub(super) fn check(version: &CriteriaVersion) -> Result<(), Faults> {
    let mut faults = Vec::new();
    let stars: Vec<_> = version.bands.iter().map(|band| band.star).collect();
    if stars != (1..=FIVE).rev().collect::<Vec<_>>() {
        faults.push(format!("bands are for {stars:?}"));
    }
    if !version.bands.windows(2).all(|pair| pair[0].min_points > pair[1].min_points) {
        faults.push("a higher star needs no more points than a lower one".to_owned());
    }
    if version.bands.last().is_none_or(|band| band.min_points != 0) {
        faults.push("no band begins at 0 points".to_owned());
    }
    if !version.sets.iter().map(|set| set.number).eq((1..).take(version.sets.len())) {
        faults.push("the sets are not numbered 1, 2, 3 and so on".to_owned());
    }
    for set in &version.sets {
        check_set(set, &mut faults);
    }
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
}

fn check_set(set: &CriteriaSet, faults: &mut Vec<String>) {
    let mut fault = |text: String| faults.push(format!("set {}: {text}", set.number));
    let parts: Vec<_> = set.parts.iter().map(|part| (part.code.as_str(), part.max_points)).collect();
    if parts != PART_POINTS {
        fault(format!("the parts are {parts:?}"));
    }
    for part in &set.parts {
        let sections: i32 = part.sections.iter().map(|section| section.max_points).sum();
        if sections != part.max_points {
            fault(format!("part {} has {} points, its sections {sections}", part.code, part.max_points));
        }
        for section in &part.sections {
            let criteria: i32 =
                set.criteria[section.criteria.clone()].iter().map(|criterion| criterion.max_points).sum();
            if criteria != section.max_points {
                fault(format!("section {} has {} points, its criteria {criteria}", section.code, section.max_points));
            }
        }
    }
    if set.places.len() != set.criteria.len() {
        fault("a criterion's code occurs twice".to_owned());
    }
    for criterion in &set.criteria {
        for text in criterion_faults(criterion) {
            fault(format!("{}: {text}", criterion.code));
        }
    }
}

fn criterion_faults(criterion: &Criterion) -> Vec<String> {
    match &criterion.form {
        Form::Options(options) => option_faults(criterion, options),
        Form::Cases(cases) => {
            let mut faults: Vec<_> = cases.iter().flat_map(|case| option_faults(criterion, &case.options)).collect();
            if cases.len() < 2 {
                faults.push("it has fewer than two cases".to_owned());
            }
            if cases.iter().flat_map(|case| &case.options).any(|option| option.min_star.is_some()) {
                faults.push("an option of a case carries a star".to_owned());
            }
            faults
        }
    }
}

fn option_faults(criterion: &Criterion, options: &[ScoredOption]) -> Vec<String> {
    let mut faults = Vec::new();
    if options.last().is_none_or(|best| best.points != criterion.max_points) {
        faults.push("its last option does not give its most points".to_owned());
    }
    if !options.is_sorted_by_key(|option| option.points) {
        faults.push("its options are not in order of points".to_owned());
    }
    if options.iter().any(|option| option.points < 0 || option.label.vi.is_empty() || option.label.en.is_empty()) {
        faults.push("an option has no text or less than 0 points".to_owned());
    }
    // The scorer compares points with a star's minimum: that is the form's rule ("this option or a better
    // one") only where a marked option gives points, and more of them than any option without its mark.
    let marks: Vec<_> = options.iter().filter_map(|option| Some((option.min_star?, option.points))).collect();
    if !marks.is_sorted_by(|one, other| one.0 < other.0 && one.1 < other.1) {
        faults.push("its star marks are not in order".to_owned());
    }
    for (star, points) in &marks {
        let same_points = options.iter().filter(|option| option.points == *points).count();
        // Nobody falls below one star, so that it cannot demand anything.
        if *points == 0 || same_points != 1 || !(2..=FIVE).contains(star) {
            faults.push(format!("the mark of {star} stars stands where points cannot tell it"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::{Catalogue, file};

    /// Each way a catalogue may be wrong is found.
    #[test]
    fn a_catalogue_that_does_not_add_up_is_refused() {
        let sound = super::super::PUBLISHED[0].catalogue;
        let faults = |find: &str, put: &str| {
            assert!(sound.contains(find), "{find}");
            let text = sound.replacen(find, put, 1);
            match file::read(&text).and_then(|version| super::check(&version)) {
                Ok(()) => panic!("{find} may not become {put}"),
                Err(faults) => faults.to_string(),
            }
        };
        assert!(faults("code = \"A\"\nmax = 40", "code = \"A\"\nmax = 41").contains("parts are"));
        assert!(faults("max = 18", "max = 17").contains("its sections 39"));
        assert!(faults("ref = \"product_origin.1\"", "ref = \"product_origin.99\"").contains("which is missing"));
        assert!(
            faults("{ points = 3, vi = \"Trồng tại xã: từ 75%", "{ points = 4, vi = \"Trồng tại xã: từ 75%")
                .contains("most points")
        );
        assert!(faults("star = 4\nmin = 70", "star = 4\nmin = 95").contains("no more points"));
        assert!(faults("needs_points_in = \"5.1\"", "needs_points_in = \"9.9\"").contains("looks at 9.9"));
        assert!(faults("format = 1", "format = 2").contains("format 2"));
        assert!(faults("min_star = 3", "min_star = 9").contains("mark"));
        assert!(faults("min_star = 3", "min_star = 1").contains("mark"));
    }

    #[test]
    fn the_published_catalogue_has_its_numbers() {
        let catalogue = Catalogue::built_in().expect("sound");
        let version = catalogue.version("26-2026").expect("published");
        assert_eq!(version.decision_number, "26/2026/QĐ-TTg");
        assert_eq!(version.in_force_from.to_string(), "2026-05-22");
        assert_eq!(version.certificate_months, 36);
        assert_eq!(version.sets.len(), 26);
        assert_eq!(version.sets.iter().map(|set| set.criteria.len()).sum::<usize>(), 787);
        let with_cases: Vec<_> = version
            .sets
            .iter()
            .flat_map(|set| set.criteria_with_cases().map(|(_, criterion, _)| (set.number, criterion.code.as_str())))
            .collect();
        assert_eq!(with_cases, [(26, "8"), (26, "9"), (26, "15")]);
    }
}
