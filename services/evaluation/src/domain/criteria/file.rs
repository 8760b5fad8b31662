//! Reading a catalogue file. Its form is described in its own head.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use platform::error::Text;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::{
    Band, Case, Cause, Computed, CriteriaSet, CriteriaVersion, Criterion, CriterionIndex, FIVE, Faults, Form, Part,
    Rule, RuleKind, ScoredOption, Section, Star,
};

/// The form this program reads.
const FORMAT: i64 = 1;

#[derive(Deserialize)]
struct File {
    format: i64,
    decision: Decision,
    star_band: Vec<FileBand>,
    part: Vec<FilePart>,
    elimination_cause: Vec<FileCause>,
    criterion: BTreeMap<String, Body>,
    product_set: Vec<FileSet>,
}

#[derive(Deserialize)]
struct Decision {
    number: String,
    in_force: toml::value::Datetime,
    certificate_months: u32,
}

#[derive(Deserialize)]
struct FileBand {
    star: Star,
    min: i32,
    certified: bool,
}

#[derive(Clone, Deserialize)]
struct Bilingual {
    vi: String,
    en: String,
}

impl From<Bilingual> for Text {
    fn from(text: Bilingual) -> Self {
        Self::new(text.vi, text.en)
    }
}

#[derive(Deserialize)]
struct FilePart {
    code: String,
    max: i32,
    title: Bilingual,
}

#[derive(Deserialize)]
struct FileCause {
    key: String,
    title: Bilingual,
}

#[derive(Deserialize)]
struct Body {
    title: Bilingual,
    max: i32,
    hint: Option<Bilingual>,
    options: Option<Vec<FileOption>>,
    case: Option<Vec<FileCase>>,
    #[serde(default)]
    rules: Vec<FileRule>,
}

#[derive(Deserialize)]
struct FileOption {
    points: i32,
    min_star: Option<Star>,
    vi: String,
    en: String,
}

#[derive(Deserialize)]
struct FileCase {
    case: String,
    title: Bilingual,
    options: Vec<FileOption>,
}

#[derive(Deserialize)]
struct FileRule {
    kind: FileRuleKind,
    vi: String,
    en: String,
    needs_points_in: Option<String>,
    zero_in: Option<Vec<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FileRuleKind {
    Eliminate,
    StopScoring,
    NotEligible,
    Requirement,
    Evidence,
    AppliesIf,
}

#[derive(Deserialize)]
struct FileSet {
    number: i32,
    title: Bilingual,
    sector: String,
    group: String,
    samples_required: i32,
    eliminated_when: Vec<String>,
    section: Vec<FileSection>,
}

#[derive(Deserialize)]
struct FileSection {
    code: String,
    part: String,
    max: i32,
    title: Bilingual,
    criteria: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    code: String,
    #[serde(rename = "ref")]
    body: String,
}

/// Reads a version.
pub(super) fn read(text: &str) -> Result<CriteriaVersion, Faults> {
    let file: File = toml::from_str(text).map_err(|error| Faults(vec![error.to_string()]))?;
    let mut faults = Vec::new();
    if file.format != FORMAT {
        faults.push(format!("format {} is not {FORMAT}", file.format));
    }
    let id = file.decision.number.split("/QĐ").next().unwrap_or_default().replace('/', "-");
    let in_force_from = date(&file.decision.in_force);
    if in_force_from.is_none() {
        faults.push("in_force is no day".to_owned());
    }
    let mut bands: Vec<_> = file
        .star_band
        .iter()
        .map(|band| Band { star: band.star, min_points: band.min, certified: band.certified })
        .collect();
    bands.sort_by_key(|band| std::cmp::Reverse(band.star));
    let sets = file.product_set.iter().map(|set| read_set(&file, &id, &bands, set, &mut faults)).collect();
    match in_force_from {
        Some(in_force_from) if faults.is_empty() => Ok(CriteriaVersion {
            id,
            decision_number: file.decision.number,
            in_force_from,
            sha256: format!("{:x}", Sha256::digest(text)),
            certificate_months: file.decision.certificate_months,
            bands,
            sets,
        }),
        _ => Err(Faults(faults)),
    }
}

fn date(written: &toml::value::Datetime) -> Option<NaiveDate> {
    let day = written.date?;
    NaiveDate::from_ymd_opt(day.year.into(), day.month.into(), day.day.into())
}

fn read_set(file: &File, version_id: &str, bands: &[Band], set: &FileSet, faults: &mut Vec<String>) -> CriteriaSet {
    let number = set.number;
    let places: HashMap<_, _> = set
        .section
        .iter()
        .flat_map(|section| &section.criteria)
        .enumerate()
        .map(|(index, place)| (place.code.clone(), index))
        .collect();
    let mut parts: Vec<_> = file
        .part
        .iter()
        .map(|part| Part {
            code: part.code.clone(),
            title: part.title.clone().into(),
            max_points: part.max,
            sections: Vec::new(),
        })
        .collect();
    let mut criteria = Vec::new();
    for section in &set.section {
        let first = criteria.len();
        let Some(part) = parts.iter().position(|part| part.code == section.part) else {
            faults.push(format!("set {number}: section {} lies in no part", section.code));
            continue;
        };
        for place in &section.criteria {
            match file.criterion.get(&place.body) {
                Some(body) => criteria.push(read_criterion(place, part, body, &places, number, faults)),
                None => faults.push(format!("set {number}: {} refers to {}, which is missing", place.code, place.body)),
            }
        }
        parts[part].sections.push(Section {
            code: section.code.clone(),
            title: section.title.clone().into(),
            max_points: section.max,
            criteria: first..criteria.len(),
        });
    }
    let causes = set.eliminated_when.iter().filter_map(|key| {
        let cause = file.elimination_cause.iter().find(|cause| cause.key == *key);
        if cause.is_none() {
            faults.push(format!("set {number}: the cause {key} is missing"));
        }
        cause.map(|cause| Cause { key: cause.key.clone(), title: cause.title.clone().into() })
    });
    CriteriaSet {
        version_id: version_id.to_owned(),
        number,
        title: set.title.clone().into(),
        sector: set.sector.clone(),
        group: set.group.clone(),
        samples_required: set.samples_required,
        causes: causes.collect(),
        parts,
        criteria,
        bands: bands.to_vec(),
        doubts: Vec::new(),
        places,
    }
}

fn read_criterion(
    place: &Place,
    part: usize,
    body: &Body,
    places: &HashMap<String, CriterionIndex>,
    set: i32,
    faults: &mut Vec<String>,
) -> Criterion {
    let code = &place.code;
    let form = match (&body.options, &body.case) {
        (Some(options), None) => Form::Options(read_options(options)),
        (None, Some(cases)) => Form::Cases(cases.iter().map(read_case).collect()),
        _ => {
            faults.push(format!("set {set}: {code} must have either options or cases"));
            Form::Options(Vec::new())
        }
    };
    let mut place_of = |other: &String| {
        let place = places.get(other).copied();
        if place.is_none() {
            faults.push(format!("set {set}: a rule of {code} looks at {other}, which is missing"));
        }
        place
    };
    let rules = body.rules.iter().map(|rule| {
        let computed = match (&rule.needs_points_in, &rule.zero_in) {
            (Some(other), _) => place_of(other).map(Computed::NeedsPointsIn),
            (None, Some(others)) => Some(Computed::ZeroIn(others.iter().filter_map(&mut place_of).collect())),
            (None, None) => None,
        };
        Rule { kind: rule.kind.into(), text: Text::new(&rule.vi, &rule.en), computed }
    });
    let rules = rules.collect();
    Criterion {
        code: code.clone(),
        body: place.body.clone(),
        part,
        title: body.title.clone().into(),
        hint: body.hint.clone().map(Text::from),
        max_points: body.max,
        needed_points: needed_points(&form),
        form,
        rules,
        doubts: Vec::new(),
    }
}

/// For each star the points of the option with the largest mark not above it.
fn needed_points(form: &Form) -> [i32; FIVE as usize + 1] {
    let mut needed = [0; FIVE as usize + 1];
    let Form::Options(options) = form else { return needed };
    for star in 1..=FIVE {
        let marked = options.iter().filter_map(|option| Some((option.min_star?, option.points)));
        let binding = marked.filter(|(mark, _)| *mark <= star).max();
        needed[usize::from(star)] = binding.map_or(0, |(_, points)| points);
    }
    needed
}

fn read_options(options: &[FileOption]) -> Vec<ScoredOption> {
    let option = |option: &FileOption| ScoredOption {
        points: option.points,
        min_star: option.min_star,
        label: Text::new(&option.vi, &option.en),
    };
    options.iter().map(option).collect()
}

fn read_case(case: &FileCase) -> Case {
    Case { key: case.case.clone(), title: case.title.clone().into(), options: read_options(&case.options) }
}

impl From<FileRuleKind> for RuleKind {
    fn from(kind: FileRuleKind) -> Self {
        match kind {
            FileRuleKind::Eliminate => Self::Eliminate,
            FileRuleKind::StopScoring => Self::StopScoring,
            FileRuleKind::NotEligible => Self::NotEligible,
            FileRuleKind::Requirement => Self::Requirement,
            FileRuleKind::Evidence => Self::Evidence,
            FileRuleKind::AppliesIf => Self::AppliesIf,
        }
    }
}
