//! Figures on the maps of before the 34 provinces: whole records in the units of then, and openly what can be placed in none.

use platform::access::Role;
use platform::ids::RawId;
use platform::operation::Subject;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as evaluation_pb;
use proto::registry::v1 as registry_pb;
use proto::reporting::v1 as pb;
use testkit::{TestDatabase, assert_status};
use tonic::Code;

use crate::feeds::created;
use crate::{COMMUNE, MINISTRY_OFFICER, PROVINCE, PROVINCE_OFFICER, Province, new_id, recorded, value};

/// A day of the 63 provinces.
const THEN: &str = "2024-06-30";

/// Lâm Đồng, which took in Đắk Nông and Bình Thuận; and these three as they were before.
const LAM_DONG: &str = "2025:68";
const OLD_LAM_DONG: &str = "2018:68";
const DAK_NONG: &str = "2018:67";
const BINH_THUAN: &str = "2018:60";

/// Communes of Lâm Đồng: Quảng Sơn is the commune of Đắk Glong (Đắk Nông) as it was; Bắc Gia Nghĩa was made of communes of two
/// districts of Đắk Nông; Phan Thiết of wards of the city of Phan Thiết (Bình Thuận).
const QUANG_SON: &str = "2025:24616";
const BAC_GIA_NGHIA: &str = "2025:24611";
const PHAN_THIET: &str = "2025:22945";

/// A period that a record of today lies in.
const MONTH: &str = "L2026-M12";

impl Province {
    /// Four producers: two in what was Đắk Nông, one in what was Bình Thuận, one in Điện Biên.
    async fn on_both_sides_of_the_merger(&mut self) {
        for (name, commune) in [("Một", QUANG_SON), ("Hai", BAC_GIA_NGHIA), ("Ba", PHAN_THIET), ("Bốn", COMMUNE)] {
            self.producer(name, commune).await;
        }
    }

    /// A product was recognised in a province of today, nobody knows in which commune.
    async fn recognised_in(&mut self, unit: &str, on: &str) {
        let recognition = evaluation_pb::RecordedRecognition {
            product_name: format!("Mật ong của {unit}"),
            unit_id: unit.to_owned(),
            recognised_earliest: on.to_owned(),
            recognised_latest: on.to_owned(),
            evidence: "press".to_owned(),
            ..Default::default()
        };
        let request = evaluation_pb::RecordRecognitionRequest { request_id: new_id(), recognition: Some(recognition) };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        self.evaluation.record_recognition(request).await.expect("recorded");
    }

    async fn drawn(&mut self, request: pb::GetMapRequest) -> pb::GetMapResponse {
        self.settled().await;
        let request = self.by(MINISTRY_OFFICER, request);
        self.dashboards.get_map(request).await.expect("drawn").into_inner()
    }

    /// Values of a series, each with what could not be placed.
    async fn restated(&mut self, request: pb::GetSeriesRequest) -> Vec<(Option<i64>, Option<i64>)> {
        self.settled().await;
        let request = self.by(MINISTRY_OFFICER, request);
        let series = self.dashboards.get_series(request).await.expect("computed").into_inner();
        let not_placed = |point: &pb::PeriodFigure| point.not_placed.map(|figure| figure.value);
        series.points.iter().map(|point| (value(point.figure.expect("told")), not_placed(point))).collect()
    }

    async fn country(&mut self, indicator: &str, period: &str) -> Option<i64> {
        self.restated(series("VN", indicator, period, 1, "")).await[0].0
    }
}

fn map(unit: &str, indicator: &str, level: pb::MapLevel, map_day: &str) -> pb::GetMapRequest {
    pb::GetMapRequest {
        unit_id: unit.to_owned(),
        indicator_code: indicator.to_owned(),
        level: level.into(),
        period: MONTH.to_owned(),
        map_day: map_day.to_owned(),
    }
}

fn series(unit: &str, indicator: &str, last: &str, count: i32, map_day: &str) -> pb::GetSeriesRequest {
    pb::GetSeriesRequest {
        unit_id: unit.to_owned(),
        indicator_code: indicator.to_owned(),
        last_period: last.to_owned(),
        count,
        map_day: map_day.to_owned(),
        ..Default::default()
    }
}

/// The units of a map that have anything, by identity.
fn there(map: &pb::GetMapResponse) -> Vec<(&str, i64)> {
    let of = |unit: &pb::UnitFigure| unit.figure.filter(|figure| figure.value != 0).map(|figure| figure.value);
    map.units.iter().filter_map(|unit| Some((unit.unit_id.as_str(), of(unit)?))).collect()
}

fn sum(map: &pb::GetMapResponse) -> i64 {
    map.units.iter().filter_map(|unit| unit.figure).map(|figure| figure.value).sum()
}

testkit::on_both_databases! {
    async fn records_of_today_stand_in_the_provinces_of_before(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.on_both_sides_of_the_merger().await;
        let of_then = province.drawn(map("VN", "producers_registered", pb::MapLevel::Province, THEN)).await;
        assert_eq!(of_then.units.len(), 63);
        assert_eq!(there(&of_then), [("2018:11", 1), (BINH_THUAN, 1), (DAK_NONG, 2)]);
        assert_eq!(of_then.not_placed, Some(recorded(0, 0, 0)));
        let dak_nong = of_then.units.iter().find(|unit| unit.unit_id == DAK_NONG).expect("there");
        assert_eq!(dak_nong.title, "Tỉnh Đắk Nông");
        let method = of_then.method.expect("told");
        assert!(method.vi.contains("30/06/2024") && method.en.contains(THEN), "{method:?}");
        let today = province.drawn(map("VN", "producers_registered", pb::MapLevel::Province, "")).await;
        assert_eq!((today.units.len(), there(&today)), (34, vec![(PROVINCE, 1), (LAM_DONG, 3)]));
        assert_eq!((today.not_placed, today.method), (None, None));
    }

    async fn a_province_of_today_is_shown_as_the_three_it_was(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.on_both_sides_of_the_merger().await;
        let three = province.drawn(map(LAM_DONG, "producers_registered", pb::MapLevel::Province, THEN)).await;
        let ids: Vec<_> = three.units.iter().map(|unit| unit.unit_id.as_str()).collect();
        assert_eq!(ids, [BINH_THUAN, DAK_NONG, OLD_LAM_DONG]);
        assert_eq!(there(&three), [(BINH_THUAN, 1), (DAK_NONG, 2)]);
    }

    /// Below provinces a record is placed where its commune was made of one unit, and nowhere else.
    async fn districts_and_communes_of_before_have_what_is_surely_theirs(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.on_both_sides_of_the_merger().await;
        let districts = province.drawn(map(DAK_NONG, "producers_registered", pb::MapLevel::District, THEN)).await;
        assert_eq!((districts.units.len(), there(&districts)), (8, vec![("2018:661", 1)]));
        assert_eq!(districts.not_placed, Some(recorded(1, 0, 0)), "Bắc Gia Nghĩa was of two districts");
        let communes = province.drawn(map(DAK_NONG, "producers_registered", pb::MapLevel::Commune, THEN)).await;
        assert_eq!((there(&communes), communes.not_placed), (vec![("2018:24616", 1)], Some(recorded(1, 0, 0))));
        let none = province.drawn(map("VN", "producers_registered", pb::MapLevel::District, "")).await;
        assert!(none.units.is_empty(), "there are no districts today");
    }

    /// What is known of the merged province alone lies in none of the three, and is told.
    async fn what_cannot_be_placed_is_told_and_not_guessed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.recognised_in(LAM_DONG, "2024-03-01").await;
        province.recognised_in(PROVINCE, "2024-03-01").await;
        let since = pb::GetMapRequest { period: "2018-01-01/2026-12-31".to_owned(), ..map("VN", "products_recognised", pb::MapLevel::Province, THEN) };
        let of_then = province.drawn(since).await;
        assert_eq!((there(&of_then), of_then.not_placed), (vec![("2018:11", 1)], Some(recorded(1, 0, 0))));
        let one = series(DAK_NONG, "products_recognised", "2018-01-01/2026-12-31", 1, THEN);
        assert_eq!(province.restated(one).await, [(Some(0), Some(1))], "it may be of Đắk Nông");
        let whole = series(LAM_DONG, "products_recognised", "2018-01-01/2026-12-31", 1, THEN);
        assert_eq!(province.restated(whole).await, [(Some(1), None)], "it is of Lâm Đồng");
    }

    /// A record that was told with the unit it had then stands in that unit, and in the province of today that took it in.
    async fn a_record_that_bears_a_unit_of_then_stands_in_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let id = RawId::from_u128(1);
        let told = registry_pb::ProducerCreated { unit_id: "2018:24611".to_owned(), ..created(&id.to_string()) };
        province.tell(&province.databases.registry, Subject::new("producer", id, 1), vec![told]).await;
        for (level, unit) in [
            (pb::MapLevel::Province, DAK_NONG),
            (pb::MapLevel::District, "2018:660"),
            (pb::MapLevel::Commune, "2018:24611"),
        ] {
            let of_then = province.drawn(map("VN", "producers_registered", level, THEN)).await;
            assert_eq!((there(&of_then), of_then.not_placed), (vec![(unit, 1)], Some(recorded(0, 0, 0))));
        }
        let of_today = province.restated(series(LAM_DONG, "producers_registered", MONTH, 1, THEN)).await;
        assert_eq!(of_today, [(Some(1), None)]);
    }

    async fn a_series_goes_across_the_merger(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", QUANG_SON).await;
        province.recognised_in("2025:11", "2024-03-01").await;
        province.certified(&producer, LAM_DONG).await;
        let years = |unit| series(unit, "products_recognised", "C2026", 4, THEN);
        let none_left = |values: [i64; 4]| values.map(|value| (Some(value), Some(0)));
        assert_eq!(province.restated(years(DAK_NONG)).await, none_left([0, 0, 0, 1]));
        assert_eq!(province.restated(years("2018:11")).await, none_left([0, 1, 0, 0]), "told before the merger");
        assert_eq!(province.restated(years(BINH_THUAN)).await, none_left([0, 0, 0, 0]));
        // A part of it, and a unit of today on the same map.
        let part = pb::FigurePart { dimension: pb::Dimension::Star.into(), key: "3".to_owned() };
        let stars = pb::GetSeriesRequest { part: Some(part), ..years(DAK_NONG) };
        assert_eq!(province.restated(stars).await, none_left([0, 0, 0, 1]));
        let of_today = province.restated(years(LAM_DONG)).await;
        assert_eq!(of_today, [0, 0, 0, 1].map(|value| (Some(value), None)));
    }

    /// On whichever map: what the units have and what is in none of them comes to the country, for all that adds up.
    async fn the_63_and_what_is_not_placed_come_to_the_34_and_to_the_country(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        province.on_both_sides_of_the_merger().await;
        let producer = province.producer("Năm", PHAN_THIET).await;
        province.certified(&producer, LAM_DONG).await;
        province.recognised_in(LAM_DONG, "2026-11-20").await;
        province.settled().await;
        let request = province.by(MINISTRY_OFFICER, pb::ListIndicatorsRequest {});
        let indicators = province.client.list_indicators(request).await.expect("listed").into_inner().indicators;
        let of_communes = |indicator: &pb::Indicator| indicator.measure == "commune";
        let adding = indicators.into_iter().filter(|one| one.adds_up || of_communes(one));
        let mut not_placed = 0;
        for indicator in adding {
            let code = indicator.code.as_str();
            let Some(country) = province.country(code, MONTH).await else { continue };
            let of_then = province.drawn(map("VN", code, pb::MapLevel::Province, THEN)).await;
            let of_today = province.drawn(map("VN", code, pb::MapLevel::Province, "")).await;
            let left = of_then.not_placed.expect("told").value;
            assert_eq!((sum(&of_then) + left, sum(&of_today)), (country, country), "{code}");
            not_placed += left;
        }
        assert!(not_placed > 0, "the recognition in Lâm Đồng");
    }

    async fn who_may_see_a_unit_may_see_what_it_was(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.on_both_sides_of_the_merger().await;
        province.settled().await;
        let asked = |unit: &str| series(unit, "producers_registered", MONTH, 1, THEN);
        let request = province.by_role(9, Role::ProvinceOfficer, LAM_DONG, asked(DAK_NONG));
        province.dashboards.get_series(request).await.expect("it is a part of Lâm Đồng");
        for unit in [DAK_NONG, "2018:661", LAM_DONG, "VN"] {
            let request = province.by(PROVINCE_OFFICER, asked(unit));
            let refused = province.dashboards.get_series(request).await.expect_err(unit);
            assert_status(&refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        }
        let request = province.by(PROVINCE_OFFICER, asked("2018:11"));
        province.dashboards.get_series(request).await.expect("Điện Biên as it was");
        let request = province.by(MINISTRY_OFFICER, asked("2018:99"));
        let refused = province.dashboards.get_series(request).await.expect_err("no such unit");
        assert_status(&refused, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
        let request = province.by(MINISTRY_OFFICER, series(DAK_NONG, "producers_registered", MONTH, 1, ""));
        let refused = province.dashboards.get_series(request).await.expect_err("it is no unit of today");
        assert_status(&refused, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
        let before_all = series("VN", "producers_registered", MONTH, 1, "2018-04-11");
        let refused = province.dashboards.get_series(province.by(MINISTRY_OFFICER, before_all)).await.expect_err("nothing is known");
        assert_status(&refused, Code::InvalidArgument, ErrorReason::UnitsOfDayUnknown, "map_day");
    }
}
