//! Producers are registered, changed, listed and retired.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::Code;

use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, create_producer, new_request_id};

pub(crate) fn update(producer: pb::Producer, paths: &[&str]) -> pb::UpdateProducerRequest {
    let update_mask = Some(prost_types::FieldMask { paths: paths.iter().map(ToString::to_string).collect() });
    pb::UpdateProducerRequest {
        request_id: new_request_id(),
        producer: Some(producer),
        update_mask,
        ..Default::default()
    }
}

fn retire(producer: &pb::Producer) -> pb::RetireProducerRequest {
    pb::RetireProducerRequest {
        request_id: new_request_id(),
        producer_id: producer.id.clone(),
        etag: producer.etag.clone(),
        reason: "Giải thể".to_owned(),
    }
}

impl Register {
    async fn names(&mut self, filter: pb::ListProducersRequest) -> Vec<String> {
        let (mut names, mut token) = (Vec::new(), String::new());
        loop {
            let request = self.ask(pb::ListProducersRequest { page_token: token, page_size: 2, ..filter.clone() });
            let page = self.client.list_producers(request).await.expect("listed").into_inner();
            names.extend(page.producers.into_iter().map(|producer| producer.name));
            token = page.next_page_token;
            if token.is_empty() {
                return names;
            }
        }
    }
}

testkit::on_both_databases! {
    async fn a_producer_is_found_as_it_was_registered(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut request = create_producer("  HTX  Ca\u{0300} phê ");
        let given = request.producer.as_mut().expect("given");
        given.tax_code = "5600123456".to_owned();
        given.registration_number = "620107000001".to_owned();
        let request = register.ask(request);
        let made = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let made = made.expect("given");
        assert_eq!((made.name.as_str(), made.etag.as_str()), ("HTX Cà phê", "v1"), "NFC and tidy");
        let request = register.ask(pb::GetProducerRequest { producer_id: made.id.clone() });
        let found = register.client.get_producer(request).await.expect("found").into_inner().producer;
        assert_eq!(found, Some(made));
    }

    async fn numbers_belong_to_one_active_producer(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let with = |name: &str, tax_code: &str, registration_number: &str| {
            let mut request = create_producer(name);
            let producer = request.producer.as_mut().expect("given");
            (producer.tax_code, producer.registration_number) = (tax_code.to_owned(), registration_number.to_owned());
            request
        };
        let request = register.ask(with("Một", "5600123456", "A-1"));
        let first = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let request = register.ask(with("Hai", "5600123456", "A-2"));
        assert_refused(
            register.client.create_producer(request).await,
            Code::AlreadyExists, ErrorReason::TaxCodeTaken, "producer.tax_code",
        );
        let request = register.ask(with("Hai", "5600123457", "A-1"));
        assert_refused(
            register.client.create_producer(request).await,
            Code::AlreadyExists, ErrorReason::RegistrationNumberTaken, "producer.registration_number",
        );
        let request = register.ask(retire(&first.expect("given")));
        register.client.retire_producer(request).await.expect("retired");
        let request = register.ask(with("Hai", "5600123456", "A-1"));
        register.client.create_producer(request).await.expect("free again");
    }

    async fn all_faulty_fields_are_told_at_once(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = pb::Producer { unit_id: "11".to_owned(), tax_code: "12".to_owned(), ..Default::default() };
        let request = pb::CreateProducerRequest { request_id: new_request_id(), producer: Some(producer), ..Default::default() };
        let request = register.ask(request);
        let status = register.client.create_producer(request).await.expect_err("refused");
        for field in ["producer.name", "producer.kind", "producer.unit_id", "producer.tax_code"] {
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
    }

    async fn a_producer_belongs_to_a_living_commune_of_the_caller(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let at = |unit: &str| {
            let mut request = create_producer("HTX");
            request.producer.as_mut().expect("given").unit_id = unit.to_owned();
            request
        };
        for (unit, code, reason) in [
            ("2025:99999", Code::NotFound, ErrorReason::UnitNotFound),
            (PROVINCE, Code::InvalidArgument, ErrorReason::UnitLevelWrong),
        ] {
            let request = register.ask(at(unit));
            assert_refused(register.client.create_producer(request).await, code, reason, "producer.unit_id");
        }
        // Hoàn Kiếm ward lies in another province.
        let request = register.ask(at("2025:00070"));
        assert_refused(
            register.client.create_producer(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, at(COMMUNE));
        assert_refused(
            register.client.create_producer(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = register.ask_as(Role::CommuneLeader, COMMUNE, at(COMMUNE));
        assert_refused(
            register.client.create_producer(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn what_one_may_not_know_of_does_not_exist(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let get = pb::GetProducerRequest { producer_id: producer.id.clone() };
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, get.clone());
        assert_refused(
            register.client.get_producer(request).await, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let request = register.ask_as(Role::MinistryOfficer, "VN", get);
        register.client.get_producer(request).await.expect("known to the ministry");
    }

    async fn only_the_named_fields_change(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let changed = pb::Producer {
            name: "HTX Mới".to_owned(),
            kind: pb::ProducerKind::Farm.into(),
            ..producer.clone()
        };
        let request = register.ask(update(changed.clone(), &["name"]));
        let updated = register.client.update_producer(request).await.expect("updated").into_inner().producer;
        let updated = updated.expect("given");
        assert_eq!((updated.name.as_str(), updated.kind(), updated.etag.as_str()),
            ("HTX Mới", pb::ProducerKind::Cooperative, "v2"));

        let request = register.ask(update(changed.clone(), &["kind"]));
        assert_refused(
            register.client.update_producer(request).await, Code::Aborted, ErrorReason::EtagStale, "etag",
        );
        for (paths, field) in [(&[][..], "update_mask"), (&["sample"][..], "update_mask.paths[0]")] {
            let request = register.ask(update(changed.clone(), paths));
            assert_refused(
                register.client.update_producer(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, field,
            );
        }
    }

    async fn a_producer_moves_only_where_the_caller_reaches(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let moved = pb::Producer { unit_id: OTHER_COMMUNE.to_owned(), ..producer };
        let request = register.ask_as(Role::CommuneOfficer, COMMUNE, update(moved.clone(), &["unit_id"]));
        assert_refused(
            register.client.update_producer(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = register.ask(update(moved, &["unit_id"]));
        let moved = register.client.update_producer(request).await.expect("moved").into_inner().producer;
        assert_eq!(moved.expect("given").unit_id, OTHER_COMMUNE);
    }

    async fn a_producer_with_products_in_use_stays(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let request = register.ask(retire(&producer));
        assert_refused(
            register.client.retire_producer(request).await,
            Code::FailedPrecondition, ErrorReason::ProducerHasProducts, "producer_id",
        );
        let request = register.ask(pb::RetireProductRequest {
            request_id: new_request_id(),
            product_id: product.id,
            etag: product.etag,
            reason: "Ngừng sản xuất".to_owned(),
        });
        register.client.retire_product(request).await.expect("retired");
        let request = register.ask(retire(&producer));
        let retired = register.client.retire_producer(request).await.expect("retired").into_inner().producer;
        let retired = retired.expect("given");
        assert_eq!((retired.state(), retired.retirement_reason.as_str()), (pb::RecordState::Retired, "Giải thể"));
        let request = register.ask(update(retired.clone(), &["name"]));
        assert_refused(
            register.client.update_producer(request).await,
            Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id",
        );
        let request = register.ask(retire(&retired));
        assert_refused(
            register.client.retire_producer(request).await,
            Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id",
        );
    }

    async fn lists_are_filtered_sorted_and_paged(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for (name, unit, kind) in [
            ("Đa Lộc", COMMUNE, pb::ProducerKind::Farm),
            ("Da Vàng", OTHER_COMMUNE, pb::ProducerKind::Farm),
            ("Ân Thi", COMMUNE, pb::ProducerKind::Sme),
            ("Ăn Ngon", COMMUNE, pb::ProducerKind::Sme),
            ("An Phú", COMMUNE, pb::ProducerKind::Sme),
        ] {
            let mut request = create_producer(name);
            let producer = request.producer.as_mut().expect("given");
            (producer.unit_id, producer.kind) = (unit.to_owned(), kind.into());
            let request = register.ask(request);
            register.client.create_producer(request).await.expect("registered");
        }
        let all = register.names(pb::ListProducersRequest::default()).await;
        assert_eq!(all, ["An Phú", "Ăn Ngon", "Ân Thi", "Da Vàng", "Đa Lộc"]);
        let of = |unit: &str| pb::ListProducersRequest { unit_id: unit.to_owned(), ..Default::default() };
        assert_eq!(register.names(of(OTHER_COMMUNE)).await, ["Da Vàng"]);
        assert_eq!(register.names(of(PROVINCE)).await, all);
        let farms = pb::ListProducersRequest { kind: pb::ProducerKind::Farm.into(), ..Default::default() };
        assert_eq!(register.names(farms).await, ["Da Vàng", "Đa Lộc"]);
        let text = pb::ListProducersRequest { text: "DA".to_owned(), ..Default::default() };
        assert_eq!(register.names(text).await, ["Da Vàng", "Đa Lộc"], "without accents and case");
        let request = register.ask(of(OTHER_PROVINCE));
        assert_refused(
            register.client.list_producers(request).await, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = register.ask(pb::ListProducersRequest { page_size: 1001, ..Default::default() });
        assert_refused(
            register.client.list_producers(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "page_size",
        );
        let request = register.ask(pb::ListProducersRequest { page_token: "AAAA".to_owned(), ..Default::default() });
        assert_refused(
            register.client.list_producers(request).await,
            Code::InvalidArgument, ErrorReason::PageTokenInvalid, "page_token",
        );
    }

    async fn a_page_begins_after_the_last_row_whatever_came_between(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for name in ["B", "D", "F"] {
            register.producer(name).await;
        }
        let request = register.ask(pb::ListProducersRequest { page_size: 2, ..Default::default() });
        let first = register.client.list_producers(request).await.expect("listed").into_inner();
        for name in ["A", "C", "E"] {
            register.producer(name).await;
        }
        let next = pb::ListProducersRequest { page_token: first.next_page_token, ..Default::default() };
        assert_eq!(register.names_once(next).await, ["E", "F"]);
    }
}

impl Register {
    async fn names_once(&mut self, request: pb::ListProducersRequest) -> Vec<String> {
        let request = self.ask(request);
        let page = self.client.list_producers(request).await.expect("listed").into_inner();
        page.producers.into_iter().map(|producer| producer.name).collect()
    }
}
