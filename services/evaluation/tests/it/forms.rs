//! Forms and papers as structured content: put together from the records, each value with its source.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, person};
use tonic::{Code, Status};

use crate::{
    CHAIR, COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, SCORERS,
    SECRETARY, best, decision, new_id,
};

impl Province {
    async fn form(&mut self, dossier: &str, kind: pb::OfficialFormKind) -> Result<pb::OfficialForm, Status> {
        let request = pb::GetDossierFormRequest { dossier_id: dossier.to_owned(), kind: kind.into(), version: 0 };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.forms.get_dossier_form(request).await?.into_inner().form.expect("given"))
    }

    async fn score_sheet(
        &mut self,
        (number, role, unit): (u64, Role, &str),
        dossier: &str,
        member: u64,
    ) -> Result<pb::OfficialForm, Status> {
        let message =
            pb::GetScoreSheetRequest { dossier_id: dossier.to_owned(), person_id: person(member).to_string() };
        let request = self.by_role(number, role, unit, message);
        Ok(self.forms.get_score_sheet(request).await?.into_inner().form.expect("given"))
    }

    pub(crate) async fn decision_form(&mut self, decision: &str) -> pb::OfficialForm {
        let request = self.by(PROVINCE_OFFICER, pb::GetDecisionFormRequest { decision_id: decision.to_owned() });
        self.forms.get_decision_form(request).await.expect("found").into_inner().form.expect("given")
    }
}

/// A province's officer.
const OFFICER: (u64, Role, &str) = (PROVINCE_OFFICER, Role::ProvinceOfficer, PROVINCE);

/// The value of a line, and where it comes from.
fn line<'f>(form: &'f pb::OfficialForm, label: &str) -> (&'f str, &'f str) {
    let mut lines = form.sections.iter().flat_map(|section| &section.lines);
    let line = lines.find(|line| line.label == label).unwrap_or_else(|| panic!("no line {label} in {}", form.title));
    (&line.value, &line.source)
}

/// The numbers of certificates on a form.
pub(crate) fn certificate_numbers(form: &pb::OfficialForm) -> Vec<&str> {
    let cells = table(form).rows.iter().flat_map(|row| &row.cells);
    cells.map(String::as_str).filter(|cell| cell.starts_with("OCOP-")).collect()
}

/// The first table of a form, which must have a source and a cell a column in each row.
fn table(form: &pb::OfficialForm) -> &pb::OfficialFormTable {
    for table in form.sections.iter().filter_map(|section| section.table.as_ref()) {
        for row in &table.rows {
            assert_eq!(row.cells.len(), table.columns.len(), "{row:?}");
            assert!(!row.source.is_empty(), "{row:?}");
        }
    }
    form.sections.iter().find_map(|section| section.table.as_ref()).expect("a table")
}

testkit::on_both_databases! {
    async fn forms_of_a_dossier_tell_what_was_recorded_and_where(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Mật ong", 1).await;
        let path = format!("dossiers/{}", dossier.id);

        let form = province.form(&dossier.id, pb::OfficialFormKind::RegistrationForm).await.expect("found");
        assert_eq!(form.legal_basis, "Mẫu số 01, Quyết định 26/2026/QĐ-TTg");
        assert_eq!(form.number, "1/PĐK-11-03127-2026");
        assert_eq!(line(&form, "Tên sản phẩm"), ("Mật ong", format!("{path}/product.name").as_str()));
        assert_eq!(line(&form, "Loại hình chủ thể").0, "Hợp tác xã");
        let target = format!("{path}/versions/1/registration_form.target_star");
        assert_eq!(line(&form, "Hạng sao đăng ký"), ("4 sao", target.as_str()));
        let received: Vec<_> = table(&form).rows.iter().map(|row| (row.cells[0].as_str(), row.cells[2].as_str())).collect();
        assert_eq!(received, [("Cấp xã", "23/11/2026"), ("Cấp tỉnh", "23/11/2026")]);

        let form = province.form(&dossier.id, pb::OfficialFormKind::SelfAssessment).await.expect("found");
        let set = province.criteria(1).await;
        let criteria: usize = set.parts.iter().flat_map(|part| &part.sections).map(|section| section.criteria.len()).sum();
        let rows = &table(&form).rows;
        assert_eq!(rows.len(), criteria + 4, "all criteria, three parts, and the whole");
        let points: i32 = rows.iter().filter(|row| !row.is_total).map(|row| row.cells[4].parse::<i32>().expect("points")).sum();
        let whole = &rows.last().expect("the whole").cells[2];
        assert!(whole.starts_with(&format!("{points},00 điểm, hạng ")), "{whole}");

        let form = province.form(&dossier.id, pb::OfficialFormKind::CommuneCheck).await.expect("found");
        assert_eq!((table(&form).rows.len(), line(&form, "Kết quả kiểm tra").0), (4, "Hồ sơ đầy đủ"));
        assert!(line(&form, "Đề nghị của cấp xã").1.contains("/records/"));
        let form = province.form(&dossier.id, pb::OfficialFormKind::Proposal).await.expect("found");
        assert_eq!(line(&form, "Ngày đề nghị").0, "23/11/2026");
        assert_eq!(line(&form, "Mã số sản phẩm").0, dossier.product_code);
        let form = province.form(&dossier.id, pb::OfficialFormKind::ReviewReport).await.expect("found");
        assert_eq!(line(&form, "Cấp thẩm tra").0, "Cấp tỉnh");
    }

    async fn what_nobody_has_written_is_no_form(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Chè", 1).await;
        let filed = province.file(&product.id).await.expect("filed");
        for kind in [
            pb::OfficialFormKind::CommuneCheck,
            pb::OfficialFormKind::Proposal,
            pb::OfficialFormKind::ReviewReport,
        ] {
            let status = province.form(&filed.id, kind).await.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::FormNotWritten, "kind");
        }
        for kind in [pb::OfficialFormKind::Unspecified, pb::OfficialFormKind::ScoreSheet] {
            let status = province.form(&filed.id, kind).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "kind");
        }
        let message = pb::GetDossierFormRequest {
            dossier_id: filed.id.clone(),
            kind: pb::OfficialFormKind::RegistrationForm.into(),
            version: 2,
        };
        let request = province.by(PROVINCE_OFFICER, message.clone());
        assert_refused(province.forms.get_dossier_form(request).await, Code::NotFound, ErrorReason::DossierVersionNotFound, "version");
        let elsewhere = province.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, OTHER_PROVINCE, message);
        assert_refused(province.forms.get_dossier_form(elsewhere).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
    }

    async fn a_score_sheet_is_shown_after_the_close_to_those_who_may_see_members(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Gạo", 1).await;
        let session = province.session(&[&dossier]).await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        let status = province.score_sheet(OFFICER, &dossier.id, CHAIR).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id");
        let result = province.close(CHAIR, &session).await.expect("closed");

        let sheet = province.score_sheet(OFFICER, &dossier.id, SCORERS[1]).await.expect("found");
        let member = person(SCORERS[1]).to_string();
        let told = result.member_totals.iter().find(|total| total.person_id == member).expect("a total");
        let total = table(&sheet).rows.last().expect("the total");
        assert_eq!((total.cells[4].as_str(), total.is_total), (told.total_points.to_string().as_str(), true));
        assert_eq!(line(&sheet, "Họ và tên").0, "Ủy viên 12");

        let expert = (SCORERS[2], Role::Expert, PROVINCE);
        assert!(province.score_sheet(expert, &dossier.id, CHAIR).await.is_ok(), "a member of the council");
        let stranger = (99, Role::Expert, PROVINCE);
        let status = province.score_sheet(stranger, &dossier.id, CHAIR).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
        let commune = (COMMUNE_OFFICER, Role::CommuneOfficer, COMMUNE);
        let status = province.score_sheet(commune, &dossier.id, CHAIR).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
        let status = province.score_sheet(OFFICER, &dossier.id, SECRETARY).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::FormNotWritten, "kind");
    }

    async fn a_decision_lists_its_products_and_then_their_certificates(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, two) = (province.three_stars("Một").await, province.three_stars("Hai").await);
        let enter = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: PROVINCE.to_owned(),
            decision: Some(decision("3981/QĐ-UBND", "2026-11-23")),
            dossier_ids: vec![two.id.clone(), one.id.clone()],
            signed_file_sha256: String::new(),
        };
        let request = province.by(PROVINCE_OFFICER, enter);
        let entered = province.client.enter_decision(request).await.expect("entered").into_inner().decision.expect("given");
        let form = province.decision_form(&entered.id).await;
        assert_eq!((form.number.as_str(), line(&form, "Ngày ký").0), ("3981/QĐ-UBND", "23/11/2026"));
        let products = |form: &pb::OfficialForm| -> Vec<[String; 3]> {
            let cells = |row: &pb::OfficialFormRow| [row.cells[1].clone(), row.cells[5].clone(), row.cells[6].clone()];
            table(form).rows.iter().map(cells).collect()
        };
        let listed = |number: &str| number.to_owned();
        assert_eq!(
            products(&form),
            [["Hai", "3 sao", ""].map(listed), ["Một", "3 sao", ""].map(listed)],
            "in the decision's own order"
        );

        let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id: entered.id.clone() };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        let approved = province.client.approve_decision(request).await.expect("approved").into_inner();
        let form = province.decision_form(&entered.id).await;
        assert_eq!(line(&form, "Tình trạng").0, "Đã phê duyệt");
        assert_eq!(products(&form)[0][2], "OCOP-11-2026-00001");

        let certificate = &approved.certificates[0];
        let request = pb::GetCertificateFormRequest { certificate_id: certificate.id.clone() };
        let request = province.by(PROVINCE_OFFICER, request);
        let form = province.forms.get_certificate_form(request).await.expect("found").into_inner().form.expect("given");
        assert_eq!(form.number, "OCOP-11-2026-00001");
        let source = format!("certificates/{}/expires_on", certificate.id);
        assert_eq!(line(&form, "Có giá trị đến hết ngày"), ("23/11/2029", source.as_str()));
    }
}
