//! An installation of the demonstration: one process's worth of services, with databases and keys of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use platform::access::authentication::SigningKey;
use platform::access::{Grant, Role};
use platform::clock::Clock;
use platform::ids::{Ids, PersonId};
use platform::lifecycle::{ProcessError, Stopping};
use proto::registry::v1 as registry;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::reporting::v1 as pb;
use proto::reporting::v1::link_service_client::LinkServiceClient;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use tokio::task::JoinHandle;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request};
use uuid::Uuid;

use crate::assemble::{Schema, assemble};
use crate::command::demo::clients::request_id;
use crate::command::demo::story::{Told, missing};
use crate::command::demo::wait_until_healthy;
use crate::config::{Config, LOCAL_ISSUER, LinkConfig, LinkSide, Shape};

/// Longest that something may take which happens by itself.
const WITHIN: Duration = Duration::from_secs(60);

/// An installation that runs in this process.
pub(super) struct Installation {
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    config: Config,
    pub(super) folder: PathBuf,
    running: Option<Running>,
}

pub(super) struct Running {
    stopping: Stopping,
    serving: JoinHandle<Result<(), ProcessError>>,
    pub(super) address: SocketAddr,
    channel: Channel,
    key: SigningKey,
}

impl Installation {
    pub(super) fn new(folder: PathBuf, name: &'static str, unit: &'static str, link: LinkSide) -> Told<Self> {
        let mut config = Config::load(&Shape::Embedded { data: folder.clone() }, None)?;
        config.telemetry.filter = "error".to_owned();
        config.unit = unit.parse().map_err(|_| missing("a unit"))?;
        config.link = Some(LinkConfig { key_file: folder.join("link.pem"), side: link });
        Ok(Self { name, unit, config, folder, running: None })
    }

    pub(super) async fn start(&mut self, listen: SocketAddr) -> Told<SocketAddr> {
        self.config.listen = listen;
        let stopping = Stopping::default();
        let assembled =
            assemble(&self.config, Schema::Applied, &stopping).await?.ok_or_else(|| missing("a process"))?;
        let address = assembled.address;
        let serving = tokio::spawn({
            let stopping = stopping.clone();
            async move { assembled.run(&stopping).await }
        });
        wait_until_healthy(address).await?;
        let channel = Endpoint::from_shared(format!("http://{address}"))?.connect().await?;
        let key = SigningKey::load_or_create(LOCAL_ISSUER, &self.folder.join("key.pem"))?;
        self.running = Some(Running { stopping, serving, address, channel, key });
        Ok(address)
    }

    pub(super) async fn stop(&mut self) -> Told {
        if let Some(running) = self.running.take() {
            running.stopping.in_order.cancel();
            drop(running.channel);
            running.serving.await??;
        }
        Ok(())
    }

    pub(super) fn running(&self) -> Told<&Running> {
        self.running.as_ref().ok_or_else(|| format!("{} does not run", self.name).into())
    }

    /// A request by a person in a role over the installation's unit.
    pub(super) fn by<M>(&self, person: &str, role: Role, message: M) -> Told<Request<M>> {
        /// Namespace of this demonstration's people (a UUIDv4 made once).
        const PEOPLE: Uuid = uuid::uuid!("7c2f6b0e-5d0a-4b43-8f5e-2f0c9f1a6d31");
        let person = PersonId::from(Uuid::new_v5(&PEOPLE, person.as_bytes()));
        let unit = self.unit.parse().map_err(|_| missing("a unit"))?;
        let grant = Grant { role, unit, from: None, to: None };
        let expires = Clock::System.now() + TimeDelta::minutes(30);
        let token = self.running()?.key.token(person, &[grant], expires)?;
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", format!("Bearer {token}").parse()?);
        Ok(request)
    }

    pub(super) fn link(&self) -> Told<LinkServiceClient<Channel>> {
        Ok(LinkServiceClient::new(self.running()?.channel.clone()))
    }

    pub(super) async fn own_link(&self) -> Told<pb::Link> {
        let request = self.by("officer", Role::ProvinceOfficer, pb::GetLinkRequest {})?;
        self.link()?.get_link(request).await?.into_inner().link.ok_or_else(|| missing("the link"))
    }

    /// Registers a sample cooperative with a product, unless it is there already.
    pub(super) async fn sample(&self, name: &str, unit: &str) -> Told {
        let mut client = RegistryServiceClient::new(self.running()?.channel.clone());
        let list = registry::ListProducersRequest {
            unit_id: unit.to_owned(),
            text: name.to_owned(),
            state: registry::RecordState::Active.into(),
            ..Default::default()
        };
        let request = self.by("officer", Role::ProvinceOfficer, list)?;
        let found = client.list_producers(request).await?.into_inner().producers;
        if found.iter().any(|known| known.name == name) {
            return Ok(());
        }
        let producer = registry::CreateProducerRequest {
            request_id: request_id(&format!("ministry producer {name}")),
            producer: Some(registry::Producer {
                name: name.to_owned(),
                kind: registry::ProducerKind::Cooperative.into(),
                unit_id: unit.to_owned(),
                sample: true,
                ..Default::default()
            }),
            ..Default::default()
        };
        let request = self.by("officer", Role::ProvinceOfficer, producer)?;
        let made =
            client.create_producer(request).await?.into_inner().producer.ok_or_else(|| missing("the producer"))?;
        let product = registry::CreateProductRequest {
            request_id: request_id(&format!("ministry product {name}")),
            product: Some(registry::Product {
                name: format!("Sản phẩm của {name}"),
                product_set: 4,
                producer_id: made.id,
                unit_id: unit.to_owned(),
                ..Default::default()
            }),
        };
        client.create_product(self.by("officer", Role::ProvinceOfficer, product)?).await?;
        Ok(())
    }

    /// A commune of the province: the first one there is.
    pub(super) async fn commune(&self) -> Told<String> {
        let mut client = RegistryServiceClient::new(self.running()?.channel.clone());
        let list = registry::ListUnitsRequest { parent_id: self.unit.to_owned(), page_size: 1, ..Default::default() };
        let request = self.by("officer", Role::ProvinceOfficer, list)?;
        let page = client.list_units(request).await?.into_inner();
        page.units.into_iter().next().map(|unit| unit.id).ok_or_else(|| missing("a commune"))
    }

    /// A figure of the province on this day, by its own scorecard.
    pub(super) async fn own_figure(&self, indicator: &str) -> Told<i64> {
        let mut client = ReportingServiceClient::new(self.running()?.channel.clone());
        let get = pb::GetScorecardRequest { unit_id: self.unit.to_owned(), at: String::new() };
        let request = self.by("officer", Role::ProvinceOfficer, get)?;
        let scorecard = client.get_scorecard(request).await?.into_inner().scorecard;
        let rows = scorecard.ok_or_else(|| missing("the scorecard"))?.rows;
        let row = rows
            .into_iter()
            .find(|row| row.phase.is_none() && row.indicator.as_ref().is_some_and(|known| known.code == indicator));
        Ok(row.and_then(|row| row.actual).map_or(0, |figure| figure.value))
    }

    /// Waits until the ministry has acknowledged what is here now.
    pub(super) async fn up_to_date(&self) -> Told<pb::Link> {
        wait(self.name, async || {
            let link = self.own_link().await?;
            Ok(link.up_to_date.then_some(link))
        })
        .await
    }

    /// Compares with the ministry; asks again while that does not answer in time.
    pub(super) async fn reconcile(&self) -> Told<pb::Reconciliation> {
        let ask = pb::ReconcileFiguresRequest { request_id: Ids::random().next(Clock::System.now()).to_string() };
        wait("the ministry compares", async || {
            let request = self.by("officer", Role::ProvinceOfficer, ask.clone())?;
            match self.link()?.reconcile_figures(request).await {
                Err(status) if status.code() == Code::Unavailable => Ok(None),
                answer => answer?.into_inner().reconciliation.ok_or_else(|| missing("the comparison")).map(Some),
            }
        })
        .await
    }
}

/// Waits for something that happens by itself.
pub(super) async fn wait<T>(what: &str, mut look: impl AsyncFnMut() -> Told<Option<T>>) -> Told<T> {
    let limit = Instant::now() + WITHIN;
    loop {
        if let Some(found) = look().await? {
            return Ok(found);
        }
        if Instant::now() > limit {
            return Err(format!("{what}: waited in vain").into());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
