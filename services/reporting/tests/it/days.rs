//! The scorecard of any day: what had happened by then, and what held on it.

use chrono::TimeDelta;
use platform::ids::RawId;
use platform::operation::Subject;
use proto::common::v1::{ErrorReason, Unit, UnitKind, UnitLevel};
use proto::registry::v1::UnitsPublished;
use proto::reporting::v1 as pb;
use testkit::{TestDatabase, assert_status, eventually};
use tonic::{Code, Status};

use crate::{
    COMMUNE, MINISTRY_OFFICER, PROVINCE, Province, TODAY, YESTERDAY, actual, by_unit, cells, get_scorecard, recorded,
    standing,
};

impl Province {
    fn set_clock(&self, moment: &str) {
        self.bed.hands.set(moment.parse().expect("a moment"));
    }

    async fn asked(&self, unit: &str, at: &str) -> Result<pb::Scorecard, Status> {
        let request = self.by(MINISTRY_OFFICER, get_scorecard(unit, at));
        Ok(self.client.clone().get_scorecard(request).await?.into_inner().scorecard.expect("given"))
    }
}

/// Điện Biên and a commune of it that was given up at the end of November.
fn units_with_one_abolished() -> UnitsPublished {
    let unit = |id: &str, parent: &str, level: UnitLevel, kind: UnitKind, valid_to: &str| Unit {
        id: id.to_owned(),
        parent_id: parent.to_owned(),
        level: level.into(),
        kind: kind.into(),
        name: format!("Đơn vị {id}"),
        valid_from: "2025-07-01".to_owned(),
        valid_to: valid_to.to_owned(),
        ..Default::default()
    };
    let units = vec![
        unit(PROVINCE, "VN", UnitLevel::Province, UnitKind::Province, ""),
        unit(COMMUNE, PROVINCE, UnitLevel::Commune, UnitKind::Ward, "2026-11-30"),
    ];
    UnitsPublished { table_version: 2, part: 1, parts: 1, units }
}

testkit::on_both_databases! {
    async fn a_certificate_counts_from_its_first_day_to_its_last(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.certified(&producer, PROVINCE).await;
        let indicators = [
            "products_recognised",
            "certificates_issued",
            "products_valid",
            "producers_with_valid_product",
            "communes_with_valid_product",
        ];
        for (at, values) in [
            (YESTERDAY, [0, 0, 0, 0, 0]),
            (TODAY, [1, 1, 1, 1, 1]),
            ("2029-11-23", [1, 1, 1, 1, 1]),
            ("2029-11-24", [1, 1, 0, 0, 0]),
        ] {
            assert_eq!(province.values(PROVINCE, at, indicators).await, values, "{at}");
            let stars = [("3", recorded(1, 0, 0))];
            let scorecard = province.scorecard(PROVINCE, at).await;
            assert_eq!(cells(&scorecard, pb::Dimension::Star), stars[..usize::try_from(values[2]).expect("0 or 1")]);
        }
        // The same when the days have come.
        province.set_clock("2029-11-23T02:00:00Z");
        assert_eq!(province.values(PROVINCE, "", indicators).await, [1, 1, 1, 1, 1]);
        province.bed.hands.advance(TimeDelta::days(1));
        assert_eq!(province.values(PROVINCE, "", indicators).await, [1, 1, 0, 0, 0]);
    }

    async fn a_renewed_product_is_recognised_once_and_valid_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        let product = province.certified(&producer, PROVINCE).await;
        province.set_clock("2029-11-01T02:00:00Z");
        province.certify(PROVINCE, &[(&product, 4)]).await;
        let indicators = ["products_recognised", "certificates_issued", "products_valid"];
        for (at, values, star) in [
            ("2029-10-31", [1, 1, 1], "3"),
            // Both certificates hold; the newest tells the star.
            ("2029-11-01", [1, 2, 1], "4"),
            ("2029-11-23", [1, 2, 1], "4"),
            ("2032-11-01", [1, 2, 1], "4"),
        ] {
            assert_eq!(province.values(PROVINCE, at, indicators).await, values, "{at}");
            let scorecard = province.scorecard(PROVINCE, at).await;
            assert_eq!(cells(&scorecard, pb::Dimension::Star), [(star, recorded(1, 0, 0))], "{at}");
        }
        assert_eq!(province.values(PROVINCE, "2032-11-02", indicators).await, [1, 2, 0]);
    }

    async fn the_register_is_seen_as_it_was(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let first = province.producer("Một", COMMUNE).await;
        let product = province.product(&first, 1).await;
        province.bed.hands.advance(TimeDelta::days(1));
        let second = province.producer("Hai", COMMUNE).await;
        province.product(&second, 1).await;
        province.bed.hands.advance(TimeDelta::days(1));
        province.retire_product(&product).await;
        province.bed.hands.advance(TimeDelta::days(1));
        province.retire(&first).await;
        let indicators = ["producers_registered", "products_registered"];
        for (at, values) in [
            (YESTERDAY, [0, 0]),
            (TODAY, [1, 1]),
            ("2026-11-24", [2, 2]),
            ("2026-11-25", [2, 1]),
            ("2026-11-26", [1, 1]),
            ("", [1, 1]),
        ] {
            assert_eq!(province.values(PROVINCE, at, indicators).await, values, "{at}");
        }
        let scorecard = province.scorecard(PROVINCE, "2026-11-24").await;
        assert_eq!(cells(&scorecard, pb::Dimension::ProducerKind), [("cooperative", recorded(2, 0, 0))]);
    }

    async fn days_are_those_of_viet_nam(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.set_clock("2026-11-23T16:59:59Z");
        province.producer("Một", COMMUNE).await;
        province.set_clock("2026-11-23T17:00:00Z");
        province.producer("Hai", COMMUNE).await;
        assert_eq!(province.values(PROVINCE, TODAY, ["producers_registered"]).await, [1]);
        assert_eq!(province.values(PROVINCE, "2026-11-24", ["producers_registered"]).await, [2]);
        assert_eq!(province.scorecard(PROVINCE, "").await.at, "2026-11-24");
    }

    async fn of_a_phase_that_has_not_begun_there_is_no_figure(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.certified(&producer, PROVINCE).await;
        let before = province.scorecard(PROVINCE, "2020-12-31").await;
        assert_eq!(actual(&before, "products_recognised/2021-2030"), pb::Figure::default());
        assert_eq!(actual(&before, "products_recognised/2018-2020"), recorded(0, 0, 0));
        assert_eq!(standing(&before, "products_valid"), recorded(0, 0, 0));
        let begun = province.scorecard(PROVINCE, "2021-01-01").await;
        assert_eq!(actual(&begun, "products_recognised/2021-2030"), recorded(0, 0, 0));
        let before_all = province.scorecard(PROVINCE, "2017-12-31").await;
        assert_eq!(actual(&before_all, "products_recognised/2018-2020"), pb::Figure::default());
    }

    /// Before the units of today there were others; a scorecard of then is told of those that came after.
    async fn a_unit_bears_the_name_of_the_day(database: TestDatabase) {
        let province = Province::on(&database).await;
        for (at, name) in [
            ("2020-12-31", "Tỉnh Quảng Ninh"),
            ("2025-07-01", "Tỉnh Quảng Ninh"),
            ("2026-08-31", "Tỉnh Quảng Ninh"),
            ("2026-09-01", "Thành phố Quảng Ninh"),
            ("", "Thành phố Quảng Ninh"),
        ] {
            assert_eq!(province.asked("2025:22", at).await.expect("computed").unit_name, name, "{at}");
        }
    }

    async fn an_abolished_unit_has_scorecards_of_its_days_only(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.certified(&producer, PROVINCE).await;
        let units = units_with_one_abolished();
        province.tell(&province.databases.registry, Subject::new("units", RawId::from_u128(1), 2), vec![units]).await;
        eventually("the new units are in use", || async {
            province.asked(COMMUNE, "").await.is_ok_and(|scorecard| scorecard.unit_name == "Đơn vị 2025:03127")
        })
        .await;
        province.set_clock("2026-12-01T02:00:00Z");
        for at in ["2020-12-31", TODAY, "2026-11-30"] {
            province.asked(COMMUNE, at).await.expect(at);
        }
        for at in ["", "2026-12-01"] {
            let status = province.asked(COMMUNE, at).await.expect_err("refused");
            assert_status(&status, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
        }
        // What it had still counts in the province, under its name.
        let whole = province.scorecard(PROVINCE, "").await;
        assert_eq!(by_unit(&whole), [(COMMUNE, "Đơn vị 2025:03127", 1)]);
    }
}
