//! A dossier at the commune: filed with what registry says, accepted with a code, proposed.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::registry::v1 as registry_pb;
use testkit::{TestDatabase, assert_refused, assert_status, dossiers, person};
use tonic::Code;

use crate::{COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, new_id};

testkit::on_both_databases! {
    async fn a_dossier_keeps_product_and_producer_as_they_were(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let filed = province.file(&product.id).await.expect("filed");
        assert_eq!(filed.state(), pb::DossierState::Filed);
        assert_eq!((filed.criteria_version_id.as_str(), filed.workflow_version_id.as_str()), ("26-2026", "26-2026"));
        let request = registry_pb::UpdateProductRequest {
            request_id: new_id(),
            product: Some(registry_pb::Product { name: "Tên khác".to_owned(), ..product }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["name".to_owned()] }),
        };
        let request = province.by(COMMUNE_OFFICER, request);
        province.registry.update_product(request).await.expect("renamed");
        let found = province.dossier(&filed.id).await;
        let snapshot = found.product.as_ref().expect("given");
        assert_eq!((snapshot.name.as_str(), snapshot.etag.as_str()), ("Mật ong", "v1"));
        assert_eq!(found.producer.as_ref().expect("given").kind, "cooperative");
        assert_eq!(found, filed);
    }

    async fn only_a_living_product_of_the_caller_is_filed(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let unknown = person(99).to_string();
        assert_status(
            &province.file(&unknown).await.expect_err("refused"),
            Code::NotFound, ErrorReason::ProductNotFound, "product_id",
        );
        let product = province.product("Mật ong", 4).await;
        let request = dossiers::file(new_id(), &product.id);
        let request = province.by_role(7, Role::CommuneOfficer, "2025:03151", request);
        assert_refused(
            province.client.file_dossier(request).await, Code::NotFound, ErrorReason::ProductNotFound, "product_id",
        );
        let request = registry_pb::RetireProductRequest {
            request_id: new_id(), product_id: product.id.clone(), etag: product.etag, reason: "Ngừng".to_owned(),
        };
        let request = province.by(COMMUNE_OFFICER, request);
        province.registry.retire_product(request).await.expect("retired");
        assert_status(
            &province.file(&product.id).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::ProductRetired, "product_id",
        );
    }

    async fn a_product_has_one_dossier_in_progress(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        province.file(&product.id).await.expect("filed");
        assert_status(
            &province.file(&product.id).await.expect_err("refused"),
            Code::AlreadyExists, ErrorReason::DossierInProgress, "product_id",
        );
    }

    async fn a_product_gets_its_code_when_the_commune_accepts(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (one, other) = (province.product("Một", 4).await, province.product("Hai", 4).await);
        let (one, other) = (province.file(&one.id).await.expect("filed"), province.file(&other.id).await.expect("filed"));
        let accepted = province.accept(&other).await.expect("accepted");
        assert_eq!((accepted.product_code.as_str(), accepted.state()), ("11-03127-1-2026", pb::DossierState::Accepted));
        assert_eq!(province.accept(&one).await.expect("accepted").product_code, "11-03127-2-2026");
        // A stale etag, and then a state that is past.
        assert_status(
            &province.accept(&other).await.expect_err("refused"), Code::Aborted, ErrorReason::EtagStale, "etag",
        );
        assert_status(
            &province.accept(&accepted).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id",
        );
    }

    async fn who_filed_does_not_accept(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let filed = province.file(&product.id).await.expect("filed");
        let request = dossiers::accept(new_id(), &filed);
        let request = province.by(COMMUNE_OFFICER, request);
        assert_refused(
            province.client.accept_dossier(request).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        let found = province.dossier(&filed.id).await;
        assert_eq!(found.state(), pb::DossierState::Filed);
    }

    async fn steps_come_in_their_order(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let filed = province.file(&product.id).await.expect("filed");
        assert_status(
            &province.propose(&filed).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id",
        );
        let accepted = province.accept(&filed).await.expect("accepted");
        let proposed = province.propose(&accepted).await.expect("proposed");
        assert_eq!(proposed.state(), pb::DossierState::Proposed);
    }

    async fn dossiers_are_seen_by_those_of_their_units(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.proposed("Mật ong", 4).await;
        let get = pb::GetDossierRequest { dossier_id: dossier.id.clone() };
        let request = province.by_role(7, Role::ProvinceOfficer, OTHER_PROVINCE, get.clone());
        assert_refused(
            province.client.get_dossier(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
        // Eligibility for councils is no right to look.
        let request = province.by(42, get.clone());
        assert_refused(
            province.client.get_dossier(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
        let request = province.by_role(7, Role::Auditor, "VN", get);
        province.client.get_dossier(request).await.expect("seen");

        let lists = [
            (pb::ListDossiersRequest::default(), 1),
            (pb::ListDossiersRequest { state: pb::DossierState::Proposed.into(), ..Default::default() }, 1),
            (pb::ListDossiersRequest { state: pb::DossierState::Filed.into(), ..Default::default() }, 0),
            (pb::ListDossiersRequest { unit_id: COMMUNE.to_owned(), ..Default::default() }, 1),
        ];
        for (list, expected) in lists {
            let request = province.by(PROVINCE_OFFICER, list);
            let page = province.client.list_dossiers(request).await.expect("listed").into_inner();
            assert_eq!(page.dossiers.len(), expected);
        }
        let request = province.by_role(COMMUNE_LEADER, Role::Expert, COMMUNE, pb::ListDossiersRequest::default());
        assert_refused(
            province.client.list_dossiers(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn dossiers_under_way_are_counted_in_the_caller_s_units(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let count = |unit_ids: &[&str]| pb::CountOpenDossiersRequest {
            unit_ids: unit_ids.iter().map(|id| (*id).to_owned()).collect(),
        };
        province.proposed("Mật ong", 4).await;
        let product = province.product("Chè", 4).await;
        province.file(&product.id).await.expect("filed");
        for units in [&[PROVINCE][..], &[COMMUNE], &[PROVINCE, COMMUNE]] {
            let request = province.by(PROVINCE_OFFICER, count(units));
            let counted = province.client.count_open_dossiers(request).await.expect("counted").into_inner().dossiers;
            assert_eq!(counted, 2, "{units:?}");
        }
        let request = province.by(PROVINCE_OFFICER, count(&[PROVINCE, OTHER_PROVINCE]));
        assert_refused(
            province.client.count_open_dossiers(request).await, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request = province.by(PROVINCE_OFFICER, count(&[]));
        assert_refused(
            province.client.count_open_dossiers(request).await, Code::InvalidArgument, ErrorReason::FieldsInvalid,
            "unit_ids",
        );
    }
}
