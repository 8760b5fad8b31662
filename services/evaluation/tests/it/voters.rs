//! Who may vote on what: conflicts of interest, who left, and the quorum that follows.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_refused, assert_status, eventually, person};
use tonic::{Code, Status};

use crate::{
    CHAIR, COMMUNE_OFFICER, PROVINCE, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, appoint_council, best, new_id,
    open_session,
};

/// Who is the deputy chair in councils that have one.
const DEPUTY: u64 = SCORERS[1];
/// Someone without any duty.
const OUTSIDER: u64 = 42;

/// A conflict about the first dossier of a session.
pub(crate) fn declare_conflict(session: &pb::Session) -> pb::DeclareConflictRequest {
    pb::DeclareConflictRequest {
        request_id: new_id(),
        session_id: session.id.clone(),
        dossier_id: session.dossiers[0].dossier_id.clone(),
        reasons: "Em ruột là thành viên hợp tác xã".to_owned(),
    }
}

pub(crate) fn record_departure(session: &pb::Session, number: u64) -> pb::RecordDepartureRequest {
    pb::RecordDepartureRequest {
        request_id: new_id(),
        session_id: session.id.clone(),
        person_id: person(number).to_string(),
        reasons: "Việc đột xuất".to_owned(),
    }
}

fn seat_substitute(session: &pb::Session, member: u64, substitute: u64) -> pb::SeatSubstituteRequest {
    pb::SeatSubstituteRequest {
        request_id: new_id(),
        session_id: session.id.clone(),
        member_person_id: person(member).to_string(),
        substitute_person_id: person(substitute).to_string(),
    }
}

/// One who may replace a member, or any of the members' body.
fn substitute(number: u64, for_member: Option<u64>) -> pb::CouncilSubstitute {
    pb::CouncilSubstitute {
        person_id: person(number).to_string(),
        full_name: format!("Người thay thế {number}"),
        title: "Chuyên viên".to_owned(),
        body: "Sở Nông nghiệp và Môi trường".to_owned(),
        for_member_person_id: for_member.map(|member| person(member).to_string()).unwrap_or_default(),
    }
}

impl Province {
    /// A session of one dossier, by a council with a substitute of the last member, 20, and one of all of their
    /// body, 21.
    async fn session_with_substitutes(&mut self) -> pb::Session {
        let dossier = self.ready("Mật ong", 4).await;
        let mut request = appoint_council();
        request.council.as_mut().expect("given").substitutes =
            vec![substitute(20, Some(SCORERS[4])), substitute(21, None)];
        let request = self.by(PROVINCE_OFFICER, request);
        let council = self.client.appoint_council(request).await.expect("appointed").into_inner().council;
        let request = self.by(SECRETARY, open_session(&council.expect("given"), &[&dossier]));
        self.client.open_session(request).await.expect("opened").into_inner().session.expect("given")
    }

    async fn seats(&mut self, by: u64, session: &pb::Session, member: u64, other: u64) -> Result<pb::Council, Status> {
        let request = self.by(by, seat_substitute(session, member, other));
        Ok(self.councils.seat_substitute(request).await?.into_inner().council.expect("given"))
    }

    /// A session of one dossier, on which these have cast the same choices.
    pub(crate) async fn scored_by(&mut self, scorers: &[u64], choices: &[pb::Choice]) -> (pb::Session, pb::Dossier) {
        let dossier = self.ready("Mật ong", 4).await;
        let session = self.session(&[&dossier]).await;
        for scorer in scorers {
            self.cast(*scorer, &session, choices.to_vec()).await.expect("cast");
        }
        (session, dossier)
    }

    /// A session of one dossier, by a council that has a deputy chair.
    async fn session_with_deputy(&mut self) -> pb::Session {
        let dossier = self.ready("Mật ong", 4).await;
        let mut request = appoint_council();
        request.council.as_mut().expect("given").members[2].duty = pb::Duty::DeputyChair.into();
        let request = self.by(PROVINCE_OFFICER, request);
        let council = self.client.appoint_council(request).await.expect("appointed").into_inner().council;
        let request = self.by(SECRETARY, open_session(&council.expect("given"), &[&dossier]));
        self.client.open_session(request).await.expect("opened").into_inner().session.expect("given")
    }

    async fn declare(&mut self, number: u64, session: &pb::Session) -> Result<pb::Conflict, Status> {
        let request = self.by(number, declare_conflict(session));
        Ok(self.councils.declare_conflict(request).await?.into_inner().conflict.expect("given"))
    }

    async fn relate(&mut self, number: u64, producer_id: &str, last_day: &str) -> Result<pb::MemberRelation, Status> {
        let relation = pb::MemberRelation {
            producer_id: producer_id.to_owned(),
            kind: pb::RelationKind::Family.into(),
            note: String::new(),
            last_day: last_day.to_owned(),
        };
        let request = pb::DeclareRelationRequest { request_id: new_id(), relation: Some(relation) };
        let request = self.by(number, request);
        Ok(self.councils.declare_relation(request).await?.into_inner().relation.expect("given"))
    }

    async fn conflicts(&self, number: u64, session: &pb::Session) -> Result<Vec<(String, pb::ConflictCause)>, Status> {
        let request = self.by(number, pb::ListConflictsRequest { session_id: session.id.clone() });
        let listed = self.councils.clone().list_conflicts(request).await?.into_inner().conflicts;
        Ok(listed.into_iter().map(|conflict| (conflict.person_id.clone(), conflict.cause())).collect())
    }

    async fn leaves(&mut self, by: u64, session: &pb::Session, number: u64) -> Result<Vec<pb::Absence>, Status> {
        let request = self.by(by, record_departure(session, number));
        Ok(self.councils.record_departure(request).await?.into_inner().absences)
    }

    async fn returns(&mut self, by: u64, session: &pb::Session, number: u64) -> Result<Vec<pb::Absence>, Status> {
        let request = pb::RecordReturnRequest {
            request_id: new_id(),
            session_id: session.id.clone(),
            person_id: person(number).to_string(),
        };
        let request = self.by(by, request);
        Ok(self.councils.record_return(request).await?.into_inner().absences)
    }

    pub(crate) async fn seen_session(&mut self, number: u64, session: &pb::Session) -> pb::Session {
        let request = self.by(number, pb::GetSessionRequest { session_id: session.id.clone() });
        self.client.get_session(request).await.expect("seen").into_inner().session.expect("given")
    }
}

/// How many ballots are sealed, and how many lie open.
async fn ballots(database: &TestDatabase) -> (i64, i64) {
    let db = database.open().await;
    let count = "SELECT COUNT(CASE WHEN sealed THEN 1 END), COUNT(CASE WHEN sealed THEN NULL ELSE 1 END) FROM ballot";
    let row = db.reader().query_one_raw(Statement::from_string(db.backend(), count)).await.expect("read");
    let row = row.expect("a row");
    (row.try_get_by_index(0).expect("a count"), row.try_get_by_index(1).expect("a count"))
}

testkit::on_both_databases! {
    async fn a_member_with_a_conflict_has_no_vote(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, dossier) = province.scored_by(&SCORERS[..3], &best(&set)).await;
        // Three of five are too few, three of four are enough.
        assert_status(
            &province.close(SECRETARY, &session).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id",
        );
        let conflict = province.declare(SCORERS[4], &session).await.expect("declared");
        assert_eq!(
            (conflict.dossier_id.as_str(), conflict.person_id, conflict.reasons.as_str()),
            (dossier.id.as_str(), person(SCORERS[4]).to_string(), "Em ruột là thành viên hợp tác xã")
        );
        assert_status(
            &province.cast(SCORERS[4], &session, best(&set)).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::MemberRecused, "dossier_id",
        );
        for (number, code, reason, field) in [
            (SCORERS[4], Code::AlreadyExists, ErrorReason::ConflictAlreadyDeclared, "dossier_id"),
            (SECRETARY, Code::PermissionDenied, ErrorReason::CouncilDutyMissing, ""),
            (OUTSIDER, Code::NotFound, ErrorReason::SessionNotFound, "session_id"),
        ] {
            assert_status(&province.declare(number, &session).await.expect_err("refused"), code, reason, field);
        }
        let mut elsewhere = declare_conflict(&session);
        elsewhere.dossier_id = new_id();
        let request = province.by(SCORERS[3], elsewhere);
        assert_refused(
            province.councils.declare_conflict(request).await,
            Code::NotFound, ErrorReason::DossierNotInSession, "dossier_id",
        );
        let listed = province.conflicts(SECRETARY, &session).await.expect("listed");
        assert_eq!(listed, [(person(SCORERS[4]).to_string(), pb::ConflictCause::Declared)]);
        assert_status(
            &province.conflicts(SCORERS[1], &session).await.expect_err("refused"),
            Code::PermissionDenied, ErrorReason::CouncilDutyMissing, "",
        );
        let result = province.close(SECRETARY, &session).await.expect("closed");
        assert_eq!(result.score.expect("given").sheet_count, 3);
        assert_status(
            &province.declare(SCORERS[3], &session).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id",
        );
    }

    async fn a_ballot_cast_before_the_conflict_is_kept_sealed_and_not_counted(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, dossier) = province.scored_by(&SCORERS[..4], &best(&set)).await;
        province.cast(SCORERS[4], &session, Vec::new()).await.expect("cast");
        let declared = province.declare(SCORERS[4], &session).await.expect("declared");
        let seen = province.seen_session(SECRETARY, &session).await;
        assert_eq!(seen.dossiers[0].voted_person_ids.len(), 4, "hers does not count");
        let result = province.close(CHAIR, &session).await.expect("closed");
        let score = result.score.expect("given");
        assert_eq!((score.sheet_count, score.sum_points, result.member_totals.len()), (4, 400, 4));
        assert_eq!(ballots(&database).await, (1, 4));
        let request = province.by(SCORERS[2], pb::GetResultRequest { dossier_id: dossier.id });
        let again = province.client.get_result(request).await.expect("found").into_inner().result.expect("given");
        assert_eq!(again.score, Some(score));
        // What she is told is the same as one who has not cast is told.
        let (other, _) = province.scored_by(&SCORERS[..4], &best(&set)).await;
        let without_ballot = province.declare(SCORERS[4], &other).await.expect("declared");
        assert_eq!(pb::Conflict { dossier_id: declared.dossier_id.clone(), ..without_ballot }, declared);
    }

    async fn the_system_knows_who_is_bound_to_the_producer(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, dossier) = province.scored_by(&SCORERS[..3], &best(&set)).await;
        let producer_id = dossier.producer.expect("given").producer_id;
        province.grant(&producer_id, SCORERS[3]).await;
        province.grant(&producer_id, OUTSIDER).await;
        province.lead(&producer_id, SCORERS[4], "2026-01-01").await;
        let expected = [
            (person(SCORERS[4]).to_string(), pb::ConflictCause::Leader),
            (person(SCORERS[3]).to_string(), pb::ConflictCause::Account),
        ];
        eventually("evaluation knows both", || async {
            province.conflicts(SECRETARY, &session).await.is_ok_and(|listed| listed.len() == 2)
        })
        .await;
        assert_eq!(province.conflicts(SECRETARY, &session).await.expect("listed"), expected, "no one from outside");
        for scorer in &SCORERS[3..] {
            assert_status(
                &province.cast(*scorer, &session, best(&set)).await.expect_err("refused"),
                Code::FailedPrecondition, ErrorReason::MemberRecused, "dossier_id",
            );
        }
        province.close(SECRETARY, &session).await.expect("closed by the three who may vote");
        let mut kept = province.conflicts(SECRETARY, &session).await.expect("listed");
        kept.sort();
        let mut expected = expected.to_vec();
        expected.sort();
        assert_eq!(kept, expected, "what it went by is kept");
    }

    /// She cast, and registry told of her account before the close.
    async fn who_becomes_bound_before_the_close_is_not_counted(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, dossier) = province.scored_by(&SCORERS, &best(&set)).await;
        province.grant(&dossier.producer.expect("given").producer_id, SCORERS[4]).await;
        eventually("evaluation knows it", || async {
            province.conflicts(SECRETARY, &session).await.is_ok_and(|listed| listed.len() == 1)
        })
        .await;
        let result = province.close(CHAIR, &session).await.expect("closed");
        assert_eq!(result.member_totals.len(), 4);
    }

    async fn a_declared_relation_holds_for_all_dossiers_of_the_producer(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, dossier) = province.scored_by(&[], &[]).await;
        let producer_id = dossier.producer.expect("given").producer_id;
        let told = province.relate(SCORERS[4], &producer_id, "").await.expect("declared");
        assert_eq!((told.producer_id.as_str(), told.kind()), (producer_id.as_str(), pb::RelationKind::Family));
        assert_status(
            &province.cast(SCORERS[4], &session, best(&set)).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::MemberRecused, "dossier_id",
        );
        let listed = province.conflicts(CHAIR, &session).await.expect("listed");
        assert_eq!(listed, [(person(SCORERS[4]).to_string(), pb::ConflictCause::Relation)]);
        let (other, _) = province.scored_by(&[], &[]).await;
        province.cast(SCORERS[4], &other, best(&set)).await.expect("another producer's");
        // It ended.
        province.relate(SCORERS[4], &producer_id, "2026-01-31").await.expect("declared");
        province.cast(SCORERS[4], &session, best(&set)).await.expect("cast");
        let unknown = pb::DeclareRelationRequest { request_id: new_id(), relation: Some(pb::MemberRelation::default()) };
        let request = province.by(SCORERS[4], unknown.clone());
        assert_refused(
            province.councils.declare_relation(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "relation.kind",
        );
        let request = province.by(COMMUNE_OFFICER, unknown);
        assert_refused(
            province.councils.declare_relation(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn who_left_votes_no_more_until_she_is_back(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, _) = province.scored_by(&[], &[]).await;
        let absences = province.leaves(SECRETARY, &session, SCORERS[4]).await.expect("left");
        assert_eq!((absences.len(), absences[0].person_id.as_str()), (1, person(SCORERS[4]).to_string().as_str()));
        assert!(absences[0].left_at.is_some() && absences[0].returned_at.is_none());
        assert_status(
            &province.cast(SCORERS[4], &session, best(&set)).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::MemberAway, "session_id",
        );
        for (by, number, code, reason, field) in [
            (CHAIR, SCORERS[4], Code::FailedPrecondition, ErrorReason::MemberAway, "session_id"),
            (CHAIR, OUTSIDER, Code::NotFound, ErrorReason::MemberNotFound, "person_id"),
            (SCORERS[1], SCORERS[2], Code::PermissionDenied, ErrorReason::CouncilDutyMissing, ""),
            (OUTSIDER, SCORERS[2], Code::NotFound, ErrorReason::SessionNotFound, "session_id"),
        ] {
            assert_status(&province.leaves(by, &session, number).await.expect_err("refused"), code, reason, field);
        }
        assert_eq!(province.seen_session(SECRETARY, &session).await.absences, absences);
        assert!(province.seen_session(SCORERS[2], &session).await.absences.is_empty());
        let absences = province.returns(SECRETARY, &session, SCORERS[4]).await.expect("back");
        assert!(absences[0].returned_at.is_some());
        province.cast(SCORERS[4], &session, best(&set)).await.expect("cast");
        for (by, code, reason, field) in [
            (CHAIR, Code::FailedPrecondition, ErrorReason::MemberNotAway, "person_id"),
            (SCORERS[1], Code::PermissionDenied, ErrorReason::CouncilDutyMissing, ""),
        ] {
            let refused = province.returns(by, &session, SCORERS[4]).await.expect_err("refused");
            assert_status(&refused, code, reason, field);
        }
    }

    async fn the_quorum_follows_those_who_leave(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, _) = province.scored_by(&[CHAIR, SCORERS[1], SCORERS[4]], &best(&set)).await;
        // She has cast: the quorum still counts her, and three of five are too few.
        province.leaves(SECRETARY, &session, SCORERS[4]).await.expect("left");
        assert_status(
            &province.close(CHAIR, &session).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id",
        );
        province.leaves(SECRETARY, &session, SCORERS[3]).await.expect("left");
        let result = province.close(CHAIR, &session).await.expect("closed");
        assert_eq!(result.member_totals.len(), 3, "hers among them");
    }

    async fn the_deputy_presides_where_the_chair_may_not(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let session = province.session_with_deputy().await;
        for scorer in SCORERS {
            province.cast(scorer, &session, best(&set)).await.expect("cast");
        }
        assert_status(
            &province.close(DEPUTY, &session).await.expect_err("the chair presides"),
            Code::PermissionDenied, ErrorReason::CouncilDutyMissing, "",
        );
        province.declare(CHAIR, &session).await.expect("declared");
        assert_status(
            &province.close(CHAIR, &session).await.expect_err("she has no part in it"),
            Code::PermissionDenied, ErrorReason::CouncilDutyMissing, "",
        );
        let result = province.close(DEPUTY, &session).await.expect("closed");
        assert_eq!(result.member_totals.len(), 4);
    }

    async fn the_deputy_presides_over_the_session_while_the_chair_is_away(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let session = province.session_with_deputy().await;
        province.cast(DEPUTY, &session, best(&set)).await.expect("cast");
        assert!(province.seen_session(DEPUTY, &session).await.dossiers[0].voted_person_ids.is_empty());
        province.leaves(SECRETARY, &session, CHAIR).await.expect("left");
        assert_eq!(province.seen_session(DEPUTY, &session).await.dossiers[0].voted_person_ids.len(), 1);
        for scorer in &SCORERS[2..4] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        province.close(DEPUTY, &session).await.expect("closed");
        province.returns(DEPUTY, &session, CHAIR).await.expect("back");
    }

    async fn without_chair_and_deputy_nobody_presides(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let (session, _) = province.scored_by(&SCORERS, &best(&set)).await;
        province.declare(CHAIR, &session).await.expect("declared");
        let status = province.close(SECRETARY, &session).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id");
        assert!(status.message().contains("nobody presides") || status.message().contains("chủ trì"), "{status:?}");
        let request = province.by_role(9, Role::ProvinceOfficer, PROVINCE, declare_conflict(&session));
        assert_refused(
            province.councils.declare_conflict(request).await,
            Code::NotFound, ErrorReason::SessionNotFound, "session_id",
        );
    }

    async fn substitutes_are_kept_as_the_decision_names_them(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let mut request = appoint_council();
        let council = request.council.as_mut().expect("given");
        council.substitutes = vec![substitute(20, Some(SCORERS[4])), substitute(21, None)];
        let given = council.clone();
        let sent = province.by(PROVINCE_OFFICER, request.clone());
        let appointed = province.client.appoint_council(sent).await.expect("appointed").into_inner().council;
        let appointed = appointed.expect("given");
        assert_eq!(appointed.substitutes, given.substitutes);
        let get = province.by(20, pb::GetCouncilRequest { council_id: appointed.id.clone() });
        assert_eq!(province.client.get_council(get).await.expect("found").into_inner().council, Some(appointed));
        request.request_id = new_id();
        request.council.as_mut().expect("given").substitutes[1].person_id = person(CHAIR).to_string();
        let request = province.by(PROVINCE_OFFICER, request);
        assert_refused(
            province.client.appoint_council(request).await,
            Code::InvalidArgument, ErrorReason::CouncilCompositionWrong, "council.substitutes[1]",
        );
    }

    async fn a_substitute_votes_in_the_place_of_a_member(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let session = province.session_with_substitutes().await;
        assert_status(
            &province.cast(20, &session, best(&set)).await.expect_err("she has no place yet"),
            Code::NotFound, ErrorReason::SessionNotFound, "session_id",
        );
        for (by, member, other, code, reason, field) in [
            (SECRETARY, SCORERS[3], 20, Code::FailedPrecondition, ErrorReason::SubstituteNotNamed, "substitute_person_id"),
            (SECRETARY, SCORERS[4], OUTSIDER, Code::FailedPrecondition, ErrorReason::SubstituteNotNamed, "substitute_person_id"),
            (SECRETARY, OUTSIDER, 20, Code::NotFound, ErrorReason::MemberNotFound, "member_person_id"),
            (SCORERS[4], SCORERS[4], 20, Code::PermissionDenied, ErrorReason::CouncilDutyMissing, ""),
            (20, SCORERS[4], 20, Code::NotFound, ErrorReason::SessionNotFound, "session_id"),
        ] {
            let refused = province.seats(by, &session, member, other).await.expect_err("refused");
            assert_status(&refused, code, reason, field);
        }
        let council = province.seats(SECRETARY, &session, SCORERS[4], 20).await.expect("seated");
        let place = council.members.iter().find(|member| member.person_id == person(20).to_string());
        assert_eq!(place.expect("there").duty(), pb::Duty::Member);
        assert_status(
            &province.cast(SCORERS[4], &session, best(&set)).await.expect_err("her place is taken"),
            Code::FailedPrecondition, ErrorReason::MemberReplaced, "session_id",
        );
        province.cast(20, &session, best(&set)).await.expect("cast");
        province.cast(SCORERS[3], &session, best(&set)).await.expect("cast");
        assert_status(
            &province.seats(SECRETARY, &session, SCORERS[3], 21).await.expect_err("who has cast keeps her place"),
            Code::FailedPrecondition, ErrorReason::SeatTaken, "member_person_id",
        );
        province.seats(SECRETARY, &session, SCORERS[2], 21).await.expect("seated");
        assert_status(
            &province.seats(SECRETARY, &session, SCORERS[1], 21).await.expect_err("nobody sits in two places"),
            Code::FailedPrecondition, ErrorReason::SeatTaken, "member_person_id",
        );
        for scorer in &SCORERS[..2] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        let result = province.close(CHAIR, &session).await.expect("closed: four of five");
        assert!(result.member_totals.iter().any(|total| total.person_id == person(20).to_string()));
        let request = province.by(20, pb::GetResultRequest { dossier_id: result.dossier_id });
        province.client.get_result(request).await.expect("hers to see");
    }

    /// The place keeps its duty: who sits in the chair's presides.
    async fn the_substitute_of_the_chair_presides(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let session = province.session_with_substitutes().await;
        province.seats(SECRETARY, &session, CHAIR, 21).await.expect("seated");
        for scorer in &SCORERS[1..] {
            province.cast(*scorer, &session, best(&set)).await.expect("cast");
        }
        assert_status(
            &province.close(SECRETARY, &session).await.expect_err("her ballot is missing"),
            Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id",
        );
        province.cast(21, &session, best(&set)).await.expect("cast");
        assert_status(
            &province.close(CHAIR, &session).await.expect_err("she does not sit there"),
            Code::NotFound, ErrorReason::SessionNotFound, "session_id",
        );
        let result = province.close(21, &session).await.expect("closed");
        assert_eq!(result.member_totals.len(), 5);
    }

    /// A place has one vote, whoever comes first.
    async fn a_substitute_is_seated_or_the_member_votes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        for _ in 0..4 {
            let session = province.session_with_substitutes().await;
            for scorer in &SCORERS[..4] {
                province.cast(*scorer, &session, best(&set)).await.expect("cast");
            }
            let (mut voting, mut seating) = (province.client.clone(), province.councils.clone());
            let vote = province.by(SCORERS[4], crate::cast_ballot(&session, best(&set)));
            let seat = province.by(SECRETARY, seat_substitute(&session, SCORERS[4], 20));
            let (vote, seat) = tokio::join!(
                tokio::spawn(async move { voting.cast_ballot(vote).await }),
                tokio::spawn(async move { seating.seat_substitute(seat).await }),
            );
            match (vote.expect("ended"), seat.expect("ended")) {
                (Ok(_), Err(refused)) => {
                    assert_status(&refused, Code::FailedPrecondition, ErrorReason::SeatTaken, "member_person_id");
                }
                (Err(refused), Ok(_)) => {
                    assert_status(&refused, Code::FailedPrecondition, ErrorReason::MemberReplaced, "session_id");
                    province.cast(20, &session, best(&set)).await.expect("cast");
                }
                (vote, seat) => panic!("one of both: {vote:?}, {seat:?}"),
            }
            let result = province.close(CHAIR, &session).await.expect("closed");
            assert_eq!(result.member_totals.len(), 5);
        }
    }
}
