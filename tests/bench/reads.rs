//! Reading a product and a page of products, against a bare echo and against the same statements in plain sqlx.

use proto::registry::v1 as pb;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::{Channel, Endpoint};

use crate::On;
use crate::journeys::clients::Clients;
use crate::journeys::cluster::Cluster;
use crate::journeys::people::{AGENCY, PROVINCE};
use crate::measure::{TURNS, Table, Turn, a_second, compared, turn};
use crate::rival::Rival;

/// Products there are.
const PRODUCTS: usize = 1000;
/// Callers at the same time, over so many connections.
const CALLERS: usize = 16;
const CONNECTIONS: usize = 2;

/// A caller: a connection, what it shows, and the product it asks for.
#[derive(Clone)]
struct Caller {
    client: RegistryServiceClient<Channel>,
    token: MetadataValue<Ascii>,
    product_id: String,
}

impl Caller {
    fn by<M>(&self, message: M) -> tonic::Request<M> {
        let mut request = tonic::Request::new(message);
        request.metadata_mut().insert("authorization", self.token.clone());
        request
    }

    async fn get(mut self) {
        let request = self.by(pb::GetProductRequest { product_id: self.product_id.clone() });
        let answer = self.client.get_product(request).await.expect("a product");
        assert!(answer.get_ref().product.is_some());
    }

    async fn list(mut self) {
        let request = self.by(pb::ListProductsRequest { unit_id: PROVINCE.to_owned(), ..Default::default() });
        let answer = self.client.list_products(request).await.expect("products");
        assert_eq!(answer.get_ref().products.len(), 100);
    }
}

async fn callers(cluster: &Cluster, address: &str, products: &[pb::Product]) -> Vec<Caller> {
    let token: MetadataValue<Ascii> = format!("Bearer {}", cluster.token(AGENCY)).parse().expect("a header");
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        let endpoint = Endpoint::from_shared(address.to_owned()).expect("an address").tcp_nodelay(true);
        connections.push(RegistryServiceClient::new(endpoint.connect().await.expect("listening")));
    }
    let caller = |number: usize| Caller {
        client: connections[number % CONNECTIONS].clone(),
        token: token.clone(),
        product_id: products[number % products.len()].id.clone(),
    };
    (0..CALLERS).map(caller).collect()
}

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = on.cluster().await;
    let clients = Clients::of(&cluster);
    let producer = clients.producer(&cluster, "HTX").await;
    let mut products = Vec::with_capacity(PRODUCTS);
    for number in 0..PRODUCTS {
        products.push(clients.product(&cluster, &producer, &format!("Sản phẩm {number}"), 1).await);
    }
    let rival = Rival::start(&cluster.database("registry"));
    let process = &cluster.processes()[0];
    let ours = callers(&cluster, &format!("http://{}", process.address()), &products).await;
    for (rival_name, address) in [("a bare echo", &rival.echo), ("plain sqlx", &rival.plain)] {
        let theirs = callers(&cluster, address, &products).await;
        for rpc in ["GetProduct", "ListProducts"] {
            let one = async |callers: &Vec<Caller>, process: u32| -> Turn {
                match rpc {
                    "GetProduct" => turn(callers.clone(), process, Caller::get).await,
                    _ => turn(callers.clone(), process, Caller::list).await,
                }
            };
            let mut turns = Vec::new();
            for _ in 0..=TURNS {
                turns.push((one(&ours, process.id()).await, one(&theirs, rival.id()).await));
            }
            let compared = compared(&turns);
            let aim = if (rpc, rival_name) == ("GetProduct", "plain sqlx") { "≥ 0.8" } else { "" };
            table.row(
                &format!("{rpc} against {rival_name}, {on:?}"),
                &format!(
                    "**{:.2}** ({} against {}; processor {:.0} against {:.0} µs a call)",
                    compared.ratio,
                    a_second(compared.ours.rate),
                    a_second(compared.theirs.rate),
                    compared.ours.cpu_us,
                    compared.theirs.cpu_us,
                ),
                aim,
            );
        }
    }
}
