//! Every event is taken in exactly once, whoever is killed and however often all is built again.

use chrono::TimeDelta;
use platform::clock::Moment;
use platform::ids::RawId;
use platform::operation::Subject;
use proto::common::v1::ErrorReason;
use proto::reporting::v1 as pb;
use proto::training::v1::Audience::{Leaders, Officials};
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_refused, eventually};
use tonic::Code;

use crate::classes::{leader_of, official, official_of};
use crate::feeds::created;
use crate::{
    ADMINISTRATOR, COMMUNE, OTHER_COMMUNE, PROVINCE, Province, Replica, TODAY, head, new_id, number, position, standing,
};

/// What does not change from one computation to the next.
type Figures = (Vec<pb::ScorecardRow>, Vec<pb::Breakdown>);

/// What is asked of several units on several days.
const ASKED: [(&str, &str); 5] =
    [(PROVINCE, TODAY), (PROVINCE, "2020-12-31"), (COMMUNE, TODAY), ("VN", "2026-11-24"), ("VN", "2029-11-24")];

impl Province {
    /// Drops all facts. Returns how many there were.
    pub(crate) async fn rebuild(&mut self) -> i64 {
        let request = self.by(ADMINISTRATOR, rebuild_projections());
        self.client.rebuild_projections(request).await.expect("dropped").into_inner().dropped_fact_count
    }

    async fn figures(&mut self) -> Vec<Figures> {
        let mut figures = Vec::new();
        for (unit, at) in ASKED {
            let scorecard = self.scorecard(unit, at).await;
            figures.push((scorecard.rows, scorecard.breakdowns));
        }
        figures
    }

    /// Something of every kind happens.
    pub(crate) async fn a_bit_of_everything(&mut self) {
        let (here, there) = (self.producer("Một", COMMUNE).await, self.producer("Hai", OTHER_COMMUNE).await);
        let retiring = self.producer("Ba", COMMUNE).await;
        let leader = self.appoint(&here, "2026-01-01").await;
        self.appoint(&there, "2026-01-01").await;
        let (one, two) = (self.product(&here, 1).await, self.product(&there, 4).await);
        self.certify(PROVINCE, &[(&one, 3), (&two, 4)]).await;
        self.recognise("Mật ong", "2019-01-01", "2019-12-31").await;
        self.recognise("Cà phê", "", "").await;
        self.train(&here, &leader, "2026-11-20").await;
        let class = self.class(Officials, &["2026-05-04"], &[official(31), official_of(32, OTHER_COMMUNE)]).await;
        self.call_roll(&class, 1, &[official(31).person_id]).await;
        self.bed.hands.advance(TimeDelta::days(1));
        self.retire(&retiring).await;
        self.move_to(there, COMMUNE).await;
    }

    /// What it must come to in the province.
    async fn assert_a_bit_of_everything(&mut self) {
        let at_the_end = [
            ("producers_registered", 2),
            ("products_registered", 2),
            ("certificates_issued", 2),
            ("products_valid", 2),
            ("products_recognised", 4),
            ("leaders_trained_attendances", 1),
            ("leaders_trained_coverage", 5000),
            ("officials_trained_people", 1),
            ("officials_trained_attendances", 1),
        ];
        let scorecard = self.scorecard(PROVINCE, "").await;
        for (indicator, value) in at_the_end {
            assert_eq!(standing(&scorecard, indicator).value, value, "{indicator}");
        }
    }

    /// How much has been told.
    async fn kept(&self) -> i64 {
        number(&self.databases.reporting, "SELECT COUNT(*) AS number FROM told").await
    }

    /// Every event is told once more, to one who has taken it in.
    async fn told_again(&self) {
        self.execute("UPDATE inbox_cursor SET position = 0").await;
    }

    /// A replica after another was killed; a lease that it held runs out first.
    async fn next_replica(&self, database: &TestDatabase, killed: Replica) -> Replica {
        drop(killed);
        self.bed.hands.advance(TimeDelta::seconds(6));
        self.replica(database).await
    }

    /// When the lease on registry's events runs out.
    async fn lease_expires(&self) -> Moment {
        let reporting = &self.databases.reporting;
        let sql = "SELECT expires_at FROM lease WHERE name = 'inbox:registry'";
        let row = reporting.reader().query_one_raw(Statement::from_string(reporting.backend(), sql)).await;
        row.expect("read").expect("somebody holds it").try_get("", "expires_at").expect("a moment")
    }

    /// Registry tells of so many producers at once.
    async fn many_producers(&self, count: u128) {
        let events = (1..=count).map(|number| created(&RawId::from_u128(number).to_string())).collect();
        let subject = Subject::new("producer", RawId::from_u128(1), 1);
        self.tell(&self.databases.registry, subject, events).await;
    }
}

fn rebuild_projections() -> pb::RebuildProjectionsRequest {
    pb::RebuildProjectionsRequest { request_id: new_id() }
}

testkit::on_both_databases! {
    async fn built_again_from_the_first_event_all_is_the_same(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        province.assert_a_bit_of_everything().await;
        let before = province.figures().await;
        let told = province.rebuild().await;
        assert!(told > 0);
        assert_eq!(province.figures().await, before);
        assert_eq!(province.rebuild().await, told);
        assert_eq!(province.figures().await, before);
        province.assert_a_bit_of_everything().await;
    }

    async fn what_is_told_again_changes_nothing(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.a_bit_of_everything().await;
        let before = province.figures().await;
        let kept = province.kept().await;
        province.told_again().await;
        assert_eq!(province.figures().await, before);
        province.assert_a_bit_of_everything().await;
        assert!(province.parked().await.is_empty());
        assert_eq!(province.kept().await, kept, "nothing is kept twice");
    }

    async fn while_it_is_built_again_a_scorecard_tells_how_far_it_is(database: TestDatabase) {
        let mut province = Province::served_only(&database).await;
        let replica = province.replica(&database).await;
        province.a_bit_of_everything().await;
        province.assert_a_bit_of_everything().await;
        let before = province.scorecard(PROVINCE, "").await.sources;
        assert!(before.iter().all(|source| source.position == source.head_position), "{before:?}");
        drop(replica);
        province.rebuild().await;
        let empty = province.scorecard_as_it_is(PROVINCE, "").await;
        let sources: Vec<_> = empty.sources.iter().map(|source| (source.source.as_str(), source.position)).collect();
        assert_eq!(sources, [("evaluation", 0), ("registry", 0), ("training", 0)]);
        let heads = |sources: &[pb::SourcePosition]| sources.iter().map(|source| source.head_position).sum::<i64>();
        assert_eq!(heads(&empty.sources), heads(&before));
        assert_eq!(standing(&empty, "certificates_issued").value, 0);
    }

    async fn what_is_killed_in_the_middle_is_gone_on_with(database: TestDatabase) {
        let mut province = Province::served_only(&database).await;
        let first = province.replica(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        let product = province.product(&producer, 1).await;
        assert_eq!(province.values(PROVINCE, "", ["products_registered"]).await, [1]);
        drop(first);
        province.certify(PROVINCE, &[(&product, 3)]).await;
        province.class(Officials, &["2026-05-04"], &[official(31)]).await;
        let meanwhile = province.scorecard_as_it_is(PROVINCE, "").await;
        assert_eq!(standing(&meanwhile, "certificates_issued").value, 0);
        province.bed.hands.advance(TimeDelta::seconds(6));
        let _second = province.replica(&database).await;
        let indicators = ["products_registered", "certificates_issued", "officials_trained_people"];
        assert_eq!(province.values(PROVINCE, "", indicators).await, [1, 1, 1]);
    }

    /// More events than one page holds, and a kill wherever it hits.
    async fn whoever_is_killed_nothing_is_lost_or_taken_in_twice(database: TestDatabase) {
        let mut province = Province::served_only(&database).await;
        province.many_producers(900).await;
        let mut replica = province.replica(&database).await;
        for _ in 0..4 {
            let reporting = province.databases.reporting.clone();
            eventually("something was taken in", || async { position(&reporting, "registry").await > 0 }).await;
            replica = province.next_replica(&database, replica).await;
        }
        assert_eq!(province.values(COMMUNE, "", ["producers_registered"]).await, [900]);
        province.rebuild().await;
        let replica = province.next_replica(&database, replica).await;
        let _last = province.next_replica(&database, replica).await;
        assert_eq!(province.values(COMMUNE, "", ["producers_registered"]).await, [900]);
        assert!(province.parked().await.is_empty());
    }

    /// A process that has just begun may be told of what happened in a unit before it has loaded the units.
    async fn who_does_not_know_the_units_yet_takes_in_nothing_of_them(database: TestDatabase) {
        let mut province = Province::served_only(&database).await;
        let knowing = province.replica(&database).await;
        province.settled().await;
        let reporting = province.databases.reporting.clone();
        eventually("sums are on the map", || async {
            number(&reporting, "SELECT units_version AS number FROM sums_state").await > 0
        })
        .await;
        drop(knowing);
        province.many_producers(3).await;
        province.bed.hands.advance(TimeDelta::seconds(6));
        let unknowing = province.replica_that_does(&database, |job| job.contains("events of registry")).await;
        for _ in 0..2 {
            let before = province.lease_expires().await;
            province.bed.hands.advance(TimeDelta::seconds(1));
            eventually("it has tried", || async { province.lease_expires().await > before }).await;
        }
        let _knowing = province.next_replica(&database, unknowing).await;
        assert_eq!(province.values(COMMUNE, "", ["producers_registered"]).await, [3]);
        assert!(province.parked().await.is_empty());
    }

    async fn two_replicas_take_in_each_event_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let _other = province.replica(&database).await;
        province.many_producers(500).await;
        province.a_bit_of_everything().await;
        let expected = [502, 2, 1];
        let indicators = ["producers_registered", "certificates_issued", "officials_trained_people"];
        assert_eq!(province.values(PROVINCE, "", indicators).await, expected);
        province.rebuild().await;
        assert_eq!(province.values(PROVINCE, "", indicators).await, expected);
        assert!(province.parked().await.is_empty());
    }

    async fn what_happens_during_a_rebuild_is_counted_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.many_producers(300).await;
        for number in 0..8 {
            let producer = province.producer(&format!("HTX {number}"), COMMUNE).await;
            province.rebuild().await;
            let leader = province.appoint(&producer, "2026-01-01").await;
            province.training_settled().await;
            province.class(Leaders, &["2026-05-04"], &[leader_of(&producer, &leader)]).await;
        }
        let indicators = ["producers_registered", "leaders_trained_people"];
        assert_eq!(province.values(PROVINCE, "", indicators).await, [308, 8]);
        assert_eq!(position(&province.databases.reporting, "registry").await, head(&province.databases.registry).await);
        assert!(province.parked().await.is_empty());
    }

    async fn a_repeated_request_drops_nothing_again(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.producer("Một", COMMUNE).await;
        province.settled().await;
        let message = rebuild_projections();
        for _ in 0..2 {
            let request = province.by(ADMINISTRATOR, message.clone());
            let dropped = province.client.rebuild_projections(request).await.expect("answered").into_inner();
            assert_eq!(dropped.dropped_fact_count, 1);
            province.settled().await;
        }
        assert_eq!(head_after_settling(&province).await, 1, "told once");
        for request_id in ["", "once more"] {
            let request =
                province.by(ADMINISTRATOR, pb::RebuildProjectionsRequest { request_id: request_id.to_owned() });
            let answer = province.client.rebuild_projections(request).await;
            assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "request_id");
        }
    }
}

/// How many events reporting has told, when all are numbered.
async fn head_after_settling(province: &Province) -> i64 {
    let reporting = &province.databases.reporting;
    eventually("all is numbered", || async {
        number(reporting, "SELECT COUNT(*) AS number FROM event WHERE position IS NULL").await == 0
    })
    .await;
    head(reporting).await
}
