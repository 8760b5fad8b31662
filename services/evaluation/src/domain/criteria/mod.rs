//! The published versions of the scoring criteria.
//!
//! A version is a file that never changes once it is published. It is read and checked when the program
//! starts: a catalogue that does not add up must not score anybody.

mod check;
mod doubts;
mod file;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use platform::error::Text;

use crate::error::Error;

/// The versions that were published, oldest first.
const PUBLISHED: &[Published] = &[Published {
    catalogue: include_str!("../../../facts/criteria-26-2026.toml"),
    doubts: include_str!("../../../facts/criteria-26-2026-doubts.toml"),
}];

/// The files of a version.
struct Published {
    catalogue: &'static str,
    /// Notes on where the catalogue is doubtful.
    doubts: &'static str,
}

/// A star, 1 to 5.
pub(crate) type Star = u8;

/// The highest star.
pub(crate) const FIVE: Star = 5;

/// All published versions.
#[derive(Debug)]
pub(crate) struct Catalogue {
    versions: Vec<CriteriaVersion>,
}

/// A published version of the criteria.
#[derive(Debug)]
pub(crate) struct CriteriaVersion {
    /// Identity, such as `26-2026`.
    pub(crate) id: String,
    /// Decision it carries out.
    pub(crate) decision_number: String,
    /// First day it applies to dossiers filed.
    pub(crate) in_force_from: NaiveDate,
    /// SHA-256 of the file, in hexadecimal.
    pub(crate) sha256: String,
    /// Months a certificate is valid.
    pub(crate) certificate_months: u32,
    /// Bands, from five stars down.
    pub(crate) bands: Vec<Band>,
    /// Product sets by number, from 1.
    pub(crate) sets: Vec<CriteriaSet>,
}

/// The totals that reach a star.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    pub(crate) star: Star,
    /// Least total that counts in.
    pub(crate) min_points: i32,
    pub(crate) certified: bool,
}

/// The criteria of a product set.
#[derive(Debug)]
pub(crate) struct CriteriaSet {
    pub(crate) version_id: String,
    pub(crate) number: i32,
    pub(crate) title: Text,
    pub(crate) sector: String,
    pub(crate) group: String,
    pub(crate) samples_required: i32,
    pub(crate) parts: Vec<Part>,
    /// Causes that end the assessment of a whole dossier.
    pub(crate) causes: Vec<Cause>,
    /// All criteria in the order of the form.
    pub(crate) criteria: Vec<Criterion>,
    /// Bands of the version, from five stars down.
    pub(crate) bands: Vec<Band>,
    /// Where the set as a whole is doubtful.
    pub(crate) doubts: Vec<Text>,
    places: HashMap<String, CriterionIndex>,
}

/// Place of a criterion among those of its set.
pub(crate) type CriterionIndex = usize;

/// A part of the score sheet.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) code: String,
    pub(crate) title: Text,
    pub(crate) max_points: i32,
    pub(crate) sections: Vec<Section>,
}

/// A section of a part.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) code: String,
    pub(crate) title: Text,
    pub(crate) max_points: i32,
    /// Its criteria among those of the set.
    pub(crate) criteria: std::ops::Range<CriterionIndex>,
}

/// A cause that ends the assessment of a whole dossier.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) key: String,
    pub(crate) title: Text,
}

/// A criterion.
#[derive(Debug)]
pub(crate) struct Criterion {
    pub(crate) code: String,
    /// What it has in common with the same criterion of other sets, such as `labelling.2`.
    body: String,
    /// Place of its part: 0 for A, 1 for B, 2 for C.
    pub(crate) part: usize,
    pub(crate) title: Text,
    pub(crate) hint: Option<Text>,
    pub(crate) max_points: i32,
    pub(crate) form: Form,
    pub(crate) rules: Vec<Rule>,
    /// Where it is doubtful, for those who score.
    pub(crate) doubts: Vec<Text>,
    /// Points each star needs at least, by star; 0 where the star demands nothing.
    needed_points: [i32; FIVE as usize + 1],
}

/// What may be chosen in a criterion.
#[derive(Debug)]
pub(crate) enum Form {
    /// One of these.
    Options(Vec<ScoredOption>),
    /// One of those of the case that fits the dossier.
    Cases(Vec<Case>),
}

/// One of the cases of a criterion.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) key: String,
    pub(crate) title: Text,
    pub(crate) options: Vec<ScoredOption>,
}

/// An option with its points.
#[derive(Debug)]
pub(crate) struct ScoredOption {
    pub(crate) points: i32,
    /// Least star that demands this option or a better one.
    pub(crate) min_star: Option<Star>,
    pub(crate) label: Text,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleKind {
    Eliminate,
    StopScoring,
    NotEligible,
    Requirement,
    Evidence,
    AppliesIf,
}

/// A rule that goes with a criterion.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) kind: RuleKind,
    pub(crate) text: Text,
    pub(crate) computed: Option<Computed>,
}

/// A condition of a rule that the scorer itself can see.
#[derive(Debug)]
pub(crate) enum Computed {
    /// The criterion counts only if this one has points.
    NeedsPointsIn(CriterionIndex),
    /// The rule applies if any of these has none.
    ZeroIn(Vec<CriterionIndex>),
}

impl Catalogue {
    /// The versions built into this program, read and checked once a process.
    ///
    /// # Errors
    /// When one of them is malformed or does not add up, with everything that is wrong with it.
    pub(crate) fn built_in() -> Result<Arc<Self>, Faults> {
        static BUILT_IN: LazyLock<Result<Arc<Catalogue>, Faults>> =
            LazyLock::new(|| Catalogue::read_published().map(Arc::new));
        BUILT_IN.clone()
    }

    fn read_published() -> Result<Self, Faults> {
        let read = |published: &Published| {
            let mut version = file::read(published.catalogue)?;
            check::check(&version)?;
            doubts::note(&mut version, published.doubts)?;
            Ok(version)
        };
        Ok(Self { versions: PUBLISHED.iter().map(read).collect::<Result<_, _>>()? })
    }

    /// Reads and checks a version that only a test knows.
    #[cfg(test)]
    pub(crate) fn read_sample(text: &str) -> Result<CriteriaVersion, Faults> {
        let version = file::read(text)?;
        check::check(&version)?;
        Ok(version)
    }

    /// The versions, oldest first.
    pub(crate) fn versions(&self) -> &[CriteriaVersion] {
        &self.versions
    }

    /// The version of an identity.
    pub(crate) fn version(&self, id: &str) -> Result<&CriteriaVersion, Error> {
        let version = self.versions.iter().find(|version| version.id == id);
        version.ok_or_else(|| Error::NoSuchCriteriaVersion { version: id.to_owned() })
    }

    /// The version in force on a day.
    pub(crate) fn in_force_on(&self, day: NaiveDate) -> Result<&CriteriaVersion, Error> {
        let version = self.versions.iter().rev().find(|version| version.in_force_from <= day);
        version.ok_or(Error::NoCriteriaInForce { day })
    }

    /// The last day of a version; none while it is in force.
    pub(crate) fn in_force_to(&self, version: &CriteriaVersion) -> Option<NaiveDate> {
        let next = self.versions.iter().find(|next| next.in_force_from > version.in_force_from);
        next.and_then(|next| next.in_force_from.pred_opt())
    }
}

impl CriteriaVersion {
    /// The criteria of a product set.
    pub(crate) fn set(&self, number: i32) -> Result<&CriteriaSet, Error> {
        let found = usize::try_from(number - 1).ok().and_then(|place| self.sets.get(place));
        found.ok_or_else(|| Error::NoSuchProductSet { number, version: self.id.clone() })
    }
}

impl CriteriaSet {
    /// The place of a criterion by its code.
    pub(crate) fn place(&self, code: &str) -> Option<CriterionIndex> {
        self.places.get(code).copied()
    }

    /// The criteria that have cases.
    pub(crate) fn criteria_with_cases(&self) -> impl Iterator<Item = (CriterionIndex, &Criterion, &[Case])> {
        self.criteria.iter().enumerate().filter_map(|(place, criterion)| match &criterion.form {
            Form::Options(_) => None,
            Form::Cases(cases) => Some((place, criterion, cases.as_slice())),
        })
    }

    /// The criteria in which 0 points of a majority stop the scoring, each with its rule.
    pub(crate) fn zero_stops(&self) -> impl Iterator<Item = (&Rule, CriterionIndex)> {
        let rules = self.criteria.iter().flat_map(|criterion| &criterion.rules);
        rules.flat_map(|rule| match &rule.computed {
            Some(Computed::ZeroIn(places)) => places.iter().map(|place| (rule, *place)).collect(),
            Some(Computed::NeedsPointsIn(_)) | None => Vec::new(),
        })
    }

    /// True if a product of this star gets a certificate.
    pub(crate) fn certifies(&self, star: Star) -> bool {
        self.bands.iter().any(|band| band.star == star && band.certified)
    }

    /// The least total for a star.
    pub(crate) fn min_points(&self, star: Star) -> i32 {
        self.bands.iter().find(|band| band.star == star).map_or(0, |band| band.min_points)
    }
}

impl Criterion {
    /// The points that a star needs at least here; 0 if it demands nothing.
    pub(crate) fn needed_points(&self, star: Star) -> i32 {
        self.needed_points[usize::from(star)]
    }

    /// The least option that a star demands here, with its place from 1.
    pub(crate) fn needed_option(&self, star: Star) -> Option<(usize, &ScoredOption)> {
        let needed = self.needed_points(star);
        let Form::Options(options) = &self.form else { return None };
        let places = options.iter().enumerate().map(|(place, option)| (place + 1, option));
        places.filter(|(_, option)| option.min_star.is_some()).find(|(_, option)| needed > 0 && option.points == needed)
    }

    /// The criterion that must have points for this one to count, with the rule that says so.
    pub(crate) fn needs_points_in(&self) -> Option<(&Rule, CriterionIndex)> {
        self.rules.iter().find_map(|rule| match rule.computed {
            Some(Computed::NeedsPointsIn(other)) => Some((rule, other)),
            Some(Computed::ZeroIn(_)) | None => None,
        })
    }

    /// The options to choose from, given the case that was fixed.
    pub(crate) fn options(&self, case: Option<&str>) -> Option<&[ScoredOption]> {
        match (&self.form, case) {
            (Form::Options(options), None) => Some(options),
            (Form::Cases(cases), Some(key)) => {
                cases.iter().find(|case| case.key == key).map(|case| case.options.as_slice())
            }
            _ => None,
        }
    }
}

/// Everything that is wrong with the facts built into this program.
#[derive(Clone, Debug)]
pub struct Faults(pub(crate) Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the facts built in are not sound: {}", self.0.join("; "))
    }
}

impl std::error::Error for Faults {}
