//! Reports: prepared, commented, approved, accepted and locked; amendments, and who has reported.

use platform::access::Role::{
    self, Auditor, CommuneLeader, CommuneOfficer, MinistryLeader, MinistryOfficer, ProvinceLeader, ProvinceOfficer,
};
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::programme_record::Detail;
use proto::registry::v1::programme_service_client::ProgrammeServiceClient;
use proto::reporting::v1 as pb;
use proto::reporting::v1::ReportState::{Accepted, Approved, Prepared, Returned};
use testkit::{TestDatabase, assert_refused};
use tonic::{Code, Status};

use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, WARD_ELSEWHERE, new_id};

pub(crate) const FORM: &str = "ocop_progress";
/// The third quarter of the law: 15 June to 14 September. Provinces report until 20 September.
pub(crate) const QUARTER: &str = "L2026-Q3";

/// People with their role and unit.
pub(crate) type Person = (u64, Role, &'static str);
pub(crate) const OFFICER: Person = (51, CommuneOfficer, COMMUNE);
pub(crate) const LEADER: Person = (52, CommuneLeader, COMMUNE);
pub(crate) const ABOVE: Person = (53, ProvinceOfficer, PROVINCE);
const LEADER_ABOVE: Person = (54, ProvinceLeader, PROVINCE);
const MINISTRY: Person = (55, MinistryOfficer, "VN");
const MINISTRY_LEADER: Person = (56, MinistryLeader, "VN");

type Answer<M> = Result<tonic::Response<M>, Status>;

impl Province {
    /// A fair was held in a unit within the quarter.
    pub(crate) async fn fair_in_the_quarter(&mut self, unit: &str) {
        let record = registry_pb::ProgrammeRecord {
            unit_id: unit.to_owned(),
            title: "Hội chợ".to_owned(),
            first_day: "2026-07-01".to_owned(),
            detail: Some(Detail::TradeEvent(registry_pb::TradeEvent {
                kind: registry_pb::TradeEventKind::Fair.into(),
                scale: registry_pb::TradeEventScale::Provincial.into(),
                organiser: "Sở Công Thương".to_owned(),
                ..Default::default()
            })),
            ..Default::default()
        };
        let request = registry_pb::CreateProgrammeRecordRequest { request_id: new_id(), record: Some(record) };
        let request = self.anywhere(PROVINCE_OFFICER, ProvinceOfficer, request);
        ProgrammeServiceClient::new(self.bed.wire()).create_programme_record(request).await.expect("recorded");
    }

    /// The same elsewhere in the country: from then on, no fair is a true 0.
    pub(crate) async fn fair_elsewhere(&mut self) {
        self.fair_in_the_quarter(WARD_ELSEWHERE).await;
    }

    async fn try_to_prepare(&mut self, by: Person, unit: &str, period: &str) -> Answer<pb::PrepareReportResponse> {
        let request = pb::PrepareReportRequest {
            request_id: new_id(),
            form_code: FORM.to_owned(),
            unit_id: unit.to_owned(),
            period: period.to_owned(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.prepare_report(request).await
    }

    pub(crate) async fn prepare(&mut self, by: Person, unit: &str) -> pb::Report {
        self.settled().await;
        self.try_to_prepare(by, unit, QUARTER).await.expect("prepared").into_inner().report.expect("given")
    }

    async fn try_to_approve(&mut self, by: Person, report: &pb::Report) -> Answer<pb::ApproveReportResponse> {
        let request = pb::ApproveReportRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            etag: report.etag.clone(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.approve_report(request).await
    }

    pub(crate) async fn approve(&mut self, by: Person, report: &pb::Report) -> pb::Report {
        self.try_to_approve(by, report).await.expect("approved").into_inner().report.expect("given")
    }

    async fn try_to_accept(&mut self, by: Person, report: &pb::Report) -> Answer<pb::AcceptReportResponse> {
        let request = pb::AcceptReportRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            etag: report.etag.clone(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.accept_report(request).await
    }

    pub(crate) async fn accept(&mut self, by: Person, report: &pb::Report) -> pb::Report {
        self.try_to_accept(by, report).await.expect("accepted").into_inner().report.expect("given")
    }

    /// A commune's report that was accepted.
    pub(crate) async fn accepted_report(&mut self) -> pb::Report {
        let report = self.prepare(OFFICER, COMMUNE).await;
        let report = self.approve(LEADER, &report).await;
        self.accept(ABOVE, &report).await
    }

    async fn give_back(&mut self, by: Person, report: &pb::Report) -> Answer<pb::ReturnReportResponse> {
        let request = pb::ReturnReportRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            etag: report.etag.clone(),
            reason: "Thiếu giải trình".to_owned(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.return_report(request).await
    }

    async fn refresh(&mut self, by: Person, report: &pb::Report) -> Answer<pb::RefreshReportResponse> {
        self.settled().await;
        let request = pb::RefreshReportRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            etag: report.etag.clone(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.refresh_report(request).await
    }

    async fn comment(&mut self, by: Person, report: &pb::Report) -> Answer<pb::CommentReportResponse> {
        let request = pb::CommentReportRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            indicator_code: "products_valid".to_owned(),
            text: "Đã đối chiếu với sổ.".to_owned(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.comment_report(request).await
    }

    async fn try_to_amend(&mut self, by: Person, report: &pb::Report) -> Answer<pb::AmendReportResponse> {
        self.settled().await;
        let request = pb::AmendReportRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            reason: "Bổ sung hội chợ ghi sót".to_owned(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.amend_report(request).await
    }

    async fn read_report(&mut self, by: Person, report: &pb::Report) -> Answer<pb::GetReportResponse> {
        let request = pb::GetReportRequest { report_id: report.report_id.clone() };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.reports.get_report(request).await
    }

    async fn verify(&mut self, report: &pb::Report) -> pb::VerifyReportResponse {
        self.settled().await;
        let request = pb::VerifyReportRequest { report_id: report.report_id.clone() };
        let request = self.by_role(ABOVE.0, ABOVE.1, ABOVE.2, request);
        self.reports.verify_report(request).await.expect("verified").into_inner()
    }

    /// How the reports of the communes of Điện Biên about a period stand.
    async fn matrix(&mut self, period: &str) -> pb::ReportMatrixPeriod {
        let request = pb::GetReportMatrixRequest {
            form_code: FORM.to_owned(),
            unit_id: PROVINCE.to_owned(),
            periods: vec![period.to_owned()],
        };
        let request = self.by_role(ABOVE.0, ABOVE.1, ABOVE.2, request);
        let matrix = self.reports.get_report_matrix(request).await.expect("told").into_inner();
        matrix.periods.into_iter().next().expect("a period")
    }
}

/// Standing, days late and number of a unit's report.
fn cell(matrix: &pb::ReportMatrixPeriod, unit: &str) -> (pb::ReportStanding, i32, i32) {
    let cell = matrix.cells.iter().find(|cell| cell.unit_id == unit).expect("the unit");
    (cell.standing(), cell.late_days, cell.number)
}

/// The whole figure of an indicator and unit.
fn figure(known: &pb::GetReportResponse, indicator: &str, unit: &str) -> Option<i64> {
    let is_it = |figure: &&pb::ReportFigure| {
        figure.indicator_code == indicator && figure.unit_id == unit && figure.dimension.is_empty()
    };
    let figure = known.figures.iter().find(is_it)?.figure?;
    figure.recorded.then_some(figure.value)
}

fn kinds(known: &pb::GetReportResponse) -> Vec<pb::ReportFindingKind> {
    known.findings.iter().map(pb::ReportFinding::kind).collect()
}

testkit::on_both_databases! {
    async fn a_report_is_prepared_approved_accepted_and_locked(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.fair_in_the_quarter(COMMUNE).await;
        let report = province.prepare(OFFICER, COMMUNE).await;
        assert_eq!((report.state(), report.number, report.due_on.as_str()), (Prepared, 1, "2026-09-17"));
        assert_eq!((report.period_from.as_str(), report.period_to.as_str()), ("2026-06-15", "2026-09-14"));
        let known = province.read_report(OFFICER, &report).await.expect("found").into_inner();
        assert_eq!(figure(&known, "trade_events", COMMUNE), Some(1));
        assert_eq!(figure(&known, "sales_points", COMMUNE), None, "nobody records it");

        // Who prepared it does not approve it, and who is of another unit or level neither.
        let both = (OFFICER.0, CommuneLeader, COMMUNE);
        let answer = province.try_to_approve(both, &report).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::FourEyesRequired, "");
        let answer = province.try_to_approve((60, CommuneLeader, OTHER_COMMUNE), &report).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ReportNotFound, "report_id");
        let answer = province.try_to_approve(LEADER_ABOVE, &report).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let answer = province.try_to_accept(ABOVE, &report).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportStateWrong, "report_id");

        let approved = province.approve(LEADER, &report).await;
        assert_eq!((approved.state(), approved.etag.as_str()), (Approved, "v2"));
        let answer = province.try_to_accept(ABOVE, &report).await;
        assert_refused(answer, Code::Aborted, ErrorReason::EtagStale, "etag");
        let answer = province.try_to_accept((LEADER.0, ProvinceOfficer, PROVINCE), &approved).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::FourEyesRequired, "");
        let accepted = province.accept(ABOVE, &approved).await;
        assert_eq!(accepted.state(), Accepted);

        // It is locked.
        let answer = province.refresh(OFFICER, &accepted).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportStateWrong, "report_id");
        let answer = province.comment(ABOVE, &accepted).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportStateWrong, "report_id");
        let answer = province.give_back(ABOVE, &accepted).await;
        assert!(answer.is_err());
        let answer = province.try_to_prepare(OFFICER, COMMUNE, QUARTER).await;
        assert_refused(answer, Code::AlreadyExists, ErrorReason::ReportExists, "period");
        let known = province.read_report((57, Auditor, "VN"), &accepted).await.expect("found").into_inner();
        assert_eq!(known.report.expect("given"), accepted);
        assert_eq!(accepted.figures_sha256, report.figures_sha256);
    }

    async fn what_is_no_report_is_not_prepared(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (by, unit, period, code, reason, field) in [
            (OFFICER, COMMUNE, "L2026-M12", Code::FailedPrecondition, ErrorReason::ReportPeriodNotOver, "period"),
            (OFFICER, COMMUNE, "2026-01-01/2026-02-01", Code::InvalidArgument, ErrorReason::ReportPeriodWrong, "period"),
            (OFFICER, COMMUNE, "quý 3", Code::InvalidArgument, ErrorReason::FieldsInvalid, "period"),
            (OFFICER, "2025:99999", QUARTER, Code::NotFound, ErrorReason::UnitNotFound, "unit_id"),
            (OFFICER, OTHER_COMMUNE, QUARTER, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (ABOVE, COMMUNE, QUARTER, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (LEADER, COMMUNE, QUARTER, Code::PermissionDenied, ErrorReason::RoleMissing, ""),
        ] {
            assert_refused(province.try_to_prepare(by, unit, period).await, code, reason, field);
        }
        let request = pb::PrepareReportRequest {
            request_id: new_id(),
            form_code: "nonsense".to_owned(),
            unit_id: COMMUNE.to_owned(),
            period: QUARTER.to_owned(),
        };
        let request = province.by_role(OFFICER.0, OFFICER.1, OFFICER.2, request);
        let answer = province.reports.prepare_report(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ReportFormNotFound, "form_code");
        let request = province.by_role(OFFICER.0, OFFICER.1, OFFICER.2, pb::ListReportFormsRequest {});
        let forms = province.reports.list_report_forms(request).await.expect("listed").into_inner().forms;
        assert_eq!((forms.len(), forms[0].code.as_str(), forms[0].period_examples.len()), (1, FORM, 8));
    }

    async fn a_province_explains_what_was_found_before_it_is_approved(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.fair_elsewhere().await;
        let below = province.accepted_report().await;
        // What was recorded later makes the commune's report differ from the record.
        province.fair_in_the_quarter(COMMUNE).await;
        let report = province.prepare(ABOVE, PROVINCE).await;
        let known = province.read_report(ABOVE, &report).await.expect("found").into_inner();
        use pb::ReportFindingKind::{LowerReportDiffers, LowerReportsMissing};
        let mut found = kinds(&known);
        found.dedup();
        assert_eq!(found, [LowerReportsMissing, LowerReportDiffers]);
        let missing = &known.findings[0];
        assert!(!missing.unit_ids.contains(&COMMUNE.to_owned()) && missing.unit_ids.contains(&OTHER_COMMUNE.to_owned()));
        assert_eq!(missing.compared_value - missing.value, 1);
        assert_eq!(figure(&known, "trade_events", PROVINCE), Some(1));
        assert_eq!(figure(&known, "trade_events", COMMUNE), Some(1));
        let answer = province.try_to_approve(LEADER_ABOVE, &report).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportFindingsUnexplained, "report_id");

        let commented = province.comment(ABOVE, &report).await.expect("commented").into_inner().report.expect("given");
        assert_eq!((commented.comment_count, commented.finding_count), (1, i32::try_from(known.findings.len()).expect("few")));
        // It is given back by the leader, prepared anew, approved, given back by the ministry, and comes through.
        let back = province.give_back(LEADER_ABOVE, &commented).await.expect("back").into_inner().report.expect("given");
        assert_eq!((back.state(), back.return_reason.as_str()), (Returned, "Thiếu giải trình"));
        let anew = province.refresh(ABOVE, &back).await.expect("anew").into_inner().report.expect("given");
        let approved = province.approve(LEADER_ABOVE, &anew).await;
        let answer = province.give_back(LEADER_ABOVE, &approved).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let back = province.give_back(MINISTRY, &approved).await.expect("back").into_inner().report.expect("given");
        let anew = province.refresh(ABOVE, &back).await.expect("anew").into_inner().report.expect("given");
        let approved = province.approve(LEADER_ABOVE, &anew).await;
        province.accept(MINISTRY, &approved).await;
        let known = province.read_report(ABOVE, &report).await.expect("found").into_inner();
        assert_eq!(known.comments.len(), 1);

        // Each sees the reports of what she reaches.
        for (by, count) in [(OFFICER, 1), (ABOVE, 2), ((60, CommuneOfficer, OTHER_COMMUNE), 0), (MINISTRY, 2)] {
            let request = province.by_role(by.0, by.1, by.2, pb::ListReportsRequest::default());
            let reports = province.reports.list_reports(request).await.expect("listed").into_inner().reports;
            assert_eq!(reports.len(), count);
        }
        let answer = province.read_report(OFFICER, &report).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ReportNotFound, "report_id");
        let request = pb::ListReportsRequest { state: Accepted.into(), period: QUARTER.to_owned(), page_size: 1,
            ..Default::default() };
        let request = province.by_role(ABOVE.0, ABOVE.1, ABOVE.2, request);
        let page = province.reports.list_reports(request).await.expect("listed").into_inner();
        assert_eq!(page.reports[0].report_id, report.report_id);
        let request = pb::ListReportsRequest { state: Accepted.into(), period: QUARTER.to_owned(), page_size: 1,
            page_token: page.next_page_token, ..Default::default() };
        let request = province.by_role(ABOVE.0, ABOVE.1, ABOVE.2, request);
        let page = province.reports.list_reports(request).await.expect("listed").into_inner();
        assert_eq!((page.reports[0].report_id.as_str(), page.next_page_token.as_str()), (below.report_id.as_str(), ""));
    }

    async fn an_amendment_goes_the_same_way_and_the_report_stays(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.fair_elsewhere().await;
        let first = province.prepare(OFFICER, COMMUNE).await;
        let answer = province.try_to_amend(OFFICER, &first).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportStateWrong, "report_id");
        let first = province.approve(LEADER, &first).await;
        let first = province.accept(ABOVE, &first).await;
        let verified = province.verify(&first).await;
        assert!(verified.figures_intact && verified.changes_as_known_then.is_empty());
        assert!(verified.changes_since.is_empty());

        province.fair_in_the_quarter(COMMUNE).await;
        let verified = province.verify(&first).await;
        let changed = |changes: &[pb::ReportChange]| {
            let fairs = changes.iter().find(|change| change.indicator_code == "trade_events");
            fairs.map(|change| (change.before.expect("a figure").value, change.after.expect("a figure").value))
        };
        assert!(verified.figures_intact);
        assert_eq!(changed(&verified.changes_since), Some((0, 1)));

        let amendment = province.try_to_amend(OFFICER, &first).await.expect("prepared").into_inner().report.expect("given");
        assert_eq!((amendment.number, amendment.amends_report_id.as_str()), (2, first.report_id.as_str()));
        let answer = province.try_to_amend(OFFICER, &first).await;
        assert_refused(answer, Code::AlreadyExists, ErrorReason::ReportExists, "period");
        assert_eq!(cell(&province.matrix(QUARTER).await, COMMUNE).0, pb::ReportStanding::Accepted);
        let amendment = province.approve(LEADER, &amendment).await;
        let amendment = province.accept(ABOVE, &amendment).await;
        let known = province.read_report(ABOVE, &amendment).await.expect("found").into_inner();
        assert_eq!(changed(&known.changes), Some((0, 1)));
        assert_ne!(amendment.figures_sha256, first.figures_sha256);
        let known = province.read_report(ABOVE, &first).await.expect("found").into_inner();
        assert_eq!((known.report.as_ref(), figure(&known, "trade_events", COMMUNE)), (Some(&first), Some(0)));
        assert_eq!(cell(&province.matrix(QUARTER).await, COMMUNE).2, 2);
    }

    async fn nothing_to_report_is_not_the_same_as_not_reporting(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        use pb::ReportStanding::{NotDue, NotReported, NothingToReport};
        use pb::ReportStanding::Prepared as BeingPrepared;
        province.settled().await;
        let matrix = province.matrix(QUARTER).await;
        // Due on 17 September; today is 23 November.
        assert_eq!((matrix.due_on.as_str(), matrix.reported_count), ("2026-09-17", 0));
        assert_eq!(cell(&matrix, COMMUNE), (NotReported, 67, 0));
        assert_eq!(cell(&province.matrix("L2026-M12").await, COMMUNE), (NotDue, 0, 0));

        let declared = pb::DeclareNothingToReportRequest {
            request_id: new_id(),
            form_code: FORM.to_owned(),
            unit_id: COMMUNE.to_owned(),
            period: QUARTER.to_owned(),
            reason: "Xã không có hoạt động trong kỳ".to_owned(),
        };
        let request = province.by_role(OFFICER.0, OFFICER.1, OFFICER.2, declared);
        let answer = province.reports.declare_nothing_to_report(request).await.expect("declared").into_inner();
        let report = answer.report.expect("given");
        assert!(report.nothing_to_report);
        assert_eq!(cell(&province.matrix(QUARTER).await, COMMUNE), (BeingPrepared, 67, 1));
        let report = province.approve(LEADER, &report).await;
        let matrix = province.matrix(QUARTER).await;
        assert_eq!(cell(&matrix, COMMUNE), (NothingToReport, 67, 1));
        assert_eq!((matrix.reported_count, matrix.in_time_count, matrix.accepted_count), (1, 0, 0));
        province.accept(ABOVE, &report).await;
        let matrix = province.matrix(QUARTER).await;
        assert_eq!((cell(&matrix, COMMUNE).0, matrix.accepted_count), (NothingToReport, 1));
        assert_eq!(cell(&matrix, OTHER_COMMUNE), (NotReported, 67, 0));
        assert!(matrix.cells.len() > 40 && matrix.cells.iter().all(|cell| !cell.unit_name.is_empty()));
        let request = pb::GetReportMatrixRequest {
            form_code: FORM.to_owned(),
            unit_id: OTHER_PROVINCE.to_owned(),
            periods: vec![QUARTER.to_owned()],
        };
        let request = province.by_role(ABOVE.0, ABOVE.1, ABOVE.2, request);
        let answer = province.reports.get_report_matrix(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn nothing_is_declared_where_something_happened(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.fair_in_the_quarter(COMMUNE).await;
        province.settled().await;
        let declared = pb::DeclareNothingToReportRequest {
            request_id: new_id(),
            form_code: FORM.to_owned(),
            unit_id: COMMUNE.to_owned(),
            period: QUARTER.to_owned(),
            reason: "Xã không có hoạt động trong kỳ".to_owned(),
        };
        let request = province.by_role(OFFICER.0, OFFICER.1, OFFICER.2, declared);
        let answer = province.reports.declare_nothing_to_report(request).await.expect("declared").into_inner();
        let report = answer.report.expect("given");
        let known = province.read_report(OFFICER, &report).await.expect("found").into_inner();
        assert_eq!(kinds(&known), [pb::ReportFindingKind::NothingDeclared]);
        let answer = province.try_to_approve(LEADER, &report).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportFindingsUnexplained, "report_id");
    }

    async fn three_persons_of_the_ministry_stand_for_the_report_of_the_country(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let report = province.prepare(MINISTRY, "VN").await;
        assert_eq!((report.unit_name.as_str(), report.due_on.as_str()), ("Việt Nam", "2026-09-25"));
        province.comment(MINISTRY, &report).await.expect("commented");
        let report = province.read_report(MINISTRY, &report).await.expect("found").into_inner().report.expect("given");
        let second = (58, MinistryOfficer, "VN");
        let report = province.approve(second, &report).await;
        let answer = province.try_to_accept(second, &report).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let answer = province.try_to_accept(LEADER_ABOVE, &report).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ReportNotFound, "report_id");
        assert_eq!(province.accept(MINISTRY_LEADER, &report).await.state(), Accepted);
    }
}
