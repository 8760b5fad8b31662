//! Plans of units for years, and how far they have come.

use platform::access::Role;
use prost_types::FieldMask;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use proto::training::v1::plan_service_client::PlanServiceClient;
use testkit::{TestDatabase, Wire, assert_refused};
use tonic::Code;

use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, TODAY, TRAINER, new_id};

/// A sound plan of the province; a test changes what it is about.
fn plan() -> pb::CreateTrainingPlanRequest {
    let target = |audience: pb::Audience, level: pb::OfficialLevel, people| pb::TrainingTarget {
        audience: audience.into(),
        official_level: level.into(),
        people,
        attendances: people,
        classes: 2,
    };
    let training_plan = pb::TrainingPlan {
        unit_id: PROVINCE.to_owned(),
        year: 2026,
        targets: vec![
            target(pb::Audience::Officials, pb::OfficialLevel::Commune, 40),
            target(pb::Audience::Leaders, pb::OfficialLevel::Unspecified, 60),
        ],
        funding: vec![pb::FundingLine {
            source: pb::FundingSource::StateProgramme.into(),
            planned_dong: 100_000_000,
            spent_dong: 0,
        }],
        note: "Theo kế hoạch năm".to_owned(),
        ..Default::default()
    };
    pb::CreateTrainingPlanRequest { request_id: new_id(), training_plan: Some(training_plan) }
}

impl Province {
    fn plans(&self) -> PlanServiceClient<Wire> {
        PlanServiceClient::new(self.bed.wire())
    }
}

testkit::on_both_databases! {
    async fn a_unit_has_one_plan_a_year(database: TestDatabase) {
        let province = Province::on(&database).await;
        let request = province.by(PROVINCE_OFFICER, plan());
        let recorded = province.plans().create_training_plan(request).await.expect("recorded").into_inner();
        let recorded = recorded.training_plan.expect("given");
        let request = province.by(PROVINCE_OFFICER, plan());
        assert_refused(
            province.plans().create_training_plan(request).await,
            Code::AlreadyExists, ErrorReason::TrainingPlanExists, "training_plan.year",
        );
        let changed = pb::TrainingPlan { note: "Điều chỉnh".to_owned(), ..recorded.clone() };
        let update = |training_plan: pb::TrainingPlan| pb::UpdateTrainingPlanRequest {
            request_id: new_id(),
            training_plan: Some(training_plan),
            update_mask: Some(FieldMask { paths: vec!["note".to_owned()] }),
        };
        let request = province.by(PROVINCE_OFFICER, update(changed.clone()));
        let changed = province.plans().update_training_plan(request).await.expect("changed").into_inner();
        assert_eq!(changed.training_plan.expect("given").etag, "v2");
        let request = province.by(PROVINCE_OFFICER, update(recorded.clone()));
        assert_refused(
            province.plans().update_training_plan(request).await,
            Code::Aborted, ErrorReason::EtagStale, "etag",
        );
        let list = pb::ListTrainingPlansRequest { year: 2026, ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, list.clone());
        let listed = province.plans().list_training_plans(request).await.expect("listed").into_inner();
        assert_eq!(listed.training_plans.len(), 1);
        let request = province.by(PROVINCE_OFFICER, pb::ListTrainingPlansRequest { year: 2025, ..list });
        let listed = province.plans().list_training_plans(request).await.expect("listed").into_inner();
        assert!(listed.training_plans.is_empty());
        for (role, unit) in [(Role::ProvinceOfficer, OTHER_PROVINCE), (Role::CommuneOfficer, COMMUNE)] {
            let get = pb::GetTrainingPlanRequest { training_plan_id: recorded.id.clone() };
            let request = province.by_role(40, role, unit, get);
            assert_refused(
                province.plans().get_training_plan(request).await,
                Code::NotFound, ErrorReason::TrainingPlanNotFound, "training_plan_id",
            );
        }
    }

    async fn how_far_it_has_come_follows_from_the_classes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = province.by(PROVINCE_OFFICER, plan());
        let recorded = province.plans().create_training_plan(request).await.expect("recorded").into_inner();
        let one = province.class(pb::Audience::Officials, &[("2026-05-04", 4), (TODAY, 4)]).await;
        let other = province.class(pb::Audience::Officials, &[(TODAY, 4)]).await;
        province.class(pb::Audience::Officials, &[("2025-05-04", 4)]).await;
        province.enrol_officials(&one, &[31, 32, 33]).await;
        province.enrol_officials(&other, &[31]).await;
        province.call_roll(&one, 1, &[31, 32]).await.expect("recorded");
        province.call_roll(&other, 1, &[31]).await.expect("recorded");
        let funding = vec![pb::FundingLine {
            source: pb::FundingSource::LocalBudget.into(),
            planned_dong: 10,
            spent_dong: 7,
        }];
        let request = province.by(TRAINER, pb::UpdateTrainingClassRequest {
            request_id: new_id(),
            training_class: Some(pb::TrainingClass { funding: funding.clone(), ..one }),
            update_mask: Some(FieldMask { paths: vec!["funding".to_owned()] }),
        });
        province.client.update_training_class(request).await.expect("changed");
        let training_plan_id = recorded.training_plan.expect("given").id;
        let request = province.by(PROVINCE_OFFICER, pb::GetTrainingPlanRequest { training_plan_id });
        let found = province.plans().get_training_plan(request).await.expect("found").into_inner();
        let reached = |people, attendances, classes| pb::TargetProgress { people, attendances, classes };
        assert_eq!(found.progress, [reached(2, 3, 2), reached(0, 0, 0)]);
        assert_eq!(found.class_funding, funding);
    }

    async fn a_plan_that_is_none_is_refused(database: TestDatabase) {
        let province = Province::on(&database).await;
        type Change = fn(&mut pb::TrainingPlan);
        let faults: [(Change, &str); 5] = [
            (|plan| plan.year = 1999, "training_plan.year"),
            (|plan| plan.targets.clear(), "training_plan.targets"),
            (|plan| plan.targets[1] = plan.targets[0], "training_plan.targets[1]"),
            (|plan| plan.targets[1].official_level = 1, "training_plan.targets[1].official_level"),
            (|plan| plan.funding[0].planned_dong = -1, "training_plan.funding[0].planned_dong"),
        ];
        for (change, field) in faults {
            let mut request = plan();
            change(request.training_plan.as_mut().expect("given"));
            let request = province.by(PROVINCE_OFFICER, request);
            assert_refused(
                province.plans().create_training_plan(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, field,
            );
        }
    }
}
