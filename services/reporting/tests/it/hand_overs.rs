//! Five-star dossiers over the link: a province's installation and the ministry's, each with all services, over sockets
//! with mutual TLS.

use std::net::SocketAddr;
use std::time::Duration;

use ed25519_dalek::{Signer as _, SigningKey};
use platform::access::Role;
use platform::access::authentication::SigningKey as PemKey;
use platform::rpc::Transport;
use prost::Message as _;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as evaluation_pb;
use proto::evaluation::v1::parcel_service_client::ParcelServiceClient;
use proto::reporting::v1 as pb;
use proto::reporting::v1::link_service_client::LinkServiceClient;
use proto::reporting::v1::submission_service_client::SubmissionServiceClient;
use reporting::{Linked, ProvinceSide, Side};
use sha2::{Digest as _, Sha256};
use testkit::{Served, TestDatabase, assert_refused, eventually_within};
use tonic::{Code, Response, Status};

use crate::certificates::PROVINCE_LEADER;
use crate::link::{Authority, NO_TURN, TURN, any_port, public_key, signing_key};
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, new_id};

const ONE: u64 = 61;
const ANOTHER: u64 = 62;
const PART_BYTES: usize = 512 * 1024;

/// The ministry's installation.
struct Ministry {
    office: Province,
    authority: Authority,
    pem: String,
}

impl Ministry {
    async fn on(database: &TestDatabase) -> Self {
        let pem = PemKey::generate();
        let linked = Linked { key_pem: pem.clone(), side: Side::Ministry };
        Self { office: Province::linked(database, linked).await, authority: Authority::new(), pem }
    }

    async fn served(&self, address: SocketAddr) -> Served {
        self.office.bed.served(address, Some(self.authority.server())).await
    }

    /// A province's installation that is admitted, and its key.
    async fn province(&self, database: &TestDatabase, address: SocketAddr, every: Duration) -> (Province, SigningKey) {
        let pem = PemKey::generate();
        let tls = self.authority.member();
        let side = Side::Province(ProvinceSide {
            unit: PROVINCE.parse().expect("a unit"),
            ministry: Transport::to_another_installation(&address.to_string(), Some(&tls)).expect("certificates"),
            ministry_key: public_key(&self.pem),
            every,
        });
        let province = Province::linked(database, Linked { key_pem: pem.clone(), side }).await;
        self.admit(PROVINCE, &public_key(&pem)).await;
        (province, signing_key(&pem))
    }

    async fn admit(&self, province: &str, key: &str) {
        let mut link = LinkServiceClient::new(self.office.bed.wire());
        let propose = pb::ProposeProvinceRequest {
            request_id: new_id(),
            province_id: province.to_owned(),
            public_key: key.to_owned(),
        };
        let request = self.office.by_role(ONE, Role::MinistryOfficer, "VN", propose);
        let proposed = link.propose_province(request).await.expect("proposed").into_inner().province.expect("given");
        let admit =
            pb::AdmitProvinceRequest { request_id: new_id(), province_id: province.to_owned(), etag: proposed.etag };
        let request = self.office.by_role(ANOTHER, Role::MinistryOfficer, "VN", admit);
        link.admit_province(request).await.expect("admitted");
    }

    async fn quarantine(&self) {
        let sql = "UPDATE link_province SET state = 'quarantined'";
        let transaction = self.office.databases.reporting.begin().await.expect("begun");
        sea_orm::ConnectionTrait::execute_unprepared(&transaction, sql).await.expect("executed");
        transaction.commit().await.expect("committed");
    }
}

impl Province {
    /// A dossier that scored five stars and is handed over by the province's leader.
    async fn handed_over(&mut self) -> evaluation_pb::Dossier {
        let producer = self.producer("Năm", COMMUNE).await;
        let product = self.product(&producer, 1).await;
        let ready = self.ready(&product, PROVINCE).await;
        let session = self.session(PROVINCE, std::slice::from_ref(&ready)).await;
        self.score(&session, &ready, 1, 5).await;
        self.sign_minutes(&session).await;
        let five = self.known_dossier(&ready).await.expect("there");
        let transfer = evaluation_pb::TransferDossierRequest {
            request_id: new_id(),
            dossier_id: five.id,
            etag: five.etag,
            letter: "45/TTr-UBND".to_owned(),
        };
        let request = self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, transfer);
        self.steps.transfer_dossier(request).await.expect("handed over").into_inner().dossier.expect("given")
    }

    async fn known_dossier(&self, id: &str) -> Option<evaluation_pb::Dossier> {
        let request = self.by(PROVINCE_OFFICER, evaluation_pb::GetDossierRequest { dossier_id: id.to_owned() });
        self.evaluation.clone().get_dossier(request).await.ok()?.into_inner().dossier
    }

    async fn custody(&self, id: &str) -> evaluation_pb::GetCustodyReceiptResponse {
        let request = self.by(PROVINCE_OFFICER, evaluation_pb::GetCustodyReceiptRequest { dossier_id: id.to_owned() });
        self.steps.clone().get_custody_receipt(request).await.expect("handed over").into_inner()
    }

    async fn parcels(&self) -> Vec<pb::SentParcel> {
        let request = self.by_role(ONE, Role::MinistryOfficer, "VN", pb::ListParcelsRequest::default());
        let listed = LinkServiceClient::new(self.bed.wire()).list_parcels(request).await;
        listed.expect("listed").into_inner().parcels
    }
}

/// The receipt of the other side for a dossier, whose signature holds.
fn receipt(custody: &evaluation_pb::GetCustodyReceiptResponse, key: &SigningKey) -> pb::ParcelReceipt {
    let [signed] = custody.signed_receipts.as_slice() else { panic!("one receipt: {custody:?}") };
    let statement = [b"ocop.link.v1/ParcelReceipt\0", signed.message.as_slice()].concat();
    let signature = ed25519_dalek::Signature::from_slice(&signed.signature).expect("64 bytes");
    key.verifying_key().verify_strict(&statement, &signature).expect("it holds");
    pb::ParcelReceipt::decode(signed.message.as_slice()).expect("a receipt")
}

/// Waits for a minute at most: the figures of a whole province are made beside.
async fn before_long<F: Future<Output = bool>>(awaited: &str, holds: impl FnMut() -> F) {
    eventually_within(Duration::from_secs(60), awaited, holds).await;
}

/// A parcel as somebody makes it by hand.
#[derive(Clone)]
struct Handmade {
    header: pb::ParcelHeader,
    parts: Vec<Vec<u8>>,
}

impl Handmade {
    /// What evaluation hands over of a dossier.
    async fn of(province: &Province, dossier: &str) -> Self {
        let mut evaluation = ParcelServiceClient::new(province.bed.transport("reporting"));
        let kind = evaluation_pb::ParcelKind::HandOver.into();
        let seal = evaluation_pb::SealParcelRequest { request_id: new_id(), kind, dossier_id: dossier.to_owned() };
        let sealed = evaluation.seal_parcel(seal).await.expect("sealed").into_inner().parcel.expect("given");
        let read = evaluation_pb::ReadParcelRequest {
            dossier_id: sealed.dossier_id.clone(),
            dossier_version: sealed.dossier_version,
            offset_bytes: 0,
        };
        let mut stream = evaluation.read_parcel(read).await.expect("there").into_inner();
        let mut bytes = Vec::new();
        while let Some(message) = stream.message().await.expect("read") {
            bytes.extend_from_slice(&message.data);
        }
        let parts: Vec<_> = bytes.chunks(PART_BYTES).map(<[u8]>::to_vec).collect();
        let header = pb::ParcelHeader {
            kind: pb::ParcelKind::HandOver.into(),
            province_id: sealed.province_id,
            dossier_id: sealed.dossier_id,
            dossier_version: sealed.dossier_version,
            manifest_sha256: sealed.manifest_sha256,
            made_at: Some(prost_types::Timestamp::default()),
            document_size_bytes: sealed.document_size_bytes,
            size_bytes: sealed.size_bytes,
            part_sha256: parts.iter().map(|part| Sha256::digest(part).to_vec()).collect(),
        };
        Self { header, parts }
    }

    /// Sends the head and all parts in one call.
    async fn push(&self, ministry: &Ministry, key: &SigningKey) -> Result<Response<pb::PushParcelResponse>, Status> {
        let message = self.header.encode_to_vec();
        let signature = key.sign(&[b"ocop.link.v1/ParcelHeader\0", message.as_slice()].concat()).to_bytes().to_vec();
        let header = Some(pb::Signed { message, signature });
        let messages: Vec<_> = (0..)
            .zip(&self.parts)
            .map(|(part_number, data)| pb::PushParcelRequest {
                header: header.clone(),
                part_number,
                data: data.clone(),
            })
            .collect();
        SubmissionServiceClient::new(ministry.office.bed.wire()).push_parcel(tokio_stream::iter(messages)).await
    }
}

testkit::on_both_databases! {
    async fn a_dossier_goes_to_the_ministry_and_what_came_of_it_comes_back(database: TestDatabase) {
        let elsewhere = database.another().await;
        let mut ministry = Ministry::on(&elsewhere).await;
        let served = ministry.served(any_port()).await;
        let address = served.address;
        let (mut province, province_key) = ministry.province(&database, address, TURN).await;
        let link = LinkServiceClient::new(province.bed.wire());
        let up_to_date = || async {
            let request = province.by(PROVINCE_OFFICER, pb::GetLinkRequest {});
            let link = link.clone().get_link(request).await.expect("a province").into_inner().link.expect("given");
            (link.up_to_date, link.sequence)
        };
        before_long("figures are acknowledged", || async { up_to_date().await.0 }).await;

        // The line is cut: the hand-over waits, and is gone on with.
        drop(served);
        let dossier = province.handed_over().await;
        assert!(ministry.office.known_dossier(&dossier.id).await.is_none());
        let _served = ministry.served(address).await;
        before_long("the ministry has it, and signed for it", || async {
            province.custody(&dossier.id).await.custody_receipt.is_some_and(|receipt| receipt.received_at.is_some())
        })
        .await;
        let here = ministry.office.known_dossier(&dossier.id).await.expect("it stands there");
        assert_eq!((here.state(), here.turn()), (evaluation_pb::DossierState::Proposed, evaluation_pb::Turn::MinistryOfficer));
        let sent = province.custody(&dossier.id).await;
        let told = receipt(&sent, &signing_key(&ministry.pem));
        let manifest = sent.custody_receipt.expect("given").manifest_sha256;
        assert_eq!((&told.dossier_id, &told.manifest_sha256), (&dossier.id, &manifest));

        // The ministry recognises it, and the province learns of it and signs.
        let ready = ministry.office.reviewed(&here, "VN").await;
        ministry.office.score_and_decide("VN", &[ready], &[(1, 5)]).await;
        before_long("it came back, and the ministry has the receipt", || async {
            let known = province.known_dossier(&dossier.id).await.expect("there");
            known.state() == evaluation_pb::DossierState::Certified
                && !ministry.office.custody(&dossier.id).await.signed_receipts.is_empty()
                && ministry.office.parcels().await.iter().all(|parcel| parcel.verdict() == pb::ParcelVerdict::Received)
        })
        .await;
        let told = receipt(&ministry.office.custody(&dossier.id).await, &province_key);
        assert_eq!((told.kind(), &told.manifest_sha256), (pb::ParcelKind::Outcome, &manifest));
        let counted = ["products_valid", "certificates_issued"];
        assert_eq!(province.values(PROVINCE, "", counted).await, [1, 1]);

        // Both sides have both receipts, each parcel once, and nothing is refused.
        for side in [&province, &ministry.office] {
            let parcels = side.parcels().await;
            let kinds: Vec<_> = parcels.iter().map(|parcel| (parcel.kind(), parcel.verdict())).collect();
            let received = pb::ParcelVerdict::Received;
            assert_eq!(kinds, [(pb::ParcelKind::Outcome, received), (pb::ParcelKind::HandOver, received)]);
            assert!(parcels.iter().all(|parcel| parcel.receipt.is_some()));
        }
        let (ours, theirs) = (province.parcels().await, ministry.office.parcels().await);
        assert!(ours.iter().zip(&theirs).all(|(one, other)| one.sha256 == other.sha256 && one.receipt == other.receipt));
    }

    async fn a_hand_over_that_is_not_as_it_should_be_is_refused_and_recorded(database: TestDatabase) {
        let elsewhere = database.another().await;
        let ministry = Ministry::on(&elsewhere).await;
        let address = ministry.served(any_port()).await.address;
        let (mut province, key) = ministry.province(&database, address, NO_TURN).await;
        let other = signing_key(&PemKey::generate());
        let dossier = province.handed_over().await;
        let right = Handmade::of(&province, &dossier.id).await;

        let forged = right.push(&ministry, &other).await;
        assert_refused(forged, Code::PermissionDenied, ErrorReason::SubmissionForged, "");
        let mut unknown = right.clone();
        unknown.header.province_id = OTHER_PROVINCE.to_owned();
        let answer = unknown.push(&ministry, &other).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::ProvinceNotAdmitted, "");
        let mut unread = right.clone();
        unread.header.size_bytes += 1_000_000;
        let answer = unread.push(&ministry, &key).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionMalformed, "");
        let mut altered = right.clone();
        altered.parts[0][0] ^= 1;
        let answer = altered.push(&ministry, &key).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionAltered, "");
        let mut dishonest = right.clone();
        let text = String::from_utf8(dishonest.parts.remove(0)).expect("records");
        dishonest.parts.insert(0, text.replacen("45/TTr-UBND", "54/TTr-UBND", 1).into_bytes());
        dishonest.header.part_sha256[0] = Sha256::digest(&dishonest.parts[0]).to_vec();
        for _ in 0..2 {
            let answer = dishonest.push(&ministry, &key).await;
            assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionAltered, "");
        }
        ministry.admit(OTHER_PROVINCE, &{
            use base64::Engine as _;
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(other.verifying_key().as_bytes())
        }).await;
        let answer = unknown.push(&ministry, &other).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::SubmissionForeign, "");
        assert!(ministry.office.known_dossier(&dossier.id).await.is_none(), "nothing of it was taken in");

        // As it is it is taken in, and its receipt is given as often as it is asked for.
        let taken = right.push(&ministry, &key).await.expect("taken in").into_inner();
        assert!(taken.receipt.is_some());
        assert_eq!(right.push(&ministry, &key).await.expect("the receipt got lost").into_inner(), taken);
        assert!(ministry.office.known_dossier(&dossier.id).await.is_some());

        // Nothing of a province in quarantine is taken in.
        ministry.quarantine().await;
        let mut later = right.clone();
        later.header.dossier_version += 1;
        let answer = later.push(&ministry, &key).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ProvinceQuarantined, "");
        let mut refused: Vec<_> = ministry.office.parcels().await.into_iter()
            .filter(|parcel| !parcel.reason.is_empty())
            .map(|parcel| (parcel.reason, parcel.times))
            .collect();
        refused.sort();
        let counted = |reason: &str, times| (reason.to_owned(), times);
        let expected = [
            counted("PROVINCE_NOT_ADMITTED", 1),
            counted("PROVINCE_QUARANTINED", 1),
            counted("SUBMISSION_ALTERED", 1),
            counted("SUBMISSION_ALTERED", 2),
            counted("SUBMISSION_FOREIGN", 1),
            counted("SUBMISSION_FORGED", 1),
            counted("SUBMISSION_MALFORMED", 1),
        ];
        assert_eq!(refused, expected);
    }
}
