//! The sector of a product set.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static SECTORS: LazyLock<BTreeMap<i32, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../facts/sectors.csv").lines().skip(1);
    let row = |row: &'static str| {
        let (set, sector) = row.split_once(',')?;
        Some((set.parse().ok()?, sector))
    };
    rows.filter_map(row).collect()
});

/// The sector of a product set of Decision 26/2026/QĐ-TTg; `unknown` for 0.
pub(super) fn sector(product_set: i32) -> &'static str {
    SECTORS.get(&product_set).copied().unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_26_sets_has_one_of_six_sectors() {
        assert_eq!(SECTORS.keys().copied().collect::<Vec<_>>(), (1..=26).collect::<Vec<_>>());
        assert_eq!(SECTORS.values().collect::<std::collections::BTreeSet<_>>().len(), 6);
        assert_eq!((sector(26), sector(0)), ("tourism", "unknown"));
    }
}
