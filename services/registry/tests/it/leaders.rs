//! Leaders are persons with a term; a change ends the term before.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{OTHER_PROVINCE, Register, new_request_id};

pub(crate) fn appoint(producer: &pb::Producer, name: &str, from: &str) -> pb::AppointLeaderRequest {
    pb::AppointLeaderRequest {
        request_id: new_request_id(),
        producer_id: producer.id.clone(),
        person_id: String::new(),
        full_name: name.to_owned(),
        title: "Giám đốc".to_owned(),
        term_from: from.to_owned(),
    }
}

testkit::on_both_databases! {
    async fn a_new_leader_ends_the_term_before(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let request = register.ask(appoint(&producer, "Người thứ nhất", "2026-01-01"));
        let first = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
        let request = register.ask(appoint(&producer, "Người thứ hai", "2026-01-01"));
        assert_refused(
            register.client.appoint_leader(request).await,
            Code::FailedPrecondition, ErrorReason::LeaderTermOrder, "term_from",
        );
        let request = register.ask(appoint(&producer, "Người thứ hai", "2026-07-01"));
        register.client.appoint_leader(request).await.expect("appointed");
        let list = pb::ListLeadersRequest { producer_id: producer.id.clone(), ..Default::default() };
        let request = register.ask(list);
        let leaders = register.client.list_leaders(request).await.expect("listed").into_inner().leaders;
        let terms: Vec<_> = leaders
            .iter()
            .map(|leader| (leader.full_name.as_str(), leader.term_from.as_str(), leader.term_to.as_str()))
            .collect();
        assert_eq!(
            terms,
            [("Người thứ hai", "2026-07-01", ""), ("Người thứ nhất", "2026-01-01", "2026-06-30")]
        );
        assert_ne!(leaders[0].person_id, first.expect("given").person_id);
    }

    async fn one_person_is_one_person_across_producers(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        let request = register.ask(appoint(&one, "Lãnh đạo", "2026-01-01"));
        let first = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
        let person_id = first.expect("given").person_id;
        let misnamed = pb::AppointLeaderRequest {
            person_id: person_id.clone(), ..appoint(&other, "Người khác", "2026-01-01")
        };
        let request = register.ask(misnamed);
        assert_refused(
            register.client.appoint_leader(request).await,
            Code::FailedPrecondition, ErrorReason::FieldsInvalid, "full_name",
        );
        let same = pb::AppointLeaderRequest {
            person_id: person_id.clone(), ..appoint(&other, "Lãnh đạo", "2026-01-01")
        };
        let request = register.ask(same);
        register.client.appoint_leader(request).await.expect("appointed");
        let batch = pb::BatchGetLeadersRequest { person_ids: vec![person_id], ..Default::default() };
        let request = register.ask(batch.clone());
        let leaders = register.client.batch_get_leaders(request).await.expect("found").into_inner().leaders;
        assert_eq!(leaders.len(), 2);
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, batch);
        let leaders = register.client.batch_get_leaders(request).await.expect("asked").into_inner().leaders;
        assert!(leaders.is_empty(), "names of people outside the caller's units are left out");
    }

    async fn reading_names_leaves_a_trace(database: TestDatabase) {
        use platform::db::Database;
        use sea_orm::{ConnectionTrait as _, Statement};
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let request = register.ask(appoint(&producer, "Lãnh đạo", "2026-01-01"));
        let leader = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
        let batch = pb::BatchGetLeadersRequest { person_ids: vec![leader.expect("given").person_id], ..Default::default() };
        let request = register.ask(batch);
        register.client.batch_get_leaders(request).await.expect("found");
        let db = Database::open(&database.config()).await.expect("open");
        let read = "SELECT subject_type FROM audit WHERE operation = 'BatchGetLeaders'";
        let rows = db.reader().query_all_raw(Statement::from_string(db.backend(), read)).await.expect("read");
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].try_get::<String>("", "subject_type").expect("a text"), "person");
    }

    async fn a_term_ends_without_a_successor(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let request = register.ask(appoint(&producer, "Người thứ nhất", "2026-01-01"));
        let first = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
        let first = first.expect("given");
        let refusal = register.end_term(&first, "2025-12-31").await.expect_err("refused");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::LeaderTermOrder, "term_to");
        let ended = register.end_term(&first, "2026-05-31").await.expect("ended");
        assert_eq!((ended.term_to.as_str(), ended.etag.as_str()), ("2026-05-31", "v2"));
        let refusal = register.end_term(&first, "2026-05-31").await.expect_err("refused");
        assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let refusal = register.end_term(&ended, "2026-06-30").await.expect_err("refused");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::LeaderTermEnded, "leader_id");
        let request = register.ask(appoint(&producer, "Người thứ hai", "2026-05-31"));
        assert_refused(
            register.client.appoint_leader(request).await,
            Code::FailedPrecondition, ErrorReason::LeaderTermOrder, "term_from",
        );
        let request = register.ask(appoint(&producer, "Người thứ hai", "2026-08-01"));
        register.client.appoint_leader(request).await.expect("appointed");
        assert_eq!(
            register.terms(&producer).await,
            [("2026-08-01".to_owned(), String::new()), ("2026-01-01".to_owned(), "2026-05-31".to_owned())]
        );
        let unknown = pb::Leader { id: testkit::person(9).to_string(), ..ended.clone() };
        let refusal = register.end_term(&unknown, "2026-05-31").await.expect_err("refused");
        assert_status(&refusal, Code::NotFound, ErrorReason::LeaderTermNotFound, "leader_id");
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, end(&ended, "2026-05-31"));
        assert_refused(
            register.producers.end_leader_term(request).await,
            Code::NotFound, ErrorReason::LeaderTermNotFound, "leader_id",
        );
    }

    async fn a_term_typed_wrongly_is_put_right(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (producer, other) = (register.producer("Một").await, register.producer("Hai").await);
        let mut appointed = Vec::new();
        for (name, from) in [("Người thứ nhất", "2026-01-01"), ("Người thứ ha", "2026-07-01")] {
            let request = register.ask(appoint(&producer, name, from));
            let leader = register.client.appoint_leader(request).await.expect("appointed").into_inner().leader;
            appointed.push(leader.expect("given"));
        }
        let also = pb::AppointLeaderRequest {
            person_id: appointed[1].person_id.clone(), ..appoint(&other, "Người thứ ha", "2026-02-01")
        };
        let request = register.ask(also);
        register.client.appoint_leader(request).await.expect("appointed");
        let right = pb::CorrectLeaderTermRequest {
            full_name: "Người thứ hai".to_owned(), term_from: "2026-08-01".to_owned(), ..correct(&appointed[1])
        };
        let corrected = register.correct_term(right.clone()).await.expect("corrected");
        assert_eq!((corrected.full_name.as_str(), corrected.term_from.as_str()), ("Người thứ hai", "2026-08-01"));
        assert_eq!(
            register.terms(&producer).await,
            [("2026-08-01".to_owned(), String::new()), ("2026-01-01".to_owned(), "2026-07-31".to_owned())],
            "the term before ends where it begins"
        );
        let batch = pb::BatchGetLeadersRequest { person_ids: vec![corrected.person_id.clone()], ..Default::default() };
        let request = register.ask(batch);
        let leaders = register.client.batch_get_leaders(request).await.expect("found").into_inner().leaders;
        assert!(leaders.len() == 2 && leaders.iter().all(|leader| leader.full_name == "Người thứ hai"));

        let stale = pb::CorrectLeaderTermRequest { request_id: new_request_id(), ..right };
        let refusal = register.correct_term(stale).await.expect_err("refused");
        assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let first = pb::Leader { etag: "v3".to_owned(), term_to: "2026-07-31".to_owned(), ..appointed[0].clone() };
        let with = |to: &str| pb::CorrectLeaderTermRequest { term_to: to.to_owned(), ..correct(&first) };
        for to in ["", "2026-08-01", "2025-12-31"] {
            let refusal = register.correct_term(with(to)).await.expect_err("refused");
            assert_status(&refusal, Code::FailedPrecondition, ErrorReason::LeaderTermOrder, "term_to");
        }
        let before = pb::CorrectLeaderTermRequest { term_from: "2026-01-01".to_owned(), ..correct(&corrected) };
        let refusal = register.correct_term(before).await.expect_err("refused");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::LeaderTermOrder, "term_from");
        // Her name is put right by whoever keeps all the producers she leads.
        let mut elsewhere = crate::create_producer("Ba");
        elsewhere.producer.as_mut().expect("given").unit_id = crate::OTHER_COMMUNE.to_owned();
        let request = register.ask(elsewhere);
        let third = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let also = pb::AppointLeaderRequest {
            person_id: corrected.person_id.clone(), ..appoint(&third.expect("given"), "Người thứ hai", "2026-02-01")
        };
        let request = register.ask(also);
        register.client.appoint_leader(request).await.expect("appointed");
        let rename = pb::CorrectLeaderTermRequest { full_name: "Người khác".to_owned(), ..correct(&corrected) };
        let request = register.ask_as(Role::CommuneOfficer, crate::COMMUNE, rename);
        assert_refused(
            register.producers.correct_leader_term(request).await,
            Code::FailedPrecondition, ErrorReason::FieldsInvalid, "full_name",
        );
        let request = register.ask_as(Role::CommuneOfficer, crate::OTHER_COMMUNE, correct(&corrected));
        assert_refused(
            register.producers.correct_leader_term(request).await,
            Code::NotFound, ErrorReason::LeaderTermNotFound, "leader_id",
        );
    }
}

/// A request that leaves a term as it is; a test changes what it is about.
fn correct(leader: &pb::Leader) -> pb::CorrectLeaderTermRequest {
    pb::CorrectLeaderTermRequest {
        request_id: new_request_id(),
        leader_id: leader.id.clone(),
        etag: leader.etag.clone(),
        full_name: leader.full_name.clone(),
        title: leader.title.clone(),
        term_from: leader.term_from.clone(),
        term_to: leader.term_to.clone(),
    }
}

fn end(leader: &pb::Leader, term_to: &str) -> pb::EndLeaderTermRequest {
    pb::EndLeaderTermRequest {
        request_id: new_request_id(),
        leader_id: leader.id.clone(),
        etag: leader.etag.clone(),
        term_to: term_to.to_owned(),
    }
}

impl Register {
    pub(crate) async fn end_term(&mut self, leader: &pb::Leader, term_to: &str) -> Result<pb::Leader, Status> {
        let request = self.ask(end(leader, term_to));
        Ok(self.producers.end_leader_term(request).await?.into_inner().leader.expect("given"))
    }

    pub(crate) async fn correct_term(&mut self, message: pb::CorrectLeaderTermRequest) -> Result<pb::Leader, Status> {
        let request = self.ask(message);
        Ok(self.producers.correct_leader_term(request).await?.into_inner().leader.expect("given"))
    }

    /// The leaders of a producer, the newest first.
    pub(crate) async fn leaders(&mut self, producer: &pb::Producer) -> Vec<pb::Leader> {
        let request = self.ask(pb::ListLeadersRequest { producer_id: producer.id.clone(), ..Default::default() });
        self.client.list_leaders(request).await.expect("listed").into_inner().leaders
    }

    /// First and last days of a producer's terms, the newest first.
    pub(crate) async fn terms(&mut self, producer: &pb::Producer) -> Vec<(String, String)> {
        let leaders = self.leaders(producer).await;
        leaders.into_iter().map(|leader| (leader.term_from, leader.term_to)).collect()
    }
}
