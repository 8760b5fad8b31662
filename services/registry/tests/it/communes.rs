//! What communes have in the register.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::programme_records::fair;
use crate::unit_changes::{NEW_COMMUNE, SUCCESSORS, UNITS};
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, create_product, new_request_id};

impl Register {
    async fn overviews(&self, unit_id: &str, page_size: i32) -> (Vec<pb::CommuneOverview>, pb::CommuneTotals) {
        let (mut overviews, mut page_token) = (Vec::new(), String::new());
        loop {
            let list = pb::ListCommuneOverviewsRequest { unit_id: unit_id.to_owned(), page_size, page_token };
            let page = self.programme().list_commune_overviews(self.ask(list)).await.expect("listed").into_inner();
            overviews.extend(page.overviews);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return (overviews, page.totals.expect("given"));
            }
        }
    }
}

testkit::on_both_databases! {
    async fn communes_are_told_what_they_have(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        register.product(&producer, "Gạo").await;
        let gone = register.product(&producer, "Bỏ").await;
        let retire = pb::RetireProductRequest {
            request_id: new_request_id(), product_id: gone.id, etag: gone.etag, reason: "Ngừng".to_owned(),
        };
        let request = register.ask(retire);
        register.client.retire_product(request).await.expect("retired");
        let sample = register.sample_producer("Mẫu").await;
        register.product(&sample, "Mật ong").await;
        // A product has the commune of its origin, whichever its producer's is.
        let mut of_other = create_product(&producer, "Chè");
        of_other.product.as_mut().expect("given").unit_id = OTHER_COMMUNE.to_owned();
        let request = register.ask(of_other);
        register.client.create_product(request).await.expect("registered");

        let (overviews, totals) = register.overviews(PROVINCE, 7).await;
        assert_eq!(overviews.len(), 45, "every commune, with products or without");
        let keys: Vec<_> = overviews.iter().map(|commune| platform::text::collation_key(&commune.name)).collect();
        assert!(keys.is_sorted());
        let of = |unit: &str| overviews.iter().find(|commune| commune.unit_id == unit).expect("listed").clone();
        let here = of(COMMUNE);
        assert_eq!((here.producers, here.products, here.has_product), (2, 2, true));
        assert_eq!((here.sample_producers, here.sample_products), (1, 1));
        let other = of(OTHER_COMMUNE);
        assert_eq!((other.producers, other.products, other.has_product), (0, 1, true));
        let expected = pb::CommuneTotals {
            communes: 45, communes_with_product: 2, producers: 2, products: 3, sample_producers: 1, sample_products: 1,
            certified_products: 0, communes_with_certified_product: 0,
        };
        assert_eq!(totals, expected);
        assert_eq!(register.overviews("", 1000).await, (overviews.clone(), totals));
        assert_eq!(register.overviews(OTHER_COMMUNE, 0).await.0, [other]);

        let get = |unit: &str| pb::GetCommuneOverviewRequest { unit_id: unit.to_owned() };
        let mut programme = register.programme();
        let found = programme.get_commune_overview(register.ask(get(COMMUNE))).await.expect("found").into_inner();
        assert_eq!(found.overview, Some(here));
        let refusal = programme.get_commune_overview(register.ask(get(PROVINCE))).await;
        assert_refused(refusal, Code::InvalidArgument, ErrorReason::UnitLevelWrong, "unit_id");
        let refusal = programme.get_commune_overview(register.ask(get("2025:99999"))).await;
        assert_refused(refusal, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, get(COMMUNE));
        let refusal = programme.get_commune_overview(request).await;
        assert_refused(refusal, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let list = pb::ListCommuneOverviewsRequest { unit_id: OTHER_PROVINCE.to_owned(), ..Default::default() };
        let refusal = programme.list_commune_overviews(register.ask(list)).await;
        assert_refused(refusal, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn a_new_commune_has_what_was_recorded_in_those_it_succeeded(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        register.product(&producer, "Gạo").await;
        let recorded = pb::ProgrammeRecord { producer_ids: vec![producer.id.clone()], ..fair("Hội chợ") };
        let recorded = register.record(recorded).await;
        register.applied("v1", UNITS, SUCCESSORS).await;
        let request = register.ask(pb::GetCommuneOverviewRequest { unit_id: NEW_COMMUNE.to_owned() });
        let found = register.programme().get_commune_overview(request).await.expect("found").into_inner();
        let found = found.overview.expect("given");
        assert_eq!((found.producers, found.products), (1, 1));
        let (overviews, totals) = register.overviews(PROVINCE, 1000).await;
        assert_eq!((overviews.len(), totals.communes, totals.communes_with_product), (44, 44, 1));
        assert!(overviews.contains(&found));

        let filter = pb::ProgrammeRecordFilter { unit_id: NEW_COMMUNE.to_owned(), ..Default::default() };
        let list = pb::ListProgrammeRecordsRequest { filter: Some(filter), ..Default::default() };
        let request = register.ask_as(Role::CommuneOfficer, NEW_COMMUNE, list);
        let seen = register.programme().list_programme_records(request).await.expect("listed").into_inner().records;
        assert_eq!(seen, std::slice::from_ref(&recorded));
        // It serves the producer still, wherever both are called to lie.
        let update = pb::UpdateProgrammeRecordRequest {
            request_id: new_request_id(),
            record: Some(pb::ProgrammeRecord { unit_id: NEW_COMMUNE.to_owned(), ..recorded }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["unit_id".to_owned()] }),
        };
        let request = register.ask_as(Role::CommuneOfficer, NEW_COMMUNE, update);
        let moved = register.programme().update_programme_record(request).await.expect("moved").into_inner();
        assert_eq!(moved.record.expect("given").unit_id, NEW_COMMUNE);
    }
}
