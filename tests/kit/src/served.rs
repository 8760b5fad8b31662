//! A bed behind a line that can be cut.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tonic::service::Routes;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Server, ServerTlsConfig};

/// A line to a server. Dropped, it is gone at once, with all that goes over it; the server stays.
pub struct Served {
    /// Where the line begins.
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Served {
    /// Serves a router at the end of a line that begins at an address; `127.0.0.1:0` is any port.
    pub(crate) async fn start(router: axum::Router, address: SocketAddr, tls: Option<ServerTlsConfig>) -> Self {
        let mut server = Server::builder();
        if let Some(tls) = tls {
            server = server.tls_config(tls).expect("certificates");
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let end = listener.local_addr().expect("bound");
        let incoming = TcpIncoming::from(listener);
        tokio::spawn(server.add_routes(Routes::from(router)).serve_with_incoming(incoming));
        let beginning = TcpListener::bind(address).await.expect("a port");
        let address = beginning.local_addr().expect("bound");
        let beginning = beginning.into_std().expect("a listener");
        // A runtime of its own: with it goes every connection.
        let runtime = Runtime::new().expect("threads");
        runtime.spawn(async move {
            let beginning = TcpListener::from_std(beginning).expect("within a runtime");
            while let Ok((mut near, _)) = beginning.accept().await {
                tokio::spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(end).await {
                        // However it ends, both sides see it.
                        let _ = copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
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
