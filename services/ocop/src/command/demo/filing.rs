//! Dossiers on their way to the council: filed, sent back, checked, proposed, taken in and reviewed.

use chrono::{Months, NaiveDate};
use proto::evaluation::v1 as evaluation;

use super::clients::{Clients, PROVINCE, Person, request_id};
use super::registration::Registered;
use super::samples::Sample;
use super::show::{Show, both, day};
use super::story::{Told, missing};

/// A dossier for each sample: filed, accepted and proposed by the commune, taken in and reviewed by the province.
pub(super) async fn dossiers(
    show: &Show,
    clients: &mut Clients,
    registered: &[Registered],
    today: NaiveDate,
) -> Told<Vec<evaluation::Dossier>> {
    show.step(4, &both("Hồ sơ ở xã và ở tỉnh", "Dossiers at commune and province"));
    let mut dossiers = Vec::new();
    let mut table = vec![vec![
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Bộ tiêu chí", "Criteria")),
        show.word(&both("Mã sản phẩm", "Product code")),
    ]];
    for one in registered {
        let dossier = ready_dossier(clients, one, evaluation::DossierKind::First, today).await?;
        table.push(vec![
            dossier.product.clone().unwrap_or_default().name,
            dossier.criteria_version_id.clone(),
            dossier.product_code.clone(),
        ]);
        dossiers.push(dossier);
    }
    show.say(&both(
        "Cán bộ xã lập hồ sơ, lãnh đạo xã kiểm tra, tiếp nhận (người khác với người lập) và đề nghị lên tỉnh; mã do sổ đăng ký cấp.",
        "A commune officer files, the commune's leader checks, accepts (never the one who filed) and proposes; registry gives the code.",
    ));
    show.say(&both(
        "Tỉnh vào sổ, Tổ tư vấn xem xét và báo cáo; hồ sơ sẵn sàng cho Hội đồng.",
        "The province takes in, its advisory team reviews and reports; the dossiers are ready for the council.",
    ));
    show.table(&table);
    for dossier in &dossiers {
        say_if_returned(show, clients, dossier).await?;
    }
    Ok(dossiers)
}

/// Tells that a dossier was sent back, as its record has it.
async fn say_if_returned(show: &Show, clients: &mut Clients, dossier: &evaluation::Dossier) -> Told {
    let request = evaluation::ListDossierStepsRequest { dossier_id: dossier.id.clone() };
    let steps = clients.steps.list_dossier_steps(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
    for step in steps.steps.iter().filter(|step| step.to_state == "returned") {
        let product = dossier.product.clone().unwrap_or_default().name;
        let version = dossier.frozen_version;
        show.say(&both(
            format!("{product}: xã trả lại để bổ sung, “{}”; hồ sơ nộp lại là bản {version}.", step.note),
            format!(
                "{product}: sent back by the commune for completion; what was handed in again is version {version}."
            ),
        ));
    }
    Ok(())
}

/// The dossier of a kind, walked to where a council may score it.
pub(super) async fn ready_dossier(
    clients: &mut Clients,
    one: &Registered,
    kind: evaluation::DossierKind,
    today: NaiveDate,
) -> Told<evaluation::Dossier> {
    let (officer, leader) = (Person::CommuneOfficer(one.sample.commune), Person::CommuneLeader(one.sample.commune));
    let request = evaluation::ListDossiersRequest { product_id: one.product.id.clone(), ..Default::default() };
    let found = clients.evaluation.list_dossiers(clients.by(officer, request)?).await?.into_inner().dossiers;
    let mut dossier = match found.into_iter().find(|known| known.kind() == kind) {
        Some(known) => known,
        None => {
            let request = evaluation::FileDossierRequest {
                request_id: request_id(&format!("file {} {}", kind.as_str_name(), one.sample.product)),
                product_id: one.product.id.clone(),
                kind: kind.into(),
                forms: Some(sample_forms(one.sample, kind)),
                paper_original: "Kho lưu trữ của xã (mẫu)".to_owned(),
            };
            let filed = clients.evaluation.file_dossier(clients.by(officer, request)?).await?.into_inner().dossier;
            filed.ok_or_else(|| missing("the dossier"))?
        }
    };
    if let Some(reasons) = one.sample.returned_for {
        dossier = returned_once(clients, one, dossier, reasons).await?;
    }
    if dossier.state() == evaluation::DossierState::Filed {
        let request = evaluation::AcceptDossierRequest {
            request_id: request_id(&format!("accept {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            commune_check: Some(sample_check()),
        };
        let accepted = clients.evaluation.accept_dossier(clients.by(leader, request)?).await?.into_inner().dossier;
        dossier = accepted.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::Accepted {
        let request = evaluation::ProposeDossierRequest {
            request_id: request_id(&format!("propose {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            letter: format!("MẪU-15/TTr-UBND, {}", day(&today.to_string())),
        };
        let proposed = clients.evaluation.propose_dossier(clients.by(leader, request)?).await?.into_inner().dossier;
        dossier = proposed.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::Proposed {
        let request = evaluation::TakeInDossierRequest {
            request_id: request_id(&format!("take in {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
        };
        let taken_in = clients.steps.take_in_dossier(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
        dossier = taken_in.dossier.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::UnderReview {
        appoint_team(clients, today).await?;
        let request = evaluation::SubmitReviewReportRequest {
            request_id: request_id(&format!("review {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            review_report: Some(evaluation::ReviewReport {
                summary: "Hồ sơ đầy đủ (mẫu)".to_owned(),
                proposal: "Trình Hội đồng đánh giá (mẫu)".to_owned(),
            }),
        };
        let reviewed = clients.steps.submit_review_report(clients.by(Person::TeamHead, request)?).await?.into_inner();
        dossier = reviewed.dossier.ok_or_else(|| missing("the dossier"))?;
    }
    Ok(dossier)
}

/// A dossier that the commune sends back once: completed, it is handed in again.
async fn returned_once(
    clients: &mut Clients,
    one: &Registered,
    mut dossier: evaluation::Dossier,
    reasons: &str,
) -> Told<evaluation::Dossier> {
    let (officer, leader) = (Person::CommuneOfficer(one.sample.commune), Person::CommuneLeader(one.sample.commune));
    if dossier.state() == evaluation::DossierState::Filed && dossier.frozen_version == 1 {
        let request = evaluation::ReturnDossierRequest {
            request_id: request_id(&format!("return {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            reasons: reasons.to_owned(),
        };
        let returned = clients.steps.return_dossier(clients.by(leader, request)?).await?.into_inner().dossier;
        dossier = returned.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::Returned {
        let mut forms = sample_forms(one.sample, dossier.kind());
        if let Some(registration) = &mut forms.registration_form {
            registration.raw_material = "Nguyên liệu trồng tại xã (mẫu)".to_owned();
        }
        let request = evaluation::UpdateFormsRequest {
            request_id: request_id(&format!("complete {} {}", dossier.id, dossier.etag)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            forms: Some(forms),
        };
        let completed = clients.steps.update_forms(clients.by(officer, request)?).await?.into_inner().dossier;
        dossier = completed.ok_or_else(|| missing("the dossier"))?;
        let request = evaluation::SubmitDossierRequest {
            request_id: request_id(&format!("submit {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            paper_original: "Kho lưu trữ của xã (mẫu)".to_owned(),
        };
        let submitted = clients.steps.submit_dossier(clients.by(officer, request)?).await?.into_inner().dossier;
        dossier = submitted.ok_or_else(|| missing("the dossier"))?;
    }
    Ok(dossier)
}

/// The province's advisory team; at every start the same.
async fn appoint_team(clients: &mut Clients, today: NaiveDate) -> Told {
    let head = evaluation::AdvisoryTeamMember {
        person_id: Person::TeamHead.id().to_string(),
        full_name: "Tổ trưởng mẫu".to_owned(),
        title: "Chi cục trưởng".to_owned(),
        body: "Sở Nông nghiệp và Môi trường".to_owned(),
        is_head: true,
    };
    let team = evaluation::AdvisoryTeam {
        unit_id: PROVINCE.to_owned(),
        decision: Some(evaluation::DecisionReference {
            number: "MẪU-00/QĐ-UBND".to_owned(),
            date: today.to_string(),
            signer_name: "Người ký mẫu".to_owned(),
            signer_title: "Chủ tịch UBND tỉnh".to_owned(),
        }),
        term_from: today.to_string(),
        term_to: (today + Months::new(24)).to_string(),
        members: vec![head],
        ..Default::default()
    };
    let request_id = request_id(&format!("advisory team {today}"));
    let request = evaluation::AppointAdvisoryTeamRequest { request_id, advisory_team: Some(team) };
    clients.steps.appoint_advisory_team(clients.by(Person::ProvinceOfficer, request)?).await?;
    Ok(())
}

/// What a sample's producer hands in.
fn sample_forms(sample: &Sample, kind: evaluation::DossierKind) -> evaluation::Forms {
    let change = |criterion: &str, description: &str| evaluation::Change {
        criterion: criterion.to_owned(),
        description: description.to_owned(),
    };
    let changes = match kind {
        evaluation::DossierKind::Upgrade => vec![change("3.5", "Đã có chứng nhận chất lượng mới (mẫu)")],
        _ => Vec::new(),
    };
    evaluation::Forms {
        changes,
        registration_form: Some(evaluation::RegistrationForm {
            target_star: 4,
            product_description: format!("{} (mẫu)", sample.product),
            ..Default::default()
        }),
        self_assessment: Some(evaluation::SelfAssessment {
            items: vec![evaluation::SelfAssessmentItem {
                criterion: "1.1".to_owned(),
                option: 1,
                description: "Có hợp đồng (mẫu)".to_owned(),
            }],
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// A check of the commune that finds everything in order.
fn sample_check() -> evaluation::CommuneCheck {
    let met = || Some(evaluation::CommuneAssessment { met: true, remark: "Mẫu".to_owned() });
    evaluation::CommuneCheck {
        complete: true,
        raw_material: met(),
        labour: met(),
        idea_origin: met(),
        local_identity: met(),
        proposal: "Đề nghị đánh giá (mẫu)".to_owned(),
    }
}
