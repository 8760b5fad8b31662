//! A bed behind a socket: for what must go over a wire that can be cut.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tonic::service::Routes;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Server, ServerTlsConfig};

/// A server on a port. Dropped, it is gone at once, with all its connections.
pub struct Served {
    /// Where it listens.
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Served {
    /// Serves a router at an address; `127.0.0.1:0` is any port.
    pub(crate) async fn start(router: axum::Router, address: SocketAddr, tls: Option<ServerTlsConfig>) -> Self {
        let mut server = Server::builder();
        if let Some(tls) = tls {
            server = server.tls_config(tls).expect("certificates");
        }
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let listener = listener.into_std().expect("a listener");
        let runtime = Runtime::new().expect("threads");
        runtime.spawn(async move {
            let incoming = TcpListener::from_std(listener).expect("within a runtime");
            server.add_routes(Routes::from(router)).serve_with_incoming(TcpIncoming::from(incoming)).await
        });
        Self { address, runtime: Some(runtime) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
