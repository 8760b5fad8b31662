//! Money for training, by where it comes from.

use serde::{Deserialize, Serialize};

/// Where money comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FundingSource {
    /// The State's budget for a national target programme.
    StateProgramme,
    /// The budget of a province or commune.
    LocalBudget,
    /// Agricultural extension and vocational training.
    Extension,
    /// Those who take part, or the producers they belong to.
    Participants,
    /// Aid and international cooperation.
    Aid,
    /// Other sources.
    Other,
}

/// Money of one source, in đồng.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct FundingLine {
    pub(crate) source: FundingSource,
    pub(crate) planned_dong: i64,
    /// What it has really cost; 0 while it is not known.
    pub(crate) spent_dong: i64,
}

/// The lines of many added up by source, in order of the sources.
pub(crate) fn added_up<'l>(lines: impl IntoIterator<Item = &'l FundingLine>) -> Vec<FundingLine> {
    let mut sums = std::collections::BTreeMap::new();
    for line in lines {
        let empty = FundingLine { source: line.source, planned_dong: 0, spent_dong: 0 };
        let sum = sums.entry(line.source).or_insert(empty);
        sum.planned_dong = sum.planned_dong.saturating_add(line.planned_dong);
        sum.spent_dong = sum.spent_dong.saturating_add(line.spent_dong);
    }
    sums.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_added_up_by_source() {
        let line = |source, planned_dong, spent_dong| FundingLine { source, planned_dong, spent_dong };
        use FundingSource::{Aid, LocalBudget};
        let lines = [line(Aid, 5, 0), line(LocalBudget, 10, 7), line(Aid, 1, 2)];
        assert_eq!(added_up(&lines), [line(LocalBudget, 10, 7), line(Aid, 6, 2)]);
    }
}
