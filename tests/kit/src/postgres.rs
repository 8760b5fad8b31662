//! A throw-away PostgreSQL server, of the programs that are installed here.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A server of the test process. It ends with the process, however that ends: a shell beside it waits on a
/// pipe that only this process holds.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    _watcher: Child,
}

/// Longest the server may take to start.
const STARTS_WITHIN: Duration = Duration::from_secs(30);

impl Postgres {
    /// The server of this test process; started when it is first asked for.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(|| {
            let settings = [
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
                "autovacuum=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "checkpoint_timeout=1h",
                "max_wal_size=4GB",
            ];
            Self::start(&settings.map(|setting| ["-c", setting]).concat())
        })
    }

    /// The same whose commits survive the loss of power, for measuring.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    #[must_use]
    pub fn durable() -> &'static Self {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(|| Self::start(&[]))
    }

    /// URL of one of its databases.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    fn start(settings: &[&str]) -> Self {
        let programs = programs();
        let folder =
            tempfile::Builder::new().prefix("ocop-postgres-").tempdir().expect("a folder for PostgreSQL").keep();
        let owner = server_owner();
        if let Some((user, group)) = owner {
            std::os::unix::fs::chown(&folder, Some(user), Some(group)).expect("the folder given to the server's user");
        }
        let as_owner = |command: &mut Command| {
            if let Some((user, group)) = owner {
                // PostgreSQL refuses to run as root.
                command.uid(user).gid(group);
            }
        };
        let mut initdb = Command::new(programs.join("initdb"));
        initdb
            .args(["-A", "trust", "-U", "postgres", "-N", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(folder.join("data"));
        as_owner(initdb.current_dir(&folder).stdout(Stdio::null()));
        let made = initdb.status().expect("initdb runs");
        assert!(made.success(), "initdb failed in {}", folder.display());

        let watch = r#"
            folder=$1; shift
            trap '' INT TERM HUP
            "$@" >"$folder/log" 2>&1 &
            server=$!
            cat >/dev/null
            kill -INT $server
            wait $server
            rm -rf "$folder"
        "#;
        let mut watcher = Command::new("sh");
        watcher
            .args(["-c", watch, "watch"])
            .arg(&folder)
            .arg(programs.join("postgres"))
            .arg("-D")
            .arg(folder.join("data"));
        watcher.arg("-k").arg(&folder).args(["-c", "listen_addresses=", "-c", "max_connections=300"]).args(settings);
        // A process group of its own: Ctrl-C at the tests' terminal is for the tests.
        as_owner(
            watcher
                .current_dir(&folder)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0),
        );
        let watcher = watcher.spawn().expect("a shell to watch the server");
        let server = Self { folder, _watcher: watcher };
        server.wait_until_it_answers();
        server
    }

    fn wait_until_it_answers(&self) {
        let limit = Instant::now() + STARTS_WITHIN;
        let ready = programs().join("pg_isready");
        loop {
            let asked = Command::new(&ready).arg("-q").arg("-h").arg(&self.folder).status();
            if asked.is_ok_and(|answer| answer.success()) {
                return;
            }
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < limit, "PostgreSQL did not start:\n{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The pipe closes, the shell stops the server and removes its folder; wait for that.
        drop(self._watcher.stdin.take());
        let _ = self._watcher.wait();
    }
}

/// The folder of PostgreSQL's server programs: outside PATH on Debian.
fn programs() -> PathBuf {
    let newest = std::fs::read_dir("/usr/lib/postgresql").ok().and_then(|versions| {
        let mut folders: Vec<_> = versions.flatten().map(|version| version.path().join("bin")).collect();
        folders.sort();
        folders.pop()
    });
    let candidates = [newest, Some(PathBuf::from("/usr/local/bin")), Some(PathBuf::from("/usr/bin"))];
    candidates.into_iter().flatten().find(|folder| folder.join("initdb").exists()).expect(
        "PostgreSQL's server programs are needed for these tests and are not here: `apt-get install postgresql`, \
         or run the tests of SQLite alone with `tests/run --sqlite-only`",
    )
}

/// User and group to run the server as, if this process is root's.
fn server_owner() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt as _;
    let root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    root.then(|| {
        let users = std::fs::read_to_string(Path::new("/etc/passwd")).expect("/etc/passwd");
        let line = users.lines().find(|line| line.starts_with("postgres:")).expect("the user `postgres`");
        let mut ids = line.split(':').skip(2).map(|id| id.parse().expect("an id"));
        (ids.next().expect("a user id"), ids.next().expect("a group id"))
    })
}
