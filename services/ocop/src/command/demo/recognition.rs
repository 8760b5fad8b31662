//! Decisions of recognition and the certificates they lead to.

use chrono::NaiveDate;
use proto::evaluation::v1 as evaluation;

use super::clients::{Clients, PROVINCE, Person, request_id};
use super::council::{dossier_now, sign_minutes};
use super::samples::SAMPLES;
use super::show::{Show, both, day, stars};
use super::story::{Told, missing};

/// Enters the province's decision for what it may recognise.
pub(super) async fn decision(
    show: &Show,
    clients: &mut Clients,
    dossiers: &[evaluation::Dossier],
    today: NaiveDate,
) -> Told {
    show.step(6, &both("Quyết định và giấy chứng nhận", "Decision and certificates"));
    let mut assessed = Vec::new();
    for dossier in dossiers {
        let dossier = dossier_now(clients, &dossier.id).await?;
        if dossier.state() == evaluation::DossierState::Assessed {
            sign_minutes(clients, &dossier.session_id).await?;
            assessed.push(dossier.id);
        }
    }
    if !assessed.is_empty() {
        recognise(clients, assessed, "MẪU-02/QĐ-UBND", today).await?;
        show.say(&both(
            "Chủ tịch và thư ký ký biên bản phiên họp trước; thiếu một chữ ký thì không nhập được quyết định.",
            "Chair and secretary sign the session's minutes first; without both signatures no decision is entered.",
        ));
        show.say(&both(
            "Cán bộ tỉnh nhập quyết định, lãnh đạo tỉnh (người khác) phê duyệt; giấy chứng nhận phát hành từ lúc đó.",
            "An officer enters the decision, the province's leader (another person) approves it; certificates are issued then.",
        ));
    }
    let request = evaluation::ListCertificatesRequest { unit_id: PROVINCE.to_owned(), ..Default::default() };
    let certificates = clients.evaluation.list_certificates(clients.by(Person::ProvinceOfficer, request)?).await?;
    let mut certificates = certificates.into_inner().certificates;
    certificates.retain(|certificate| dossiers.iter().any(|dossier| dossier.id == certificate.dossier_id));
    let mut table = vec![vec![
        show.word(&both("Số", "Number")),
        show.word(&both("Sao", "Star")),
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Chủ thể", "Producer")),
        show.word(&both("Cấp ngày", "Issued")),
        show.word(&both("Đến hết", "Until")),
    ]];
    for certificate in certificates.iter().rev() {
        table.push(vec![
            certificate.number.clone(),
            stars(certificate.star),
            certificate.product_name.clone(),
            certificate.producer_name.clone(),
            day(&certificate.issued_on),
            day(&certificate.expires_on),
        ]);
    }
    show.table(&table);
    if let Some(certificate) = certificates.first() {
        // Anyone may ask, without a token.
        let request = evaluation::VerifyCertificateRequest { number: certificate.number.clone() };
        let verified = clients.evaluation.verify_certificate(request).await?.into_inner();
        let sample = if verified.sample { " (mẫu)" } else { "" };
        show.say(&both(
            format!(
                "Ai cũng tra được, không cần đăng nhập: {} là của “{}”{sample}, còn hiệu lực.",
                verified.number, verified.product_name
            ),
            format!(
                "Anyone may verify without signing in: {} belongs to “{}”{}, valid.",
                verified.number,
                verified.product_name,
                if verified.sample { " (a sample)" } else { "" }
            ),
        ));
    }
    let certified = SAMPLES.iter().filter(|sample| sample.judged.star >= 3).count();
    let of_samples = certificates.iter().filter(|certificate| certificate.sample).count();
    if of_samples != certified {
        return Err(format!("{of_samples} certificates of samples, not {certified}").into());
    }
    show.say(&both(
        "Sản phẩm hai sao không có quyết định và giấy chứng nhận.",
        "A product of two stars gets no decision and no certificate.",
    ));
    Ok(())
}

/// A decision of the province, entered by an officer and approved by the leader.
pub(super) async fn recognise(clients: &mut Clients, dossier_ids: Vec<String>, number: &str, today: NaiveDate) -> Told {
    let request = evaluation::EnterDecisionRequest {
        request_id: request_id(&format!("decision {}", dossier_ids.join(" "))),
        issuer_unit_id: PROVINCE.to_owned(),
        decision: Some(evaluation::DecisionReference {
            number: number.to_owned(),
            date: today.to_string(),
            signer_name: "Người ký mẫu".to_owned(),
            signer_title: "Chủ tịch UBND tỉnh".to_owned(),
        }),
        dossier_ids,
        signed_file_sha256: String::new(),
    };
    let entered = clients.evaluation.enter_decision(clients.by(Person::ProvinceOfficer, request)?).await?;
    let entered = entered.into_inner().decision.ok_or_else(|| missing("the decision"))?;
    let request = evaluation::ApproveDecisionRequest {
        request_id: request_id(&format!("approve {}", entered.id)),
        decision_id: entered.id,
    };
    clients.evaluation.approve_decision(clients.by(Person::Chair, request)?).await?;
    Ok(())
}

/// The certificates of samples that hold.
pub(super) async fn sample_certificates(clients: &mut Clients) -> Told<Vec<evaluation::Certificate>> {
    let request = evaluation::ListCertificatesRequest {
        unit_id: PROVINCE.to_owned(),
        status: evaluation::CertificateStatus::Valid.into(),
        ..Default::default()
    };
    let holding = clients.evaluation.list_certificates(clients.by(Person::ProvinceOfficer, request)?).await?;
    Ok(holding.into_inner().certificates.into_iter().filter(|certificate| certificate.sample).collect())
}
