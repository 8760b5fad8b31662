//! Files of reports: issued once, kept byte for byte, and what the public is not shown.

use std::io::Read as _;
use std::ops::ControlFlow;

use platform::access::Role;
use platform::sheets::{Line, read};
use proto::common::v1::ErrorReason;
use proto::reporting::v1 as pb;
use proto::reporting::v1::ReportFileFormat::{Csv, Xlsx};
use proto::reporting::v1::ReportFilePurpose::{Publication, Submission};
use proto::training::v1::Audience::Officials;
use testkit::{TestDatabase, assert_refused};
use tonic::{Code, Status};

use crate::classes::official_of;
use crate::reports::{ABOVE, LEADER, OFFICER, Person};
use crate::{COMMUNE, OTHER_COMMUNE, Province, new_id};

type Answer<M> = Result<tonic::Response<M>, Status>;

impl Province {
    async fn try_to_issue(
        &mut self,
        by: Person,
        report: &pb::Report,
        purpose: pb::ReportFilePurpose,
        format: pb::ReportFileFormat,
    ) -> Answer<pb::IssueReportFileResponse> {
        let request = pb::IssueReportFileRequest {
            request_id: new_id(),
            report_id: report.report_id.clone(),
            purpose: purpose.into(),
            format: format.into(),
        };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.report_files.issue_report_file(request).await
    }

    async fn issue(
        &mut self,
        report: &pb::Report,
        purpose: pb::ReportFilePurpose,
        format: pb::ReportFileFormat,
    ) -> pb::ReportFile {
        let answer = self.try_to_issue(ABOVE, report, purpose, format).await;
        answer.expect("issued").into_inner().file.expect("given")
    }

    async fn try_to_download(&mut self, by: Person, file: &pb::ReportFile) -> Answer<pb::DownloadReportFileResponse> {
        let request = pb::DownloadReportFileRequest { file_id: file.file_id.clone() };
        let request = self.by_role(by.0, by.1, by.2, request);
        self.report_files.download_report_file(request).await
    }

    async fn download(&mut self, file: &pb::ReportFile) -> Vec<u8> {
        self.try_to_download(ABOVE, file).await.expect("given").into_inner().content
    }
}

fn lines(content: &[u8]) -> Vec<Line> {
    let mut lines = Vec::new();
    read(content, &mut |line| {
        lines.push(line);
        ControlFlow::Continue(())
    })
    .expect("a sheet");
    lines
}

/// The cell behind the title of an indicator.
fn shown<'l>(lines: &'l [Line], title: &str, place: usize) -> &'l str {
    let line = lines.iter().find(|line| line.cells.get(1).is_some_and(|cell| cell == title)).expect("the indicator");
    line.cells.get(place).map_or("", String::as_str)
}

testkit::on_both_databases! {
    async fn a_file_is_issued_once_and_kept_byte_for_byte(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.fair_in_the_quarter(COMMUNE).await;
        let report = province.prepare(OFFICER, COMMUNE).await;
        let answer = province.try_to_issue(OFFICER, &report, Submission, Xlsx).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ReportStateWrong, "report_id");
        let report = province.approve(LEADER, &report).await;
        let report = province.accept(ABOVE, &report).await;

        let file = province.issue(&report, Submission, Xlsx).await;
        assert_eq!(file.name, "ocop_progress_2025-03127_L2026-Q3.xlsx");
        assert_eq!((file.figures_sha256.as_str(), file.suppressed_count), (report.figures_sha256.as_str(), 0));
        let content = province.download(&file).await;
        assert_eq!(i64::try_from(content.len()).expect("small"), file.size_bytes);
        let lines = lines(&content);
        let text = lines.iter().flat_map(|line| line.cells.clone()).collect::<Vec<_>>().join("\n");
        for told in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "BÁO CÁO KẾT QUẢ THỰC HIỆN CHƯƠNG TRÌNH OCOP",
            "Kỳ báo cáo: quý 3 năm 2026 (từ 15/06/2026 đến 14/09/2026)",
            "NGƯỜI LẬP BIỂU",
            "THỦ TRƯỞNG ĐƠN VỊ",
            &report.figures_sha256,
        ] {
            assert!(text.contains(told), "{told} is not in {text}");
        }
        assert_eq!(shown(&lines, "Hoạt động xúc tiến thương mại", 3), "1");
        assert_eq!(shown(&lines, "Điểm giới thiệu và bán hàng", 3), "…");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&content)).expect("a workbook");
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").expect("the sheet").read_to_string(&mut sheet).expect("a text");
        assert!(sheet.contains("<mergeCell ref=\"A1:C1\"/>"), "headings are merged");

        // What is recorded later changes neither file nor hash.
        province.fair_in_the_quarter(COMMUNE).await;
        province.settled().await;
        let again = province.issue(&report, Submission, Xlsx).await;
        assert_eq!(again, file);
        assert_eq!(province.download(&file).await, content);
        let csv = province.issue(&report, Submission, Csv).await;
        let listed = province.download(&csv).await;
        let listed = self::lines(&listed);
        assert!(listed[0].cells.starts_with(&["Kỳ".to_owned(), "Lần".to_owned()]));
        assert!(listed.iter().skip(1).all(|line| line.cells[12] == report.figures_sha256));
        let request = pb::ListReportFilesRequest { report_id: report.report_id.clone() };
        let request = province.by_role(OFFICER.0, OFFICER.1, OFFICER.2, request);
        let files = province.report_files.list_report_files(request).await.expect("listed").into_inner().files;
        assert_eq!(files, [file, csv]);
    }

    async fn the_public_is_not_shown_few_people(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.class(Officials, &["2026-07-04"], &[official_of(31, COMMUNE), official_of(32, COMMUNE)]).await;
        province.settled().await;
        let report = province.accepted_report().await;
        let trained = "Cán bộ được tập huấn (người)";
        let submission = province.issue(&report, Submission, Xlsx).await;
        let submitted = lines(&province.download(&submission).await);
        let publication = province.issue(&report, Publication, Xlsx).await;
        let published = lines(&province.download(&publication).await);
        assert_eq!((shown(&submitted, trained, 3), shown(&published, trained, 3)), ("2", "c"));
        assert!(publication.suppressed_count >= 2, "people and attendances");
        assert_eq!(submission.suppressed_count, 0, "a submission must add up");
        let things = "Sản phẩm trong sổ đăng ký";
        assert_eq!(shown(&submitted, things, 3), shown(&published, things, 3));

        // What is for the public is for everybody who works here; a submission for those whom it concerns.
        let elsewhere: Person = (60, Role::CommuneOfficer, OTHER_COMMUNE);
        province.try_to_download(elsewhere, &publication).await.expect("given");
        let answer = province.try_to_download(elsewhere, &submission).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ReportFileNotFound, "file_id");
        let request = pb::ListReportFilesRequest { report_id: report.report_id.clone() };
        let request = province.by_role(elsewhere.0, elsewhere.1, elsewhere.2, request);
        let files = province.report_files.list_report_files(request).await.expect("listed").into_inner().files;
        assert_eq!(files, [publication]);
    }
}
