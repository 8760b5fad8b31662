//! A cluster of real processes: started, called over TCP, killed and started again.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use platform::access::authentication::SigningKey;
use platform::sealing::MasterKeys;
use testkit::{Postgres, TestDatabase};
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

/// The services, each with those it asks or follows.
const SERVICES: [(&str, &[&str]); 4] = [
    ("registry", &["evaluation"]),
    ("evaluation", &["registry", "training"]),
    ("training", &["registry", "evaluation"]),
    ("reporting", &["registry", "evaluation", "training"]),
];

/// Replicas of each service in the shape of separate processes.
const REPLICAS: usize = 2;
/// Longest a process may take to become healthy, or to end.
const IN_TIME: Duration = Duration::from_secs(60);

/// A running cluster. It ends with the value.
pub(crate) struct Cluster {
    processes: Vec<Process>,
    /// Signs people's tokens.
    pub(crate) key: SigningKey,
    folder: tempfile::TempDir,
    /// One a service; none where the files lie in the folder.
    databases: Vec<TestDatabase>,
}

/// One process of the cluster.
pub(crate) struct Process {
    name: String,
    /// The services it serves.
    services: Vec<&'static str>,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    address: SocketAddr,
    log: PathBuf,
    child: Mutex<Option<Child>>,
}

/// An address nobody listens on at the moment.
///
/// It is told to the processes beforehand, because they must know of each other. Another program may take it in
/// between; ports given out in turn make that unlikely.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

impl Cluster {
    /// All services in one process, on SQLite files.
    pub(crate) async fn one_process() -> Self {
        Self::one_process_with(&[]).await
    }

    /// The same with settings of its own, by environment.
    pub(crate) async fn one_process_with(environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let address = free_address();
        let arguments = ["all", "--data", path(&data), "--listen", &address.to_string()].map(str::to_owned);
        let process = Process {
            name: "all".to_owned(),
            services: SERVICES.iter().map(|(service, _)| *service).collect(),
            arguments: arguments.to_vec(),
            environment: environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            address,
            log: folder.path().join("all.log"),
            child: Mutex::default(),
        };
        process.start();
        process.wait_until_healthy().await;
        let key = SigningKey::load_or_create("ocop-local", &data.join("key.pem")).expect("the process's key");
        Self { processes: vec![process], key, folder, databases: Vec::new() }
    }

    /// Each service by itself, twice, on PostgreSQL.
    pub(crate) async fn separate_processes() -> Self {
        Self::separate_processes_on(Postgres::shared(), REPLICAS).await
    }

    /// The same on a server of PostgreSQL, with so many replicas.
    pub(crate) async fn separate_processes_on(server: &Postgres, replicas: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let key = SigningKey::load_or_create("people", &at("people.pem")).expect("a key");
        std::fs::write(at("people.json"), json(&key)).expect("written");
        let addresses: Vec<(&str, Vec<SocketAddr>)> =
            SERVICES.iter().map(|(service, _)| (*service, (0..replicas).map(|_| free_address()).collect())).collect();
        let names = |service: &str| {
            let (_, addresses) = addresses.iter().find(|(name, _)| *name == service).expect("a service");
            addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        };
        let mut service_keys = Vec::new();
        for (service, _) in SERVICES {
            let key = SigningKey::load_or_create("services", &at(&format!("{service}.pem"))).expect("a key");
            service_keys.extend(key.public_key_set().keys);
        }
        std::fs::write(at("services.json"), serde_json::json!({ "keys": service_keys }).to_string()).expect("written");

        MasterKeys::load_or_create(&at("sealing.key")).expect("a key");

        let mut databases = Vec::new();
        let mut processes = Vec::new();
        for (service, peers) in SERVICES {
            let database = TestDatabase::on(server).await;
            let config = at(&format!("{service}.toml"));
            // Replicas on one machine see the same folder.
            let files = match service {
                "registry" | "evaluation" => {
                    let folder = at(&format!("{service}-files"));
                    format!("[files]\nstore = \"folder\"\nfolder = {folder:?}\none_replica = true\n")
                }
                _ => String::new(),
            };
            let peers: String = peers.iter().map(|peer| format!("{peer} = \"{}\"\n", names(peer))).collect();
            let sealing = match service {
                "evaluation" => format!("sealing_key_file = {:?}\n", at("sealing.key")),
                _ => String::new(),
            };
            let text = format!(
                "[identity.issuers.people]\nissuer = \"people\"\nkeys_file = {people:?}\n\
                 [identity.issuers.services]\nissuer = \"services\"\nkeys_file = {keys:?}\nvouches_for_services = true\n\
                 [identity.service]\nissuer = \"services\"\nkey_file = {key:?}\n\
                 {files}[{service}]\n{sealing}[{service}.database]\nurl = {url:?}\n[{service}.peers]\n{peers}",
                people = at("people.json"),
                keys = at("services.json"),
                key = at(&format!("{service}.pem")),
                url = database.config().url,
            );
            std::fs::write(&config, text).expect("written");
            databases.push(database);
            let migrated =
                Command::new(testkit::program()).args(["migrate", service, "--config", path(&config)]).output();
            let migrated = migrated.expect("runs");
            assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
            let (_, replicas) = addresses.iter().find(|(name, _)| *name == service).expect("a service");
            for (number, address) in replicas.iter().enumerate() {
                processes.push(Process {
                    name: format!("{service}-{number}"),
                    services: vec![service],
                    arguments: ["serve", service, "--config", path(&config)].map(str::to_owned).to_vec(),
                    environment: vec![("OCOP_GRPC__LISTEN".to_owned(), address.to_string())],
                    address: *address,
                    log: at(&format!("{service}-{number}.log")),
                    child: Mutex::default(),
                });
            }
        }
        for process in &processes {
            process.start();
        }
        for process in &processes {
            process.wait_until_healthy().await;
        }
        Self { processes, key, folder, databases }
    }

    /// The addresses at which a service is served.
    pub(crate) fn addresses(&self, service: &str) -> Vec<SocketAddr> {
        let serving = self.processes.iter().filter(|process| process.services.contains(&service));
        serving.map(|process| process.address).collect()
    }

    /// A channel to a service that goes round its replicas.
    pub(crate) fn channel(&self, service: &str) -> Channel {
        let endpoints = self.addresses(service).into_iter().map(endpoint);
        Channel::balance_list(endpoints)
    }

    /// The processes.
    pub(crate) fn processes(&self) -> &[Process] {
        &self.processes
    }

    /// URL of a service's database.
    pub(crate) fn database(&self, service: &str) -> String {
        let place = SERVICES.iter().position(|(name, _)| *name == service).expect("a service");
        match self.databases.get(place) {
            Some(database) => database.config().url,
            None => format!("sqlite:{}", self.folder().join("data").join(service).with_extension("db").display()),
        }
    }

    /// A folder of the cluster's own.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Cluster {
    #[expect(clippy::print_stderr, reason = "what the processes said last explains why a test failed")]
    fn drop(&mut self) {
        for process in &self.processes {
            process.kill();
        }
        if std::thread::panicking() {
            for process in &self.processes {
                let log = std::fs::read_to_string(&process.log).unwrap_or_default();
                let tail: Vec<_> = log.lines().rev().take(30).collect();
                eprintln!("── {} said last:", process.name);
                for line in tail.into_iter().rev() {
                    eprintln!("{line}");
                }
            }
        }
    }
}

/// An endpoint at an address.
pub(crate) fn endpoint(address: SocketAddr) -> Endpoint {
    Endpoint::from_shared(format!("http://{address}")).expect("an address").tcp_nodelay(true)
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn json(key: &SigningKey) -> String {
    serde_json::to_string(&key.public_key_set()).expect("JSON")
}

impl Process {
    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().expect("no test panics while it holds this lock")
    }

    /// Starts it, or starts it again.
    pub(crate) fn start(&self) {
        let log = File::options().create(true).append(true).open(&self.log).expect("a log");
        let mut command = Command::new(testkit::program());
        command.args(&self.arguments).envs(self.environment.clone()).env("OCOP_LOG__FORMAT", "text");
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("the log")).stderr(log);
        *self.child() = Some(command.spawn().expect("the program starts"));
    }

    /// Waits until every service it serves is healthy.
    pub(crate) async fn wait_until_healthy(&self) {
        let limit = Instant::now() + IN_TIME;
        for service in self.services.clone() {
            let mut capital = service.to_owned();
            capital[..1].make_ascii_uppercase();
            let name = format!("ocop.{service}.v1.{capital}Service");
            loop {
                let mut health = HealthClient::new(endpoint(self.address).connect_lazy());
                let answer = health.check(HealthCheckRequest { service: name.clone() }).await;
                if answer.is_ok_and(|answer| answer.get_ref().status() == ServingStatus::Serving) {
                    break;
                }
                let ended = self.child().as_mut().and_then(|child| child.try_wait().ok().flatten());
                let log = || std::fs::read_to_string(&self.log).unwrap_or_default();
                assert!(ended.is_none(), "{} ended with {ended:?}:\n{}", self.name, log());
                assert!(Instant::now() < limit, "{} did not become healthy:\n{}", self.name, log());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// Kills it at once (SIGKILL).
    pub(crate) fn kill(&self) {
        if let Some(mut child) = self.child().take() {
            child.kill().expect("killed");
            child.wait().expect("ended");
        }
    }

    /// Asks it to stop (SIGTERM).
    pub(crate) fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Waits until it has ended; true if with status 0.
    pub(crate) async fn ended_well(&self) -> bool {
        let limit = Instant::now() + IN_TIME;
        let mut child = self.child().take().expect("it runs");
        loop {
            if let Some(status) = child.try_wait().expect("asked") {
                return status.success();
            }
            assert!(Instant::now() < limit, "{} does not end", self.name);
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Its number to the operating system.
    pub(crate) fn id(&self) -> u32 {
        self.child().as_ref().expect("it runs").id()
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}
