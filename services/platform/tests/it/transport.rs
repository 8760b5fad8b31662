//! Calls between processes: spread over replicas, and over a wire that only members of the cluster can use.

use std::collections::BTreeMap;

use platform::rpc::{PeerTls, Transport};
use proto::reporting::v1::reporting_service_client::ReportingServiceClient;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use testkit::{Callers, eventually, test_clock};
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity, ServerTlsConfig};
use tonic::{Code, Status};

use crate::desk::{Desk, Listening, ask, says, text_of};

fn road(names: &str, tls: Option<&PeerTls>) -> ReportingServiceClient<Transport> {
    let (_, clock) = test_clock();
    let identity = Callers::new(clock).service_identity("evaluation");
    ReportingServiceClient::new(Transport::remote(names, tls, identity).expect("certificates"))
}

async fn replica(name: &'static str) -> Listening {
    Listening::start(Desk::new(move |_| async move { says(name) }).routes(), None).await
}

/// Who answers many calls, and how often each.
async fn answers(road: &ReportingServiceClient<Transport>) -> Result<BTreeMap<String, u32>, Status> {
    let mut answers = BTreeMap::new();
    for _ in 0..40 {
        *answers.entry(text_of(road.clone().list_targets(ask("")).await)?).or_default() += 1;
    }
    Ok(answers)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_are_spread_over_replicas_and_go_on_without_one() {
    let (one, other) = (replica("one").await, replica("other").await);
    let road = road(&format!("{}, {}", one.address, other.address), None);
    eventually("both answer", || async {
        let answers = answers(&road).await.expect("answered");
        answers.len() == 2 && answers.values().all(|times| *times >= 5)
    })
    .await;
    drop(one);
    eventually("the other answers all calls", || async {
        answers(&road).await.is_ok_and(|answers| answers == BTreeMap::from([("other".to_owned(), 40)]))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_is_not_there_is_unavailable() {
    let before = replica("before").await;
    let address = before.address;
    drop(before);
    let road = road(&address.to_string(), None);
    let status = road.clone().list_targets(ask("")).await.expect_err("nobody is there");
    assert_eq!(status.code(), Code::Unavailable, "{status:?}");
}

/// An authority that certifies members of a cluster.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("signed"))
    }

    /// A member at an address, who trusts this authority.
    fn member(&self, address: &str) -> PeerTls {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([address.to_owned()]).expect("an address");
        let certificate = params.signed_by(&key, &self.0).expect("signed");
        PeerTls {
            authority: self.0.as_ref().pem().into_bytes(),
            certificate: certificate.pem().into_bytes(),
            key: key.serialize_pem().into_bytes(),
        }
    }

    /// A server of this authority that takes calls of its members alone, as the program's does.
    async fn server(&self, address: &str) -> Listening {
        let member = self.member(address);
        let identity = Identity::from_pem(&member.certificate, &member.key);
        let tls = ServerTlsConfig::new().identity(identity).client_ca_root(Certificate::from_pem(&member.authority));
        Listening::start(Desk::echo().routes(), Some(tls)).await
    }
}

const HERE: &str = "127.0.0.1";

async fn asked(server: &Listening, tls: Option<&PeerTls>) -> Result<String, Code> {
    let answer = road(&server.address.to_string(), tls).list_targets(ask("members only")).await;
    text_of(answer).map_err(|status| status.code())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_of_the_cluster_reach_each_other() {
    let ours = Authority::new();
    let server = ours.server(HERE).await;
    assert_eq!(asked(&server, Some(&ours.member(HERE))).await.as_deref(), Ok("members only"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_no_member_reaches_nobody() {
    let (ours, foreign) = (Authority::new(), Authority::new());
    let server = ours.server(HERE).await;
    let authority = ours.member(HERE).authority;
    // Certified by another authority, though knowing ours; and without any wire protection.
    let stranger = PeerTls { authority: authority.clone(), ..foreign.member(HERE) };
    assert_eq!(asked(&server, Some(&stranger)).await, Err(Code::Unavailable));
    assert_eq!(asked(&server, None).await, Err(Code::Unavailable));
    // Without a certificate: the same client with one is let in.
    let member = ours.member(HERE);
    for (identity, let_in) in [(None, false), (Some(Identity::from_pem(&member.certificate, &member.key)), true)] {
        let tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(&authority));
        let tls = identity.into_iter().fold(tls, ClientTlsConfig::identity);
        let endpoint = Endpoint::from_shared(format!("https://{}", server.address)).expect("an address");
        let channel = endpoint.tls_config(tls).expect("certificates").connect_lazy();
        let answer = ReportingServiceClient::new(channel).list_targets(ask("")).await;
        assert_eq!(answer.is_ok(), let_in, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_who_it_should_be_is_not_spoken_to() {
    let (ours, foreign) = (Authority::new(), Authority::new());
    let foreign_server = foreign.server(HERE).await;
    // It would take the client's certificate.
    let deceived = PeerTls { authority: ours.member(HERE).authority, ..foreign.member(HERE) };
    assert_eq!(asked(&foreign_server, Some(&deceived)).await, Err(Code::Unavailable));
    let elsewhere = ours.server("10.0.0.1").await;
    assert_eq!(asked(&elsewhere, Some(&ours.member(HERE))).await, Err(Code::Unavailable));
}

#[test]
fn certificates_not_understood_are_told_at_the_start() {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let _inside = runtime.enter();
    let (_, clock) = test_clock();
    let identity = Callers::new(clock).service_identity("evaluation");
    let broken = PeerTls { key: b"no key".to_vec(), ..Authority::new().member(HERE) };
    assert!(Transport::remote("registry:50051", Some(&broken), identity).is_err());
}
