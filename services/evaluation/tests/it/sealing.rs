//! Until a scoring closes, nobody learns anything of what ballots hold.

use platform::access::{Caller, Role};
use platform::ids::RawId;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::feed_service_client::FeedServiceClient;
use sea_orm::{ConnectionTrait as _, QueryResult, Statement, Value};
use sha2::{Digest as _, Sha256};
use testkit::{Callers, TestDatabase, assert_refused, assert_status, eventually, person};
use tonic::Code;

use crate::{CHAIR, PROVINCE, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, best, cast_ballot};

/// A row of the table of ballots.
pub(crate) struct Kept {
    pub(crate) id: RawId,
    pub(crate) content: Vec<u8>,
    pub(crate) sealed: bool,
}

pub(crate) async fn ballots(database: &TestDatabase) -> Vec<Kept> {
    let db = database.open().await;
    let select = Statement::from_string(db.backend(), "SELECT id, content, sealed FROM ballot ORDER BY id");
    let rows = db.reader().query_all_raw(select).await.expect("read");
    let kept = |row: &QueryResult| Kept {
        id: row.try_get_by_index(0).expect("an identity"),
        content: row.try_get_by_index(1).expect("content"),
        sealed: row.try_get_by_index(2).expect("a mark"),
    };
    rows.iter().map(kept).collect()
}

pub(crate) async fn execute(database: &TestDatabase, sql: &str, values: impl IntoIterator<Item = Value>) {
    let transaction = database.open().await.begin_read_committed().await.expect("begun");
    let statement = Statement::from_sql_and_values(transaction.get_database_backend(), sql, values);
    transaction.execute_raw(statement).await.expect("executed");
    transaction.commit().await.expect("committed");
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The options of a sheet, as they are stored.
fn u8s(choices: &[pb::Choice]) -> Vec<u8> {
    choices.iter().map(|choice| u8::try_from(choice.option).expect("few options")).collect()
}

fn finding(set: &pb::CriteriaSet, evidence: &str) -> pb::Finding {
    let cause = set.elimination_causes[0].key.clone();
    pb::Finding { rule: Some(pb::finding::Rule::EliminationCause(cause)), evidence: evidence.to_owned() }
}

testkit::on_both_databases! {
    async fn results_are_sealed_for_everyone_until_the_close(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        let get = pb::GetResultRequest { dossier_id: dossier.id.clone() };
        for number in [CHAIR, SECRETARY, SCORERS[2], PROVINCE_OFFICER] {
            let request = province.by(number, get.clone());
            assert_refused(
                province.client.get_result(request).await,
                Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id",
            );
        }
        let request = province.by_role(9, Role::Administrator, "VN", get.clone());
        assert_refused(
            province.client.get_result(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        province.close(CHAIR, &session).await.expect("closed");
        let request = province.by(SCORERS[2], get);
        let result = province.client.get_result(request).await.expect("open").into_inner().result.expect("given");
        assert_eq!(result.member_totals.len(), 5);
    }

    async fn who_has_voted_is_told_to_chair_and_secretary_alone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        province.cast(SCORERS[2], &session, best(&set)).await.expect("cast");
        let get = pb::GetSessionRequest { session_id: session.id.clone() };
        for (number, told) in [(CHAIR, 1), (SECRETARY, 1), (SCORERS[2], 0), (SCORERS[3], 0)] {
            let request = province.by(number, get.clone());
            let seen = province.client.get_session(request).await.expect("seen").into_inner().session.expect("given");
            assert_eq!(seen.dossiers[0].voted_person_ids.len(), told, "{number}");
        }
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, PROVINCE, get);
        assert_refused(
            province.client.get_session(request).await, Code::NotFound, ErrorReason::SessionNotFound, "session_id",
        );
    }

    /// Whoever reads the database without the service's key: no choice, no length, no two that are the same.
    async fn the_database_holds_no_choice_until_the_close(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let sheet = u8s(&best(&set));
        for scorer in &SCORERS[1..] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        let mut long = cast_ballot(&session, best(&set));
        long.findings = vec![finding(&set, &"đá".repeat(250))];
        let request = province.by(CHAIR, long);
        province.client.cast_ballot(request).await.expect("cast");
        let kept = ballots(&database).await;
        assert!(kept.iter().all(|ballot| ballot.sealed && ballot.content.len() == kept[0].content.len()));
        for ballot in &kept {
            assert!(!holds(&ballot.content, &sheet) && !holds(&ballot.content, "đá".as_bytes()));
            assert_eq!(kept.iter().filter(|other| other.content == ballot.content).count(), 1);
        }
        province.close(SECRETARY, &session).await.expect("closed");
        let opened = ballots(&database).await;
        assert!(opened.iter().all(|ballot| !ballot.sealed && holds(&ballot.content, &sheet)), "now they lie open");
    }

    /// What was cast as one member's ballot on one dossier counts as nothing else.
    async fn a_ballot_that_was_moved_or_changed_does_not_open(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for tamper in ["content of another member", "as another member's", "one bit"] {
            let dossier = province.ready("Mật ong", 4).await;
            let session = province.session(&[&dossier]).await;
            for scorer in SCORERS {
                province.cast(scorer, &session, best(&set)).await.expect("cast");
            }
            let mut kept = ballots(&database).await;
            kept.reverse();
            let (sql, value): (_, Value) = match tamper {
                "content of another member" => ("content = $1", kept[1].content.clone().into()),
                "as another member's" => ("person_id = $1", RawId::from(person(99)).into()),
                _ => {
                    let mut content = kept[0].content.clone();
                    content[2000] ^= 1;
                    ("content = $1", content.into())
                }
            };
            execute(&database, &format!("UPDATE ballot SET {sql} WHERE id = $2"), [value, kept[0].id.into()]).await;
            let status = province.close(CHAIR, &session).await.expect_err("refused");
            assert_status(&status, Code::Internal, ErrorReason::Internal, "");
            assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::Scoring, "nothing was decided");
        }
    }

    /// The digest that tells repeated requests apart cannot be tried against every sheet there is.
    async fn what_is_kept_of_the_request_shows_no_choice(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let request = cast_ballot(&session, best(&set));
        let guess = Sha256::digest(prost::Message::encode_to_vec(&request)).to_vec();
        let sent = province.by(CHAIR, request.clone());
        let receipt = province.client.cast_ballot(sent).await.expect("cast").into_inner();
        let db = database.open().await;
        let select = "SELECT digest, response FROM replay WHERE operation = 'CastBallot'";
        let kept = db.reader().query_one_raw(Statement::from_string(db.backend(), select)).await.expect("read");
        let kept = kept.expect("a row");
        assert_ne!(kept.try_get_by_index::<Vec<u8>>(0).expect("a digest"), guess);
        let answer: Vec<u8> = kept.try_get_by_index(1).expect("an answer");
        assert_eq!(<pb::CastBallotResponse as prost::Message>::decode(answer.as_slice()).expect("an answer"), receipt);
        let sent = province.by(CHAIR, request);
        assert_eq!(province.client.cast_ballot(sent).await.expect("answered again").into_inner(), receipt);
    }

    /// A second ballot is refused in the same words, whatever the first one and this one say.
    async fn refusals_say_nothing_of_what_was_cast(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let few = best(&set)[..3].to_vec();
        province.cast(SCORERS[1], &session, best(&set)).await.expect("cast");
        province.cast(SCORERS[2], &session, few.clone()).await.expect("cast");
        let mut told = Vec::new();
        for (scorer, choices) in [(1, best(&set)), (1, few.clone()), (2, best(&set)), (2, few)] {
            let status = province.cast(SCORERS[scorer], &session, choices).await.expect_err("refused");
            told.push((status.code(), status.message().to_owned()));
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
        // Nor does the closing that is refused tell more than how many there are, to those who know who.
        let status = province.close(SECRETARY, &session).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id");
        assert!(!status.message().contains("500") && !status.message().contains("100"), "{status:?}");
    }

    /// Lists, their filters and their pages are the same before and after a ballot.
    async fn lists_do_not_change_when_someone_votes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let seen = async |province: &mut Province| {
            let mut seen = Vec::new();
            for state in [pb::DossierState::Unspecified, pb::DossierState::Scoring, pb::DossierState::Assessed] {
                let filter = pb::ListDossiersRequest { state: state.into(), ..Default::default() };
                let request = province.by(PROVINCE_OFFICER, filter);
                seen.push(province.client.list_dossiers(request).await.expect("listed").into_inner());
            }
            seen
        };
        let before = seen(&mut province).await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        assert_eq!(seen(&mut province).await, before);
        province.close(CHAIR, &session).await.expect("closed");
        assert_ne!(seen(&mut province).await, before, "now they change");
    }

    async fn ballots_cast_by_the_program_before_still_count(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        execute(&database, "DELETE FROM session_key", []).await;
        let sheet = u8s(&best(&set));
        let content = [&[0x0a, u8::try_from(sheet.len()).expect("short")], sheet.as_slice()].concat();
        let raw = |id: &str| RawId::parse_str(id).expect("an identity");
        for scorer in &SCORERS[..2] {
            let insert = "INSERT INTO ballot (id, session_id, dossier_id, person_id, content, cast_at) \
                          VALUES ($1, $2, $3, $4, $5, $6)";
            let values = [
                RawId::from_u128(u128::from(*scorer)).into(),
                raw(&session.id).into(),
                raw(&dossier.id).into(),
                RawId::from(person(*scorer)).into(),
                content.clone().into(),
                testkit::beginning().into(),
            ];
            execute(&database, insert, values).await;
        }
        // The session has no key yet: the first sealed ballot makes it.
        for scorer in &SCORERS[2..] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        let score = province.close(CHAIR, &session).await.expect("closed").score.expect("given");
        assert_eq!((score.sheet_count, score.sum_points), (5, 500));
    }

    async fn findings_longer_than_a_seal_takes_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let mut ballot = cast_ballot(&session, best(&set));
        ballot.findings = vec![finding(&set, &"đ".repeat(500)); 5];
        let request = province.by(CHAIR, ballot);
        assert_refused(
            province.client.cast_ballot(request).await,
            Code::InvalidArgument, ErrorReason::BallotTooLong, "findings",
        );
    }

    /// Neither the dossier's etag nor the session changes when someone votes, and the event tells of a ballot
    /// without saying whose or what.
    async fn voting_leaves_no_trace_that_others_see(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let before = province.dossier(&dossier.id).await;
        province.cast(SCORERS[2], &session, best(&set)).await.expect("cast");
        assert_eq!(province.dossier(&dossier.id).await, before);

        let authorization = province.bed.callers.service_authorization("reporting");
        let voter = person(SCORERS[2]).to_string();
        let found = std::sync::Mutex::new(None);
        eventually("the ballot is in the feed", || {
            let mut feed = FeedServiceClient::new(province.bed.wire());
            let request = Callers::request(&authorization, pb::ReadRequest { after_position: 0 });
            let found = &found;
            async move {
                let mut stream = feed.read(request).await.expect("the feed").into_inner();
                let page = stream.message().await.expect("read").expect("a page");
                let cast = page.events.into_iter().find(|event| event.r#type == "ocop.evaluation.v1.BallotCast");
                *found.lock().expect("unpoisoned") = cast;
                found.lock().expect("unpoisoned").is_some()
            }
        })
        .await;
        let event = found.into_inner().expect("unpoisoned").expect("found");
        let told = <pb::BallotCast as prost::Message>::decode(event.payload.as_slice()).expect("a ballot");
        assert_eq!(told, pb::BallotCast { session_id: session.id, dossier_id: dossier.id });
        assert_ne!(event.actor_id, voter);
        assert_eq!(event.actor_id, Caller::service("evaluation").person().to_string());
    }
}
