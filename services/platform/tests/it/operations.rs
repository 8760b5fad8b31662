//! Operations are run whole or not at all, in spite of others, and once for each request.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use platform::access::{Caller, Door, Grant, Policy, Role, Rule, UnitId, Units};
use platform::clock::TestClock;
use platform::db::{Migration, Migrations, Page};
use platform::error::{Error, ErrorReason, Text};
use platform::fields::Fields;
use platform::ids::{Ids, PersonId, RawId};
use platform::operation::{Digests, Recorded, Runner, RunnerParts, Subject, View, Work, forget_old_replays, readings};
use platform::rpc::CallContext;
use platform::sealing::MasterKeys;
use proto::registry::v1 as pb;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait, Statement};
use testkit::{Engine, TestDatabase, assert_refused, assert_status, person};
use tokio::sync::Notify;
use tonic::{Code, Request, Response, Status};

const MIGRATIONS: Migrations = Migrations(&[Migration {
    name: "test_0001_counter",
    sql: "CREATE TABLE counter (id integer PRIMARY KEY, value bigint NOT NULL); INSERT INTO counter VALUES (1, 0);",
}]);

const POLICY: Policy = Policy::new(&[
    Rule { operation: "RetireProduct", door: Door::AnyRole },
    Rule { operation: "RetireProducer", door: Door::AnyRole },
    Rule { operation: "BatchGetLeaders", door: Door::AnyRole },
]);

/// What the operations below count, and where they can be held.
#[derive(Default)]
struct State {
    attempts: AtomicU32,
    prepared: AtomicU32,
    inside: Notify,
    go_on: Notify,
}

type Retired = Result<pb::RetireProductResponse, Status>;

struct Bench {
    runner: Runner<State>,
    hands: TestClock,
}

async fn bench(database: &TestDatabase) -> Bench {
    bench_with(database, Digests::Plain).await
}

async fn bench_with(database: &TestDatabase, digests: Digests) -> Bench {
    let (hands, clock) = testkit::test_clock();
    let runner = Runner::new(RunnerParts {
        name: "test",
        database: database.migrated(MIGRATIONS).await,
        clock,
        ids: Ids::random(),
        policy: POLICY,
        units: Units::default(),
        digests,
        service: State::default(),
    });
    Bench { runner, hands }
}

fn request<M>(by: PersonId, message: M) -> Request<M> {
    let grant = Grant { role: Role::Administrator, unit: UnitId::country(), from: None, to: None };
    let mut request = Request::new(message);
    let caller = Some(Arc::new(Caller::new(by, vec![grant])));
    request.extensions_mut().insert(CallContext { caller, ..CallContext::default() });
    request
}

fn retire(product: u128) -> pb::RetireProductRequest {
    let id = |number| RawId::from_u128(number).to_string();
    pb::RetireProductRequest { request_id: id(1), product_id: id(product), ..Default::default() }
}

/// Reads, then writes: what is lost if two do so at the same time.
async fn count(work: &impl ConnectionTrait) -> Result<i64, Error> {
    let value = counted(work).await?;
    let add = Statement::from_sql_and_values(
        work.get_database_backend(),
        "UPDATE counter SET value = $1 WHERE id = 1",
        [(value + 1).into()],
    );
    work.execute_raw(add).await?;
    Ok(value + 1)
}

async fn counted(db: &impl ConnectionTrait) -> Result<i64, Error> {
    number(db, "SELECT value FROM counter WHERE id = 1").await
}

async fn number(db: &impl ConnectionTrait, sql: &str) -> Result<i64, Error> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?.expect("a row");
    Ok(row.try_get_by_index(0)?)
}

/// Counts and tells; its answer says which count it was.
async fn retire_product(work: &Work<State>, product: &RawId) -> Result<i64, Error> {
    work.service().attempts.fetch_add(1, Ordering::SeqCst);
    let count = count(work).await?;
    work.publish(Subject::new("product", *product, count), &pb::ProductRetired::default());
    Ok(count)
}

/// The same, told by nobody in particular.
async fn retire_unseen(work: &Work<State>, product: &RawId) -> Result<i64, Error> {
    let count = count(work).await?;
    work.publish_unattributed(Subject::new("product", *product, count), &pb::ProductRetired::default());
    Ok(count)
}

/// Does all that, and refuses.
async fn refuse(work: &Work<State>, product: &RawId) -> Result<i64, Error> {
    retire_product(work, product).await?;
    let text = Text::new("Không được.", "No.");
    Err(Error::new(Code::FailedPrecondition, ErrorReason::ProductRetired, text))
}

/// Does all that, and stays inside its transaction.
async fn stay(work: &Work<State>, product: &RawId) -> Result<i64, Error> {
    retire_product(work, product).await?;
    work.service().inside.notify_one();
    std::future::pending().await
}

/// Meets a row that another seems to have written beside it, the first so many times.
async fn collide(work: &Work<State>, times: &u32) -> Result<(), Error> {
    retire_product(work, &RawId::nil()).await?;
    if work.service().attempts.load(Ordering::SeqCst) <= *times {
        work.execute_unprepared("INSERT INTO counter VALUES (1, 0)").await?;
    }
    Ok(())
}

impl Bench {
    async fn call<F>(&self, by: u64, message: pb::RetireProductRequest, operation: F) -> Retired
    where
        F: for<'w> AsyncFn(&'w Work<State>, &'w RawId) -> Result<i64, Error>,
    {
        let call = self.runner.write(request(person(by), message), |message| parse(&message.product_id))?;
        call.run(operation, answer).await.map(Response::into_inner)
    }

    async fn number(&self, sql: &str) -> i64 {
        number(self.runner.database().reader(), sql).await.expect("a number")
    }

    /// How often the operation took effect, by the rows it leaves: its own, the event, replay and audit.
    async fn effects(&self) -> [i64; 4] {
        [
            counted(self.runner.database().reader()).await.expect("a number"),
            self.number("SELECT COUNT(*) FROM event").await,
            self.number("SELECT COUNT(*) FROM replay").await,
            self.number("SELECT COUNT(*) FROM audit").await,
        ]
    }
}

fn parse(product: &str) -> Result<RawId, Error> {
    product.parse().map_err(Error::internal)
}

fn answer(count: i64) -> pb::RetireProductResponse {
    let product = pb::Product { name: count.to_string(), ..Default::default() };
    pb::RetireProductResponse { product: Some(product) }
}

testkit::on_both_databases! {
    async fn a_repeated_request_is_answered_as_before(database: TestDatabase) {
        let bench = bench(&database).await;
        let first = bench.call(1, retire(5), retire_product).await.expect("done");
        let again = bench.call(1, retire(5), retire_product).await.expect("answered again");
        assert_eq!((&first, &again), (&answer(1), &answer(1)));
        assert_eq!(bench.effects().await, [1, 1, 1, 1]);
    }

    async fn a_request_id_used_for_something_else_is_refused(database: TestDatabase) {
        let bench = bench(&database).await;
        bench.call(1, retire(5), retire_product).await.expect("done");
        let status = bench.call(1, retire(6), retire_product).await.expect_err("other content");
        assert_status(&status, Code::InvalidArgument, ErrorReason::RequestIdReused, "request_id");
        // Of the same bytes, but another operation's.
        let other = pb::RetireProducerRequest {
            request_id: retire(5).request_id,
            producer_id: retire(5).product_id,
            ..Default::default()
        };
        let call = bench.runner.write(request(person(1), other), |message| parse(&message.producer_id));
        let answered = call.expect("let in").run(retire_product, answer).await;
        assert_refused(answered, Code::InvalidArgument, ErrorReason::RequestIdReused, "request_id");
        assert_eq!(bench.effects().await, [1, 1, 1, 1]);
    }

    /// The program before kept a plain digest, the one after has another key first.
    async fn a_request_is_known_again_whatever_it_was_kept_by(database: TestDatabase) {
        let (old, new) = (MasterKeys::generate(), MasterKeys::generate());
        let keyed = |keys: &str| Digests::Keyed(MasterKeys::parse(keys).expect("keys").mac_keys("requests"));
        let plain = bench_with(&database, Digests::Plain).await;
        plain.call(1, retire(5), retire_product).await.expect("done");
        let first = bench_with(&database, keyed(&old)).await;
        first.call(2, retire(5), retire_product).await.expect("done");
        let second = bench_with(&database, keyed(&format!("{new}{old}"))).await;
        for (by, count) in [(1, 1), (2, 2)] {
            assert_eq!(second.call(by, retire(5), retire_product).await.expect("answered again"), answer(count));
            let status = second.call(by, retire(6), retire_product).await.expect_err("other content");
            assert_status(&status, Code::InvalidArgument, ErrorReason::RequestIdReused, "request_id");
        }
        let same = "SELECT COUNT(*) FROM replay AS one JOIN replay AS other \
                    ON one.digest = other.digest AND one.person_id <> other.person_id";
        assert_eq!(second.number(same).await, 0, "the digest of the same content shows nothing without the key");
    }

    async fn what_is_told_unattributed_names_the_service_and_the_audit_trail_names_the_person(database: TestDatabase) {
        let bench = bench(&database).await;
        bench.call(1, retire(5), retire_unseen).await.expect("done");
        let column = async |sql: &str| -> PersonId {
            let db = bench.runner.database().reader();
            let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("read");
            row.expect("a row").try_get_by_index::<RawId>(0).expect("a person").into()
        };
        assert_eq!(column("SELECT actor_id FROM event").await, Caller::service("test").person());
        assert_eq!(column("SELECT person_id FROM audit").await, person(1));
    }

    async fn anothers_request_id_is_no_hindrance(database: TestDatabase) {
        let bench = bench(&database).await;
        assert_eq!(bench.call(1, retire(5), retire_product).await.expect("done"), answer(1));
        assert_eq!(bench.call(2, retire(5), retire_product).await.expect("done"), answer(2));
        assert_eq!(bench.effects().await, [2, 2, 2, 2]);
    }

    async fn one_request_sent_at_the_same_time_takes_effect_once(database: TestDatabase) {
        let bench = Arc::new(bench(&database).await);
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let bench = Arc::clone(&bench);
            calls.spawn(async move { bench.call(1, retire(5), retire_product).await });
        }
        for answered in calls.join_all().await {
            assert_eq!(answered.expect("one answer for all"), answer(1));
        }
        assert_eq!(bench.effects().await, [1, 1, 1, 1]);
    }

    async fn a_refused_request_leaves_nothing_and_may_be_sent_again(database: TestDatabase) {
        let bench = bench(&database).await;
        let status = bench.call(1, retire(5), refuse).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProductRetired, "");
        assert_eq!(bench.effects().await, [0, 0, 0, 0]);
        assert_eq!(bench.call(1, retire(5), retire_product).await.expect("things have changed"), answer(1));
    }

    async fn what_an_operation_asks_others_is_asked_once(database: TestDatabase) {
        async fn prepare(view: &View<State>, product: &RawId) -> Result<RawId, Error> {
            view.service().prepared.fetch_add(1, Ordering::SeqCst);
            Ok(*product)
        }
        let bench = bench(&database).await;
        for _ in 0..2 {
            let call = bench.runner.write(request(person(1), retire(5)), |message| parse(&message.product_id));
            let answered = call.expect("let in").run_prepared(prepare, retire_product, answer).await;
            assert_eq!(answered.expect("done").into_inner(), answer(1));
        }
        assert_eq!(bench.runner.service().prepared.load(Ordering::SeqCst), 1);
        assert_eq!(bench.effects().await, [1, 1, 1, 1]);
    }

    async fn a_request_needs_an_identity_a_caller_and_a_role(database: TestDatabase) {
        let bench = bench(&database).await;
        let nameless = pb::RetireProductRequest { request_id: "7".into(), ..retire(5) };
        let status = bench.call(1, nameless.clone(), retire_product).await.expect_err("no UUID");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "request_id");
        let also_unparsed = bench.runner.write(request(person(1), nameless), |message| {
            let mut fields = Fields::new();
            fields.line("reason", &message.reason, 100);
            fields.finish((None::<()>,))
        });
        for field in ["request_id", "reason"] {
            let status = also_unparsed.as_ref().err().expect("both are faulty");
            assert_status(status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let refused = |request| bench.runner.write(request, |_| Ok::<_, Error>(())).map(|_| ()).expect_err("stays out");
        let anonymous = refused(Request::new(retire(5)));
        assert_status(&anonymous, Code::Unauthenticated, ErrorReason::TokenMissing, "");
        let mut roleless = Request::new(retire(5));
        let caller = Some(Arc::new(Caller::new(person(1), Vec::new())));
        roleless.extensions_mut().insert(CallContext { caller, ..CallContext::default() });
        assert_status(&refused(roleless), Code::PermissionDenied, ErrorReason::RoleMissing, "");
    }

    async fn answers_are_kept_for_a_week(database: TestDatabase) {
        let bench = bench(&database).await;
        bench.call(1, retire(5), retire_product).await.expect("done");
        for (days, forgotten) in [(7, 0), (1, 1)] {
            bench.hands.advance(TimeDelta::days(days));
            let transaction = bench.runner.database().begin_read_committed().await.expect("begun");
            let now = bench.runner.clock().now();
            assert_eq!(forget_old_replays(&transaction, now).await.expect("looked"), forgotten);
            transaction.commit().await.expect("committed");
        }
        assert_eq!(bench.call(1, retire(5), retire_product).await.expect("done anew"), answer(2));
    }

    async fn the_audit_trail_says_who_did_what_to_which_record(database: TestDatabase) {
        let bench = bench(&database).await;
        bench.call(1, retire(5), retire_product).await.expect("done");
        let db = bench.runner.database().reader();
        let select = "SELECT person_id, operation, request_id, subject_type, subject_id FROM audit";
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), select)).await;
        let row = row.expect("read").expect("one row");
        let told: (RawId, String, RawId, String, RawId) = (
            row.try_get_by_index(0).expect("who"),
            row.try_get_by_index(1).expect("what"),
            row.try_get_by_index(2).expect("request"),
            row.try_get_by_index(3).expect("noun"),
            row.try_get_by_index(4).expect("record"),
        );
        let id = RawId::from_u128;
        assert_eq!(told, (person(1).into(), "RetireProduct".into(), id(1), "product".into(), id(5)));
    }

    async fn reading_personal_records_is_recorded_for_each(database: TestDatabase) {
        async fn leaders(_: &View<State>, number: &u128) -> Result<Recorded<()>, Error> {
            Ok(Recorded { value: (), noun: "leader", subjects: (0..*number).map(RawId::from_u128).collect(), purpose: None })
        }
        let bench = bench(&database).await;
        for (shown, recorded) in [(2, 2), (0, 2), (1, 3)] {
            let message = pb::BatchGetLeadersRequest::default();
            let call = bench.runner.read(request(person(1), message), |_| Ok::<_, Error>(shown)).expect("let in");
            call.run_recorded(leaders, |()| ()).await.expect("read");
            let rows = bench.number("SELECT COUNT(*) FROM audit WHERE subject_type = 'leader'").await;
            assert_eq!(rows, recorded);
        }
    }

    async fn what_personal_records_were_read_for_can_be_listed(database: TestDatabase) {
        async fn leader(_: &View<State>, asked: &(u128, Option<&str>)) -> Result<Recorded<()>, Error> {
            let (number, purpose) = *asked;
            let (subjects, purpose) = (vec![RawId::from_u128(number)], purpose.map(str::to_owned));
            Ok(Recorded { value: (), noun: "leader", subjects, purpose })
        }
        let bench = bench(&database).await;
        for asked in [(1, Some("an invitation")), (2, Some("a letter")), (1, None)] {
            let message = pb::BatchGetLeadersRequest::default();
            let call = bench.runner.read(request(person(1), message), |_| Ok::<_, Error>(asked)).expect("let in");
            call.run_recorded(leader, |()| ()).await.expect("read");
        }
        let db = bench.runner.database().reader();
        let page = Page::new(1, "", [0; 8]).expect("the first page");
        let all = || Query::select().column("subject_id").from("audit").to_owned();
        let first = readings(db, "leader", all(), &page).await.expect("read");
        let page = Page::new(1, &first.next_page_token, [0; 8]).expect("its token");
        let second = readings(db, "leader", all(), &page).await.expect("read");
        let told: Vec<_> = [&first, &second].iter().map(|page| (page.rows[0].subject, page.rows[0].purpose.as_str())).collect();
        assert_eq!(told, [(RawId::from_u128(2), "a letter"), (RawId::from_u128(1), "an invitation")]);
        assert!(second.next_page_token.is_empty(), "what was read without a purpose is not told");
        let one = all().and_where(Expr::col("subject_id").eq(RawId::from_u128(1))).to_owned();
        let page = Page::new(9, "", [0; 8]).expect("the first page");
        let of_one = readings(db, "leader", one, &page).await.expect("read").rows;
        assert_eq!((of_one.len(), of_one[0].person), (1, person(1)));
        assert_eq!(of_one[0].operation, "BatchGetLeaders");
    }

    async fn an_attempt_in_the_way_of_another_begins_anew(database: TestDatabase) {
        let bench = bench(&database).await;
        bench.runner.run("Collide", &3, collide).await.expect("the fourth attempt");
        assert_eq!(bench.runner.service().attempts.load(Ordering::SeqCst), 4);
        assert_eq!(bench.effects().await, [1, 1, 0, 1], "of the attempts before nothing is left");
    }

    async fn after_too_many_attempts_the_caller_is_told_to_try_again(database: TestDatabase) {
        let bench = bench(&database).await;
        let message = retire(5);
        let call = bench.runner.write(request(person(1), message), |_| Ok::<_, Error>(u32::MAX)).expect("let in");
        let answered = call.run(collide, |()| answer(0)).await;
        assert_refused(answered, Code::Aborted, ErrorReason::Contention, "");
        assert_eq!(bench.runner.service().attempts.load(Ordering::SeqCst), 12);
        assert_eq!(bench.effects().await, [0, 0, 0, 0]);
    }

    async fn what_is_no_conflict_is_not_tried_again(database: TestDatabase) {
        async fn fail(work: &Work<State>, product: &RawId) -> Result<i64, Error> {
            retire_product(work, product).await?;
            Ok(work.execute_unprepared("INSERT INTO nowhere VALUES (1)").await.map(|_| 0)?)
        }
        let bench = bench(&database).await;
        let status = bench.call(1, retire(5), fail).await.expect_err("no such table");
        assert_status(&status, Code::Internal, ErrorReason::Internal, "");
        assert!(!format!("{status:?}").contains("nowhere"), "{status:?}");
        assert_eq!(bench.runner.service().attempts.load(Ordering::SeqCst), 1);
    }

    async fn writers_at_the_same_time_lose_nothing(database: TestDatabase) {
        let bench = Arc::new(bench(&database).await);
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..4 {
            let bench = Arc::clone(&bench);
            writers.spawn(async move {
                let mut counts = Vec::new();
                for number in 0..5 {
                    let message = pb::RetireProductRequest { request_id: RawId::from_u128(number).into(), ..retire(5) };
                    let done = bench.call(writer, message, retire_product).await.expect("done in the end");
                    counts.push(done.product.expect("given").name);
                }
                counts
            });
        }
        let counts: BTreeSet<_> = writers.join_all().await.into_iter().flatten().collect();
        assert_eq!(counts.len(), 20, "each saw what the one before it wrote");
        assert_eq!(bench.effects().await, [20, 20, 20, 20]);
    }

    async fn a_call_that_is_cut_off_leaves_nothing_and_others_go_on(database: TestDatabase) {
        let bench = Arc::new(bench(&database).await);
        for _ in 0..3 {
            let cut = tokio::spawn({
                let bench = Arc::clone(&bench);
                async move { bench.call(1, retire(5), stay).await }
            });
            bench.runner.service().inside.notified().await;
            cut.abort();
        }
        assert_eq!(bench.call(1, retire(5), retire_product).await.expect("goes on"), answer(1));
        assert_eq!(bench.effects().await, [1, 1, 1, 1]);
    }

    async fn a_panic_leaves_nothing_and_others_go_on(database: TestDatabase) {
        async fn panics(work: &Work<State>, product: &RawId) -> Result<i64, Error> {
            panic!("after {:?}", retire_product(work, product).await);
        }
        let bench = Arc::new(bench(&database).await);
        let call = tokio::spawn({
            let bench = Arc::clone(&bench);
            async move { bench.call(1, retire(5), panics).await }
        });
        assert!(call.await.expect_err("panicked").is_panic());
        assert_eq!(bench.call(1, retire(5), retire_product).await.expect("goes on"), answer(1));
        assert_eq!(bench.effects().await, [1, 1, 1, 1]);
    }

    async fn a_read_at_one_moment_does_not_see_what_comes_after(database: TestDatabase) {
        async fn look_twice(view: &View<State>, runner: &Runner<State>) -> Result<[i64; 2], Error> {
            let before = counted(view).await?;
            runner.run("RetireProduct", &RawId::nil(), retire_product).await?;
            Ok([before, counted(view).await?])
        }
        let bench = bench(&database).await;
        let look = || {
            let message = pb::BatchGetLeadersRequest::default();
            bench.runner.read(request(person(1), message), |_| Ok::<_, Error>(bench.runner.clone())).expect("let in")
        };
        let seen = look().run_at_one_moment(look_twice, |seen| seen).await.expect("read").into_inner();
        assert_eq!(seen, [0, 0]);
        let seen = look().run(look_twice, |seen| seen).await.expect("read").into_inner();
        assert_eq!(seen, [1, 2], "each statement on its own sees the newest");
    }
}

/// Only PostgreSQL lets two read before either writes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_saw_the_same_one_looks_again_postgres() {
    async fn once(work: &Work<State>, waits: &bool) -> Result<bool, Error> {
        work.service().attempts.fetch_add(1, Ordering::SeqCst);
        let free = number(work, "SELECT COUNT(*) FROM counter WHERE id > 1").await? == 0;
        if *waits && work.service().attempts.load(Ordering::SeqCst) == 1 {
            work.service().inside.notify_one();
            work.service().go_on.notified().await;
        }
        if free {
            // Different rows: no rule of uniqueness would catch it.
            let row = if *waits { 2 } else { 3 };
            work.execute_unprepared(&format!("INSERT INTO counter VALUES ({row}, 0)")).await?;
        }
        Ok(free)
    }
    let database = TestDatabase::new(Engine::Postgres).await;
    let bench = bench(&database).await;
    let runner = bench.runner.clone();
    let early = tokio::spawn(async move { runner.run("Once", &true, once).await });
    bench.runner.service().inside.notified().await;
    assert!(bench.runner.run("Once", &false, once).await.expect("done"), "it was free");
    bench.runner.service().go_on.notify_one();
    assert!(!early.await.expect("ended").expect("done"), "it looked again");
    assert_eq!(bench.number("SELECT COUNT(*) FROM counter WHERE id > 1").await, 1);
}
