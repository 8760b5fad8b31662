//! Provinces and the ministry: installations with databases of their own, over sockets with mutual TLS.

use std::net::SocketAddr;
use std::time::Duration;

use ed25519_dalek::pkcs8::DecodePrivateKey as _;
use ed25519_dalek::{Signer as _, SigningKey};
use platform::access::Role;
use platform::access::authentication::SigningKey as PemKey;
use platform::db::Database;
use platform::rpc::{PeerTls, Transport};
use prost::Message;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::reporting::v1 as pb;
use proto::reporting::v1::link_service_client::LinkServiceClient;
use proto::reporting::v1::submission_service_client::SubmissionServiceClient;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use reporting::{Linked, Peers, ProvinceSide, Service, Side};
use sea_orm::ConnectionTrait as _;
use sha2::{Digest as _, Sha256};
use testkit::{Bed, Callers, Served, TestDatabase, Wire, assert_refused, eventually, person};
use tonic::transport::{Certificate, Identity, ServerTlsConfig};
use tonic::{Code, Request};

use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, Province, WARD_ELSEWHERE, cooperative, new_id, number};

/// Lai Châu: few communes, so its figures are soon made.
const NEIGHBOUR: &str = "2025:12";

/// Officers of the ministry.
const ONE: u64 = 61;
const ANOTHER: u64 = 62;
/// At a province.
const OFFICER: u64 = 31;
const LEADER: u64 = 32;

const HERE: &str = "127.0.0.1";

/// An authority that certifies the members of the link.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("signed"))
    }

    pub(crate) fn member(&self) -> PeerTls {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([HERE.to_owned()]).expect("an address");
        let certificate = params.signed_by(&key, &self.0).expect("signed");
        PeerTls {
            authority: self.0.as_ref().pem().into_bytes(),
            certificate: certificate.pem().into_bytes(),
            key: key.serialize_pem().into_bytes(),
        }
    }

    pub(crate) fn server(&self) -> ServerTlsConfig {
        let member = self.member();
        let identity = Identity::from_pem(&member.certificate, &member.key);
        ServerTlsConfig::new().identity(identity).client_ca_root(Certificate::from_pem(&member.authority))
    }
}

/// An installation with registry and reporting.
struct Office {
    bed: Bed,
    unit: &'static str,
    registry: RegistryServiceClient<Wire>,
    link: LinkServiceClient<Wire>,
    submissions: SubmissionServiceClient<Wire>,
    reporting: Database,
    _databases: [TestDatabase; 2],
}

impl Office {
    /// An office with databases of its own, on the same server.
    async fn new(beside: &TestDatabase, unit: &'static str, linked: Linked) -> Self {
        let mut bed = Bed::default();
        let (register, database) = (beside.another().await, beside.another().await);
        let given = bed.surroundings(&register, registry::Service::MIGRATIONS).await;
        let peers = registry::Peers { evaluation: bed.transport("registry") };
        let service = registry::Service::new(given, peers, &bed.blobs()).expect("sound facts");
        bed.take_in(registry::Service::GRPC_NAMES, |routes| {
            service.add_routes(routes);
            service.into_jobs()
        });
        let road = || bed.transport("reporting");
        let peers = Peers { registry: road(), evaluation: road(), training: road() };
        let given = bed.surroundings(&database, Service::MIGRATIONS).await;
        let service = Service::linked(given, peers, linked).expect("keys");
        bed.take_in(Service::GRPC_NAMES, |routes| {
            service.add_routes(routes);
            service.into_jobs()
        });
        bed.start().await;
        let office = Self {
            registry: RegistryServiceClient::new(bed.wire()),
            link: LinkServiceClient::new(bed.wire()),
            submissions: SubmissionServiceClient::new(bed.wire()),
            reporting: database.open().await,
            bed,
            unit,
            _databases: [register, database],
        };
        eventually("the units are there", || async {
            let request = office.by(OFFICER, pb::ListSubmissionsRequest::default());
            office.link.clone().list_submissions(request).await.is_ok()
        })
        .await;
        office
    }

    fn by<M>(&self, number: u64, message: M) -> Request<M> {
        let role = match number {
            OFFICER => Role::ProvinceOfficer,
            LEADER => Role::ProvinceLeader,
            _ => Role::MinistryOfficer,
        };
        Callers::request(&self.bed.callers.authorization(person(number), role, self.unit), message)
    }

    async fn producer(&self, name: &str, unit: &str) {
        let producer = cooperative(name, unit);
        let request =
            registry_pb::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let request = self.by(OFFICER, request);
        self.registry.clone().create_producer(request).await.expect("registered");
    }

    /// A commune of the province.
    async fn commune(&self) -> String {
        let list =
            registry_pb::ListUnitsRequest { parent_id: self.unit.to_owned(), page_size: 1, ..Default::default() };
        let units = self.registry.clone().list_units(self.by(OFFICER, list)).await.expect("listed").into_inner().units;
        units.into_iter().next().expect("a commune").id
    }

    async fn own_link(&self) -> pb::Link {
        own_link(&self.link, self.by(OFFICER, pb::GetLinkRequest {})).await
    }

    /// Waits until the ministry has what is here now.
    async fn up_to_date(&self, producers: i64) {
        eventually("all is taken in and acknowledged", || async {
            let known =
                number(&self.reporting, "SELECT COUNT(DISTINCT id) AS number FROM told WHERE noun = 'producer'").await;
            known == producers && self.own_link().await.up_to_date
        })
        .await;
    }

    async fn reconcile(&self) -> pb::Reconciliation {
        let request = self.by(OFFICER, pb::ReconcileFiguresRequest { request_id: new_id() });
        let answer = self.link.clone().reconcile_figures(request).await.expect("compared");
        answer.into_inner().reconciliation.expect("given")
    }

    async fn submit(
        &self,
        number: u64,
        kind: pb::SubmissionKind,
        period: &str,
    ) -> Result<pb::Submission, tonic::Status> {
        let request = pb::SubmitFiguresRequest { request_id: new_id(), kind: kind.into(), period: period.to_owned() };
        let answer = self.link.clone().submit_figures(self.by(number, request)).await?;
        Ok(answer.into_inner().submission.expect("given"))
    }

    async fn execute(&self, sql: &str) {
        let transaction = self.reporting.begin().await.expect("begun");
        transaction.execute_unprepared(sql).await.expect("executed");
        transaction.commit().await.expect("committed");
    }
}

async fn own_link(link: &LinkServiceClient<Wire>, request: Request<pb::GetLinkRequest>) -> pb::Link {
    link.clone().get_link(request).await.expect("a province").into_inner().link.expect("given")
}

/// The ministry, its authority and its key.
struct Ministry {
    office: Office,
    authority: Authority,
    key: String,
}

impl Ministry {
    async fn on(database: &TestDatabase) -> Self {
        let pem = PemKey::generate();
        let key = public_key(&pem);
        let office = Office::new(database, "VN", Linked { key_pem: pem, side: Side::Ministry }).await;
        Self { office, authority: Authority::new(), key }
    }

    async fn served(&self, address: SocketAddr) -> Served {
        self.office.bed.served(address, Some(self.authority.server())).await
    }

    /// How a province is linked to it.
    fn link_of(&self, pem: &str, unit: &str, address: SocketAddr, tls: &PeerTls, every: Duration) -> Linked {
        let ministry = Transport::to_another_installation(&address.to_string(), Some(tls)).expect("certificates");
        let unit = unit.parse().expect("a unit");
        let side = ProvinceSide { unit, ministry, ministry_key: self.key.clone(), every };
        Linked { key_pem: pem.to_owned(), side: Side::Province(side) }
    }

    async fn province(&self, database: &TestDatabase, unit: &'static str, address: SocketAddr) -> Office {
        let pem = PemKey::generate();
        let linked = self.link_of(&pem, unit, address, &self.authority.member(), TURN);
        let office = Office::new(database, unit, linked).await;
        self.admit(unit, &public_key(&pem)).await;
        office
    }

    async fn admit(&self, unit: &str, key: &str) -> pb::ProvinceLink {
        let proposed = self.propose(unit, key).await.expect("proposed");
        let request = pb::AdmitProvinceRequest {
            request_id: new_id(),
            province_id: unit.to_owned(),
            etag: proposed.etag.clone(),
        };
        let same = self.office.link.clone().admit_province(self.office.by(ONE, request.clone())).await;
        assert_refused(same, Code::PermissionDenied, ErrorReason::FourEyesRequired, "");
        let request = self.office.by(ANOTHER, pb::AdmitProvinceRequest { request_id: new_id(), ..request });
        self.office.link.clone().admit_province(request).await.expect("admitted").into_inner().province.expect("given")
    }

    async fn propose(&self, unit: &str, key: &str) -> Result<pb::ProvinceLink, tonic::Status> {
        let request = pb::ProposeProvinceRequest {
            request_id: new_id(),
            province_id: unit.to_owned(),
            public_key: key.to_owned(),
        };
        let answer = self.office.link.clone().propose_province(self.office.by(ONE, request)).await?;
        Ok(answer.into_inner().province.expect("given"))
    }

    async fn province_link(&self, unit: &str) -> pb::ProvinceLink {
        let request = self.office.by(ONE, pb::ListProvinceLinksRequest {});
        let known = self.office.link.clone().list_province_links(request).await.expect("listed").into_inner();
        assert_eq!(known.ministry_public_key, self.key);
        known.provinces.into_iter().find(|link| link.province_id == unit).expect("known")
    }

    async fn resync(&self, unit: &str) {
        let etag = self.province_link(unit).await.etag;
        let request = pb::ProposeResyncRequest { request_id: new_id(), province_id: unit.to_owned(), etag };
        let proposed = self.office.link.clone().propose_resync(self.office.by(ONE, request)).await.expect("proposed");
        let etag = proposed.into_inner().province.expect("given").etag;
        let request = pb::ApproveResyncRequest { request_id: new_id(), province_id: unit.to_owned(), etag };
        let same = self.office.link.clone().approve_resync(self.office.by(ONE, request.clone())).await;
        assert_refused(same, Code::PermissionDenied, ErrorReason::FourEyesRequired, "");
        let request = self.office.by(ANOTHER, pb::ApproveResyncRequest { request_id: new_id(), ..request });
        self.office.link.clone().approve_resync(request).await.expect("approved");
    }

    async fn compared(&self, period: &str, indicator: &str) -> pb::ComparedIndicator {
        let request =
            pb::CompareProvincesRequest { period: period.to_owned(), indicator_codes: vec![indicator.to_owned()] };
        let answer = self.office.link.clone().compare_provinces(self.office.by(ONE, request)).await.expect("compared");
        answer.into_inner().indicators.pop().expect("submitted")
    }

    /// Reasons and counts of what was not taken in, in alphabetical order.
    async fn refused(&self) -> Vec<(String, i32)> {
        let request = self.office.by(ONE, pb::ListSubmissionsRequest::default());
        let all = self.office.link.clone().list_submissions(request).await.expect("listed").into_inner().submissions;
        let refused = all.into_iter().filter(|kept| !kept.reason.is_empty());
        let mut refused: Vec<_> = refused.map(|kept| (kept.reason, kept.times)).collect();
        refused.sort();
        refused
    }
}

/// How often provinces take their turn in tests.
pub(crate) const TURN: Duration = Duration::from_millis(50);

/// An hour: a turn that never comes.
pub(crate) const NO_TURN: Duration = Duration::from_secs(3600);

pub(crate) fn signing_key(pem: &str) -> SigningKey {
    SigningKey::from_pkcs8_pem(pem).expect("a key")
}

pub(crate) fn public_key(pem: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(signing_key(pem).verifying_key().as_bytes())
}

pub(crate) fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

/// A submission as somebody makes it by hand.
#[derive(Clone)]
struct Handmade {
    header: pb::SubmissionHeader,
    body: pb::SubmissionBody,
}

impl Handmade {
    fn of(unit: &str, sequence: i64, previous: &[u8], value: i64) -> Self {
        let cell = pb::SubmittedCell {
            indicator_code: "producers_registered".to_owned(),
            unit_id: unit.to_owned(),
            recorded: true,
            value,
            ..Default::default()
        };
        let figures =
            pb::PeriodFigures { period: "L2026".to_owned(), as_at: "2026-11-23".to_owned(), cells: vec![cell] };
        let body = pb::SubmissionBody { periods: vec![figures], register: Vec::new() };
        let header = pb::SubmissionHeader {
            province_id: unit.to_owned(),
            epoch: 1,
            sequence,
            previous_sha256: previous.to_vec(),
            kind: pb::SubmissionKind::Provisional.into(),
            periods: vec!["L2026".to_owned()],
            made_at: Some(prost_types::Timestamp::default()),
            cell_count: 1,
            ..Default::default()
        };
        Self { header, body }.fitting()
    }

    /// With a head that fits the body.
    fn fitting(mut self) -> Self {
        let body = self.body.encode_to_vec();
        self.header.body_sha256 = Sha256::digest(&body).to_vec();
        self.header.body_size_bytes = i64::try_from(body.len()).expect("small");
        self
    }

    fn signed(&self, key: &SigningKey) -> pb::Signed {
        let message = self.header.encode_to_vec();
        let signature = key.sign(&[b"ocop.link.v1/SubmissionHeader\0", message.as_slice()].concat());
        pb::Signed { message, signature: signature.to_bytes().to_vec() }
    }

    fn name(&self) -> Vec<u8> {
        Sha256::digest(self.header.encode_to_vec()).to_vec()
    }

    /// Sends it over the wire without waiting for turns.
    async fn push(
        &self,
        ministry: &Ministry,
        key: &SigningKey,
    ) -> Result<tonic::Response<pb::PushSubmissionResponse>, tonic::Status> {
        let header = Some(self.signed(key));
        let message = pb::PushSubmissionRequest { header, part_number: 0, data: self.body.encode_to_vec() };
        ministry.office.submissions.clone().push_submission(tokio_stream::once(message)).await
    }
}

testkit::on_both_databases! {
    async fn two_provinces_and_the_ministry_agree_through_cuts(database: TestDatabase) {
        let ministry = Ministry::on(&database).await;
        let served = ministry.served(any_port()).await;
        let address = served.address;
        let one = ministry.province(&database, PROVINCE, address).await;
        let other = ministry.province(&database, NEIGHBOUR, address).await;
        one.producer("Một", COMMUNE).await;
        one.producer("Hai", COMMUNE).await;
        other.producer("Ba", &other.commune().await).await;
        one.up_to_date(2).await;
        other.up_to_date(1).await;
        let compared = ministry.compared("L2026", "producers_registered").await;
        let values: Vec<_> = compared.provinces.iter().map(|figure| (figure.province_id.as_str(), figure.value)).collect();
        assert_eq!(values, [(PROVINCE, 2), (NEIGHBOUR, 1)]);
        assert_eq!((compared.total_value, compared.may_count_twice), (Some(3), false));
        assert!(compared.provinces.iter().all(|figure| figure.provisional && figure.as_at == "2026-11-23"));
        for office in [&one, &other] {
            let outcome = office.reconcile().await;
            assert_eq!(outcome.differences, []);
            assert!(outcome.compared_count > 100, "every indicator, period and unit");
        }

        // The line is cut; the provinces work on, and what waits stays bounded.
        drop(served);
        for name in ["Tư", "Năm", "Sáu"] {
            one.producer(name, COMMUNE).await;
            one.submit(OFFICER, pb::SubmissionKind::Provisional, "").await.expect("made");
        }
        eventually("the cut is noticed", || async { !one.own_link().await.fault.is_empty() }).await;
        let waiting = one.own_link().await;
        assert!((1..=2).contains(&waiting.pending_count), "one on its way, and the newest: {waiting:?}");
        assert!(!waiting.up_to_date);

        // It is healed.
        let _served = ministry.served(address).await;
        one.up_to_date(5).await;
        assert_eq!(ministry.compared("L2026", "producers_registered").await.total_value, Some(6));
        assert_eq!(one.reconcile().await.difference_count, 0);
        assert_eq!(ministry.refused().await, []);

        // Who does not belong to the link reaches nobody, whatever key it signs with.
        let pem = PemKey::generate();
        let stranger = PeerTls { authority: ministry.authority.member().authority, ..Authority::new().member() };
        let linked = ministry.link_of(&pem, "2025:04", address, &stranger, TURN);
        let stranger = Office::new(&database, "2025:04", linked).await;
        eventually("it is not let in", || async { stranger.own_link().await.fault.contains("PEER_UNAVAILABLE") }).await;
    }

    async fn what_is_not_as_it_should_be_is_refused_and_recorded(database: TestDatabase) {
        let ministry = Ministry::on(&database).await;
        let (pem, other_pem) = (PemKey::generate(), PemKey::generate());
        let (key, other_key) = (signing_key(&pem), signing_key(&other_pem));
        let refused = Code::FailedPrecondition;
        let first = Handmade::of(PROVINCE, 1, &[], 1);
        assert_refused(
            first.push(&ministry, &key).await,
            Code::PermissionDenied,
            ErrorReason::ProvinceNotAdmitted,
            "",
        );
        ministry.propose(PROVINCE, &public_key(&pem)).await.expect("proposed");
        let answer = first.push(&ministry, &key).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::ProvinceNotAdmitted, "");
        let link = ministry.admit(PROVINCE, &public_key(&pem)).await;
        assert_refused(
            ministry.propose(OTHER_PROVINCE, &public_key(&pem)).await.map(tonic::Response::new),
            Code::AlreadyExists,
            ErrorReason::LinkKeyTaken,
            "public_key",
        );
        ministry.admit(OTHER_PROVINCE, &public_key(&other_pem)).await;

        let receipt = first.push(&ministry, &key).await.expect("taken in").into_inner().receipt.expect("whole");
        let again = first.push(&ministry, &key).await.expect("the receipt got lost").into_inner().receipt;
        assert_eq!(again, Some(receipt.clone()));
        let told = pb::SubmissionReceipt::decode(receipt.message.as_slice()).expect("a receipt");
        assert_eq!((told.cell_count, told.totals[0].cells[0].value), (1, 1));
        let second = Handmade::of(PROVINCE, 2, &first.name(), 2);
        second.push(&ministry, &key).await.expect("the next");
        assert_refused(first.push(&ministry, &key).await, refused, ErrorReason::SubmissionReplayed, "");

        // Signed by another, and altered.
        let third = Handmade::of(PROVINCE, 3, &second.name(), 3);
        let forged = third.push(&ministry, &other_key).await;
        assert_refused(forged, Code::PermissionDenied, ErrorReason::SubmissionForged, "");
        let mut altered = third.clone();
        altered.body.periods[0].cells[0].value = 9;
        let answer = altered.push(&ministry, &key).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionAltered, "");
        let mut foreign = third.clone();
        foreign.body.periods[0].cells[0].unit_id = WARD_ELSEWHERE.to_owned();
        let answer = foreign.fitting().push(&ministry, &key).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionForeign, "");
        let mut unread = third.clone();
        unread.header.kind = 9;
        let answer = unread.push(&ministry, &key).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionMalformed, "");
        let gap = Handmade::of(PROVINCE, 4, &third.name(), 3);
        assert_refused(gap.push(&ministry, &key).await, refused, ErrorReason::SubmissionOutOfOrder, "");
        third.push(&ministry, &key).await.expect("the right one is taken in all the same");

        // Its own key, other content under a used number: it went back.
        let fork = Handmade::of(PROVINCE, 3, &second.name(), 7);
        assert_refused(fork.push(&ministry, &key).await, refused, ErrorReason::ProvinceQuarantined, "");
        let fourth = Handmade::of(PROVINCE, 4, &third.name(), 4);
        assert_refused(fourth.push(&ministry, &key).await, refused, ErrorReason::ProvinceQuarantined, "");
        let known = ministry.province_link(PROVINCE).await;
        assert_eq!((known.state(), known.sequence), (pb::LinkState::Quarantined, 3));
        assert_ne!(known.etag, link.etag);
        assert_eq!(ministry.compared("L2026", "producers_registered").await.total_value, Some(3), "as it was");
        let counted = |reason: &str, times| (reason.to_owned(), times);
        let expected = [
            counted("PROVINCE_NOT_ADMITTED", 2),
            counted("PROVINCE_QUARANTINED", 1),
            counted("PROVINCE_QUARANTINED", 1),
            counted("SUBMISSION_ALTERED", 1),
            counted("SUBMISSION_FOREIGN", 1),
            counted("SUBMISSION_FORGED", 1),
            counted("SUBMISSION_MALFORMED", 1),
            counted("SUBMISSION_OUT_OF_ORDER", 1),
            counted("SUBMISSION_REPLAYED", 1),
        ];
        assert_eq!(ministry.refused().await, expected);

        // Anew: numbers begin again, what is provisional comes again, nothing counts twice.
        ministry.resync(PROVINCE).await;
        let mut anew = Handmade::of(PROVINCE, 1, &[], 5);
        anew.header.epoch = 2;
        anew.push(&ministry, &key).await.expect("the first of the new epoch");
        assert_refused(third.push(&ministry, &key).await, refused, ErrorReason::SubmissionReplayed, "");
        assert_eq!(ministry.compared("L2026", "producers_registered").await.total_value, Some(5));

        // Trusted no more.
        let etag = ministry.province_link(PROVINCE).await.etag;
        let request =
            pb::SuspendProvinceRequest { request_id: new_id(), province_id: PROVINCE.to_owned(), etag, reason: "Lộ khóa".to_owned() };
        let request = ministry.office.by(ONE, request);
        ministry.office.link.clone().suspend_province(request).await.expect("suspended");
        let mut next = Handmade::of(PROVINCE, 2, &anew.name(), 6);
        next.header.epoch = 2;
        let answer = next.push(&ministry, &key).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::ProvinceNotAdmitted, "");
    }

    async fn a_province_restored_from_a_backup_is_noticed_and_synchronised_anew(database: TestDatabase) {
        let ministry = Ministry::on(&database).await;
        let served = ministry.served(any_port()).await;
        let province = ministry.province(&database, PROVINCE, served.address).await;
        province.producer("Một", COMMUNE).await;
        province.up_to_date(1).await;
        let final_one = province.submit(LEADER, pb::SubmissionKind::Final, "L2026-M11").await.expect("made");
        eventually("it is acknowledged", || async { province.own_link().await.pending_count == 0 }).await;
        let then = province.own_link().await;
        let kept = number(&province.reporting, "SELECT COUNT(*) AS number FROM link_submission").await;
        province.execute("CREATE TABLE backup AS SELECT * FROM link_own").await;
        province.producer("Hai", COMMUNE).await;
        province.up_to_date(2).await;
        assert!(province.own_link().await.sequence > then.sequence);

        // Its database goes back to what it was then.
        assert!(kept >= 2 && !final_one.id.is_empty());
        province
            .execute(&format!(
                "DELETE FROM link_submission WHERE sequence > {0}; DELETE FROM link_own; \
                 INSERT INTO link_own SELECT * FROM backup",
                then.sequence
            ))
            .await;
        eventually("it is quarantined", || async {
            province.own_link().await.state() == pb::LinkState::Quarantined
        })
        .await;
        let known = ministry.province_link(PROVINCE).await;
        assert_eq!(known.state(), pb::LinkState::Quarantined);
        assert_eq!(ministry.compared("L2026", "producers_registered").await.total_value, Some(2), "as it was");

        ministry.resync(PROVINCE).await;
        eventually("a new epoch is full", || async {
            let link = province.own_link().await;
            link.epoch == 2 && link.up_to_date && link.pending_count == 0
        })
        .await;
        assert_eq!(ministry.compared("L2026", "producers_registered").await.total_value, Some(2), "none twice");
        assert!(!ministry.compared("L2026-M11", "producers_registered").await.provinces[0].provisional);
        assert_eq!(province.reconcile().await.differences, []);

        // What somebody changes at the ministry is found and named.
        ministry
            .office
            .execute("UPDATE link_cell SET value = value + 1 WHERE period = 'L2026' AND indicator = 'producers_registered' AND unit = '2025:03127' AND dimension = ''")
            .await;
        let outcome = province.reconcile().await;
        assert_eq!(outcome.difference_count, 1);
        let named = &outcome.differences[0];
        assert_eq!((named.indicator_code.as_str(), named.unit_id.as_str()), ("producers_registered", COMMUNE));
        assert_eq!((named.kind(), named.province_value, named.ministry_value), (pb::DifferenceKind::Differs, 2, 3));
        let request = ministry.office.by(ONE, pb::ListReconciliationsRequest::default());
        let kept = ministry.office.link.clone().list_reconciliations(request).await.expect("listed").into_inner();
        assert_eq!(kept.reconciliations[0], outcome);
    }

    async fn a_bundle_carried_by_hand_means_the_same(database: TestDatabase) {
        let ministry = Ministry::on(&database).await;
        // Nobody listens there.
        let address = ministry.served(any_port()).await.address;
        let pem = PemKey::generate();
        let linked = ministry.link_of(&pem, PROVINCE, address, &ministry.authority.member(), NO_TURN);
        let province = Office::new(&database, PROVINCE, linked).await;
        ministry.admit(PROVINCE, &public_key(&pem)).await;
        province.submit(OFFICER, pb::SubmissionKind::Provisional, "").await.expect("made");
        let export = async || {
            let request = province.by(OFFICER, pb::ExportBundleRequest { request_id: new_id() });
            province.link.clone().export_bundle(request).await.map(|answer| answer.into_inner().bundle.expect("given"))
        };
        let bundle = export().await.expect("written");
        assert_eq!(export().await.expect("the same until its receipt is there"), bundle);
        let import = async |bundle: pb::Bundle| {
            let request = pb::ImportBundleRequest { request_id: new_id(), bundle: Some(bundle) };
            let answer = ministry.office.link.clone().import_bundle(ministry.office.by(ONE, request)).await;
            answer.expect("answered").into_inner().submission.expect("given")
        };
        let altered = pb::Bundle { body: [bundle.body.clone(), vec![0]].concat(), ..bundle.clone() };
        let refused = import(altered).await;
        assert_eq!((refused.verdict(), refused.reason.as_str()), (pb::SubmissionVerdict::Refused, "SUBMISSION_ALTERED"));
        let accepted = import(bundle.clone()).await;
        assert_eq!(accepted.verdict(), pb::SubmissionVerdict::Accepted, "{accepted:?}");
        assert_eq!(import(bundle).await.receipt, accepted.receipt);
        let bring = async |receipt: Option<pb::Signed>| {
            let request = province.by(OFFICER, pb::ImportReceiptRequest { request_id: new_id(), receipt });
            province.link.clone().import_receipt(request).await
        };
        let mut forged = accepted.receipt.clone().expect("given");
        forged.signature[0] ^= 1;
        assert_refused(bring(Some(forged)).await, Code::InvalidArgument, ErrorReason::ReceiptWrong, "receipt");
        bring(accepted.receipt).await.expect("acknowledged");
        assert_eq!(province.own_link().await.sequence, 1);
    }

    async fn final_figures_are_a_leaders_and_stay(database: TestDatabase) {
        let ministry = Ministry::on(&database).await;
        let served = ministry.served(any_port()).await;
        let province = ministry.province(&database, PROVINCE, served.address).await;
        let submit = async |number, period: &str| {
            province.submit(number, pb::SubmissionKind::Final, period).await.map(tonic::Response::new)
        };
        let by_an_officer = submit(OFFICER, "L2026-M11").await;
        assert_refused(by_an_officer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let running = submit(LEADER, "L2026-M12").await;
        assert_refused(running, Code::FailedPrecondition, ErrorReason::PeriodNotOver, "period");
        submit(LEADER, "L2026-M11").await.expect("made");
        eventually("it is acknowledged", || async {
            let link = province.own_link().await;
            link.up_to_date && link.pending_count == 0
        })
        .await;
        province.producer("Một", COMMUNE).await;
        province.up_to_date(1).await;
        let compared = ministry.compared("L2026-M11", "producers_registered").await;
        assert_eq!((compared.provinces[0].provisional, compared.provinces[0].value), (false, 0));
        assert_eq!(province.reconcile().await.differences, []);
        // Each side refuses what is the other's.
        let elsewhere = ministry.office.link.clone().get_link(ministry.office.by(OFFICER, pb::GetLinkRequest {})).await;
        assert_refused(elsewhere, Code::FailedPrecondition, ErrorReason::NotALinkedProvince, "");
        let request = Callers::request(
            &province.bed.callers.authorization(person(ONE), Role::MinistryOfficer, "VN"),
            pb::ListProvinceLinksRequest {},
        );
        let elsewhere = province.link.clone().list_province_links(request).await;
        assert_refused(elsewhere, Code::FailedPrecondition, ErrorReason::NotTheMinistry, "");
    }

    async fn the_register_of_certificates_goes_along(database: TestDatabase) {
        let ministry = Ministry::on(&database).await;
        let served = ministry.served(any_port()).await;
        let pem = PemKey::generate();
        let linked = ministry.link_of(&pem, PROVINCE, served.address, &ministry.authority.member(), TURN);
        let mut province = Province::linked(&database, linked).await;
        ministry.admit(PROVINCE, &public_key(&pem)).await;
        let producer = province.producer("Một", COMMUNE).await;
        province.certified(&producer, PROVINCE).await;
        province.settled().await;
        let link = LinkServiceClient::new(province.bed.wire());
        eventually("the ministry has the register", || async {
            let request = province.by(crate::PROVINCE_OFFICER, pb::GetLinkRequest {});
            own_link(&link, request).await.up_to_date
        })
        .await;
        let request = pb::CompareProvincesRequest { period: "L2026".to_owned(), indicator_codes: Vec::new() };
        let request = ministry.office.by(ONE, request);
        let compared = ministry.office.link.clone().compare_provinces(request).await.expect("compared").into_inner();
        let expiry = &compared.expiries[0];
        assert_eq!((expiry.valid_count, expiry.expiring_count, expiry.lapsed_count), (1, 0, 0));
        let of = |code: &str| compared.indicators.iter().find(|row| row.indicator_code == code).expect("submitted");
        assert_eq!(of("certificates_issued").total_value, Some(1));
        assert!(of("officials_trained_people").may_count_twice, "people of two provinces cannot be told apart");
        assert_eq!(of("leaders_trained_coverage").total_value, None, "shares do not add up");
    }
}
