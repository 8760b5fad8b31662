//! Certificates of completion.

use chrono::{Datelike as _, Months, NaiveDate};
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::curriculum::CurriculumId;
use super::learner::LearnerId;
use super::training_class::TrainingClassId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a certificate of completion.
    CompletionId
}

/// Why one is issued again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReissueReason {
    /// It was lost.
    Lost,
    /// It was damaged.
    Damaged,
    /// What it said was wrong.
    Faulty,
}

impl ReissueReason {
    const ALL: [(Self, &'static str); 3] = [(Self::Lost, "lost"), (Self::Damaged, "damaged"), (Self::Faulty, "faulty")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(reason, _)| *reason == self).expect("all reasons have a name").1
    }

    /// The reason of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(reason, _)| reason)
    }
}

/// A certificate of completion, numbered by the unit that held the class and by year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Completion {
    pub(crate) id: CompletionId,
    pub(crate) learner: LearnerId,
    pub(crate) class: TrainingClassId,
    pub(crate) curriculum: CurriculumId,
    pub(crate) person: PersonId,
    pub(crate) unit: UnitId,
    /// Province of the unit, for lists.
    pub(crate) province: UnitId,
    pub(crate) serial: i32,
    pub(crate) completed_on: NaiveDate,
    /// None if it counts for ever.
    pub(crate) valid_until: Option<NaiveDate>,
    pub(crate) issued_on: NaiveDate,
    /// The one it stands in place of, and why.
    pub(crate) replaces: Option<(CompletionId, ReissueReason)>,
    pub(crate) replaced_by: Option<CompletionId>,
    pub(crate) created_at: Moment,
}

impl Completion {
    /// Its number, such as `11/2026/0007`.
    pub(crate) fn number(&self) -> String {
        format!("{}/{}/{:04}", self.unit.code(), self.issued_on.year(), self.serial)
    }

    /// The one that stands in its place, and itself replaced. Days stay as they were.
    pub(crate) fn reissued(
        self,
        id: CompletionId,
        reason: ReissueReason,
        serial: i32,
        today: NaiveDate,
        now: Moment,
    ) -> Result<(Self, Self), Error> {
        if self.replaced_by.is_some() {
            return Err(Error::CompletionReplaced { certificate: self.id });
        }
        let new =
            Self { id, serial, issued_on: today, replaces: Some((self.id, reason)), created_at: now, ..self.clone() };
        Ok((Self { replaced_by: Some(id), ..self }, new))
    }
}

/// Last day on which having completed something counts; none if it counts for ever.
pub(crate) fn valid_until(completed_on: NaiveDate, validity_months: i32) -> Option<NaiveDate> {
    let months = u32::try_from(validity_months).ok().filter(|months| *months > 0)?;
    completed_on.checked_add_months(Months::new(months))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_to_the_day_before_that_of_completion_comes_round() {
        let day = |written: &str| written.parse().expect("a day");
        assert_eq!(valid_until(day("2026-11-23"), 24), Some(day("2028-11-22")));
        assert_eq!(valid_until(day("2026-08-31"), 6), Some(day("2027-02-27")));
        assert_eq!(valid_until(day("2026-11-23"), 0), None);
    }
}
