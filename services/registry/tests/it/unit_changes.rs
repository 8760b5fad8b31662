//! Changes of units: previewed, applied for everybody at once, undone while nothing stands on them.

use platform::access::Role;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::registry::v1 as pb;
use proto::registry::v1::unit_query::By;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Callers, TestDatabase, assert_refused, assert_status, eventually, person};
use tonic::{Code, Request, Response, Status};

use crate::producer_accounts::grant;
use crate::programme_records::fair;
use crate::{COMMUNE, Register, create_producer, new_request_id};

/// A commune that stays as it is.
const THANH_NUA: &str = "2025:03328";

/// Two wards of Điện Biên become a new one.
pub(crate) const UNITS: &str = "code,kind,name,parent_code,valid_from,legal_act\n\
    99001,ward,Phường Điện Biên Mới,11,2026-11-01,999/NQ-UBTVQH16\n";
pub(crate) const SUCCESSORS: &str = "old,new,relation,primary\n\
    03127,99001,merged_whole,yes\n\
    03151,99001,merged_whole,yes\n";
pub(crate) const NEW_COMMUNE: &str = "2025:99001";

impl Register {
    /// A request by an officer of the ministry.
    fn ministry<M>(&self, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(3), Role::MinistryOfficer, "VN"), message)
    }

    async fn preview(&self, units: &str, successors: &str) -> Result<Response<pb::PreviewUnitChangeResponse>, Status> {
        let message = pb::PreviewUnitChangeRequest { units_csv: units.into(), successors_csv: successors.into() };
        self.units().preview_unit_change(self.ministry(message)).await
    }

    async fn apply(
        &self,
        etag: &str,
        units: &str,
        successors: &str,
    ) -> Result<Response<pb::ApplyUnitChangeResponse>, Status> {
        let message = pb::ApplyUnitChangeRequest {
            request_id: new_request_id(),
            etag: etag.to_owned(),
            units_csv: units.into(),
            successors_csv: successors.into(),
        };
        self.units().apply_unit_change(self.ministry(message)).await
    }

    pub(crate) async fn applied(&self, etag: &str, units: &str, successors: &str) -> pb::UnitChange {
        let change =
            self.apply(etag, units, successors).await.expect("applied").into_inner().unit_change.expect("given");
        self.knows_table(change.table_version).await;
        change
    }

    async fn undo(&self, change: &str, etag: &str) -> Result<Response<pb::UndoUnitChangeResponse>, Status> {
        let message = pb::UndoUnitChangeRequest {
            request_id: new_request_id(),
            unit_change_id: change.to_owned(),
            etag: etag.to_owned(),
            reason: "Ghi nhầm".to_owned(),
        };
        self.units().undo_unit_change(self.ministry(message)).await
    }

    async fn changes(&self) -> pb::ListUnitChangesResponse {
        let request = self.ministry(pb::ListUnitChangesRequest::default());
        self.units().list_unit_changes(request).await.expect("listed").into_inner()
    }

    async fn knows_table(&self, version: i64) {
        eventually("the table is in use", || async {
            let message = pb::GetUnitLineageRequest { unit_id: COMMUNE.into(), ..Default::default() };
            let lineage = self.units().get_unit_lineage(self.ask(message)).await.expect("told");
            lineage.into_inner().table_version >= version
        })
        .await;
    }
}

testkit::on_both_databases! {
    async fn a_preview_tells_what_a_change_would_do(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        register.product(&producer, "Gạo").await;
        register.grant(grant(&producer, 30)).await.expect("granted");
        register.body(COMMUNE, "Ban chỉ đạo").await;
        let preview = register.preview(UNITS, SUCCESSORS).await.expect("told").into_inner();
        assert_eq!((preview.etag.as_str(), preview.valid_from.as_str()), ("v1", "2026-11-01"));
        assert_eq!(preview.legal_acts, ["999/NQ-UBTVQH16"]);
        assert_eq!((preview.producers, preview.products, preview.producer_accounts), (1, 1, 1));
        assert_eq!((preview.product_codes, preview.records), (0, 1));
        assert_eq!(preview.dossiers, None, "evaluation is not there");
        let names: Vec<_> = preview
            .rows
            .iter()
            .map(|row| [&row.before, &row.after].map(|unit| unit.as_ref().map_or("", |unit| unit.name.as_str())))
            .collect();
        assert_eq!(names, [["Phường Điện Biên Phủ", ""], ["Phường Mường Lay", ""], ["", "Phường Điện Biên Mới"]]);
        assert!(register.changes().await.unit_changes.is_empty(), "nothing was changed");
    }

    async fn a_preview_counts_the_dossiers_that_evaluation_has_under_way(database: TestDatabase) {
        let (mut register, _beside) = Register::with_evaluation(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Gạo").await;
        let elsewhere = pb::CreateProducerRequest {
            producer: Some(pb::Producer {
                unit_id: THANH_NUA.to_owned(),
                ..create_producer("HTX khác").producer.expect("given")
            }),
            ..create_producer("HTX khác")
        };
        let request = register.ask(elsewhere);
        let other = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let beside = register.product(&other.expect("given"), "Chè").await;
        for (product, commune) in [(product, COMMUNE), (beside, THANH_NUA)] {
            let dossiers = EvaluationServiceClient::new(register.bed.wire());
            let filing = testkit::dossiers::file(new_request_id(), &product.id);
            eventually("evaluation knows the units", || {
                let request = register.ask_as(Role::CommuneOfficer, commune, filing.clone());
                let mut dossiers = dossiers.clone();
                async move { dossiers.file_dossier(request).await.is_ok() }
            })
            .await;
        }
        let preview = register.preview(UNITS, SUCCESSORS).await.expect("told").into_inner();
        assert_eq!(preview.dossiers, Some(1), "that of the commune that passes on");
    }

    async fn an_applied_change_holds_from_its_day_on_and_can_be_undone(database: TestDatabase) {
        let register = Register::on(&database).await;
        let change = register.applied("v1", UNITS, SUCCESSORS).await;
        assert_eq!((change.table_version, change.state()), (2, pb::UnitChangeState::Applied));
        let of_day = async |day: &str| {
            let by = By::Name("P. Điện Biên Mới".into());
            let queries = vec![pb::UnitQuery { by: Some(by), within_id: String::new() }];
            let request = register.ask(pb::ResolveUnitsRequest { queries, at: day.to_owned() });
            let answers = register.units().resolve_units(request).await.expect("answered").into_inner().answers;
            answers[0].r#match()
        };
        assert_eq!((of_day("2026-10-31").await, of_day("").await), (pb::UnitMatch::None, pb::UnitMatch::One));
        // What was abolished in 2025 passes through it to the new unit, and back.
        let told = register.lineage("2018:03127", "").await.expect("told");
        let ids: Vec<_> = told.counterparts.iter().map(|found| &found.unit.as_ref().expect("given").id).collect();
        assert_eq!(ids, [NEW_COMMUNE]);
        let back = register.lineage(NEW_COMMUNE, "2025-06-30").await.expect("told").counterparts;
        assert!(back.iter().any(|found| found.unit.as_ref().is_some_and(|unit| unit.id == "2018:03127")));
        let lineage = register.lineage(COMMUNE, "").await.expect("told");
        assert_eq!(lineage.counterparts[0].source(), pb::UnitSource::Change);
        assert_eq!(lineage.unit.expect("as it was").valid_to, "2026-10-31");

        let undone = register.undo(&change.id, "v2").await.expect("undone").into_inner().unit_change.expect("given");
        assert_eq!((undone.state(), undone.undo_reason.as_str()), (pb::UnitChangeState::Undone, "Ghi nhầm"));
        register.knows_table(3).await;
        assert_eq!(of_day("").await, pb::UnitMatch::None);
        let listed = register.changes().await;
        assert_eq!((listed.etag.as_str(), listed.unit_changes), ("v3", vec![undone]));
        // And it can be entered again.
        assert_eq!(register.applied("v3", UNITS, SUCCESSORS).await.table_version, 4);
    }

    async fn a_restarted_register_has_the_changes(database: TestDatabase) {
        let register = Register::on(&database).await;
        register.applied("v1", UNITS, SUCCESSORS).await;
        let again = Register::on(&database).await;
        let lineage = again.lineage(COMMUNE, "").await.expect("told");
        assert_eq!(lineage.table_version, 2);
        assert_eq!(lineage.counterparts[0].unit.as_ref().expect("given").id, NEW_COMMUNE);
    }

    async fn of_two_changes_at_once_one_is_applied(database: TestDatabase) {
        let register = Register::on(&database).await;
        let renamed = "code,kind,name,parent_code,valid_from,legal_act\n03151,ward,Mường Lay Mới,11,2027-01-01,1/NQ\n";
        let (one, other) = tokio::join!(
            register.apply("v1", UNITS, SUCCESSORS),
            register.apply("v1", renamed, "old,new,relation,primary\n"),
        );
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|applied| **applied).count(), 1);
        let refused = if one.is_ok() { other } else { one };
        assert_refused(refused, Code::Aborted, ErrorReason::EtagStale, "etag");
        assert_eq!(register.changes().await.unit_changes.len(), 1);
        assert_eq!(register.changes().await.etag, "v2");
    }

    async fn only_the_last_change_is_undone_and_only_once(database: TestDatabase) {
        let register = Register::on(&database).await;
        let first = register.applied("v1", UNITS, SUCCESSORS).await;
        let renamed = "code,kind,name,parent_code,valid_from,legal_act\n99001,ward,Điện Biên Lớn,11,2027-01-01,1/NQ\n";
        let second = register.applied("v2", renamed, "old,new,relation,primary\n").await;
        assert_refused(
            register.undo(&first.id, "v3").await,
            Code::FailedPrecondition, ErrorReason::UnitChangeNotLast, "unit_change_id",
        );
        assert_refused(register.undo(&second.id, "v2").await, Code::Aborted, ErrorReason::EtagStale, "etag");
        assert_refused(
            register.undo(&person(9).to_string(), "v3").await,
            Code::NotFound, ErrorReason::UnitChangeNotFound, "unit_change_id",
        );
        register.undo(&second.id, "v3").await.expect("undone");
        assert_refused(
            register.undo(&second.id, "v4").await,
            Code::FailedPrecondition, ErrorReason::UnitChangeUndone, "unit_change_id",
        );
        register.undo(&first.id, "v4").await.expect("undone: it is the last now");
    }

    async fn what_is_recorded_in_a_merged_commune_belongs_to_its_successor(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Gạo").await;
        register.applied("v1", UNITS, SUCCESSORS).await;
        for unit_id in ["", NEW_COMMUNE, COMMUNE] {
            let list = pb::ListProductsRequest { unit_id: unit_id.to_owned(), ..Default::default() };
            let request = register.ask_as(Role::CommuneOfficer, NEW_COMMUNE, list);
            let products = register.client.list_products(request).await.expect("listed").into_inner().products;
            assert_eq!(products.len(), 1, "{unit_id}");
        }
        let mut moved = product;
        moved.unit_id = NEW_COMMUNE.to_owned();
        let message = pb::UpdateProductRequest {
            request_id: new_request_id(),
            product: Some(moved),
            update_mask: Some(prost_types::FieldMask { paths: vec!["unit_id".to_owned()] }),
        };
        let request = register.ask_as(Role::CommuneOfficer, NEW_COMMUNE, message);
        register.client.update_product(request).await.expect("moved by the new commune");
    }

    /// In a rolling upgrade an older program would take the newer one's facts back.
    async fn the_table_of_a_newer_program_is_not_changed(database: TestDatabase) {
        let register = Register::on(&database).await;
        let change = register.applied("v1", UNITS, SUCCESSORS).await;
        let db = Database::open(&database.config()).await.expect("open");
        let newer = "UPDATE unit_table SET facts = facts + 1 WHERE version = 2";
        let transaction = db.begin().await.expect("begun");
        transaction.execute_raw(Statement::from_string(db.backend(), newer)).await.expect("changed");
        transaction.commit().await.expect("committed");
        let (code, reason) = (Code::FailedPrecondition, ErrorReason::UnitsOfNewerProgram);
        assert_refused(register.preview(UNITS, SUCCESSORS).await, code, reason, "");
        assert_refused(register.apply("v2", UNITS, SUCCESSORS).await, code, reason, "");
        assert_refused(register.undo(&change.id, "v2").await, code, reason, "");
    }

    async fn a_change_that_something_stands_on_stays(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let change = register.applied("v1", UNITS, SUCCESSORS).await;
        let mut message = create_producer("HTX");
        message.producer.as_mut().expect("given").unit_id = NEW_COMMUNE.to_owned();
        let request = register.ask(message);
        register.client.create_producer(request).await.expect("registered");
        assert_refused(
            register.undo(&change.id, "v2").await,
            Code::FailedPrecondition, ErrorReason::UnitsInUse, "unit_change_id",
        );
        // The wards before are no place to register in any more.
        let request = register.ask(create_producer("HTX khác"));
        assert_refused(
            register.client.create_producer(request).await,
            Code::FailedPrecondition, ErrorReason::UnitAbolished, "producer.unit_id",
        );
    }

    async fn a_change_that_a_record_of_the_programme_stands_on_stays(database: TestDatabase) {
        let register = Register::on(&database).await;
        let change = register.applied("v1", UNITS, SUCCESSORS).await;
        register.record(pb::ProgrammeRecord { unit_id: NEW_COMMUNE.to_owned(), ..fair("Hội chợ") }).await;
        register.body(NEW_COMMUNE, "Ban chỉ đạo").await;
        let status = register.undo(&change.id, "v2").await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::UnitsInUse, "unit_change_id");
        assert!(status.message().contains("2 other record(s)"), "{}", status.message());
    }

    async fn changes_that_do_not_fit_are_refused_with_their_rows(database: TestDatabase) {
        let register = Register::on(&database).await;
        let refused = async |units: &str, successors: &str, path: &str| {
            let units = format!("code,kind,name,parent_code,valid_from,legal_act\n{units}");
            let successors = format!("old,new,relation,primary\n{successors}");
            let answer = register.preview(&units, &successors).await;
            assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, path);
        };
        let new = "99001,ward,Mới,11,2027-01-01,1/NQ\n";
        refused("9900,ward,Mới,11,2027-01-01,1/NQ", "", "units_csv[0].code").await;
        refused("99001,hamlet,Mới,11,2027-01-01,1/NQ", "", "units_csv[0].kind").await;
        refused("99001,township,Mới,11,2027-01-01,1/NQ", "", "units_csv[0].kind").await;
        refused("99001,ward,,11,2027-01-01,1/NQ", "", "units_csv[0].name").await;
        refused("99001,ward,Mới,11,1/1/2027,1/NQ", "", "units_csv[0].valid_from").await;
        refused("99001,ward,Mới,11,2027-01-01,", "", "units_csv[0].legal_act").await;
        refused("99001,ward,Mới", "", "units_csv").await;
        refused("", "", "units_csv").await;
        refused("03127,ward,Mới,11,2025-07-01,1/NQ", "", "units_csv").await;
        refused(&format!("{new}03127,ward,Khác,11,2027-02-01,1/NQ"), "03151,99001,merged_whole,yes", "units_csv").await;
        refused(new, "03151,99001,swallowed,yes", "successors_csv[0].relation").await;
        refused(new, "03151,99001,merged_whole,perhaps", "successors_csv[0].primary").await;
        refused(new, "", "units_csv[0]").await;
        refused("11,commune,Mới,,2027-01-01,1/NQ", "", "units_csv[0]").await;
        refused("03127,ward,Mới,11,2025-08-01,1/NQ\n75,province,Đồng Nai,,2025-08-01,1/NQ", "", "units_csv[1]").await;
        refused(new, "03151,99001,merged_whole,yes\n99999,99001,merged_whole,yes", "successors_csv[1]").await;
        refused(new, "03151,99001,merged_whole,yes\n03127,03151,merged_whole,yes", "successors_csv[1]").await;
        refused(new, "03151,99001,merged_whole,no", "successors_csv").await;
        refused(new, "03151,99001,split_part,unknown", "successors_csv").await;
        refused(&format!("{new}99002,ward,Khác,11,2027-01-01,1/NQ\n"), "03151,99001,split_part,yes\n03151,99002,split_part,yes", "successors_csv").await;
        refused("99001,ward,Mới,99,2027-01-01,1/NQ", "03151,99001,merged_whole,yes", "units_csv").await;
        refused(&format!("{new}99001,ward,Khác,11,2027-01-01,1/NQ"), "03151,99001,merged_whole,yes", "units_csv[0]").await;
        refused("99001,ward,Điện Biên Phủ,11,2027-01-01,1/NQ", "03151,99001,merged_whole,yes", "units_csv").await;
        assert_refused(
            register.preview("code\n\u{fffd}", "").await, Code::InvalidArgument, ErrorReason::FieldsInvalid, "units_csv",
        );
        let large = format!("{UNITS}{}", " ".repeat(1024 * 1024));
        assert_refused(
            register.preview(&large, SUCCESSORS).await, Code::InvalidArgument, ErrorReason::FieldsInvalid, "units_csv",
        );
        let many = format!("{UNITS}{}", "99001,ward,Mới,11,2026-11-01,1/NQ\n".repeat(5001));
        assert_refused(
            register.preview(&many, SUCCESSORS).await, Code::InvalidArgument, ErrorReason::FieldsInvalid, "units_csv",
        );
        let answer = register.apply("v1", UNITS, "old,new,relation,primary\n").await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "units_csv[0]");
    }

    async fn units_are_changed_for_the_country_by_those_who_may(database: TestDatabase) {
        let register = Register::on(&database).await;
        let message = || pb::PreviewUnitChangeRequest { units_csv: UNITS.into(), successors_csv: SUCCESSORS.into() };
        assert_refused(
            register.units().preview_unit_change(register.ask(message())).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let of_a_province = register.ask_as(Role::MinistryOfficer, crate::PROVINCE, message());
        assert_refused(
            register.units().preview_unit_change(of_a_province).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        // Administrators run the system; what the country is made of is the ministry's work.
        let administrator = register.ask_as(Role::Administrator, "VN", message());
        assert_refused(
            register.units().preview_unit_change(administrator).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }
}
