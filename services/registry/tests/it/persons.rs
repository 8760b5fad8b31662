//! Who represents producers and works for them: shown masked, read for a purpose, and nowhere else to be found.

use platform::access::Role;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{Callers, TestDatabase, assert_refused, person};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::leaders::appoint;
use crate::producer_accounts::grant;
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, new_request_id};

/// The person whose record it is, by number; and who looks who read it.
const REPRESENTATIVE: u64 = 40;
const AUDITOR: u64 = 41;

pub(crate) const NAME: &str = "Lường Thị Ẩn";
pub(crate) const PHONE: &str = "0912 345 667";
const RESIDENCE: &str = "Bản Tông Khao, xã Nà Tấu";
const ETHNICITY: &str = "Khơ-mú";
const PURPOSE: &str = "Mời ký hồ sơ";

pub(crate) fn details() -> pb::PersonDetails {
    pb::PersonDetails {
        full_name: NAME.to_owned(),
        sex: pb::Sex::Female.into(),
        ethnicity: ETHNICITY.to_owned(),
        disability: pb::Known::No.into(),
        residence: RESIDENCE.to_owned(),
        phone: PHONE.to_owned(),
    }
}

pub(crate) fn set(producer: &pb::Producer) -> pb::SetLegalRepresentativeRequest {
    pb::SetLegalRepresentativeRequest {
        request_id: new_request_id(),
        producer_id: producer.id.clone(),
        person_id: person(REPRESENTATIVE).to_string(),
        details: Some(details()),
        etag: String::new(),
    }
}

fn reveal(producer: &pb::Producer) -> pb::RevealLegalRepresentativeRequest {
    pb::RevealLegalRepresentativeRequest { producer_id: producer.id.clone(), purpose: PURPOSE.to_owned() }
}

pub(crate) fn workers(producer: &pb::Producer) -> pb::ListProducerWorkersRequest {
    pb::ListProducerWorkersRequest {
        producer_id: producer.id.clone(),
        purpose: PURPOSE.to_owned(),
        ..Default::default()
    }
}

pub(crate) fn add(producer: &pb::Producer, names: &[&str]) -> pb::AddProducerWorkersRequest {
    let worker = |name: &&str| pb::PersonDetails { full_name: (*name).to_owned(), ..details() };
    pb::AddProducerWorkersRequest {
        request_id: new_request_id(),
        producer_id: producer.id.clone(),
        workers: names.iter().map(worker).collect(),
    }
}

pub(crate) fn remove(producer: &pb::Producer, person_ids: &[String]) -> pb::RemoveProducerWorkersRequest {
    pb::RemoveProducerWorkersRequest {
        request_id: new_request_id(),
        producer_id: producer.id.clone(),
        person_ids: person_ids.to_vec(),
    }
}

impl Register {
    pub(crate) async fn set(
        &mut self,
        message: pb::SetLegalRepresentativeRequest,
    ) -> Result<pb::LegalRepresentative, Status> {
        let request = self.ask(message);
        let set = self.producers.set_legal_representative(request).await?;
        Ok(set.into_inner().legal_representative.expect("given"))
    }

    pub(crate) async fn add(&mut self, message: pb::AddProducerWorkersRequest) -> Vec<String> {
        let request = self.ask(message);
        self.producers.add_producer_workers(request).await.expect("recorded").into_inner().person_ids
    }

    /// The readings that someone is shown, by whom and with which operation.
    async fn reads(
        &mut self,
        number: u64,
        role: Role,
        unit: &str,
        asked: pb::ListPersonReadsRequest,
    ) -> Vec<pb::PersonRead> {
        let request = self.by(number, role, unit, asked);
        self.producers.list_person_reads(request).await.expect("listed").into_inner().reads
    }
}

/// All bytes of a column.
pub(crate) async fn found(database: &TestDatabase, sql: &str) -> Vec<u8> {
    let db = Database::open(&database.config()).await.expect("open");
    let rows = db.reader().query_all_raw(Statement::from_string(db.backend(), sql)).await.expect("read");
    let column = |row: &sea_orm::QueryResult| {
        let text = row.try_get_by_index::<String>(0).map(String::into_bytes);
        text.or_else(|_| row.try_get_by_index::<Vec<u8>>(0)).expect("a text or bytes")
    };
    rows.iter().flat_map(column).collect()
}

testkit::on_both_databases! {
    async fn a_representative_is_shown_masked_and_revealed_to_whose_duty_needs_it(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let request = register.ask(reveal(&producer));
        assert_refused(
            register.producers.reveal_legal_representative(request).await,
            Code::NotFound, ErrorReason::LegalRepresentativeNotFound, "producer_id",
        );
        let recorded = register.set(set(&producer)).await.expect("recorded");
        let masked = recorded.person.clone().expect("given");
        assert_eq!((masked.name.as_str(), masked.phone.as_str(), masked.has_residence), ("L*** Ẩ.", "***67", true));
        let get = pb::GetProducerRequest { producer_id: producer.id.clone() };
        for (role, unit) in [(Role::ProvinceOfficer, PROVINCE), (Role::Trainer, PROVINCE), (Role::MinistryOfficer, "VN")] {
            let request = register.ask_as(role, unit, get.clone());
            let found = register.client.get_producer(request).await.expect("found").into_inner().producer;
            assert_eq!(found.expect("given").legal_representative.as_ref(), Some(&recorded));
        }
        let request = register.ask(pb::ListProducersRequest::default());
        let listed = register.client.list_producers(request).await.expect("listed").into_inner().producers;
        assert_eq!(listed[0].legal_representative, Some(recorded));

        register.grant(grant(&producer, 30)).await.expect("granted");
        let duties = [
            (Role::CommuneOfficer, COMMUNE),
            (Role::CommuneLeader, COMMUNE),
            (Role::ProvinceOfficer, PROVINCE),
            (Role::ProvinceLeader, PROVINCE),
            (Role::Producer, COMMUNE),
        ];
        for (role, unit) in duties {
            let request = register.by(30, role, unit, reveal(&producer));
            let revealed = register.producers.reveal_legal_representative(request).await.expect("revealed").into_inner();
            assert_eq!(revealed.person_id, person(REPRESENTATIVE).to_string());
            assert_eq!(revealed.details, Some(details()));
        }
        for role in [Role::MinistryOfficer, Role::MinistryLeader, Role::Auditor, Role::Trainer, Role::Administrator] {
            let request = register.ask_as(role, "VN", reveal(&producer));
            assert_refused(
                register.producers.reveal_legal_representative(request).await,
                Code::PermissionDenied, ErrorReason::RoleMissing, "",
            );
            let request = register.ask_as(role, "VN", workers(&producer));
            assert_refused(
                register.producers.list_producer_workers(request).await,
                Code::PermissionDenied, ErrorReason::RoleMissing, "",
            );
        }
        for (number, role, unit) in [
            (2, Role::ProvinceOfficer, OTHER_PROVINCE),
            (2, Role::CommuneOfficer, OTHER_COMMUNE),
            (31, Role::Producer, COMMUNE),
        ] {
            let request = register.by(number, role, unit, reveal(&producer));
            assert_refused(
                register.producers.reveal_legal_representative(request).await,
                Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
            );
            let request = register.by(number, role, unit, workers(&producer));
            assert_refused(
                register.producers.list_producer_workers(request).await,
                Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
            );
        }
        let request = register.ask(pb::RevealLegalRepresentativeRequest { purpose: " ".to_owned(), ..reveal(&producer) });
        assert_refused(
            register.producers.reveal_legal_representative(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "purpose",
        );
        let request = register.ask(pb::ListProducerWorkersRequest { purpose: String::new(), ..workers(&producer) });
        assert_refused(
            register.producers.list_producer_workers(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "purpose",
        );
    }

    async fn who_comes_after_takes_the_place_and_of_who_was_the_name_stays(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let first = register.set(set(&producer)).await.expect("recorded");
        let corrected = pb::PersonDetails { full_name: "Lường Thị Ẩm".to_owned(), ..details() };
        let correct = pb::SetLegalRepresentativeRequest {
            details: Some(corrected), etag: first.etag.clone(), ..set(&producer)
        };
        let second = register.set(correct).await.expect("corrected");
        assert_eq!(second.person.as_ref().map(|person| person.person_id.clone()), first.person.map(|person| person.person_id));
        for stale in [first.etag.as_str(), ""] {
            let again = pb::SetLegalRepresentativeRequest { etag: stale.to_owned(), ..set(&producer) };
            let request = register.ask(again);
            assert_refused(
                register.producers.set_legal_representative(request).await,
                Code::Aborted, ErrorReason::EtagStale, "etag",
            );
        }
        let other = pb::SetLegalRepresentativeRequest {
            person_id: String::new(),
            details: Some(pb::PersonDetails { full_name: "Cà Văn Hai".to_owned(), ..Default::default() }),
            etag: second.etag,
            ..set(&producer)
        };
        let third = register.set(other).await.expect("recorded");
        assert_ne!(third.person.map(|person| person.person_id), Some(person(REPRESENTATIVE).to_string()));
        let kept = "SELECT COUNT(*) AS count FROM legal_representative WHERE phone <> '' OR residence <> ''";
        assert_eq!(testkit::count(&database, kept).await, 0, "of those before the name alone stays");
        assert_eq!(testkit::count(&database, "SELECT COUNT(*) AS count FROM legal_representative").await, 3);
    }

    async fn a_representative_is_refused_where_she_cannot_be(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let request = register.ask_as(Role::CommuneLeader, COMMUNE, set(&producer));
        assert_refused(
            register.producers.set_legal_representative(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, set(&producer));
        assert_refused(
            register.producers.set_legal_representative(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let faulty = pb::PersonDetails { full_name: String::new(), sex: 9, phone: "12345".to_owned(), ..details() };
        let request = register.ask(pb::SetLegalRepresentativeRequest { details: Some(faulty), ..set(&producer) });
        let status = register.producers.set_legal_representative(request).await.expect_err("refused");
        for field in ["details.full_name", "details.sex", "details.phone"] {
            testkit::assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        assert!(!format!("{status:?}").contains(RESIDENCE), "a refusal repeats nothing of her");
        let request = register.ask(appoint(&producer, "Lãnh đạo", "2026-01-01"));
        let leader = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
        let misnamed = pb::SetLegalRepresentativeRequest {
            person_id: leader.expect("given").person_id, ..set(&producer)
        };
        let request = register.ask(misnamed);
        assert_refused(
            register.producers.set_legal_representative(request).await,
            Code::FailedPrecondition, ErrorReason::FieldsInvalid, "full_name",
        );
        let request = register.ask(pb::RetireProducerRequest {
            request_id: new_request_id(),
            producer_id: producer.id.clone(),
            etag: producer.etag.clone(),
            reason: "Giải thể".to_owned(),
        });
        register.client.retire_producer(request).await.expect("retired");
        let request = register.ask(set(&producer));
        assert_refused(
            register.producers.set_legal_representative(request).await,
            Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id",
        );
        let request = register.ask(add(&producer, &["Người"]));
        assert_refused(
            register.producers.add_producer_workers(request).await,
            Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id",
        );
    }

    async fn of_two_who_record_a_representative_at_once_one_is_told(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let mut sending = JoinSet::new();
        for _ in 0..4 {
            let (mut producers, request) = (register.producers.clone(), register.ask(set(&producer)));
            sending.spawn(async move { producers.set_legal_representative(request).await });
        }
        let (done, refused): (Vec<_>, Vec<_>) = sending.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        for refusal in refused {
            assert_refused(refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
    }

    async fn workers_come_and_go(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (producer, other) = (register.producer("Một").await, register.producer("Hai").await);
        let ids = register.add(add(&producer, &["Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba"])).await;
        let elsewhere = register.add(add(&other, &["Người khác"])).await;
        let mut message = workers(&producer);
        message.page_size = 2;
        let mut names = Vec::new();
        loop {
            let request = register.ask(message.clone());
            let page = register.producers.list_producer_workers(request).await.expect("listed").into_inner();
            names.extend(page.workers.into_iter().map(|worker| worker.details.expect("given").full_name));
            if page.next_page_token.is_empty() {
                break;
            }
            message.page_token = page.next_page_token;
        }
        assert_eq!(names, ["Lò Văn Ba", "Lò Văn Hai", "Lò Văn Một"]);
        let request = register.ask(remove(&producer, &[ids[0].clone(), elsewhere[0].clone()]));
        assert_refused(
            register.producers.remove_producer_workers(request).await,
            Code::NotFound, ErrorReason::ProducerWorkerNotFound, "person_ids",
        );
        let request = register.ask(remove(&producer, &ids[..2]));
        let left = register.producers.remove_producer_workers(request).await.expect("removed").into_inner();
        assert_eq!(left.worker_count, 1, "what was refused removed nobody");
        let request = register.ask(remove(&producer, &ids[..1]));
        assert_refused(
            register.producers.remove_producer_workers(request).await,
            Code::NotFound, ErrorReason::ProducerWorkerNotFound, "person_ids",
        );
        let left = String::from_utf8(found(&database, "SELECT full_name FROM producer_worker").await).expect("a text");
        assert!(left.contains("Lò Văn Ba") && !left.contains("Lò Văn Một"), "who went is erased");
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, remove(&producer, &ids[2..]));
        assert_refused(
            register.producers.remove_producer_workers(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let request = register.ask(pb::AddProducerWorkersRequest { workers: Vec::new(), ..add(&producer, &[]) });
        assert_refused(
            register.producers.add_producer_workers(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "workers",
        );
    }

    async fn each_reading_is_listed_to_the_auditor_and_to_the_person_herself(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        register.set(set(&producer)).await.expect("recorded");
        let ids = register.add(add(&producer, &["Lò Văn Một"])).await;
        let request = register.ask(appoint(&producer, "Lãnh đạo", "2026-01-01"));
        let leader = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
        let leader = leader.expect("given").person_id;
        let all = pb::ListPersonReadsRequest::default();
        assert!(register.reads(AUDITOR, Role::Auditor, PROVINCE, all.clone()).await.is_empty(), "masked is not read");

        let request = register.ask(reveal(&producer));
        register.producers.reveal_legal_representative(request).await.expect("revealed");
        let request = register.ask(workers(&producer));
        register.producers.list_producer_workers(request).await.expect("listed");
        for purpose in ["Gửi giấy mời tập huấn", ""] {
            let batch = pb::BatchGetLeadersRequest { person_ids: vec![leader.clone()], purpose: purpose.to_owned() };
            let request = register.ask(batch);
            register.client.batch_get_leaders(request).await.expect("found");
        }
        let reads = register.reads(AUDITOR, Role::Auditor, PROVINCE, all.clone()).await;
        let representative = person(REPRESENTATIVE).to_string();
        let told: Vec<_> = reads
            .iter()
            .map(|read| (read.person_id.as_str(), read.operation.as_str(), read.purpose.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (leader.as_str(), "BatchGetLeaders", ""),
                (leader.as_str(), "BatchGetLeaders", "Gửi giấy mời tập huấn"),
                (ids[0].as_str(), "ListProducerWorkers", PURPOSE),
                (representative.as_str(), "RevealLegalRepresentative", PURPOSE),
            ]
        );
        assert!(reads.iter().all(|read| read.reader_id == person(1).to_string() && read.at.is_some()));
        let page = pb::ListPersonReadsRequest { page_size: 3, ..all.clone() };
        let request = register.by(AUDITOR, Role::Auditor, PROVINCE, page.clone());
        let first = register.producers.list_person_reads(request).await.expect("listed").into_inner();
        let next = pb::ListPersonReadsRequest { page_token: first.next_page_token, ..page };
        assert_eq!(register.reads(AUDITOR, Role::Auditor, PROVINCE, next).await.len(), 1);
        let of_leader = pb::ListPersonReadsRequest { person_id: leader.clone(), ..all.clone() };
        assert_eq!(register.reads(AUDITOR, Role::Auditor, COMMUNE, of_leader).await.len(), 2);
        let of_producer = pb::ListPersonReadsRequest { producer_id: producer.id.clone(), ..all.clone() };
        assert_eq!(register.reads(AUDITOR, Role::Auditor, PROVINCE, of_producer).await.len(), 4);
        assert!(register.reads(AUDITOR, Role::Auditor, OTHER_PROVINCE, all.clone()).await.is_empty());

        // She herself, in whatever role she comes, is shown her own and nobody else's.
        for role in [Role::Producer, Role::ProvinceOfficer] {
            let own = register.reads(REPRESENTATIVE, role, PROVINCE, all.clone()).await;
            assert_eq!(own.len(), 1);
            assert_eq!((own[0].person_id.as_str(), own[0].purpose.as_str()), (representative.as_str(), PURPOSE));
        }
        assert!(register.reads(2, Role::ProvinceOfficer, PROVINCE, all.clone()).await.is_empty(), "an officer");
        // Who was erased or replaced is a person whose readings are told still.
        let request = register.ask(remove(&producer, &ids));
        register.producers.remove_producer_workers(request).await.expect("removed");
        assert_eq!(register.reads(AUDITOR, Role::Auditor, PROVINCE, all).await.len(), 4);
    }

    async fn what_producers_are_led_by_is_told_to_reporting_alone(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        register.set(set(&one)).await.expect("recorded");
        let message = pb::BatchGetProducerFlagsRequest {
            producer_ids: vec![other.id.clone(), one.id.clone(), person(99).to_string()],
        };
        let reporting = register.bed.callers.service_authorization("reporting");
        let told = register.producers.batch_get_producer_flags(Callers::request(&reporting, message.clone())).await;
        let flags = told.expect("told").into_inner().flags;
        let known = pb::ProducerFlags {
            producer_id: one.id,
            women_led: pb::Known::Yes.into(),
            ethnic_minority_led: pb::Known::Yes.into(),
            disabled_led: pb::Known::No.into(),
        };
        let unknown = pb::ProducerFlags { producer_id: other.id, ..Default::default() };
        assert_eq!(flags, [known, unknown], "who does not exist is left out");
        let training = register.bed.callers.service_authorization("training");
        assert_refused(
            register.producers.batch_get_producer_flags(Callers::request(&training, message.clone())).await,
            Code::PermissionDenied, ErrorReason::ServiceNotEntitled, "",
        );
        let request = register.ask(message);
        assert_refused(
            register.producers.batch_get_producer_flags(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    /// Neither who follows the events, nor who repeats a request, nor who reads the audit trail learns of a person.
    async fn nothing_of_a_person_is_told_or_kept_elsewhere(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let message = set(&producer);
        let first = register.set(message.clone()).await.expect("recorded");
        assert_eq!(register.set(message).await.expect("answered as before"), first);
        register.add(add(&producer, &[NAME])).await;
        let request = register.ask(reveal(&producer));
        register.producers.reveal_legal_representative(request).await.expect("revealed");
        let request = register.ask(workers(&producer));
        register.producers.list_producer_workers(request).await.expect("listed");
        for kept in [
            "SELECT payload FROM event",
            "SELECT response FROM replay",
            "SELECT operation FROM audit",
            "SELECT purpose FROM audit WHERE purpose IS NOT NULL",
            "SELECT subject_type FROM audit",
            "SELECT name FROM producer",
            "SELECT certifications FROM producer",
        ] {
            let kept_bytes = found(&database, kept).await;
            assert!(!kept_bytes.is_empty(), "{kept}");
            for secret in [NAME, PHONE, RESIDENCE, ETHNICITY] {
                let secret = secret.as_bytes();
                assert!(!kept_bytes.windows(secret.len()).any(|window| window == secret), "{kept}");
            }
        }
    }
}
