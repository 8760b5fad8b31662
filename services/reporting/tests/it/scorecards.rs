//! What a unit's scorecard counts, and how it is split.

use proto::registry::v1 as registry_pb;
use proto::reporting::v1 as pb;
use testkit::TestDatabase;

use crate::{
    COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Province, TODAY, WARD_ELSEWHERE, by_unit, cells, cooperative,
    recorded,
};

/// What is counted of producers, products and certificates.
const COUNTED: [&str; 7] = [
    "products_recognised",
    "products_valid",
    "certificates_issued",
    "producers_with_valid_product",
    "communes_with_valid_product",
    "producers_registered",
    "products_registered",
];

impl Province {
    /// In the commune a producer with two certified products; in the other commune one with a certified product
    /// and one without certificate; one with a certified product elsewhere.
    async fn three_producers(&mut self) {
        let here = self.producer("Một", COMMUNE).await;
        let there = self.producer("Hai", OTHER_COMMUNE).await;
        let elsewhere = self.producer("Ba", WARD_ELSEWHERE).await;
        let (vegetables, honey) = (self.product(&here, 1).await, self.product(&here, 4).await);
        let fruits = self.product(&there, 1).await;
        self.product(&there, 4).await;
        let flowers = self.product(&elsewhere, 1).await;
        self.certify(PROVINCE, &[(&vegetables, 3), (&honey, 4), (&fruits, 3)]).await;
        self.certify(OTHER_PROVINCE, &[(&flowers, 4)]).await;
    }
}

testkit::on_both_databases! {
    async fn a_unit_counts_what_lies_in_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.three_producers().await;
        for (unit, values) in [
            (COMMUNE, [2, 2, 2, 1, 1, 1, 2]),
            (OTHER_COMMUNE, [1, 1, 1, 1, 1, 1, 2]),
            (PROVINCE, [3, 3, 3, 2, 2, 2, 4]),
            (WARD_ELSEWHERE, [1, 1, 1, 1, 1, 1, 1]),
            (OTHER_PROVINCE, [1, 1, 1, 1, 1, 1, 1]),
            ("2025:03158", [0; 7]),
            ("VN", [4, 4, 4, 3, 3, 3, 5]),
        ] {
            assert_eq!(province.values(unit, "", COUNTED).await, values, "{unit}");
        }
    }

    async fn breakdowns_split_by_star_and_set(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.three_producers().await;
        let one = |value: i64| recorded(value, 0, 0);
        for (unit, stars, sets) in [
            (COMMUNE, vec![("3", one(1)), ("4", one(1))], vec![("01", one(1)), ("04", one(1))]),
            (OTHER_COMMUNE, vec![("3", one(1))], vec![("01", one(1))]),
            (PROVINCE, vec![("3", one(2)), ("4", one(1))], vec![("01", one(2)), ("04", one(1))]),
            ("VN", vec![("3", one(2)), ("4", one(2))], vec![("01", one(3)), ("04", one(1))]),
        ] {
            let scorecard = province.scorecard(unit, "").await;
            assert_eq!(cells(&scorecard, pb::Dimension::Star), stars, "{unit}");
            assert_eq!(cells(&scorecard, pb::Dimension::ProductSet), sets, "{unit}");
        }
    }

    async fn breakdowns_split_by_the_units_below(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.three_producers().await;
        let country = province.scorecard("VN", "").await;
        assert_eq!(by_unit(&country), [(OTHER_PROVINCE, "Thành phố Hà Nội", 1), (PROVINCE, "Tỉnh Điện Biên", 3)]);
        let whole = province.scorecard(PROVINCE, "").await;
        let expected = [(COMMUNE, "Phường Điện Biên Phủ", 2), (OTHER_COMMUNE, "Phường Mường Lay", 1)];
        assert_eq!(by_unit(&whole), expected);
        let commune = province.scorecard(COMMUNE, "").await;
        assert_eq!(by_unit(&commune), [(COMMUNE, "Phường Điện Biên Phủ", 2)], "nothing is below it");
    }

    async fn producers_are_split_by_kind(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        use registry_pb::ProducerKind::{Cooperative, HouseholdBusiness, Sme};
        for (number, kind) in [Cooperative, Sme, Cooperative, HouseholdBusiness].into_iter().enumerate() {
            let producer = cooperative(&format!("Chủ thể {number}"), COMMUNE);
            province.create_producer(registry_pb::Producer { kind: kind.into(), ..producer }).await;
        }
        let scorecard = province.scorecard(PROVINCE, "").await;
        let kinds = [
            ("cooperative", recorded(2, 0, 0)),
            ("household_business", recorded(1, 0, 0)),
            ("sme", recorded(1, 0, 0)),
        ];
        assert_eq!(cells(&scorecard, pb::Dimension::ProducerKind), kinds);
    }

    async fn a_product_counts_where_it_is_from_and_a_producer_where_it_is(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        let product = province.product_from(&producer, 1, OTHER_COMMUNE).await;
        province.certify(PROVINCE, &[(&product, 3)]).await;
        let indicators = ["products_valid", "producers_registered", "products_registered"];
        assert_eq!(province.values(COMMUNE, "", indicators).await, [0, 1, 0]);
        assert_eq!(province.values(OTHER_COMMUNE, "", indicators).await, [1, 0, 1]);
        province.move_to(producer, WARD_ELSEWHERE).await;
        assert_eq!(province.values(PROVINCE, "", indicators).await, [1, 0, 1]);
        assert_eq!(province.values(OTHER_PROVINCE, "", indicators).await, [0, 1, 0]);
        assert_eq!(province.values("VN", "", indicators).await, [1, 1, 1]);
    }

    async fn a_scorecard_tells_its_unit_its_day_and_how_far_it_reaches(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.producer("Một", COMMUNE).await;
        for (unit, name) in
            [("VN", "Việt Nam"), (PROVINCE, "Tỉnh Điện Biên"), (WARD_ELSEWHERE, "Phường Hoàn Kiếm")]
        {
            let scorecard = province.scorecard(unit, "").await;
            let told = (scorecard.unit_id.as_str(), scorecard.unit_name.as_str(), scorecard.at.as_str());
            assert_eq!(told, (unit, name, TODAY));
        }
        let scorecard = province.scorecard(PROVINCE, "").await;
        assert_eq!(scorecard.computed_at.map(|at| at.seconds), Some(testkit::beginning().timestamp()));
        let registry = scorecard.sources.iter().find(|source| source.source == "registry").expect("told");
        // The units came in parts of 500: 3,380 intervals make seven. The producer came after them.
        assert_eq!((registry.position, registry.head_position), (8, 8));
        assert!(scorecard.sources.iter().all(|source| source.source == "registry"), "the others told nothing yet");
    }

    async fn what_nobody_recorded_is_not_0(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        let (mut zero, mut unknown) = (0, Vec::new());
        for row in scorecard.rows.iter().filter(|row| row.phase.is_none()) {
            match row.actual.expect("told") {
                figure if figure.recorded => {
                    assert_eq!(figure, recorded(0, 0, 0));
                    zero += 1;
                }
                figure => {
                    assert_eq!(figure, pb::Figure::default());
                    unknown.push(row.indicator.as_ref().expect("given").code.as_str());
                }
            }
        }
        assert_eq!(zero, 25);
        for indicator in [
            "craft_villages_with_tourism",
            "organisations_strengthened_or_new",
            "communication_items",
            "resources_mobilised",
            "sales_points",
            "officials_trained_people",
            "leaders_trained_coverage",
        ] {
            assert!(unknown.contains(&indicator), "{indicator}");
        }
        assert!(scorecard.breakdowns.iter().all(|breakdown| breakdown.cells.is_empty()), "what is 0 is left out");
    }
}
