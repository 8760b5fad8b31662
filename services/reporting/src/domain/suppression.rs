//! What of figures of people is not shown to the public: those of fewer than five, and those from which these could be
//! worked out.
//!
//! A reader knows every figure that is shown, which figures add up to which, and that a hidden one is not 0 (0 tells of
//! nobody, and is shown). What he can conclude is computed as he would: from bounds that the sums set each other. As long as
//! that leaves one value for a figure of few people, another figure is hidden. Sums must share no more than their wholes,
//! as those of a report do: of these the bounds are exact.

/// Fewer people than these are not shown.
const FEW: i64 = 5;

/// Larger than any figure: nothing bounds what could be so much.
const UNBOUNDED: i64 = i64::MAX / 4;

/// Figures that add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) figures: Vec<Counted>,
    pub(crate) sums: Vec<Sum>,
}

/// A figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) value: i64,
    /// True if it counts people, or tells something of them.
    pub(crate) of_people: bool,
}

/// Figures, by place, that add up to another one. Sums that do not come out tell a reader nothing and are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) whole: usize,
    pub(crate) parts: Vec<usize>,
}

/// Which figures are hidden, by place.
pub(crate) fn hidden(table: &Table) -> Vec<bool> {
    let few: Vec<_> = table.figures.iter().map(|figure| figure.of_people && (1..FEW).contains(&figure.value)).collect();
    let sums: Vec<_> = table.sums.iter().filter(|sum| comes_out(table, sum)).collect();
    let mut hidden = few.clone();
    while let Some(told) = first_told(table, &sums, &few, &hidden) {
        match next_to_hide(table, &sums, &hidden, told) {
            Some(place) => hidden[place] = true,
            None => break,
        }
    }
    hidden
}

fn comes_out(table: &Table, sum: &Sum) -> bool {
    let parts: i64 = sum.parts.iter().map(|place| table.figures[*place].value).sum();
    parts == table.figures[sum.whole].value
}

/// The first figure of few people that a reader can work out.
fn first_told(table: &Table, sums: &[&Sum], few: &[bool], hidden: &[bool]) -> Option<usize> {
    let bounds = bounds(table, sums, hidden);
    (0..hidden.len()).find(|place| few[*place] && bounds[*place].0 == bounds[*place].1)
}

/// Between which values a reader knows each figure to lie.
fn bounds(table: &Table, sums: &[&Sum], hidden: &[bool]) -> Vec<(i64, i64)> {
    let known = |(figure, hidden): (&Counted, &bool)| {
        if *hidden { (1, UNBOUNDED) } else { (figure.value, figure.value) }
    };
    let mut bounds: Vec<_> = table.figures.iter().zip(hidden).map(known).collect();
    loop {
        let before = bounds.clone();
        for sum in sums {
            narrow(sum, &mut bounds);
        }
        if bounds == before {
            return bounds;
        }
    }
}

/// What a sum tells of its members.
fn narrow(sum: &Sum, bounds: &mut [(i64, i64)]) {
    let capped = |value: i64| value.min(UNBOUNDED);
    let least: i64 = sum.parts.iter().map(|place| bounds[*place].0).sum();
    let most = sum.parts.iter().fold(0, |most, place| capped(most + bounds[*place].1));
    let whole = &mut bounds[sum.whole];
    *whole = (whole.0.max(least), whole.1.min(most));
    let whole = *whole;
    for place in &sum.parts {
        let others_least = least - bounds[*place].0;
        let beside = || sum.parts.iter().filter(|other| *other != place).map(|other| bounds[*other].1);
        let others_most = beside().all(|most| most < UNBOUNDED).then(|| beside().sum::<i64>());
        if whole.1 < UNBOUNDED {
            bounds[*place].1 = bounds[*place].1.min(whole.1 - others_least);
        }
        if let Some(others_most) = others_most {
            bounds[*place].0 = bounds[*place].0.max(whole.0 - others_most);
        }
    }
}

/// The figure that is hidden next: the smallest that is shown beside the one told, else the whole, else whatever is shown
/// in a sum that hangs together with it.
fn next_to_hide(table: &Table, sums: &[&Sum], hidden: &[bool], told: usize) -> Option<usize> {
    let value = |place: &usize| table.figures[*place].value;
    let shown = |place: &usize| !hidden[*place] && value(place) > 0;
    let about = |sum: &&&Sum| sum.whole == told || sum.parts.contains(&told);
    let smallest = |places: Vec<usize>| places.into_iter().filter(shown).min_by_key(|place| (value(place), *place));
    let beside = sums.iter().filter(about).flat_map(|sum| sum.parts.clone()).collect();
    let wholes = sums.iter().filter(about).map(|sum| sum.whole).collect();
    smallest(beside).or_else(|| smallest(wholes)).or_else(|| smallest(hanging_together(sums, told)))
}

/// All members of the sums that a figure is connected with.
fn hanging_together(sums: &[&Sum], told: usize) -> Vec<usize> {
    let mut reached = vec![told];
    loop {
        let connected = sums
            .iter()
            .filter(|sum| reached.contains(&sum.whole) || sum.parts.iter().any(|place| reached.contains(place)));
        let members: Vec<_> = connected
            .flat_map(|sum| sum.parts.iter().chain([&sum.whole]))
            .filter(|place| !reached.contains(place))
            .copied()
            .collect();
        if members.is_empty() {
            return reached;
        }
        reached.extend(members);
        reached.sort_unstable();
        reached.dedup();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn people(values: &[i64]) -> Vec<Counted> {
        values.iter().map(|value| Counted { value: *value, of_people: true }).collect()
    }

    /// A whole, and cuts of it into parts; the whole comes first.
    fn table(cuts: &[Vec<i64>]) -> Table {
        let whole: i64 = cuts[0].iter().sum();
        let mut values = vec![whole];
        let mut sums = Vec::new();
        for cut in cuts {
            let first = values.len();
            values.extend(cut);
            sums.push(Sum { whole: 0, parts: (first..values.len()).collect() });
        }
        Table { figures: people(&values), sums }
    }

    #[test]
    fn few_people_are_hidden_and_nobody_and_five_are_shown() {
        let table = Table { figures: people(&[0, 1, 4, 5, 12]), sums: Vec::new() };
        assert_eq!(hidden(&table), [false, true, true, false, false]);
        let things = Counted { value: 1, of_people: false };
        assert_eq!(hidden(&Table { figures: vec![things], sums: Vec::new() }), [false]);
    }

    #[test]
    fn one_hidden_part_hides_the_smallest_beside_it() {
        // 30 = 3 + 7 + 20: without the 7, 3 would be 30 - 27.
        assert_eq!(hidden(&table(&[vec![3, 7, 20]])), [false, true, true, false]);
        // What is nobody hides nothing.
        assert_eq!(hidden(&table(&[vec![3, 0, 20]])), [false, true, false, true]);
    }

    #[test]
    fn parts_of_one_each_hide_a_further_one() {
        // 12 = 1 + 1 + 10: two hidden ones that add up to 2 are 1 each.
        assert_eq!(hidden(&table(&[vec![1, 1, 10]])), [false, true, true, true]);
    }

    #[test]
    fn a_whole_of_few_takes_its_parts_along() {
        assert_eq!(hidden(&table(&[vec![2, 1]])), [true, true, true]);
        // The other cut must not tell the whole.
        assert_eq!(hidden(&table(&[vec![4], vec![4]])), [true, true, true]);
    }

    #[test]
    fn a_sum_that_does_not_come_out_tells_nothing() {
        // Persons who were counted in two communes.
        let mut table = table(&[vec![3, 7, 20]]);
        table.figures[0].value = 29;
        assert_eq!(hidden(&table), [false, true, false, false]);
    }

    /// Every value that a hidden figure may have, found by trying.
    fn possible(table: &Table, hidden: &[bool], place: usize) -> BTreeSet<i64> {
        let parts: Vec<_> = table.sums.iter().flat_map(|sum| sum.parts.clone()).collect();
        let mut values: Vec<_> = table.figures.iter().map(|figure| figure.value).collect();
        let mut found = BTreeSet::new();
        try_all(table, hidden, &parts, &mut values, &mut |values| {
            found.insert(values[place]);
        });
        found
    }

    fn try_all(table: &Table, hidden: &[bool], left: &[usize], values: &mut Vec<i64>, see: &mut dyn FnMut(&[i64])) {
        let Some((place, left)) = left.split_first() else {
            let sum = |sum: &Sum| sum.parts.iter().map(|place| values[*place]).sum::<i64>();
            let whole = if hidden[0] { sum(&table.sums[0]) } else { values[0] };
            if whole > 0 && table.sums.iter().all(|each| sum(each) == whole) {
                let mut seen = values.clone();
                seen[0] = whole;
                see(&seen);
            }
            return;
        };
        if !hidden[*place] {
            return try_all(table, hidden, left, values, see);
        }
        let known = values[*place];
        for value in 1..=known + 2 {
            values[*place] = value;
            try_all(table, hidden, left, values, see);
        }
        values[*place] = known;
    }

    /// Two cuts of one whole: the second is the first with some of its parts put together.
    fn cuts() -> impl Strategy<Value = Vec<Vec<i64>>> {
        (prop::collection::vec(0_i64..9, 1..5), 0_usize..4).prop_map(|(first, joined)| {
            let at = joined.min(first.len());
            let mut second: Vec<_> = first[at..].to_vec();
            second.push(first[..at].iter().sum());
            vec![first, second]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        /// No figure of few people can be worked out, whatever a reader tries.
        #[test]
        fn nothing_hidden_can_be_worked_out(cuts in cuts()) {
            let table = table(&cuts);
            let hidden = hidden(&table);
            for (place, figure) in table.figures.iter().enumerate() {
                if (1..FEW).contains(&figure.value) {
                    prop_assert!(hidden[place]);
                    prop_assert!(possible(&table, &hidden, place).len() > 1, "{table:?} {hidden:?} {place}");
                }
                prop_assert!(figure.value != 0 || !hidden[place], "nobody is shown");
            }
        }

        /// Without few people everything is shown.
        #[test]
        fn nothing_is_hidden_without_need(parts in prop::collection::vec(5_i64..50, 1..8)) {
            prop_assert!(hidden(&table(&[parts])).iter().all(|hidden| !hidden));
        }
    }
}
