//! Who is bound to a producer, as registry tells: whose account may act for it, and who leads it.

use platform::access::Role;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::import_service_client::ImportServiceClient;
use proto::registry::v1::upload_import_request::Content;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_status, eventually, person};
use tonic::{Code, Status};

use crate::{COMMUNE, COMMUNE_OFFICER, Province, new_id};

/// People, by number: who makes the products.
pub(crate) const PRODUCER: u64 = 30;
const OTHER_PRODUCER: u64 = 31;

impl Province {
    pub(crate) async fn grant(&mut self, producer_id: &str, number: u64) -> registry_pb::ProducerAccount {
        let request = registry_pb::GrantProducerAccountRequest {
            request_id: new_id(),
            producer_id: producer_id.to_owned(),
            person_id: person(number).to_string(),
            basis: "Giấy ủy quyền đã xem bản chính".to_owned(),
            ..Default::default()
        };
        let request = self.by(COMMUNE_OFFICER, request);
        let granted = self.registry.grant_producer_account(request).await.expect("granted");
        granted.into_inner().producer_account.expect("given")
    }

    async fn end(&mut self, account: &registry_pb::ProducerAccount) {
        let request = registry_pb::EndProducerAccountRequest {
            request_id: new_id(),
            producer_account_id: account.id.clone(),
            etag: account.etag.clone(),
            reason: "Thôi làm ở hợp tác xã".to_owned(),
        };
        let request = self.by(COMMUNE_OFFICER, request);
        self.registry.end_producer_account(request).await.expect("ended");
    }

    pub(crate) async fn lead(&mut self, producer_id: &str, number: u64, from: &str) {
        let request = registry_pb::AppointLeaderRequest {
            request_id: new_id(),
            producer_id: producer_id.to_owned(),
            person_id: person(number).to_string(),
            full_name: format!("Người {number}"),
            title: "Giám đốc".to_owned(),
            term_from: from.to_owned(),
        };
        let request = self.by(COMMUNE_OFFICER, request);
        self.registry.appoint_leader(request).await.expect("appointed");
    }

    /// Imports a sheet of one leader to the end.
    async fn import_leader(&self, producer_id: &str, from: &str) -> registry_pb::Import {
        let sheet = format!("Họ và tên,Chức vụ,Từ ngày,Chủ thể\nNgười khác,Giám đốc,{from},{producer_id}\n");
        let header = registry_pb::ImportHeader {
            file_name: "Danh sách.csv".to_owned(),
            kind: registry_pb::SheetKind::Leaders.into(),
            unit_id: COMMUNE.to_owned(),
        };
        let parts = [Content::Header(header), Content::Data(sheet.into_bytes())];
        let parts = parts.map(|content| registry_pb::UploadImportRequest { content: Some(content) });
        let request = self.by(COMMUNE_OFFICER, tokio_stream::iter(parts));
        let mut client = ImportServiceClient::new(self.bed.wire());
        let import = client.upload_import(request).await.expect("taken in").into_inner().import.expect("given");
        let (request_id, import_id, etag) = (new_id(), import.id, import.etag);
        let request = registry_pb::CheckImportRequest { request_id, import_id, etag, mapping: None };
        let request = self.by(COMMUNE_OFFICER, request);
        let import = client.check_import(request).await.expect("begun").into_inner().import.expect("given");
        let checked = self.advance(import).await;
        let (request_id, import_id, etag) = (new_id(), checked.id, checked.etag);
        let mode = registry_pb::ImportMode::AllOrNothing.into();
        let request = self.by(COMMUNE_OFFICER, registry_pb::ApplyImportRequest { request_id, import_id, etag, mode });
        let import = client.apply_import(request).await.expect("begun").into_inner().import.expect("given");
        self.advance(import).await
    }

    async fn undo(&self, import: registry_pb::Import) {
        let request = registry_pb::UndoImportRequest { request_id: new_id(), import_id: import.id, etag: import.etag };
        let request = self.by(COMMUNE_OFFICER, request);
        let mut client = ImportServiceClient::new(self.bed.wire());
        let import = client.undo_import(request).await.expect("begun").into_inner().import.expect("given");
        let undone = self.advance(import).await;
        assert_eq!(undone.counts.expect("given").undone, 1);
    }

    /// One batch is enough for a row.
    async fn advance(&self, import: registry_pb::Import) -> registry_pb::Import {
        let request = registry_pb::AdvanceImportRequest { request_id: new_id(), import_id: import.id, batch_size: 0 };
        let request = self.by(COMMUNE_OFFICER, request);
        let mut client = ImportServiceClient::new(self.bed.wire());
        client.advance_import(request).await.expect("advanced").into_inner().import.expect("given")
    }

    /// The dossier as a person gets it by the role producer.
    async fn dossier_of(&self, number: u64, dossier: &pb::Dossier) -> Result<pb::Dossier, Status> {
        let request = pb::GetDossierRequest { dossier_id: dossier.id.clone() };
        let request = self.by_role(number, Role::Producer, COMMUNE, request);
        Ok(self.client.clone().get_dossier(request).await?.into_inner().dossier.expect("given"))
    }

    async fn filed(&mut self, name: &str) -> (pb::Dossier, String) {
        let product = self.product(name, 4).await;
        (self.file(&product.id).await.expect("filed"), product.producer_id)
    }
}

/// What the projection says of a producer, in order of first days.
async fn told(database: &TestDatabase, producer_id: &str) -> Vec<(String, String, bool)> {
    let db = Database::open(&database.config()).await.expect("open");
    let producer = uuid::Uuid::parse_str(producer_id).expect("an identity");
    let read =
        "SELECT relation, term_from, ended FROM producer_person WHERE producer_id = $1 ORDER BY term_from, relation";
    let statement = Statement::from_sql_and_values(db.backend(), read, [producer.into()]);
    let rows = db.reader().query_all_raw(statement).await.expect("read");
    let row = |row: &sea_orm::QueryResult| {
        let from: chrono::NaiveDate = row.try_get("", "term_from").expect("a day");
        (row.try_get("", "relation").expect("a text"), from.to_string(), row.try_get("", "ended").expect("a mark"))
    };
    rows.iter().map(row).collect()
}

testkit::on_both_databases! {
    async fn an_account_reads_the_dossiers_of_its_producer_until_it_is_ended(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (own, producer_id) = province.filed("Mật ong").await;
        let (foreign, _) = province.filed("Chè").await;
        assert_status(
            &province.dossier_of(PRODUCER, &own).await.expect_err("the role alone opens nothing"),
            Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
        );
        let account = province.grant(&producer_id, PRODUCER).await;
        eventually("evaluation knows the account", || async { province.dossier_of(PRODUCER, &own).await.is_ok() }).await;
        assert_eq!(province.dossier_of(PRODUCER, &own).await.expect("found"), own);
        for (number, dossier) in [(PRODUCER, &foreign), (OTHER_PRODUCER, &own)] {
            assert_status(
                &province.dossier_of(number, dossier).await.expect_err("not hers"),
                Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
            );
        }
        province.end(&account).await;
        eventually("evaluation knows the end", || async { province.dossier_of(PRODUCER, &own).await.is_err() }).await;
    }

    async fn leaders_and_accounts_are_kept_once_each(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (own, producer_id) = province.filed("Mật ong").await;
        province.lead(&producer_id, OTHER_PRODUCER, "2026-01-01").await;
        province.lead(&producer_id, PRODUCER, "2026-07-01").await;
        let ended = province.grant(&producer_id, PRODUCER).await;
        province.end(&ended).await;
        province.grant(&producer_id, OTHER_PRODUCER).await;
        eventually("evaluation knows the last grant", || async {
            province.dossier_of(OTHER_PRODUCER, &own).await.is_ok()
        })
        .await;
        let row = |relation: &str, from: &str, ended| (relation.to_owned(), from.to_owned(), ended);
        let mut told = told(&database, &producer_id).await;
        told.sort();
        assert_eq!(
            told,
            [
                row("account", "2026-11-23", false),
                row("account", "2026-11-23", true),
                row("leader", "2026-01-01", false),
                row("leader", "2026-07-01", false),
            ]
        );
        assert!(province.dossier_of(PRODUCER, &own).await.is_err(), "leading opens no account");
    }

    async fn a_leader_whose_import_was_undone_is_bound_to_nothing(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, producer_id) = province.filed("Mật ong").await;
        province.lead(&producer_id, PRODUCER, "2026-01-01").await;
        let import = province.import_leader(&producer_id, "01/07/2026").await;
        let row = |from: &str| ("leader".to_owned(), from.to_owned(), false);
        eventually("evaluation knows both", || async {
            told(&database, &producer_id).await == [row("2026-01-01"), row("2026-07-01")]
        })
        .await;
        province.undo(import).await;
        eventually("evaluation knows the one", || async { told(&database, &producer_id).await == [row("2026-01-01")] }).await;
    }

    /// A producer writes and hands in by itself; nobody types for it, and no paper is asked for.
    async fn an_account_files_for_its_producer(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let product = province.product("Mật ong", 4).await;
        let draft = |request_id| pb::CreateDraftRequest {
            request_id, product_id: product.id.clone(), kind: pb::DossierKind::First.into(),
        };
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, draft(new_id()));
        let status = province.steps.create_draft(request).await.expect_err("the role alone opens nothing");
        assert_status(&status, Code::NotFound, ErrorReason::ProductNotFound, "product_id");
        province.grant(&product.producer_id, PRODUCER).await;
        eventually("evaluation knows the account", || async {
            let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, draft(new_id()));
            let begun = province.steps.clone().create_draft(request).await;
            begun.is_ok() || begun.is_err_and(|status| status.code() == Code::AlreadyExists)
        })
        .await;
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, pb::ListDossiersRequest::default());
        let own = province.client.list_dossiers(request).await.expect("listed").into_inner().dossiers;
        assert_eq!((own.len(), own[0].state()), (1, pb::DossierState::Draft));
        let update = pb::UpdateFormsRequest {
            request_id: new_id(),
            dossier_id: own[0].id.clone(),
            etag: own[0].etag.clone(),
            forms: Some(testkit::dossiers::forms()),
        };
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, update);
        let written = province.steps.update_forms(request).await.expect("written").into_inner().dossier.expect("given");
        let submit = pb::SubmitDossierRequest {
            request_id: new_id(), dossier_id: written.id.clone(), etag: written.etag, paper_original: String::new(),
        };
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, submit);
        let filed = province.steps.submit_dossier(request).await.expect("handed in").into_inner();
        let dossier = filed.dossier.expect("given");
        assert_eq!((dossier.state(), dossier.paper_original.as_str()), (pb::DossierState::Filed, ""));
        assert_eq!(filed.receipt.expect("given").due_on, dossier.due_on);
    }
}
