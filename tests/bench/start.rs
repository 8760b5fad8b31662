//! How long `ocop all` takes from its start until all its services are healthy, and how much memory it holds.

use std::time::Instant;

use crate::journeys::cluster::Cluster;
use crate::measure::{TURNS, Table, median, memory_mb};

pub(crate) async fn measure(table: &mut Table) {
    // Building the program is not measured.
    let _ = testkit::program();
    let (mut first, mut again, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let began = Instant::now();
        let cluster = Cluster::one_process().await;
        first.push(began.elapsed().as_secs_f64());
        let process = &cluster.processes()[0];
        process.kill();
        let began = Instant::now();
        process.start();
        process.wait_until_healthy().await;
        again.push(began.elapsed().as_secs_f64());
        memory.push(memory_mb(process.id()));
    }
    table.row("`ocop all`, until healthy, on an empty folder", &format!("**{:.2} s**", median(first)), "< 1 s");
    table.row("the same on a folder with data", &format!("**{:.2} s**", median(again)), "< 1 s");
    table.row("memory it holds then", &format!("**{:.0} MB**", median(memory)), "< 80 MB");
}
