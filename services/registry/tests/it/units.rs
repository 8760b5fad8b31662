//! Units are answered as they were on a day.

use platform::access::Role;
use proto::common::v1::{ErrorReason, Unit, UnitKind, UnitLevel};
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{COMMUNE, PROVINCE, Register};

impl Register {
    async fn unit(&mut self, unit_id: &str, at: &str) -> Result<tonic::Response<pb::GetUnitResponse>, tonic::Status> {
        let request = self.ask(pb::GetUnitRequest { unit_id: unit_id.to_owned(), at: at.to_owned() });
        self.client.get_unit(request).await
    }

    async fn all_units(&mut self, filter: pb::ListUnitsRequest) -> Vec<Unit> {
        let (mut units, mut token) = (Vec::new(), String::new());
        loop {
            let request = self.ask(pb::ListUnitsRequest { page_token: token, ..filter.clone() });
            let page = self.client.list_units(request).await.expect("listed").into_inner();
            units.extend(page.units);
            token = page.next_page_token;
            if token.is_empty() {
                return units;
            }
        }
    }
}

testkit::on_both_databases! {
    async fn a_unit_is_answered_as_it_was(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let unit = register.unit("2025:75", "2026-04-29").await.expect("found").into_inner().unit.expect("given");
        assert_eq!((unit.name.as_str(), unit.kind()), ("Tỉnh Đồng Nai", UnitKind::Province));
        let unit = register.unit("2025:75", "").await.expect("found").into_inner().unit.expect("given");
        assert_eq!((unit.name.as_str(), unit.kind()), ("Thành phố Đồng Nai", UnitKind::CentrallyRunCity));
        assert_refused(register.unit("2025:99999", "").await, Code::NotFound, ErrorReason::UnitNotFound, "unit_id");
        assert_refused(
            register.unit(COMMUNE, "2025-06-30").await, Code::FailedPrecondition, ErrorReason::UnitAbolished, "unit_id",
        );
        assert_refused(
            register.unit("11", "yesterday").await, Code::InvalidArgument, ErrorReason::FieldsInvalid, "at",
        );
    }

    async fn units_are_listed_page_by_page_in_vietnamese_order(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let provinces = register
            .all_units(pb::ListUnitsRequest { level: UnitLevel::Province.into(), page_size: 10, ..Default::default() })
            .await;
        assert_eq!(provinces.len(), 34);
        let communes = register
            .all_units(pb::ListUnitsRequest { parent_id: PROVINCE.to_owned(), page_size: 7, ..Default::default() })
            .await;
        assert_eq!(communes.len(), 45);
        let names: Vec<_> = communes.iter().map(|unit| platform::text::collation_key(&unit.name)).collect();
        assert!(names.is_sorted());
        let found = register
            .all_units(pb::ListUnitsRequest { text: "dien bien phu".to_owned(), ..Default::default() })
            .await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id, COMMUNE);
    }

    async fn product_sets_are_those_in_force(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let sets = |at: &str| pb::ListProductSetsRequest { at: at.to_owned() };
        let request = register.ask_as(Role::Producer, COMMUNE, sets(""));
        let now = register.client.list_product_sets(request).await.expect("listed").into_inner().product_sets;
        assert_eq!(now.len(), 26);
        let request = register.ask(sets("2026-05-21"));
        assert_refused(
            register.client.list_product_sets(request).await, Code::NotFound, ErrorReason::ProductSetNotFound, "at",
        );
    }
}
