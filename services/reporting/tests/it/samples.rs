//! What stems from samples is counted, and told apart.

use proto::registry::v1 as registry_pb;
use proto::reporting::v1 as pb;
use proto::training::v1::Audience::Officials;
use proto::training::v1::TrainingClass;
use testkit::TestDatabase;

use crate::classes::official;
use crate::{COMMUNE, OTHER_COMMUNE, PROVINCE, Province, cells, cooperative, recorded, standing};

impl Province {
    async fn sample_producer(&mut self, name: &str, unit: &str) -> registry_pb::Producer {
        self.create_producer(registry_pb::Producer { sample: true, ..cooperative(name, unit) }).await
    }
}

testkit::on_both_databases! {
    async fn samples_are_told_apart(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let real = province.producer("Thật", COMMUNE).await;
        let sample = province.sample_producer("Mẫu", OTHER_COMMUNE).await;
        let (vegetables, made_up) = (province.product(&real, 1).await, province.product(&sample, 1).await);
        let also_made_up = province.product(&sample, 4).await;
        province.certify(PROVINCE, &[(&vegetables, 3), (&made_up, 3), (&also_made_up, 4)]).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        for (indicator, value, sample_value) in [
            ("products_recognised", 3, 2),
            ("products_valid", 3, 2),
            ("certificates_issued", 3, 2),
            ("producers_with_valid_product", 2, 1),
            ("communes_with_valid_product", 2, 1),
            ("producers_registered", 2, 1),
            ("products_registered", 3, 2),
        ] {
            assert_eq!(standing(&scorecard, indicator), recorded(value, 0, sample_value), "{indicator}");
        }
        let stars = [("3", recorded(2, 0, 1)), ("4", recorded(1, 0, 1))];
        assert_eq!(cells(&scorecard, pb::Dimension::Star), stars);
        let units = [(COMMUNE, recorded(1, 0, 0)), (OTHER_COMMUNE, recorded(2, 0, 2))];
        assert_eq!(cells(&scorecard, pb::Dimension::Unit), units);
        assert_eq!(cells(&scorecard, pb::Dimension::ProducerKind), [("cooperative", recorded(2, 0, 1))]);
    }

    async fn a_commune_with_a_real_product_is_no_sample(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (real, sample) = (province.producer("Thật", COMMUNE).await, province.sample_producer("Mẫu", COMMUNE).await);
        province.certified(&sample, PROVINCE).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        assert_eq!(standing(&scorecard, "communes_with_valid_product"), recorded(1, 0, 1));
        province.certified(&real, PROVINCE).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        assert_eq!(standing(&scorecard, "communes_with_valid_product"), recorded(1, 0, 0));
    }

    async fn who_was_trained_for_real_is_no_sample(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.class(Officials, &["2026-05-04"], &[official(31)]).await;
        let made_up = TrainingClass { sample: true, ..province.draft(Officials, &["2026-06-15"]).await };
        let learners = [official(31), official(32)];
        let class = province.record_class(made_up, &learners).await;
        province.call_roll(&class, 1, &learners.map(|learner| learner.person_id)).await;
        let scorecard = province.scorecard(PROVINCE, "").await;
        assert_eq!(standing(&scorecard, "officials_trained_people"), recorded(2, 0, 1));
        assert_eq!(standing(&scorecard, "officials_trained_attendances"), recorded(3, 0, 2));
        let before = province.scorecard(PROVINCE, "2026-06-14").await;
        assert_eq!(standing(&before, "officials_trained_people"), recorded(1, 0, 0));
    }

    async fn coverage_tells_how_much_of_it_is_of_samples(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (real, sample) = (province.producer("Thật", COMMUNE).await, province.sample_producer("Mẫu", COMMUNE).await);
        let untrained = province.producer("Chưa", COMMUNE).await;
        for producer in [&real, &sample, &untrained] {
            let leader = province.appoint(producer, "2026-01-01").await;
            province.certified(producer, PROVINCE).await;
            if producer.name != untrained.name {
                province.train(producer, &leader, "2026-11-20").await;
            }
        }
        // Two of three, one of them of a sample.
        let scorecard = province.scorecard(PROVINCE, "").await;
        assert_eq!(standing(&scorecard, "leaders_trained_coverage"), recorded(6666, 0, 3333));
        assert_eq!(standing(&scorecard, "leaders_trained_people"), recorded(2, 0, 1));
        assert_eq!(standing(&scorecard, "leaders_trained_attendances"), recorded(2, 0, 1));
    }
}
