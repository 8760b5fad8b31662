//! A process may be killed at any moment: nothing that was acknowledged is lost, and nothing is done twice.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use proto::evaluation::v1 as evaluation;
use proto::registry::v1 as registry;
use testkit::eventually;

use super::clients::{Clients, figure, step};
use super::cluster::Cluster;
use super::in_both_shapes;
use super::people::{AGENCY, OFFICER};

/// Products go their way one after the other until so many processes were killed.
const KILLS: usize = 8;
/// Time between two kills: less than a product needs, so that kills fall everywhere.
const KILLED_EVERY: Duration = Duration::from_millis(500);

in_both_shapes! {
    async fn killing_loses_nothing_and_does_nothing_twice(cluster: Cluster) {
        let clients = Clients::of(&cluster);
        let choices = clients.three_star_choices(&cluster, 1).await;
        let cluster = Arc::new(cluster);
        let killing = tokio::spawn(kill(Arc::clone(&cluster)));

        let mut certificates = Vec::new();
        for number in 0.. {
            if killing.is_finished() {
                break;
            }
            let producer = clients.producer(&cluster, &format!("HTX {number}")).await;
            clients.leader(&cluster, &producer).await;
            let product = clients.product(&cluster, &producer, &format!("Rau {number}"), 1).await;
            let dossier = clients.ready(&cluster, &product).await;
            let session = clients.session(&cluster, std::slice::from_ref(&dossier)).await;
            let result = clients.score(&cluster, &session, &dossier, &choices).await;
            assert_eq!(result.score.expect("given").sheet_count, 5);
            certificates.extend(clients.decide(&cluster, &format!("{number}/QĐ-UBND"), &[dossier]).await);
        }
        killing.await.expect("ended");
        let count = certificates.len();
        for process in cluster.processes() {
            process.wait_until_healthy().await;
        }

        // Everything acknowledged is there, once, and numbers have no gaps.
        let list = registry::ListProductsRequest { page_size: 1000, ..Default::default() };
        let products = step!(&cluster, clients.registry, list_products, OFFICER, list).await.expect("listed").products;
        assert_eq!(products.len(), count);
        let codes: BTreeSet<i32> = products.iter().flat_map(|product| &product.codes).map(|code| code.serial).collect();
        assert!(codes.into_iter().eq(1..=i32::try_from(count).expect("few")), "{products:?}");
        let list = evaluation::ListCertificatesRequest { page_size: 1000, ..Default::default() };
        let register = step!(&cluster, clients.evaluation, list_certificates, AGENCY, list).await.expect("listed");
        let numbers: BTreeSet<_> = register.certificates.iter().map(|certificate| certificate.number.clone()).collect();
        let acknowledged: BTreeSet<_> = certificates.iter().map(|certificate| certificate.number.clone()).collect();
        assert_eq!((register.certificates.len(), &numbers), (count, &acknowledged));
        assert!(numbers.iter().enumerate().all(|(place, number)| number.ends_with(&format!("-{:05}", place + 1))));

        // And so it is in what the other services have taken in.
        eventually("reporting has taken everything in", || async {
            let scorecard = clients.scorecard(&cluster).await;
            let count = i64::try_from(count).expect("few");
            figure(&scorecard, "certificates_issued").value == count
                && figure(&scorecard, "products_registered").value == count
                && figure(&scorecard, "producers_registered").value == count
        })
        .await;
    }
}

/// Kills one process after the other and starts it again.
async fn kill(cluster: Arc<Cluster>) {
    for kill in 0..KILLS {
        tokio::time::sleep(KILLED_EVERY).await;
        let processes = cluster.processes();
        // A step that has no common divisor with the number of processes visits all of them, in a mixed order.
        let process = &processes[kill * 3 % processes.len()];
        process.kill();
        process.start();
    }
}
