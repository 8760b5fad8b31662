//! Registry through its public face, on both databases.

mod batches;
mod codes;
mod communes;
mod duplicates;
mod exports;
mod figures;
mod imports;
mod leaders;
mod management;
mod persons;
mod producer_accounts;
mod producer_records;
mod producers;
mod product_files;
mod product_records;
mod products;
mod programme_lists;
mod programme_payments;
mod programme_records;
mod programme_totals;
mod requests;
mod retention;
mod search;
mod stable_lists;
mod successions;
mod unit_changes;
mod unit_history;
mod units;

use platform::access::Role;
use proto::registry::v1 as pb;
use proto::registry::v1::producer_service_client::ProducerServiceClient;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use registry::{Collector, Peers, Retention, Service};
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Bed, Callers, Started, TestDatabase, Wire, person};
use tonic::Request;
use tonic::metadata::{Ascii, MetadataValue};
use uuid::Uuid;

/// Điện Biên, two of its communes, and a province that is not Điện Biên.
const PROVINCE: &str = "2025:11";
const COMMUNE: &str = "2025:03127";
const OTHER_COMMUNE: &str = "2025:03151";
const OTHER_PROVINCE: &str = "2025:01";

/// Registry alone, and an officer of the province.
struct Register {
    bed: Bed,
    client: RegistryServiceClient<Wire>,
    /// The same service, for what is kept of producers beside their record.
    producers: ProducerServiceClient<Wire>,
    officer: MetadataValue<Ascii>,
    /// Erases what is kept no longer.
    retention: Retention,
    /// What it does about files that nobody needs, by hand.
    collector: Collector,
}

/// Takes registry into a bed. Returns what it does as time passes.
async fn assemble(bed: &mut Bed, database: &TestDatabase) -> (Collector, Retention) {
    let peers = Peers { evaluation: bed.transport("registry") };
    let given = bed.surroundings(database, Service::MIGRATIONS).await;
    let service = Service::new(given, peers, &bed.blobs()).expect("sound facts");
    let time = (service.collector(), service.retention());
    bed.take_in(Service::GRPC_NAMES, |routes| {
        service.add_routes(routes);
        service.into_jobs()
    });
    time
}

impl Register {
    /// Nobody serves evaluation here: registry works without it.
    async fn on(database: &TestDatabase) -> Self {
        let mut register = Self::not_started(database).await;
        register.bed.start().await;
        register
    }

    /// Registry, to be started with others or alone.
    async fn not_started(database: &TestDatabase) -> Self {
        static STARTED: Started = Started::new();
        STARTED
            .fill(&[database], async |empty| {
                let mut bed = Bed::default();
                assemble(&mut bed, &empty[0]).await;
                bed.start().await;
                bed.stop().await;
            })
            .await;
        let mut bed = Bed::default();
        let (collector, retention) = assemble(&mut bed, database).await;
        let officer = bed.callers.authorization(person(1), Role::ProvinceOfficer, PROVINCE);
        let (client, producers) = (RegistryServiceClient::new(bed.wire()), ProducerServiceClient::new(bed.wire()));
        Self { client, producers, bed, officer, retention, collector }
    }

    /// A request by the officer of the province.
    fn ask<M>(&self, message: M) -> Request<M> {
        Callers::request(&self.officer, message)
    }

    /// A request by someone else.
    fn ask_as<M>(&self, role: Role, unit: &str, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(2), role, unit), message)
    }

    /// A request by the person of a number.
    fn by<M>(&self, number: u64, role: Role, unit: &str, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(number), role, unit), message)
    }

    /// What was told of a noun, each event by its name and content.
    async fn told(&self, database: &TestDatabase, noun: &str) -> Vec<(String, Vec<u8>)> {
        let db = platform::db::Database::open(&database.config()).await.expect("open");
        let told = "SELECT type, payload FROM event WHERE subject_type = $1 ORDER BY subject_id, subject_version";
        let told = Statement::from_sql_and_values(db.backend(), told, [noun.into()]);
        let rows = db.reader().query_all_raw(told).await.expect("read");
        let read = |row: sea_orm::QueryResult| {
            let name: String = row.try_get("", "type").expect("a text");
            let name = name.rsplit('.').next().expect("a name").to_owned();
            (name, row.try_get("", "payload").expect("bytes"))
        };
        rows.into_iter().map(read).collect()
    }

    async fn producer(&mut self, name: &str) -> pb::Producer {
        let request = self.ask(create_producer(name));
        self.client.create_producer(request).await.expect("registered").into_inner().producer.expect("given")
    }

    async fn product(&mut self, producer: &pb::Producer, name: &str) -> pb::Product {
        let request = self.ask(create_product(producer, name));
        self.client.create_product(request).await.expect("registered").into_inner().product.expect("given")
    }
}

fn new_request_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(7, COUNT.fetch_add(1, Ordering::Relaxed)).to_string()
}

/// A sound request; a test changes what it is about.
fn create_producer(name: &str) -> pb::CreateProducerRequest {
    let producer = pb::Producer {
        name: name.to_owned(),
        kind: pb::ProducerKind::Cooperative.into(),
        unit_id: COMMUNE.to_owned(),
        ..pb::Producer::default()
    };
    pb::CreateProducerRequest { request_id: new_request_id(), producer: Some(producer), ..Default::default() }
}

/// A sound request; a test changes what it is about.
fn create_product(producer: &pb::Producer, name: &str) -> pb::CreateProductRequest {
    let product = pb::Product {
        name: name.to_owned(),
        product_set: 4,
        producer_id: producer.id.clone(),
        unit_id: producer.unit_id.clone(),
        ..pb::Product::default()
    };
    pb::CreateProductRequest { request_id: new_request_id(), product: Some(product) }
}
