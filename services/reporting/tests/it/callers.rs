//! Who may see which figures, and what is refused.

use chrono::TimeDelta;
use platform::access::{Grant, Role};
use proto::common::v1::ErrorReason;
use proto::reporting::v1 as pb;
use testkit::{Callers, TestDatabase, assert_refused, assert_status, person};
use tonic::metadata::MetadataValue;
use tonic::{Code, Request};
use tonic_types::StatusExt as _;

use crate::{
    ADMINISTRATOR, COMMUNE, MINISTRY_OFFICER, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province,
    TODAY, WARD_ELSEWHERE, YESTERDAY, get_scorecard, new_id,
};

/// Those whom scorecards are for, each with a unit.
const READERS: [(Role, &str); 8] = [
    (Role::CommuneOfficer, COMMUNE),
    (Role::CommuneLeader, COMMUNE),
    (Role::ProvinceOfficer, PROVINCE),
    (Role::ProvinceLeader, PROVINCE),
    (Role::Trainer, PROVINCE),
    (Role::MinistryOfficer, "VN"),
    (Role::MinistryLeader, "VN"),
    (Role::Auditor, "VN"),
];

/// The others.
const NO_READERS: [Role; 4] = [Role::Producer, Role::Expert, Role::Administrator, Role::Service];

testkit::on_both_databases! {
    async fn readers_see_their_unit_and_what_lies_in_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (role, unit) in READERS {
            for asked in [unit, COMMUNE] {
                let request = province.by_role(40, role, unit, get_scorecard(asked, ""));
                province.client.get_scorecard(request).await.unwrap_or_else(|status| panic!("{role:?}: {status:?}"));
            }
        }
        for (role, unit, asked) in [
            (Role::CommuneOfficer, COMMUNE, PROVINCE),
            (Role::CommuneLeader, COMMUNE, OTHER_COMMUNE),
            (Role::ProvinceOfficer, PROVINCE, "VN"),
            (Role::ProvinceLeader, PROVINCE, OTHER_PROVINCE),
            (Role::Trainer, PROVINCE, WARD_ELSEWHERE),
            (Role::Auditor, PROVINCE, OTHER_PROVINCE),
        ] {
            let request = province.by_role(40, role, unit, get_scorecard(asked, ""));
            let answer = province.client.get_scorecard(request).await;
            assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        }
    }

    async fn scorecards_are_for_readers_only(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for role in NO_READERS {
            let request = province.by_role(40, role, "VN", get_scorecard(PROVINCE, ""));
            let answer = province.client.get_scorecard(request).await;
            assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
            // What is measured and aimed at is for everyone who works here.
            let request = province.by_role(40, role, PROVINCE, pb::ListIndicatorsRequest {});
            province.client.list_indicators(request).await.expect("listed");
            let request = province.by_role(40, role, PROVINCE, pb::ListTargetsRequest::default());
            province.client.list_targets(request).await.expect("listed");
        }
    }

    async fn only_an_administrator_builds_again(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let rebuild = || pb::RebuildProjectionsRequest { request_id: new_id() };
        for (role, unit) in READERS {
            let request = province.by_role(40, role, unit, rebuild());
            let answer = province.client.rebuild_projections(request).await;
            assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        }
        let request = province.by(ADMINISTRATOR, rebuild());
        province.client.rebuild_projections(request).await.expect("dropped");
    }

    async fn a_grant_holds_in_its_time(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let day = |written: &str| Some(written.parse().expect("a day"));
        let unit = || PROVINCE.parse().expect("a unit");
        let over = Grant { role: Role::ProvinceOfficer, unit: unit(), from: None, to: day(YESTERDAY) };
        let request = |province: &Province, grant: Grant| {
            let authorization = province.bed.callers.authorization_of(person(40), &[grant]);
            Callers::request(&authorization, get_scorecard(PROVINCE, ""))
        };
        let answer = province.client.get_scorecard(request(&province, over)).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let of_today = Grant { role: Role::ProvinceOfficer, unit: unit(), from: day(TODAY), to: day(TODAY) };
        province.client.get_scorecard(request(&province, of_today)).await.expect("computed");
    }

    async fn without_a_token_that_holds_nobody_is_let_in(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let answer = province.client.get_scorecard(Request::new(get_scorecard(PROVINCE, ""))).await;
        assert_refused(answer, Code::Unauthenticated, ErrorReason::TokenMissing, "");
        let answer = province.client.list_indicators(Request::new(pb::ListIndicatorsRequest {})).await;
        assert_refused(answer, Code::Unauthenticated, ErrorReason::TokenMissing, "");
        let request = Callers::request(&MetadataValue::from_static("Bearer nonsense"), get_scorecard(PROVINCE, ""));
        let answer = province.client.get_scorecard(request).await;
        assert_refused(answer, Code::Unauthenticated, ErrorReason::TokenInvalid, "");
        // A token holds eight hours.
        let request = province.by(PROVINCE_OFFICER, get_scorecard(PROVINCE, ""));
        province.bed.hands.advance(TimeDelta::hours(9));
        let answer = province.client.get_scorecard(request).await;
        assert_refused(answer, Code::Unauthenticated, ErrorReason::TokenExpired, "");
    }

    async fn faulty_fields_are_told_all_at_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (unit, at, fields) in [
            ("", "", vec!["unit_id"]),
            ("11", "", vec!["unit_id"]),
            ("2025:0312x", TODAY, vec!["unit_id"]),
            (PROVINCE, "today", vec!["at"]),
            (PROVINCE, "23/11/2026", vec!["at"]),
            (PROVINCE, "2026-02-29", vec!["at"]),
            (PROVINCE, "2026-1-1", vec!["at"]),
            ("Điện Biên", "2026", vec!["unit_id", "at"]),
        ] {
            let request = province.by(PROVINCE_OFFICER, get_scorecard(unit, at));
            let status = province.client.get_scorecard(request).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, fields[0]);
            let violations = status.get_details_bad_request().expect("given").field_violations;
            assert_eq!(violations.into_iter().map(|violation| violation.field).collect::<Vec<_>>(), fields);
        }
        let request = province.by(PROVINCE_OFFICER, pb::ListTargetsRequest { unit_id: "11".to_owned(), ..Default::default() });
        let answer = province.client.list_targets(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "unit_id");
    }

    async fn a_unit_nobody_knows_is_refused_with_what_to_do(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (at, day) in [("", TODAY), ("2020-12-31", "2020-12-31")] {
            for (language, text) in [
                ("vi", format!("Không có đơn vị 2025:99999 vào ngày {day}. Tra mã bằng ListUnits của registry.")),
                ("en", format!("There is no unit 2025:99999 on {day}. Look the code up with registry's ListUnits.")),
            ] {
                let mut request = province.by(MINISTRY_OFFICER, get_scorecard("2025:99999", at));
                request.metadata_mut().insert("accept-language", MetadataValue::from_static(language));
                let status = province.client.get_scorecard(request).await.expect_err("refused");
                assert_status(&status, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
                assert_eq!(status.get_details_localized_message().expect("given").message, text);
            }
        }
    }

    async fn until_the_units_are_known_nothing_is_computed(database: TestDatabase) {
        let mut province = Province::served_only(&database).await;
        let request = province.by(PROVINCE_OFFICER, get_scorecard(PROVINCE, ""));
        let answer = province.client.get_scorecard(request).await;
        assert_refused(answer, Code::Unavailable, ErrorReason::UnitsNotLoaded, "");
    }
}
