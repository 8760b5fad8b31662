//! Leaders are persons with a term; a change ends the term before.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

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
}
