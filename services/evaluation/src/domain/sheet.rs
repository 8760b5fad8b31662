//! A score sheet: which option was chosen for each criterion. Never points.

use crate::domain::criteria::{CriteriaSet, CriterionIndex, RuleKind, ScoredOption};
use crate::error::Error;

/// The option chosen for a criterion, as a caller names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) criterion: String,
    /// Place of the option, from 1.
    pub(crate) option: i32,
}

/// The case that fits a dossier, as a caller names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FixedCase {
    pub(crate) criterion: String,
    pub(crate) case: String,
}

/// The options of every criterion that can be chosen for one dossier: its cases are fixed.
#[derive(Clone, Debug)]
pub(crate) struct Form<'s> {
    set: &'s CriteriaSet,
    options: Vec<&'s [ScoredOption]>,
}

/// A sheet: for each criterion the place of the option chosen, from 1; 0 for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet(Vec<u8>);

impl<'s> Form<'s> {
    /// The form of a product set with the cases fixed for a dossier.
    pub(crate) fn new(set: &'s CriteriaSet, cases: &[FixedCase]) -> Result<Self, Error> {
        for (index, case) in cases.iter().enumerate() {
            let fits = set.criteria_with_cases().any(|(_, criterion, known)| {
                criterion.code == case.criterion && known.iter().any(|known| known.key == case.case)
            });
            let twice = cases[..index].iter().any(|before| before.criterion == case.criterion);
            if !fits || twice {
                return Err(Error::CaseWrong { criterion: case.criterion.clone(), set: set.number });
            }
        }
        let options = set.criteria.iter().map(|criterion| {
            let case = cases.iter().find(|case| case.criterion == criterion.code).map(|case| case.case.as_str());
            criterion
                .options(case)
                .ok_or_else(|| Error::CaseWrong { criterion: criterion.code.clone(), set: set.number })
        });
        Ok(Self { set, options: options.collect::<Result<_, _>>()? })
    }

    /// The product set.
    pub(crate) fn set(&self) -> &'s CriteriaSet {
        self.set
    }

    /// Reads a sheet. A criterion left out counts 0.
    pub(crate) fn read(&self, choices: &[Choice]) -> Result<Sheet, Error> {
        let mut sheet = vec![0; self.options.len()];
        for (index, choice) in choices.iter().enumerate() {
            let place = self.set.place(&choice.criterion).ok_or_else(|| Error::CriterionUnknown {
                index,
                criterion: choice.criterion.clone(),
                set: self.set.number,
            })?;
            if sheet[place] != 0 {
                return Err(Error::CriterionChosenTwice { index, criterion: choice.criterion.clone() });
            }
            let known = self.options[place].len();
            sheet[place] = u8::try_from(choice.option)
                .ok()
                .filter(|option| (1..=known).contains(&usize::from(*option)))
                .ok_or_else(|| Error::OptionUnknown {
                    index,
                    criterion: choice.criterion.clone(),
                    option: choice.option,
                    known,
                })?;
        }
        Ok(Sheet(sheet))
    }

    /// Reads a sheet as it was stored, checking it against the form again.
    pub(crate) fn restore(&self, stored: &[u8]) -> Option<Sheet> {
        let fits = stored.len() == self.options.len()
            && stored.iter().zip(&self.options).all(|(option, options)| usize::from(*option) <= options.len());
        fits.then(|| Sheet(stored.to_vec()))
    }

    /// Place of the best option of a criterion, from 1.
    pub(crate) fn last_option(&self, place: CriterionIndex) -> u8 {
        u8::try_from(self.options[place].len()).unwrap_or(u8::MAX)
    }

    /// An option of a criterion by its place from 1; none for 0.
    pub(crate) fn option(&self, place: CriterionIndex, option: u8) -> Option<&'s ScoredOption> {
        self.options[place].get(usize::from(option).checked_sub(1)?)
    }

    /// The points of an option of a criterion by its place from 1; 0 for none.
    pub(crate) fn points_of(&self, place: CriterionIndex, option: u8) -> i32 {
        self.option(place, option).map_or(0, |option| option.points)
    }

    /// The points of the option chosen for a criterion, before any rule.
    pub(crate) fn points(&self, sheet: &Sheet, place: CriterionIndex) -> i32 {
        self.points_of(place, sheet.0[place])
    }

    /// Raises a criterion of a sheet to an option, unless a better one is chosen.
    pub(crate) fn raise(&self, sheet: &mut Sheet, place: CriterionIndex, option: u8) {
        if self.points(sheet, place) < self.points_of(place, option) {
            sheet.0[place] = option;
        }
    }
}

impl Sheet {
    /// The option chosen for a criterion, from 1; 0 for none.
    pub(crate) fn option(&self, place: CriterionIndex) -> u8 {
        self.0[place]
    }

    /// As it is stored.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A sheet with these options, from 1, or 0 for none; for tests and measuring.
    pub(crate) fn of_options(options: Vec<u8>) -> Self {
        Self(options)
    }
}

/// That a rule which people must judge applies to a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: FoundRule,
    /// What it rests on, for the minutes.
    pub(crate) evidence: String,
}

/// A rule that was found to apply.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FoundRule {
    /// A cause that ends the assessment of the whole dossier, by its key.
    Cause(String),
    /// A rule of a criterion, by its place from 1.
    OfCriterion { criterion: String, position: usize },
}

impl Finding {
    /// Refuses a finding that names no rule people may find.
    pub(crate) fn check(&self, set: &CriteriaSet, index: usize) -> Result<(), Error> {
        let known = match &self.rule {
            FoundRule::Cause(key) => set.causes.iter().any(|cause| cause.key == *key),
            FoundRule::OfCriterion { criterion, position } => set
                .place(criterion)
                .and_then(|place| set.criteria[place].rules.get(position.checked_sub(1)?))
                .is_some_and(|rule| {
                    rule.computed.is_none() && !matches!(rule.kind, RuleKind::Evidence | RuleKind::AppliesIf)
                }),
        };
        if known { Ok(()) } else { Err(Error::FindingRuleUnknown { index, set: set.number }) }
    }
}
