//! Product codes: by rule, the same for the same product and year, without gaps whoever asks and however
//! it ends.

use std::collections::BTreeSet;

use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{Callers, TestDatabase, assert_refused};
use tonic::Code;

use crate::{Register, new_request_id};

fn assign(product_id: &str, year: i32) -> pb::AssignProductCodeRequest {
    pb::AssignProductCodeRequest { request_id: new_request_id(), product_id: product_id.to_owned(), year }
}

impl Register {
    /// Asks for a code as evaluation does.
    pub(crate) fn code(&self, product_id: &str, year: i32) -> impl Future<Output = String> + use<> {
        let authorization = self.bed.callers.service_authorization("evaluation");
        let request = Callers::request(&authorization, assign(product_id, year));
        let mut client = self.client.clone();
        async move {
            let answer = client.assign_product_code(request).await.expect("assigned").into_inner();
            answer.product_code.expect("given").code
        }
    }
}

testkit::on_both_databases! {
    async fn a_product_has_one_code_a_year(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let (one, other) = (register.product(&producer, "Một").await, register.product(&producer, "Hai").await);
        assert_eq!(register.code(&one.id, 2026).await, "11-03127-1-2026");
        assert_eq!(register.code(&one.id, 2026).await, "11-03127-1-2026");
        assert_eq!(register.code(&other.id, 2026).await, "11-03127-2-2026");
        assert_eq!(register.code(&one.id, 2027).await, "11-03127-1-2027");
        let request = register.ask(pb::GetProductRequest { product_id: one.id });
        let product = register.client.get_product(request).await.expect("found").into_inner().product;
        let codes: Vec<_> = product.expect("given").codes.into_iter().map(|code| code.code).collect();
        assert_eq!(codes, ["11-03127-1-2027", "11-03127-1-2026"]);
    }

    async fn people_do_not_assign_codes(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Một").await;
        let request = register.ask(assign(&product.id, 2026));
        assert_refused(
            register.client.assign_product_code(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn codes_asked_for_at_the_same_time_leave_no_gap(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let mut products = Vec::new();
        for number in 0..12 {
            products.push(register.product(&producer, &format!("Sản phẩm {number}")).await.id);
        }
        let mut asking = tokio::task::JoinSet::new();
        // Each product twice, all at the same time.
        for product in products.iter().chain(&products) {
            let (product, code) = (product.clone(), register.code(product, 2026));
            asking.spawn(async move { (product, code.await) });
        }
        let given: BTreeSet<_> = asking.join_all().await.into_iter().collect();
        assert_eq!(given.len(), 12, "one code a product");
        let serials: BTreeSet<i32> =
            given.iter().map(|(_, code)| code.split('-').nth(2).expect("a serial").parse().expect("a number")).collect();
        assert!(serials.into_iter().eq(1..=12), "no number twice, none left out");
    }

    async fn a_caller_who_hangs_up_leaves_no_gap(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        for number in 0..8 {
            let product = register.product(&producer, &format!("Sản phẩm {number}")).await;
            let asking = register.code(&product.id, 2026);
            // Dropped at some point of its way.
            let _ = tokio::time::timeout(std::time::Duration::from_micros(300 * number), asking).await;
            assert_eq!(register.code(&product.id, 2026).await, format!("11-03127-{}-2026", number + 1));
        }
    }
}
