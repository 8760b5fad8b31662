//! What a ballot says stays within its seal: not in a log, a trace, a metric, nor in a file.

use std::path::Path;

use proto::evaluation::v1 as evaluation;

use super::clients::{Clients, new_id, step};
use super::cluster::Cluster;
use super::people::{CHAIR, SCORERS};
use super::telemetry::Collector;

/// What a finding rests on; nothing else in the system says so.
const EVIDENCE: &str = "Bien ban 4711/BB-QZX";

/// The files in a folder that hold a text.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        if bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_trace_metric_or_file_tells_what_a_ballot_says() {
    let collector = Collector::default();
    let endpoint = collector.listen().await;
    let filter = "info,evaluation=trace,platform=trace,sea_orm=trace,sqlx=trace";
    let settings = [("OCOP_TELEMETRY__OTLP_ENDPOINT", endpoint.as_str()), ("OCOP_LOG__FILTER", filter)];
    let cluster = Cluster::one_process_with(&settings).await;
    let clients = Clients::of(&cluster);
    let producer = clients.producer(&cluster, "HTX").await;
    let product = clients.product(&cluster, &producer, "Rau", 1).await;
    let dossier = clients.ready(&cluster, &product).await;
    let session = clients.session(&cluster, std::slice::from_ref(&dossier)).await;
    let choices = clients.three_star_choices(&cluster, 1).await;
    let rule = evaluation::finding::Rule::EliminationCause("forged_dossier".to_owned());
    for scorer in SCORERS {
        let ballot = evaluation::CastBallotRequest {
            request_id: new_id(),
            session_id: session.id.clone(),
            dossier_id: dossier.id.clone(),
            choices: choices.clone(),
            findings: vec![evaluation::Finding { rule: Some(rule.clone()), evidence: EVIDENCE.to_owned() }],
            ..Default::default()
        };
        step!(&cluster, clients.evaluation, cast_ballot, scorer, ballot.clone()).await.expect("cast");
        // What is refused is told in the log.
        let again = evaluation::CastBallotRequest { request_id: new_id(), ..ballot };
        step!(&cluster, clients.evaluation, cast_ballot, scorer, again).await.expect_err("refused");
    }
    let data = cluster.folder().join("data");
    assert_eq!(files_with(&data, EVIDENCE), Vec::<String>::new(), "until the close it stands in no file");
    let close = evaluation::CloseScoringRequest {
        request_id: new_id(),
        session_id: session.id.clone(),
        dossier_id: dossier.id.clone(),
        ..Default::default()
    };
    step!(&cluster, clients.evaluation, close_scoring, CHAIR, close).await.expect("closed");
    assert!(!files_with(&data, EVIDENCE).is_empty(), "after it, it does");

    let process = &cluster.processes()[0];
    process.terminate();
    assert!(process.ended_well().await, "{}", process.log());
    let (log, sent) = (process.log(), collector.sent.lock().expect("unpoisoned").clone());
    for (what, text) in [("log", &log), ("traces and metrics", &sent)] {
        assert!(text.contains("CastBallot"), "the {what} tell of calls");
        assert!(!text.contains(EVIDENCE), "the {what} tell what a ballot says");
        for scorer in SCORERS {
            assert!(!text.contains(&scorer.id().to_string()), "the {what} tell who has voted");
        }
    }
}
