//! Units through time: codes and names of any day, what became of them, and subtrees across mergers.

use platform::access::Role;
use proto::common::v1::{ErrorReason, UnitKind, UnitLevel};
use proto::registry::v1 as pb;
use proto::registry::v1::unit_query::By;
use proto::registry::v1::unit_service_client::UnitServiceClient;
use testkit::{TestDatabase, Wire, assert_refused};
use tonic::{Code, Response};

use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, Register};

impl Register {
    pub(crate) fn units(&self) -> UnitServiceClient<Wire> {
        UnitServiceClient::new(self.bed.wire())
    }

    async fn resolved(&self, by: By, at: &str) -> pb::UnitAnswer {
        let queries = vec![pb::UnitQuery { by: Some(by), within_id: String::new() }];
        let request = self.ask(pb::ResolveUnitsRequest { queries, at: at.to_owned() });
        let answer = self.units().resolve_units(request).await.expect("answered").into_inner();
        assert_eq!(answer.table_version, 1);
        answer.answers.into_iter().next().expect("an answer a query")
    }

    pub(crate) async fn lineage(&self, unit_id: &str, at: &str) -> Result<pb::GetUnitLineageResponse, tonic::Status> {
        let message = pb::GetUnitLineageRequest { unit_id: unit_id.into(), on: String::new(), at: at.into() };
        Ok(self.units().get_unit_lineage(self.ask(message)).await?.into_inner())
    }

    async fn parts(&self, unit_id: &str, at: &str) -> Result<Vec<pb::UnitPart>, tonic::Status> {
        let message = pb::ListUnitPartsRequest { unit_id: unit_id.into(), on: String::new(), at: at.into() };
        Ok(self.units().list_unit_parts(self.ask(message)).await?.into_inner().parts)
    }
}

fn ids(units: &[pb::UnitCounterpart]) -> Vec<&str> {
    units.iter().map(|found| found.unit.as_ref().expect("given").id.as_str()).collect()
}

testkit::on_both_databases! {
    async fn the_units_of_a_day_are_told_with_those_that_lie_in_them(database: TestDatabase) {
        let register = Register::on(&database).await;
        let map = async |at: &str| {
            let request = register.ask(pb::GetUnitMapRequest { at: at.to_owned() });
            register.units().get_unit_map(request).await.expect("told").into_inner()
        };
        let eve = map("2025-06-30").await;
        assert_eq!((eve.units.len(), eve.last_day.as_str(), eve.table_version), (63 + 696 + 10_035, "2025-06-30", 1));
        let lies_in = |unit: &str| eve.holders.iter().find(|of| of.unit_id == unit).map(|of| of.holder_id.as_str());
        assert_eq!((lies_in(PROVINCE), lies_in("2025:68")), (Some("2018:11"), None));
        let before_all = map("2018-04-11").await;
        assert_eq!((before_all.units.len(), before_all.holders.len(), before_all.first_day.as_str()), (0, 0, ""));
        let refused = register.units().get_unit_map(register.ask(pb::GetUnitMapRequest { at: "hôm nay".to_owned() })).await;
        assert_refused(refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "at");
    }

    async fn codes_and_names_are_resolved_as_of_their_day(database: TestDatabase) {
        let register = Register::on(&database).await;
        for by in [
            By::UnitId("2018:28882".into()),
            By::Code("28882".into()),
            By::Code("83-832-28882".into()),
            By::Name("x. Hoà Nghĩa, H. Chợ Lách, Bến Tre".into()),
        ] {
            let found = register.resolved(by, "2021-10-01").await;
            let unit = found.unit.clone().expect("given");
            assert_eq!((found.r#match(), unit.id.as_str()), (pb::UnitMatch::One, "2018:28882"));
            assert_eq!((unit.name.as_str(), unit.level()), ("Xã Hòa Nghĩa", UnitLevel::Commune));
            assert_eq!(unit.valid_to, "2025-06-30");
        }
        let found = register.resolved(By::Name("Chợ Lách".into()), "2021-10-01").await;
        assert_eq!(found.r#match(), pb::UnitMatch::Choice, "the district and its township");
        let kinds: Vec<_> = found.candidates.iter().map(proto::common::v1::Unit::kind).collect();
        assert_eq!(kinds, [UnitKind::Township, UnitKind::RuralDistrict]);
        let found = register.resolved(By::UnitId("2018:28882".into()), "").await;
        assert_eq!(found.r#match(), pb::UnitMatch::NotOnDay);
        assert_eq!(found.unit.expect("as it was last").name, "Xã Hòa Nghĩa");
        assert_eq!(register.resolved(By::Name("Xã Không Có".into()), "").await.r#match(), pb::UnitMatch::None);
        // The same code is another unit in another era.
        let then = register.resolved(By::Code("03127".into()), "2025-06-30").await.unit.expect("given");
        let now = register.resolved(By::Code("03127".into()), "").await.unit.expect("given");
        assert_eq!((then.id.as_str(), now.id.as_str()), ("2018:03127", COMMUNE));
    }

    async fn a_name_is_looked_for_within_a_unit(database: TestDatabase) {
        let register = Register::on(&database).await;
        let query = |within: &str| pb::UnitQuery { by: Some(By::Name("Hòa Bình".into())), within_id: within.into() };
        let request = register.ask(pb::ResolveUnitsRequest {
            queries: vec![query(""), query("2018:84"), query("2018:01")],
            at: "2020-01-01".into(),
        });
        let answers = register.units().resolve_units(request).await.expect("answered").into_inner().answers;
        assert_eq!(answers[0].r#match(), pb::UnitMatch::Choice);
        assert_eq!(answers[1].r#match(), pb::UnitMatch::None, "Trà Vinh had none");
        assert_eq!(answers[2].r#match(), pb::UnitMatch::One, "Hà Nội had one");
        assert_eq!(answers[2].unit.as_ref().expect("given").id, "2018:10198");
    }

    async fn queries_that_ask_nothing_are_refused(database: TestDatabase) {
        let register = Register::on(&database).await;
        let refused = async |query: pb::UnitQuery, path: &str| {
            let request = register.ask(pb::ResolveUnitsRequest { queries: vec![query], at: String::new() });
            let answer = register.units().resolve_units(request).await;
            assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, path);
        };
        let query = |by| pb::UnitQuery { by: Some(by), within_id: String::new() };
        refused(pb::UnitQuery::default(), "queries[0]").await;
        refused(query(By::Code("83-832-28882-1-2021".into())), "queries[0].code").await;
        refused(query(By::Code("8x".into())), "queries[0].code").await;
        refused(query(By::UnitId("28882".into())), "queries[0].unit_id").await;
        refused(query(By::Name(" ".into())), "queries[0].name").await;
        for count in [0, 501] {
            let queries = vec![query(By::Code("11".into())); count];
            let request = register.ask(pb::ResolveUnitsRequest { queries, at: String::new() });
            assert_refused(
                register.units().resolve_units(request).await,
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "queries",
            );
        }
    }

    async fn what_became_of_a_unit_is_told(database: TestDatabase) {
        let register = Register::on(&database).await;
        let told = register.lineage("2018:28882", "").await.expect("told");
        let above: Vec<_> = told.ancestors.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(above, ["Huyện Chợ Lách", "Tỉnh Bến Tre"]);
        assert_eq!((told.r#match(), ids(&told.counterparts)), (pb::UnitMatch::One, vec!["2025:28870"]));
        let successor = &told.counterparts[0];
        assert_eq!(
            (successor.share(), successor.confidence(), successor.source()),
            (pb::UnitShare::Primary, pb::UnitConfidence::High, pb::UnitSource::StatisticsTable)
        );
        let back = register.lineage("2025:28870", "2025-06-30").await.expect("told");
        assert!(ids(&back.counterparts).contains(&"2018:28882"));
        let now = register.lineage(COMMUNE, "").await.expect("told");
        assert_eq!((now.r#match(), ids(&now.counterparts)), (pb::UnitMatch::One, vec![COMMUNE]));
        assert_refused(
            register.lineage("2025:99999", "").await.map(Response::new), Code::NotFound, ErrorReason::UnitNotFound, "unit_id",
        );
    }

    async fn a_split_unit_is_a_choice(database: TestDatabase) {
        let register = Register::on(&database).await;
        // Phường Cống Vị in Hà Nội was divided.
        let split = register.lineage("2018:00007", "").await.expect("told");
        assert_eq!(split.r#match(), pb::UnitMatch::Choice);
        assert!(split.counterparts.len() > 1);
        assert!(split.counterparts.iter().all(|found| found.share() == pb::UnitShare::Unknown));
    }

    async fn a_subtree_reaches_across_the_merger(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let before = register.parts("2025:68", "2024-01-01").await.expect("told");
        let names: Vec<_> = before.iter().map(|part| part.unit.as_ref().expect("given").name.as_str()).collect();
        assert_eq!(names, ["Tỉnh Bình Thuận", "Tỉnh Đắk Nông", "Tỉnh Lâm Đồng"]);
        let now = register.parts("2018:68", "").await.expect("told");
        assert!(now.len() > 1 && now.iter().all(|part| part.whole));
        assert_refused(register.parts("2018:99", "").await.map(Response::new), Code::NotFound, ErrorReason::UnitNotFound, "unit_id");

        // Lists take old units too: Điện Biên is what it was, and its district is some of its communes.
        let producer = register.producer("HTX").await;
        register.product(&producer, "Gạo").await;
        for (unit, found) in [("2018:11", 1), (PROVINCE, 1), ("2018:094", 1), ("2018:095", 0)] {
            let request = register.ask(pb::ListProductsRequest { unit_id: unit.into(), ..Default::default() });
            let products = register.client.list_products(request).await.expect("listed").into_inner().products;
            assert_eq!(products.len(), found, "{unit}");
            let request = register.ask(pb::ListProducersRequest { unit_id: unit.into(), ..Default::default() });
            let producers = register.client.list_producers(request).await.expect("listed").into_inner().producers;
            assert_eq!(producers.len(), found, "{unit}");
        }
        let list = pb::ListProductsRequest { unit_id: "2018:11".into(), ..Default::default() };
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, list);
        assert_refused(
            register.client.list_products(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
    }

    async fn old_units_are_read_and_listed(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let request = register.ask(pb::GetUnitRequest { unit_id: "2018:832".into(), at: "2024-01-01".into() });
        let unit = register.client.get_unit(request).await.expect("found").into_inner().unit.expect("given");
        assert_eq!((unit.name.as_str(), unit.name_en.as_str()), ("Huyện Chợ Lách", "Cho Lach District"));
        let request = register.ask(pb::ListUnitsRequest {
            parent_id: "2018:832".into(), at: "2024-01-01".into(), ..Default::default()
        });
        let communes = register.client.list_units(request).await.expect("listed").into_inner().units;
        assert!(communes.iter().any(|unit| unit.id == "2018:28882"));
    }
}
