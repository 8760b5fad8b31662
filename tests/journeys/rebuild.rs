//! Building reporting's projections again from the first event gives the same figures.

use proto::reporting::v1 as reporting;
use proto::training::v1 as training;
use testkit::eventually;

use super::clients::{Clients, figure, new_id, step};
use super::cluster::Cluster;
use super::in_both_shapes;
use super::people::ADMINISTRATOR;

/// What does not change from one computation to the next.
fn figures(scorecard: &reporting::Scorecard) -> (Vec<reporting::ScorecardRow>, Vec<reporting::Breakdown>) {
    (scorecard.rows.clone(), scorecard.breakdowns.clone())
}

in_both_shapes! {
    async fn a_rebuild_gives_the_same_figures(cluster: Cluster) {
        let clients = Clients::of(&cluster);
        let choices = clients.three_star_choices(&cluster, 1).await;
        for number in 0..3 {
            let producer = clients.producer(&cluster, &format!("HTX {number}")).await;
            let leader = clients.leader(&cluster, &producer).await;
            let product = clients.product(&cluster, &producer, &format!("Rau {number}"), 1).await;
            let dossier = clients.ready(&cluster, &product).await;
            let session = clients.session(&cluster, std::slice::from_ref(&dossier)).await;
            clients.score(&cluster, &session, &dossier, &choices).await;
            clients.decide(&cluster, &format!("{number}/QĐ-UBND"), &[dossier]).await;
            let learner = training::EnrolLearnerRequest {
                person_id: leader.person_id,
                producer_id: producer.id,
                ..Default::default()
            };
            clients.held_class(&cluster, training::Audience::Leaders, &[learner]).await;
        }
        let complete = |scorecard: &reporting::Scorecard| {
            figure(scorecard, "certificates_issued").value == 3
                && figure(scorecard, "leaders_trained_coverage").value == 10_000
        };
        eventually("reporting has taken everything in", || async { complete(&clients.scorecard(&cluster).await) }).await;
        let before = clients.scorecard(&cluster).await;

        let request = reporting::RebuildProjectionsRequest { request_id: new_id() };
        let rebuilt = step!(&cluster, clients.reporting, rebuild_projections, ADMINISTRATOR, request).await;
        assert!(rebuilt.expect("dropped").dropped_fact_count >= 12);
        eventually("the projections are there again", || async { complete(&clients.scorecard(&cluster).await) }).await;
        let after = clients.scorecard(&cluster).await;
        assert_eq!(figures(&before), figures(&after));
        let positions = |scorecard: &reporting::Scorecard| {
            scorecard.sources.iter().map(|source| (source.source.clone(), source.position)).collect::<Vec<_>>()
        };
        assert_eq!(positions(&before), positions(&after), "all events were taken in again");
    }
}
