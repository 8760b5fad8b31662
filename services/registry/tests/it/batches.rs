//! Names behind ids: many records at once, of those the caller sees.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, person};
use tonic::Code;

use crate::producer_accounts::grant;
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, Register};

testkit::on_both_databases! {
    async fn records_are_had_by_their_ids_as_far_as_the_caller_sees_them(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        let (of_one, of_other) = (register.product(&one, "Mật ong").await, register.product(&other, "Chè").await);
        register.grant(grant(&one, 30)).await.expect("granted");
        let strange = person(99).to_string();
        let producers = pb::BatchGetProducersRequest {
            producer_ids: vec![other.id.clone(), strange.clone(), one.id.clone(), one.id.clone()],
        };
        let products = pb::BatchGetProductsRequest {
            product_ids: vec![of_other.id.clone(), strange, of_one.id.clone()],
        };
        let all = (vec![one.clone(), other], vec![of_one.clone(), of_other]);
        let seen = [
            (1, Role::ProvinceOfficer, PROVINCE, all.clone()),
            (9, Role::Service, "VN", all),
            (2, Role::ProvinceOfficer, OTHER_PROVINCE, (Vec::new(), Vec::new())),
            (30, Role::Producer, COMMUNE, (vec![one], vec![of_one])),
        ];
        for (number, role, unit, (expected_producers, expected_products)) in seen {
            let request = register.by(number, role, unit, producers.clone());
            let found = register.client.batch_get_producers(request).await.expect("found").into_inner().producers;
            assert_eq!(found, expected_producers, "{role:?}");
            let request = register.by(number, role, unit, products.clone());
            let found = register.client.batch_get_products(request).await.expect("found").into_inner().products;
            assert_eq!(found, expected_products, "{role:?}");
        }
        let request = register.ask(pb::BatchGetProducersRequest::default());
        let answer = register.client.batch_get_producers(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "producer_ids");
        let request = register.ask(pb::BatchGetProductsRequest { product_ids: vec!["x".to_owned()] });
        let answer = register.client.batch_get_products(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "product_ids[0]");
    }
}
