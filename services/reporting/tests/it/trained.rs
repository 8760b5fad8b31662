//! Who was trained: people, attendances, and the share of leaders.

use chrono::TimeDelta;
use proto::registry::v1 as registry_pb;
use proto::training::v1::Audience::{Leaders, Officials};
use testkit::TestDatabase;

use crate::classes::{leader_of, official, official_of};
use crate::{
    COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Province, TODAY, WARD_ELSEWHERE, YESTERDAY, actual, against,
    person_id, recorded, value,
};

const OFFICIALS: [&str; 2] = ["officials_trained_people", "officials_trained_attendances"];
const LEADERS: [&str; 2] = ["leaders_trained_people", "leaders_trained_attendances"];

impl Province {
    /// Hundredths of a percent of the leaders of a unit that are trained on a day; None if there are no leaders.
    async fn share(&mut self, unit: &str, at: &str) -> Option<i64> {
        let [share] = self.values_if_recorded(unit, at, ["leaders_trained_coverage"]).await;
        share
    }

    /// A certified producer of a unit with its leader.
    pub(crate) async fn led(&mut self, name: &str, unit: &str, province: &str) -> (registry_pb::Producer, String) {
        let producer = self.producer(name, unit).await;
        let leader = self.appoint(&producer, "2026-01-01").await;
        self.certified(&producer, province).await;
        (producer, leader)
    }
}

testkit::on_both_databases! {
    async fn a_person_in_two_classes_is_one_person_and_two_attendances(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let there = official_of(32, OTHER_COMMUNE);
        province.class(Officials, &["2026-05-04", "2026-06-01"], &[official(31), there.clone()]).await;
        province.class(Officials, &["2026-06-15"], &[official(31), official_of(33, WARD_ELSEWHERE)]).await;
        // Enrolled and never present.
        province.planned(Officials, &["2026-06-20"], &[official(34), there]).await;
        for (unit, counts) in
            [(COMMUNE, [1, 2]), (OTHER_COMMUNE, [1, 1]), (PROVINCE, [2, 3]), (OTHER_PROVINCE, [1, 1]), ("VN", [3, 4])]
        {
            assert_eq!(province.values(unit, "", OFFICIALS).await, counts, "{unit}");
            assert_eq!(province.values(unit, "", LEADERS).await, [0, 0], "{unit}");
        }
        for (at, counts) in [("2026-05-04", [2, 2]), ("2026-06-14", [2, 2])] {
            assert_eq!(province.values(PROVINCE, at, OFFICIALS).await, counts, "{at}");
        }
        assert_eq!(province.values_if_recorded(PROVINCE, "2026-05-03", OFFICIALS).await, [None; 2]);
    }

    async fn who_was_trained_is_not_recorded_before_the_first_attendance_anywhere(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        // A class that nobody has attended yet tells nothing.
        province.planned(Officials, &["2026-05-04"], &[official(31)]).await;
        for unit in [COMMUNE, PROVINCE, OTHER_PROVINCE, "VN"] {
            assert_eq!(province.values_if_recorded(unit, "", OFFICIALS).await, [None; 2], "{unit}");
            assert_eq!(province.values_if_recorded(unit, "", LEADERS).await, [None; 2], "{unit}");
        }
        province.class(Officials, &["2026-06-01", "2026-06-02"], &[official_of(33, WARD_ELSEWHERE)]).await;
        for unit in [COMMUNE, PROVINCE, OTHER_PROVINCE, "VN"] {
            assert_eq!(province.values_if_recorded(unit, "2026-05-31", OFFICIALS).await, [None; 2], "{unit}");
            assert_eq!(province.values_if_recorded(unit, "2026-05-31", LEADERS).await, [None; 2], "{unit}");
        }
        // Since then it is a true 0 where nobody was trained, be it officials or leaders.
        for at in ["2026-06-01", ""] {
            for (unit, counts) in [(COMMUNE, [0, 0]), (PROVINCE, [0, 0]), (OTHER_PROVINCE, [1, 1]), ("VN", [1, 1])] {
                assert_eq!(province.values(unit, at, OFFICIALS).await, counts, "{unit} {at}");
                assert_eq!(province.values(unit, at, LEADERS).await, [0, 0], "{unit} {at}");
            }
        }
    }

    async fn a_phase_without_any_record_of_training_has_no_figure_of_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (people, attendances) = ("officials_trained_people/2018-2020", "officials_trained_attendances/2021-2030");
        province.class(Officials, &["2021-01-01"], &[official(31)]).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        let first = against(&scorecard, people);
        assert_eq!((first.actual, first.progress_hundredths, &first.pace), (Some(Default::default()), None, &None));
        assert_eq!(actual(&scorecard, attendances), recorded(1, 0, 0));
        // Whoever has records of then makes the phase a recorded one, for everybody.
        province.class(Officials, &["2020-12-31"], &[official_of(33, WARD_ELSEWHERE)]).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        let first = against(&scorecard, people);
        assert_eq!((first.actual, first.progress_hundredths), (Some(recorded(0, 0, 0)), Some(0)));
        // On a day before that, the phase has begun and nothing of it was recorded.
        let before = province.scorecard(PROVINCE, "2020-12-30").await;
        assert_eq!(value(actual(&before, people)), None);
    }

    async fn a_corrected_roll_stands_in_place_of_the_first(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let learners = [official(31), official(32), official(33)];
        let class = province.class(Officials, &["2026-05-04"], &learners).await;
        assert_eq!(province.values(PROVINCE, "", OFFICIALS).await, [3, 3]);
        province.call_roll(&class, 1, &[person_id(33)]).await;
        assert_eq!(province.values(PROVINCE, "", OFFICIALS).await, [1, 1]);
        province.call_roll(&class, 1, &[]).await;
        assert_eq!(province.values_if_recorded(PROVINCE, "", OFFICIALS).await, [None; 2], "nobody ever attended");
        assert_eq!(province.complete(&class).await, 0, "nobody completes it");
        assert_eq!(province.values_if_recorded(PROVINCE, "", OFFICIALS).await, [None; 2]);
    }

    async fn leaders_are_counted_where_their_producer_is(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.training_settled().await;
        for day in ["2026-05-04", "2026-06-15"] {
            province.class(Leaders, &[day], &[leader_of(&producer, &leader)]).await;
        }
        for (unit, counts) in [(COMMUNE, [1, 2]), (OTHER_COMMUNE, [0, 0]), (PROVINCE, [1, 2]), ("VN", [1, 2])] {
            assert_eq!(province.values(unit, "", LEADERS).await, counts, "{unit}");
            assert_eq!(province.values(unit, "", OFFICIALS).await, [0, 0], "{unit}");
        }
    }

    async fn leaders_of_certified_producers_are_to_be_trained(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, leader) = province.led("Một", COMMUNE, PROVINCE).await;
        let (two, _) = province.led("Hai", COMMUNE, PROVINCE).await;
        let third = province.led("Ba", OTHER_COMMUNE, PROVINCE).await;
        // Neither who has no certificate nor who has no leader is of the population.
        let without_certificate = province.producer("Bốn", COMMUNE).await;
        let fourth = province.appoint(&without_certificate, "2026-01-01").await;
        let without_leader = province.producer("Năm", COMMUNE).await;
        province.certified(&without_leader, PROVINCE).await;
        assert_eq!(province.share(PROVINCE, "").await, Some(0));
        province.train(&one, &leader, "2026-11-20").await;
        province.train(&without_certificate, &fourth, "2026-11-20").await;
        // One of three, of two, of one.
        for (unit, share) in [(PROVINCE, 3333), (COMMUNE, 5000), (OTHER_COMMUNE, 0), ("VN", 3333)] {
            assert_eq!(province.share(unit, "").await, Some(share), "{unit}");
        }
        province.train(&third.0, &third.1, "2026-11-20").await;
        assert_eq!(province.share(PROVINCE, "").await, Some(6666));
        let scorecard = province.scorecard(PROVINCE, "").await;
        let row = against(&scorecard, "leaders_trained_coverage/2021-2030");
        assert_eq!((row.actual.expect("a figure").value, row.progress_hundredths), (6666, Some(6666)));
        // Half of the hours is not enough.
        let leader = province.appoint(&two, "2026-02-01").await;
        province.training_settled().await;
        let class = province.planned(Leaders, &["2026-11-20", "2026-11-21"], &[leader_of(&two, &leader)]).await;
        province.call_roll(&class, 1, &[leader]).await;
        assert_eq!(province.complete(&class).await, 0);
        assert_eq!(province.share(PROVINCE, "").await, Some(6666));
    }

    async fn a_share_of_none_is_no_number(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let row = "leaders_trained_coverage/2021-2030";
        for unit in [COMMUNE, PROVINCE, "VN"] {
            assert_eq!(province.share(unit, "").await, None, "{unit}");
        }
        let scorecard = province.scorecard(PROVINCE, "").await;
        let nobody = against(&scorecard, row);
        assert_eq!((nobody.actual, nobody.progress_hundredths), (Some(Default::default()), None));
        // A trained leader who is not of the population makes none of it.
        let without_certificate = province.producer("Một", COMMUNE).await;
        let leader = province.appoint(&without_certificate, "2026-01-01").await;
        province.train(&without_certificate, &leader, "2026-11-20").await;
        assert_eq!(province.share(COMMUNE, "").await, None);
        province.certified(&without_certificate, PROVINCE).await;
        province.led("Hai", OTHER_COMMUNE, PROVINCE).await;
        for (unit, share) in
            [(COMMUNE, Some(10_000)), (OTHER_COMMUNE, Some(0)), (PROVINCE, Some(5000)), (OTHER_PROVINCE, None)]
        {
            assert_eq!(province.share(unit, "").await, share, "{unit}");
        }
        // Certificates hold from today on for three years.
        for (at, share) in [(YESTERDAY, None), (TODAY, Some(5000)), ("2029-11-23", Some(5000)), ("2029-11-24", None)] {
            assert_eq!(province.share(PROVINCE, at).await, share, "{at}");
        }
        let scorecard = province.scorecard(PROVINCE, "").await;
        let covered = against(&scorecard, row);
        assert_eq!((covered.actual, covered.progress_hundredths), (Some(recorded(5000, 0, 0)), Some(5000)));
        let first_phase = against(&scorecard, "leaders_trained_coverage/2018-2020");
        assert_eq!((first_phase.actual, first_phase.progress_hundredths), (Some(Default::default()), None));
    }

    async fn a_class_for_officials_trains_no_leader(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, leader) = province.led("Một", COMMUNE, PROVINCE).await;
        let as_official = proto::training::v1::EnrolLearnerRequest { person_id: leader, ..official(0) };
        let class = province.class(Officials, &["2026-11-20"], &[as_official]).await;
        assert_eq!(province.complete(&class).await, 1);
        assert_eq!(province.share(PROVINCE, "").await, Some(0));
    }

    async fn a_change_of_leader_reopens_the_gap(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (producer, first) = province.led("Một", COMMUNE, PROVINCE).await;
        province.train(&producer, &first, "2026-11-20").await;
        let second = province.appoint(&producer, "2026-11-25").await;
        province.bed.hands.advance(TimeDelta::days(4));
        province.train(&producer, &second, "2026-11-27").await;
        for (at, share) in [
            (YESTERDAY, None),
            (TODAY, Some(10_000)),
            ("2026-11-24", Some(10_000)),
            ("2026-11-25", Some(0)),
            ("2026-11-26", Some(0)),
            ("2026-11-27", Some(10_000)),
        ] {
            assert_eq!(province.share(PROVINCE, at).await, share, "{at}");
        }
    }

    async fn a_retired_producer_is_out_wherever_its_product_is_from(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (trained, leader) = province.led("Một", OTHER_COMMUNE, PROVINCE).await;
        province.train(&trained, &leader, "2026-11-20").await;
        let retiring = province.producer("Hai", COMMUNE).await;
        province.appoint(&retiring, "2026-01-01").await;
        let product = province.product_from(&retiring, 1, OTHER_COMMUNE).await;
        province.certify(PROVINCE, &[(&product, 3)]).await;
        province.bed.hands.advance(TimeDelta::days(1));
        province.retire_product(&product).await;
        province.retire(&retiring).await;
        for (unit, at, share) in [
            (PROVINCE, TODAY, 5000),
            (PROVINCE, "2026-11-24", 10_000),
            // It counts where the producer is, as training counts it too.
            (OTHER_COMMUNE, TODAY, 10_000),
            (OTHER_COMMUNE, "2026-11-24", 10_000),
        ] {
            assert_eq!(province.share(unit, at).await, Some(share), "{unit} {at}");
        }
    }

    async fn reporting_and_training_tell_the_same_coverage(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, leader) = province.led("Một", COMMUNE, PROVINCE).await;
        province.led("Hai", OTHER_COMMUNE, PROVINCE).await;
        // This one is here, and its product from elsewhere.
        let three = province.producer("Ba", COMMUNE).await;
        province.appoint(&three, "2026-01-01").await;
        let product = province.product_from(&three, 1, WARD_ELSEWHERE).await;
        province.certify(OTHER_PROVINCE, &[(&product, 3)]).await;
        province.train(&one, &leader, "2026-11-20").await;
        for (unit, population, trained, share) in [
            (COMMUNE, 2, 1, Some(5000)),
            (OTHER_COMMUNE, 1, 0, Some(0)),
            (PROVINCE, 3, 1, Some(3333)),
            (OTHER_PROVINCE, 0, 0, None),
        ] {
            assert_eq!(province.share(unit, "").await, share, "{unit}");
            assert_eq!(province.covered_in_training(unit).await, (population, trained), "{unit}");
        }
    }
}
