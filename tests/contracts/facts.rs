//! Facts that two services hold each for itself say the same.

use std::collections::BTreeMap;

/// Registry knows the product sets by name; evaluation knows their criteria.
#[test]
fn the_product_sets_are_those_of_the_criteria() {
    let of_registry = include_str!("../../services/registry/facts/product-sets.csv");
    let of_registry: BTreeMap<i32, (String, String)> = of_registry
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<_> = line.split(',').collect();
            (fields[3].parse().expect("a number"), (fields[4].to_owned(), fields[5].to_owned()))
        })
        .collect();
    let criteria = include_str!("../../services/evaluation/facts/criteria-26-2026.toml");
    let mut of_evaluation = BTreeMap::new();
    for set in criteria.split("[[product_set]]").skip(1) {
        let value = |key: &str| {
            let line = set.lines().find(|line| line.starts_with(&format!("{key} = "))).expect("the key");
            line.split_once(" = ").expect("a value").1.trim_matches('"').to_owned()
        };
        of_evaluation.insert(value("number").parse().expect("a number"), (value("sector"), value("group")));
    }
    assert_eq!(of_registry, of_evaluation);
}
