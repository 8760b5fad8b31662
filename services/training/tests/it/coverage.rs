//! How much of a population has been reached, and who is missing.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{
    COMMUNE, MINISTRY_OFFICER, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, TODAY, TRAINER,
    WARD_ELSEWHERE, enrol_leader, record_attendance,
};

fn coverage(unit: &str, at: &str) -> pb::GetCoverageRequest {
    pb::GetCoverageRequest {
        population: pb::Population::LeadersOfOcopProducers.into(),
        unit_id: unit.to_owned(),
        at: at.to_owned(),
    }
}

impl Province {
    async fn covered(&mut self, unit: &str, at: &str) -> pb::GetCoverageResponse {
        let request = self.by(MINISTRY_OFFICER, coverage(unit, at));
        self.client.get_coverage(request).await.expect("told").into_inner()
    }

    /// Population and trained of the province on a day.
    pub(crate) async fn covered_counts(&mut self, at: &str) -> (i32, i32) {
        let covered = self.covered(PROVINCE, at).await;
        let missing = i32::try_from(covered.missing.len()).expect("few");
        assert_eq!(covered.population_count - covered.trained_count, missing);
        (covered.population_count, covered.trained_count)
    }

    /// A leader attends a class for leaders with one session on a day, and completes it.
    async fn train(&mut self, person_id: &str, producer: &registry_pb::Producer, day: &str) {
        let class = self.attended_class(person_id, producer, day).await;
        assert_eq!(self.complete(&class).await.expect("completed").completed_count, 1);
    }

    async fn attended_class(
        &mut self,
        person_id: &str,
        producer: &registry_pb::Producer,
        day: &str,
    ) -> pb::TrainingClass {
        let class = self.class(pb::Audience::Leaders, &[(day, 4)]).await;
        self.enrol(enrol_leader(&class, person_id, producer)).await.expect("enrolled");
        let mut roll = record_attendance(&class, 1, &[]);
        roll.person_ids.push(person_id.to_owned());
        let request = self.by(TRAINER, roll);
        self.client.record_attendance(request).await.expect("recorded");
        class
    }
}

testkit::on_both_databases! {
    async fn leaders_of_certified_producers_are_the_population(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certified = province.producer("Một").await;
        let without_leader = province.producer("Hai").await;
        let without_certificate = province.producer("Ba").await;
        let leader = province.appoint(&certified, "2026-01-01").await;
        province.appoint(&without_certificate, "2026-01-01").await;
        province.certify(PROVINCE, &[&certified, &without_leader]).await;
        province.settled().await;
        let covered = province.covered(PROVINCE, "").await;
        let missing = pb::UntrainedPerson {
            person_id: leader.clone(),
            producer_id: certified.id.clone(),
            unit_id: COMMUNE.to_owned(),
        };
        let expected =
            pb::GetCoverageResponse { population_count: 1, trained_count: 0, missing: vec![missing] };
        assert_eq!(covered, expected);

        // Attended, but not completed yet: she is missing still.
        let class = province.attended_class(&leader, &certified, "2026-11-20").await;
        assert_eq!(province.covered_counts("").await, (1, 0));
        province.complete(&class).await.expect("completed");
        assert_eq!(province.covered_counts("").await, (1, 1));
    }

    async fn a_class_not_completed_covers_nobody(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.certify(PROVINCE, &[&producer]).await;
        province.settled().await;
        // Half of the hours are too few.
        let class = province.class(pb::Audience::Leaders, &[("2026-11-20", 4), ("2026-11-21", 4)]).await;
        province.enrol(enrol_leader(&class, &leader, &producer)).await.expect("enrolled");
        let mut roll = record_attendance(&class, 1, &[]);
        roll.person_ids.push(leader);
        let request = province.by(TRAINER, roll);
        province.client.record_attendance(request).await.expect("recorded");
        assert_eq!(province.complete(&class).await.expect("completed").completed_count, 0);
        assert_eq!(province.covered_counts("").await, (1, 0));
    }

    async fn who_leads_two_producers_is_one_person(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, other) = (province.producer("Một").await, province.producer("Hai").await);
        let third = province.producer("Ba").await;
        let leader = province.appoint(&one, "2026-01-01").await;
        province.appoint_person(&other, &leader, "2026-01-01").await;
        let second = province.appoint(&third, "2026-01-01").await;
        // The products certified in another order than the producers came in.
        province.certify(PROVINCE, &[&third, &other, &one]).await;
        province.settled().await;
        let covered = province.covered(PROVINCE, "").await;
        assert_eq!((covered.population_count, covered.trained_count), (2, 0));
        let missing: Vec<_> =
            covered.missing.iter().map(|missing| (&missing.person_id, &missing.producer_id)).collect();
        assert_eq!(missing, [(&leader, &one.id), (&second, &third.id)], "once, in order of the producers");
        // Trained for the one, she is trained for the other too.
        province.train(&leader, &other, "2026-11-20").await;
        assert_eq!(province.covered_counts("").await, (2, 1));
    }

    async fn a_change_of_leader_reopens_the_gap(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một").await;
        let first = province.appoint(&producer, "2026-01-01").await;
        province.certify(PROVINCE, &[&producer]).await;
        province.settled().await;
        province.train(&first, &producer, "2026-11-20").await;
        assert_eq!(province.covered_counts("").await, (1, 1));

        let second = province.appoint(&producer, "2026-11-25").await;
        province.settled().await;
        assert_eq!(province.covered_counts("2026-11-24").await, (1, 1), "the last day of the first leader");
        assert_eq!(province.covered_counts("2026-11-25").await, (1, 0), "the first day of the second");
        province.bed.hands.advance(TimeDelta::days(3));
        let covered = province.covered(PROVINCE, "").await;
        assert_eq!(covered.missing.iter().map(|missing| &missing.person_id).collect::<Vec<_>>(), [&second]);
        province.train(&second, &producer, "2026-11-26").await;
        assert_eq!(province.covered_counts("2026-11-25").await, (1, 0), "trained by a day, not before");
        assert_eq!(province.covered_counts("2026-11-26").await, (1, 1));
    }

    async fn a_certificate_counts_from_its_first_day_to_its_last(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một").await;
        province.appoint(&producer, "2026-01-01").await;
        province.certify(PROVINCE, &[&producer]).await;
        province.settled().await;
        for (at, population) in [("2026-11-22", 0), (TODAY, 1), ("2029-11-23", 1), ("2029-11-24", 0)] {
            assert_eq!(province.covered_counts(at).await, (population, 0), "{at}");
        }
        // The same when the days have come.
        province.bed.hands.set("2029-11-23T02:00:00Z".parse().expect("a moment"));
        assert_eq!(province.covered_counts("").await, (1, 0));
        province.bed.hands.advance(TimeDelta::days(1));
        assert_eq!(province.covered_counts("").await, (0, 0));
        // A new certificate brings her back.
        province.certify(PROVINCE, &[&producer]).await;
        province.settled().await;
        assert_eq!(province.covered_counts("").await, (1, 0));
    }

    async fn a_retired_producer_is_out_from_the_day_it_retired(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một").await;
        province.appoint(&producer, "2026-01-01").await;
        province.certify(PROVINCE, &[&producer]).await;
        province.bed.hands.advance(TimeDelta::days(2));
        let list = registry_pb::ListProductsRequest { producer_id: producer.id.clone(), ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, list);
        let product = province.registry.list_products(request).await.expect("listed").into_inner().products.remove(0);
        let request = province.by(PROVINCE_OFFICER, registry_pb::RetireProductRequest {
            request_id: crate::new_id(),
            product_id: product.id,
            etag: product.etag,
            reason: "Ngừng sản xuất".to_owned(),
        });
        province.registry.retire_product(request).await.expect("retired");
        province.retire(&producer).await;
        province.settled().await;
        assert_eq!(province.covered_counts("2026-11-24").await, (1, 0));
        assert_eq!(province.covered_counts("2026-11-25").await, (0, 0));
        assert_eq!(province.covered_counts("").await, (0, 0));
    }

    async fn a_producer_counts_where_it_is(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let here = province.producer("Một").await;
        let there = province.producer_in("Hai", OTHER_COMMUNE).await;
        let elsewhere = province.producer_in("Ba", WARD_ELSEWHERE).await;
        for producer in [&here, &there, &elsewhere] {
            province.appoint(producer, "2026-01-01").await;
        }
        province.certify(PROVINCE, &[&here, &there]).await;
        province.certify(OTHER_PROVINCE, &[&elsewhere]).await;
        province.settled().await;
        let populations = [(COMMUNE, 1), (OTHER_COMMUNE, 1), (PROVINCE, 2), (OTHER_PROVINCE, 1), ("VN", 3)];
        for (unit, population) in populations {
            assert_eq!(province.covered(unit, "").await.population_count, population, "{unit}");
        }
        // It moves, and counts there.
        let moved = registry_pb::Producer { unit_id: OTHER_COMMUNE.to_owned(), ..here };
        let request = province.by(PROVINCE_OFFICER, registry_pb::UpdateProducerRequest {
            request_id: crate::new_id(),
            producer: Some(moved),
            update_mask: Some(prost_types::FieldMask { paths: vec!["unit_id".to_owned()] }),
            ..Default::default()
        });
        province.registry.update_producer(request).await.expect("moved");
        province.settled().await;
        for (unit, population) in [(COMMUNE, 0), (OTHER_COMMUNE, 2), (PROVINCE, 2)] {
            assert_eq!(province.covered(unit, "").await.population_count, population, "{unit}");
        }
    }

    async fn coverage_is_for_those_of_the_unit(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (role, unit, asked, code, reason, field) in [
            (Role::Producer, PROVINCE, PROVINCE, Code::PermissionDenied, ErrorReason::RoleMissing, ""),
            (Role::CommuneOfficer, COMMUNE, OTHER_COMMUNE, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (Role::Trainer, PROVINCE, "VN", Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (Role::MinistryLeader, "VN", "2025:99999", Code::NotFound, ErrorReason::UnitNotFound, "unit_id"),
        ] {
            let request = province.by_role(40, role, unit, coverage(asked, ""));
            assert_refused(province.client.get_coverage(request).await, code, reason, field);
        }
        let request = province.by_role(40, Role::CommuneOfficer, COMMUNE, coverage(COMMUNE, ""));
        let nobody = province.client.get_coverage(request).await.expect("told").into_inner();
        assert_eq!(nobody, pb::GetCoverageResponse::default());
        for (faulty, field) in [
            (pb::GetCoverageRequest { population: 0, ..coverage(PROVINCE, "") }, "population"),
            (coverage("11", ""), "unit_id"),
            (coverage(PROVINCE, "today"), "at"),
        ] {
            let request = province.by(PROVINCE_OFFICER, faulty);
            assert_refused(
                province.client.get_coverage(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, field,
            );
        }
    }
}
