//! What comes after a star: an upgrade, the radar that looks for certificates that expire, and a revocation.

use chrono::NaiveDate;
use proto::evaluation::v1 as evaluation;

use super::clients::{Clients, PROVINCE, Person, request_id};
use super::council::{ballots, dossier_now, result, sign_minutes};
use super::filing::ready_dossier;
use super::recognition::recognise;
use super::registration::Registered;
use super::samples::UPGRADED;
use super::show::{Show, both, day, stars};
use super::story::{Told, missing};

/// As far as the radar looks: the whole term of a certificate.
const RADAR_DAYS: i32 = 1096;

/// A certified product is assessed again, because what held it back has changed.
pub(super) async fn upgrade(
    show: &Show,
    clients: &mut Clients,
    one: &Registered,
    first: &evaluation::Dossier,
    today: NaiveDate,
) -> Told {
    show.step(7, &both("Nâng hạng", "An upgrade"));
    let mut dossier = ready_dossier(clients, one, evaluation::DossierKind::Upgrade, today).await?;
    changes(show, clients, &dossier).await?;
    if dossier.session_id.is_empty() {
        open_session(clients, first, &dossier).await?;
        dossier = dossier_now(clients, &dossier.id).await?;
    }
    if dossier.state() == evaluation::DossierState::Scoring {
        let session_id = dossier.session_id.clone();
        ballots(show, clients, one.sample, &UPGRADED, &dossier, &session_id).await?;
        dossier = dossier_now(clients, &dossier.id).await?;
    }
    result(show, clients, one.sample, &UPGRADED, &dossier).await?;
    if dossier.state() == evaluation::DossierState::Assessed {
        sign_minutes(clients, &dossier.session_id).await?;
        recognise(clients, vec![dossier.id.clone()], "MẪU-03/QĐ-UBND", today).await?;
    }
    let request = evaluation::ListCertificatesRequest { product_id: one.product.id.clone(), ..Default::default() };
    let certificates = clients.evaluation.list_certificates(clients.by(Person::ProvinceOfficer, request)?).await?;
    let certificates = certificates.into_inner().certificates;
    let new = certificates.iter().find(|certificate| certificate.dossier_id == dossier.id);
    let new = new.ok_or_else(|| missing("the certificate of the upgrade"))?;
    show.table(&[
        vec![
            show.word(&both("Số", "Number")),
            show.word(&both("Sao", "Star")),
            show.word(&both("Sản phẩm", "Product")),
            show.word(&both("Cấp ngày", "Issued")),
            show.word(&both("Đến hết", "Until")),
        ],
        vec![new.number.clone(), stars(new.star), new.product_name.clone(), day(&new.issued_on), day(&new.expires_on)],
    ]);
    Ok(())
}

/// What the producer says has changed.
async fn changes(show: &Show, clients: &mut Clients, dossier: &evaluation::Dossier) -> Told {
    let request = evaluation::GetFormsRequest { dossier_id: dossier.id.clone(), version: 0 };
    let forms = clients.steps.get_forms(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner().forms;
    for change in forms.unwrap_or_default().changes {
        show.say(&both(
            format!("Chủ thể nêu thay đổi ở tiêu chí {}: {}.", change.criterion, change.description),
            format!("The producer shows what changed in criterion {}.", change.criterion),
        ));
    }
    Ok(())
}

/// A session of the council that scored the first dossier.
async fn open_session(clients: &mut Clients, first: &evaluation::Dossier, dossier: &evaluation::Dossier) -> Told {
    let first = dossier_now(clients, &first.id).await?;
    let request = evaluation::GetSessionRequest { session_id: first.session_id };
    let session = clients.evaluation.get_session(clients.by(Person::Secretary, request)?).await?.into_inner().session;
    let council_id = session.ok_or_else(|| missing("the session"))?.council_id;
    let listed = evaluation::OpenSessionDossier { dossier_id: dossier.id.clone(), fixed_cases: Vec::new() };
    let request = evaluation::OpenSessionRequest {
        request_id: request_id(&format!("session {council_id} {}", dossier.id)),
        council_id,
        dossiers: vec![listed],
        ..Default::default()
    };
    clients.evaluation.open_session(clients.by(Person::Secretary, request)?).await?;
    Ok(())
}

/// Certificates that expire, and when their re-ranking may be filed.
pub(super) async fn radar(show: &Show, clients: &mut Clients) -> Told {
    show.step(8, &both("Ra-đa hết hạn", "The expiry radar"));
    let request =
        evaluation::ListExpiringRequest { unit_id: PROVINCE.to_owned(), within_days: RADAR_DAYS, ..Default::default() };
    let expiring = clients.agenda.list_expiring(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
    show.say(&both(
        "Trước khi hết hạn 210, 180, 150 và 120 ngày, chủ thể, xã và tỉnh được báo; hồ sơ phân hạng lại nộp trong khung sau:",
        "210, 180, 150 and 120 days before the end producer, commune and province are told; re-rankings are filed in this window:",
    ));
    let mut table = vec![vec![
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Sao", "Star")),
        show.word(&both("Hết hạn", "Expires")),
        show.word(&both("Nộp từ", "File from")),
        show.word(&both("Nộp đến", "File until")),
    ]];
    for row in expiring.expiring_certificates {
        let certificate = row.certificate.unwrap_or_default();
        table.push(vec![
            certificate.product_name,
            stars(certificate.star),
            day(&certificate.expires_on),
            day(&row.window_opens_on),
            day(&row.window_closes_on),
        ]);
    }
    show.table(&table);
    Ok(())
}

/// The certificate of a product is revoked: opened by one, answered by the producer, decided by another.
pub(super) async fn revocation(show: &Show, clients: &mut Clients, one: &Registered, today: NaiveDate) -> Told {
    show.step(10, &both("Thu hồi", "A revocation"));
    let request = evaluation::ListCertificatesRequest { product_id: one.product.id.clone(), ..Default::default() };
    let certificates = clients.evaluation.list_certificates(clients.by(Person::ProvinceOfficer, request)?).await?;
    let certificate = certificates.into_inner().certificates.into_iter().next();
    let certificate = certificate.ok_or_else(|| missing("the certificate"))?;
    let revocation = decided(clients, one, &certificate, today).await?;
    let reference = revocation.decision.unwrap_or_default();
    let product = &certificate.product_name;
    show.say(&both(
        format!(
            "{product}: xã xác nhận đã ngừng sản xuất ngày {}; chủ thể trả lời “{}”; lãnh đạo tỉnh thu hồi bằng {} (hạn {}).",
            day(&revocation.concluded_on),
            revocation.answer,
            reference.number,
            day(&revocation.due_on)
        ),
        format!(
            "{product}: the commune confirms that production stopped; heard the producer, the province's leader revokes by {} (due {}).",
            reference.number, revocation.due_on
        ),
    ));
    let request = evaluation::VerifyCertificateRequest { number: certificate.number.clone() };
    let verified = clients.evaluation.verify_certificate(request).await?.into_inner();
    if verified.status() != evaluation::CertificateStatus::Revoked {
        return Err(format!("{} is {:?}, not revoked", certificate.number, verified.status()).into());
    }
    show.say(&both(
        format!("Ai tra {} từ nay thấy: đã thu hồi.", certificate.number),
        format!("Whoever verifies {} sees from now on: revoked.", certificate.number),
    ));
    Ok(())
}

/// The revocation of a certificate, walked to its decision.
async fn decided(
    clients: &mut Clients,
    one: &Registered,
    certificate: &evaluation::Certificate,
    today: NaiveDate,
) -> Told<evaluation::Revocation> {
    let officer = Person::ProvinceOfficer;
    let lost = || missing("the revocation");
    let request = evaluation::ListRevocationsRequest { page_size: 1000, ..Default::default() };
    let known = clients.register.list_revocations(clients.by(officer, request)?).await?.into_inner().revocations;
    let mut revocation = match known.into_iter().find(|known| known.certificate_id == certificate.id) {
        Some(known) => known,
        None => {
            let request = evaluation::OpenRevocationRequest {
                request_id: request_id(&format!("open revocation {}", certificate.id)),
                certificate_id: certificate.id.clone(),
                ground: evaluation::RevocationGround::ProductionStopped.into(),
                conclusion: "MẪU-07/XN-UBND".to_owned(),
                concluded_on: today.to_string(),
                reasons: "Cơ sở đã ngừng sản xuất (mẫu)".to_owned(),
                ..Default::default()
            };
            let opened = clients.register.open_revocation(clients.by(officer, request)?).await?.into_inner();
            opened.revocation.ok_or_else(lost)?
        }
    };
    if revocation.answered_at.is_none() {
        let request = evaluation::AnswerRevocationRequest {
            request_id: request_id(&format!("answer {}", revocation.id)),
            revocation_id: revocation.id.clone(),
            etag: revocation.etag.clone(),
            answer: "Chúng tôi xác nhận (mẫu)".to_owned(),
            paper_original: "Kho lưu trữ của xã (mẫu)".to_owned(),
        };
        let typist = Person::CommuneOfficer(one.sample.commune);
        let answered = clients.register.answer_revocation(clients.by(typist, request)?).await?.into_inner();
        revocation = answered.revocation.ok_or_else(lost)?;
    }
    if revocation.state() == evaluation::RevocationState::Open {
        let request = evaluation::DecideRevocationRequest {
            request_id: request_id(&format!("revoke {}", revocation.id)),
            revocation_id: revocation.id.clone(),
            etag: revocation.etag.clone(),
            outcome: evaluation::RevocationState::Revoked.into(),
            decision: Some(evaluation::DecisionReference {
                number: "MẪU-04/QĐ-UBND".to_owned(),
                date: today.to_string(),
                signer_name: "Người ký mẫu".to_owned(),
                signer_title: "Chủ tịch UBND tỉnh".to_owned(),
            }),
            reasons: "Đã ngừng sản xuất (mẫu)".to_owned(),
        };
        let decided = clients.register.decide_revocation(clients.by(Person::Chair, request)?).await?.into_inner();
        revocation = decided.revocation.ok_or_else(lost)?;
    }
    Ok(revocation)
}
