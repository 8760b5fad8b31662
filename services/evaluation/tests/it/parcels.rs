//! A five-star dossier between two installations, each with a database and files of its own: what reporting carries from
//! one evaluation to the other.

use platform::access::Role;
use platform::db::Database;
use platform::rpc::Transport;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::parcel_service_client::ParcelServiceClient;
use sea_orm::{ConnectionTrait as _, Statement};
use sha2::{Digest as _, Sha256};
use testkit::{TestDatabase, assert_refused};
use tonic::{Code, Status};

use crate::evidence::{criterion, facts};
use crate::{
    COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, best, decision, new_id,
};

const PART_BYTES: usize = 512 * 1024;

/// What reporting asks of an installation's evaluation.
#[derive(Clone)]
struct Carrier(ParcelServiceClient<Transport>);

/// A parcel on its way.
#[derive(Clone)]
struct Carried {
    parcel: pb::Parcel,
    bytes: Vec<u8>,
}

impl Carrier {
    fn of(installation: &Province) -> Self {
        Self(ParcelServiceClient::new(installation.bed.transport("reporting")))
    }

    async fn waiting(&mut self, kind: pb::ParcelKind) -> Vec<String> {
        let request = pb::ListWaitingParcelsRequest { kind: kind.into(), province_id: PROVINCE.to_owned() };
        self.0.list_waiting_parcels(request).await.expect("listed").into_inner().dossier_ids
    }

    async fn seal(&mut self, kind: pb::ParcelKind, dossier: &str) -> Result<pb::Parcel, Status> {
        let dossier_id = dossier.to_owned();
        let request = pb::SealParcelRequest { request_id: new_id(), kind: kind.into(), dossier_id };
        Ok(self.0.seal_parcel(request).await?.into_inner().parcel.expect("given"))
    }

    async fn read(&mut self, parcel: &pb::Parcel, offset_bytes: i64) -> Vec<u8> {
        let (dossier_id, dossier_version) = (parcel.dossier_id.clone(), parcel.dossier_version);
        let request = pb::ReadParcelRequest { dossier_id, dossier_version, offset_bytes };
        let mut stream = self.0.read_parcel(request).await.expect("there").into_inner();
        let mut bytes = Vec::new();
        while let Some(message) = stream.message().await.expect("read") {
            bytes.extend_from_slice(&message.data);
        }
        bytes
    }

    /// Seals a parcel and reads all of it.
    async fn send(&mut self, kind: pb::ParcelKind, dossier: &str) -> Carried {
        let parcel = self.seal(kind, dossier).await.expect("sealed");
        let bytes = self.read(&parcel, 0).await;
        assert_eq!(i64::try_from(bytes.len()).expect("small"), parcel.size_bytes);
        Carried { parcel, bytes }
    }

    /// Brings the parts, and has all files made and the dossier taken in. Returns how many calls that took.
    async fn take_in(&mut self, carried: &Carried) -> Result<usize, Status> {
        let mut names = Vec::new();
        for part in carried.bytes.chunks(PART_BYTES) {
            let request = pb::KeepParcelPartRequest { request_id: new_id(), data: part.to_vec().into() };
            names.push(self.0.keep_parcel_part(request).await?.into_inner().sha256);
        }
        self.conclude(&carried.parcel, names).await
    }

    async fn conclude(&mut self, parcel: &pb::Parcel, names: Vec<Vec<u8>>) -> Result<usize, Status> {
        for calls in 1.. {
            let request = pb::TakeInParcelRequest {
                request_id: new_id(),
                parcel: Some(parcel.clone()),
                part_sha256: names.clone(),
            };
            if self.0.take_in_parcel(request).await?.into_inner().remaining_file_count == 0 {
                return Ok(calls);
            }
        }
        unreachable!("it is taken in or refused")
    }

    async fn keep_receipt(&mut self, parcel: &pb::Parcel) -> Result<(), Status> {
        let receipt = pb::SignedCustodyReceipt {
            kind: parcel.kind,
            dossier_version: parcel.dossier_version,
            message: b"received".to_vec(),
            signature: vec![7; 64],
            received_at: Some(prost_types::Timestamp { seconds: 1_795_400_000, nanos: 0 }),
        };
        let dossier_id = parcel.dossier_id.clone();
        let request = pb::KeepCustodyReceiptRequest { request_id: new_id(), dossier_id, receipt: Some(receipt) };
        self.0.keep_custody_receipt(request).await.map(|_| ())
    }
}

impl Province {
    /// A dossier of five-star points with a file of several parts as evidence at two places, handed over.
    async fn handed_over_with_evidence(&mut self) -> pb::Dossier {
        let set = self.criteria(4).await;
        let written = self.written("Năm").await;
        let paper = self.paper(&written, 3 * PART_BYTES / 2, facts("2029-12-31")).await;
        for place in ["1.1", "1.2"] {
            self.attach(&written.id, &paper.id, criterion(place)).await.expect("attached");
        }
        let other = self.paper(&written, 1000, facts("2029-12-31")).await;
        self.attach(&written.id, &other.id, criterion("1.1")).await.expect("attached");
        let filed = self.hand_in(&written.id).await;
        let accepted = self.accept(&filed).await.expect("accepted");
        let proposed = self.propose(&accepted).await.expect("proposed");
        let ready = self.reviewed(&proposed).await;
        let five = self.scored(&ready, &best(&set)).await;
        self.transfer(&five).await.dossier.expect("given")
    }

    async fn custody(&mut self, dossier: &str) -> pb::GetCustodyReceiptResponse {
        let request = self.by(PROVINCE_OFFICER, pb::GetCustodyReceiptRequest { dossier_id: dossier.to_owned() });
        self.steps.get_custody_receipt(request).await.expect("found").into_inner()
    }

    async fn steps_of(&mut self, dossier: &str) -> Vec<pb::DossierStep> {
        let request = self.by(PROVINCE_OFFICER, pb::ListDossierStepsRequest { dossier_id: dossier.to_owned() });
        self.steps.list_dossier_steps(request).await.expect("listed").into_inner().steps
    }
}

async fn execute(database: &TestDatabase, sql: &str) {
    let db = Database::open(&database.config()).await.expect("open");
    let transaction = db.begin().await.expect("begun");
    transaction.execute_raw(Statement::from_string(db.backend(), sql)).await.expect("executed");
    transaction.commit().await.expect("committed");
}

testkit::on_both_databases! {
    async fn five_stars_given_in_the_ministrys_installation_come_back(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let elsewhere = database.another().await;
        let mut ministry = Province::on(&elsewhere).await;
        let (mut from, mut to) = (Carrier::of(&province), Carrier::of(&ministry));
        let dossier = province.handed_over_with_evidence().await;
        assert_eq!(from.waiting(pb::ParcelKind::HandOver).await, vec![dossier.id.clone()]);

        // Sealed, it lies with the ministry: nobody works on it here, and it is sealed once.
        let carried = from.send(pb::ParcelKind::HandOver, &dossier.id).await;
        assert_eq!(from.seal(pb::ParcelKind::HandOver, &dossier.id).await.expect("again"), carried.parcel);
        let middle = carried.parcel.document_size_bytes + 700_000;
        let rest = &carried.bytes[usize::try_from(middle).expect("small")..];
        assert!(from.read(&carried.parcel, middle).await == rest, "read on within a file");
        let withdraw = pb::WithdrawDossierRequest {
            request_id: new_id(), dossier_id: dossier.id.clone(), etag: dossier.etag.clone(), reasons: String::new(),
        };
        let withdrawn = province.steps.withdraw_dossier(province.by(COMMUNE_OFFICER, withdraw)).await;
        assert_refused(withdrawn, Code::FailedPrecondition, ErrorReason::DossierElsewhere, "dossier_id");

        // One file a call; taken in twice it is there once, and every part is what was handed over.
        assert_eq!(to.take_in(&carried).await.expect("taken in"), 2, "two files");
        assert_eq!(to.take_in(&carried).await.expect("the receipt got lost"), 1);
        let here = ministry.dossier(&dossier.id).await;
        assert_eq!((here.state(), here.turn(), &here.etag), (pb::DossierState::Proposed, pb::Turn::MinistryOfficer, &dossier.etag));
        let (sent, received) = (province.custody(&dossier.id).await, ministry.custody(&dossier.id).await);
        assert_eq!(received.custody_receipt, sent.custody_receipt);
        assert!(received.received_minutes.expect("of the province's session").signed_by_both);
        assert_eq!(ministry.steps_of(&dossier.id).await, province.steps_of(&dossier.id).await);

        // The province keeps what the ministry signed.
        from.keep_receipt(&carried.parcel).await.expect("kept");
        from.keep_receipt(&carried.parcel).await.expect("kept before");
        assert_eq!(from.waiting(pb::ParcelKind::HandOver).await, [] as [String; 0]);
        let kept = province.custody(&dossier.id).await;
        assert!(kept.custody_receipt.expect("given").received_at.is_some());
        assert_eq!(kept.signed_receipts.iter().map(|signed| signed.message.as_slice()).collect::<Vec<_>>(), [b"received"]);

        // The ministry works on it as within one installation.
        let set = ministry.criteria(4).await;
        let ready = ministry.reviewed_by_ministry(&here).await;
        assert_eq!(to.waiting(pb::ParcelKind::Outcome).await, [] as [String; 0]);
        let assessed = ministry.scored_by_ministry(&ready, &best(&set)).await;
        let certificate = ministry.recognised_by_ministry(&assessed).await;
        assert_eq!(to.waiting(pb::ParcelKind::Outcome).await, vec![dossier.id.clone()]);
        let outcome = to.send(pb::ParcelKind::Outcome, &dossier.id).await;
        assert_eq!(outcome.parcel.manifest_sha256, carried.parcel.manifest_sha256);

        // It comes back with the certificate, and stays the ministry's.
        assert_eq!(from.take_in(&outcome).await.expect("taken in"), 1);
        assert_eq!(from.take_in(&outcome).await.expect("nothing twice"), 1);
        let back = province.dossier(&dossier.id).await;
        assert_eq!((back.state(), &back.certificate_id), (pb::DossierState::Certified, &certificate.id));
        assert_eq!(province.steps_of(&dossier.id).await, ministry.steps_of(&dossier.id).await, "one history");
        let verify = pb::VerifyCertificateRequest { number: certificate.number.clone() };
        let verified = province.client.verify_certificate(verify).await.expect("known").into_inner();
        assert_eq!(verified.star, 5);
        let request = province.reassess(PROVINCE_LEADER, Role::ProvinceLeader, &back);
        let refused = province.steps.reassess_dossier(request).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::DossierElsewhere, "dossier_id");
        to.keep_receipt(&outcome.parcel).await.expect("kept");
        assert_eq!(to.waiting(pb::ParcelKind::Outcome).await, [] as [String; 0]);
        assert_eq!(ministry.custody(&dossier.id).await.signed_receipts.len(), 1);
    }

    async fn below_five_stars_the_province_goes_on_and_may_hand_it_over_again(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let elsewhere = database.another().await;
        let mut ministry = Province::on(&elsewhere).await;
        let (mut from, mut to) = (Carrier::of(&province), Carrier::of(&ministry));
        let five = province.potential_five("Năm").await;
        let dossier = province.transfer(&five).await.dossier.expect("given");
        let carried = from.send(pb::ParcelKind::HandOver, &dossier.id).await;
        to.take_in(&carried).await.expect("taken in");
        from.keep_receipt(&carried.parcel).await.expect("kept");

        // Its producer cannot be asked there.
        let here = ministry.dossier(&dossier.id).await;
        let taken_in = ministry.steps.take_in_dossier(ministry.take_in_by_ministry(&here)).await.expect("taken in");
        let taken_in = taken_in.into_inner().dossier.expect("given");
        let ask = pb::RequestSupplementRequest {
            request_id: new_id(), dossier_id: taken_in.id.clone(), etag: taken_in.etag.clone(), reasons: "Mẫu".to_owned(),
        };
        let request = ministry.by_role(60, Role::MinistryOfficer, "VN", ask);
        let refused = ministry.steps.request_supplement(request).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ProducerElsewhere, "dossier_id");
        let ready = ministry.reported_to_ministry(&taken_in).await;
        let choices = ministry.three_star_choices().await;
        let returned = ministry.scored_by_ministry(&ready, &choices).await;
        assert_eq!(returned.state(), pb::DossierState::ReturnedByMinistry);
        let outcome = to.send(pb::ParcelKind::Outcome, &dossier.id).await;
        assert_eq!(ministry.dossier(&dossier.id).await.turn(), pb::Turn::Nobody, "it lies with the province again");
        from.take_in(&outcome).await.expect("taken in");
        to.keep_receipt(&outcome.parcel).await.expect("kept");
        let back = province.dossier(&dossier.id).await;
        assert_eq!((back.state(), back.turn()), (pb::DossierState::ReturnedByMinistry, pb::Turn::ProvinceOfficer));
        assert!(province.custody(&dossier.id).await.received_minutes.expect("the ministry's").signed_by_both);

        // It is assessed again, goes again, and what the ministry found then is granted.
        let request = province.reassess(PROVINCE_LEADER, Role::ProvinceLeader, &back);
        let again = province.steps.reassess_dossier(request).await.expect("taken up").into_inner().dossier;
        let set = province.criteria(1).await;
        let five = province.scored(&again.expect("given"), &best(&set)).await;
        let dossier = province.transfer(&five).await.dossier.expect("given");
        let second = from.send(pb::ParcelKind::HandOver, &dossier.id).await;
        to.take_in(&second).await.expect("taken in");
        let ready = ministry.reviewed_by_ministry(&dossier).await;
        let returned = ministry.scored_by_ministry(&ready, &choices).await;
        let outcome = to.send(pb::ParcelKind::Outcome, &returned.id).await;
        from.take_in(&outcome).await.expect("taken in");
        let back = province.dossier(&dossier.id).await;
        let message = pb::AdoptMinistryResultRequest { request_id: new_id(), dossier_id: back.id.clone(), etag: back.etag };
        let request = province.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        let adopted = province.steps.adopt_ministry_result(request).await.expect("adopted").into_inner().dossier;
        let adopted = adopted.expect("given");
        let approved = province.decide(decision("3981/QĐ-UBND", "2026-11-23"), &[&adopted]).await.expect("approved");
        assert_eq!((approved.certificates[0].star, approved.certificates[0].issuer_unit_id.as_str()), (3, PROVINCE));
    }

    async fn what_is_not_as_it_was_handed_over_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let elsewhere = database.another().await;
        let ministry = Province::on(&elsewhere).await;
        let (mut from, mut to) = (Carrier::of(&province), Carrier::of(&ministry));
        let dossier = province.handed_over_with_evidence().await;
        let refused = from.seal(pb::ParcelKind::Outcome, &dossier.id).await.map(tonic::Response::new);
        assert_refused(refused, Code::NotFound, ErrorReason::ParcelNotFound, "dossier_id");
        let carried = from.send(pb::ParcelKind::HandOver, &dossier.id).await;
        let document = usize::try_from(carried.parcel.document_size_bytes).expect("small");

        // A record, and a file.
        let text = String::from_utf8(carried.bytes[..document].to_vec()).expect("text");
        let altered = text.replace("Trình Hội đồng", "Trình Hội đÔng");
        assert_ne!(altered, text);
        let altered = Carried {
            parcel: pb::Parcel {
                document_size_bytes: i64::try_from(altered.len()).expect("small"),
                size_bytes: carried.parcel.size_bytes + i64::try_from(altered.len()).expect("small") - carried.parcel.document_size_bytes,
                ..carried.parcel.clone()
            },
            bytes: [altered.as_bytes(), &carried.bytes[document..]].concat(),
        };
        let answer = to.take_in(&altered).await.map(tonic::Response::new);
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::CustodyBroken, "dossier_id");
        let elsewhere_again = database.another().await;
        let fresh = Province::on(&elsewhere_again).await;
        let mut altered = carried.clone();
        *altered.bytes.last_mut().expect("a byte") ^= 1;
        let answer = Carrier::of(&fresh).take_in(&altered).await.map(tonic::Response::new);
        assert_refused(answer, Code::InvalidArgument, ErrorReason::ParcelAltered, "parcel");

        // Not the province's that signed; and one whose parts never came.
        let foreign = pb::Parcel { province_id: OTHER_PROVINCE.to_owned(), ..carried.parcel.clone() };
        let answer = to.take_in(&Carried { parcel: foreign, bytes: carried.bytes.clone() }).await.map(tonic::Response::new);
        assert_refused(answer, Code::InvalidArgument, ErrorReason::ParcelForeign, "parcel.province_id");
        let nowhere = vec![Sha256::digest(b"nowhere").to_vec()];
        let answer = to.conclude(&carried.parcel, nowhere).await.map(tonic::Response::new);
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ParcelPartMissing, "part_sha256[0]");

        // What came as it was is taken in all the same; what does not follow on it is not.
        to.take_in(&carried).await.expect("taken in");
        let text = text.replacen(&format!("\"version\":{}", carried.parcel.dossier_version), "\"version\":99", 1);
        let bytes = [text.as_bytes(), &carried.bytes[document..]].concat();
        let later = pb::Parcel {
            dossier_version: 99,
            document_size_bytes: i64::try_from(text.len()).expect("small"),
            size_bytes: i64::try_from(bytes.len()).expect("small"),
            ..carried.parcel.clone()
        };
        let answer = to.take_in(&Carried { parcel: later, bytes }).await.map(tonic::Response::new);
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ParcelUnfitting, "parcel.dossier_version");

        // Nobody but reporting carries dossiers, and what was changed behind the service's back is not sent.
        let mut training = ParcelServiceClient::new(province.bed.transport("training"));
        let request = pb::ListWaitingParcelsRequest { kind: pb::ParcelKind::HandOver.into(), province_id: PROVINCE.to_owned() };
        let answer = training.list_waiting_parcels(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::ServiceNotEntitled, "");
        let five = province.potential_five("Sáu").await;
        let dossier = province.transfer(&five).await.dossier.expect("given");
        execute(&database, "UPDATE dossier_record SET content = '{}' WHERE kind = 'review_report'").await;
        let refused = from.seal(pb::ParcelKind::HandOver, &dossier.id).await.map(tonic::Response::new);
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::CustodyBroken, "dossier_id");
    }
}
