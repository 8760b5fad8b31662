//! The workflow's parameters: how long each step may take, and the windows around a certificate's expiry.
//!
//! They are versioned data like the criteria: a published version never changes, and a dossier keeps the version
//! of the rule set it was filed under.

use chrono::NaiveDate;
use serde::Deserialize;

use super::calendar::Calendar;
use super::clock::{ClockKind, Counting, StepClock};
use super::criteria::{Catalogue, Faults};
use super::facts;
use crate::error::Error;

/// The files that were published, oldest first, with their names.
const PUBLISHED: &[(&str, &str)] = &[("workflow-26-2026.toml", include_str!("../../facts/workflow-26-2026.toml"))];

/// The form of them that this program reads.
const FORMAT: i64 = 1;

/// All published versions.
#[derive(Debug)]
pub(crate) struct Workflows(Vec<WorkflowParameters>);

/// The parameters of a rule set.
#[derive(Debug)]
pub(crate) struct WorkflowParameters {
    /// Identity, that of the criteria they go with, such as `26-2026`.
    pub(crate) id: String,
    /// Decision they carry out.
    pub(crate) decision_number: String,
    /// First day they apply to dossiers filed.
    pub(crate) in_force_from: NaiveDate,
    /// The commune looks at the dossier and proposes or returns it.
    pub(crate) commune_check: Sourced<Counting>,
    /// The producer completes a returned dossier.
    pub(crate) completion: Sourced<Counting>,
    /// The producer may answer before a rejection or a revocation.
    pub(crate) answer: Sourced<Counting>,
    /// Producer or commune supplements what was asked for.
    pub(crate) supplement: Sourced<Counting>,
    /// The result of a re-ranking, from the complete file.
    pub(crate) re_ranking_result: Sourced<Counting>,
    /// A revocation, from the conclusion.
    pub(crate) revocation: Sourced<Counting>,
    /// The answer to a complaint, from its receipt.
    pub(crate) complaint_answer: Sourced<Counting>,
    /// The province does again what the ministry asked it to.
    pub(crate) redo: Sourced<Counting>,
    /// When a re-ranking dossier is filed.
    pub(crate) re_ranking_window: Sourced<ReRankingWindow>,
    /// Calendar days a certificate is kept after its expiry while a re-ranking that could not meet the window is
    /// decided.
    #[expect(dead_code, reason = "what goes by it comes next")]
    pub(crate) kept_after_expiry_days: Sourced<u32>,
    /// Months a certificate is valid.
    pub(crate) certificate_months: Sourced<u32>,
    /// Days before a certificate's expiry on which people are told, the farthest first.
    pub(crate) radar_days: Sourced<Vec<u32>>,
    /// Working days before it is due from which on a clock warns.
    pub(crate) warning_days: Sourced<u32>,
    /// Months within which a certified product is inspected again.
    pub(crate) post_inspection_months: Sourced<u32>,
}

/// A figure, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sourced<T> {
    pub(crate) value: T,
    pub(crate) source: Source,
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Source {
    /// The decision itself, by its article; empty where the transcript names none.
    Law { article: String },
    /// Ours: the decision leaves it to regulations, or is silent.
    Setting,
}

/// The days before a certificate's expiry in which a re-ranking dossier is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReRankingWindow {
    pub(crate) opens_days_before: u32,
    pub(crate) closes_days_before: u32,
}

impl Workflows {
    /// Reads and checks the versions built into this program.
    ///
    /// # Errors
    /// When one of them is malformed, contradicts itself or its criteria, with everything that is wrong with it.
    pub(crate) fn built_in(catalogue: &Catalogue) -> Result<Self, Faults> {
        let read = |(name, text): &(&str, &str)| {
            let file: File = facts::read(name, text)?;
            let format = file.format;
            let parameters = WorkflowParameters::from(file);
            let mut faults = parameters.faults(catalogue);
            if format != FORMAT {
                faults.push(format!("format {format} is not known"));
            }
            facts::sound(name, parameters, faults)
        };
        let versions = Self(PUBLISHED.iter().map(read).collect::<Result<_, _>>()?);
        let missing = catalogue.versions().iter().filter(|criteria| versions.of(&criteria.id).is_err());
        let missing = missing.map(|criteria| format!("criteria {} have no workflow", criteria.id)).collect();
        facts::sound("workflows", versions, missing)
    }

    /// The parameters of a rule set, by the identity of its criteria.
    pub(crate) fn of(&self, rule_set: &str) -> Result<&WorkflowParameters, Error> {
        let version = self.0.iter().find(|version| version.id == rule_set);
        version.ok_or_else(|| Error::NoSuchCriteriaVersion { version: rule_set.to_owned() })
    }

    /// The parameters in force on a day.
    pub(crate) fn in_force_on(&self, day: NaiveDate) -> Result<&WorkflowParameters, Error> {
        let version = self.0.iter().rev().find(|version| version.in_force_from <= day);
        version.ok_or(Error::NoCriteriaInForce { day })
    }
}

impl WorkflowParameters {
    /// How a clock counts; none for a round's result, whose date is the round's.
    pub(crate) fn counting(&self, kind: ClockKind) -> Option<Counting> {
        let term = match kind {
            ClockKind::CommuneCheck => &self.commune_check,
            ClockKind::Completion => &self.completion,
            ClockKind::Answer => &self.answer,
            ClockKind::Supplement => &self.supplement,
            ClockKind::ReRankingResult => &self.re_ranking_result,
            ClockKind::Revocation => &self.revocation,
            ClockKind::Redo => &self.redo,
            ClockKind::ComplaintAnswer => &self.complaint_answer,
            ClockKind::ProvincialResult | ClockKind::MinistryResult => return None,
        };
        Some(term.value)
    }

    /// The last day of a term that starts on a day.
    pub(crate) fn last_day(&self, kind: ClockKind, day: NaiveDate, calendar: &Calendar) -> NaiveDate {
        let counting = self.counting(kind).expect("only the dates of rounds are not counted");
        let clock = StepClock::start(kind, counting, self.warning_days.value, day, calendar);
        clock.due_on.expect("a clock that was just started runs")
    }

    /// The first and the last day on which a re-ranking that follows a certificate is handed in (article 6.2). Where
    /// the window closed before the rules came into force, nobody could meet it, and the certificate's last day counts
    /// (article 12).
    pub(crate) fn filing_window(&self, expires_on: NaiveDate) -> (NaiveDate, NaiveDate) {
        let (opens_on, closes_on) = self.re_ranking_window.value.days(expires_on);
        if closes_on < self.in_force_from { (opens_on, expires_on) } else { (opens_on, closes_on) }
    }

    /// Everything that is wrong with them.
    fn faults(&self, catalogue: &Catalogue) -> Vec<String> {
        let mut faults = Vec::new();
        match catalogue.version(&self.id) {
            Err(_) => faults.push(format!("there are no criteria {}", self.id)),
            Ok(criteria) => {
                let of_criteria = (&criteria.decision_number, criteria.in_force_from, criteria.certificate_months);
                if of_criteria != (&self.decision_number, self.in_force_from, self.certificate_months.value) {
                    faults.push("decision, validity or months of a certificate differ from the criteria's".to_owned());
                }
            }
        }
        let ReRankingWindow { opens_days_before, closes_days_before } = self.re_ranking_window.value;
        if opens_days_before <= closes_days_before {
            faults.push("the window of re-ranking closes before it opens".to_owned());
        }
        let radar = &self.radar_days.value;
        if radar.is_empty() || !radar.windows(2).all(|pair| pair[0] > pair[1]) {
            faults.push("the days of the radar do not go down".to_owned());
        }
        faults
    }
}

impl ReRankingWindow {
    /// The first and the last day on which a re-ranking dossier of a certificate may be filed.
    pub(crate) fn days(self, expires_on: NaiveDate) -> (NaiveDate, NaiveDate) {
        let before = |days: u32| expires_on - chrono::Days::new(days.into());
        (before(self.opens_days_before), before(self.closes_days_before))
    }
}

impl TryFrom<String> for Source {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "setting" => Ok(Self::Setting),
            "law" => Ok(Self::Law { article: String::new() }),
            _ => {
                let article = text.strip_prefix("law art. ").filter(|article| !article.is_empty());
                let article = article.ok_or_else(|| format!("{text:?} is no source"))?;
                Ok(Self::Law { article: article.to_owned() })
            }
        }
    }
}

/// A file of parameters, which describes itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: i64,
    id: String,
    decision_number: String,
    in_force: NaiveDate,
    commune_check: WorkingDays,
    completion: WorkingDays,
    answer: WorkingDays,
    supplement: WorkingDays,
    re_ranking_result: CalendarDays,
    revocation: CalendarDays,
    complaint_answer: CalendarDays,
    redo: WorkingDays,
    re_ranking_window: FileWindow,
    kept_after_expiry: CalendarDays,
    certificate_months: Value<u32>,
    radar_days: Value<Vec<u32>>,
    warning: Value<u32>,
    post_inspection_months: Value<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkingDays {
    working_days: u32,
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarDays {
    calendar_days: u32,
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWindow {
    opens_days_before: u32,
    closes_days_before: u32,
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Value<T> {
    value: T,
    source: Source,
}

impl From<File> for WorkflowParameters {
    fn from(file: File) -> Self {
        let FileWindow { opens_days_before, closes_days_before, source } = file.re_ranking_window;
        let window = ReRankingWindow { opens_days_before, closes_days_before };
        Self {
            id: file.id,
            decision_number: file.decision_number,
            in_force_from: file.in_force,
            commune_check: file.commune_check.into(),
            completion: file.completion.into(),
            answer: file.answer.into(),
            supplement: file.supplement.into(),
            re_ranking_result: file.re_ranking_result.into(),
            revocation: file.revocation.into(),
            complaint_answer: file.complaint_answer.into(),
            redo: file.redo.into(),
            re_ranking_window: Sourced { value: window, source },
            kept_after_expiry_days: Sourced {
                value: file.kept_after_expiry.calendar_days,
                source: file.kept_after_expiry.source,
            },
            certificate_months: file.certificate_months.into(),
            radar_days: file.radar_days.into(),
            warning_days: file.warning.into(),
            post_inspection_months: file.post_inspection_months.into(),
        }
    }
}

impl From<WorkingDays> for Sourced<Counting> {
    fn from(term: WorkingDays) -> Self {
        Self { value: Counting::WorkingDays(term.working_days), source: term.source }
    }
}

impl From<CalendarDays> for Sourced<Counting> {
    fn from(term: CalendarDays) -> Self {
        Self { value: Counting::CalendarDays(term.calendar_days), source: term.source }
    }
}

impl<T> From<Value<T>> for Sourced<T> {
    fn from(figure: Value<T>) -> Self {
        Self { value: figure.value, source: figure.source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workflows() -> Workflows {
        Workflows::built_in(&Catalogue::built_in().expect("sound")).expect("sound")
    }

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    #[test]
    fn the_figures_are_those_of_the_decision() {
        let workflows = workflows();
        let parameters = workflows.of("26-2026").expect("published");
        assert_eq!(parameters.counting(ClockKind::CommuneCheck), Some(Counting::WorkingDays(15)));
        assert_eq!(parameters.counting(ClockKind::ReRankingResult), Some(Counting::CalendarDays(45)));
        assert_eq!(parameters.counting(ClockKind::Revocation), Some(Counting::CalendarDays(15)));
        assert_eq!(parameters.counting(ClockKind::ProvincialResult), None, "its date is the round's");
        assert_eq!(parameters.commune_check.source, Source::Law { article: "7.2".to_owned() });
        assert_eq!(parameters.completion.source, Source::Setting);
        let complaint = Sourced { value: Counting::CalendarDays(30), source: Source::Setting };
        assert_eq!(parameters.complaint_answer, complaint, "the decision names no term");
        assert_eq!(parameters.radar_days.value, [210, 180, 150, 120]);
        assert!(workflows.of("148").is_err());
    }

    #[test]
    fn parameters_are_in_force_from_a_day_on() {
        let workflows = workflows();
        assert!(workflows.in_force_on(day("2026-05-21")).is_err());
        assert_eq!(workflows.in_force_on(day("2026-05-22")).expect("in force").id, "26-2026");
    }

    #[test]
    fn a_re_ranking_dossier_is_filed_180_to_120_days_before_expiry() {
        let workflows = workflows();
        let window = workflows.of("26-2026").expect("published").re_ranking_window.value;
        assert_eq!(window.days(day("2029-11-23")), (day("2029-05-27"), day("2029-07-26")));
        let parameters = workflows.of("26-2026").expect("published");
        assert_eq!(parameters.filing_window(day("2029-11-23")).1, day("2029-07-26"));
        assert_eq!(parameters.filing_window(day("2026-09-01")).1, day("2026-09-01"), "nobody could meet the window");
    }

    #[test]
    fn files_that_contradict_themselves_are_refused() {
        let (name, text) = PUBLISHED[0];
        let catalogue = Catalogue::built_in().expect("sound");
        let faults = |from: &str, to: &str| {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from} is in the file");
            let file = facts::read::<File>(name, &changed);
            file.map_or_else(|Faults(faults)| faults, |file| WorkflowParameters::from(file).faults(&catalogue))
        };
        assert_eq!(faults("opens_days_before = 180", "opens_days_before = 100").len(), 1);
        assert_eq!(faults("value = [210, 180", "value = [180, 210").len(), 1);
        assert_eq!(faults("value = 36", "value = 35").len(), 1);
        assert_eq!(faults("id = \"26-2026\"", "id = \"27-2026\"").len(), 1);
        assert_eq!(faults("source = \"setting\"", "source = \"hearsay\"").len(), 1);
        assert_eq!(faults("working_days = 15", "days = 15").len(), 1);
        assert_eq!(faults("working_days = 15", "working_days = 15\nhours = 2").len(), 1);
    }
}
