//! Evaluation through its public face, with registry beside it, on both databases.

mod agenda;
mod ballot_drafts;
mod calendar;
mod certificates;
mod complaints;
mod concurrency;
mod council_regulations;
mod criteria;
mod delegations;
mod evidence;
mod expiries;
mod files;
mod filing;
mod forms;
mod hand_over;
mod inspection_plans;
mod inspection_ranks;
mod inspections;
mod member_statistics;
mod ministry_councils;
mod minutes;
mod parcels;
mod producer_persons;
mod recognitions;
mod redo;
mod register;
mod register_search;
mod result_integrity;
mod results;
mod reviews;
mod sealing;
mod second_ballot;
mod sessions;
mod simulation;
mod standings;
mod terms;
mod unannounced_inspections;
mod voters;
mod what_next;
mod written_ballot;

use std::sync::Arc;

use evaluation::{Agenda, Collector, Peers, Service};
use platform::access::{Grant, Role};
use platform::blobs::Blobs;
use platform::clock::Clock;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::agenda_service_client::AgendaServiceClient;
use proto::evaluation::v1::ballot_service_client::BallotServiceClient;
use proto::evaluation::v1::complaint_service_client::ComplaintServiceClient;
use proto::evaluation::v1::council_service_client::CouncilServiceClient;
use proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::evidence_service_client::EvidenceServiceClient;
use proto::evaluation::v1::form_service_client::FormServiceClient;
use proto::evaluation::v1::inspection_service_client::InspectionServiceClient;
use proto::evaluation::v1::minutes_service_client::MinutesServiceClient;
use proto::evaluation::v1::redo_service_client::RedoServiceClient;
use proto::evaluation::v1::register_service_client::RegisterServiceClient;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use testkit::{Bed, Callers, Started, TestDatabase, Wire, dossiers, person};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Request, Status};
use uuid::Uuid;

/// Điện Biên, one of its communes, and a province that is not Điện Biên.
const PROVINCE: &str = "2025:11";
const COMMUNE: &str = "2025:03127";
const OTHER_PROVINCE: &str = "2025:01";

/// People, by number.
const COMMUNE_OFFICER: u64 = 1;
const COMMUNE_LEADER: u64 = 2;
const PROVINCE_OFFICER: u64 = 3;
const TEAM_HEAD: u64 = 4;
const PROVINCE_LEADER: u64 = 5;
const SECRETARY: u64 = 10;
const CHAIR: u64 = 11;
/// The chair and four more who score.
const SCORERS: [u64; 5] = [CHAIR, 12, 13, 14, 15];

/// Where the people of a test work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Home {
    province: &'static str,
    commune: &'static str,
}

/// A province with registry and evaluation.
struct Province {
    bed: Bed,
    home: Home,
    registry: RegistryServiceClient<Wire>,
    client: EvaluationServiceClient<Wire>,
    /// The same service, for what is done before a council scores.
    steps: DossierServiceClient<Wire>,
    /// What surrounds the ballots of a session.
    ballots: BallotServiceClient<Wire>,
    minutes: MinutesServiceClient<Wire>,
    evidence: EvidenceServiceClient<Wire>,
    forms: FormServiceClient<Wire>,
    /// What is to be done, by whom and until when.
    agenda: AgendaServiceClient<Wire>,
    /// What is done as time passes, by hand.
    time: Agenda,
    register: RegisterServiceClient<Wire>,
    complaints: ComplaintServiceClient<Wire>,
    inspections: InspectionServiceClient<Wire>,
    redo: RedoServiceClient<Wire>,
    councils: CouncilServiceClient<Wire>,
    collector: Collector,
    /// Registry's database.
    beside: Arc<TestDatabase>,
}

/// Takes registry and evaluation into a bed. Returns what evaluation does as time passes.
async fn assemble(bed: &mut Bed, beside: &TestDatabase, database: &TestDatabase, blobs: Blobs) -> (Collector, Agenda) {
    let given = bed.surroundings(beside, registry::Service::MIGRATIONS).await;
    let peers = registry::Peers { evaluation: bed.transport("registry") };
    let register = registry::Service::new(given, peers, &bed.blobs()).expect("sound facts");
    bed.take_in(registry::Service::GRPC_NAMES, |routes| {
        register.add_routes(routes);
        register.into_jobs()
    });
    let peers = Peers { registry: bed.transport("evaluation"), training: bed.transport("evaluation") };
    let given = bed.surroundings(database, Service::MIGRATIONS).await;
    let service = Service::new(given, peers, blobs, testkit::master_keys()).expect("a sound catalogue");
    let time = (service.collector(), service.agenda());
    bed.take_in(Service::GRPC_NAMES, |routes| {
        service.add_routes(routes);
        service.into_jobs()
    });
    time
}

impl Province {
    async fn on(database: &TestDatabase) -> Self {
        let bed = Bed::default();
        let blobs = bed.blobs();
        Self::of(database, bed, blobs).await
    }

    /// One with limits and a store of files of its own.
    async fn of(database: &TestDatabase, bed: Bed, blobs: Blobs) -> Self {
        static STARTED: Started = Started::new();
        let beside = Arc::new(database.another().await);
        STARTED
            .fill(&[&beside, database], async |empty| {
                let mut bed = Bed::default();
                let blobs = bed.blobs();
                assemble(&mut bed, &empty[0], &empty[1], blobs).await;
                bed.start().await;
                bed.stop().await;
            })
            .await;
        Self::over(database, beside, bed, blobs).await
    }

    /// Registry and evaluation as one more process, at the same hour: nothing is shared but the databases.
    async fn started_again(&self, database: &TestDatabase) -> Self {
        let bed = Bed::default();
        bed.hands.set(Clock::Test(self.bed.hands.clone()).now());
        let blobs = bed.blobs();
        Self::over(database, Arc::clone(&self.beside), bed, blobs).await
    }

    async fn over(database: &TestDatabase, beside: Arc<TestDatabase>, mut bed: Bed, blobs: Blobs) -> Self {
        let (collector, time) = assemble(&mut bed, &beside, database, blobs).await;
        bed.start().await;
        Self {
            registry: RegistryServiceClient::new(bed.wire()),
            client: EvaluationServiceClient::new(bed.wire()),
            steps: DossierServiceClient::new(bed.wire()),
            ballots: BallotServiceClient::new(bed.wire()),
            minutes: MinutesServiceClient::new(bed.wire()),
            evidence: EvidenceServiceClient::new(bed.wire()),
            forms: FormServiceClient::new(bed.wire()),
            agenda: AgendaServiceClient::new(bed.wire()),
            time,
            register: RegisterServiceClient::new(bed.wire()),
            complaints: ComplaintServiceClient::new(bed.wire()),
            inspections: InspectionServiceClient::new(bed.wire()),
            redo: RedoServiceClient::new(bed.wire()),
            councils: CouncilServiceClient::new(bed.wire()),
            collector,
            bed,
            home: Home { province: PROVINCE, commune: COMMUNE },
            beside,
        }
    }

    /// A request by a person in her role.
    fn by<M>(&self, number: u64, message: M) -> Request<M> {
        let (role, unit) = match number {
            COMMUNE_OFFICER => (Role::CommuneOfficer, self.home.commune),
            COMMUNE_LEADER => (Role::CommuneLeader, self.home.commune),
            PROVINCE_OFFICER => (Role::ProvinceOfficer, self.home.province),
            _ => (Role::Expert, self.home.province),
        };
        self.by_role(number, role, unit, message)
    }

    fn by_role<M>(&self, number: u64, role: Role, unit: &str, message: M) -> Request<M> {
        Callers::request(&self.bed.callers.authorization(person(number), role, unit), message)
    }

    /// What a person shows who holds several roles.
    fn authorization_of(&self, number: u64, roles: &[(Role, &str)]) -> MetadataValue<Ascii> {
        let grant = |&(role, unit): &(Role, &str)| {
            let unit = unit.parse().expect("a unit");
            Grant { role, unit, from: None, to: None }
        };
        let grants: Vec<Grant> = roles.iter().map(grant).collect();
        self.bed.callers.authorization_of(person(number), &grants)
    }

    /// It is nine o'clock on a day, and what time has brought is done.
    async fn day(&self, day: &str) {
        let nine = format!("{day}T02:00:00Z").parse().expect("a moment");
        self.bed.hands.set(nine);
        self.time.run().await.expect("done");
    }

    async fn producers_called(&mut self, name: &str) -> Vec<String> {
        let request = registry_pb::ListProducersRequest { text: name.to_owned(), ..Default::default() };
        let request = self.by(COMMUNE_OFFICER, request);
        let listed = self.registry.list_producers(request).await.expect("listed").into_inner().producers;
        listed.into_iter().map(|producer| producer.id).collect()
    }

    async fn product(&mut self, name: &str, product_set: i32) -> registry_pb::Product {
        let producer = registry_pb::Producer {
            name: format!("HTX {name}"),
            kind: registry_pb::ProducerKind::Cooperative.into(),
            unit_id: self.home.commune.to_owned(),
            ..Default::default()
        };
        // Tests register the same name over and over.
        let distinct_from_producer_ids = self.producers_called(&producer.name).await;
        let request = registry_pb::CreateProducerRequest {
            request_id: new_id(),
            producer: Some(producer),
            distinct_from_producer_ids,
        };
        let request = self.by(COMMUNE_OFFICER, request);
        let producer = self.registry.create_producer(request).await.expect("registered").into_inner().producer;
        let product = registry_pb::Product {
            name: name.to_owned(),
            product_set,
            producer_id: producer.expect("given").id,
            unit_id: self.home.commune.to_owned(),
            ..Default::default()
        };
        let request = registry_pb::CreateProductRequest { request_id: new_id(), product: Some(product) };
        let request = self.by(COMMUNE_OFFICER, request);
        self.registry.create_product(request).await.expect("registered").into_inner().product.expect("given")
    }

    async fn file(&mut self, product_id: &str) -> Result<pb::Dossier, Status> {
        let request = dossiers::file(new_id(), product_id);
        let request = self.by(COMMUNE_OFFICER, request);
        Ok(self.client.file_dossier(request).await?.into_inner().dossier.expect("given"))
    }

    async fn accept(&mut self, dossier: &pb::Dossier) -> Result<pb::Dossier, Status> {
        let request = dossiers::accept(new_id(), dossier);
        let request = self.by(COMMUNE_LEADER, request);
        Ok(self.client.accept_dossier(request).await?.into_inner().dossier.expect("given"))
    }

    async fn propose(&mut self, dossier: &pb::Dossier) -> Result<pb::Dossier, Status> {
        let request = dossiers::propose(new_id(), dossier);
        let request = self.by(COMMUNE_LEADER, request);
        Ok(self.client.propose_dossier(request).await?.into_inner().dossier.expect("given"))
    }

    /// A product of a set, with its dossier proposed to the province.
    async fn proposed(&mut self, name: &str, product_set: i32) -> pb::Dossier {
        let product = self.product(name, product_set).await;
        let filed = self.file(&product.id).await.expect("filed");
        let accepted = self.accept(&filed).await.expect("accepted");
        self.propose(&accepted).await.expect("proposed")
    }

    /// A product of a set, with its dossier reviewed and ready for a council.
    async fn ready(&mut self, name: &str, product_set: i32) -> pb::Dossier {
        let proposed = self.proposed(name, product_set).await;
        self.reviewed(&proposed).await
    }

    /// The province takes a proposed dossier in, and its advisory team reports.
    async fn reviewed(&mut self, proposed: &pb::Dossier) -> pb::Dossier {
        let request = self.by(PROVINCE_OFFICER, dossiers::take_in(new_id(), proposed));
        let taken_in = self.steps.take_in_dossier(request).await.expect("taken in").into_inner().dossier;
        self.advisory_team().await;
        let request = self.by(TEAM_HEAD, dossiers::review_report(new_id(), &taken_in.expect("given")));
        self.steps.submit_review_report(request).await.expect("reported").into_inner().dossier.expect("given")
    }

    /// An advisory team of the province; appointing it again is another one.
    async fn advisory_team(&mut self) -> pb::AdvisoryTeam {
        let head = person(TEAM_HEAD).to_string();
        let term = ("2026-10-01", "2030-09-30");
        let request =
            dossiers::advisory_team(new_id(), self.home.province, &head, term, decision("99/QĐ-UBND", "2026-10-01"));
        let request = self.by(PROVINCE_OFFICER, request);
        self.steps.appoint_advisory_team(request).await.expect("appointed").into_inner().advisory_team.expect("given")
    }

    async fn council(&mut self) -> pb::Council {
        let request = self.by(PROVINCE_OFFICER, appoint_council());
        self.client.appoint_council(request).await.expect("appointed").into_inner().council.expect("given")
    }

    /// A session of a new council that scores these dossiers.
    async fn session(&mut self, dossiers: &[&pb::Dossier]) -> pb::Session {
        let council = self.council().await;
        let request = self.by(SECRETARY, open_session(&council, dossiers));
        self.client.open_session(request).await.expect("opened").into_inner().session.expect("given")
    }

    async fn cast(
        &mut self,
        number: u64,
        session: &pb::Session,
        choices: Vec<pb::Choice>,
    ) -> Result<pb::BallotReceipt, Status> {
        let request = self.by(number, cast_ballot(session, choices));
        Ok(self.client.cast_ballot(request).await?.into_inner().receipt.expect("given"))
    }

    async fn close(&mut self, number: u64, session: &pb::Session) -> Result<pb::DossierResult, Status> {
        let request = self.by(number, close_scoring(session));
        Ok(self.client.close_scoring(request).await?.into_inner().result.expect("given"))
    }

    /// The criteria of a set.
    async fn criteria(&mut self, product_set: i32) -> pb::CriteriaSet {
        let request = pb::GetCriteriaSetRequest { criteria_version_id: String::new(), product_set };
        let request = self.by(PROVINCE_OFFICER, request);
        self.client.get_criteria_set(request).await.expect("found").into_inner().criteria_set.expect("given")
    }

    async fn dossier(&mut self, id: &str) -> pb::Dossier {
        let request = self.by(PROVINCE_OFFICER, pb::GetDossierRequest { dossier_id: id.to_owned() });
        self.client.get_dossier(request).await.expect("found").into_inner().dossier.expect("given")
    }

    /// Chair and secretary sign the minutes of a session.
    async fn sign_minutes(&mut self, session_id: &str) {
        for number in [CHAIR, SECRETARY] {
            let minutes = self.read_minutes(number, session_id).await.expect("minutes");
            self.sign(number, &minutes).await.expect("signed");
        }
    }

    async fn read_minutes(&mut self, number: u64, session_id: &str) -> Result<pb::Minutes, Status> {
        let request = self.by(number, pb::GetMinutesRequest { session_id: session_id.to_owned() });
        Ok(self.minutes.get_minutes(request).await?.into_inner().minutes.expect("given"))
    }

    async fn sign(&mut self, number: u64, minutes: &pb::Minutes) -> Result<pb::Minutes, Status> {
        let request = self.by(number, dossiers::sign_minutes(new_id(), minutes));
        Ok(self.minutes.sign_minutes(request).await?.into_inner().minutes.expect("given"))
    }

    /// A dossier that all scorers gave the same choices, closed, with its minutes signed.
    async fn assessed(&mut self, name: &str, product_set: i32, choices: &[pb::Choice]) -> pb::Dossier {
        let dossier = self.ready(name, product_set).await;
        self.scored(&dossier, choices).await
    }

    /// All scorers give a dossier the same choices, and it is closed.
    async fn scored(&mut self, dossier: &pb::Dossier, choices: &[pb::Choice]) -> pb::Dossier {
        let session = self.session(&[dossier]).await;
        for scorer in SCORERS {
            self.cast(scorer, &session, choices.to_vec()).await.expect("cast");
        }
        self.close(CHAIR, &session).await.expect("closed");
        self.sign_minutes(&session.id).await;
        self.dossier(&dossier.id).await
    }
}

fn new_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(7, COUNT.fetch_add(1, Ordering::Relaxed)).to_string()
}

fn member(number: u64, duty: pb::Duty) -> pb::CouncilMember {
    pb::CouncilMember {
        person_id: PersonId::to_string(&person(number)),
        full_name: format!("Ủy viên {number}"),
        title: "Chuyên viên".to_owned(),
        body: "Sở Nông nghiệp và Môi trường".to_owned(),
        duty: duty.into(),
    }
}

fn decision(number: &str, date: &str) -> pb::DecisionReference {
    pb::DecisionReference {
        number: number.to_owned(),
        date: date.to_owned(),
        signer_name: "Người ký 1".to_owned(),
        signer_title: "Chủ tịch".to_owned(),
    }
}

/// A sound request; a test changes what it is about.
fn appoint_council() -> pb::AppointCouncilRequest {
    let mut members = vec![member(SECRETARY, pb::Duty::Secretary), member(CHAIR, pb::Duty::Chair)];
    members.extend(SCORERS[1..].iter().map(|scorer| member(*scorer, pb::Duty::Member)));
    let council = pb::Council {
        unit_id: PROVINCE.to_owned(),
        decision: Some(decision("100/QĐ-UBND", "2026-10-01")),
        term_from: "2026-10-01".to_owned(),
        term_to: "2027-09-30".to_owned(),
        members,
        ..Default::default()
    };
    pb::AppointCouncilRequest { request_id: new_id(), council: Some(council) }
}

fn open_session(council: &pb::Council, dossiers: &[&pb::Dossier]) -> pb::OpenSessionRequest {
    let listed =
        |dossier: &&pb::Dossier| pb::OpenSessionDossier { dossier_id: dossier.id.clone(), fixed_cases: Vec::new() };
    pb::OpenSessionRequest {
        request_id: new_id(),
        council_id: council.id.clone(),
        dossiers: dossiers.iter().map(listed).collect(),
        ..Default::default()
    }
}

/// A ballot on the first dossier of a session.
fn cast_ballot(session: &pb::Session, choices: Vec<pb::Choice>) -> pb::CastBallotRequest {
    pb::CastBallotRequest {
        request_id: new_id(),
        session_id: session.id.clone(),
        dossier_id: session.dossiers[0].dossier_id.clone(),
        choices,
        ..Default::default()
    }
}

/// The closing of the first dossier of a session.
fn close_scoring(session: &pb::Session) -> pb::CloseScoringRequest {
    pb::CloseScoringRequest {
        request_id: new_id(),
        session_id: session.id.clone(),
        dossier_id: session.dossiers[0].dossier_id.clone(),
        ..Default::default()
    }
}

/// All criteria of a set in order.
fn all_criteria(set: &pb::CriteriaSet) -> impl Iterator<Item = &pb::Criterion> {
    set.parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.criteria)
}

/// Every criterion at its best.
fn best(set: &pb::CriteriaSet) -> Vec<pb::Choice> {
    all_criteria(set)
        .map(|criterion| pb::Choice {
            criterion: criterion.code.clone(),
            option: i32::try_from(criterion.options.len()).expect("few"),
        })
        .collect()
}

/// The first option of a criterion that gives these points.
fn option_with_points(set: &pb::CriteriaSet, criterion: &str, points: i32) -> i32 {
    let criterion = all_criteria(set).find(|known| known.code == criterion).expect("the criterion");
    criterion.options.iter().find(|option| option.points == points).expect("such an option").position
}

/// The same choices with another option for one criterion; 0 leaves it out.
fn with(choices: &[pb::Choice], criterion: &str, option: i32) -> Vec<pb::Choice> {
    let mut choices = choices.to_vec();
    choices.retain(|choice| choice.criterion != criterion || option > 0);
    for choice in choices.iter_mut().filter(|choice| choice.criterion == criterion) {
        choice.option = option;
    }
    choices
}
