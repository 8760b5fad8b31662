//! Sheets for the tests of the domain: some that are wanted, and many that are drawn.

use std::fmt;
use std::sync::{Arc, LazyLock};

use testkit::proptest::collection::vec;
use testkit::proptest::prelude::*;

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::{PersonId, RawId};

use super::council::{Council, CouncilId, DecisionReference, Duty, Member};
use super::criteria::{Catalogue, CriteriaSet, Form as CriterionForm, RuleKind};
use super::dossier::{
    Clocks, Dossier, DossierId, DossierKind, DossierState, ProducerId, ProducerSnapshot, ProductId, ProductSnapshot,
};
use super::parcel::Lies;
use super::regulation::Regulation;
use super::score::{Outcome, Ranking, Score, score};
use super::sheet::{Finding, FixedCase, Form, FoundRule, Sheet};

/// A person by number.
pub(crate) fn person(number: u128) -> PersonId {
    PersonId::constant(uuid::Uuid::from_u128(number))
}

/// A member of a council.
pub(crate) fn member(number: u128, duty: Duty) -> Member {
    Member {
        person: person(number),
        full_name: format!("Ủy viên {number}"),
        title: "Chuyên viên".to_owned(),
        body: "Sở".to_owned(),
        duty,
    }
}

/// A council of the secretary 10, the chair 11, the deputy chair 12 and the members 13 to 15.
pub(crate) fn council() -> Council {
    let duties = [Duty::Secretary, Duty::Chair, Duty::DeputyChair, Duty::Member, Duty::Member, Duty::Member];
    let day = |day: &str| day.parse::<NaiveDate>().expect("a day");
    Council {
        id: CouncilId::from(uuid::Uuid::from_u128(1)),
        province: "2025:11".parse().expect("a unit"),
        decision: DecisionReference {
            number: "100/QĐ-UBND".to_owned(),
            date: day("2026-10-01"),
            signer_name: "Người ký 1".to_owned(),
            signer_title: "Chủ tịch".to_owned(),
        },
        term_from: day("2026-10-01"),
        term_to: day("2027-09-30"),
        members: (10..).zip(duties).map(|(number, duty)| member(number, duty)).collect(),
        substitutes: Vec::new(),
        regulation: Regulation::named("practice-2026").expect("there"),
        created_at: Moment::UNIX_EPOCH,
    }
}

/// A draft of a dossier.
pub(crate) fn draft(kind: DossierKind) -> Dossier {
    Dossier {
        id: DossierId::constant(RawId::from_u128(1)),
        kind,
        criteria_version: "26-2026".to_owned(),
        product: ProductSnapshot {
            id: ProductId::constant(RawId::from_u128(2)),
            etag: "v1".to_owned(),
            name: "Mật ong".to_owned(),
            product_set: 4,
            unit: "2025:03127".parse().expect("a unit"),
            sample: false,
        },
        producer: ProducerSnapshot {
            id: ProducerId::constant(RawId::from_u128(3)),
            etag: "v1".to_owned(),
            name: "HTX".to_owned(),
            kind: "cooperative".to_owned(),
        },
        province: "2025:11".parse().expect("a unit"),
        previous: None,
        standing: None,
        code: None,
        filed_at: Moment::UNIX_EPOCH,
        filed_by: person(1),
        paper_original: None,
        frozen_version: 0,
        proposed_on: None,
        clocks: Clocks::default(),
        state: DossierState::Draft,
        lies: Lies::Here,
        version: 1,
        updated_at: Moment::UNIX_EPOCH,
        step: None,
    }
}

/// The product sets of the newest version, read once for all tests.
pub(crate) fn sets() -> &'static [CriteriaSet] {
    static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Catalogue::built_in().expect("sound"));
    &CATALOGUE.versions().last().expect("a version is published").sets
}

/// The form of a set, with the first case of each criterion that has cases.
pub(crate) fn form(set: &CriteriaSet) -> Form<'_> {
    let cases = set
        .criteria_with_cases()
        .map(|(_, criterion, cases)| FixedCase { criterion: criterion.code.clone(), case: cases[0].key.clone() });
    Form::new(set, &cases.collect::<Vec<_>>()).expect("sound cases")
}

/// Every criterion at its best option.
pub(crate) fn best(set: &CriteriaSet) -> Vec<u8> {
    let options = set.criteria.iter().map(|criterion| match &criterion.form {
        CriterionForm::Options(options) => options.len(),
        CriterionForm::Cases(cases) => cases[0].options.len(),
    });
    options.map(|count| u8::try_from(count).expect("few")).collect()
}

pub(crate) fn ranking(score: Score) -> Ranking {
    match score.outcome {
        Outcome::Ranked(ranking) => ranking,
        other => panic!("not ranked: {other:?}"),
    }
}

/// Sheets of a set without minima, each with a wanted total.
pub(crate) fn sheets_with_totals(set: &CriteriaSet, totals: &[i32]) -> Vec<Sheet> {
    totals.iter().map(|total| Sheet::of_options(options_with_total(set, *total))).collect()
}

/// Options that sum to a total: every criterion at its best, then points taken away from the end.
pub(crate) fn options_with_total(set: &CriteriaSet, total: i32) -> Vec<u8> {
    let mut sheet = best(set);
    let mut surplus = 100 - total;
    for (place, criterion) in set.criteria.iter().enumerate().rev() {
        let CriterionForm::Options(options) = &criterion.form else { continue };
        let points = |option: u8| if option == 0 { 0 } else { options[usize::from(option) - 1].points };
        let lower = (0..=sheet[place]).filter(|option| criterion.max_points - points(*option) <= surplus).min();
        if let Some(lower) = lower {
            surplus -= criterion.max_points - points(lower);
            sheet[place] = lower;
        }
    }
    assert_eq!(surplus, 0, "{total} can be reached");
    sheet
}

/// Sheets on a form, with what was found.
pub(crate) struct Drawn {
    pub(crate) form: Form<'static>,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) findings: Vec<Finding>,
}

/// A sheet as it is drawn: a number for each criterion, from which the option follows.
type DrawnSheet = Vec<u8>;

/// One in so many criteria may have less than its best option.
const LENIENCE: [u8; 3] = [1, 6, 40];

/// Most criteria of a set.
const MOST_CRITERIA: usize = 40;

/// One to so many sheets on any of the product sets. Some are strict and some lenient, so that all stars are met; in
/// some the requirement of a criterion is found unmet by all.
pub(crate) fn drawn(most_sheets: usize) -> impl Strategy<Value = Drawn> {
    let sheets = vec(vec(any::<u8>(), MOST_CRITERIA), 1..=most_sheets);
    (0..sets().len(), sheets, 0..LENIENCE.len(), any::<u8>()).prop_map(|(set, sheets, lenience, unmet)| {
        let set = &sets()[set];
        Drawn::new(set, sheets, lenience, |place| unmet % 4 == 0 && place == 0)
    })
}

/// One to so many sheets on a set with five criteria, small enough to try every way.
pub(crate) fn drawn_small(most_sheets: usize) -> impl Strategy<Value = Drawn> {
    let sheets = vec(vec(any::<u8>(), 5), 1..=most_sheets);
    (small_set(), sheets, 0..LENIENCE.len(), vec(0..4_u8, 5))
        .prop_map(|(set, sheets, lenience, unmet)| Drawn::new(set, sheets, lenience, |place| unmet[place] == 0))
}

/// Short: whole catalogues are not read.
impl fmt::Debug for Drawn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "set {}", self.form.set().number)?;
        for (place, criterion) in self.form.set().criteria.iter().enumerate() {
            let options = (1..=self.form.last_option(place)).filter_map(|option| self.form.option(place, option));
            let options: Vec<_> = options.map(|option| (option.points, option.min_star)).collect();
            let chosen: Vec<_> = self.sheets.iter().map(|sheet| sheet.option(place)).collect();
            let rules: Vec<_> = criterion.rules.iter().filter_map(|rule| rule.computed.as_ref()).collect();
            writeln!(formatter, "{}: {options:?} {rules:?} chosen {chosen:?}", criterion.code)?;
        }
        let found: Vec<_> = self.findings.iter().map(|finding| &finding.rule).collect();
        writeln!(formatter, "found {found:?}")
    }
}

impl Drawn {
    fn new(set: &'static CriteriaSet, sheets: Vec<DrawnSheet>, lenience: usize, unmet: impl Fn(usize) -> bool) -> Self {
        let form = form(set);
        let option = |(place, drawn): (usize, &u8)| {
            let best = form.last_option(place);
            let one_in = LENIENCE[lenience];
            if drawn % one_in == 0 { (drawn / one_in) % (best + 1) } else { best }
        };
        let sheet = |drawn: &DrawnSheet| {
            Sheet::of_options(drawn.iter().take(set.criteria.len()).enumerate().map(option).collect())
        };
        let sheets: Vec<_> = sheets.iter().map(sheet).collect();
        let mut findings = Vec::new();
        for (place, criterion) in set.criteria.iter().enumerate().filter(|(place, _)| unmet(*place)) {
            if let Some(at) = criterion.rules.iter().position(|rule| rule.kind == RuleKind::Requirement) {
                let rule = FoundRule::OfCriterion { criterion: criterion.code.clone(), position: at + 1 };
                findings.extend(vec![Finding { rule, evidence: format!("{place}") }; sheets.len()]);
            }
        }
        Self { form, sheets, findings }
    }

    /// The score of the sheets with the findings.
    pub(crate) fn score(&self) -> Score {
        score(&self.form, &self.sheets, &self.findings)
    }
}

/// A set of five criteria, two in part A, one in B, two in C, with options, marks and rules as they are drawn.
fn small_set() -> impl Strategy<Value = &'static CriteriaSet> {
    let splits = (5..=35_i32, 5..=30_i32);
    let lower = vec(vec((0..=40_i32, 0..=9_u8), 0..=2), 5);
    let best = vec(0..=9_u8, 5);
    (splits, lower, best, vec(0..=9_usize, 3)).prop_map(|((of_a, of_c), lower, best, rules)| {
        let most = [of_a, 40 - of_a, 25, of_c, 35 - of_c];
        let mut criteria = String::new();
        for (place, most) in most.into_iter().enumerate() {
            let mut options: Vec<_> = lower[place].iter().map(|(points, mark)| (points % (most + 1), *mark)).collect();
            options.push((most, best[place]));
            options.sort_unstable();
            let mut text = String::new();
            let mut above = 1;
            for (at, (points, mark)) in options.iter().enumerate() {
                let alone = options.iter().filter(|other| other.0 == *points).count() == 1;
                // A mark must be higher than those before it, and points must tell it.
                let marked = (above + 1..=5).contains(mark) && alone && *points > 0;
                let mark = if marked { format!("min_star = {mark}, ") } else { String::new() };
                if marked {
                    above = options[at].1;
                }
                text += &format!("{{ points = {points}, {mark}vi = \"v\", en = \"e\" }}, ");
            }
            criteria += &format!("[criterion.c{place}]\ntitle = {{ vi = \"v\", en = \"e\" }}\nmax = {most}\n");
            criteria += &format!("options = [{text}]\nrules = [{}]\n", small_rules(place, &rules));
        }
        let text = SMALL.replace("CRITERIA", &criteria);
        let version = Catalogue::read_sample(&text).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
        // Few and small: what a test draws lives as long as the test.
        &Box::leak(Box::new(version)).sets[0]
    })
}

/// Every criterion has a requirement; by chance one counts only with another, and one or two stop the scoring.
fn small_rules(place: usize, rules: &[usize]) -> String {
    let mut text = "{ kind = \"requirement\", vi = \"v\", en = \"e\" }, ".to_owned();
    let (first, second, stopping) = (rules[0] % 5, rules[1] % 5, rules[2]);
    if place == first && second != first && rules[0] > 2 {
        let other = SMALL_CODES[second];
        text += &format!("{{ kind = \"applies_if\", needs_points_in = \"{other}\", vi = \"v\", en = \"e\" }}, ");
    }
    if place == 4 && stopping < 4 {
        let (one, other) = (SMALL_CODES[stopping], SMALL_CODES[second]);
        text += &format!("{{ kind = \"stop_scoring\", zero_in = [\"{one}\", \"{other}\"], vi = \"v\", en = \"e\" }}");
    }
    text
}

const SMALL_CODES: [&str; 5] = ["1", "2", "3", "4", "5"];

const SMALL: &str = r#"
format = 1
elimination_cause = []
decision = { number = "0/QĐ", in_force = 2026-05-22, certificate_months = 36 }
star_band = [
  { star = 5, min = 90, certified = true }, { star = 4, min = 70, certified = true },
  { star = 3, min = 50, certified = true }, { star = 2, min = 30, certified = false },
  { star = 1, min = 0, certified = false },
]
part = [
  { code = "A", max = 40, title = { vi = "v", en = "e" } }, { code = "B", max = 25, title = { vi = "v", en = "e" } },
  { code = "C", max = 35, title = { vi = "v", en = "e" } },
]
CRITERIA
[[product_set]]
number = 1
title = { vi = "v", en = "e" }
sector = "s"
group = "g"
samples_required = 0
eliminated_when = []
section = [
  { code = "1", part = "A", max = 40, title = { vi = "v", en = "e" }, criteria = [{ code = "1", ref = "c0" }, { code = "2", ref = "c1" }] },
  { code = "3", part = "B", max = 25, title = { vi = "v", en = "e" }, criteria = [{ code = "3", ref = "c2" }] },
  { code = "4", part = "C", max = 35, title = { vi = "v", en = "e" }, criteria = [{ code = "4", ref = "c3" }, { code = "5", ref = "c4" }] },
]
"#;
