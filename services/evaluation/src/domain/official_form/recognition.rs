//! What recognises products: the decision with its list, and the certificate.

use platform::text;

use super::{FormKind, Line, OfficialForm, Row, Section, Table};
use crate::domain::certificate::Certificate;
use crate::domain::decision::{Decision, DecisionState};
use crate::domain::dossier::Dossier;

/// A product on the list of a decision.
#[derive(Clone, Debug)]
pub(crate) struct Recognised {
    pub(crate) dossier: Dossier,
    /// Name of its commune.
    pub(crate) commune: String,
    /// Its certificate, once the decision is approved.
    pub(crate) certificate: Option<Certificate>,
}

/// A decision of an issuer with its list of products.
pub(crate) fn decision(decision: &Decision, issuer: &str, rules: &str, list: &[Recognised]) -> OfficialForm {
    let path = format!("decisions/{}", decision.id);
    let reference = &decision.reference;
    let (state, reasons) = match &decision.state {
        DecisionState::Entered => ("Chờ lãnh đạo phê duyệt", ""),
        DecisionState::Approved { .. } => ("Đã phê duyệt", ""),
        DecisionState::Declined { reasons, .. } => ("Không được phê duyệt, không có hiệu lực", reasons.as_str()),
    };
    let mut lines = vec![
        Line::new("Cơ quan ban hành", issuer, format!("{path}/issuer_unit_id")),
        Line::new("Ngày ký", text::day(reference.date), format!("{path}/reference.date")),
        Line::new("Người ký", &reference.signer_name, format!("{path}/reference.signer_name")),
        Line::new("Chức vụ người ký", &reference.signer_title, format!("{path}/reference.signer_title")),
        Line::new("Tình trạng", state, format!("{path}/state")),
    ];
    if !reasons.is_empty() {
        lines.push(Line::new("Lý do", reasons, format!("{path}/reasons")));
    }
    if !decision.signed_file.is_empty() {
        lines.push(Line::new("SHA-256 của bản ký", &decision.signed_file, format!("{path}/signed_file_sha256")));
    }
    let rows = list.iter().enumerate().map(|(index, Recognised { dossier, commune, certificate })| {
        let star = certificate.as_ref().map(|certificate| certificate.star).or(dossier.state.star());
        let cells = vec![
            (index + 1).to_string(),
            dossier.product.name.clone(),
            dossier.code.clone().unwrap_or_default(),
            dossier.producer.name.clone(),
            commune.clone(),
            star.map(|star| format!("{star} sao")).unwrap_or_default(),
            certificate.as_ref().map(|certificate| certificate.number.to_string()).unwrap_or_default(),
        ];
        let source = certificate.as_ref().map(|certificate| format!("certificates/{}", certificate.id));
        Row::new(cells, source.unwrap_or_else(|| format!("dossiers/{}", dossier.id)))
    });
    let columns = &["STT", "Sản phẩm", "Mã số", "Chủ thể", "Xã, phường, đặc khu", "Hạng", "Số giấy chứng nhận"];
    let sections = vec![
        Section::of_lines("Quyết định", lines),
        Section::of_table("Danh sách sản phẩm", Table { columns, rows: rows.collect() }),
    ];
    OfficialForm::new(FormKind::Decision, reference.number.clone(), rules, sections)
}

/// A certificate, issued by an issuer for a product of a commune.
pub(crate) fn certificate(certificate: &Certificate, issuer: &str, commune: &str, rules: &str) -> OfficialForm {
    let path = format!("certificates/{}", certificate.id);
    let source = |field: &str| format!("{path}/{field}");
    let reference = &certificate.decision;
    let mut lines = vec![
        Line::new("Cơ quan cấp", issuer, source("issuer_unit_id")),
        Line::new("Sản phẩm", &certificate.product_name, source("product_name")),
        Line::new("Mã số sản phẩm", &certificate.product_code, source("product_code")),
        Line::new("Chủ thể", &certificate.producer_name, source("producer_name")),
        Line::new("Xã, phường, đặc khu", commune, source("unit_id")),
        Line::new("Hạng", format!("{} sao", certificate.star), source("star")),
        Line::new("Ngày cấp", text::day(certificate.issued_on), source("issued_on")),
        Line::new("Có giá trị đến hết ngày", text::day(certificate.expires_on), source("expires_on")),
        Line::new("Quyết định công nhận", &reference.number, source("decision.number")),
        Line::new("Ngày quyết định", text::day(reference.date), source("decision.date")),
        Line::new("Người ký", &reference.signer_name, source("decision.signer_name")),
        Line::new("Chức vụ người ký", &reference.signer_title, source("decision.signer_title")),
    ];
    if certificate.sample {
        lines.push(Line::new("Lưu ý", "Giấy mẫu, không có giá trị pháp lý", source("sample")));
    }
    let sections = vec![Section::of_lines("Chứng nhận", lines)];
    OfficialForm::new(FormKind::Certificate, certificate.number.to_string(), rules, sections)
}
