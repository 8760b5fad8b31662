//! Files of the figures that dashboards draw.

use std::ops::ControlFlow;

use platform::access::Role;
use platform::sheets::{Line, read};
use proto::common::v1::ErrorReason;
use proto::reporting::v1 as pb;
use proto::reporting::v1::ReportFileFormat::{Csv, Xlsx};
use proto::reporting::v1::ReportFilePurpose::{Publication, Submission};
use proto::reporting::v1::export_figures_request::Figures;
use proto::training::v1::Audience::Officials;
use testkit::{TestDatabase, assert_status};
use tonic::{Code, Status};

use crate::classes::official_of;
use crate::{COMMUNE, MINISTRY_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, get_scorecard};

/// A period of the law that tests begin in, and a year.
const MONTH: &str = "L2026-M12";
const YEAR: &str = "C2026";

impl Province {
    async fn try_to_export(
        &mut self,
        figures: Figures,
        format: pb::ReportFileFormat,
        purpose: pb::ReportFilePurpose,
    ) -> Result<pb::ExportFiguresResponse, Status> {
        self.settled().await;
        let request =
            pb::ExportFiguresRequest { figures: Some(figures), format: format.into(), purpose: purpose.into() };
        let request = self.by(PROVINCE_OFFICER, request);
        Ok(self.dashboards.export_figures(request).await?.into_inner())
    }

    /// A file with every figure, and its lines.
    async fn exported(
        &mut self,
        figures: Figures,
        format: pb::ReportFileFormat,
    ) -> (pb::ExportFiguresResponse, Vec<Line>) {
        let file = self.try_to_export(figures, format, Submission).await.expect("made");
        let lines = lines(&file.content);
        (file, lines)
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

/// Of each line the cells of some columns, below the line of headings.
fn cells<const N: usize>(lines: &[Line], titles: [&str; N]) -> Vec<[String; N]> {
    let heading = lines.iter().position(|line| line.cells.first().is_some_and(|cell| cell == "Kỳ")).expect("headings");
    let place = |title: &str| lines[heading].cells.iter().position(|cell| cell == title).expect("the column");
    let places = titles.map(place);
    let cell = |line: &Line, place: usize| line.cells.get(place).cloned().unwrap_or_default();
    // Notes below are one cell over all columns.
    let is_figure = |line: &&Line| line.cells.len() > 1 && line.cells[0] != line.cells[1];
    lines[heading + 1..].iter().take_while(is_figure).map(|line| places.map(|place| cell(line, place))).collect()
}

fn series(indicator: &str) -> Figures {
    Figures::Series(pb::GetSeriesRequest {
        unit_id: PROVINCE.to_owned(),
        indicator_code: indicator.to_owned(),
        last_period: MONTH.to_owned(),
        count: 2,
        ..Default::default()
    })
}

fn breakdown(indicator: &str, dimension: pb::Dimension) -> Figures {
    Figures::Breakdown(pb::GetBreakdownRequest {
        unit_id: PROVINCE.to_owned(),
        indicator_code: indicator.to_owned(),
        dimension: dimension.into(),
        period: YEAR.to_owned(),
        known_at: None,
    })
}

fn map(unit: &str, indicator: &str, map_day: &str) -> Figures {
    Figures::Map(pb::GetMapRequest {
        unit_id: unit.to_owned(),
        indicator_code: indicator.to_owned(),
        level: pb::MapLevel::Commune.into(),
        period: MONTH.to_owned(),
        map_day: map_day.to_owned(),
    })
}

testkit::on_both_databases! {
    async fn each_shape_is_a_file_of_the_figures_that_are_drawn(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;

        let (file, lines) = province.exported(series("certificates_issued"), Csv).await;
        assert_eq!((file.name.as_str(), file.content_type.as_str()), ("ocop_series_certificates_issued_2025-11_L2026-M12.csv", "text/csv; charset=utf-8"));
        let expected = [["L2026-M11", "15/10/2026", "0"], ["L2026-M12", "15/11/2026", "2"]];
        assert_eq!(cells(&lines, ["Kỳ", "Từ ngày", "Số liệu"]), expected.map(|line| line.map(str::to_owned)));
        assert!(lines.iter().skip(1).all(|line| line.cells.last() == Some(&file.figures_sha256)), "each line has the hash");

        let (_, lines) = province.exported(breakdown("certificates_issued", pb::Dimension::Star), Csv).await;
        let expected = [["", "", "2"], ["Hạng sao", "3 sao", "1"], ["Hạng sao", "4 sao", "1"]];
        assert_eq!(cells(&lines, ["Phân tổ", "Giá trị phân tổ", "Số liệu"]), expected.map(|line| line.map(str::to_owned)));

        let (_, lines) = province.exported(map(PROVINCE, "certificates_issued", ""), Csv).await;
        let of_units = cells(&lines, ["Mã đơn vị", "Số liệu"]);
        assert_eq!(of_units.len(), 45);
        assert!(of_units.contains(&[COMMUNE.to_owned(), "1".to_owned()]), "{of_units:?}");

        let (file, lines) = province.exported(Figures::Scorecard(get_scorecard(PROVINCE, "")), Csv).await;
        let rows = cells(&lines, ["Mã chỉ tiêu", "Từ ngày", "Số liệu", "Mục tiêu", "Đạt (%)"]);
        let target = ["products_recognised", "01/01/2021", "2", "41", "4,87"].map(str::to_owned);
        assert!(rows.contains(&target), "{rows:?}");
        assert!(rows.iter().any(|row| row[0] == "leaders_trained_coverage" && row[2] == "50,00"), "{rows:?}");
        assert_eq!(file.suppressed_count, 0);
    }

    async fn a_workbook_has_the_same_figures_as_the_table_of_text(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        let columns = ["Mã đơn vị", "Mã chỉ tiêu", "Giá trị phân tổ", "Số liệu"];
        for figures in [
            series("products_valid"),
            breakdown("certificates_issued", pb::Dimension::ProductSet),
            map(PROVINCE, "producers_registered", "2024-06-30"),
            Figures::Scorecard(get_scorecard(PROVINCE, "")),
        ] {
            let (csv, listed) = province.exported(figures.clone(), Csv).await;
            let (xlsx, laid_out) = province.exported(figures, Xlsx).await;
            assert_eq!(cells(&laid_out, columns), cells(&listed, columns));
            assert_eq!((xlsx.figures_sha256.as_str(), xlsx.name.ends_with(".xlsx")), (csv.figures_sha256.as_str(), true));
            let text = laid_out.iter().flat_map(|line| line.cells.clone()).collect::<Vec<_>>().join("\n");
            for told in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỈNH ĐIỆN BIÊN", &xlsx.figures_sha256] {
                assert!(text.contains(told), "{told} is not in {text}");
            }
        }
    }

    async fn a_file_on_an_earlier_map_tells_what_is_not_placed_and_how(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.producer("Một", COMMUNE).await;
        let (_, lines) = province.exported(map(PROVINCE, "producers_registered", "2024-06-30"), Xlsx).await;
        let not_placed = cells(&lines, ["Đơn vị", "Số liệu"]).pop().expect("the last line");
        assert_eq!(not_placed, ["Chưa xếp được vào đơn vị nào", "1"], "the ward was made of six communes");
        let text = lines.iter().flat_map(|line| line.cells.clone()).collect::<Vec<_>>().join("\n");
        assert!(text.contains("địa giới ngày 30/06/2024"), "{text}");
    }

    async fn the_public_is_not_shown_few_people(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let class = province.class(Officials, &["2026-11-20"], &[official_of(31, COMMUNE), official_of(32, COMMUNE)]).await;
        let persons: Vec<_> = [31, 32].map(|number| official_of(number, COMMUNE).person_id).to_vec();
        province.call_roll(&class, 1, &persons).await;
        let trained = || breakdown("officials_trained_people", pb::Dimension::OfficialLevel);
        let all = province.try_to_export(trained(), Csv, Submission).await.expect("made");
        let public = province.try_to_export(trained(), Csv, Publication).await.expect("made");
        assert_eq!((all.suppressed_count, public.suppressed_count), (0, 2));
        assert!(public.name.ends_with("_cong-bo.csv"), "{}", public.name);
        let status = |file: &pb::ExportFiguresResponse| cells(&lines(&file.content), ["Số liệu", "Trạng thái"]);
        assert_eq!(status(&all)[0], ["2", ""]);
        assert!(status(&public).iter().all(|line| *line == ["c", "không công bố"]));
        // Things are shown however few they are.
        let things = province.try_to_export(series("products_registered"), Csv, Publication).await.expect("made");
        assert_eq!(things.suppressed_count, 0);
    }

    async fn a_file_is_given_to_whom_its_figures_are_shown(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let answer = province.try_to_export(map(OTHER_PROVINCE, "products_valid", ""), Csv, Publication).await;
        assert_status(&answer.expect_err("refused"), Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let answer = province.try_to_export(series("nothing"), Csv, Submission).await;
        assert_status(&answer.expect_err("refused"), Code::InvalidArgument, ErrorReason::FieldsInvalid, "indicator_code");
        let nothing = pb::ExportFiguresRequest::default();
        let answer = province.dashboards.export_figures(province.by(MINISTRY_OFFICER, nothing)).await;
        assert_status(&answer.expect_err("refused"), Code::InvalidArgument, ErrorReason::FieldsInvalid, "figures");
        let request = pb::ExportFiguresRequest {
            figures: Some(series("products_valid")),
            format: Csv.into(),
            purpose: Submission.into(),
        };
        let request = province.by_role(9, Role::Expert, PROVINCE, request);
        let refused = province.dashboards.export_figures(request).await.expect_err("no role that sees figures");
        assert_eq!(refused.code(), Code::PermissionDenied);
    }
}
