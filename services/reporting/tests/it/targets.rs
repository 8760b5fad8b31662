//! Targets, and figures against them: progress and pace.

use proto::reporting::v1 as pb;
use testkit::TestDatabase;

use crate::classes::official;
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, against, value};

const FIRST: (&str, &str) = ("2018-01-01", "2020-12-31");
const SECOND: (&str, &str) = ("2021-01-01", "2030-12-31");

impl Province {
    /// The targets of a unit that hold; of all if it is empty.
    pub(crate) async fn targets(&mut self, unit: &str) -> Vec<pb::Target> {
        let request = pb::ListTargetsRequest { unit_id: unit.to_owned(), ..Default::default() };
        let request = self.by(PROVINCE_OFFICER, request);
        self.client.list_targets(request).await.expect("listed").into_inner().targets
    }

    async fn recognise_so_many(&mut self, count: usize, earliest: &str, latest: &str) {
        for number in 0..count {
            self.recognise(&format!("Sản phẩm {number}"), earliest, latest).await;
        }
    }

    /// Figure if recorded, progress and pace (projected value, on track) of a target on a day.
    async fn progress(&mut self, target: &str, at: &str) -> (Option<i64>, Option<i64>, Option<(i64, bool)>) {
        let scorecard = self.scorecard(PROVINCE, at).await;
        let row = against(&scorecard, target);
        let pace = row.pace.map(|pace| (pace.projected_value, pace.on_track));
        (value(row.actual.expect("a figure")), row.progress_hundredths, pace)
    }
}

testkit::on_both_databases! {
    /// As the table of Decision 1141/QĐ-UBND of 2018-11-30 has them.
    async fn targets_are_those_of_the_decision(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        use pb::TargetSense::{About, AtLeast, Exact};
        let expected = [
            ("products_recognised", FIRST, Some(21), Exact),
            ("craft_villages_with_tourism", FIRST, Some(2), Exact),
            ("organisations_strengthened_or_new", FIRST, Some(8), AtLeast),
            ("officials_trained_people", FIRST, Some(46), Exact),
            ("leaders_trained_coverage", FIRST, Some(10_000), Exact),
            ("products_recognised", SECOND, Some(41), Exact),
            ("craft_villages_with_tourism", SECOND, Some(14), Exact),
            ("organisations_strengthened_or_new", SECOND, None, Exact),
            ("officials_trained_attendances", SECOND, Some(1000), About),
            ("leaders_trained_coverage", SECOND, Some(10_000), Exact),
        ];
        let expected = expected.map(|(indicator, (from, to), value, sense)| {
            let phase = Some(pb::Phase { from: from.to_owned(), to: to.to_owned() });
            (format!("1141-2018/{indicator}/{}-{}", &from[..4], &to[..4]), phase, value, sense)
        });
        let targets = province.targets(PROVINCE).await;
        let told = |target: &pb::Target| (target.id.clone(), target.phase.clone(), target.value, target.sense());
        assert_eq!(targets.iter().map(told).collect::<Vec<_>>(), expected);
        for target in &targets {
            assert_eq!((target.unit_id.as_str(), target.state()), (PROVINCE, pb::TargetState::Active));
            assert_eq!((target.decision_number.as_str(), target.decision_date.as_str()), ("1141/QĐ-UBND", "2018-11-30"));
            assert_eq!((target.issuer.as_str(), target.etag.as_str()), ("Ủy ban nhân dân tỉnh Điện Biên", "v1"));
        }
        let national = province.targets("VN").await;
        let told: Vec<_> = national.iter().map(|target| (target.id.as_str(), target.value, target.sense())).collect();
        assert_eq!(told, [("919-2022/products_valid/2021-2025", Some(10_000), AtLeast)]);
        assert_eq!(province.targets("").await.len(), 11, "no other unit has targets");
        assert!(province.targets(COMMUNE).await.is_empty());
    }

    async fn indicators_tell_whether_anybody_records_them(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = province.by(PROVINCE_OFFICER, pb::ListIndicatorsRequest {});
        let indicators = province.client.list_indicators(request).await.expect("listed").into_inner().indicators;
        assert!(indicators.iter().all(|known| known.recorded), "some service records each of them");
        let first = indicators.first().expect("given");
        let title = first.title.as_ref().expect("given");
        assert_eq!((title.vi.as_str(), title.en.as_str()), ("Sản phẩm được công nhận OCOP", "Products recognised"));
        assert_eq!((first.accumulates, first.adds_up, first.of_interval, first.counts_people), (true, true, true, false));
        assert!(first.dimensions().any(|dimension| dimension == pb::Dimension::Star));
        assert_eq!((first.measure.as_str(), first.legal_source.starts_with("1141/QĐ-UBND")), ("product", true));
    }

    async fn a_scorecard_has_the_targets_of_its_unit_and_then_all_indicators(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (unit, targets) in [(PROVINCE, 10), (COMMUNE, 0), (OTHER_PROVINCE, 0), ("VN", 1)] {
            let rows = province.scorecard(unit, "").await.rows;
            let (against, standing) = rows.split_at(targets);
            assert!(against.iter().all(|row| row.target.is_some() && row.phase.is_some()), "{unit}");
            assert!(standing.iter().all(|row| row.target.is_none() && row.phase.is_none()), "{unit}");
            assert_eq!(standing.len(), 53, "{unit}");
        }
    }

    async fn the_first_phase_is_measured_to_its_end_and_no_further(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.recognise_so_many(14, "2019-01-01", "2019-01-31").await;
        let target = "products_recognised/2018-2020";
        // Two thirds of 21. After 730 of 1096 days 14 lead to 21.02, a day later to 20.99.
        for (at, expected) in [
            ("2018-12-31", (Some(0), Some(0), Some((0, false)))),
            ("2019-12-31", (Some(14), Some(6666), Some((21, true)))),
            ("2020-01-01", (Some(14), Some(6666), Some((20, false)))),
            ("2020-12-31", (Some(14), Some(6666), Some((14, false)))),
            ("2021-01-01", (Some(14), Some(6666), None)),
            ("", (Some(14), Some(6666), None)),
        ] {
            assert_eq!(province.progress(target, at).await, expected, "{at}");
        }
        assert_eq!(province.progress("products_recognised/2021-2030", "").await.0, Some(0));
    }

    async fn the_second_phase_is_under_way(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let target = "products_recognised/2021-2030";
        // Of 3652 days 2153 are over: 24 lead to 40.7, and one more to 42.4.
        province.recognise_so_many(24, "2022-01-01", "2022-12-31").await;
        assert_eq!(province.progress(target, "").await, (Some(24), Some(5853), Some((40, false))));
        let producer = province.producer("Một", COMMUNE).await;
        province.certified(&producer, PROVINCE).await;
        assert_eq!(province.progress(target, "").await, (Some(25), Some(6097), Some((42, true))));
    }

    async fn a_recognition_that_may_be_of_the_phase_makes_no_progress(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.recognise("Mật ong", "", "").await;
        let progress = province.progress("products_recognised/2021-2030", "").await;
        assert_eq!(progress, (Some(0), Some(0), Some((0, false))));
    }

    async fn what_has_no_number_or_no_figure_has_no_progress(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for target in [
            "organisations_strengthened_or_new/2021-2030",
            "organisations_strengthened_or_new/2018-2020",
            "craft_villages_with_tourism/2021-2030",
        ] {
            assert_eq!(province.progress(target, "").await, (None, None, None), "{target}");
            let scorecard = province.scorecard(PROVINCE, "").await;
            assert_eq!(against(&scorecard, target).actual, Some(pb::Figure::default()), "{target}");
        }
        let before = province.progress("products_recognised/2021-2030", "2020-12-31").await;
        assert_eq!(before, (None, None, None), "the phase has not begun");
    }

    async fn training_is_measured_in_people_first_and_in_attendances_then(database: TestDatabase) {
        use proto::training::v1::Audience::Officials;
        let mut province = Province::on(&database).await;
        province.class(Officials, &["2019-05-04"], &[official(31), official(32)]).await;
        province.class(Officials, &["2020-12-31"], &[official(31)]).await;
        province.class(Officials, &["2021-01-01"], &[official(31)]).await;
        province.class(Officials, &["2026-05-04", "2026-05-05"], &[official(31), official(33)]).await;
        // Two people of 46; three attendances of 1000, which after 2153 of 3652 days lead to 5.09.
        assert_eq!(province.progress("officials_trained_people/2018-2020", "").await, (Some(2), Some(434), None));
        let attendances = province.progress("officials_trained_attendances/2021-2030", "").await;
        assert_eq!(attendances, (Some(3), Some(30), Some((5, false))));
        province.led("Một", COMMUNE, PROVINCE).await;
        let coverage = province.progress("leaders_trained_coverage/2021-2030", "").await;
        assert_eq!(coverage, (Some(0), Some(0), None), "a share has no pace");
    }
}
