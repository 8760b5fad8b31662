//! How many statements a list costs: as many for a page of twelve as for a page of two. A program of its own, for it
//! counts what all of the process tells.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use platform::access::Role;
use platform::operation::STATEMENTS;
use proto::registry::v1 as pb;
use proto::registry::v1::management_service_client::ManagementServiceClient;
use proto::registry::v1::product_file_service_client::ProductFileServiceClient;
use proto::registry::v1::programme_service_client::ProgrammeServiceClient;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::registry::v1::search_service_client::SearchServiceClient;
use registry::{Peers, Service};
use testkit::{Bed, Callers, TestDatabase, Wire, person};
use tonic::Request;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry};
use uuid::Uuid;

/// A commune of Điện Biên.
const COMMUNE: &str = "2025:03127";

/// No list needs more.
const MOST: usize = 6;

/// Statements told of so far, by operation.
static COUNTED: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);
/// One test at a time counts.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

struct Counting;

impl Layer<Registry> for Counting {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, Registry>) {
        if event.metadata().target() != STATEMENTS {
            return;
        }
        struct Operation(String);
        impl Visit for Operation {
            fn record_str(&mut self, _: &Field, value: &str) {
                value.clone_into(&mut self.0);
            }
            fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
        }
        let mut operation = Operation(String::new());
        event.record(&mut operation);
        let mut counted = COUNTED.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.get_or_insert_default().entry(operation.0).or_default() += 1;
    }
}

/// How many statements an operation has sent since it was asked last.
fn counted(operation: &str) -> usize {
    let mut counted = COUNTED.lock().unwrap_or_else(PoisonError::into_inner);
    counted.get_or_insert_default().remove(operation).unwrap_or_default()
}

struct Register {
    bed: Bed,
    persons: Vec<String>,
    products: Vec<String>,
}

impl Register {
    async fn on(database: &TestDatabase) -> Self {
        let mut bed = Bed::default();
        let peers = Peers { evaluation: bed.transport("registry") };
        let given = bed.surroundings(database, Service::MIGRATIONS).await;
        let service = Service::new(given, peers, &bed.blobs()).expect("sound facts");
        bed.take_in(Service::GRPC_NAMES, |routes| {
            service.add_routes(routes);
            service.into_jobs()
        });
        bed.start().await;
        Self { bed, persons: Vec::new(), products: Vec::new() }
    }

    fn ask<M>(&self, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(1), Role::CommuneOfficer, COMMUNE), message)
    }

    fn client(&self) -> RegistryServiceClient<Wire> {
        RegistryServiceClient::new(self.bed.wire())
    }

    /// A producer with all that lists show of it: a leader, an account, a product, a record that serves both, a body.
    async fn add(&mut self, number: usize) {
        let producer = pb::Producer {
            name: format!("HTX Mật ong {number}"),
            kind: pb::ProducerKind::Cooperative.into(),
            unit_id: COMMUNE.to_owned(),
            ..Default::default()
        };
        let message =
            pb::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let producer = self.client().create_producer(self.ask(message)).await.expect("registered").into_inner();
        let producer = producer.producer.expect("given");
        let message = pb::AppointLeaderRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            full_name: format!("Lò Văn {number}"),
            title: "Giám đốc".to_owned(),
            term_from: "2026-01-01".to_owned(),
            ..Default::default()
        };
        let leader = self.client().appoint_leader(self.ask(message)).await.expect("appointed").into_inner();
        self.persons.push(leader.leader.expect("given").person_id);
        let message = pb::GrantProducerAccountRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            person_id: person(100 + number as u64).to_string(),
            basis: "Giấy ủy quyền".to_owned(),
            ..Default::default()
        };
        self.client().grant_producer_account(self.ask(message)).await.expect("granted");
        let product = pb::Product {
            name: format!("Mật ong số {number}"),
            product_set: 4,
            producer_id: producer.id.clone(),
            unit_id: COMMUNE.to_owned(),
            ..Default::default()
        };
        let message = pb::CreateProductRequest { request_id: new_id(), product: Some(product) };
        let product = self.client().create_product(self.ask(message)).await.expect("registered").into_inner();
        let product = product.product.expect("given").id;
        self.photograph(&product).await;
        self.products.push(product.clone());
        let record = pb::ProgrammeRecord {
            unit_id: COMMUNE.to_owned(),
            title: format!("Hội chợ {number}"),
            first_day: "2026-09-02".to_owned(),
            producer_ids: vec![producer.id],
            product_ids: vec![product],
            detail: Some(pb::programme_record::Detail::TradeEvent(pb::TradeEvent {
                kind: pb::TradeEventKind::Fair.into(),
                scale: pb::TradeEventScale::Provincial.into(),
                organiser: "Sở Công Thương".to_owned(),
                ..Default::default()
            })),
            ..Default::default()
        };
        let message = pb::CreateProgrammeRecordRequest { request_id: new_id(), record: Some(record) };
        ProgrammeServiceClient::new(self.bed.wire())
            .create_programme_record(self.ask(message))
            .await
            .expect("recorded");
        let body = pb::ManagementBody {
            unit_id: COMMUNE.to_owned(),
            kind: pb::ManagementBodyKind::SteeringCommittee.into(),
            name: format!("Ban chỉ đạo {number}"),
            document_number: "120/QĐ-UBND".to_owned(),
            document_date: "2025-08-01".to_owned(),
            ..Default::default()
        };
        let message = pb::CreateManagementBodyRequest { request_id: new_id(), body: Some(body) };
        ManagementServiceClient::new(self.bed.wire()).create_management_body(self.ask(message)).await.expect("founded");
    }

    /// Adds a photograph, without which a product has no cover.
    async fn photograph(&self, product: &str) {
        let mut content = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(8, 8).write_to(&mut content, image::ImageFormat::Png).expect("a picture");
        let content = content.into_inner();
        let declaration = pb::ProductFileDeclaration {
            product_id: product.to_owned(),
            purpose: pb::ProductFilePurpose::Photo.into(),
            name: "a.png".to_owned(),
            size_bytes: i64::try_from(content.len()).expect("small"),
            sha256: platform::blobs::Digest::of(&content).to_string(),
            ..Default::default()
        };
        let mut files = ProductFileServiceClient::new(self.bed.wire());
        let message = pb::BeginProductFileRequest { request_id: new_id(), declaration: Some(declaration) };
        let begun = files.begin_product_file(self.ask(message)).await.expect("begun").into_inner();
        let upload_id = begun.upload.expect("given").id;
        let bytes = pb::UploadProductFileRequest { upload_id, offset_bytes: 0, data: content.into() };
        files.upload_product_file(self.ask(tokio_stream::once(bytes))).await.expect("added");
    }

    /// How many statements each list sends, with how many rows it shows.
    async fn costs(&self) -> Vec<(&'static str, usize, usize)> {
        let mut costs = Vec::new();
        macro_rules! cost {
            ($client:expr, $rpc:ident, $operation:literal, $message:expr, $rows:ident) => {
                let _ = counted($operation);
                let answer = $client.$rpc(self.ask($message)).await.expect($operation).into_inner();
                costs.push(($operation, counted($operation), answer.$rows.len()));
            };
        }
        let mut programme = ProgrammeServiceClient::new(self.bed.wire());
        let mut management = ManagementServiceClient::new(self.bed.wire());
        let mut search = SearchServiceClient::new(self.bed.wire());
        let persons = pb::BatchGetLeadersRequest { person_ids: self.persons.clone(), ..Default::default() };
        let query = pb::SearchRequest { query: "mật ong".to_owned(), ..Default::default() };
        cost!(self.client(), list_producers, "ListProducers", pb::ListProducersRequest::default(), producers);
        cost!(self.client(), list_products, "ListProducts", pb::ListProductsRequest::default(), products);
        cost!(self.client(), batch_get_leaders, "BatchGetLeaders", persons, leaders);
        cost!(
            self.client(),
            list_producer_accounts,
            "ListProducerAccounts",
            pb::ListProducerAccountsRequest::default(),
            producer_accounts
        );
        cost!(
            programme,
            list_programme_records,
            "ListProgrammeRecords",
            pb::ListProgrammeRecordsRequest::default(),
            records
        );
        cost!(
            management,
            list_management_bodies,
            "ListManagementBodies",
            pb::ListManagementBodiesRequest::default(),
            bodies
        );
        cost!(search, search, "Search", query, results);
        let mut files = ProductFileServiceClient::new(self.bed.wire());
        let covers = pb::BatchGetProductCoversRequest { product_ids: self.products.clone() };
        cost!(files, batch_get_product_covers, "BatchGetProductCovers", covers, covers);
        costs
    }
}

fn new_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(8, COUNT.fetch_add(1, Ordering::Relaxed)).to_string()
}

testkit::on_both_databases! {
    async fn a_longer_page_costs_no_more_statements(database: TestDatabase) {
        let _turn = TURN.lock().await;
        // The other test of this process may have begun to count already.
        let _ = tracing_subscriber::registry().with(Counting).try_init();
        let mut register = Register::on(&database).await;
        for number in 0..2 {
            register.add(number).await;
        }
        let few = register.costs().await;
        for number in 2..12 {
            register.add(number).await;
        }
        let many = register.costs().await;
        for ((operation, few, rows_before), (_, many, rows)) in few.into_iter().zip(many) {
            assert!(rows > rows_before, "{operation} shows {rows} rows after {rows_before}");
            assert!((1..=MOST).contains(&few), "{operation} sends {few} statements");
            // The first call of a while may look whether the units are others by now.
            assert!(many <= few, "{operation}: {few} statements for {rows_before} rows, {many} for {rows}");
        }
    }
}
