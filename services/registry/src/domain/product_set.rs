//! The product sets that rule sets know.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use super::producer::ProducerKind;
use crate::error::Error;

/// A product set of a rule set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct ProductSet {
    pub(crate) rule_set: String,
    pub(crate) valid_from: NaiveDate,
    pub(crate) valid_to: Option<NaiveDate>,
    pub(crate) number: i32,
    pub(crate) sector: String,
    pub(crate) group: String,
    pub(crate) title_vi: String,
    pub(crate) title_en: String,
}

static FACTS: LazyLock<Vec<ProductSet>> = LazyLock::new(|| {
    csv::Reader::from_reader(include_str!("../../facts/product-sets.csv").as_bytes())
        .deserialize()
        .map(|row| row.expect("the file was read by a test"))
        .collect()
});

/// The sets in force on a day, by number.
pub(crate) fn in_force_on(day: NaiveDate) -> impl Iterator<Item = &'static ProductSet> {
    FACTS.iter().filter(move |set| set.valid_from <= day && set.valid_to.is_none_or(|to| day <= to))
}

/// The set of this number on a day, if a producer of this kind may own a product of it.
pub(crate) fn open_to(kind: ProducerKind, number: i32, day: NaiveDate) -> Result<&'static ProductSet, Error> {
    let set = in_force_on(day).find(|set| set.number == number).ok_or(Error::NoSuchProductSet { number, day })?;
    if kind.tourism_only() && set.sector != "tourism" {
        return Err(Error::KindNotEligible { kind, number });
    }
    Ok(set)
}

/// Refuses a kind to which the set of one of a producer's products is not open. A set that is no longer in force says
/// nothing: nothing new is registered of it.
pub(crate) fn must_be_open_to(kind: ProducerKind, numbers: &[i32], day: NaiveDate) -> Result<(), Error> {
    let closed = |number: &&i32| matches!(open_to(kind, **number, day), Err(Error::KindNotEligible { .. }));
    match numbers.iter().find(closed) {
        None => Ok(()),
        Some(number) => Err(Error::KindNotOpenToProducts { kind, number: *number }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-23".parse().expect("a day")
    }

    #[test]
    fn the_decision_has_26_sets_in_6_sectors_and_17_groups() {
        let sets: Vec<_> = in_force_on(today()).collect();
        assert!(sets.iter().map(|set| set.number).eq(1..=26));
        let distinct = |key: fn(&ProductSet) -> &str| {
            sets.iter().map(|set| key(set)).collect::<std::collections::BTreeSet<_>>().len()
        };
        assert_eq!((distinct(|set| &set.sector), distinct(|set| &set.group)), (6, 17));
        assert_eq!(in_force_on("2026-05-21".parse().expect("a day")).count(), 0);
    }

    #[test]
    fn associations_take_part_with_tourism_only() {
        assert!(open_to(ProducerKind::Association, 26, today()).is_ok());
        assert!(matches!(open_to(ProducerKind::Association, 1, today()), Err(Error::KindNotEligible { .. })));
        assert!(matches!(open_to(ProducerKind::Cooperative, 27, today()), Err(Error::NoSuchProductSet { .. })));
    }
}
