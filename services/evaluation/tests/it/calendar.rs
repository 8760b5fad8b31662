//! The calendar of working days: entered by act, effective at once, for clocks that run too.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::{Code, Request};

use crate::{COMMUNE_OFFICER, PROVINCE, Province, new_id};

const MINISTRY_OFFICER: u64 = 20;

fn put(day: &str, working: bool) -> pb::PutCalendarDayRequest {
    pb::PutCalendarDayRequest {
        request_id: new_id(),
        day: day.to_owned(),
        working,
        act: "Thông báo 1/TB-BNV ngày 2026-11-20".to_owned(),
    }
}

impl Province {
    fn by_ministry<M>(&self, message: M) -> Request<M> {
        self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, "VN", message)
    }

    async fn put(&mut self, day: &str, working: bool) {
        let request = self.by_ministry(put(day, working));
        self.agenda.put_calendar_day(request).await.expect("entered");
    }

    async fn due_on(&mut self, dossier: &pb::Dossier) -> String {
        self.dossier(&dossier.id).await.due_on
    }
}

testkit::on_both_databases! {
    async fn a_day_that_becomes_free_moves_new_and_running_clocks(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong 1", 4).await;
        let before = province.file(&product.id).await.expect("filed");
        assert_eq!(before.due_on, "2026-12-14");

        province.put("2026-11-25", false).await;
        let product = province.product("Mật ong 2", 4).await;
        let after = province.file(&product.id).await.expect("filed");
        assert_eq!(after.due_on, "2026-12-15", "at once");
        province.time.run().await.expect("done");
        assert_eq!(province.due_on(&before).await, "2026-12-15", "re-timed");
        assert_eq!(province.dossier(&before.id).await.etag, before.etag, "what she can do with it did not change");

        // The warning goes by the day it is due now.
        province.day("2026-12-09").await;
        let due_soon = pb::ListMyWorkRequest { urgency: pb::Urgency::DueSoon.into(), ..Default::default() };
        assert!(province.work_of(COMMUNE_OFFICER, due_soon.clone()).await.work_items.is_empty());
        province.day("2026-12-10").await;
        assert_eq!(province.work_of(COMMUNE_OFFICER, due_soon).await.work_items.len(), 2);

        // The newer entry counts.
        province.put("2026-11-25", true).await;
        province.time.run().await.expect("done");
        assert_eq!(province.due_on(&before).await, "2026-12-14");
        let request = province.by(COMMUNE_OFFICER, pb::ListCalendarDaysRequest { year: 2026 });
        let year = province.agenda.list_calendar_days(request).await.expect("listed").into_inner();
        let entered: Vec<_> = year.calendar_days.iter().map(|day| (day.working, day.in_effect)).collect();
        assert_eq!(entered, [(true, true), (false, false)]);
        assert_eq!(year.weekend_days_worked, ["2026-01-10", "2026-08-22"]);
        assert!(year.weekdays_off.contains(&"2026-02-17".to_owned()));
        assert!(!year.weekdays_off.contains(&"2026-11-25".to_owned()));
    }

    async fn more_clocks_than_one_transaction_takes_are_retimed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut filed = Vec::new();
        for number in 0..102 {
            let product = province.product(&format!("Mật ong {number}"), 4).await;
            filed.push(province.file(&product.id).await.expect("filed"));
        }
        province.put("2026-11-25", false).await;
        province.time.run().await.expect("done");
        for dossier in [&filed[0], &filed[99], &filed[100], &filed[101]] {
            assert_eq!(province.due_on(dossier).await, "2026-12-15");
        }
    }

    async fn the_ministry_enters_days_with_their_act(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = province.by_role(9, Role::ProvinceOfficer, PROVINCE, put("2026-11-25", false));
        let answer = province.agenda.put_calendar_day(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let request = province.by_role(9, Role::MinistryOfficer, PROVINCE, put("2026-11-25", false));
        let answer = province.agenda.put_calendar_day(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let request = pb::PutCalendarDayRequest { act: String::new(), day: "25/11".to_owned(), ..put("", false) };
        let request = province.by_ministry(request);
        let answer = province.agenda.put_calendar_day(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "act");
        let request = province.by_ministry(pb::ListCalendarDaysRequest { year: 1999 });
        let answer = province.agenda.list_calendar_days(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "year");
    }
}
