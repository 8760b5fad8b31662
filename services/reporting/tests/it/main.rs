//! Reporting through its public face, with registry, evaluation and training beside it, on both databases.

mod callers;
mod certificates;
mod classes;
mod dashboards;
mod days;
mod earlier_maps;
mod feeds;
mod figure_files;
mod hand_overs;
mod link;
mod rebuilding;
mod recognitions;
mod report_files;
mod reports;
mod samples;
mod scorecards;
mod target_records;
mod targets;
mod trained;

use platform::access::Role;
use platform::db::Database;
use platform::outbox::positions;
use proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::minutes_service_client::MinutesServiceClient;
use proto::evaluation::v1::redo_service_client::RedoServiceClient;
use proto::evaluation::v1::register_service_client::RegisterServiceClient;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::reporting::v1 as pb;
use proto::reporting::v1::dashboard_service_client::DashboardServiceClient;
use proto::reporting::v1::report_file_service_client::ReportFileServiceClient;
use proto::reporting::v1::report_service_client::ReportServiceClient;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use proto::reporting::v1::target_service_client::TargetServiceClient;
use proto::training::v1::training_service_client::TrainingServiceClient;
use reporting::{Linked, Peers, Service};
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Bed, Callers, Started, TestDatabase, Wire, eventually, person};
use tokio::task::JoinSet;
use tonic::Request;
use uuid::Uuid;

/// Điện Biên, two of its communes, and a province that is not Điện Biên with one of its wards.
const PROVINCE: &str = "2025:11";
const COMMUNE: &str = "2025:03127";
const OTHER_COMMUNE: &str = "2025:03151";
const OTHER_PROVINCE: &str = "2025:01";
const WARD_ELSEWHERE: &str = "2025:00070";

/// People, by number.
const PROVINCE_OFFICER: u64 = 3;
const MINISTRY_OFFICER: u64 = 6;
const ADMINISTRATOR: u64 = 7;

/// The day on which tests begin, and the one before.
const TODAY: &str = "2026-11-23";
const YESTERDAY: &str = "2026-11-22";

/// A province with all four services.
struct Province {
    bed: Bed,
    registry: RegistryServiceClient<Wire>,
    evaluation: EvaluationServiceClient<Wire>,
    /// The same service, for what is done to a dossier before a council scores it.
    steps: DossierServiceClient<Wire>,
    /// The same service, for what is done to a certificate after it was issued.
    certificates: RegisterServiceClient<Wire>,
    redo: RedoServiceClient<Wire>,
    minutes: MinutesServiceClient<Wire>,
    training: TrainingServiceClient<Wire>,
    client: ReportingServiceClient<Wire>,
    /// The same service, for targets as records.
    targets: TargetServiceClient<Wire>,
    /// The same service, in the shapes that dashboards draw.
    dashboards: DashboardServiceClient<Wire>,
    /// The same service, for reports.
    reports: ReportServiceClient<Wire>,
    report_files: ReportFileServiceClient<Wire>,
    databases: Databases,
    _beside: [TestDatabase; 3],
}

/// The databases of the four services.
#[derive(Clone)]
struct Databases {
    registry: Database,
    evaluation: Database,
    training: Database,
    reporting: Database,
}

/// A further process of reporting: it serves nobody, but takes in events. Whoever drops it kills it.
struct Replica {
    _running: JoinSet<()>,
}

/// Takes registry, evaluation and training into a bed.
async fn take_in_others(bed: &mut Bed, beside: [&TestDatabase; 3]) {
    let given = bed.surroundings(beside[0], registry::Service::MIGRATIONS).await;
    let peers = registry::Peers { evaluation: bed.transport("registry") };
    let register = registry::Service::new(given, peers, &bed.blobs()).expect("sound facts");
    bed.take_in(registry::Service::GRPC_NAMES, |routes| {
        register.add_routes(routes);
        register.into_jobs()
    });
    let given = bed.surroundings(beside[1], evaluation::Service::MIGRATIONS).await;
    let peers = evaluation::Peers { registry: bed.transport("evaluation"), training: bed.transport("evaluation") };
    let assessment =
        evaluation::Service::new(given, peers, bed.blobs(), testkit::master_keys()).expect("a sound catalogue");
    bed.take_in(evaluation::Service::GRPC_NAMES, |routes| {
        assessment.add_routes(routes);
        assessment.into_jobs()
    });
    let given = bed.surroundings(beside[2], training::Service::MIGRATIONS).await;
    let peers = training::Peers { registry: bed.transport("training"), evaluation: bed.transport("training") };
    let teaching = training::Service::new(given, peers);
    bed.take_in(training::Service::GRPC_NAMES, |routes| {
        teaching.add_routes(routes);
        teaching.into_jobs()
    });
}

/// Takes reporting into a bed too.
fn take_in(bed: &mut Bed, service: Service) {
    bed.take_in(Service::GRPC_NAMES, |routes| {
        service.add_routes(routes);
        service.into_jobs()
    });
}

/// Starts services on empty databases, waits until targets are recorded and all that was told is taken in, and stops them.
async fn start_on_empty(empty: &[TestDatabase]) {
    let mut bed = Bed::default();
    take_in_others(&mut bed, [&empty[0], &empty[1], &empty[2]]).await;
    let given = bed.surroundings(&empty[3], Service::MIGRATIONS).await;
    let service = Service::new(given, peers_of(&bed));
    take_in(&mut bed, service);
    bed.start().await;
    let databases = Databases::of([&empty[0], &empty[1], &empty[2], &empty[3]]).await;
    targets_are_recorded(&databases.reporting).await;
    databases.settled().await;
    bed.stop().await;
}

async fn targets_are_recorded(reporting: &Database) {
    eventually("the targets built in are recorded", || async move {
        number(reporting, "SELECT COUNT(*) AS number FROM target").await > 0
    })
    .await;
}

impl Databases {
    async fn of([registry, evaluation, training, reporting]: [&TestDatabase; 4]) -> Self {
        Self {
            registry: registry.open().await,
            evaluation: evaluation.open().await,
            training: training.open().await,
            reporting: reporting.open().await,
        }
    }

    /// Waits until reporting has taken in all that the others have told.
    async fn settled(&self) {
        let Self { registry, evaluation, training, reporting } = self;
        for (source, teller) in [("registry", registry), ("evaluation", evaluation), ("training", training)] {
            taken_in(reporting, source, teller).await;
        }
    }
}

impl Province {
    async fn on(database: &TestDatabase) -> Self {
        Self::assemble(database, true, None).await
    }

    /// The same, linked to the ministry.
    async fn linked(database: &TestDatabase, linked: Linked) -> Self {
        Self::assemble(database, true, Some(linked)).await
    }

    /// The same on empty databases, and what serves takes nothing in: replicas do.
    async fn served_only(database: &TestDatabase) -> Self {
        Self::assemble(database, false, None).await
    }

    async fn assemble(database: &TestDatabase, takes_in: bool, linked: Option<Linked>) -> Self {
        static STARTED: Started = Started::new();
        let beside = [database.another().await, database.another().await, database.another().await];
        if takes_in {
            STARTED.fill(&[&beside[0], &beside[1], &beside[2], database], start_on_empty).await;
        }
        let mut bed = Bed::default();
        take_in_others(&mut bed, beside.each_ref()).await;
        let given = bed.surroundings(database, Service::MIGRATIONS).await;
        let service = match linked {
            Some(linked) => Service::linked(given, peers_of(&bed), linked).expect("keys"),
            None => Service::new(given, peers_of(&bed)),
        };
        if takes_in {
            take_in(&mut bed, service);
        } else {
            bed.take_in(&[], |routes| {
                service.add_routes(routes);
                service.into_jobs().into_iter().filter(|job| !job.name.contains("events of")).collect()
            });
        }
        let databases = Databases::of([&beside[0], &beside[1], &beside[2], database]).await;
        bed.start().await;
        targets_are_recorded(&databases.reporting).await;
        Self {
            registry: RegistryServiceClient::new(bed.wire()),
            evaluation: EvaluationServiceClient::new(bed.wire()),
            steps: DossierServiceClient::new(bed.wire()),
            certificates: RegisterServiceClient::new(bed.wire()),
            redo: RedoServiceClient::new(bed.wire()),
            minutes: MinutesServiceClient::new(bed.wire()),
            training: TrainingServiceClient::new(bed.wire()),
            client: ReportingServiceClient::new(bed.wire()),
            targets: TargetServiceClient::new(bed.wire()),
            dashboards: DashboardServiceClient::new(bed.wire()),
            reports: ReportServiceClient::new(bed.wire()),
            report_files: ReportFileServiceClient::new(bed.wire()),
            bed,
            databases,
            _beside: beside,
        }
    }

    /// Starts a further process of reporting on its database, and waits until what serves knows the units.
    async fn replica(&self, database: &TestDatabase) -> Replica {
        let replica = self.replica_that_does(database, |_| true).await;
        eventually("reporting knows the units", || {
            let (mut client, request) = (self.client.clone(), self.by(PROVINCE_OFFICER, get_scorecard(PROVINCE, "")));
            async move { client.get_scorecard(request).await.is_ok() }
        })
        .await;
        replica
    }

    /// Starts a further process of reporting that does only some of its jobs.
    async fn replica_that_does(&self, database: &TestDatabase, is_done: impl Fn(&str) -> bool) -> Replica {
        let given = self.bed.surroundings(database, Service::MIGRATIONS).await;
        let mut running = JoinSet::new();
        for job in Service::new(given, peers_of(&self.bed)).into_jobs() {
            if is_done(&job.name) {
                running.spawn(job.run);
            }
        }
        Replica { _running: running }
    }

    /// Waits until reporting has taken in all that the others have told.
    async fn settled(&self) {
        self.databases.settled().await;
    }

    /// Waits until training has taken in producers, leaders and certificates.
    async fn training_settled(&self) {
        let Databases { registry, evaluation, training, .. } = &self.databases;
        taken_in(training, "registry", registry).await;
        taken_in(training, "evaluation", evaluation).await;
    }

    /// A request by a person in her role.
    fn by<M>(&self, number: u64, message: M) -> Request<M> {
        let (role, unit) = match number {
            PROVINCE_OFFICER => (Role::ProvinceOfficer, PROVINCE),
            MINISTRY_OFFICER => (Role::MinistryOfficer, "VN"),
            ADMINISTRATOR => (Role::Administrator, "VN"),
            _ => (Role::Expert, PROVINCE),
        };
        self.by_role(number, role, unit, message)
    }

    fn by_role<M>(&self, number: u64, role: Role, unit: &str, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(number), role, unit), message)
    }

    /// A request of one who works in this role everywhere.
    fn anywhere<M>(&self, number: u64, role: Role, message: M) -> Request<M> {
        self.by_role(number, role, "VN", message)
    }

    /// The scorecard of a unit on a day, all told being taken in.
    async fn scorecard(&mut self, unit: &str, at: &str) -> pb::Scorecard {
        self.settled().await;
        self.scorecard_as_it_is(unit, at).await
    }

    /// The scorecard of a unit on a day, whatever has been taken in.
    async fn scorecard_as_it_is(&mut self, unit: &str, at: &str) -> pb::Scorecard {
        let request = self.by(MINISTRY_OFFICER, get_scorecard(unit, at));
        self.client.get_scorecard(request).await.expect("computed").into_inner().scorecard.expect("given")
    }

    /// Values of a unit on a day, by indicator. All are recorded.
    async fn values<const N: usize>(&mut self, unit: &str, at: &str, indicators: [&str; N]) -> [i64; N] {
        self.values_if_recorded(unit, at, indicators).await.map(|value| value.expect("it is recorded"))
    }

    /// The same; None for what is not recorded.
    async fn values_if_recorded<const N: usize>(
        &mut self,
        unit: &str,
        at: &str,
        indicators: [&str; N],
    ) -> [Option<i64>; N] {
        let scorecard = self.scorecard(unit, at).await;
        indicators.map(|indicator| value(standing(&scorecard, indicator)))
    }

    // Registry

    async fn producer(&mut self, name: &str, unit: &str) -> registry_pb::Producer {
        self.create_producer(cooperative(name, unit)).await
    }

    async fn create_producer(&mut self, producer: registry_pb::Producer) -> registry_pb::Producer {
        let request =
            registry_pb::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        self.registry.create_producer(request).await.expect("registered").into_inner().producer.expect("given")
    }

    /// A product of a set, from where its producer is.
    async fn product(&mut self, producer: &registry_pb::Producer, product_set: i32) -> registry_pb::Product {
        self.product_from(producer, product_set, &producer.unit_id).await
    }

    async fn product_from(
        &mut self,
        producer: &registry_pb::Producer,
        product_set: i32,
        unit: &str,
    ) -> registry_pb::Product {
        let product = registry_pb::Product {
            name: format!("Sản phẩm của {}", producer.name),
            product_set,
            producer_id: producer.id.clone(),
            unit_id: unit.to_owned(),
            ..Default::default()
        };
        let request = registry_pb::CreateProductRequest { request_id: new_id(), product: Some(product) };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        self.registry.create_product(request).await.expect("registered").into_inner().product.expect("given")
    }

    /// A new person leads a producer from a day on. Returns her identity.
    async fn appoint(&mut self, producer: &registry_pb::Producer, from: &str) -> String {
        let request = registry_pb::AppointLeaderRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            full_name: "Người lãnh đạo".to_owned(),
            title: "Giám đốc".to_owned(),
            term_from: from.to_owned(),
            ..Default::default()
        };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        let leader = self.registry.appoint_leader(request).await.expect("appointed").into_inner().leader;
        leader.expect("given").person_id
    }

    /// A producer moves to another commune.
    async fn move_to(&mut self, producer: registry_pb::Producer, unit: &str) {
        let request = registry_pb::UpdateProducerRequest {
            request_id: new_id(),
            producer: Some(registry_pb::Producer { unit_id: unit.to_owned(), ..producer }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["unit_id".to_owned()] }),
            ..Default::default()
        };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        self.registry.update_producer(request).await.expect("moved");
    }

    /// A product is taken out of use.
    async fn retire_product(&mut self, product: &registry_pb::Product) {
        let get = registry_pb::GetProductRequest { product_id: product.id.clone() };
        let request = self.by(PROVINCE_OFFICER, get);
        let known = self.registry.get_product(request).await.expect("found").into_inner().product.expect("given");
        let request = registry_pb::RetireProductRequest {
            request_id: new_id(),
            product_id: known.id,
            etag: known.etag,
            reason: "Ngừng sản xuất".to_owned(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        self.registry.retire_product(request).await.expect("retired");
    }

    /// A producer without products is taken out of use.
    async fn retire(&mut self, producer: &registry_pb::Producer) {
        let request = registry_pb::RetireProducerRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            etag: producer.etag.clone(),
            reason: "Giải thể".to_owned(),
        };
        let request = self.by(PROVINCE_OFFICER, request);
        self.registry.retire_producer(request).await.expect("retired");
    }
}

fn peers_of(bed: &Bed) -> Peers {
    let road = || bed.transport("reporting");
    Peers { registry: road(), evaluation: road(), training: road() }
}

async fn number(database: &Database, sql: &str) -> i64 {
    let statement = Statement::from_string(database.backend(), sql);
    let row = database.reader().query_one_raw(statement).await.expect("read").expect("a row");
    row.try_get("", "number").expect("a number")
}

/// Waits until a reader has taken in all that a source has told.
async fn taken_in(reader: &Database, source: &str, teller: &Database) {
    eventually(&format!("all that {source} told is taken in"), || async move {
        let waiting = number(teller, "SELECT COUNT(*) AS number FROM event WHERE position IS NULL").await;
        waiting == 0 && position(reader, source).await == head(teller).await
    })
    .await;
}

/// The highest position of a feed.
async fn head(teller: &Database) -> i64 {
    number(teller, "SELECT position AS number FROM feed_head").await
}

/// How far a source has been taken in; where nothing was told, there is no position yet.
async fn position(reader: &Database, source: &str) -> i64 {
    let positions = positions(reader.reader()).await.expect("read");
    positions.iter().find(|reached| reached.source == source).map_or(0, |reached| reached.position)
}

fn new_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(7, COUNT.fetch_add(1, Ordering::Relaxed)).to_string()
}

/// The identity of the person of a number.
fn person_id(number: u64) -> String {
    person(number).to_string()
}

/// A sound producer; a test changes what it is about.
fn cooperative(name: &str, unit: &str) -> registry_pb::Producer {
    registry_pb::Producer {
        name: name.to_owned(),
        kind: registry_pb::ProducerKind::Cooperative.into(),
        unit_id: unit.to_owned(),
        ..Default::default()
    }
}

fn get_scorecard(unit: &str, at: &str) -> pb::GetScorecardRequest {
    pb::GetScorecardRequest { unit_id: unit.to_owned(), at: at.to_owned() }
}

/// A figure that is recorded: what is certain, what it may be more, and what of it stems from samples.
fn recorded(value: i64, uncertain_value: i64, sample_value: i64) -> pb::Figure {
    pb::Figure { recorded: true, value, uncertain_value, sample_value }
}

/// What a figure is for certain; None for what is not recorded.
fn value(figure: pb::Figure) -> Option<i64> {
    figure.recorded.then_some(figure.value)
}

/// The row of an indicator as it stands on the day.
fn standing_row<'s>(scorecard: &'s pb::Scorecard, indicator: &str) -> &'s pb::ScorecardRow {
    let is_wanted = |row: &&pb::ScorecardRow| {
        row.phase.is_none() && row.indicator.as_ref().is_some_and(|known| known.code == indicator)
    };
    scorecard.rows.iter().find(is_wanted).expect("the row")
}

/// The figure of an indicator as it stands on the day.
fn standing(scorecard: &pb::Scorecard, indicator: &str) -> pb::Figure {
    standing_row(scorecard, indicator).actual.expect("a figure")
}

/// The row of a target of Decision 1141/QĐ-UBND, such as `products_recognised/2021-2030`.
fn against<'s>(scorecard: &'s pb::Scorecard, target: &str) -> &'s pb::ScorecardRow {
    let id = format!("1141-2018/{target}");
    let is_wanted = |row: &&pb::ScorecardRow| row.target.as_ref().is_some_and(|known| known.id == id);
    scorecard.rows.iter().find(is_wanted).expect("the row")
}

/// The figure against a target.
fn actual(scorecard: &pb::Scorecard, target: &str) -> pb::Figure {
    against(scorecard, target).actual.expect("a figure")
}

/// Keys and figures of a breakdown.
fn cells(scorecard: &pb::Scorecard, dimension: pb::Dimension) -> Vec<(&str, pb::Figure)> {
    let breakdown = scorecard.breakdowns.iter().find(|breakdown| breakdown.dimension() == dimension);
    let cells = &breakdown.expect("the breakdown").cells;
    cells.iter().map(|cell| (cell.key.as_str(), cell.figure.expect("a figure"))).collect()
}

/// Keys, titles and values of the breakdown by unit.
fn by_unit(scorecard: &pb::Scorecard) -> Vec<(&str, &str, i64)> {
    let breakdown = scorecard.breakdowns.iter().find(|breakdown| breakdown.dimension() == pb::Dimension::Unit);
    let cells = &breakdown.expect("the breakdown").cells;
    let value = |cell: &pb::BreakdownCell| cell.figure.expect("a figure").value;
    cells.iter().map(|cell| (cell.key.as_str(), cell.title.as_str(), value(cell))).collect()
}
