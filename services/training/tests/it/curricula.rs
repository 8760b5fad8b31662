//! Curricula are recorded once, and listed in Vietnamese order.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::Code;

use crate::{COMMUNE, MINISTRY_OFFICER, PROVINCE_OFFICER, Province, TRAINER, create_curriculum, new_id, person_id};

impl Province {
    /// All titles of a list, fetched in pages of two.
    async fn titles(&mut self, audience: pb::Audience) -> Vec<String> {
        let (mut titles, mut token) = (Vec::new(), String::new());
        loop {
            let list = pb::ListCurriculaRequest { audience: audience.into(), page_size: 2, page_token: token };
            let request = self.by_role(30, Role::Producer, COMMUNE, list);
            let page = self.client.list_curricula(request).await.expect("listed").into_inner();
            titles.extend(page.curricula.into_iter().map(|curriculum| curriculum.title));
            token = page.next_page_token;
            if token.is_empty() {
                return titles;
            }
        }
    }
}

testkit::on_both_databases! {
    async fn a_curriculum_is_kept_as_it_was_recorded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut request = create_curriculum("  Câu chuyện   sản phẩm ", pb::Audience::Leaders);
        request.curriculum.as_mut().expect("given").id = "ignored".to_owned();
        let request = province.by(MINISTRY_OFFICER, request);
        let recorded = province.client.create_curriculum(request).await.expect("recorded").into_inner().curriculum;
        let recorded = recorded.expect("given");
        assert_eq!((recorded.title.as_str(), recorded.audience()), ("Câu chuyện sản phẩm", pb::Audience::Leaders));
        assert_eq!((recorded.hours, recorded.min_attendance_percent), (10, 80));
        assert!(recorded.created_at.is_some());
        let get = pb::GetCurriculumRequest { curriculum_id: recorded.id.clone() };
        let request = province.by_role(30, Role::Producer, COMMUNE, get);
        let found = province.client.get_curriculum(request).await.expect("anyone with a role").into_inner().curriculum;
        assert_eq!(found, Some(recorded));
        let request = province.by(TRAINER, pb::GetCurriculumRequest { curriculum_id: person_id(99) });
        assert_refused(
            province.client.get_curriculum(request).await,
            Code::NotFound, ErrorReason::CurriculumNotFound, "curriculum_id",
        );
    }

    async fn a_curriculum_that_is_none_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = pb::CreateCurriculumRequest {
            request_id: new_id(),
            curriculum: Some(pb::Curriculum { min_attendance_percent: 101, ..Default::default() }),
        };
        let request = province.by(PROVINCE_OFFICER, request);
        let status = province.client.create_curriculum(request).await.expect_err("refused");
        for field in ["title", "audience", "hours", "min_attendance_percent"] {
            let field = format!("curriculum.{field}");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, &field);
        }
        let request = province.by(TRAINER, create_curriculum("Một", pb::Audience::Leaders));
        assert_refused(
            province.client.create_curriculum(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn curricula_are_listed_in_vietnamese_order(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for (title, audience) in [
            ("Đóng gói", pb::Audience::Leaders),
            ("Đánh giá", pb::Audience::Officials),
            ("Dược liệu", pb::Audience::Leaders),
            ("Ẩm thực", pb::Audience::Leaders),
            ("An toàn", pb::Audience::Leaders),
        ] {
            let request = province.by(PROVINCE_OFFICER, create_curriculum(title, audience));
            province.client.create_curriculum(request).await.expect("recorded");
        }
        let all = province.titles(pb::Audience::Unspecified).await;
        assert_eq!(all, ["An toàn", "Ẩm thực", "Dược liệu", "Đánh giá", "Đóng gói"]);
        assert_eq!(province.titles(pb::Audience::Officials).await, ["Đánh giá"]);
        let request = province.by(TRAINER, pb::ListCurriculaRequest { page_size: 1, ..Default::default() });
        let token = province.client.list_curricula(request).await.expect("listed").into_inner().next_page_token;
        let other_filter = pb::ListCurriculaRequest {
            audience: pb::Audience::Leaders.into(),
            page_size: 1,
            page_token: token,
        };
        let request = province.by(TRAINER, other_filter);
        assert_refused(
            province.client.list_curricula(request).await,
            Code::InvalidArgument, ErrorReason::PageTokenInvalid, "page_token",
        );
        let request = province.by(TRAINER, pb::ListCurriculaRequest { audience: 9, ..Default::default() });
        assert_refused(
            province.client.list_curricula(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "audience",
        );
    }
}
