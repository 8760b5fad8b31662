//! The programme's other records are recorded, changed, listed and retired.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::programme_record::Detail;
use proto::registry::v1::programme_service_client::ProgrammeServiceClient;
use testkit::{TestDatabase, Wire, assert_refused};
use tonic::{Code, Status};

use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, create_producer, new_request_id};

/// A sound policy of the province; a test changes what it is about.
pub(crate) fn policy(title: &str) -> pb::ProgrammeRecord {
    pb::ProgrammeRecord {
        unit_id: PROVINCE.to_owned(),
        title: title.to_owned(),
        first_day: "2026-01-01".to_owned(),
        planned_dong: 500_000_000,
        document_number: "12/2025/NQ-HĐND".to_owned(),
        document_date: "2025-12-10".to_owned(),
        detail: Some(Detail::Policy(pb::SupportPolicy {
            benefit: pb::PolicyBenefit::Reward.into(),
            issuer: "HĐND tỉnh".to_owned(),
            content: "Thưởng sản phẩm đạt 3 sao trở lên".to_owned(),
        })),
        ..Default::default()
    }
}

/// A sound trade event of the commune.
pub(crate) fn fair(title: &str) -> pb::ProgrammeRecord {
    of_kind(
        title,
        Detail::TradeEvent(pb::TradeEvent {
            kind: pb::TradeEventKind::Fair.into(),
            scale: pb::TradeEventScale::Provincial.into(),
            organiser: "Sở Công Thương".to_owned(),
            sales_dong: 90_000_000,
        }),
    )
}

/// A record of the commune with a detail.
pub(crate) fn of_kind(title: &str, detail: Detail) -> pb::ProgrammeRecord {
    pb::ProgrammeRecord {
        unit_id: COMMUNE.to_owned(),
        title: title.to_owned(),
        first_day: "2026-09-02".to_owned(),
        planned_dong: 40_000_000,
        spent_dong: 38_500_000,
        detail: Some(detail),
        ..Default::default()
    }
}

pub(crate) fn create(record: pb::ProgrammeRecord) -> pb::CreateProgrammeRecordRequest {
    pb::CreateProgrammeRecordRequest { request_id: new_request_id(), record: Some(record) }
}

pub(crate) fn retire(record: &pb::ProgrammeRecord) -> pb::RetireProgrammeRecordRequest {
    pb::RetireProgrammeRecordRequest {
        request_id: new_request_id(),
        record_id: record.id.clone(),
        etag: record.etag.clone(),
        reason: "Ghi trùng".to_owned(),
    }
}

pub(crate) fn update(record: pb::ProgrammeRecord, paths: &[&str]) -> pb::UpdateProgrammeRecordRequest {
    let update_mask = Some(prost_types::FieldMask { paths: paths.iter().map(ToString::to_string).collect() });
    pb::UpdateProgrammeRecordRequest { request_id: new_request_id(), record: Some(record), update_mask }
}

impl Register {
    pub(crate) fn programme(&self) -> ProgrammeServiceClient<Wire> {
        ProgrammeServiceClient::new(self.bed.wire())
    }

    pub(crate) async fn try_record(&self, record: pb::ProgrammeRecord) -> Result<pb::ProgrammeRecord, Status> {
        let created = self.programme().create_programme_record(self.ask(create(record))).await?;
        Ok(created.into_inner().record.expect("given"))
    }

    pub(crate) async fn record(&self, record: pb::ProgrammeRecord) -> pb::ProgrammeRecord {
        self.try_record(record).await.expect("recorded")
    }

    async fn update_record(&self, record: pb::ProgrammeRecord, paths: &[&str]) -> Result<pb::ProgrammeRecord, Status> {
        let updated = self.programme().update_programme_record(self.ask(update(record, paths))).await?;
        Ok(updated.into_inner().record.expect("given"))
    }

    pub(crate) async fn found_record(&self, record: &pb::ProgrammeRecord) -> pb::ProgrammeRecord {
        let request = self.ask(pb::GetProgrammeRecordRequest { record_id: record.id.clone() });
        let found = self.programme().get_programme_record(request).await.expect("found").into_inner();
        found.record.expect("given")
    }

    pub(crate) async fn sample_producer(&mut self, name: &str) -> pb::Producer {
        let mut request = create_producer(name);
        request.producer.as_mut().expect("given").sample = true;
        let request = self.ask(request);
        self.client.create_producer(request).await.expect("registered").into_inner().producer.expect("given")
    }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Status>, code: Code, reason: ErrorReason, field: &str) {
    testkit::assert_status(&answer.expect_err("refused"), code, reason, field);
}

/// A sound detail of each kind, with its kind and category.
fn details() -> Vec<(Detail, pb::ProgrammeRecordKind, &'static str)> {
    vec![
        (
            Detail::CraftVillage(pb::CraftVillage {
                tourism_link: pb::TourismLink::Experience.into(),
                linked_since: "2026-01-15".to_owned(),
                trade: "Dệt thổ cẩm".to_owned(),
                recognised_by: "UBND tỉnh".to_owned(),
                households: 62,
                workers: 140,
            }),
            pb::ProgrammeRecordKind::CraftVillage,
            "experience",
        ),
        (
            Detail::OrganisationSupport(pb::OrganisationSupport {
                change: pb::OrganisationChange::NewlyFounded.into(),
                supported_by: "Liên minh HTX tỉnh".to_owned(),
                measures: "Vận động\nHồ sơ".to_owned(),
            }),
            pb::ProgrammeRecordKind::OrganisationSupport,
            "newly_founded",
        ),
        (
            Detail::CommunicationItem(pb::CommunicationItem {
                form: pb::CommunicationForm::ProductStory.into(),
                medium: "Báo Điện Biên Phủ".to_owned(),
                slogan: "Hương vị Mường Thanh".to_owned(),
                link: "https://baodienbienphu.vn/1".to_owned(),
                audience: 12_000,
            }),
            pb::ProgrammeRecordKind::CommunicationItem,
            "product_story",
        ),
        (
            Detail::ScienceProject(pb::ScienceProject {
                stage: pb::ProjectStage::Applied.into(),
                demand_owner: "HTX".to_owned(),
                institution: "Viện Nông nghiệp".to_owned(),
                technology: "Sấy lạnh".to_owned(),
                result: "Quy trình".to_owned(),
                applied_at: "Mường Ảng".to_owned(),
            }),
            pb::ProgrammeRecordKind::ScienceProject,
            "applied",
        ),
        (
            Detail::Consultant(pb::Consultant {
                field: pb::SupportField::Packaging.into(),
                contracted_by: "Sở NN&MT".to_owned(),
                support_given: "Thiết kế bao bì".to_owned(),
            }),
            pb::ProgrammeRecordKind::Consultant,
            "packaging",
        ),
        (
            Detail::Partner(pb::Partner {
                field: pb::SupportField::Market.into(),
                agreement: "Bao tiêu".to_owned(),
                support_given: "Tập huấn".to_owned(),
            }),
            pb::ProgrammeRecordKind::Partner,
            "market",
        ),
        (
            Detail::SalesPoint(pb::SalesPoint {
                kind: pb::SalesPointKind::Shop.into(),
                address: "Số 1, phố 2".to_owned(),
                operator: "HTX".to_owned(),
                link: String::new(),
            }),
            pb::ProgrammeRecordKind::SalesPoint,
            "shop",
        ),
    ]
}

testkit::on_both_databases! {
    async fn a_record_is_found_as_it_was_recorded(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Gạo").await;
        for (detail, kind, category) in details() {
            let made = register
                .record(pb::ProgrammeRecord {
                    producer_ids: vec![producer.id.clone(), producer.id.clone()],
                    product_ids: vec![product.id.clone()],
                    note: "Ghi chú".to_owned(),
                    place: "Bản  Phủ".to_owned(),
                    ..of_kind("Bản ghi", detail.clone())
                })
                .await;
            assert_eq!((made.kind(), made.category.as_str()), (kind, category));
            assert_eq!(made.detail, Some(detail));
            assert_eq!((made.producer_ids.as_slice(), made.place.as_str()), (&[producer.id.clone()][..], "Bản Phủ"));
            assert_eq!(register.found_record(&made).await, made);
        }
        let made = register.record(policy("Thưởng sao")).await;
        assert_eq!((made.category.as_str(), made.spent_dong, made.last_day.as_str()), ("reward", 0, ""));
        let made = register.record(fair("Hội chợ")).await;
        assert_eq!(made.last_day, "2026-09-02", "an occasion lasts a day unless it says otherwise");
    }

    async fn contradictions_are_refused_where_they_are(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let village = |linked: pb::TourismLink, since: &str| {
            of_kind("Làng", Detail::CraftVillage(pb::CraftVillage {
                tourism_link: linked.into(), linked_since: since.to_owned(), trade: "Rèn".to_owned(), ..Default::default()
            }))
        };
        let point = |kind: pb::SalesPointKind, address: &str, link: &str| {
            of_kind("Điểm bán", Detail::SalesPoint(pb::SalesPoint {
                kind: kind.into(), address: address.to_owned(), operator: "HTX".to_owned(), link: link.to_owned(),
            }))
        };
        let project = |stage: pb::ProjectStage, result: &str| {
            of_kind("Đề tài", Detail::ScienceProject(pb::ScienceProject {
                stage: stage.into(), demand_owner: "HTX".to_owned(), institution: "Viện".to_owned(),
                technology: "Sấy".to_owned(), result: result.to_owned(), applied_at: String::new(),
            }))
        };
        let support = |producer_ids: Vec<String>| pb::ProgrammeRecord {
            producer_ids,
            ..of_kind("Tổ chức", Detail::OrganisationSupport(pb::OrganisationSupport {
                change: pb::OrganisationChange::Strengthened.into(), supported_by: "Huyện".to_owned(), ..Default::default()
            }))
        };
        for (record, field) in [
            (pb::ProgrammeRecord { detail: None, ..fair("Hội chợ") }, "record.detail"),
            (pb::ProgrammeRecord { title: " ".to_owned(), ..fair("") }, "record.title"),
            (pb::ProgrammeRecord { planned_dong: -1, ..fair("Hội chợ") }, "record.planned_dong"),
            (pb::ProgrammeRecord { spent_dong: i64::MAX, ..fair("Hội chợ") }, "record.spent_dong"),
            (pb::ProgrammeRecord { last_day: "2026-09-01".to_owned(), ..fair("Hội chợ") }, "record.last_day"),
            (pb::ProgrammeRecord { producer_ids: vec!["x".to_owned()], ..fair("Hội chợ") }, "record.producer_ids[0]"),
            (pb::ProgrammeRecord { producer_ids: vec![producer.id.clone(); 201], ..fair("Hội chợ") }, "record.producer_ids"),
            (pb::ProgrammeRecord { spent_dong: 1, ..policy("Thưởng") }, "record.spent_dong"),
            (pb::ProgrammeRecord { document_number: String::new(), ..policy("Thưởng") }, "record.document_number"),
            (pb::ProgrammeRecord { document_date: String::new(), ..policy("Thưởng") }, "record.document_date"),
            (pb::ProgrammeRecord {
                detail: Some(Detail::Policy(pb::SupportPolicy {
                    benefit: pb::PolicyBenefit::Grant.into(), issuer: "HĐND".to_owned(), content: " ".to_owned(),
                })),
                ..policy("Thưởng")
            }, "record.policy.content"),
            (village(pb::TourismLink::NotLinked, "2026-01-01"), "record.craft_village.linked_since"),
            (village(pb::TourismLink::Visit, ""), "record.craft_village.linked_since"),
            (village(pb::TourismLink::Unspecified, ""), "record.craft_village.tourism_link"),
            (point(pb::SalesPointKind::Shop, "", ""), "record.sales_point.address"),
            (point(pb::SalesPointKind::Online, "", ""), "record.sales_point.link"),
            (point(pb::SalesPointKind::Online, "", "http://a.vn"), "record.sales_point.link"),
            (project(pb::ProjectStage::Accepted, ""), "record.science_project.result"),
            (project(pb::ProjectStage::Applied, "Quy trình"), "record.science_project.applied_at"),
            (support(Vec::new()), "record.producer_ids"),
        ] {
            let refusal = register.try_record(record).await;
            refused(refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        register.record(support(vec![producer.id])).await;
    }

    async fn each_level_keeps_its_own(database: TestDatabase) {
        let register = Register::on(&database).await;
        let at = |unit: &str| create(pb::ProgrammeRecord { unit_id: unit.to_owned(), ..policy("Chính sách") });
        let mut programme = register.programme();
        for (role, unit, keeps, allowed) in [
            (Role::CommuneOfficer, COMMUNE, COMMUNE, true),
            (Role::CommuneOfficer, COMMUNE, OTHER_COMMUNE, false),
            (Role::CommuneOfficer, COMMUNE, PROVINCE, false),
            (Role::ProvinceOfficer, PROVINCE, COMMUNE, true),
            (Role::ProvinceOfficer, PROVINCE, OTHER_PROVINCE, false),
            (Role::ProvinceOfficer, PROVINCE, "VN", false),
            (Role::MinistryOfficer, "VN", "VN", true),
            (Role::MinistryOfficer, "VN", PROVINCE, false),
        ] {
            let answer = programme.create_programme_record(register.ask_as(role, unit, at(keeps))).await;
            if allowed {
                answer.expect("recorded");
            } else {
                assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
            }
        }
        let answer = programme.create_programme_record(register.ask_as(Role::CommuneLeader, COMMUNE, at(COMMUNE))).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let answer = programme.create_programme_record(register.ask(at("2025:99999"))).await;
        assert_refused(answer, Code::NotFound, ErrorReason::UnitNotFound, "record.unit_id");

        let made = register.record(policy("Của tỉnh")).await;
        let get = || pb::GetProgrammeRecordRequest { record_id: made.id.clone() };
        let answer = programme.get_programme_record(register.ask_as(Role::CommuneOfficer, COMMUNE, get())).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ProgrammeRecordNotFound, "record_id");
        programme.get_programme_record(register.ask_as(Role::Auditor, "VN", get())).await.expect("known");
        // The ministry sees what a province keeps, and leaves it alone.
        let answer = programme.retire_programme_record(register.ask_as(Role::MinistryOfficer, "VN", retire(&made))).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn a_record_serves_what_lies_in_its_unit(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let here = register.producer("HTX ở đây").await;
        let mut elsewhere = create_producer("HTX xã khác");
        elsewhere.producer.as_mut().expect("given").unit_id = OTHER_COMMUNE.to_owned();
        let request = register.ask(elsewhere);
        let elsewhere = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let elsewhere = elsewhere.expect("given");
        let product = register.product(&elsewhere, "Gạo").await;
        let of_commune = |producers: &[&pb::Producer], products: &[&pb::Product]| pb::ProgrammeRecord {
            producer_ids: producers.iter().map(|producer| producer.id.clone()).collect(),
            product_ids: products.iter().map(|product| product.id.clone()).collect(),
            ..fair("Hội chợ")
        };
        let refusal = register.try_record(of_commune(&[&here, &elsewhere], &[])).await;
        refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordServesElsewhere, "record.producer_ids");
        let refusal = register.try_record(of_commune(&[], &[&product])).await;
        refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordServesElsewhere, "record.product_ids");
        let of_province = pb::ProgrammeRecord {
            unit_id: PROVINCE.to_owned(), ..of_commune(&[&here, &elsewhere], &[&product])
        };
        let made = register.record(of_province).await;
        // Moved down to the commune it would serve others' producers.
        let moved = pb::ProgrammeRecord { unit_id: COMMUNE.to_owned(), ..made };
        let refusal = register.update_record(moved, &["unit_id"]).await;
        refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordServesElsewhere, "record.producer_ids");

        let unknown = new_request_id();
        let refusal = register.try_record(pb::ProgrammeRecord { producer_ids: vec![unknown.clone()], ..fair("Hội chợ") });
        refused(refusal.await, Code::NotFound, ErrorReason::ProducerNotFound, "record.producer_ids");
        let refusal = register.try_record(pb::ProgrammeRecord { product_ids: vec![unknown], ..fair("Hội chợ") });
        refused(refusal.await, Code::NotFound, ErrorReason::ProductNotFound, "record.product_ids");
        // Whom the caller may not know of does not exist for her.
        let request = register.ask_as(Role::CommuneOfficer, COMMUNE, create(of_commune(&[&elsewhere], &[])));
        assert_refused(
            register.programme().create_programme_record(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "record.producer_ids",
        );
    }

    async fn what_a_record_has_served_stays_true(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let made = register.record(pb::ProgrammeRecord { producer_ids: vec![producer.id.clone()], ..fair("Hội chợ") });
        let made = made.await;
        let moved = pb::UpdateProducerRequest {
            request_id: new_request_id(),
            producer: Some(pb::Producer { unit_id: OTHER_COMMUNE.to_owned(), ..producer }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["unit_id".to_owned()] }),
            ..Default::default()
        };
        let request = register.ask(moved);
        register.client.update_producer(request).await.expect("moved");
        let renamed = pb::ProgrammeRecord { title: "Hội chợ thu".to_owned(), ..made };
        let renamed = register.update_record(renamed, &["title", "producer_ids"]).await.expect("renamed");
        assert_eq!(renamed.producer_ids.len(), 1);
        let raised = pb::ProgrammeRecord { unit_id: PROVINCE.to_owned(), ..renamed };
        let raised = register.update_record(raised, &["unit_id"]).await.expect("the province's now");
        let lowered = pb::ProgrammeRecord { unit_id: COMMUNE.to_owned(), ..raised };
        let refusal = register.update_record(lowered, &["unit_id"]).await;
        refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordServesElsewhere, "record.producer_ids");
    }

    async fn what_serves_samples_is_a_sample(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let real = register.producer("HTX thật").await;
        let sample = register.sample_producer("HTX mẫu").await;
        let serving = |ids: &[&pb::Producer]| pb::ProgrammeRecord {
            producer_ids: ids.iter().map(|producer| producer.id.clone()).collect(), ..fair("Hội chợ")
        };
        assert!(register.record(serving(&[&sample])).await.sample);
        let made = register.record(serving(&[&real])).await;
        assert!(!made.sample);
        let mixed = register.try_record(serving(&[&real, &sample])).await;
        refused(mixed, Code::FailedPrecondition, ErrorReason::ProgrammeRecordSampleMixed, "record.producer_ids");
        let mixed = register.try_record(pb::ProgrammeRecord { sample: true, ..serving(&[&real]) }).await;
        refused(mixed, Code::FailedPrecondition, ErrorReason::ProgrammeRecordSampleMixed, "record.producer_ids");
        let changed = pb::ProgrammeRecord { producer_ids: vec![sample.id], ..made };
        let mixed = register.update_record(changed, &["producer_ids"]).await;
        refused(mixed, Code::FailedPrecondition, ErrorReason::ProgrammeRecordSampleMixed, "record.producer_ids");
    }

    async fn only_the_named_fields_change_and_never_the_kind(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let made = register.record(pb::ProgrammeRecord { producer_ids: vec![producer.id], ..fair("Hội chợ") }).await;
        let Some(Detail::TradeEvent(event)) = made.detail.clone() else { panic!("a trade event") };
        let detail = Detail::TradeEvent(pb::TradeEvent { kind: pb::TradeEventKind::ProductWeek.into(), ..event });
        let changed = pb::ProgrammeRecord {
            title: "Tuần hàng".to_owned(),
            spent_dong: 1,
            last_day: "2026-09-05".to_owned(),
            producer_ids: Vec::new(),
            detail: Some(detail),
            ..made.clone()
        };
        let paths = ["title", "last_day", "producer_ids", "detail"];
        let updated = register.update_record(changed.clone(), &paths).await.expect("updated");
        assert_eq!((updated.title.as_str(), updated.spent_dong, updated.etag.as_str()), ("Tuần hàng", 38_500_000, "v2"));
        assert_eq!((updated.category.as_str(), updated.last_day.as_str()), ("product_week", "2026-09-05"));
        assert!(updated.producer_ids.is_empty());
        assert_eq!(register.found_record(&made).await, updated);

        let refusal = register.update_record(changed.clone(), &["title"]).await;
        refused(refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let other = pb::ProgrammeRecord { detail: policy("").detail, ..updated.clone() };
        let refusal = register.update_record(other, &["detail"]).await;
        refused(refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "record.spent_dong");
        let other = pb::ProgrammeRecord { spent_dong: 0, detail: policy("").detail, ..updated.clone() };
        let other = pb::ProgrammeRecord {
            document_number: "1/NQ".to_owned(), document_date: "2026-01-01".to_owned(), ..other
        };
        let refusal =
            register.update_record(other, &["detail", "spent_dong", "document_number", "document_date"]).await;
        refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordKindFixed, "record.detail");
        let refusal = register.update_record(updated.clone(), &["sample"]).await;
        refused(refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "update_mask.paths[0]");
        let refusal = register.update_record(pb::ProgrammeRecord { id: new_request_id(), ..updated }, &["title"]).await;
        refused(refusal, Code::NotFound, ErrorReason::ProgrammeRecordNotFound, "record_id");
    }

    async fn a_retired_record_changes_no_more(database: TestDatabase) {
        let register = Register::on(&database).await;
        let made = register.record(fair("Hội chợ")).await;
        let mut programme = register.programme();
        let retired = programme.retire_programme_record(register.ask(retire(&made))).await.expect("retired");
        let retired = retired.into_inner().record.expect("given");
        assert_eq!((retired.state(), retired.retirement_reason.as_str()), (pb::RecordState::Retired, "Ghi trùng"));
        let refusal = programme.retire_programme_record(register.ask(retire(&made))).await;
        assert_refused(refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let refusal = programme.retire_programme_record(register.ask(retire(&retired))).await;
        assert_refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordRetired, "record_id");
        let refusal = register.update_record(retired, &["title"]).await;
        refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordRetired, "record_id");
    }
}
