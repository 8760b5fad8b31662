//! What is recorded of a product beside its name, set and place.

use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_status};
use tonic::{Code, Status};

use crate::{Register, create_product, new_request_id};

fn paper(kind: pb::QualityPaperKind, issued_on: &str, expires_on: &str) -> pb::QualityPaper {
    pb::QualityPaper {
        kind: kind.into(),
        number: "12/2026/PKN".to_owned(),
        issuer: "Trung tâm Kỹ thuật 1".to_owned(),
        issued_on: issued_on.to_owned(),
        expires_on: expires_on.to_owned(),
    }
}

/// A product of which everything is recorded.
fn recorded(producer: &pb::Producer, name: &str) -> pb::Product {
    pb::Product {
        standard: "TCVN 12605:2019".to_owned(),
        story: Some(pb::ProductStory {
            slogan: "Vị ngọt của rừng".to_owned(),
            text: "Ong lấy mật từ hoa ban.\nMỗi năm một mùa.".to_owned(),
        }),
        packaging: "Chai thủy tinh 500 ml, hộp giấy".to_owned(),
        yearly_capacity: Some(pb::YearlyCapacity { amount: 2_000, unit: "chai 500 ml".to_owned() }),
        quality_papers: vec![
            paper(pb::QualityPaperKind::TestReport, "2026-03-01", "2027-03-01"),
            paper(pb::QualityPaperKind::SelfDeclaration, "2026-03-02", ""),
        ],
        barcodes: vec!["8938505974194".to_owned()],
        traceability_link: "https://truyxuat.example.vn/mat-ong".to_owned(),
        prices: vec![pb::ProductPrice {
            pack: "chai 500 ml".to_owned(),
            price_dong: 250_000,
            as_of: "2026-10-01".to_owned(),
        }],
        former_codes: vec!["11-094-03127-1-2021".to_owned()],
        ..create_product(producer, name).product.expect("given")
    }
}

impl Register {
    async fn register_product(&mut self, product: pb::Product) -> Result<pb::Product, Status> {
        let request = pb::CreateProductRequest { request_id: new_request_id(), product: Some(product) };
        let answer = self.client.create_product(self.ask(request)).await?;
        Ok(answer.into_inner().product.expect("given"))
    }

    async fn change(&mut self, product: pb::Product, paths: &[&str]) -> Result<pb::Product, Status> {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        let request = self.ask(pb::UpdateProductRequest {
            request_id: new_request_id(),
            product: Some(product),
            update_mask: Some(prost_types::FieldMask { paths }),
        });
        Ok(self.client.update_product(request).await?.into_inner().product.expect("given"))
    }

    async fn expiring_by(&mut self, day: &str) -> Vec<String> {
        let list = pb::ListProductsRequest { paper_expires_by: day.to_owned(), ..Default::default() };
        let page = self.client.list_products(self.ask(list)).await.expect("listed").into_inner();
        page.products.into_iter().map(|product| product.name).collect()
    }
}

testkit::on_both_databases! {
    async fn all_of_it_is_kept_and_shown(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let wanted = recorded(&producer, "Mật ong");
        let made = register.register_product(wanted.clone()).await.expect("registered");
        let request = register.ask(pb::GetProductRequest { product_id: made.id.clone() });
        let found = register.client.get_product(request).await.expect("found").into_inner().product.expect("given");
        assert_eq!(found, made);
        let known = pb::Product {
            id: made.id.clone(),
            state: made.state,
            etag: made.etag.clone(),
            created_at: made.created_at,
            updated_at: made.updated_at,
            ..wanted
        };
        assert_eq!(made, known);
        let page = register.client.list_products(register.ask(pb::ListProductsRequest::default())).await;
        assert_eq!(page.expect("listed").into_inner().products, [made]);
    }

    async fn each_part_is_changed_by_itself(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let made = register.register_product(recorded(&producer, "Mật ong")).await.expect("registered");
        let empty = pb::Product { id: made.id.clone(), etag: made.etag.clone(), ..Default::default() };
        let changed = register.change(empty.clone(), &["prices", "story"]).await.expect("changed");
        assert!(changed.prices.is_empty() && changed.story.is_none());
        assert_eq!((&changed.quality_papers, &changed.barcodes), (&made.quality_papers, &made.barcodes));
        let rest = [
            "standard", "packaging", "yearly_capacity", "quality_papers", "barcodes", "traceability_link", "former_codes",
        ];
        let changed = register.change(pb::Product { etag: changed.etag, ..empty.clone() }, &rest).await.expect("changed");
        let bare = pb::Product {
            name: made.name,
            product_set: made.product_set,
            producer_id: made.producer_id,
            unit_id: made.unit_id,
            state: made.state,
            created_at: made.created_at,
            etag: changed.etag.clone(),
            updated_at: changed.updated_at,
            ..empty
        };
        assert_eq!(changed, bare);
    }

    async fn papers_that_expire_are_found(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let first = register.register_product(recorded(&producer, "Mật ong")).await.expect("registered");
        let mut later = recorded(&producer, "Chè");
        later.quality_papers[0].expires_on = "2028-01-01".to_owned();
        register.register_product(later).await.expect("registered");
        assert!(register.expiring_by("2027-02-28").await.is_empty());
        assert_eq!(register.expiring_by("2027-03-01").await, ["Mật ong"]);
        assert_eq!(register.expiring_by("2028-01-01").await, ["Chè", "Mật ong"]);
        register.change(pb::Product { quality_papers: Vec::new(), ..first }, &["quality_papers"]).await.expect("changed");
        assert_eq!(register.expiring_by("2028-01-01").await, ["Chè"]);
    }

    async fn what_cannot_be_is_refused_with_its_place(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let sound = recorded(&producer, "Mật ong");
        let with = |spoil: fn(&mut pb::Product)| {
            let mut product = sound.clone();
            spoil(&mut product);
            product
        };
        let faults: [(pb::Product, &str); 9] = [
            (with(|product| product.quality_papers[1].kind = 0), "product.quality_papers[1].kind"),
            (with(|product| product.quality_papers[0].issuer.clear()), "product.quality_papers[0].issuer"),
            (with(|product| product.barcodes.push("8938505974195".to_owned())), "product.barcodes[1]"),
            (with(|product| product.former_codes[0] = "11-03127".to_owned()), "product.former_codes[0]"),
            (with(|product| product.traceability_link = "http://a.vn".to_owned()), "product.traceability_link"),
            (with(|product| product.prices[0].price_dong = 0), "product.prices[0].price_dong"),
            (with(|product| product.prices[0].as_of.clear()), "product.prices[0].as_of"),
            (with(|product| product.yearly_capacity = Some(pb::YearlyCapacity::default())), "product.yearly_capacity.unit"),
            (with(|product| product.story.as_mut().expect("given").slogan = "a".repeat(201)), "product.story.slogan"),
        ];
        for (product, field) in faults {
            let refusal = register.register_product(product).await.expect_err("refused");
            assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let days: [(pb::Product, &str); 3] = [
            (with(|product| product.quality_papers[0].issued_on = "2026-11-24".to_owned()), "product.quality_papers[0].issued_on"),
            (with(|product| product.quality_papers[0].expires_on = "2026-02-28".to_owned()), "product.quality_papers[0].expires_on"),
            (with(|product| product.prices[0].as_of = "2026-11-24".to_owned()), "product.prices[0].as_of"),
        ];
        for (product, field) in days {
            let refusal = register.register_product(product).await.expect_err("refused");
            assert_status(&refusal, Code::InvalidArgument, ErrorReason::RecordDatesWrong, field);
        }
        let made = register.register_product(sound.clone()).await.expect("registered");
        let ahead = pb::Product {
            prices: vec![pb::ProductPrice { as_of: "2027-01-01".to_owned(), ..sound.prices[0].clone() }],
            ..made
        };
        let refusal = register.change(ahead, &["prices"]).await.expect_err("refused");
        assert_status(&refusal, Code::InvalidArgument, ErrorReason::RecordDatesWrong, "product.prices[0].as_of");
    }

    async fn former_codes_are_found_like_present_ones(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let made = register.register_product(recorded(&producer, "Mật ong")).await.expect("registered");
        register.code(&made.id, 2026).await;
        for code in ["11-094-03127-1-2021", "11-03127-1-2026"] {
            let found = register.found(crate::search::query(code)).await;
            assert_eq!((found.len(), found[0].fit(), &found[0].id), (1, pb::SearchFit::Code, &made.id), "{code}");
            assert_eq!(found[0].product_codes, ["11-03127-1-2026", "11-094-03127-1-2021"]);
        }
        assert!(register.found(crate::search::query("11-094-03127-2-2021")).await.is_empty());
    }
}
