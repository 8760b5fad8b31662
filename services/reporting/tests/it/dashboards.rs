//! Figures in the shapes that dashboards draw, the records behind them, and what was known when.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::reporting::v1 as pb;
use testkit::{TestDatabase, assert_status, eventually};
use tokio_stream::StreamExt as _;
use tonic::Code;

use crate::{
    COMMUNE, MINISTRY_OFFICER, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, TODAY,
    WARD_ELSEWHERE, number, recorded, value,
};

/// The month by the law that tests begin in.
const MONTH: &str = "L2026-M12";

/// The sums of the year that never comes.
const ENDS: &str = "grain = 'year' AND slot > 9999";

impl Province {
    async fn series(&mut self, request: pb::GetSeriesRequest) -> Vec<(String, Option<i64>)> {
        self.settled().await;
        let request = self.by(MINISTRY_OFFICER, request);
        let points = self.dashboards.get_series(request).await.expect("computed").into_inner().points;
        points.into_iter().map(|point| (point.period, value(point.figure.expect("told")))).collect()
    }

    /// All indicators of some units in a month.
    async fn all_figures(&mut self) -> Vec<(String, Option<i64>)> {
        let request = self.by(MINISTRY_OFFICER, pb::ListIndicatorsRequest {});
        let indicators = self.client.list_indicators(request).await.expect("listed").into_inner().indicators;
        let mut figures = Vec::new();
        for indicator in indicators {
            for unit in ["VN", PROVINCE, COMMUNE] {
                let points = self.series(series(unit, &indicator.code, MONTH, 1)).await;
                figures.extend(points.into_iter().map(|(_, value)| (format!("{} {unit}", indicator.code), value)));
            }
        }
        figures
    }

    /// Waits until what holds can be read from the end.
    async fn balanced(&self) {
        let reporting = &self.databases.reporting;
        eventually("sums are balanced", || async move {
            number(reporting, "SELECT balanced_version - version AS number FROM sums_state").await == 0
        })
        .await;
    }

    /// How many sums say that something has no end.
    async fn ends(&self) -> i64 {
        let sql = format!("SELECT COUNT(*) AS number FROM figure_sum WHERE {ENDS} AND (value <> 0 OR sample <> 0)");
        number(&self.databases.reporting, &sql).await
    }

    async fn breakdown(&mut self, unit: &str, indicator: &str, by: pb::Dimension) -> Vec<(String, i64)> {
        self.settled().await;
        let request = pb::GetBreakdownRequest {
            unit_id: unit.to_owned(),
            indicator_code: indicator.to_owned(),
            dimension: by.into(),
            period: MONTH.to_owned(),
            known_at: None,
        };
        let request = self.by(MINISTRY_OFFICER, request);
        let breakdown = self.dashboards.get_breakdown(request).await.expect("computed").into_inner().breakdown;
        let cells = breakdown.expect("given").cells.into_iter();
        cells.map(|cell| (cell.key, cell.figure.expect("told").value)).collect()
    }

    /// All records behind a figure, page by page.
    async fn records(&mut self, request: pb::ListFigureRecordsRequest) -> Vec<pb::FigureRecord> {
        self.settled().await;
        let (mut records, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = pb::ListFigureRecordsRequest { page_size: 1, page_token, ..request.clone() };
            let request = self.by(MINISTRY_OFFICER, request);
            let page = self.dashboards.list_figure_records(request).await.expect("listed").into_inner();
            records.extend(page.records);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return records;
            }
        }
    }
}

fn series(unit: &str, indicator: &str, last: &str, count: i32) -> pb::GetSeriesRequest {
    pb::GetSeriesRequest {
        unit_id: unit.to_owned(),
        indicator_code: indicator.to_owned(),
        last_period: last.to_owned(),
        count,
        ..Default::default()
    }
}

fn records(unit: &str, indicator: &str) -> pb::ListFigureRecordsRequest {
    pb::ListFigureRecordsRequest {
        unit_id: unit.to_owned(),
        indicator_code: indicator.to_owned(),
        period: "2018-01-01/2026-12-31".to_owned(),
        ..Default::default()
    }
}

/// So many minutes after tests begin.
fn after(minutes: i64) -> prost_types::Timestamp {
    let moment = testkit::beginning() + TimeDelta::minutes(minutes);
    prost_types::Timestamp { seconds: moment.timestamp(), nanos: 0 }
}

testkit::on_both_databases! {
    async fn every_figure_is_the_same_from_sums_and_from_the_entries_themselves(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        province.settled().await;
        let request = province.by(MINISTRY_OFFICER, pb::ListIndicatorsRequest {});
        let indicators = province.client.list_indicators(request).await.expect("listed").into_inner().indicators;
        let reporting = &province.databases.reporting;
        eventually("sums are on the map", || async move {
            number(reporting, "SELECT units_version AS number FROM sums_state").await > 0
        })
        .await;
        // All that was told is known after some days.
        let known_at = Some(after(3 * 24 * 60));
        for indicator in indicators {
            for unit in ["VN", PROVINCE, COMMUNE, OTHER_COMMUNE] {
                let asked = series(unit, &indicator.code, MONTH, 3);
                let by_entries = pb::GetSeriesRequest { known_at, ..asked.clone() };
                let (sums, entries) = (province.series(asked).await, province.series(by_entries).await);
                assert_eq!(sums, entries, "{} {unit}", indicator.code);
            }
        }
    }

    /// A replica of the program before this one may still add to sums; it does not know that what holds comes to nothing in the end.
    async fn sums_that_the_program_before_left_tell_the_same_at_once_and_are_balanced(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        province.settled().await;
        province.balanced().await;
        let (before, ends) = (province.all_figures().await, province.ends().await);
        assert!(ends > 0, "something holds still");
        province
            .execute(&format!("DELETE FROM figure_sum WHERE {ENDS}; UPDATE sums_state SET version = version + 1"))
            .await;
        assert_eq!(province.all_figures().await, before);
        province.balanced().await;
        assert_eq!(province.ends().await, ends);
        // What is remembered is forgotten.
        province
            .execute("UPDATE sums_state SET version = version + 1, balanced_version = balanced_version + 1")
            .await;
        assert_eq!(province.all_figures().await, before);
    }

    async fn a_series_tells_each_period_and_nothing_of_one_that_has_not_begun(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        let points = province.series(series(PROVINCE, "certificates_issued", "L2027-M01", 3)).await;
        let expected = [("L2026-M11", Some(0)), ("L2026-M12", Some(2)), ("L2027-M01", None)];
        assert_eq!(points, expected.map(|(period, value)| (period.to_owned(), value)));
        let part = pb::FigurePart { dimension: pb::Dimension::Star.into(), key: "4".to_owned() };
        let stars = pb::GetSeriesRequest { part: Some(part), ..series(PROVINCE, "products_valid", MONTH, 2) };
        assert_eq!(province.series(stars).await.last().and_then(|(_, value)| *value), Some(1));
    }

    async fn what_was_known_at_a_moment_stays_as_it_was(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.settled().await;
        let then = after(1);
        province.bed.hands.advance(TimeDelta::minutes(2));
        province.producer("Hai", COMMUNE).await;
        province.retire(&producer).await;
        let asked = |known_at| pb::GetSeriesRequest { known_at, ..series(COMMUNE, "producers_registered", MONTH, 1) };
        assert_eq!(province.series(asked(None)).await[0].1, Some(1));
        assert_eq!(province.series(asked(Some(then))).await[0].1, Some(1), "the first alone");
        let of_then = pb::ListFigureRecordsRequest { known_at: Some(then), ..records(COMMUNE, "producers_registered") };
        let ids: Vec<_> = province.records(of_then).await.into_iter().map(|record| record.record_id).collect();
        assert_eq!(ids, [producer.id]);
        province.rebuild().await;
        assert_eq!(province.series(asked(Some(then))).await[0].1, Some(1), "and so it is, built again");
    }

    async fn breakdowns_have_all_dimensions_and_no_other(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        let named = |cells: &[(&str, i64)]| cells.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect::<Vec<_>>();
        let valid = "products_valid";
        let by_sector = province.breakdown(PROVINCE, valid, pb::Dimension::Sector).await;
        assert_eq!(by_sector.iter().find(|(key, _)| key == "food").map(|(_, value)| *value), Some(2));
        assert_eq!(province.breakdown("VN", valid, pb::Dimension::Unit).await, named(&[(PROVINCE, 2)]));
        let kinds = province.breakdown(PROVINCE, "certificates_issued", pb::Dimension::DossierKind).await;
        assert_eq!(kinds, named(&[("first", 2)]));
        let levels = province.breakdown(PROVINCE, "officials_trained_people", pb::Dimension::OfficialLevel).await;
        assert_eq!(levels.iter().map(|(_, value)| value).sum::<i64>(), 0, "it was in May");
        let request = pb::GetBreakdownRequest {
            unit_id: PROVINCE.to_owned(),
            indicator_code: valid.to_owned(),
            dimension: pb::Dimension::OfficialLevel.into(),
            period: MONTH.to_owned(),
            known_at: None,
        };
        let request = province.by(PROVINCE_OFFICER, request);
        let refused = province.dashboards.get_breakdown(request).await.expect_err("refused");
        assert_status(&refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "dimension");
    }

    async fn a_map_has_every_unit_and_a_league_table_their_places(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        province.settled().await;
        let request = pb::GetMapRequest {
            unit_id: "VN".to_owned(),
            indicator_code: "certificates_issued".to_owned(),
            level: pb::MapLevel::Province.into(),
            period: MONTH.to_owned(),
            map_day: String::new(),
        };
        let communes = pb::GetMapRequest { level: pb::MapLevel::Commune.into(), ..request.clone() };
        let request = province.by(MINISTRY_OFFICER, request);
        let units = province.dashboards.get_map(request).await.expect("drawn").into_inner().units;
        assert_eq!(units.len(), 34);
        let of = |units: &[pb::UnitFigure], id: &str| {
            units.iter().find(|unit| unit.unit_id == id).and_then(|unit| unit.figure).expect("it is there")
        };
        assert_eq!((of(&units, PROVINCE), of(&units, OTHER_PROVINCE)), (recorded(2, 0, 0), recorded(0, 0, 0)));
        let request = province.by(MINISTRY_OFFICER, communes);
        let units = province.dashboards.get_map(request).await.expect("drawn").into_inner().units;
        assert_eq!(units.len(), 3321);
        assert_eq!((of(&units, COMMUNE), of(&units, OTHER_COMMUNE)), (recorded(1, 0, 0), recorded(1, 0, 0)));

        let request = pb::GetLeagueTableRequest {
            unit_id: PROVINCE.to_owned(),
            indicator_code: "certificates_issued".to_owned(),
            period: MONTH.to_owned(),
            ascending: false,
        };
        let request = province.by(PROVINCE_OFFICER, request);
        let rows = province.dashboards.get_league_table(request).await.expect("ordered").into_inner().rows;
        let places: Vec<_> = rows.iter().take(3).map(|row| row.place).collect();
        assert_eq!((places, rows.len()), (vec![1, 1, 3], 45));
    }

    async fn a_funnel_and_a_radar_compare(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        province.settled().await;
        let request = pb::GetFunnelRequest { unit_id: PROVINCE.to_owned(), period: MONTH.to_owned() };
        let request = province.by(PROVINCE_OFFICER, request);
        let steps = province.dashboards.get_funnel(request).await.expect("counted").into_inner().steps;
        let counted: Vec<_> = steps.iter().map(|step| (value(step.figure.expect("told")), step.of_first_hundredths)).collect();
        assert_eq!(counted, [(Some(2), Some(10_000)); 5]);

        let codes = ["products_valid", "certificates_issued", "producers_registered"];
        let request = pb::GetRadarRequest {
            unit_id: COMMUNE.to_owned(),
            indicator_codes: codes.map(str::to_owned).to_vec(),
            period: MONTH.to_owned(),
        };
        let request = province.by(PROVINCE_OFFICER, request);
        let radar = province.dashboards.get_radar(request).await.expect("counted").into_inner();
        assert_eq!(radar.unit_count, 45);
        let axis = radar.axes.iter().find(|axis| axis.indicator_code == "certificates_issued").expect("given");
        assert_eq!((axis.highest_value, axis.mean_hundredths, axis.of_highest_hundredths), (1, 4, Some(10_000)));
    }

    async fn behind_a_figure_stand_its_records(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        let valid = province.records(records(PROVINCE, "products_valid")).await;
        let certain = valid.iter().filter(|record| record.certain && record.noun == "product").count();
        assert_eq!(certain, 2);
        let part = pb::FigurePart { dimension: pb::Dimension::Star.into(), key: "3".to_owned() };
        let of_star = pb::ListFigureRecordsRequest { part: Some(part), ..records(PROVINCE, "certificates_issued") };
        let three = province.records(of_star).await;
        assert_eq!(three.iter().map(|record| record.noun.as_str()).collect::<Vec<_>>(), ["certificate"]);
        assert_eq!(province.records(records(COMMUNE, "certificates_issued")).await.len(), 1);
        let readings = "SELECT COUNT(*) AS number FROM audit WHERE operation = 'ListFigureRecords'";
        let before = number(&province.databases.reporting, readings).await;
        let trained = province.records(records(PROVINCE, "officials_trained_people")).await;
        assert_eq!(trained.iter().map(|record| record.noun.as_str()).collect::<Vec<_>>(), ["person"]);
        assert_eq!(number(&province.databases.reporting, readings).await, before + 1, "it is recorded");
        let request = province.by(PROVINCE_OFFICER, records(PROVINCE, "leaders_trained_coverage"));
        let refused = province.dashboards.list_figure_records(request).await.expect_err("a share");
        assert_status(&refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "indicator_code");
    }

    async fn nobody_sees_figures_or_records_of_other_units(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.settled().await;
        let request = province.by(PROVINCE_OFFICER, series(OTHER_PROVINCE, "products_valid", MONTH, 1));
        let refused = province.dashboards.get_series(request).await.expect_err("refused");
        assert_status(&refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let request = province.by(PROVINCE_OFFICER, records(WARD_ELSEWHERE, "products_valid"));
        let refused = province.dashboards.list_figure_records(request).await.expect_err("refused");
        assert_status(&refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let request = province.by_role(9, Role::Expert, PROVINCE, series(PROVINCE, "products_valid", MONTH, 1));
        let refused = province.dashboards.get_series(request).await.expect_err("refused");
        assert_eq!(refused.code(), Code::PermissionDenied);
        let request = province.by(PROVINCE_OFFICER, series("2025:99", "products_valid", MONTH, 1));
        let refused = province.dashboards.get_series(request).await.expect_err("no such unit");
        assert_status(&refused, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
    }

    async fn whoever_watches_is_told_of_changes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.settled().await;
        let codes = ["producers_registered", "products_registered"].map(str::to_owned).to_vec();
        let request = province.by(PROVINCE_OFFICER, pb::WatchRequest { unit_id: PROVINCE.to_owned(), indicator_codes: codes });
        let mut told = province.dashboards.watch(request).await.expect("watched").into_inner();
        let first = told.next().await.expect("told").expect("sound");
        let values: Vec<_> = first.figures.iter().map(|of| value(of.figure.expect("told"))).collect();
        assert_eq!(values, [Some(0), Some(0)]);
        province.producer("Một", COMMUNE).await;
        let next = told.next().await.expect("told").expect("sound");
        let changed: Vec<_> = next.figures.iter().map(|of| (of.indicator_code.as_str(), value(of.figure.expect("told")))).collect();
        assert_eq!(changed, [("producers_registered", Some(1))]);
    }
}

/// The day that tests begin on lies in the month that they ask for.
#[test]
fn today_lies_in_the_month() {
    assert!(("2026-11-15"..="2026-12-14").contains(&TODAY));
}
