//! Traces and metrics reach a collector: one trace goes through services and through the outbox.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::metrics::v1::metrics_service_server::{
    MetricsService, MetricsServiceServer,
};
use opentelemetry_proto::tonic::collector::metrics::v1::{ExportMetricsServiceRequest, ExportMetricsServiceResponse};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{TraceService, TraceServiceServer};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::trace::v1::Span;
use testkit::eventually;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

use super::clients::{Clients, new_id};
use super::cluster::Cluster;
use super::people::OFFICER;

/// A collector that keeps what it is sent.
#[derive(Clone, Default)]
pub(super) struct Collector {
    /// Everything, as text.
    pub(super) sent: Arc<Mutex<String>>,
    spans: Arc<Mutex<Vec<Span>>>,
    metrics: Arc<Mutex<BTreeSet<String>>>,
}

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.keep(request.get_ref());
        let spans = request.into_inner().resource_spans.into_iter().flat_map(|spans| spans.scope_spans);
        self.spans.lock().expect("unpoisoned").extend(spans.flat_map(|scope| scope.spans));
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tonic::async_trait]
impl MetricsService for Collector {
    async fn export(
        &self,
        request: Request<ExportMetricsServiceRequest>,
    ) -> Result<Response<ExportMetricsServiceResponse>, Status> {
        self.keep(request.get_ref());
        let scopes = request.into_inner().resource_metrics.into_iter().flat_map(|metrics| metrics.scope_metrics);
        let names = scopes.flat_map(|scope| scope.metrics).map(|metric| format!("{} ({})", metric.name, metric.unit));
        self.metrics.lock().expect("unpoisoned").extend(names);
        Ok(Response::new(ExportMetricsServiceResponse::default()))
    }
}

impl Collector {
    fn keep(&self, request: &impl std::fmt::Debug) {
        self.sent.lock().expect("unpoisoned").push_str(&format!("{request:?}\n"));
    }

    pub(super) async fn listen(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = tonic::transport::Server::builder()
            .add_service(TraceServiceServer::new(self.clone()))
            .add_service(MetricsServiceServer::new(self.clone()))
            .serve_with_incoming(TcpListenerStream::new(listener));
        tokio::spawn(server);
        format!("http://{address}")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_goes_through_services_and_metrics_have_their_names() {
    let collector = Collector::default();
    let endpoint = collector.listen().await;
    let cluster = Cluster::one_process_with(&[("OCOP_TELEMETRY__OTLP_ENDPOINT", &endpoint)]).await;
    let clients = Clients::of(&cluster);
    let producer = clients.producer(&cluster, "HTX").await;
    let product = clients.product(&cluster, &producer, "Rau", 1).await;
    let request = testkit::dossiers::file(new_id(), &product.id);
    let mut request = cluster.by(OFFICER, request);
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let traceparent = format!("00-{trace}-b7ad6b7169203331-01");
    request.metadata_mut().insert("traceparent", traceparent.parse().expect("a header"));
    let taken_in = async || {
        let scorecard = clients.scorecard(&cluster).await;
        scorecard.sources.iter().find(|source| source.source == "evaluation").map(|source| source.position)
    };
    let before = taken_in().await;
    clients.evaluation.clone().file_dossier(request).await.expect("filed");
    eventually("reporting has taken the event in", || async { taken_in().await > before }).await;
    // The last spans and metrics are sent when the process stops.
    let process = &cluster.processes()[0];
    process.terminate();
    assert!(process.ended_well().await, "{}", process.log());

    let spans = collector.spans.lock().expect("unpoisoned").clone();
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let of_trace: Vec<_> = spans.iter().filter(|span| hexadecimal(&span.trace_id) == trace).collect();
    let names: BTreeSet<_> = of_trace.iter().map(|span| span.name.as_str()).collect();
    for name in [
        "ocop.evaluation.v1.EvaluationService/FileDossier",
        "ocop.registry.v1.RegistryService/GetProduct",
        "ocop.registry.v1.RegistryService/GetProducer",
        "take_in_event",
    ] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
    let called = of_trace.iter().find(|span| span.name.ends_with("/FileDossier")).expect("the call");
    assert_eq!(hexadecimal(&called.parent_span_id), "b7ad6b7169203331");
    let asked = of_trace.iter().find(|span| span.name.ends_with("/GetProduct")).expect("the call it caused");
    assert_eq!(asked.parent_span_id, called.span_id);

    let metrics: Vec<_> = collector.metrics.lock().expect("unpoisoned").iter().cloned().collect();
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/golden/metrics.txt");
    testkit::golden(golden, &format!("The metrics the program sends, with their units.\n\n{}\n", metrics.join("\n")));
}
