//! What a dossier needs on its way to a council, valid as it stands; a test changes what it is about.

use proto::evaluation::v1 as pb;

/// Forms that a first assessment of any product set may be handed in with.
#[must_use]
pub fn forms() -> pb::Forms {
    let item =
        pb::SelfAssessmentItem { criterion: "1.1".to_owned(), option: 1, description: "Có hợp đồng".to_owned() };
    pb::Forms {
        registration_form: Some(pb::RegistrationForm {
            target_star: 4,
            product_description: "Sản phẩm của địa phương".to_owned(),
            ..Default::default()
        }),
        self_assessment: Some(pb::SelfAssessment { items: vec![item], ..Default::default() }),
        ..Default::default()
    }
}

/// A request to file a first assessment from paper.
#[must_use]
pub fn file(request_id: String, product_id: &str) -> pb::FileDossierRequest {
    pb::FileDossierRequest {
        request_id,
        product_id: product_id.to_owned(),
        kind: pb::DossierKind::First.into(),
        forms: Some(forms()),
        paper_original: "Kho lưu trữ của xã".to_owned(),
    }
}

/// A check of the commune that finds everything in order.
#[must_use]
pub fn commune_check() -> pb::CommuneCheck {
    let met = || Some(pb::CommuneAssessment { met: true, remark: String::new() });
    pb::CommuneCheck {
        complete: true,
        raw_material: met(),
        labour: met(),
        idea_origin: met(),
        local_identity: met(),
        proposal: "Đề nghị đánh giá, phân hạng".to_owned(),
    }
}

/// A request to accept a dossier upon such a check.
#[must_use]
pub fn accept(request_id: String, dossier: &pb::Dossier) -> pb::AcceptDossierRequest {
    pb::AcceptDossierRequest {
        request_id,
        dossier_id: dossier.id.clone(),
        etag: dossier.etag.clone(),
        commune_check: Some(commune_check()),
    }
}

/// A request to propose a dossier.
#[must_use]
pub fn propose(request_id: String, dossier: &pb::Dossier) -> pb::ProposeDossierRequest {
    pb::ProposeDossierRequest {
        request_id,
        dossier_id: dossier.id.clone(),
        etag: dossier.etag.clone(),
        letter: "15/TTr-UBND".to_owned(),
    }
}

/// A request to sign minutes as they were read.
#[must_use]
pub fn sign_minutes(request_id: String, minutes: &pb::Minutes) -> pb::SignMinutesRequest {
    let (session_id, sha256) = (minutes.session_id.clone(), minutes.sha256.clone());
    pb::SignMinutesRequest { request_id, session_id, sha256 }
}

/// A request to take a dossier in.
#[must_use]
pub fn take_in(request_id: String, dossier: &pb::Dossier) -> pb::TakeInDossierRequest {
    pb::TakeInDossierRequest { request_id, dossier_id: dossier.id.clone(), etag: dossier.etag.clone() }
}

/// A request to appoint an advisory team of one, its head.
#[must_use]
pub fn advisory_team(
    request_id: String,
    unit_id: &str,
    head: &str,
    term: (&str, &str),
    decision: pb::DecisionReference,
) -> pb::AppointAdvisoryTeamRequest {
    let head = pb::AdvisoryTeamMember {
        person_id: head.to_owned(),
        full_name: "Tổ trưởng 1".to_owned(),
        title: "Chi cục trưởng".to_owned(),
        body: "Sở Nông nghiệp và Môi trường".to_owned(),
        is_head: true,
    };
    let team = pb::AdvisoryTeam {
        unit_id: unit_id.to_owned(),
        decision: Some(decision),
        term_from: term.0.to_owned(),
        term_to: term.1.to_owned(),
        members: vec![head],
        ..Default::default()
    };
    pb::AppointAdvisoryTeamRequest { request_id, advisory_team: Some(team) }
}

/// A request to end a review with a report.
#[must_use]
pub fn review_report(request_id: String, dossier: &pb::Dossier) -> pb::SubmitReviewReportRequest {
    let report =
        pb::ReviewReport { summary: "Hồ sơ đầy đủ".to_owned(), proposal: "Trình Hội đồng".to_owned() };
    pb::SubmitReviewReportRequest {
        request_id,
        dossier_id: dossier.id.clone(),
        etag: dossier.etag.clone(),
        review_report: Some(report),
    }
}
