//! A small service: one rpc that does what the test says. What is tested is all that stands around it.

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use platform::rpc::Limits;
use proto::reporting::v1 as pb;
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use proto::reporting::v1::reporting_service_server::{ReportingService, ReportingServiceServer};
use testkit::{Bed, Wire};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tonic::service::{Routes, RoutesBuilder};
use tonic::transport::{Channel, Endpoint, Server, ServerTlsConfig};
use tonic::{Request, Response, Status};

pub(crate) use proto::reporting::v1::ListTargetsRequest as Question;

pub(crate) type Answer = Result<Response<pb::ListTargetsResponse>, Status>;

/// Does what the test says when it is asked `ListTargets`.
#[derive(Clone)]
pub(crate) struct Desk(Arc<dyn Fn(Request<Question>) -> BoxFuture<'static, Answer> + Send + Sync>);

impl Desk {
    pub(crate) fn new<F>(does: impl Fn(Request<Question>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        Self(Arc::new(move |request| Box::pin(does(request))))
    }

    /// Answers each question with its own text.
    pub(crate) fn echo() -> Self {
        Self::new(|request| async move { says(&request.get_ref().unit_id) })
    }

    fn server(self, limits: Limits) -> ReportingServiceServer<Self> {
        ReportingServiceServer::new(self).max_decoding_message_size(limits.max_message_bytes)
    }

    pub(crate) fn routes(self) -> Routes {
        Routes::new(self.server(Limits::default()))
    }

    /// Behind the stack, in the test's process.
    pub(crate) async fn bed(self, limits: Limits) -> Bed {
        let mut bed = Bed::new(limits);
        bed.take_in(&[], |routes: &mut RoutesBuilder| {
            routes.add_service(self.server(limits));
            Vec::new()
        });
        bed.start().await;
        bed
    }
}

/// An answer with a text.
pub(crate) fn says(text: &str) -> Answer {
    let target = pb::Target { unit_id: text.to_owned(), ..Default::default() };
    Ok(Response::new(pb::ListTargetsResponse { targets: vec![target], ..Default::default() }))
}

/// The text of an answer.
pub(crate) fn text_of(answer: Answer) -> Result<String, Status> {
    answer.map(|answer| answer.into_inner().targets.remove(0).unit_id)
}

/// A question with a text.
pub(crate) fn ask(text: &str) -> Request<Question> {
    Request::new(Question { unit_id: text.to_owned(), ..Default::default() })
}

/// A question with headers.
pub(crate) fn ask_with(headers: &[(&'static str, &str)]) -> Request<Question> {
    let mut request = ask("");
    for (name, value) in headers {
        request.metadata_mut().insert(*name, value.parse().expect("a header"));
    }
    request
}

/// A client within the process.
pub(crate) fn client(bed: &Bed) -> ReportingServiceClient<Wire> {
    ReportingServiceClient::new(bed.wire())
}

#[tonic::async_trait]
impl ReportingService for Desk {
    async fn list_targets(&self, request: Request<Question>) -> Answer {
        (self.0)(request).await
    }

    async fn list_indicators(
        &self,
        _: Request<pb::ListIndicatorsRequest>,
    ) -> Result<Response<pb::ListIndicatorsResponse>, Status> {
        Err(Status::unimplemented("not at this desk"))
    }

    async fn get_scorecard(
        &self,
        _: Request<pb::GetScorecardRequest>,
    ) -> Result<Response<pb::GetScorecardResponse>, Status> {
        Err(Status::unimplemented("not at this desk"))
    }

    async fn rebuild_projections(
        &self,
        _: Request<pb::RebuildProjectionsRequest>,
    ) -> Result<Response<pb::RebuildProjectionsResponse>, Status> {
        Err(Status::unimplemented("not at this desk"))
    }
}

/// A server on a port of its own. Dropped, it is gone at once, with all its connections.
pub(crate) struct Listening {
    pub(crate) address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Listening {
    pub(crate) async fn start(routes: Routes, tls: Option<ServerTlsConfig>) -> Self {
        let mut server = Server::builder();
        if let Some(tls) = tls {
            server = server.tls_config(tls).expect("certificates");
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let listener = listener.into_std().expect("a listener");
        let runtime = Runtime::new().expect("threads");
        runtime.spawn(async move {
            let incoming = TcpListener::from_std(listener).expect("within a runtime");
            server.add_routes(routes).serve_with_incoming(tonic::transport::server::TcpIncoming::from(incoming)).await
        });
        Self { address, runtime: Some(runtime) }
    }

    /// A client with one connection.
    pub(crate) async fn client(&self) -> ReportingServiceClient<Channel> {
        let endpoint = Endpoint::from_shared(format!("http://{}", self.address)).expect("an address");
        ReportingServiceClient::new(endpoint.connect().await.expect("listening"))
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
