//! Recognitions under earlier rules count as far as their days are known.

use proto::evaluation::v1 as evaluation_pb;
use proto::reporting::v1 as pb;
use testkit::TestDatabase;

use crate::{
    COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, TODAY, actual, cells, new_id, recorded, standing,
};

/// Recognised on a day between these, with so many stars and of a set (0: not known).
struct Recognised(&'static str, &'static str, i32, i32);

/// Of each kind one: in 2019; by the end of 2020, nobody knows since when; nobody knows when; in December 2022; in
/// 2020 or 2021.
const FIVE: [Recognised; 5] = [
    Recognised("2019-01-10", "2019-12-31", 3, 4),
    Recognised("", "2020-12-31", 0, 0),
    Recognised("", "", 4, 13),
    Recognised("2022-12-01", "2022-12-31", 3, 4),
    Recognised("2020-06-01", "2021-06-30", 0, 4),
];

impl Province {
    pub(crate) async fn recognise(&mut self, name: &str, earliest: &str, latest: &str) {
        self.record(name, earliest, latest, 0, 0).await;
    }

    async fn record(&mut self, name: &str, earliest: &str, latest: &str, star: i32, product_set: i32) -> String {
        let recognition = evaluation_pb::RecordedRecognition {
            product_name: name.to_owned(),
            unit_id: PROVINCE.to_owned(),
            recognised_earliest: earliest.to_owned(),
            recognised_latest: latest.to_owned(),
            evidence: "press".to_owned(),
            star,
            product_set,
            ..Default::default()
        };
        let request = evaluation_pb::RecordRecognitionRequest { request_id: new_id(), recognition: Some(recognition) };
        let request = self.by(PROVINCE_OFFICER, request);
        let recorded = self.evaluation.record_recognition(request).await.expect("recorded").into_inner();
        recorded.recognition.expect("given").id
    }

    async fn with_five(database: &TestDatabase) -> Self {
        let mut province = Self::on(database).await;
        for Recognised(earliest, latest, star, product_set) in FIVE {
            province.record("Mật ong", earliest, latest, star, product_set).await;
        }
        province
    }
}

testkit::on_both_databases! {
    async fn a_phase_counts_what_is_certain_and_tells_what_may_come_to_it(database: TestDatabase) {
        let mut province = Province::with_five(&database).await;
        let today = province.scorecard(PROVINCE, "").await;
        // Nothing was recognised before the programme began, so what is of 2020 or before is of the first phase.
        assert_eq!(actual(&today, "products_recognised/2018-2020"), recorded(2, 2, 0));
        assert_eq!(actual(&today, "products_recognised/2021-2030"), recorded(1, 2, 0));
        assert_eq!(standing(&today, "products_recognised"), recorded(5, 0, 0), "all had been by today");
    }

    async fn an_earlier_day_knows_less(database: TestDatabase) {
        let mut province = Province::with_five(&database).await;
        for (at, first_phase, in_all) in [
            ("2018-05-06", recorded(0, 0, 0), recorded(0, 0, 0)),
            ("2018-05-07", recorded(0, 2, 0), recorded(0, 2, 0)),
            ("2019-01-10", recorded(0, 3, 0), recorded(0, 3, 0)),
            ("2019-12-31", recorded(1, 2, 0), recorded(1, 2, 0)),
            ("2020-06-30", recorded(1, 3, 0), recorded(1, 3, 0)),
            ("2020-12-31", recorded(2, 2, 0), recorded(2, 2, 0)),
            ("2021-06-30", recorded(2, 2, 0), recorded(3, 1, 0)),
            ("2022-12-31", recorded(2, 2, 0), recorded(4, 1, 0)),
            (TODAY, recorded(2, 2, 0), recorded(5, 0, 0)),
        ] {
            let scorecard = province.scorecard(PROVINCE, at).await;
            assert_eq!(actual(&scorecard, "products_recognised/2018-2020"), first_phase, "{at}");
            assert_eq!(standing(&scorecard, "products_recognised"), in_all, "{at}");
        }
    }

    /// They hold 36 months from the day nobody knows exactly.
    async fn a_recognition_holds_as_far_as_its_days_tell(database: TestDatabase) {
        let mut province = Province::with_five(&database).await;
        for (at, valid) in [
            ("2020-12-31", recorded(2, 2, 0)),
            // That of 2019 may have run out on 2022-01-10, that of 2020 or before on 2021-05-07.
            ("2022-12-31", recorded(2, 3, 0)),
            ("2023-01-01", recorded(2, 2, 0)),
            ("2024-01-01", recorded(1, 2, 0)),
            ("2025-12-31", recorded(0, 2, 0)),
            (TODAY, recorded(0, 1, 0)),
        ] {
            let scorecard = province.scorecard(PROVINCE, at).await;
            assert_eq!(standing(&scorecard, "products_valid"), valid, "{at}");
        }
    }

    async fn before_the_programme_began_nothing_was_recognised(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.recognise("Mật ong", "", "2018-05-06").await;
        province.recognise("Cà phê", "", "2018-05-07").await;
        for at in ["2018-05-07", "2020-12-31", TODAY] {
            let scorecard = province.scorecard(PROVINCE, at).await;
            assert_eq!(actual(&scorecard, "products_recognised/2018-2020"), recorded(1, 0, 0), "{at}");
            assert_eq!(standing(&scorecard, "products_recognised"), recorded(1, 0, 0), "{at}");
        }
        let [valid] = province.values(PROVINCE, "2020-12-31", ["products_valid"]).await;
        assert_eq!(valid, 1);
    }

    async fn what_is_unknown_stays_unknown_in_breakdowns(database: TestDatabase) {
        let mut province = Province::with_five(&database).await;
        let scorecard = province.scorecard(PROVINCE, "2022-12-31").await;
        let stars = [("0", recorded(1, 1, 0)), ("3", recorded(1, 1, 0)), ("4", recorded(0, 1, 0))];
        assert_eq!(cells(&scorecard, pb::Dimension::Star), stars);
        let sets = [("0", recorded(0, 1, 0)), ("04", recorded(2, 1, 0)), ("13", recorded(0, 1, 0))];
        assert_eq!(cells(&scorecard, pb::Dimension::ProductSet), sets);
        assert_eq!(cells(&scorecard, pb::Dimension::Unit), [(PROVINCE, recorded(2, 3, 0))], "no commune is known");
    }

    async fn a_recognition_that_was_retracted_counts_on_no_day(database: TestDatabase) {
        let mut province = Province::with_five(&database).await;
        let mistaken = province.record("Chè", "2019-01-10", "2019-12-31", 3, 4).await;
        let values = province.values(PROVINCE, "2020-12-31", ["products_recognised"]).await;
        assert_eq!(values, [3]);
        let request = evaluation_pb::RetractRecognitionRequest {
            request_id: new_id(),
            recognition_id: mistaken,
            reason: "Ghi nhầm".to_owned(),
        };
        let request = province.by(PROVINCE_OFFICER, request);
        province.evaluation.retract_recognition(request).await.expect("retracted");
        for (at, in_all) in [("2020-12-31", recorded(2, 2, 0)), (TODAY, recorded(5, 0, 0))] {
            let scorecard = province.scorecard(PROVINCE, at).await;
            assert_eq!(standing(&scorecard, "products_recognised"), in_all, "{at}");
        }
    }

    async fn a_recognition_is_of_its_province(database: TestDatabase) {
        let mut province = Province::with_five(&database).await;
        let indicators = ["products_recognised", "certificates_issued", "producers_with_valid_product"];
        for (unit, values) in [(PROVINCE, [5, 0, 0]), ("VN", [5, 0, 0]), (COMMUNE, [0; 3]), (OTHER_PROVINCE, [0; 3])] {
            assert_eq!(province.values(unit, "", indicators).await, values, "{unit}");
        }
    }
}
