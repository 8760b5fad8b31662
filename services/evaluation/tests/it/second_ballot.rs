//! Totals that lie too far apart: a discussion, and a second ballot that decides.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, person};
use tokio::task::JoinSet;
use tonic::{Code, Request, Status};

use crate::results::with_total;
use crate::sealing::ballots;
use crate::{CHAIR, COMMUNE, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, best, cast_ballot, close_scoring, new_id};

/// Totals of the five who score, eleven points apart.
const APART: [i32; 5] = [71, 65, 65, 65, 60];
/// The same after a discussion.
const TOGETHER: [i32; 5] = [68, 66, 65, 65, 64];

impl Province {
    /// A dossier whose first ballot lies too far apart, with its session.
    async fn in_discussion(&mut self, name: &str) -> (pb::Dossier, pb::Session) {
        let dossier = self.ready(name, 1).await;
        let session = self.session(&[&dossier]).await;
        self.cast_totals(&session, 1, APART).await;
        let result = self.close(CHAIR, &session).await.expect("closed");
        assert_eq!(result.conclusion(), pb::RoundConclusion::Discussion);
        (dossier, session)
    }

    async fn cast_totals(&mut self, session: &pb::Session, round: i32, totals: [i32; 5]) {
        let set = self.criteria(1).await;
        for (scorer, total) in SCORERS.into_iter().zip(totals) {
            let ballot = pb::CastBallotRequest { round, ..cast_ballot(session, with_total(&set, total)) };
            let request = self.by(scorer, ballot);
            self.client.cast_ballot(request).await.expect("cast");
        }
    }

    fn second_ballot(&self, number: u64, session: &pb::Session) -> Request<pb::OpenSecondBallotRequest> {
        let message = pb::OpenSecondBallotRequest {
            request_id: new_id(),
            session_id: session.id.clone(),
            dossier_id: session.dossiers[0].dossier_id.clone(),
            discussion: "Thảo luận về nguồn nguyên liệu".to_owned(),
        };
        self.by(number, message)
    }

    async fn open_second(&mut self, session: &pb::Session) -> pb::SessionDossier {
        let request = self.second_ballot(CHAIR, session);
        self.ballots.open_second_ballot(request).await.expect("opened").into_inner().dossier.expect("given")
    }

    async fn close_second(&mut self, session: &pb::Session) -> Result<pb::DossierResult, Status> {
        let request = self.by(CHAIR, pb::CloseScoringRequest { round: 2, ..close_scoring(session) });
        Ok(self.client.close_scoring(request).await?.into_inner().result.expect("given"))
    }

    async fn round(&mut self, number: u64, session: &pb::Session, round: i32) -> Result<pb::DossierResult, Status> {
        let message = pb::GetRoundResultRequest {
            session_id: session.id.clone(),
            dossier_id: session.dossiers[0].dossier_id.clone(),
            round,
        };
        let request = self.by(number, message);
        Ok(self.ballots.get_round_result(request).await?.into_inner().result.expect("given"))
    }

    async fn seen_by(&mut self, number: u64, session: &pb::Session) -> pb::SessionDossier {
        let request = self.by(number, pb::GetSessionRequest { session_id: session.id.clone() });
        let seen = self.client.get_session(request).await.expect("seen").into_inner().session.expect("given");
        seen.dossiers[0].clone()
    }
}

testkit::on_both_databases! {
    async fn totals_too_far_apart_are_discussed_and_voted_on_once_more(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Rau", 1).await;
        let before = province.dossier(&dossier.id).await;
        let session = province.session(&[&dossier]).await;
        province.cast_totals(&session, 1, APART).await;
        let first = province.close(CHAIR, &session).await.expect("closed");
        assert_eq!((first.round, first.conclusion()), (1, pb::RoundConclusion::Discussion));
        let score = first.score.as_ref().expect("given");
        assert_eq!((score.sum_points, score.mean_hundredths, score.spread_points), (326, 6520, 11));
        assert!(first.spread_exceeds_limit && !first.differing_criteria.is_empty());
        let widths: Vec<_> =
            first.differing_criteria.iter().map(|differing| differing.highest_points - differing.lowest_points).collect();
        assert!(widths.len() <= 5 && widths.windows(2).all(|pair| pair[0] >= pair[1]), "the widest first: {widths:?}");

        let scoring = province.dossier(&dossier.id).await;
        assert_eq!(scoring.state(), pb::DossierState::Scoring, "nothing is decided");
        assert_ne!(before.etag, scoring.etag);
        let opened = province.open_second(&session).await;
        assert_eq!((opened.round, opened.stage()), (2, pb::ScoringStage::Open));
        province.cast_totals(&session, 2, TOGETHER).await;
        let second = province.close_second(&session).await.expect("closed");
        assert_eq!((second.round, second.conclusion()), (2, pb::RoundConclusion::Decided));
        assert_eq!(second.score.as_ref().expect("given").sum_points, 328);
        assert!(second.differing_criteria.is_empty());

        // The second decides, and both are kept.
        let request = province.by(PROVINCE_OFFICER, pb::GetResultRequest { dossier_id: dossier.id.clone() });
        let result = province.client.get_result(request).await.expect("seen").into_inner().result.expect("given");
        assert_eq!(result, second);
        assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::NotRecognised);
        assert_eq!(province.round(SCORERS[1], &session, 1).await.expect("kept"), first);
        assert_eq!(province.round(SCORERS[1], &session, 2).await.expect("kept"), second);
        assert_eq!(ballots(&database).await.len(), 10);
        assert_eq!(province.seen_by(CHAIR, &session).await.discussion, "Thảo luận về nguồn nguyên liệu");
    }

    async fn ten_points_apart_are_not_too_far(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        province.cast_totals(&session, 1, [70, 65, 65, 65, 60]).await;
        let result = province.close(CHAIR, &session).await.expect("closed");
        assert_eq!((result.conclusion(), result.spread_exceeds_limit), (pb::RoundConclusion::Decided, false));
        assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::NotRecognised);
    }

    /// The regulation's rule: a second ballot that still lies apart is accepted, with a note.
    async fn the_second_ballot_decides_even_if_it_lies_apart(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (dossier, session) = province.in_discussion("Rau").await;
        province.open_second(&session).await;
        province.cast_totals(&session, 2, APART).await;
        let second = province.close_second(&session).await.expect("closed");
        assert_eq!((second.conclusion(), second.spread_exceeds_limit), (pb::RoundConclusion::Decided, true));
        assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::NotRecognised);
        // There is no third.
        let refused = province.ballots.open_second_ballot(province.second_ballot(CHAIR, &session)).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
    }

    async fn a_first_ballot_that_decides_nothing_is_no_result(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (dossier, session) = province.in_discussion("Rau").await;
        for second_open in [false, true] {
            if second_open {
                province.open_second(&session).await;
            }
            for number in [CHAIR, SECRETARY, SCORERS[1], PROVINCE_OFFICER] {
                let request = province.by(number, pb::GetResultRequest { dossier_id: dossier.id.clone() });
                assert_refused(
                    province.client.get_result(request).await,
                    Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id",
                );
            }
            let from = pb::what_next_request::From::DossierId(dossier.id.clone());
            let request = province.by(CHAIR, pb::WhatNextRequest { from: Some(from), target_star: 0 });
            assert_refused(
                province.client.what_next(request).await,
                Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id",
            );
            let request = pb::GetMemberStatisticsRequest { council_id: session.council_id.clone() };
            let request = province.by(CHAIR, request);
            let told = province.client.get_member_statistics(request).await.expect("told").into_inner();
            assert_eq!(told.ranked_scoring_count, 0);
        }
    }

    /// The council discusses the first ballot; whose total is which is for those who lead the discussion.
    async fn the_first_round_is_told_to_the_council_alone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, session) = province.in_discussion("Rau").await;
        for (number, totals) in [(CHAIR, 5), (SECRETARY, 5), (SCORERS[1], 0)] {
            let first = province.round(number, &session, 1).await.expect("told");
            assert_eq!(first.member_totals.len(), totals, "{number}");
            assert!(!first.differing_criteria.is_empty());
        }
        for number in [PROVINCE_OFFICER, 42] {
            let status = province.round(number, &session, 1).await.expect_err("refused");
            assert_status(&status, Code::NotFound, ErrorReason::SessionNotFound, "session_id");
        }
        let message = pb::GetRoundResultRequest {
            session_id: session.id.clone(), dossier_id: session.dossiers[0].dossier_id.clone(), round: 1,
        };
        let request = province.by_role(7, Role::CommuneOfficer, COMMUNE, message);
        assert_refused(
            province.ballots.get_round_result(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    /// Until the second ballot closes it is as sealed as any.
    async fn the_second_ballot_is_sealed_like_the_first(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (dossier, session) = province.in_discussion("Rau").await;
        province.open_second(&session).await;
        let before = province.dossier(&dossier.id).await;
        assert_eq!(province.seen_by(CHAIR, &session).await.voted_person_ids, Vec::<String>::new(), "nobody yet");
        let set = province.criteria(1).await;
        let ballot = pb::CastBallotRequest { round: 2, ..cast_ballot(&session, best(&set)) };
        let request = province.by(SCORERS[2], ballot);
        province.client.cast_ballot(request).await.expect("cast");
        assert_eq!(province.dossier(&dossier.id).await, before);
        assert_eq!(province.seen_by(CHAIR, &session).await.voted_person_ids, [person(SCORERS[2]).to_string()]);
        assert_eq!(province.seen_by(SCORERS[2], &session).await.voted_person_ids, Vec::<String>::new());
        let sealed = ballots(&database).await.into_iter().filter(|ballot| ballot.sealed).count();
        assert_eq!(sealed, 1, "the first round lies open, the second does not");
        for number in [CHAIR, SECRETARY, SCORERS[2]] {
            let status = province.round(number, &session, 2).await.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id");
        }
    }

    async fn a_ballot_counts_in_its_round_alone(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        let cast = |round: i32| pb::CastBallotRequest { round, ..cast_ballot(&session, best(&set)) };
        let request = province.by(CHAIR, cast(2));
        assert_refused(
            province.client.cast_ballot(request).await,
            Code::FailedPrecondition, ErrorReason::BallotRoundWrong, "round",
        );
        let request = province.by(CHAIR, cast(3));
        assert_refused(
            province.client.cast_ballot(request).await, Code::InvalidArgument, ErrorReason::FieldsInvalid, "round",
        );
        let (_, session) = province.in_discussion("Rau").await;
        let cast = |round: i32| pb::CastBallotRequest { round, ..cast_ballot(&session, best(&set)) };
        for round in [1, 2] {
            let request = province.by(CHAIR, cast(round));
            assert_refused(
                province.client.cast_ballot(request).await,
                Code::FailedPrecondition, ErrorReason::ScoringInDiscussion, "dossier_id",
            );
        }
        province.open_second(&session).await;
        // One that was sent for the first ballot and comes late.
        let request = province.by(CHAIR, cast(1));
        assert_refused(
            province.client.cast_ballot(request).await,
            Code::FailedPrecondition, ErrorReason::BallotRoundWrong, "round",
        );
        let request = province.by(CHAIR, cast(2));
        province.client.cast_ballot(request).await.expect("cast");
        let request = province.by(CHAIR, cast(2));
        assert_refused(
            province.client.cast_ballot(request).await,
            Code::AlreadyExists, ErrorReason::BallotAlreadyCast, "dossier_id",
        );
        // Nor does a closing that was meant for the first close the second.
        let status = province.close(CHAIR, &session).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::BallotRoundWrong, "round");
        let status = province.close_second(&session).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::QuorumNotReached, "dossier_id");
    }

    async fn the_chair_opens_the_second_ballot_after_a_discussion(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let open = province.ready("Cà", 1).await;
        let open = province.session(&[&open]).await;
        let refused = province.ballots.open_second_ballot(province.second_ballot(CHAIR, &open)).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ScoringNotInDiscussion, "dossier_id");
        let (_, session) = province.in_discussion("Rau").await;
        for (number, code, reason) in [
            (SECRETARY, Code::PermissionDenied, ErrorReason::CouncilDutyMissing),
            (SCORERS[1], Code::PermissionDenied, ErrorReason::CouncilDutyMissing),
            (42, Code::NotFound, ErrorReason::SessionNotFound),
        ] {
            let refused = province.ballots.open_second_ballot(province.second_ballot(number, &session)).await;
            assert_refused(refused, code, reason, if code == Code::NotFound { "session_id" } else { "" });
        }
        let mut silent = province.second_ballot(CHAIR, &session);
        silent.get_mut().discussion.clear();
        assert_refused(
            province.ballots.open_second_ballot(silent).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "discussion",
        );
        let mut elsewhere = province.second_ballot(CHAIR, &session);
        elsewhere.get_mut().dossier_id.clone_from(&open.dossiers[0].dossier_id);
        assert_refused(
            province.ballots.open_second_ballot(elsewhere).await,
            Code::NotFound, ErrorReason::DossierNotInSession, "dossier_id",
        );
        province.open_second(&session).await;
        let refused = province.ballots.open_second_ballot(province.second_ballot(CHAIR, &session)).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ScoringNotInDiscussion, "dossier_id");
    }

    async fn of_two_closers_of_the_second_ballot_one_closes(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (_, session) = province.in_discussion("Rau").await;
        province.open_second(&session).await;
        province.cast_totals(&session, 2, TOGETHER).await;
        let mut closing = JoinSet::new();
        for closer in [CHAIR, SECRETARY, CHAIR] {
            let message = pb::CloseScoringRequest { round: 2, ..close_scoring(&session) };
            let (mut client, request) = (province.client.clone(), province.by(closer, message));
            closing.spawn(async move { client.close_scoring(request).await });
        }
        let (closed, refused): (Vec<_>, Vec<_>) = closing.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(closed.len(), 1);
        for refusal in refused {
            let status = refusal.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
        }
    }

    /// In the second round too: a ballot that was taken is counted, and one that is not counted was refused.
    async fn a_voter_and_a_closer_never_miss_each_other_in_the_second_round(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        for _ in 0..3 {
            let (_, session) = province.in_discussion("Rau").await;
            province.open_second(&session).await;
            let second = |total: i32| pb::CastBallotRequest {
                round: 2, ..cast_ballot(&session, with_total(&set, total))
            };
            for scorer in &SCORERS[..4] {
                let request = province.by(*scorer, second(65));
                province.client.cast_ballot(request).await.expect("cast");
            }
            let (mut voting, mut closing) = (province.client.clone(), province.client.clone());
            let vote = province.by(SCORERS[4], second(66));
            let close = province.by(CHAIR, pb::CloseScoringRequest { round: 2, ..close_scoring(&session) });
            let (vote, close) = tokio::join!(
                tokio::spawn(async move { voting.cast_ballot(vote).await }),
                tokio::spawn(async move { closing.close_scoring(close).await }),
            );
            let counted = close.expect("ended").expect("closed").into_inner().result.expect("given").score;
            let counted = counted.expect("given").sum_points;
            match vote.expect("ended") {
                Ok(_) => assert_eq!(counted, 326),
                Err(status) => {
                    assert_eq!(counted, 260);
                    assert_status(&status, Code::FailedPrecondition, ErrorReason::ScoringClosed, "dossier_id");
                }
            }
        }
    }
}
