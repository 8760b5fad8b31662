//! Products are registered, changed, listed and retired.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, Register, create_producer, create_product, new_request_id};

testkit::on_both_databases! {
    async fn a_product_is_found_as_it_was_registered(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut request = create_producer("HTX Mẫu 01");
        request.producer.as_mut().expect("given").sample = true;
        let request = register.ask(request);
        let producer = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let mut request = create_product(&producer.expect("given"), "Mật ong rừng");
        request.product.as_mut().expect("given").description = "Dòng một\n  dòng  hai".to_owned();
        let request = register.ask(request);
        let made = register.client.create_product(request).await.expect("registered").into_inner().product;
        let made = made.expect("given");
        assert!(made.sample, "what a sample makes is a sample");
        assert_eq!(made.description, "Dòng một\ndòng hai");
        let request = register.ask(pb::GetProductRequest { product_id: made.id.clone() });
        let found = register.client.get_product(request).await.expect("found").into_inner().product;
        assert_eq!(found, Some(made.clone()));
        let request = register.ask_as(Role::Auditor, OTHER_PROVINCE, pb::GetProductRequest { product_id: made.id });
        assert_refused(
            register.client.get_product(request).await, Code::NotFound, ErrorReason::ProductNotFound, "product_id",
        );
    }

    async fn a_product_is_of_a_set_that_is_open_to_its_producer(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let of_set = |producer: &pb::Producer, number| {
            let mut request = create_product(producer, "Sản phẩm");
            request.product.as_mut().expect("given").product_set = number;
            request
        };
        for (number, code, reason) in [
            (0, Code::InvalidArgument, ErrorReason::FieldsInvalid),
            (27, Code::NotFound, ErrorReason::ProductSetNotFound),
        ] {
            let request = register.ask(of_set(&producer, number));
            assert_refused(register.client.create_product(request).await, code, reason, "product.product_set");
        }
        let mut request = create_producer("Hiệp hội");
        request.producer.as_mut().expect("given").kind = pb::ProducerKind::Association.into();
        let request = register.ask(request);
        let association = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let association = association.expect("given");
        let request = register.ask(of_set(&association, 1));
        assert_refused(
            register.client.create_product(request).await,
            Code::FailedPrecondition, ErrorReason::ProducerKindNotEligible, "product.product_set",
        );
        let request = register.ask(of_set(&association, 26));
        register.client.create_product(request).await.expect("tourism");
    }

    async fn a_retired_product_changes_no_more(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let retire = pb::RetireProductRequest {
            request_id: new_request_id(),
            product_id: product.id.clone(),
            etag: product.etag.clone(),
            reason: "Ngừng".to_owned(),
        };
        let request = register.ask(retire.clone());
        let retired = register.client.retire_product(request).await.expect("retired").into_inner().product;
        let retired = retired.expect("given");
        assert_eq!(retired.state(), pb::RecordState::Retired);
        let mask = prost_types::FieldMask { paths: vec!["name".to_owned()] };
        let request = register.ask(pb::UpdateProductRequest {
            request_id: new_request_id(),
            product: Some(retired),
            update_mask: Some(mask),
        });
        assert_refused(
            register.client.update_product(request).await,
            Code::FailedPrecondition, ErrorReason::ProductRetired, "product_id",
        );
        let code = pb::AssignProductCodeRequest {
            request_id: new_request_id(), product_id: product.id, year: 2026,
        };
        let authorization = register.bed.callers.service_authorization("evaluation");
        let request = testkit::Callers::request(&authorization, code);
        assert_refused(
            register.client.assign_product_code(request).await,
            Code::FailedPrecondition, ErrorReason::ProductRetired, "product_id",
        );
    }

    async fn products_change_field_by_field(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let changed = pb::Product {
            product_set: 14, unit_id: OTHER_COMMUNE.to_owned(), name: "Rượu".to_owned(), ..product
        };
        let mask = prost_types::FieldMask { paths: vec!["product_set".to_owned(), "unit_id".to_owned()] };
        let request = register.ask(pb::UpdateProductRequest {
            request_id: new_request_id(),
            product: Some(changed),
            update_mask: Some(mask),
        });
        let updated = register.client.update_product(request).await.expect("updated").into_inner().product;
        let updated = updated.expect("given");
        assert_eq!((updated.product_set, updated.unit_id.as_str(), updated.name.as_str()), (14, OTHER_COMMUNE, "Mật ong"));
    }

    async fn products_are_listed_by_what_they_are(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let mut request = create_producer("Trang trại");
        request.producer.as_mut().expect("given").kind = pb::ProducerKind::Farm.into();
        let request = register.ask(request);
        let farm = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let farm = farm.expect("given");
        for (producer, name, set) in
            [(&producer, "Mật ong", 4), (&producer, "Đường mía", 9), (&farm, "Dứa", 1), (&farm, "Mật mía", 9)]
        {
            let mut request = create_product(producer, name);
            request.product.as_mut().expect("given").product_set = set;
            let request = register.ask(request);
            register.client.create_product(request).await.expect("registered");
        }
        let filters = [
            (pb::ListProductsRequest::default(), vec!["Dứa", "Đường mía", "Mật mía", "Mật ong"]),
            (pb::ListProductsRequest { product_set: 9, ..Default::default() }, vec!["Đường mía", "Mật mía"]),
            (pb::ListProductsRequest { producer_id: farm.id.clone(), ..Default::default() }, vec!["Dứa", "Mật mía"]),
            (
                pb::ListProductsRequest { producer_kind: pb::ProducerKind::Farm.into(), ..Default::default() },
                vec!["Dứa", "Mật mía"],
            ),
            (pb::ListProductsRequest { text: "mat".to_owned(), ..Default::default() }, vec!["Mật mía", "Mật ong"]),
            (pb::ListProductsRequest { unit_id: COMMUNE.to_owned(), page_size: 1, ..Default::default() }, vec!["Dứa"]),
            (pb::ListProductsRequest { state: pb::RecordState::Retired.into(), ..Default::default() }, vec![]),
        ];
        for (filter, expected) in filters {
            let request = register.ask(filter);
            let page = register.client.list_products(request).await.expect("listed").into_inner();
            let names: Vec<_> = page.products.iter().map(|product| product.name.as_str()).collect();
            assert_eq!(names, expected);
        }
    }
}
