//! Stories through all services, told by generated clients over TCP, in both shapes: one process on SQLite, and
//! separate processes on PostgreSQL with two replicas of each service.

mod clients;
mod cluster;
mod people;

mod certificate;
mod demo;
mod faults;
mod kills;
mod link;
mod rebuild;
mod sealing;
mod standard_services;
mod stopping;
mod telemetry;

/// Makes a test of each shape of one story that takes a running cluster.
macro_rules! in_both_shapes {
    ($( $(#[$attribute:meta])* async fn $name:ident($cluster:ident : $type:ty) $body:block )+) => {
        $(
            $(#[$attribute])*
            mod $name {
                use super::*;

                async fn told($cluster: $type) $body

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn one_process_on_sqlite() {
                    Box::pin(told($crate::journeys::cluster::Cluster::one_process().await)).await;
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn separate_processes_on_postgres() {
                    Box::pin(told($crate::journeys::cluster::Cluster::separate_processes().await)).await;
                }
            }
        )+
    };
}
use in_both_shapes;
