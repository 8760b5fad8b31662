//! The scorer by itself: a published set, a sheet of options, a star.
//!
//! ```
//! use evaluation::scoring::Scorer;
//!
//! let scorer = Scorer::published().expect("the catalogue is sound");
//! let best = scorer.best_sheet(4);
//! assert_eq!(scorer.star(4, &best), Some(5));
//! ```

use std::sync::Arc;

use crate::domain::criteria::{Catalogue, CriteriaSet, Faults, Form as CriterionForm};
use crate::domain::score::{Outcome, Score, score_sheet};
use crate::domain::sheet::{FixedCase, Form, Sheet};

/// Scores sheets under the newest published criteria, with the first case of criteria that have cases.
#[derive(Debug)]
pub struct Scorer {
    catalogue: Arc<Catalogue>,
}

/// A product set made ready for scoring many sheets.
#[derive(Debug)]
pub struct ReadyForm<'s>(Form<'s>);

/// The option chosen for each criterion in the order of the form, from 1; 0 for none.
#[derive(Clone, Debug)]
pub struct Options(Sheet);

impl Scorer {
    /// A scorer of the catalogue built in.
    ///
    /// # Errors
    /// When the catalogue is not sound.
    pub fn published() -> Result<Self, Faults> {
        Catalogue::built_in().map(|catalogue| Self { catalogue })
    }

    fn set(&self, number: i32) -> &CriteriaSet {
        let newest = self.catalogue.versions().last().expect("a version is published");
        newest.set(number).expect("the set is one of those published")
    }

    /// A product set made ready.
    ///
    /// # Panics
    /// When there is no such set.
    #[must_use]
    pub fn form(&self, number: i32) -> ReadyForm<'_> {
        let set = self.set(number);
        let cases: Vec<_> = set
            .criteria_with_cases()
            .map(|(_, criterion, cases)| FixedCase { criterion: criterion.code.clone(), case: cases[0].key.clone() })
            .collect();
        ReadyForm(Form::new(set, &cases).expect("the first case of each criterion fits"))
    }

    /// How many options each criterion of a set has.
    ///
    /// # Panics
    /// When there is no such set.
    #[must_use]
    pub fn option_counts(&self, number: i32) -> Vec<u8> {
        let options = self.set(number).criteria.iter().map(|criterion| match &criterion.form {
            CriterionForm::Options(options) => options.len(),
            CriterionForm::Cases(cases) => cases[0].options.len(),
        });
        options.map(|count| u8::try_from(count).expect("a criterion has few options")).collect()
    }

    /// A sheet with every criterion at its best.
    #[must_use]
    pub fn best_sheet(&self, number: i32) -> Options {
        Options(Sheet::of_options(self.option_counts(number)))
    }

    /// The star of a sheet; none if a rule stops the scoring.
    #[must_use]
    pub fn star(&self, number: i32, sheet: &Options) -> Option<u8> {
        self.form(number).star(sheet)
    }
}

impl ReadyForm<'_> {
    /// The score of a sheet with all that is missing for each star, no text rendered.
    #[must_use]
    pub fn score(&self, sheet: &Options) -> Score {
        score_sheet(&self.0, &sheet.0)
    }

    /// The star of a sheet; none if a rule stops the scoring.
    #[must_use]
    pub fn star(&self, sheet: &Options) -> Option<u8> {
        match self.score(sheet).outcome {
            Outcome::Ranked(ranking) => Some(ranking.star),
            Outcome::Eliminated(_) | Outcome::Stopped(_) => None,
        }
    }
}

impl From<Vec<u8>> for Options {
    fn from(options: Vec<u8>) -> Self {
        Self(Sheet::of_options(options))
    }
}
