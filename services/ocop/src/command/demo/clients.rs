//! People with their tokens, and the clients they use.

use std::net::SocketAddr;

use chrono::TimeDelta;
use platform::access::authentication::SigningKey;
use platform::access::{Grant, Role};
use platform::clock::Clock;
use platform::ids::PersonId;
use platform::lifecycle::ProcessError;
use proto::evaluation::v1::agenda_service_client::AgendaServiceClient;
use proto::evaluation::v1::ballot_service_client::BallotServiceClient;
use proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::evaluation::v1::minutes_service_client::MinutesServiceClient;
use proto::evaluation::v1::register_service_client::RegisterServiceClient;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::reporting::v1::dashboard_service_client::DashboardServiceClient;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use proto::training::v1::figure_service_client::FigureServiceClient;
use proto::training::v1::training_service_client::TrainingServiceClient;
use tonic::Request;
use tonic::transport::{Channel, Endpoint};
use uuid::Uuid;

/// Điện Biên.
pub(super) const PROVINCE: &str = "2025:11";

/// Someone who takes part. Made up, every one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Person {
    /// Works in the commune of this code.
    CommuneOfficer(&'static str),
    /// Leads the commune of this code.
    CommuneLeader(&'static str),
    /// Works in the province's OCOP agency.
    ProvinceOfficer,
    /// Heads the province's advisory team.
    TeamHead,
    /// The council's chair.
    Chair,
    /// The council's secretary.
    Secretary,
    /// A member of the council, by number.
    Member(u8),
    /// Holds classes.
    Trainer,
    /// An official who is trained, by number.
    Official(u8),
}

impl Person {
    /// Her identity: the same at every start.
    pub(super) fn id(self) -> PersonId {
        /// Namespace of the demonstration's people (a UUIDv4 made once).
        const PEOPLE: Uuid = uuid::uuid!("0d7a1f7c-93b4-4c56-8a6b-6a1f4f0f6a0e");
        PersonId::from(Uuid::new_v5(&PEOPLE, format!("{self:?}").as_bytes()))
    }

    fn grant(self) -> Grant {
        let (role, unit) = match self {
            Self::CommuneOfficer(unit) => (Role::CommuneOfficer, unit),
            Self::CommuneLeader(unit) => (Role::CommuneLeader, unit),
            Self::ProvinceOfficer => (Role::ProvinceOfficer, PROVINCE),
            Self::Chair => (Role::ProvinceLeader, PROVINCE),
            Self::TeamHead | Self::Secretary | Self::Member(_) | Self::Official(_) => (Role::Expert, PROVINCE),
            Self::Trainer => (Role::Trainer, PROVINCE),
        };
        Grant { role, unit: unit.parse().expect("the demonstration's units are written rightly"), from: None, to: None }
    }
}

/// The services' generated clients, and a key to sign people's tokens with.
pub(super) struct Clients {
    pub(super) registry: RegistryServiceClient<Channel>,
    pub(super) evaluation: EvaluationServiceClient<Channel>,
    /// Evaluation again, for what is done to a dossier before a council scores it.
    pub(super) steps: DossierServiceClient<Channel>,
    /// Evaluation again, for the minutes of sessions.
    pub(super) minutes: MinutesServiceClient<Channel>,
    /// And for what surrounds ballots.
    pub(super) ballots: BallotServiceClient<Channel>,
    /// And for what is to be done until when.
    pub(super) agenda: AgendaServiceClient<Channel>,
    /// And for what happens to certificates.
    pub(super) register: RegisterServiceClient<Channel>,
    pub(super) training: TrainingServiceClient<Channel>,
    /// Training again, for who is trained and who is not.
    pub(super) coverage: FigureServiceClient<Channel>,
    pub(super) reporting: ReportingServiceClient<Channel>,
    /// Reporting again, for the records behind figures.
    pub(super) dashboards: DashboardServiceClient<Channel>,
    key: SigningKey,
}

impl Clients {
    pub(super) async fn connect(address: SocketAddr, key: SigningKey) -> Result<Self, ProcessError> {
        let channel = Endpoint::from_shared(format!("http://{address}"))?.tcp_nodelay(true).connect().await?;
        Ok(Self {
            registry: RegistryServiceClient::new(channel.clone()),
            evaluation: EvaluationServiceClient::new(channel.clone()),
            steps: DossierServiceClient::new(channel.clone()),
            minutes: MinutesServiceClient::new(channel.clone()),
            ballots: BallotServiceClient::new(channel.clone()),
            agenda: AgendaServiceClient::new(channel.clone()),
            register: RegisterServiceClient::new(channel.clone()),
            training: TrainingServiceClient::new(channel.clone()),
            coverage: FigureServiceClient::new(channel.clone()),
            reporting: ReportingServiceClient::new(channel.clone()),
            dashboards: DashboardServiceClient::new(channel),
            key,
        })
    }

    /// A request by a person.
    pub(super) fn by<M>(&self, person: Person, message: M) -> Result<Request<M>, ProcessError> {
        let expires = Clock::System.now() + TimeDelta::minutes(30);
        let token = self.key.token(person.id(), &[person.grant()], expires)?;
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", format!("Bearer {token}").parse()?);
        Ok(request)
    }
}

/// The identity of a step's request: the same at every start, so that a step cut short is not done twice.
pub(super) fn request_id(step: &str) -> String {
    /// Namespace of the demonstration's requests (a UUIDv4 made once).
    const REQUESTS: Uuid = uuid::uuid!("b6e1d5c2-3f0e-4d5f-9a52-0a3f8c1d7e21");
    Uuid::new_v5(&REQUESTS, step.as_bytes()).to_string()
}
