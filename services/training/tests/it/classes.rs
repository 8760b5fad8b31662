//! Classes are held for units: who may record them, and who may know of them.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{
    COMMUNE, MINISTRY_OFFICER, OFFICER_ELSEWHERE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province,
    TRAINER, create_class, new_id, person_id,
};

impl Province {
    async fn class_of_unit(
        &mut self,
        number: u64,
        curriculum: &pb::Curriculum,
        unit: &str,
    ) -> Result<pb::TrainingClass, Status> {
        let mut request = create_class(curriculum, &[("2026-12-01", 4)]);
        request.training_class.as_mut().expect("given").unit_id = unit.to_owned();
        let request = self.by(number, request);
        Ok(self.client.create_training_class(request).await?.into_inner().training_class.expect("given"))
    }

    /// Units of the classes a list shows, fetched in pages of two.
    async fn units_listed(&mut self, number: u64, filter: pb::ListTrainingClassesRequest) -> Vec<String> {
        let (mut units, mut token) = (Vec::new(), String::new());
        loop {
            let list = pb::ListTrainingClassesRequest { page_size: 2, page_token: token, ..filter.clone() };
            let request = self.by(number, list);
            let page = self.client.list_training_classes(request).await.expect("listed").into_inner();
            assert!(page.training_classes.iter().all(|class| !class.sessions.is_empty()));
            units.extend(page.training_classes.into_iter().map(|class| class.unit_id));
            token = page.next_page_token;
            if token.is_empty() {
                return units;
            }
        }
    }
}

testkit::on_both_databases! {
    async fn a_class_is_kept_as_it_was_recorded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let curriculum = province.curriculum(pb::Audience::Officials).await;
        // Two sessions on one day, the numbers given for one and left out for the others.
        let mut request = create_class(&curriculum, &[("2026-12-01", 4), ("2026-12-01", 3), ("2026-12-02", 4)]);
        request.training_class.as_mut().expect("given").sessions[1].number = 2;
        let request = province.by(TRAINER, request);
        let recorded = province.client.create_training_class(request).await.expect("recorded").into_inner();
        let recorded = recorded.training_class.expect("given");
        assert_eq!((recorded.state(), recorded.etag.as_str()), (pb::TrainingClassState::Open, "v1"));
        assert_eq!((recorded.curriculum_id.as_str(), recorded.planned_participants), (curriculum.id.as_str(), 30));
        let sessions: Vec<_> =
            recorded.sessions.iter().map(|session| (session.number, session.date.as_str(), session.hours)).collect();
        assert_eq!(sessions, [(1, "2026-12-01", 4), (2, "2026-12-01", 3), (3, "2026-12-02", 4)]);
        let get = pb::GetTrainingClassRequest { training_class_id: recorded.id.clone() };
        let request = province.by_role(30, Role::Auditor, PROVINCE, get);
        let found = province.client.get_training_class(request).await.expect("found").into_inner().training_class;
        assert_eq!(found, Some(recorded));
    }

    async fn a_class_that_is_none_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let curriculum = province.curriculum(pb::Audience::Officials).await;
        let sound = create_class(&curriculum, &[("2026-12-01", 4), ("2026-12-02", 4)]);
        type Change = fn(&mut pb::TrainingClass);
        let faults: [(Change, &str); 9] = [
            (|class| class.place.clear(), "training_class.place"),
            (|class| class.unit_id.clear(), "training_class.unit_id"),
            (|class| class.curriculum_id.clear(), "training_class.curriculum_id"),
            (|class| class.planned_participants = 1001, "training_class.planned_participants"),
            (|class| class.sessions.clear(), "training_class.sessions"),
            (|class| class.sessions = vec![class.sessions[0].clone(); 61], "training_class.sessions"),
            (|class| class.sessions[1].hours = 25, "training_class.sessions[1].hours"),
            (|class| class.sessions[1].number = 1, "training_class.sessions[1].number"),
            (|class| class.sessions.swap(0, 1), "training_class.sessions[1].date"),
        ];
        for (change, field) in faults {
            let mut request = pb::CreateTrainingClassRequest { request_id: new_id(), ..sound.clone() };
            change(request.training_class.as_mut().expect("given"));
            let request = province.by(TRAINER, request);
            let status = province.client.create_training_class(request).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let mut unknown = sound;
        unknown.training_class.as_mut().expect("given").curriculum_id = person_id(99);
        let request = province.by(TRAINER, unknown);
        assert_refused(
            province.client.create_training_class(request).await,
            Code::NotFound, ErrorReason::CurriculumNotFound, "training_class.curriculum_id",
        );
    }

    async fn a_class_is_held_for_a_unit_that_exists_and_is_the_callers(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let curriculum = province.curriculum(pb::Audience::Officials).await;
        for (number, unit) in
            [(TRAINER, PROVINCE), (PROVINCE_OFFICER, COMMUNE), (MINISTRY_OFFICER, "VN"), (MINISTRY_OFFICER, COMMUNE)]
        {
            let class = province.class_of_unit(number, &curriculum, unit).await.expect("recorded");
            assert_eq!(class.unit_id, unit);
        }
        let refused = [
            (TRAINER, "2025:99999", Code::NotFound, ErrorReason::UnitNotFound, "training_class.unit_id"),
            (TRAINER, "VN", Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (TRAINER, OTHER_PROVINCE, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, ""),
            (crate::COMMUNE_OFFICER, COMMUNE, Code::PermissionDenied, ErrorReason::RoleMissing, ""),
        ];
        for (number, unit, code, reason, field) in refused {
            let status = province.class_of_unit(number, &curriculum, unit).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        // Before the units of today.
        province.bed.hands.set("2025-06-01T02:00:00Z".parse().expect("a moment"));
        let status = province.class_of_unit(MINISTRY_OFFICER, &curriculum, COMMUNE).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::UnitAbolished, "training_class.unit_id");
    }

    async fn what_one_may_not_know_of_does_not_exist(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let curriculum = province.curriculum(pb::Audience::Officials).await;
        let of_province = province.class_of_unit(TRAINER, &curriculum, PROVINCE).await.expect("recorded");
        let of_country = province.class_of_unit(MINISTRY_OFFICER, &curriculum, "VN").await.expect("recorded");
        let get = |class: &pb::TrainingClass| pb::GetTrainingClassRequest { training_class_id: class.id.clone() };
        for (number, role, unit, class) in [
            (40, Role::ProvinceOfficer, OTHER_PROVINCE, &of_province),
            (40, Role::CommuneOfficer, COMMUNE, &of_province),
            (40, Role::ProvinceOfficer, PROVINCE, &of_country),
        ] {
            let request = province.by_role(number, role, unit, get(class));
            assert_refused(
                province.client.get_training_class(request).await,
                Code::NotFound, ErrorReason::TrainingClassNotFound, "training_class_id",
            );
        }
        let request = province.by(MINISTRY_OFFICER, get(&of_province));
        province.client.get_training_class(request).await.expect("known to the ministry");
        let request = province.by_role(40, Role::Producer, PROVINCE, get(&of_province));
        assert_refused(
            province.client.get_training_class(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let list = pb::ListLearnersRequest { training_class_id: of_province.id.clone(), ..Default::default() };
        let request = province.by(OFFICER_ELSEWHERE, list);
        assert_refused(
            province.client.list_learners(request).await,
            Code::NotFound, ErrorReason::TrainingClassNotFound, "training_class_id",
        );
    }

    async fn classes_are_listed_the_newest_first(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let curriculum = province.curriculum(pb::Audience::Officials).await;
        let units = [PROVINCE, COMMUNE, "VN", OTHER_PROVINCE, OTHER_COMMUNE];
        for unit in units {
            province.class_of_unit(MINISTRY_OFFICER, &curriculum, unit).await.expect("recorded");
        }
        let of = |unit: &str| pb::ListTrainingClassesRequest { unit_id: unit.to_owned(), ..Default::default() };
        let all = [OTHER_COMMUNE, OTHER_PROVINCE, "VN", COMMUNE, PROVINCE];
        assert_eq!(province.units_listed(MINISTRY_OFFICER, of("")).await, all);
        assert_eq!(province.units_listed(MINISTRY_OFFICER, of("VN")).await, all);
        assert_eq!(province.units_listed(MINISTRY_OFFICER, of(OTHER_PROVINCE)).await, [OTHER_PROVINCE]);
        assert_eq!(province.units_listed(TRAINER, of("")).await, [OTHER_COMMUNE, COMMUNE, PROVINCE]);
        assert_eq!(province.units_listed(TRAINER, of(COMMUNE)).await, [COMMUNE]);
        let completed = pb::ListTrainingClassesRequest {
            state: pb::TrainingClassState::Completed.into(),
            ..Default::default()
        };
        assert!(province.units_listed(TRAINER, completed.clone()).await.is_empty());
        let class = province.class_of_today(pb::Audience::Officials).await;
        province.complete(&class).await.expect("completed");
        assert_eq!(province.units_listed(TRAINER, completed).await, [PROVINCE]);
        let open =
            pb::ListTrainingClassesRequest { state: pb::TrainingClassState::Open.into(), ..Default::default() };
        assert_eq!(province.units_listed(TRAINER, open).await.len(), 3);
        let request = province.by(TRAINER, of(OTHER_PROVINCE));
        assert_refused(
            province.client.list_training_classes(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = province.by(TRAINER, pb::ListTrainingClassesRequest { page_size: -1, ..Default::default() });
        assert_refused(
            province.client.list_training_classes(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "page_size",
        );
    }
}
