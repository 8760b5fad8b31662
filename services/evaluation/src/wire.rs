//! Between evaluation's values and the contract's messages; nothing else.

pub(crate) mod agenda;
pub(crate) mod ballots;
pub(crate) mod complaints;
pub(crate) mod councils;
pub(crate) mod dossiers;
pub(crate) mod inspections;
pub(crate) mod minutes;
pub(crate) mod parcels;
pub(crate) mod redo;
pub(crate) mod register;
pub(crate) mod what_next;

use chrono::NaiveDate;
use platform::error::Text;
use platform::fields::{Fields, etag};
use platform::ids::PersonId;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::evaluation::v1 as pb;
use proto::registry::v1::ProducerKind;

use crate::domain::certificate::Certificate;
use crate::domain::council::{Council, DecisionReference, Duty, Member};
use crate::domain::criteria::{
    Band, Case, CriteriaSet, CriteriaVersion, Criterion, Form, Part, Rule, RuleKind, ScoredOption, Section,
};
use crate::domain::decision::{Decision, DecisionState};
use crate::domain::dossier::{Dossier, DossierKind, DossierState, Level, Turn};
use crate::domain::explanation::explain;
use crate::domain::member_statistics::MemberStatistics;
use crate::domain::recognition::Recognition;
use crate::domain::register::RegisteredCertificate;
use crate::domain::score::{AppliedRule, Ending, Gap, Outcome, Ranking, Score};
use crate::domain::session::{Ballot, BallotRound, DossierResult, Scoring, Session};
use crate::domain::sheet::{Choice, Finding, FixedCase, FoundRule};
use crate::ops::{CouncilStatistics, SeenResult, SeenSession};

pub(crate) mod evidence;
pub(crate) mod forms;

fn text(text: &Text) -> Option<LocalizedText> {
    Some(LocalizedText { vi: text.vi.clone(), en: text.en.clone() })
}

fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn optional_day(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

// Criteria

pub(crate) fn criteria_version(version: &CriteriaVersion, in_force_to: Option<NaiveDate>) -> pb::CriteriaVersion {
    let band =
        |band: &Band| pb::StarBand { star: band.star.into(), min_points: band.min_points, certified: band.certified };
    pb::CriteriaVersion {
        id: version.id.clone(),
        decision_number: version.decision_number.clone(),
        in_force_from: version.in_force_from.to_string(),
        in_force_to: optional_day(in_force_to),
        sha256: version.sha256.clone(),
        certificate_months: i32::try_from(version.certificate_months).unwrap_or(i32::MAX),
        star_bands: version.bands.iter().map(band).collect(),
        product_set_count: count(version.sets.len()),
    }
}

pub(crate) fn criteria_set(set: &CriteriaSet) -> pb::CriteriaSet {
    pb::CriteriaSet {
        criteria_version_id: set.version_id.clone(),
        product_set: set.number,
        title: text(&set.title),
        sector: set.sector.clone(),
        group: set.group.clone(),
        parts: set.parts.iter().map(|part| criteria_part(set, part)).collect(),
        elimination_causes: set
            .causes
            .iter()
            .map(|cause| pb::EliminationCause { key: cause.key.clone(), title: text(&cause.title) })
            .collect(),
        samples_required: set.samples_required,
        doubts: set.doubts.iter().filter_map(text).collect(),
    }
}

fn criteria_part(set: &CriteriaSet, part: &Part) -> pb::CriteriaPart {
    pb::CriteriaPart {
        code: part.code.clone(),
        title: text(&part.title),
        max_points: part.max_points,
        sections: part.sections.iter().map(|section| criteria_section(set, section)).collect(),
    }
}

fn criteria_section(set: &CriteriaSet, section: &Section) -> pb::CriteriaSection {
    pb::CriteriaSection {
        code: section.code.clone(),
        title: text(&section.title),
        max_points: section.max_points,
        criteria: set.criteria[section.criteria.clone()].iter().map(criterion).collect(),
    }
}

fn criterion(criterion: &Criterion) -> pb::Criterion {
    let (options, cases) = match &criterion.form {
        Form::Options(scored) => (options(scored), Vec::new()),
        Form::Cases(cases) => (Vec::new(), cases.iter().map(criterion_case).collect()),
    };
    pb::Criterion {
        code: criterion.code.clone(),
        title: text(&criterion.title),
        hint: criterion.hint.as_ref().and_then(text),
        max_points: criterion.max_points,
        options,
        cases,
        rules: (1..).zip(&criterion.rules).map(|(position, rule)| criterion_rule(position, rule)).collect(),
        doubts: criterion.doubts.iter().filter_map(text).collect(),
    }
}

fn criterion_case(case: &Case) -> pb::CriterionCase {
    pb::CriterionCase { key: case.key.clone(), title: text(&case.title), options: options(&case.options) }
}

fn options(scored: &[ScoredOption]) -> Vec<pb::CriterionOption> {
    let option = |(position, option): (i32, &ScoredOption)| pb::CriterionOption {
        position,
        points: option.points,
        min_star: option.min_star.map(i32::from).unwrap_or_default(),
        label: text(&option.label),
    };
    (1..).zip(scored).map(option).collect()
}

fn criterion_rule(position: i32, rule: &Rule) -> pb::CriterionRule {
    let kind = match rule.kind {
        RuleKind::Eliminate => pb::RuleKind::Eliminate,
        RuleKind::StopScoring => pb::RuleKind::StopScoring,
        RuleKind::NotEligible => pb::RuleKind::NotEligible,
        RuleKind::Requirement => pb::RuleKind::Requirement,
        RuleKind::Evidence => pb::RuleKind::Evidence,
        RuleKind::AppliesIf => pb::RuleKind::AppliesIf,
    };
    pb::CriterionRule { position, kind: kind.into(), text: text(&rule.text), computed: rule.computed.is_some() }
}

// Sheets and scores

/// Most criteria a sheet names.
const MOST_CHOICES: usize = 200;
/// Most rules a ballot finds.
const MOST_FINDINGS: usize = 50;

pub(crate) fn read_choices(fields: &mut Fields, choices: Vec<pb::Choice>) -> Option<Vec<Choice>> {
    let choices = fields.list("choices", choices, 0..=MOST_CHOICES)?;
    let choice = |choice: pb::Choice| Choice { criterion: choice.criterion, option: choice.option };
    Some(choices.into_iter().map(choice).collect())
}

/// Reads which ballot is meant; the first one if left out.
pub(crate) fn read_round(fields: &mut Fields, given: i32) -> Option<BallotRound> {
    let number = fields.number("round", given, 0..=2)?;
    BallotRound::numbered(number.max(1))
}

pub(crate) fn read_cases(fields: &mut Fields, path: &str, cases: Vec<pb::FixedCase>) -> Option<Vec<FixedCase>> {
    let cases = fields.list(path, cases, 0..=MOST_CHOICES)?;
    let case = |case: pb::FixedCase| FixedCase { criterion: case.criterion, case: case.case_key };
    Some(cases.into_iter().map(case).collect())
}

pub(crate) fn read_findings(fields: &mut Fields, findings: Vec<pb::Finding>) -> Option<Vec<Finding>> {
    let findings = fields.list("findings", findings, 0..=MOST_FINDINGS)?;
    fields.each("findings", &findings, |fields, path, finding| {
        let evidence = fields.line(&format!("{path}.evidence"), &finding.evidence, 500);
        let rule = match &finding.rule {
            Some(pb::finding::Rule::EliminationCause(key)) => Some(FoundRule::Cause(key.clone())),
            Some(pb::finding::Rule::CriterionRule(rule)) => Some(FoundRule::OfCriterion {
                criterion: rule.criterion.clone(),
                position: usize::try_from(rule.position).unwrap_or_default(),
            }),
            None => {
                fields.fault(format!("{path}.rule"), "Chưa nêu quy tắc nào.", "It names no rule.");
                None
            }
        };
        Some(Finding { rule: rule?, evidence: evidence? })
    })
}

pub(crate) fn outcome(outcome: &Outcome) -> pb::Outcome {
    ending(outcome.ending())
}

fn ending(ending: Ending) -> pb::Outcome {
    match ending {
        Ending::Star(_) => pb::Outcome::Ranked,
        Ending::Eliminated => pb::Outcome::Eliminated,
        Ending::Stopped => pb::Outcome::Stopped,
    }
}

pub(crate) fn score(set: &CriteriaSet, score: &Score) -> pb::Score {
    let base = pb::Score {
        outcome: outcome(&score.outcome).into(),
        sheet_count: count(score.sheet_count),
        flags: score.flags.iter().map(applied_rule).collect(),
        ..pb::Score::default()
    };
    match &score.outcome {
        Outcome::Ranked(ranking) => pb::Score {
            sum_points: ranking.sum,
            mean_hundredths: ranking.mean_hundredths(),
            parts: set
                .parts
                .iter()
                .zip(ranking.parts)
                .map(|(part, sum_points)| pb::PartScore {
                    code: part.code.clone(),
                    sum_points,
                    max_points: part.max_points,
                })
                .collect(),
            band: ranking.band.into(),
            star: ranking.star.into(),
            gaps: ranking.gaps.iter().map(|gap| star_gap(set, ranking, gap)).collect(),
            spread_points: ranking.spread(),
            ..base
        },
        Outcome::Eliminated(by) | Outcome::Stopped(by) => {
            pb::Score { ended_by: by.iter().map(applied_rule).collect(), ..base }
        }
    }
}

fn star_gap(set: &CriteriaSet, ranking: &Ranking, gap: &Gap) -> pb::StarGap {
    let unmet = gap.unmet.iter().filter_map(|unmet| {
        let criterion = &set.criteria[unmet.criterion];
        let (position, option) = criterion.needed_option(gap.star)?;
        Some(pb::UnmetMinimum {
            criterion: criterion.code.clone(),
            criterion_title: text(&criterion.title),
            needed_option: count(position),
            needed_points: option.points,
            needed_label: text(&option.label),
            median_points: unmet.median,
            requirement_unmet: unmet.requirement_unmet,
        })
    });
    pb::StarGap {
        star: gap.star.into(),
        missing_sum_points: gap.missing_sum,
        unmet_minima: unmet.collect(),
        text: text(&explain(set, ranking, gap)),
    }
}

fn applied_rule(rule: &AppliedRule) -> pb::AppliedRule {
    pb::AppliedRule {
        criterion: rule.criterion.clone().unwrap_or_default(),
        text: text(&rule.text),
        found_by_count: count(rule.found_by),
    }
}

// Dossiers

const KINDS: [(pb::DossierKind, DossierKind); 3] = [
    (pb::DossierKind::First, DossierKind::First),
    (pb::DossierKind::Upgrade, DossierKind::Upgrade),
    (pb::DossierKind::ReRanking, DossierKind::ReRanking),
];

pub(crate) fn dossier_kind(kind: DossierKind) -> pb::DossierKind {
    match kind {
        DossierKind::First => pb::DossierKind::First,
        DossierKind::Upgrade => pb::DossierKind::Upgrade,
        DossierKind::ReRanking => pb::DossierKind::ReRanking,
    }
}

pub(crate) fn read_dossier_kind(fields: &mut Fields, given: i32) -> Option<DossierKind> {
    let kind: pb::DossierKind = fields.choice("kind", given)?;
    KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)
}

pub(crate) fn dossier_state(state: &DossierState) -> pb::DossierState {
    match state {
        DossierState::Draft => pb::DossierState::Draft,
        DossierState::Filed => pb::DossierState::Filed,
        DossierState::Returned => pb::DossierState::Returned,
        DossierState::RejectionAnnounced { .. } => pb::DossierState::RejectionAnnounced,
        DossierState::RejectionAnswered { .. } => pb::DossierState::RejectionAnswered,
        DossierState::Accepted => pb::DossierState::Accepted,
        DossierState::Proposed { .. } => pb::DossierState::Proposed,
        DossierState::UnderReview { .. } => pb::DossierState::UnderReview,
        DossierState::SupplementRequested { .. } => pb::DossierState::SupplementRequested,
        DossierState::Ready { .. } => pb::DossierState::Ready,
        DossierState::Scoring { .. } => pb::DossierState::Scoring,
        DossierState::Assessed { .. } => pb::DossierState::Assessed,
        DossierState::PotentialFive { .. } => pb::DossierState::PotentialFive,
        DossierState::ReturnedByMinistry { .. } => pb::DossierState::ReturnedByMinistry,
        DossierState::NotRecognised { .. } => pb::DossierState::NotRecognised,
        DossierState::Certified { .. } => pb::DossierState::Certified,
        DossierState::Rejected { .. } => pb::DossierState::Rejected,
        DossierState::Withdrawn => pb::DossierState::Withdrawn,
    }
}

/// Reads a state of a filter, by its stored name: that of the contract, in lower case without prefix.
pub(crate) fn read_optional_dossier_state(fields: &mut Fields, given: i32) -> Option<Option<String>> {
    let state: Option<pb::DossierState> = fields.optional_choice("state", given)?;
    Some(state.map(|state| state.as_str_name().trim_start_matches("DOSSIER_STATE_").to_lowercase()))
}

pub(crate) fn level(level: Level) -> pb::Level {
    match level {
        Level::Commune => pb::Level::Commune,
        Level::Province => pb::Level::Province,
        Level::Ministry => pb::Level::Ministry,
    }
}

pub(crate) fn turn(turn: Turn) -> pb::Turn {
    match turn {
        Turn::Producer => pb::Turn::Producer,
        Turn::Officer(Level::Commune) => pb::Turn::CommuneOfficer,
        Turn::Officer(Level::Province) => pb::Turn::ProvinceOfficer,
        Turn::Officer(Level::Ministry) => pb::Turn::MinistryOfficer,
        Turn::AdvisoryTeam(Level::Ministry) => pb::Turn::MinistryTeam,
        Turn::AdvisoryTeam(_) => pb::Turn::ProvinceTeam,
        Turn::Council(Level::Ministry) => pb::Turn::MinistryCouncil,
        Turn::Council(_) => pb::Turn::ProvinceCouncil,
        Turn::Leader(Level::Commune) => pb::Turn::CommuneLeader,
        Turn::Leader(Level::Province) => pb::Turn::ProvinceLeader,
        Turn::Leader(Level::Ministry) => pb::Turn::MinistryLeader,
        Turn::Nobody => pb::Turn::Nobody,
    }
}

/// Name of a producer's kind, such as `cooperative`.
pub(crate) fn producer_kind_name(kind: ProducerKind) -> String {
    kind.as_str_name().trim_start_matches("PRODUCER_KIND_").to_lowercase()
}

pub(crate) fn dossier(dossier: Dossier) -> pb::Dossier {
    let certificate_id = match &dossier.state {
        DossierState::Certified { certificate, .. } => certificate.to_string(),
        _ => String::new(),
    };
    pb::Dossier {
        id: dossier.id.to_string(),
        kind: dossier_kind(dossier.kind).into(),
        state: dossier_state(&dossier.state).into(),
        criteria_version_id: dossier.criteria_version.clone(),
        level: level(dossier.state.level()).into(),
        turn: turn(dossier.turn()).into(),
        due_on: optional_day(dossier.clocks.due_on()),
        frozen_version: dossier.frozen_version,
        previous_certificate_id: dossier.previous.map(|id| id.to_string()).unwrap_or_default(),
        standing_certificate_id: dossier.standing.map(|id| id.to_string()).unwrap_or_default(),
        proposed_on: optional_day(dossier.proposed_on),
        paper_original: dossier.paper_original.unwrap_or_default(),
        workflow_version_id: dossier.criteria_version,
        product_code: dossier.code.unwrap_or_default(),
        session_id: dossier.state.session().map(|session| session.to_string()).unwrap_or_default(),
        certificate_id,
        sample: dossier.product.sample,
        product: Some(pb::ProductSnapshot {
            product_id: dossier.product.id.to_string(),
            etag: dossier.product.etag,
            name: dossier.product.name,
            product_set: dossier.product.product_set,
            unit_id: dossier.product.unit.to_string(),
        }),
        producer: Some(pb::ProducerSnapshot {
            producer_id: dossier.producer.id.to_string(),
            etag: dossier.producer.etag,
            name: dossier.producer.name,
            kind: dossier.producer.kind,
        }),
        filed_at: Some(timestamp(dossier.filed_at)),
        etag: etag(dossier.version),
    }
}

// Councils and sessions

const DUTIES: [(pb::Duty, Duty); 4] = [
    (pb::Duty::Chair, Duty::Chair),
    (pb::Duty::DeputyChair, Duty::DeputyChair),
    (pb::Duty::Secretary, Duty::Secretary),
    (pb::Duty::Member, Duty::Member),
];

pub(crate) fn read_duty(fields: &mut Fields, path: &str, given: i32) -> Option<Duty> {
    let duty: pb::Duty = fields.choice(path, given)?;
    DUTIES.into_iter().find(|(wire, _)| *wire == duty).map(|(_, own)| own)
}

pub(crate) fn duty(duty: Duty) -> pb::Duty {
    DUTIES.into_iter().find(|(_, own)| *own == duty).map(|(wire, _)| wire).unwrap_or_default()
}

pub(crate) fn read_decision(
    fields: &mut Fields,
    path: &str,
    given: Option<pb::DecisionReference>,
) -> Option<DecisionReference> {
    let given = fields.message(path, given)?;
    let number = fields.line(&format!("{path}.number"), &given.number, 50);
    let date = fields.date(&format!("{path}.date"), &given.date);
    let signer_name = fields.line(&format!("{path}.signer_name"), &given.signer_name, 100);
    let signer_title = fields.line(&format!("{path}.signer_title"), &given.signer_title, 100);
    Some(DecisionReference { number: number?, date: date?, signer_name: signer_name?, signer_title: signer_title? })
}

/// Reads a term; it must not end before it begins.
pub(crate) fn read_term(fields: &mut Fields, path: &str, from: &str, to: &str) -> Option<(NaiveDate, NaiveDate)> {
    let term_from = fields.date(&format!("{path}.term_from"), from);
    let term_to = fields.date(&format!("{path}.term_to"), to);
    let (from, to) = (term_from?, term_to?);
    if to < from {
        fields.fault(
            format!("{path}.term_to"),
            "Nhiệm kỳ kết thúc trước khi bắt đầu.",
            "The term ends before it begins.",
        );
        return None;
    }
    Some((from, to))
}

fn decision_reference(reference: DecisionReference) -> pb::DecisionReference {
    pb::DecisionReference {
        number: reference.number,
        date: reference.date.to_string(),
        signer_name: reference.signer_name,
        signer_title: reference.signer_title,
    }
}

pub(crate) fn council(council: Council) -> pb::Council {
    pb::Council {
        id: council.id.to_string(),
        unit_id: council.province.to_string(),
        decision: Some(decision_reference(council.decision)),
        term_from: council.term_from.to_string(),
        term_to: council.term_to.to_string(),
        members: council.members.into_iter().map(member).collect(),
        substitutes: council.substitutes.into_iter().map(councils::substitute).collect(),
        regulation_id: council.regulation.id,
    }
}

fn member(member: Member) -> pb::CouncilMember {
    pb::CouncilMember {
        person_id: member.person.to_string(),
        full_name: member.full_name,
        title: member.title,
        body: member.body,
        duty: duty(member.duty).into(),
    }
}

pub(crate) fn council_statistics(statistics: CouncilStatistics) -> pb::GetMemberStatisticsResponse {
    pb::GetMemberStatisticsResponse {
        ranked_scoring_count: count(statistics.ranked_scorings),
        members: statistics.members.iter().map(member_statistics).collect(),
    }
}

fn member_statistics(member: &MemberStatistics) -> pb::MemberStatistics {
    pb::MemberStatistics {
        person_id: member.person.to_string(),
        scoring_count: count(member.scorings),
        deviation_hundredths: i32::try_from(member.deviation_hundredths).unwrap_or(i32::MAX),
        spread_hundredths: i32::try_from(member.spread_hundredths).unwrap_or(i32::MAX),
        criteria_count: count(member.criteria),
        agreeing_criteria_count: count(member.agreeing),
        agreement_percent_hundredths: count(member.agreement_hundredths()),
    }
}

pub(crate) fn opened_session((session, scorings): (Session, Vec<Scoring>)) -> pb::Session {
    seen_session(SeenSession { session, scorings, voted: Default::default(), absences: Vec::new() })
}

pub(crate) fn seen_session(mut seen: SeenSession) -> pb::Session {
    let dossiers = seen.scorings.into_iter().map(|scoring| {
        let voted = seen.voted.remove(&scoring.dossier).unwrap_or_default();
        let voted_person_ids = voted.iter().map(ToString::to_string).collect();
        pb::SessionDossier { voted_person_ids, ..ballots::session_dossier(scoring) }
    });
    pb::Session {
        id: seen.session.id.to_string(),
        council_id: seen.session.council.to_string(),
        dossiers: dossiers.collect(),
        opened_at: Some(timestamp(seen.session.opened_at)),
        written_until: optional_day(seen.session.written_until),
        held_on: optional_day(seen.session.held_on),
        absences: seen.absences.into_iter().map(councils::absence).collect(),
    }
}

pub(crate) fn ballot_receipt(ballot: &Ballot) -> pb::BallotReceipt {
    pb::BallotReceipt {
        ballot_id: ballot.id.to_string(),
        session_id: ballot.session.to_string(),
        dossier_id: ballot.dossier.to_string(),
        cast_at: Some(timestamp(ballot.cast_at)),
    }
}

pub(crate) fn seen_result(seen: SeenResult) -> pb::DossierResult {
    let stability = stability(&seen.result, seen.shows_members);
    let totals = if seen.shows_members { seen.result.totals } else { Vec::new() };
    pb::DossierResult {
        dossier_id: seen.result.dossier.to_string(),
        session_id: seen.result.session.to_string(),
        score: Some(seen.score),
        spread_exceeds_limit: seen.result.spread_exceeds_limit,
        member_totals: totals
            .into_iter()
            .map(|(person, total_points)| pb::MemberTotal { person_id: person.to_string(), total_points })
            .collect(),
        closed_at: Some(timestamp(seen.result.closed_at)),
        stability: Some(stability),
        round: seen.result.round.number(),
        conclusion: ballots::conclusion(seen.result.conclusion).into(),
        differing_criteria: seen.differing,
    }
}

fn stability(result: &DossierResult, shows_members: bool) -> pb::Stability {
    let member = |(person, without): &(PersonId, Ending)| pb::DecisiveMember {
        person_id: person.to_string(),
        outcome_without: ending(*without).into(),
        star_without: without.star().map(i32::from).unwrap_or_default(),
    };
    pb::Stability {
        hangs_on_one_member: !result.decisive.is_empty(),
        decisive_members: result.decisive.iter().filter(|_| shows_members).map(member).collect(),
        near_band_edge: result.near_edge.map(|edge| pb::NearBandEdge {
            star: edge.star.into(),
            min_points: edge.min_points,
            distance_sum_points: edge.distance_sum,
        }),
    }
}

// Decisions, certificates, recognitions

pub(crate) fn decision(decision: Decision) -> pb::Decision {
    let (state, decided_by, reasons) = match decision.state {
        DecisionState::Entered => (pb::DecisionState::Entered, None, String::new()),
        DecisionState::Approved { by, .. } => (pb::DecisionState::Approved, by, String::new()),
        DecisionState::Declined { by, reasons, .. } => (pb::DecisionState::Declined, by, reasons),
    };
    let person = |person: Option<PersonId>| person.map(|person| person.to_string()).unwrap_or_default();
    pb::Decision {
        id: decision.id.to_string(),
        issuer_unit_id: decision.issuer.to_string(),
        reference: Some(decision_reference(decision.reference)),
        dossier_ids: decision.dossiers.iter().map(ToString::to_string).collect(),
        state: state.into(),
        entered_by_person_id: person(decision.entered_by),
        decided_by_person_id: person(decided_by),
        reasons,
        signed_file_sha256: decision.signed_file,
    }
}

/// A certificate that was just issued.
pub(crate) fn certificate((certificate, day): (Certificate, NaiveDate)) -> pb::Certificate {
    register::certificate((RegisteredCertificate::fresh(certificate), day))
}

pub(crate) fn recognition(recognition: Recognition) -> pb::RecordedRecognition {
    let (expires_earliest, expires_latest) = recognition.expires();
    let retraction = recognition.retraction;
    let facts = recognition.facts;
    let paper = facts.paper;
    pb::RecordedRecognition {
        id: recognition.id.to_string(),
        product_name: facts.product_name,
        producer_name: facts.producer_name,
        place_as_recorded: facts.place_as_recorded,
        unit_id: facts.province.to_string(),
        product_set: facts.product_set.unwrap_or_default(),
        star: facts.star.map(i32::from).unwrap_or_default(),
        recognised_earliest: optional_day(facts.earliest),
        recognised_latest: optional_day(facts.latest),
        recognised_as_recorded: facts.recognised_as_recorded,
        rule_set: recognition.rule_set.unwrap_or_default(),
        evidence: facts.evidence,
        recorded_at: Some(timestamp(recognition.recorded_at)),
        certificate_number: paper.number.unwrap_or_default(),
        product_code: paper.product_code.unwrap_or_default(),
        decision_number: paper.decision_number.unwrap_or_default(),
        issuing_body: paper.issuing_body.unwrap_or_default(),
        issuing_level: paper.issuing_level.map(register::issuing_level).unwrap_or_default().into(),
        expires_on: optional_day(paper.expires_on),
        expires_earliest: optional_day(expires_earliest),
        expires_latest: expires_latest.to_string(),
        retracted_at: retraction.as_ref().map(|retraction| timestamp(retraction.at)),
        retracted_by_person_id: retraction.as_ref().map(|retraction| retraction.by.to_string()).unwrap_or_default(),
        retraction_reason: retraction.map(|retraction| retraction.reason).unwrap_or_default(),
    }
}
