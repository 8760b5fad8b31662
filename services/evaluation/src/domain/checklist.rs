//! What a dossier must hold, and whether it does: computed from its set, its kind and the star it is to reach.

use chrono::NaiveDate;
use platform::error::Text;
use serde::Deserialize;

use super::criteria::{CriteriaSet, Faults, RuleKind, Star};
use super::dossier::DossierKind;
use super::evidence::{Paper, PaperId, Place};
use super::facts;

/// The file of the facts, and the form of it that this program reads.
const FILE: &str = "required-documents.toml";
const FORMAT: i64 = 1;

/// The documents that are asked of dossiers, and the kinds of papers there are.
#[derive(Debug)]
pub(crate) struct Documents {
    documents: Vec<Document>,
    paper_types: Vec<PaperType>,
}

/// A document that is asked of some dossiers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    pub(crate) key: String,
    by: By,
    need: Need,
    pub(crate) source: String,
    title: Bilingual,
    kinds: Option<Vec<String>>,
    #[serde(default)]
    min_star: Star,
    #[serde(default)]
    except_sets: Vec<i32>,
}

/// What a document is handed in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Forms,
    Paper,
}

/// How much a document is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Need {
    Required,
    WhereItApplies,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PaperType {
    key: String,
    title: Bilingual,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bilingual {
    vi: String,
    en: String,
}

impl Bilingual {
    fn text(&self) -> Text {
        Text::new(&self.vi, &self.en)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: i64,
    document: Vec<Document>,
    paper_type: Vec<PaperType>,
}

impl Documents {
    /// The documents of the facts built into this program.
    ///
    /// # Errors
    /// When the file is malformed, with everything that is wrong with it.
    pub(crate) fn built_in() -> Result<Self, Faults> {
        let file: File = facts::read(FILE, include_str!("../../facts/required-documents.toml"))?;
        let mut faults = Vec::new();
        if file.format != FORMAT {
            faults.push(format!("format {} is not known", file.format));
        }
        let keys = file.document.iter().map(|document| &document.key);
        let types = file.paper_type.iter().map(|paper_type| &paper_type.key);
        for keys in [keys.collect::<Vec<_>>(), types.collect()] {
            for (place, key) in keys.iter().enumerate() {
                if keys[..place].contains(key) {
                    faults.push(format!("{key} is there twice"));
                }
            }
        }
        for document in &file.document {
            for kind in document.kinds.iter().flatten().filter(|kind| DossierKind::named(kind).is_none()) {
                faults.push(format!("{}: there is no kind {kind}", document.key));
            }
        }
        let texts = file.document.iter().map(|document| &document.title);
        let texts = texts.chain(file.paper_type.iter().map(|paper_type| &paper_type.title));
        if texts.clone().any(|title| title.vi.is_empty() || title.en.is_empty()) {
            faults.push("a title is empty".to_owned());
        }
        let documents = Self { documents: file.document, paper_types: file.paper_type };
        facts::sound(FILE, documents, faults)
    }

    /// True if papers may be of this kind.
    pub(crate) fn knows_paper_type(&self, key: &str) -> bool {
        self.paper_types.iter().any(|known| known.key == key)
    }

    /// True if papers may stand for the document.
    pub(crate) fn takes_papers(&self, key: &str) -> bool {
        self.documents.iter().any(|document| document.key == key && document.by == By::Paper)
    }

    /// What a dossier must hold.
    ///
    /// Evidence is asked for a criterion in which the star has a minimum, or the producer claims points.
    pub(crate) fn lines(&self, asked: &Asked<'_>) -> Vec<Line> {
        let documents = self.documents.iter().filter(|document| document.is_asked(asked)).map(|document| Line {
            place: Place::Document(document.key.clone()),
            title: document.title.text(),
            asks: Vec::new(),
            required: document.need == Need::Required,
            by_forms: document.by == By::Forms,
            source: document.source.clone(),
        });
        let claimed = |code: &str| asked.claimed.iter().any(|claimed| claimed == code);
        let criteria = asked.set.criteria.iter().filter_map(|criterion| {
            let rules = criterion.rules.iter();
            let asks = rules.filter(|rule| matches!(rule.kind, RuleKind::Evidence | RuleKind::Requirement));
            let required = criterion.needed_points(asked.star) > 0 || claimed(&criterion.code);
            required.then(|| Line {
                place: Place::Criterion(criterion.code.clone()),
                title: criterion.title.clone(),
                asks: asks.map(|rule| rule.text.clone()).collect(),
                required,
                by_forms: false,
                source: format!("criteria {}", asked.set.version_id),
            })
        });
        documents.chain(criteria).collect()
    }
}

/// What a check-list is about.
pub(crate) struct Asked<'a> {
    pub(crate) set: &'a CriteriaSet,
    pub(crate) kind: DossierKind,
    pub(crate) star: Star,
    /// Criteria in which the producer's own sheet claims points.
    pub(crate) claimed: &'a [String],
}

impl Document {
    fn is_asked(&self, asked: &Asked<'_>) -> bool {
        let kind = self.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| kind == asked.kind.name()));
        kind && self.min_star <= asked.star && !self.except_sets.contains(&asked.set.number)
    }
}

/// Something that a dossier must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) place: Place,
    pub(crate) title: Text,
    /// What the criteria say about its evidence.
    pub(crate) asks: Vec<Text>,
    pub(crate) required: bool,
    /// True if the typed forms are it.
    pub(crate) by_forms: bool,
    /// Where it comes from, such as `law art. 6`.
    pub(crate) source: String,
}

/// How a place stands, from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// There is nothing.
    Missing,
    /// What there is holds no more.
    Expired,
    /// It holds now, but not as long as it is needed.
    ExpiresBefore,
    /// It holds.
    Present,
}

/// A line with how it stands: as well as the best of its papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckedLine {
    pub(crate) line: Line,
    pub(crate) standing: Standing,
    /// Papers that stand there, each with how it stands.
    pub(crate) papers: Vec<(PaperId, Standing)>,
}

/// The days on which papers must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NeededOn {
    pub(crate) day: NaiveDate,
    /// When the result is there at the latest.
    pub(crate) until: NaiveDate,
}

/// How a paper stands on a day.
pub(crate) fn standing(paper: &Paper, needed: NeededOn) -> Standing {
    match paper.facts.expires_on {
        Some(expires) if expires < needed.day => Standing::Expired,
        Some(expires) if expires < needed.until => Standing::ExpiresBefore,
        _ => Standing::Present,
    }
}

/// Checks the lines against the papers of a version.
pub(crate) fn check(lines: Vec<Line>, held: &[(Place, Paper)], needed: NeededOn) -> Vec<CheckedLine> {
    let checked = |line: Line| {
        let at_place = held.iter().filter(|(place, _)| *place == line.place);
        let papers: Vec<_> = at_place.map(|(_, paper)| (paper.id, standing(paper, needed))).collect();
        let best = papers.iter().map(|(_, standing)| *standing).max();
        let standing = if line.by_forms { Standing::Present } else { best.unwrap_or(Standing::Missing) };
        CheckedLine { line, standing, papers }
    };
    lines.into_iter().map(checked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::sets;

    fn keys(kind: DossierKind, star: Star, set: usize, claimed: &[&str]) -> (Vec<String>, Vec<String>) {
        let documents = Documents::built_in().expect("sound");
        let claimed: Vec<_> = claimed.iter().map(|code| (*code).to_owned()).collect();
        let asked = Asked { set: &sets()[set - 1], kind, star, claimed: &claimed };
        let (documents, criteria): (Vec<_>, Vec<_>) =
            documents.lines(&asked).into_iter().partition(|line| matches!(line.place, Place::Document(_)));
        let keys = |lines: Vec<Line>| lines.into_iter().map(|line| line.place.key().to_owned()).collect();
        (keys(documents), keys(criteria))
    }

    #[test]
    fn what_is_asked_follows_from_kind_star_and_set() {
        let all = ["registration_form", "self_assessment", "business_registration"];
        let of_goods = ["production_conditions", "quality_declaration", "test_report"];
        let with = |further: &[&[&str]]| {
            let keys = all.iter().chain(further.iter().copied().flatten());
            keys.map(|key| (*key).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(keys(DossierKind::First, 4, 4, &[]).0, with(&[&of_goods]));
        assert_eq!(keys(DossierKind::Upgrade, 4, 4, &[]).0, with(&[&of_goods, &["change_evidence"]]));
        assert_eq!(keys(DossierKind::ReRanking, 4, 4, &[]).0, with(&[&of_goods, &["results_evidence"]]));
        assert_eq!(keys(DossierKind::First, 5, 4, &[]).0, with(&[&of_goods, &["additional_tests"]]));
        assert_eq!(keys(DossierKind::First, 5, 26, &[]).0, with(&[]), "tourism");
    }

    #[test]
    fn evidence_is_asked_where_the_star_has_a_minimum_or_points_are_claimed() {
        for (set, number) in sets().iter().zip(1..) {
            for star in 3..=5 {
                let asked = keys(DossierKind::First, star, number, &[]).1;
                let minima = set.criteria.iter().filter(|criterion| criterion.needed_points(star) > 0);
                assert_eq!(asked, minima.map(|criterion| criterion.code.clone()).collect::<Vec<_>>());
            }
        }
        let (three, five) = (keys(DossierKind::First, 3, 4, &[]).1, keys(DossierKind::First, 5, 4, &[]).1);
        assert!(three.len() < five.len(), "more is asked for more stars");
        let free = sets()[3].criteria.iter().find(|criterion| !three.contains(&criterion.code)).expect("one");
        assert!(keys(DossierKind::First, 3, 4, &[&free.code]).1.contains(&free.code));
    }
}
