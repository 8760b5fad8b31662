//! Measures the program against bare rivals on the same machine in the same run, by turns, and prints ratios.
//!
//! `cargo run --release -p acceptance --bin bench`, or with the names of sections: only these.

#![expect(clippy::print_stdout, reason = "a command that prints what it measures")]

mod ballots;
mod calls;
mod closing;
mod dashboards;
mod feeds;
mod measure;
mod plain;
mod reads;
mod register;
mod rival;
mod scorer;
mod search;
mod start;
mod units;

/// A running cluster, and the steps of a story, as the journeys have them.
#[expect(dead_code, reason = "the journeys use the rest")]
#[path = "../journeys"]
mod journeys {
    pub(crate) mod clients;
    pub(crate) mod cluster;
    pub(crate) mod people;
}

use journeys::cluster::Cluster;
use measure::Table;
use testkit::Postgres;

/// Who asks is measured too; she has the allocator of the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The databases that are measured on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum On {
    /// `ocop all`, in files.
    Sqlite,
    /// A process a service, on a server whose commits survive the loss of power.
    Postgres,
}

impl On {
    /// A running cluster.
    pub(crate) async fn cluster(self) -> Cluster {
        match self {
            Self::Sqlite => Cluster::one_process().await,
            Self::Postgres => Cluster::separate_processes_on(Postgres::durable(), 1).await,
        }
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [rival, url] = arguments.as_slice()
        && rival == "rival"
    {
        return rival::serve(url).await;
    }
    if cfg!(debug_assertions) {
        println!("This is not an optimised program: measure with --release.\n");
    }
    let mut table = Table::begin();
    let wanted = |section: &str| arguments.is_empty() || arguments.iter().any(|argument| argument == section);
    if wanted("start") {
        start::measure(&mut table).await;
    }
    if wanted("scorer") {
        scorer::measure(&mut table);
    }
    if wanted("units") {
        units::measure(&mut table);
    }
    if wanted("calls") {
        calls::measure(&mut table).await;
    }
    for on in [On::Sqlite, On::Postgres] {
        if wanted("reads") {
            reads::measure(&mut table, on).await;
        }
        if wanted("ballots") {
            ballots::measure(&mut table, on).await;
        }
        if wanted("closing") {
            closing::measure(&mut table, on).await;
        }
        if wanted("register") {
            register::measure(&mut table, on).await;
        }
        if wanted("search") {
            search::measure(&mut table, on).await;
        }
        if wanted("dashboards") {
            dashboards::measure(&mut table, on).await;
        }
        if wanted("feeds") {
            feeds::measure(&mut table, on).await;
        }
    }
    table.end();
}
