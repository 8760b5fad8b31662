//! The services' generated clients, and the steps that many stories have in common.
//!
//! A step is sent again with the same request id when a process is gone, as every client should: so the stories
//! hold while processes are killed.

use std::time::{Duration, Instant};

use chrono::Utc;
use platform::clock::civil_date;
use proto::evaluation::v1 as evaluation;
use proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::minutes_service_client::MinutesServiceClient;
use proto::registry::v1 as registry;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::reporting::v1 as reporting;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use proto::training::v1 as training;
use proto::training::v1::training_service_client::TrainingServiceClient;
use testkit::dossiers;
use tonic::transport::Channel;
use tonic::{Code, Response, Status};
use uuid::Uuid;

use super::cluster::Cluster;
use super::people::{
    AGENCY, CHAIR, COMMUNE, LEADER, OFFICER, PROVINCE, Person, SCORERS, SECRETARY, TEAM_HEAD, TRAINER,
};

/// Identity of the request that appoints the advisory team.
const TEAM_REQUEST: &str = "019ad2c4-0000-7000-8000-000000000001";

/// Longest a step is sent again for.
const PATIENCE: Duration = Duration::from_secs(60);

/// The clients.
#[derive(Clone)]
pub(crate) struct Clients {
    pub(crate) registry: RegistryServiceClient<Channel>,
    pub(crate) evaluation: EvaluationServiceClient<Channel>,
    /// Evaluation again, for what is done to a dossier before a council scores it.
    pub(crate) steps: DossierServiceClient<Channel>,
    /// Evaluation again, for the minutes of sessions.
    pub(crate) minutes: MinutesServiceClient<Channel>,
    pub(crate) training: TrainingServiceClient<Channel>,
    pub(crate) reporting: ReportingServiceClient<Channel>,
}

/// The civil date of today, which the processes go by.
pub(crate) fn today() -> String {
    #[expect(clippy::disallowed_methods, reason = "the processes go by the machine's clock")]
    let now = Utc::now();
    civil_date(now).to_string()
}

/// A new identity.
pub(crate) fn new_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u64_pair(11, COUNT.fetch_add(1, Ordering::Relaxed)).to_string()
}

/// Sends until there is an answer that is not about a process being gone.
pub(crate) async fn patiently<T, F>(mut send: impl FnMut() -> F) -> Result<T, Status>
where
    F: Future<Output = Result<Response<T>, Status>>,
{
    let limit = Instant::now() + PATIENCE;
    loop {
        match send().await {
            Ok(answer) => return Ok(answer.into_inner()),
            Err(status) if is_passing(&status) && Instant::now() < limit => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(status) => return Err(status),
        }
    }
}

/// True for what comes of a process that is killed, stops or starts.
fn is_passing(status: &Status) -> bool {
    matches!(
        status.code(),
        Code::Unavailable | Code::Unknown | Code::Cancelled | Code::DeadlineExceeded | Code::Aborted
    ) || (status.code() == Code::Internal && status.message().contains("h2 protocol error"))
}

/// Makes a step: sends a request by a person through a client, patiently.
macro_rules! step {
    ($cluster:expr, $client:expr, $method:ident, $person:expr, $message:expr) => {
        async {
            let message = $message;
            $crate::journeys::clients::patiently(|| {
                let mut client = $client.clone();
                let mut request = $cluster.by($person, message.clone());
                request.set_timeout(std::time::Duration::from_secs(10));
                async move { client.$method(request).await }
            })
            .await
        }
    };
}
pub(crate) use step;

impl Clients {
    pub(crate) fn of(cluster: &Cluster) -> Self {
        Self {
            registry: RegistryServiceClient::new(cluster.channel("registry")),
            evaluation: EvaluationServiceClient::new(cluster.channel("evaluation")),
            steps: DossierServiceClient::new(cluster.channel("evaluation")),
            minutes: MinutesServiceClient::new(cluster.channel("evaluation")),
            training: TrainingServiceClient::new(cluster.channel("training")),
            reporting: ReportingServiceClient::new(cluster.channel("reporting")),
        }
    }

    pub(crate) async fn producer(&self, cluster: &Cluster, name: &str) -> registry::Producer {
        let producer = registry::Producer {
            name: name.to_owned(),
            kind: registry::ProducerKind::Cooperative.into(),
            unit_id: COMMUNE.to_owned(),
            ..Default::default()
        };
        let request =
            registry::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let made = step!(cluster, self.registry, create_producer, OFFICER, request).await.expect("registered");
        made.producer.expect("given")
    }

    pub(crate) async fn leader(&self, cluster: &Cluster, producer: &registry::Producer) -> registry::Leader {
        let request = registry::AppointLeaderRequest {
            request_id: new_id(),
            producer_id: producer.id.clone(),
            person_id: String::new(),
            full_name: format!("Lãnh đạo của {}", producer.name),
            title: "Giám đốc".to_owned(),
            term_from: "2026-01-01".to_owned(),
        };
        let made = step!(cluster, self.registry, appoint_leader, OFFICER, request).await.expect("appointed");
        made.leader.expect("given")
    }

    pub(crate) async fn product(
        &self,
        cluster: &Cluster,
        producer: &registry::Producer,
        name: &str,
        set: i32,
    ) -> registry::Product {
        let product = registry::Product {
            name: name.to_owned(),
            product_set: set,
            producer_id: producer.id.clone(),
            unit_id: COMMUNE.to_owned(),
            ..Default::default()
        };
        let request = registry::CreateProductRequest { request_id: new_id(), product: Some(product) };
        let made = step!(cluster, self.registry, create_product, OFFICER, request).await.expect("registered");
        made.product.expect("given")
    }

    /// A product's dossier, filed, accepted, proposed, taken in and reviewed: ready for a council.
    pub(crate) async fn ready(&self, cluster: &Cluster, product: &registry::Product) -> evaluation::Dossier {
        let request = dossiers::file(new_id(), &product.id);
        let filed = step!(cluster, self.evaluation, file_dossier, OFFICER, request).await.expect("filed");
        let request = dossiers::accept(new_id(), &filed.dossier.expect("given"));
        let accepted = step!(cluster, self.evaluation, accept_dossier, LEADER, request).await.expect("accepted");
        let request = dossiers::propose(new_id(), &accepted.dossier.expect("given"));
        let proposed = step!(cluster, self.evaluation, propose_dossier, LEADER, request).await.expect("proposed");
        let request = dossiers::take_in(new_id(), &proposed.dossier.expect("given"));
        let taken_in = step!(cluster, self.steps, take_in_dossier, AGENCY, request).await.expect("taken in");
        let (head, term) = (TEAM_HEAD.id().to_string(), ("2026-06-01", "2099-12-31"));
        // Asked again with the same identity, it is the same team.
        let request = dossiers::advisory_team(TEAM_REQUEST.to_owned(), PROVINCE, &head, term, reference("2/QĐ-UBND"));
        step!(cluster, self.steps, appoint_advisory_team, AGENCY, request).await.expect("appointed");
        let request = dossiers::review_report(new_id(), &taken_in.dossier.expect("given"));
        let ready = step!(cluster, self.steps, submit_review_report, TEAM_HEAD, request).await.expect("reported");
        ready.dossier.expect("given")
    }

    /// A session of a new council that scores these dossiers.
    pub(crate) async fn session(&self, cluster: &Cluster, dossiers: &[evaluation::Dossier]) -> evaluation::Session {
        self.session_of(cluster, &SCORERS, dossiers).await
    }

    /// The same with others who score; the first of them is the chair.
    pub(crate) async fn session_of(
        &self,
        cluster: &Cluster,
        scorers: &[Person],
        dossiers: &[evaluation::Dossier],
    ) -> evaluation::Session {
        self.session_at(cluster, (PROVINCE, AGENCY), scorers, dossiers).await
    }

    /// The same of a unit, whose officer appoints the council.
    pub(crate) async fn session_at(
        &self,
        cluster: &Cluster,
        (unit, officer): (&str, Person),
        scorers: &[Person],
        dossiers: &[evaluation::Dossier],
    ) -> evaluation::Session {
        let member = |person: Person, duty: evaluation::Duty| evaluation::CouncilMember {
            person_id: person.id().to_string(),
            full_name: format!("Ủy viên {}", person.0),
            title: "Chuyên viên".to_owned(),
            body: "Sở".to_owned(),
            duty: duty.into(),
        };
        let mut members = vec![member(SECRETARY, evaluation::Duty::Secretary), member(CHAIR, evaluation::Duty::Chair)];
        members.extend(scorers[1..].iter().map(|scorer| member(*scorer, evaluation::Duty::Member)));
        let council = evaluation::Council {
            unit_id: unit.to_owned(),
            decision: Some(reference("1/QĐ-UBND")),
            term_from: "2026-06-01".to_owned(),
            term_to: "2099-12-31".to_owned(),
            members,
            ..Default::default()
        };
        let request = evaluation::AppointCouncilRequest { request_id: new_id(), council: Some(council) };
        let council = step!(cluster, self.evaluation, appoint_council, officer, request).await.expect("appointed");
        let listed = |dossier: &evaluation::Dossier| evaluation::OpenSessionDossier {
            dossier_id: dossier.id.clone(),
            fixed_cases: Vec::new(),
        };
        let request = evaluation::OpenSessionRequest {
            request_id: new_id(),
            council_id: council.council.expect("given").id,
            dossiers: dossiers.iter().map(listed).collect(),
            ..Default::default()
        };
        let opened = step!(cluster, self.evaluation, open_session, SECRETARY, request).await.expect("opened");
        opened.session.expect("given")
    }

    /// Choices for three stars under 90 points: everything at its best, but 3.5 at what three stars need, and a few
    /// criteria left out.
    pub(crate) async fn three_star_choices(&self, cluster: &Cluster, set: i32) -> Vec<evaluation::Choice> {
        let request = evaluation::GetCriteriaSetRequest { criteria_version_id: String::new(), product_set: set };
        let set = step!(cluster, self.evaluation, get_criteria_set, AGENCY, request).await.expect("found");
        let set = set.criteria_set.expect("given");
        let criteria = set.parts.iter().flat_map(|part| &part.sections).flat_map(|section| &section.criteria);
        let mut lost = 0;
        let choice = |criterion: &evaluation::Criterion| {
            let three = criterion.options.iter().rposition(|option| option.min_star == 3);
            let best = criterion.options.len() - 1;
            let option = match (criterion.code.as_str(), three) {
                ("3.5", Some(three)) => three,
                (_, None) if lost < 16 => {
                    lost += criterion.max_points - criterion.options[0].points;
                    0
                }
                _ => best,
            };
            evaluation::Choice { criterion: criterion.code.clone(), option: criterion.options[option].position }
        };
        criteria.map(choice).collect()
    }

    /// All scorers give the same sheet; the chair closes.
    pub(crate) async fn score(
        &self,
        cluster: &Cluster,
        session: &evaluation::Session,
        dossier: &evaluation::Dossier,
        choices: &[evaluation::Choice],
    ) -> evaluation::DossierResult {
        for scorer in SCORERS {
            let request = evaluation::CastBallotRequest {
                request_id: new_id(),
                session_id: session.id.clone(),
                dossier_id: dossier.id.clone(),
                choices: choices.to_vec(),
                findings: Vec::new(),
                ..Default::default()
            };
            step!(cluster, self.evaluation, cast_ballot, scorer, request).await.expect("cast");
        }
        let request = evaluation::CloseScoringRequest {
            request_id: new_id(),
            session_id: session.id.clone(),
            dossier_id: dossier.id.clone(),
            ..Default::default()
        };
        let closed = step!(cluster, self.evaluation, close_scoring, CHAIR, request).await.expect("closed");
        closed.result.expect("given")
    }

    /// Chair and secretary sign the minutes of the sessions that scored dossiers; signed ones stay as they are.
    pub(crate) async fn sign_minutes(&self, cluster: &Cluster, dossiers: &[evaluation::Dossier]) {
        for dossier in dossiers {
            let request = evaluation::GetDossierRequest { dossier_id: dossier.id.clone() };
            let scored = step!(cluster, self.evaluation, get_dossier, AGENCY, request).await.expect("found");
            let session_id = scored.dossier.expect("given").session_id;
            let request = evaluation::GetMinutesRequest { session_id };
            let minutes = step!(cluster, self.minutes, get_minutes, CHAIR, request).await.expect("closed");
            let minutes = minutes.minutes.expect("given");
            if !minutes.signed_by_both {
                for person in [CHAIR, SECRETARY] {
                    let request = dossiers::sign_minutes(new_id(), &minutes);
                    step!(cluster, self.minutes, sign_minutes, person, request).await.expect("signed");
                }
            }
        }
    }

    /// The province's decision on dossiers, with their certificates, once the minutes are signed.
    pub(crate) async fn decide(
        &self,
        cluster: &Cluster,
        number: &str,
        dossiers: &[evaluation::Dossier],
    ) -> Vec<evaluation::Certificate> {
        self.sign_minutes(cluster, dossiers).await;
        let request = evaluation::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: PROVINCE.to_owned(),
            decision: Some(reference(number)),
            dossier_ids: dossiers.iter().map(|dossier| dossier.id.clone()).collect(),
            signed_file_sha256: String::new(),
        };
        let entered = step!(cluster, self.evaluation, enter_decision, AGENCY, request).await.expect("entered");
        let decision_id = entered.decision.expect("given").id;
        let request = evaluation::ApproveDecisionRequest { request_id: new_id(), decision_id };
        let approved = step!(cluster, self.evaluation, approve_decision, CHAIR, request).await.expect("approved");
        approved.certificates
    }

    /// A class of one session today, with its learners, their roll and its end.
    pub(crate) async fn held_class(
        &self,
        cluster: &Cluster,
        audience: training::Audience,
        learners: &[training::EnrolLearnerRequest],
    ) {
        let curriculum = training::Curriculum {
            title: "Quản lý".to_owned(),
            audience: audience.into(),
            hours: 8,
            min_attendance_percent: 80,
            ..Default::default()
        };
        let request = training::CreateCurriculumRequest { request_id: new_id(), curriculum: Some(curriculum) };
        let curriculum = step!(cluster, self.training, create_curriculum, AGENCY, request).await.expect("recorded");
        let class = training::TrainingClass {
            curriculum_id: curriculum.curriculum.expect("given").id,
            unit_id: PROVINCE.to_owned(),
            place: "Hội trường".to_owned(),
            sessions: vec![training::TrainingSession { number: 1, date: today(), hours: 8 }],
            planned_participants: 30,
            ..Default::default()
        };
        let request = training::CreateTrainingClassRequest { request_id: new_id(), training_class: Some(class) };
        let class = step!(cluster, self.training, create_training_class, TRAINER, request).await.expect("recorded");
        let class = class.training_class.expect("given");
        for learner in learners {
            let request = training::EnrolLearnerRequest {
                request_id: new_id(),
                training_class_id: class.id.clone(),
                ..learner.clone()
            };
            // Training learns of producers and leaders from registry's events, a moment later.
            eventually_ok(|| step!(cluster, self.training, enrol_learner, TRAINER, request.clone())).await;
        }
        let request = training::RecordAttendanceRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            session_number: 1,
            person_ids: learners.iter().map(|learner| learner.person_id.clone()).collect(),
        };
        step!(cluster, self.training, record_attendance, TRAINER, request).await.expect("recorded");
        let request = training::GetTrainingClassRequest { training_class_id: class.id.clone() };
        let class = step!(cluster, self.training, get_training_class, TRAINER, request).await.expect("found");
        let class = class.training_class.expect("given");
        let request = training::CompleteTrainingClassRequest {
            request_id: new_id(),
            training_class_id: class.id,
            etag: class.etag,
        };
        step!(cluster, self.training, complete_training_class, TRAINER, request).await.expect("completed");
    }

    /// The province's scorecard.
    pub(crate) async fn scorecard(&self, cluster: &Cluster) -> reporting::Scorecard {
        let request = reporting::GetScorecardRequest { unit_id: PROVINCE.to_owned(), at: String::new() };
        let answer = step!(cluster, self.reporting, get_scorecard, AGENCY, request).await.expect("computed");
        answer.scorecard.expect("given")
    }
}

/// A decision signed today.
pub(crate) fn reference(number: &str) -> evaluation::DecisionReference {
    evaluation::DecisionReference {
        number: number.to_owned(),
        date: today(),
        signer_name: "Người ký".to_owned(),
        signer_title: "Chủ tịch".to_owned(),
    }
}

/// Tries until it succeeds: another service has yet to take an event in.
pub(crate) async fn eventually_ok<T, F: Future<Output = Result<T, Status>>>(mut attempt: impl FnMut() -> F) -> T {
    let limit = Instant::now() + PATIENCE;
    loop {
        match attempt().await {
            Ok(value) => return value,
            Err(status) => assert!(Instant::now() < limit, "{status:?}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The figure of an indicator as it stands in a scorecard.
pub(crate) fn figure(scorecard: &reporting::Scorecard, code: &str) -> reporting::Figure {
    let row = scorecard
        .rows
        .iter()
        .find(|row| row.phase.is_none() && row.indicator.as_ref().is_some_and(|indicator| indicator.code == code));
    row.and_then(|row| row.actual).expect("the indicator")
}
