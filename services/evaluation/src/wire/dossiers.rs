//! What the producer hands in and what officials write down, between values and messages.

use platform::fields::Fields;
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{decision_reference, level, optional_day};
use crate::domain::advisory_team::{AdvisoryTeam, TeamMember};
use crate::domain::custody::{Custody, Part};
use crate::domain::dossier::forms::{
    Case, Change, Difference, Forms, RegistrationForm, ResultsSinceRecognition, SelfAssessment, SelfAssessmentItem,
};
use crate::domain::dossier::record::{
    Assessment, CommuneCheck, Reading, Record, RecordContent, ReviewReport, SiteSurvey, TestReport,
};
use crate::domain::dossier::{Receipt, TakenStep};

/// Most characters of a field of a form.
const MOST_TEXT: usize = 20_000;
/// Most criteria a form names.
const MOST_CRITERIA: usize = 200;
/// Most readings of a test report.
const MOST_READINGS: usize = 200;

pub(crate) fn read_forms(fields: &mut Fields, given: Option<pb::Forms>) -> Option<Forms> {
    let given = fields.message("forms", given)?;
    let registration = read_registration(fields, given.registration_form.unwrap_or_default());
    let self_assessment = read_self_assessment(fields, given.self_assessment.unwrap_or_default());
    let changes = fields.list("forms.changes", given.changes, 0..=MOST_CRITERIA).unwrap_or_default();
    let changes = fields.each("forms.changes", &changes, |fields, path, change| {
        let criterion = fields.line(&format!("{path}.criterion"), &change.criterion, 20);
        let description = fields.paragraphs(&format!("{path}.description"), &change.description, MOST_TEXT);
        Some(Change { criterion: criterion?, description: description? })
    });
    let results = match given.results_since_recognition {
        Some(results) => read_results(fields, &results).map(Some),
        None => Some(None),
    };
    Some(Forms { registration: registration?, self_assessment: self_assessment?, changes: changes?, results: results? })
}

fn read_registration(fields: &mut Fields, given: pb::RegistrationForm) -> Option<RegistrationForm> {
    let path = |name: &str| format!("forms.registration_form.{name}");
    // A draft may leave it open; handing in asks for it.
    let target_star = match given.target_star {
        0 => Some(0),
        star => fields.number(&path("target_star"), star, 3..=5),
    };
    let mut text = |name: &str, given: &str| fields.paragraphs(&path(name), given, MOST_TEXT);
    let product_description = text("product_description", &given.product_description);
    let raw_material = text("raw_material", &given.raw_material);
    let production_place = text("production_place", &given.production_place);
    let market = text("market", &given.market);
    Some(RegistrationForm {
        target_star: u8::try_from(target_star?).ok()?,
        product_description: product_description?,
        raw_material: raw_material?,
        production_place: production_place?,
        market: market?,
    })
}

fn read_self_assessment(fields: &mut Fields, given: pb::SelfAssessment) -> Option<SelfAssessment> {
    let summary = fields.paragraphs("forms.self_assessment.summary", &given.summary, MOST_TEXT);
    let path = "forms.self_assessment.items";
    let items = fields.list(path, given.items, 0..=MOST_CRITERIA).unwrap_or_default();
    let items = fields.each(path, &items, |fields, path, item| {
        let criterion = fields.line(&format!("{path}.criterion"), &item.criterion, 20);
        let description = fields.paragraphs(&format!("{path}.description"), &item.description, MOST_TEXT);
        Some(SelfAssessmentItem { criterion: criterion?, option: item.option, description: description? })
    });
    let path = "forms.self_assessment.fixed_cases";
    let cases = fields.list(path, given.fixed_cases, 0..=MOST_CRITERIA).unwrap_or_default();
    let case = |case: pb::FixedCase| Case { criterion: case.criterion, case: case.case_key };
    Some(SelfAssessment { summary: summary?, items: items?, cases: cases.into_iter().map(case).collect() })
}

fn read_results(fields: &mut Fields, given: &pb::ResultsSinceRecognition) -> Option<ResultsSinceRecognition> {
    let mut text = |name: &str, given: &str| {
        fields.paragraphs(&format!("forms.results_since_recognition.{name}"), given, MOST_TEXT)
    };
    let raw_material = text("raw_material", &given.raw_material);
    let technology = text("technology", &given.technology);
    let packaging = text("packaging", &given.packaging);
    let label = text("label", &given.label);
    let declaration = text("declaration", &given.declaration);
    let periodic_tests = text("periodic_tests", &given.periodic_tests);
    let market = text("market", &given.market);
    let output = text("output", &given.output);
    if given.revenue_vnd < 0 {
        fields.fault(
            "forms.results_since_recognition.revenue_vnd",
            "Doanh thu không thể âm.",
            "Revenue cannot be negative.",
        );
        return None;
    }
    Some(ResultsSinceRecognition {
        raw_material: raw_material?,
        technology: technology?,
        packaging: packaging?,
        label: label?,
        declaration: declaration?,
        periodic_tests: periodic_tests?,
        market: market?,
        output: output?,
        revenue_vnd: given.revenue_vnd,
    })
}

pub(crate) fn forms(forms: Forms) -> pb::Forms {
    let RegistrationForm { target_star, product_description, raw_material, production_place, market } =
        forms.registration;
    let item = |item: SelfAssessmentItem| pb::SelfAssessmentItem {
        criterion: item.criterion,
        option: item.option,
        description: item.description,
    };
    let results = |results: ResultsSinceRecognition| pb::ResultsSinceRecognition {
        raw_material: results.raw_material,
        technology: results.technology,
        packaging: results.packaging,
        label: results.label,
        declaration: results.declaration,
        periodic_tests: results.periodic_tests,
        market: results.market,
        output: results.output,
        revenue_vnd: results.revenue_vnd,
    };
    pb::Forms {
        registration_form: Some(pb::RegistrationForm {
            target_star: target_star.into(),
            product_description,
            raw_material,
            production_place,
            market,
        }),
        self_assessment: Some(pb::SelfAssessment {
            summary: forms.self_assessment.summary,
            items: forms.self_assessment.items.into_iter().map(item).collect(),
            fixed_cases: forms
                .self_assessment
                .cases
                .into_iter()
                .map(|case| pb::FixedCase { criterion: case.criterion, case_key: case.case })
                .collect(),
        }),
        changes: forms
            .changes
            .into_iter()
            .map(|change| pb::Change { criterion: change.criterion, description: change.description })
            .collect(),
        results_since_recognition: forms.results.map(results),
    }
}

pub(crate) fn difference(difference: Difference) -> pb::FormDifference {
    pb::FormDifference { field: difference.field, before: difference.before, now: difference.now }
}

// Records

pub(crate) fn read_commune_check(fields: &mut Fields, given: Option<pb::CommuneCheck>) -> Option<CommuneCheck> {
    let given = fields.message("commune_check", given)?;
    let mut content = |name: &str, given: Option<pb::CommuneAssessment>| {
        let path = format!("commune_check.{name}");
        let given = fields.message(&path, given)?;
        let remark = fields.paragraphs(&format!("{path}.remark"), &given.remark, MOST_TEXT)?;
        Some(Assessment { met: given.met, remark })
    };
    let raw_material = content("raw_material", given.raw_material);
    let labour = content("labour", given.labour);
    let idea_origin = content("idea_origin", given.idea_origin);
    let local_identity = content("local_identity", given.local_identity);
    let proposal = fields.paragraphs("commune_check.proposal", &given.proposal, MOST_TEXT);
    Some(CommuneCheck {
        complete: given.complete,
        raw_material: raw_material?,
        labour: labour?,
        idea_origin: idea_origin?,
        local_identity: local_identity?,
        proposal: proposal?,
    })
}

pub(crate) fn read_site_survey(fields: &mut Fields, given: Option<pb::SiteSurvey>) -> Option<SiteSurvey> {
    let given = fields.message("site_survey", given)?;
    let surveyed_on = fields.date("site_survey.surveyed_on", &given.surveyed_on);
    let place = fields.line("site_survey.place", &given.place, 300);
    let findings = fields.paragraphs("site_survey.findings", &given.findings, MOST_TEXT);
    Some(SiteSurvey { surveyed_on: surveyed_on?, place: place?, findings: findings? })
}

pub(crate) fn read_test_report(fields: &mut Fields, given: Option<pb::TestReport>) -> Option<TestReport> {
    let given = fields.message("test_report", given)?;
    let number = fields.line("test_report.number", &given.number, 100);
    let laboratory = fields.line("test_report.laboratory", &given.laboratory, 200);
    let sampled_on = fields.date("test_report.sampled_on", &given.sampled_on);
    let reported_on = fields.date("test_report.reported_on", &given.reported_on);
    let readings = fields.list("test_report.readings", given.readings, 1..=MOST_READINGS).unwrap_or_default();
    let readings = fields.each("test_report.readings", &readings, |fields, path, reading| {
        let parameter = fields.line(&format!("{path}.parameter"), &reading.parameter, 200);
        let method = fields.optional_line(&format!("{path}.method"), &reading.method, 200);
        let value = fields.line(&format!("{path}.value"), &reading.value, 50);
        let unit = fields.optional_line(&format!("{path}.unit"), &reading.unit, 50);
        let limit = fields.optional_line(&format!("{path}.limit"), &reading.limit, 50);
        Some(Reading {
            parameter: parameter?,
            method: method?,
            value: value?,
            unit: unit?,
            limit: limit?,
            passes: reading.passes,
        })
    });
    Some(TestReport {
        number: number?,
        laboratory: laboratory?,
        sampled_on: sampled_on?,
        reported_on: reported_on?,
        readings: readings?,
    })
}

pub(crate) fn read_review_report(fields: &mut Fields, given: Option<pb::ReviewReport>) -> Option<ReviewReport> {
    let given = fields.message("review_report", given)?;
    let summary = fields.paragraphs("review_report.summary", &given.summary, MOST_TEXT);
    let proposal = fields.paragraphs("review_report.proposal", &given.proposal, MOST_TEXT);
    if summary.as_deref() == Some("") {
        fields.fault("review_report.summary", "Báo cáo không được để trống.", "The report must not be empty.");
    }
    Some(ReviewReport { summary: summary?, proposal: proposal? })
}

pub(crate) fn record(record: Record) -> pb::DossierRecord {
    let content = match record.content {
        RecordContent::CommuneCheck(check) => pb::dossier_record::Content::CommuneCheck(commune_check(check)),
        RecordContent::SiteSurvey(survey) => pb::dossier_record::Content::SiteSurvey(pb::SiteSurvey {
            surveyed_on: survey.surveyed_on.to_string(),
            place: survey.place,
            findings: survey.findings,
        }),
        RecordContent::TestReport(report) => pb::dossier_record::Content::TestReport(test_report(report)),
        RecordContent::ReviewReport(report) => pb::dossier_record::Content::ReviewReport(pb::ReviewReport {
            summary: report.summary,
            proposal: report.proposal,
        }),
    };
    pb::DossierRecord {
        id: record.id.to_string(),
        dossier_version: record.dossier_version,
        level: level(record.level).into(),
        recorded_at: Some(timestamp(record.recorded_at)),
        recorded_by_person_id: record.recorded_by.to_string(),
        content: Some(content),
    }
}

fn commune_check(check: CommuneCheck) -> pb::CommuneCheck {
    let content = |content: Assessment| Some(pb::CommuneAssessment { met: content.met, remark: content.remark });
    pb::CommuneCheck {
        complete: check.complete,
        raw_material: content(check.raw_material),
        labour: content(check.labour),
        idea_origin: content(check.idea_origin),
        local_identity: content(check.local_identity),
        proposal: check.proposal,
    }
}

fn test_report(report: TestReport) -> pb::TestReport {
    let reading = |reading: Reading| pb::TestReading {
        parameter: reading.parameter,
        method: reading.method,
        value: reading.value,
        unit: reading.unit,
        limit: reading.limit,
        passes: reading.passes,
    };
    pb::TestReport {
        number: report.number,
        laboratory: report.laboratory,
        sampled_on: report.sampled_on.to_string(),
        reported_on: report.reported_on.to_string(),
        readings: report.readings.into_iter().map(reading).collect(),
    }
}

// Steps, receipts, teams

pub(crate) fn step(step: TakenStep) -> pb::DossierStep {
    pb::DossierStep {
        action: step.action.name().to_owned(),
        from_state: step.from,
        to_state: step.to,
        level: level(step.level).into(),
        note: step.note,
        person_id: step.person.to_string(),
        stands_in_for_person_id: step.stands_in_for.map(|person| person.to_string()).unwrap_or_default(),
        at: Some(timestamp(step.at)),
    }
}

pub(crate) fn receipt(receipt: Receipt) -> pb::Receipt {
    pb::Receipt {
        level: level(receipt.level).into(),
        number: receipt.number,
        received_at: Some(timestamp(receipt.received_at)),
        received_by_person_id: receipt.received_by.to_string(),
        due_on: optional_day(receipt.due_on),
    }
}

pub(crate) fn advisory_team(team: AdvisoryTeam) -> pb::AdvisoryTeam {
    let member = |member: TeamMember| pb::AdvisoryTeamMember {
        person_id: member.person.to_string(),
        full_name: member.full_name,
        title: member.title,
        body: member.body,
        is_head: member.is_head,
    };
    pb::AdvisoryTeam {
        id: team.id.to_string(),
        unit_id: team.unit.to_string(),
        decision: Some(decision_reference(team.decision)),
        term_from: team.term_from.to_string(),
        term_to: team.term_to.to_string(),
        members: team.members.into_iter().map(member).collect(),
    }
}

pub(crate) fn custody_receipt(custody: Custody) -> pb::CustodyReceipt {
    let part = |part: Part| pb::CustodyPart { name: part.name, sha256: part.sha256 };
    let (received_at, received_by) = custody.received.unzip();
    pb::CustodyReceipt {
        dossier_id: custody.dossier.to_string(),
        parts: custody.parts.into_iter().map(part).collect(),
        manifest_sha256: custody.manifest_sha256,
        handed_over_at: Some(timestamp(custody.handed_over_at)),
        handed_over_by_person_id: custody.handed_over_by.to_string(),
        received_at: received_at.map(timestamp),
        received_by_person_id: received_by.flatten().map(|person| person.to_string()).unwrap_or_default(),
    }
}
