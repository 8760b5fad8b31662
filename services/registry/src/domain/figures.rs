//! What a producer earned and whom it employed in a year, as somebody recorded it from a source.

use platform::clock::Moment;
use platform::ids::PersonId;

use super::producer::{ProducerId, ProducerKind};
use crate::error::Error;

platform::id_type! {
    /// Identity of a version of a producer's figures.
    FiguresId
}

/// Grade of a cooperative in a year (Circular 01/2020/TT-BKHĐT).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CooperativeGrade {
    /// Tốt.
    Good,
    /// Khá.
    Fair,
    /// Trung bình.
    Average,
    /// Yếu.
    Weak,
}

impl CooperativeGrade {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Good, "good"), (Self::Fair, "fair"), (Self::Average, "average"), (Self::Weak, "weak")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(grade, _)| *grade == self).expect("all grades have a name").1
    }

    /// The grade of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(grade, _)| grade)
    }
}

/// How many people work for a producer, and how many of them are of a group; none where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Workers {
    pub(crate) all: i32,
    pub(crate) local: Option<i32>,
    pub(crate) insured: Option<i32>,
    pub(crate) trained: Option<i32>,
    pub(crate) ethnic_minority: Option<i32>,
}

impl Workers {
    /// Refuses a group that is larger than all.
    fn must_add_up(&self) -> Result<(), Error> {
        let groups = [
            ("figures.workers.local", self.local),
            ("figures.workers.insured", self.insured),
            ("figures.workers.trained", self.trained),
            ("figures.workers.ethnic_minority", self.ethnic_minority),
        ];
        match groups.into_iter().find(|(_, count)| count.is_some_and(|count| count > self.all)) {
            None => Ok(()),
            Some((path, _)) => Err(Error::FiguresPartLarger { path, all: self.all }),
        }
    }
}

/// What was recorded of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct YearFigures {
    pub(crate) revenue_dong: Option<i64>,
    pub(crate) profit_dong: Option<i64>,
    pub(crate) workers: Option<Workers>,
    pub(crate) cooperative_grade: Option<CooperativeGrade>,
    pub(crate) source: String,
}

impl YearFigures {
    /// Refuses figures that no producer of this kind has.
    fn must_be_of(&self, kind: ProducerKind) -> Result<(), Error> {
        if self.cooperative_grade.is_some() && kind != ProducerKind::Cooperative {
            return Err(Error::GradeNotApplicable { kind });
        }
        self.workers.map_or(Ok(()), |workers| workers.must_add_up())
    }
}

/// A version of a producer's figures of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    pub(crate) id: FiguresId,
    pub(crate) producer: ProducerId,
    pub(crate) year: i32,
    pub(crate) figures: YearFigures,
    /// Counts the versions of the year from 1.
    pub(crate) version: i32,
    /// Why the version before was corrected; empty for the first.
    pub(crate) correction_reason: String,
    pub(crate) in_force: bool,
    pub(crate) recorded_by: PersonId,
    pub(crate) recorded_at: Moment,
}

/// Figures that are to be recorded.
#[derive(Clone, Debug)]
pub(crate) struct NewFigures {
    pub(crate) id: FiguresId,
    pub(crate) producer: ProducerId,
    pub(crate) kind: ProducerKind,
    pub(crate) year: i32,
    pub(crate) figures: YearFigures,
    /// Version in force that the caller has read; none if she knows of none.
    pub(crate) corrects: Option<i32>,
    pub(crate) reason: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

impl NewFigures {
    /// The first figures of a year, or a correction of those in force.
    pub(crate) fn following(self, in_force: Option<&Figures>, this_year: i32) -> Result<Figures, Error> {
        if self.year > this_year {
            return Err(Error::FiguresYearAhead { this_year });
        }
        if in_force.map(|figures| figures.version) != self.corrects {
            return Err(Error::EtagStale);
        }
        if in_force.is_some() && self.reason.is_empty() {
            return Err(Error::CorrectionWithoutReason);
        }
        self.figures.must_be_of(self.kind)?;
        Ok(Figures {
            id: self.id,
            producer: self.producer,
            year: self.year,
            figures: self.figures,
            version: in_force.map_or(1, |figures| figures.version + 1),
            correction_reason: if in_force.is_some() { self.reason } else { String::new() },
            in_force: true,
            recorded_by: self.by,
            recorded_at: self.at,
        })
    }
}

/// Sums of figures in force. What is not known adds nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) count: i64,
    pub(crate) revenue_dong: i64,
    pub(crate) profit_dong: i64,
    pub(crate) workers_all: i64,
    pub(crate) workers_local: i64,
    pub(crate) workers_insured: i64,
    pub(crate) workers_trained: i64,
    pub(crate) workers_ethnic_minority: i64,
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::ids::RawId;

    use super::*;

    fn figures() -> YearFigures {
        YearFigures {
            revenue_dong: Some(900),
            profit_dong: Some(-5),
            workers: Some(Workers { all: 9, local: Some(9), insured: None, trained: Some(0), ethnic_minority: None }),
            cooperative_grade: Some(CooperativeGrade::Fair),
            source: "Báo cáo".to_owned(),
        }
    }

    fn new(year: i32, figures: YearFigures) -> NewFigures {
        NewFigures {
            id: RawId::from_u128(1).into(),
            producer: RawId::from_u128(2).into(),
            kind: ProducerKind::Cooperative,
            year,
            figures,
            corrects: None,
            reason: String::new(),
            by: RawId::from_u128(3).into(),
            at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_correction_follows_the_version_it_corrects_for_a_reason() {
        let first = new(2025, figures()).following(None, 2026).expect("recorded");
        assert_eq!((first.version, first.correction_reason.as_str()), (1, ""));
        assert!(matches!(new(2025, figures()).following(Some(&first), 2026), Err(Error::EtagStale)));
        let correction = NewFigures { corrects: Some(1), ..new(2025, figures()) };
        let without = correction.clone().following(Some(&first), 2026);
        assert!(matches!(without, Err(Error::CorrectionWithoutReason)));
        let with = NewFigures { reason: "Gõ nhầm".to_owned(), ..correction };
        assert_eq!(with.clone().following(Some(&first), 2026).expect("corrected").version, 2);
        assert!(matches!(with.following(None, 2026), Err(Error::EtagStale)), "nothing is there to correct");
    }

    #[test]
    fn years_ahead_and_parts_larger_than_the_whole_are_refused() {
        assert!(new(2026, figures()).following(None, 2026).is_ok());
        assert!(matches!(new(2027, figures()).following(None, 2026), Err(Error::FiguresYearAhead { .. })));
        let workers = Workers { all: 3, local: None, insured: Some(4), trained: None, ethnic_minority: None };
        let too_many = YearFigures { workers: Some(workers), ..figures() };
        assert!(matches!(
            new(2025, too_many).following(None, 2026),
            Err(Error::FiguresPartLarger { path: "figures.workers.insured", all: 3 })
        ));
        let farm = NewFigures { kind: ProducerKind::Farm, ..new(2025, figures()) };
        assert!(matches!(farm.following(None, 2026), Err(Error::GradeNotApplicable { .. })));
    }

    #[test]
    fn every_grade_is_found_by_its_name() {
        for (grade, name) in CooperativeGrade::ALL {
            assert_eq!((CooperativeGrade::named(name), grade.name()), (Some(grade), name));
        }
        assert_eq!(CooperativeGrade::named("excellent"), None);
    }
}
