//! Training through its public face, with registry and evaluation beside it, on both databases.

mod attendance;
mod breakdown;
mod certificates;
mod check_ins;
mod classes;
mod completions;
mod concurrency;
mod coverage;
mod curricula;
mod feeds;
mod figures;
mod gates;
mod learner_lists;
mod learners;
mod named_coverage;
mod particulars;
mod plans;
mod requests;

use platform::access::Role;
use platform::db::Database;
use platform::ids::PersonId;
use platform::jobs::Job;
use platform::outbox::positions;
use proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::minutes_service_client::MinutesServiceClient;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::training::v1 as pb;
use proto::training::v1::training_service_client::TrainingServiceClient;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Bed, Callers, Started, TestDatabase, Wire, eventually, person};
use tonic::{Request, Status};
use training::{Peers, Service};
use uuid::Uuid;

/// Điện Biên, two of its communes, and a province that is not Điện Biên with one of its wards.
const PROVINCE: &str = "2025:11";
const COMMUNE: &str = "2025:03127";
const OTHER_COMMUNE: &str = "2025:03151";
const OTHER_PROVINCE: &str = "2025:01";
const WARD_ELSEWHERE: &str = "2025:00070";

/// People, by number.
const COMMUNE_OFFICER: u64 = 1;
const COMMUNE_LEADER: u64 = 2;
const PROVINCE_OFFICER: u64 = 3;
const TRAINER: u64 = 4;
const OFFICER_ELSEWHERE: u64 = 5;
const MINISTRY_OFFICER: u64 = 6;

/// The day on which tests begin.
const TODAY: &str = "2026-11-23";

/// A province with registry, evaluation and training.
struct Province {
    bed: Bed,
    registry: RegistryServiceClient<Wire>,
    evaluation: EvaluationServiceClient<Wire>,
    /// The same service, for what is done to a dossier before a council scores it.
    steps: DossierServiceClient<Wire>,
    minutes: MinutesServiceClient<Wire>,
    client: TrainingServiceClient<Wire>,
    databases: Databases,
    _beside: [TestDatabase; 2],
}

/// The databases of the three services.
#[derive(Clone)]
struct Databases {
    registry: Database,
    evaluation: Database,
    training: Database,
}

/// What training does of its own accord, for a test that starts it by hand.
type HeldBack = Vec<Job>;

/// Takes registry and evaluation into a bed. Returns training, to be taken in.
async fn assemble(bed: &mut Bed, beside: [&TestDatabase; 2], database: &TestDatabase) -> Service {
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
    let peers = Peers { registry: bed.transport("training"), evaluation: bed.transport("training") };
    Service::new(bed.surroundings(database, Service::MIGRATIONS).await, peers)
}

/// Takes training into a bed too.
fn take_in(bed: &mut Bed, service: Service) {
    bed.take_in(Service::GRPC_NAMES, |routes| {
        service.add_routes(routes);
        service.into_jobs()
    });
}

impl Province {
    async fn on(database: &TestDatabase) -> Self {
        static STARTED: Started = Started::new();
        let beside = [database.another().await, database.another().await];
        STARTED
            .fill(&[&beside[0], &beside[1], database], async |empty| {
                let mut bed = Bed::default();
                let service = assemble(&mut bed, [&empty[0], &empty[1]], &empty[2]).await;
                take_in(&mut bed, service);
                bed.start().await;
                bed.stop().await;
            })
            .await;
        let mut bed = Bed::default();
        let service = assemble(&mut bed, beside.each_ref(), database).await;
        take_in(&mut bed, service);
        Self::start(bed, beside, database).await
    }

    /// The same, but training does nothing of its own accord yet.
    async fn with_training_held_back(database: &TestDatabase) -> (Self, HeldBack) {
        let beside = [database.another().await, database.another().await];
        let mut bed = Bed::default();
        let service = assemble(&mut bed, beside.each_ref(), database).await;
        let mut held_back = Vec::new();
        bed.take_in(&[], |routes| {
            service.add_routes(routes);
            held_back = service.into_jobs();
            Vec::new()
        });
        (Self::start(bed, beside, database).await, held_back)
    }

    async fn start(mut bed: Bed, beside: [TestDatabase; 2], database: &TestDatabase) -> Self {
        bed.start().await;
        let databases = Databases {
            registry: beside[0].open().await,
            evaluation: beside[1].open().await,
            training: database.open().await,
        };
        Self {
            registry: RegistryServiceClient::new(bed.wire()),
            evaluation: EvaluationServiceClient::new(bed.wire()),
            steps: DossierServiceClient::new(bed.wire()),
            minutes: MinutesServiceClient::new(bed.wire()),
            client: TrainingServiceClient::new(bed.wire()),
            bed,
            databases,
            _beside: beside,
        }
    }

    /// Waits until training has taken in all that a service has told.
    async fn taken_in(&self, source: &'static str) {
        let Databases { registry, evaluation, training } = &self.databases;
        let told = if source == "evaluation" { evaluation } else { registry };
        eventually(&format!("training has taken in what {source} told"), || async move {
            let waiting = number(told, "SELECT COUNT(*) AS number FROM event WHERE position IS NULL").await;
            let head = number(told, "SELECT position AS number FROM feed_head").await;
            // Where nothing was told, there is no position yet.
            let positions = positions(training.reader()).await.expect("read");
            let reached =
                positions.iter().find(|reached| reached.source == source).map_or(0, |reached| reached.position);
            waiting == 0 && reached == head
        })
        .await;
    }

    /// Waits until training has taken in all that the others have told.
    async fn settled(&self) {
        self.taken_in("registry").await;
        self.taken_in("registry_officials").await;
        self.taken_in("evaluation").await;
    }

    /// A request by a person in her role.
    fn by<M>(&self, number: u64, message: M) -> Request<M> {
        let (role, unit) = match number {
            COMMUNE_OFFICER => (Role::CommuneOfficer, COMMUNE),
            COMMUNE_LEADER => (Role::CommuneLeader, COMMUNE),
            PROVINCE_OFFICER => (Role::ProvinceOfficer, PROVINCE),
            TRAINER => (Role::Trainer, PROVINCE),
            OFFICER_ELSEWHERE => (Role::ProvinceOfficer, OTHER_PROVINCE),
            MINISTRY_OFFICER => (Role::MinistryOfficer, "VN"),
            _ => (Role::Expert, PROVINCE),
        };
        self.by_role(number, role, unit, message)
    }

    fn by_role<M>(&self, number: u64, role: Role, unit: &str, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(number), role, unit), message)
    }

    // Registry

    async fn producer(&mut self, name: &str) -> registry_pb::Producer {
        self.producer_in(name, COMMUNE).await
    }

    async fn producer_in(&mut self, name: &str, unit: &str) -> registry_pb::Producer {
        self.register(name, unit, false).await
    }

    async fn sample_producer(&mut self, name: &str) -> registry_pb::Producer {
        self.register(name, COMMUNE, true).await
    }

    async fn register(&mut self, name: &str, unit: &str, sample: bool) -> registry_pb::Producer {
        let producer = registry_pb::Producer {
            name: name.to_owned(),
            kind: registry_pb::ProducerKind::Cooperative.into(),
            unit_id: unit.to_owned(),
            sample,
            ..Default::default()
        };
        let request =
            registry_pb::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let request = self.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, "VN", request);
        self.registry.create_producer(request).await.expect("registered").into_inner().producer.expect("given")
    }

    async fn product(&mut self, producer: &registry_pb::Producer) -> registry_pb::Product {
        let product = registry_pb::Product {
            name: format!("Sản phẩm của {}", producer.name),
            product_set: 1,
            producer_id: producer.id.clone(),
            unit_id: producer.unit_id.clone(),
            ..Default::default()
        };
        let request = registry_pb::CreateProductRequest { request_id: new_id(), product: Some(product) };
        let request = self.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, "VN", request);
        self.registry.create_product(request).await.expect("registered").into_inner().product.expect("given")
    }

    /// A new person leads a producer from a day on. Returns her identity.
    async fn appoint(&mut self, producer: &registry_pb::Producer, from: &str) -> String {
        self.appoint_person(producer, "", from).await
    }

    /// A person leads a producer from a day on.
    async fn appoint_person(&mut self, producer: &registry_pb::Producer, person_id: &str, from: &str) -> String {
        let request = registry_pb::AppointLeaderRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            person_id: person_id.to_owned(),
            full_name: "Người lãnh đạo".to_owned(),
            title: "Giám đốc".to_owned(),
            term_from: from.to_owned(),
        };
        let request = self.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, "VN", request);
        let leader = self.registry.appoint_leader(request).await.expect("appointed").into_inner().leader;
        leader.expect("given").person_id
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

    // Training

    /// A curriculum of which 80 percent must be attended.
    async fn curriculum(&mut self, audience: pb::Audience) -> pb::Curriculum {
        let request = self.by(PROVINCE_OFFICER, create_curriculum("Chương trình", audience));
        self.client.create_curriculum(request).await.expect("recorded").into_inner().curriculum.expect("given")
    }

    /// A class of the province for an audience, with sessions of these days and hours.
    async fn class(&mut self, audience: pb::Audience, sessions: &[(&str, i32)]) -> pb::TrainingClass {
        let curriculum = self.curriculum(audience).await;
        let request = self.by(TRAINER, create_class(&curriculum, sessions));
        self.client.create_training_class(request).await.expect("recorded").into_inner().training_class.expect("given")
    }

    /// A sample of a class with one session of today.
    async fn sample_class(&mut self, audience: pb::Audience) -> pb::TrainingClass {
        let curriculum = self.curriculum(audience).await;
        let mut request = create_class(&curriculum, &[(TODAY, 4)]);
        request.training_class.as_mut().expect("given").sample = true;
        let request = self.by(TRAINER, request);
        self.client.create_training_class(request).await.expect("recorded").into_inner().training_class.expect("given")
    }

    /// A class of the province with one session of today.
    async fn class_of_today(&mut self, audience: pb::Audience) -> pb::TrainingClass {
        self.class(audience, &[(TODAY, 4)]).await
    }

    async fn enrol(&mut self, request: pb::EnrolLearnerRequest) -> Result<pb::Learner, Status> {
        let request = self.by(TRAINER, request);
        Ok(self.client.enrol_learner(request).await?.into_inner().learner.expect("given"))
    }

    /// Officials of the commune, by number, enrolled in a class.
    async fn enrol_officials(&mut self, class: &pb::TrainingClass, numbers: &[u64]) {
        for number in numbers {
            self.enrol(enrol_official(class, *number)).await.expect("enrolled");
        }
    }

    async fn call_roll(&mut self, class: &pb::TrainingClass, session: i32, persons: &[u64]) -> Result<i32, Status> {
        let request = self.by(TRAINER, record_attendance(class, session, persons));
        Ok(self.client.record_attendance(request).await?.into_inner().present_count)
    }

    async fn complete(&mut self, class: &pb::TrainingClass) -> Result<pb::CompleteTrainingClassResponse, Status> {
        let request = self.by(TRAINER, complete_class(class));
        Ok(self.client.complete_training_class(request).await?.into_inner())
    }

    async fn learners(&mut self, class: &pb::TrainingClass) -> Vec<pb::Learner> {
        let list = pb::ListLearnersRequest { training_class_id: class.id.clone(), ..Default::default() };
        let request = self.by(TRAINER, list);
        self.client.list_learners(request).await.expect("listed").into_inner().learners
    }
}

async fn number(database: &Database, sql: &str) -> i64 {
    let statement = Statement::from_string(database.backend(), sql);
    let row = database.reader().query_one_raw(statement).await.expect("read").expect("a row");
    row.try_get("", "number").expect("a number")
}

fn new_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(7, COUNT.fetch_add(1, Ordering::Relaxed)).to_string()
}

/// The identity of the person of a number.
fn person_id(number: u64) -> String {
    PersonId::to_string(&person(number))
}

/// A sound request; a test changes what it is about.
fn create_curriculum(title: &str, audience: pb::Audience) -> pb::CreateCurriculumRequest {
    let curriculum = pb::Curriculum {
        title: title.to_owned(),
        audience: audience.into(),
        hours: 10,
        min_attendance_percent: 80,
        ..Default::default()
    };
    pb::CreateCurriculumRequest { request_id: new_id(), curriculum: Some(curriculum) }
}

/// A sound request; a test changes what it is about.
fn create_class(curriculum: &pb::Curriculum, sessions: &[(&str, i32)]) -> pb::CreateTrainingClassRequest {
    let session =
        |(date, hours): &(&str, i32)| pb::TrainingSession { number: 0, date: (*date).to_owned(), hours: *hours };
    let training_class = pb::TrainingClass {
        curriculum_id: curriculum.id.clone(),
        unit_id: PROVINCE.to_owned(),
        place: "Hội trường tỉnh".to_owned(),
        sessions: sessions.iter().map(session).collect(),
        planned_participants: 30,
        ..Default::default()
    };
    pb::CreateTrainingClassRequest { request_id: new_id(), training_class: Some(training_class) }
}

/// An official of the commune; a test changes what it is about.
fn enrol_official(class: &pb::TrainingClass, number: u64) -> pb::EnrolLearnerRequest {
    pb::EnrolLearnerRequest {
        request_id: new_id(),
        training_class_id: class.id.clone(),
        person_id: person_id(number),
        official_level: pb::OfficialLevel::Commune.into(),
        unit_id: COMMUNE.to_owned(),
        ..Default::default()
    }
}

fn enrol_leader(
    class: &pb::TrainingClass,
    person_id: &str,
    producer: &registry_pb::Producer,
) -> pb::EnrolLearnerRequest {
    pb::EnrolLearnerRequest {
        request_id: new_id(),
        training_class_id: class.id.clone(),
        person_id: person_id.to_owned(),
        producer_id: producer.id.clone(),
        ..Default::default()
    }
}

fn record_attendance(class: &pb::TrainingClass, session: i32, persons: &[u64]) -> pb::RecordAttendanceRequest {
    pb::RecordAttendanceRequest {
        request_id: new_id(),
        training_class_id: class.id.clone(),
        session_number: session,
        person_ids: persons.iter().map(|number| person_id(*number)).collect(),
    }
}

fn complete_class(class: &pb::TrainingClass) -> pb::CompleteTrainingClassRequest {
    pb::CompleteTrainingClassRequest {
        request_id: new_id(),
        training_class_id: class.id.clone(),
        etag: class.etag.clone(),
    }
}
