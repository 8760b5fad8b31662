//! Planning inspections: many together, by province or ministry, each product once at a time.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tokio::task::JoinSet;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::inspections::{MINISTRY_LEADER, TODAY, conclude, conduct, finding, plan, plan_of_ministry};
use crate::register::give_five_stars;
use crate::{COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE_OFFICER, Province, new_id};

/// The paths of the fields that a refusal names.
fn faulty(status: &Status) -> Vec<String> {
    let details = status.get_details_bad_request().expect("field violations");
    details.field_violations.into_iter().map(|violation| violation.field).collect()
}

testkit::on_both_databases! {
    async fn many_are_planned_together_or_none(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (honey, tea) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let rice = province.certified("Gạo").await;
        province.planned(&rice).await;
        let revoked = province.certified("Rau").await;
        province.revoke(&revoked).await;
        let mut wrong = plan(&[&honey, &honey, &rice, &revoked, &tea, &tea]);
        wrong.inspections[4].certificate_id = new_id();
        wrong.inspections[5].planned_for = "2026-10".to_owned();
        let status = province.plan_all(wrong).await.expect_err("refused");
        let named = [1, 2, 3, 4].map(|place| format!("inspections[{place}].certificate_id"));
        assert_eq!(faulty(&status), [named.as_slice(), &["inspections[5].planned_for".to_owned()]].concat());
        let nothing = pb::ListInspectionsRequest { certificate_id: honey.id.clone(), ..Default::default() };
        assert!(province.listed_inspections(nothing).await.is_empty());
        let planned = province.plan_all(plan(&[&honey, &tea])).await.expect("planned");
        let certificates: Vec<_> = planned.iter().map(|inspection| &inspection.certificate_id).collect();
        assert_eq!(certificates, [&honey.id, &tea.id]);
    }

    async fn what_cannot_be_planned_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let sound = || plan(&[&certificate]);
        let on = |planned_for: &str| {
            let mut message = sound();
            message.inspections[0].planned_for = planned_for.to_owned();
            message
        };
        for (message, reason, field) in [
            (pb::PlanInspectionsRequest { level: 0, ..sound() }, ErrorReason::FieldsInvalid, "level"),
            (
                pb::PlanInspectionsRequest { level: pb::Level::Commune.into(), ..sound() },
                ErrorReason::FieldsInvalid, "level",
            ),
            (pb::PlanInspectionsRequest { announcement: 0, ..sound() }, ErrorReason::FieldsInvalid, "announcement"),
            (pb::PlanInspectionsRequest { basis: String::new(), ..sound() }, ErrorReason::FieldsInvalid, "basis"),
            (
                pb::PlanInspectionsRequest { basis_date: "2026-11-24".to_owned(), ..sound() },
                ErrorReason::RecordDatesWrong, "basis_date",
            ),
            (plan(&[]), ErrorReason::FieldsInvalid, "inspections"),
            (on("December"), ErrorReason::FieldsInvalid, "inspections[0].planned_for"),
            (on("2026-11-22"), ErrorReason::FieldsInvalid, "inspections[0].planned_for"),
        ] {
            let status = province.plan_all(message).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, reason, field);
        }
        // Of its own area alone.
        let request = province.by_role(7, Role::ProvinceOfficer, OTHER_PROVINCE, sound());
        assert_refused(
            province.inspections.plan_inspections(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "inspections[0].certificate_id",
        );
        assert_refused(
            province.inspections.plan_inspections(province.by_ministry_officer(sound())).await,
            Code::PermissionDenied, ErrorReason::LevelDutyMissing, "",
        );
        let request = province.by(COMMUNE_OFFICER, sound());
        assert_refused(
            province.inspections.plan_inspections(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        province.plan_all(on(TODAY)).await.expect("planned");
    }

    async fn the_ministry_inspects_five_stars_and_others_when_there_is_need(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let without_need = || pb::PlanInspectionsRequest { need: String::new(), ..plan_of_ministry(&certificate) };
        assert_refused(
            province.inspections.plan_inspections(province.by_ministry_officer(without_need())).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "inspections[0].certificate_id",
        );
        let request = province.by_ministry_officer(plan_of_ministry(&certificate));
        let planned = province.inspections.plan_inspections(request).await.expect("planned").into_inner().inspections;
        assert_eq!((planned[0].level(), planned[0].need.as_str()), (pb::Level::Ministry, "Phản ánh trên báo chí"));
        // The province inspects beside it, and not for it.
        province.planned(&certificate).await;
        let met = vec![finding(pb::InspectionSubject::Mark, pb::InspectionVerdict::Met)];
        let status = province.conduct(conduct(&planned[0], met.clone())).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        let request = province.by_ministry_officer(conduct(&planned[0], met));
        let conducted = province.inspections.conduct_inspection(request).await.expect("conducted").into_inner();
        let message = conclude(&conducted.inspection.expect("given"), pb::InspectionOutcome::NoBreach);
        let status = province.conclude(message.clone()).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::LevelDutyMissing, "");
        let request = province.by_role(MINISTRY_LEADER, Role::MinistryLeader, "VN", message);
        province.inspections.conclude_inspection(request).await.expect("concluded");
        give_five_stars(&database).await;
        province.inspections.plan_inspections(province.by_ministry_officer(without_need())).await.expect("planned");
    }

    async fn of_two_who_plan_at_once_one_does(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (honey, tea) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let mut planning = JoinSet::new();
        for certificates in [[&honey, &tea], [&tea, &honey], [&honey, &tea]] {
            let (mut client, request) = (province.inspections.clone(), province.by(PROVINCE_OFFICER, plan(&certificates)));
            planning.spawn(async move { client.plan_inspections(request).await });
        }
        let (planned, refused): (Vec<_>, Vec<_>) = planning.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(planned.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            let places = [0, 1].map(|place| format!("inspections[{place}].certificate_id"));
            assert_eq!(faulty(&status), places);
        }
        assert_eq!(province.listed_inspections(pb::ListInspectionsRequest::default()).await.len(), 2);
        // One issued anew is the same recognition.
        let anew = province.issue_anew(&honey).await;
        let status = province.plan_all(plan(&[&anew])).await.expect_err("refused");
        assert_eq!(faulty(&status), ["inspections[0].certificate_id"]);
    }
}
