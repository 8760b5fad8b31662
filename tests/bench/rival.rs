//! The rival: a bare tonic server without tokens, limits, traces or layers; one port echoes, one asks the database.

use std::convert::Infallible;
use std::future::Future;
use std::io::{BufRead as _, BufReader};
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::task::{Context, Poll};

use proto::registry::v1 as pb;
use tokio::net::TcpListener;
use tonic::body::Body;
use tonic::server::{Grpc, NamedService};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;
use tower::service_fn;

use crate::journeys::people::PROVINCE;
use crate::plain::Plain;

/// Answers GetProduct and ListProducts.
#[derive(Clone)]
struct Bare {
    database: Plain,
    /// What is echoed; none: the database is asked.
    echo: Option<Arc<pb::Product>>,
}

impl NamedService for Bare {
    const NAME: &'static str = "ocop.registry.v1.RegistryService";
}

impl tower::Service<http::Request<Body>> for Bare {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let bare = self.clone();
        Box::pin(async move {
            if request.uri().path().ends_with("/GetProduct") {
                let answer = service_fn(move |request| bare.clone().get(request));
                Ok(Grpc::new(ProstCodec::default()).unary(answer, request).await)
            } else {
                let answer = service_fn(move |request| bare.clone().list(request));
                Ok(Grpc::new(ProstCodec::default()).unary(answer, request).await)
            }
        })
    }
}

impl Bare {
    async fn get(self, request: Request<pb::GetProductRequest>) -> Result<Response<pb::GetProductResponse>, Status> {
        let product = match &self.echo {
            Some(product) => pb::Product::clone(product),
            None => self.database.product(&request.get_ref().product_id).await.ok_or_else(|| Status::not_found(""))?,
        };
        Ok(Response::new(pb::GetProductResponse { product: Some(product) }))
    }

    async fn list(self, _: Request<pb::ListProductsRequest>) -> Result<Response<pb::ListProductsResponse>, Status> {
        let products = match &self.echo {
            Some(product) => vec![pb::Product::clone(product); 100],
            None => self.database.products(PROVINCE).await,
        };
        Ok(Response::new(pb::ListProductsResponse { products, next_page_token: String::new() }))
    }
}

/// Serves until it is killed; prints where.
pub(crate) async fn serve(url: &str) {
    let database = Plain::connect(url).await;
    let product = database.products(PROVINCE).await.swap_remove(0);
    let mut servers = tokio::task::JoinSet::new();
    for echo in [Some(Arc::new(product)), None] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        println!("http://{}", listener.local_addr().expect("an address"));
        let bare = Bare { database: database.clone(), echo };
        let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
        servers.spawn(Server::builder().add_service(bare).serve_with_incoming(incoming));
    }
    servers.join_all().await;
}

/// The rival in a process of its own. It ends with the value.
pub(crate) struct Rival {
    child: Child,
    pub(crate) echo: String,
    pub(crate) plain: String,
}

impl Rival {
    pub(crate) fn start(url: &str) -> Self {
        let own = std::env::current_exe().expect("this program");
        let mut child = Command::new(own).args(["rival", url]).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut address = || lines.next().expect("an address").expect("text");
        let (echo, plain) = (address(), address());
        Self { child, echo, plain }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
