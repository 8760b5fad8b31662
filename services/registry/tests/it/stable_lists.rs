//! Pages while others write: who was there all the time is listed exactly once.

use std::collections::BTreeSet;

use proto::registry::v1 as pb;
use testkit::TestDatabase;

use crate::{Register, create_product, new_request_id};

/// Names before, between and behind those that are there, as they are sorted.
fn disturbing(round: usize) -> [String; 3] {
    [format!("A thêm {round}"), format!("M thêm {round}"), format!("Y thêm {round}")]
}

testkit::on_both_databases! {
    async fn a_list_goes_on_where_it_was_while_others_write(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let mut all = Vec::new();
        for number in 0..24 {
            all.push(register.product(&producer, &format!("{} sản phẩm {number:02}", ["B", "M", "X"][number % 3])).await);
        }
        // A third of them is there all the time; of the rest one is renamed or retired between two pages.
        let steady: BTreeSet<String> = all.iter().step_by(3).map(|product| product.id.clone()).collect();
        let mut restless = all.into_iter().filter(|product| !steady.contains(&product.id)).collect::<Vec<_>>();
        let (mut listed, mut token, mut round) = (Vec::new(), String::new(), 0);
        loop {
            let request = register.ask(pb::ListProductsRequest {
                page_size: 4, page_token: token.clone(), ..Default::default()
            });
            let page = register.client.list_products(request).await.expect("listed").into_inner();
            listed.extend(page.products.into_iter().map(|product| product.id));
            if page.next_page_token.is_empty() {
                break;
            }
            token = page.next_page_token;
            for name in disturbing(round) {
                let request = register.ask(create_product(&producer, &name));
                register.client.create_product(request).await.expect("registered");
            }
            if let Some(mut product) = restless.pop() {
                let far = if round.is_multiple_of(2) { "A" } else { "Z" };
                product.name = format!("{far} đổi tên {round}");
                let request = register.ask(pb::UpdateProductRequest {
                    request_id: new_request_id(),
                    product: Some(product),
                    update_mask: Some(prost_types::FieldMask { paths: vec!["name".to_owned()] }),
                });
                register.client.update_product(request).await.expect("renamed");
            }
            if let Some(product) = restless.pop() {
                let request = register.ask(pb::RetireProductRequest {
                    request_id: new_request_id(),
                    product_id: product.id,
                    etag: product.etag,
                    reason: "Thôi sản xuất".to_owned(),
                });
                register.client.retire_product(request).await.expect("retired");
            }
            round += 1;
        }
        assert!(round > 4, "there were several pages");
        let seen: Vec<&String> = listed.iter().filter(|id| steady.contains(*id)).collect();
        assert_eq!(seen.len(), steady.len(), "none is missing, none is there twice");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>().len(), steady.len());
    }
}
