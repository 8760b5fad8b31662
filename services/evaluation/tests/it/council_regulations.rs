//! What councils work by where the law leaves it open: each province's own regulation, valid from a day on.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::{
    CHAIR, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, SCORERS, SECRETARY, appoint_council,
    best, decision, new_id, open_session,
};

/// A sound regulation of the province; a test changes what it is about.
fn regulation(valid_from: &str) -> pb::CouncilRegulation {
    pb::CouncilRegulation {
        unit_id: PROVINCE.to_owned(),
        decision: Some(decision("77/QĐ-UBND", "2026-11-01")),
        valid_from: valid_from.to_owned(),
        rules: Some(pb::CouncilRules {
            quorum_percent: 100,
            presiding_ballot_required: true,
            spread_limit_points: 5,
            still_apart: pb::StillApart::Postpone.into(),
            transfer_on: pb::TransferOn::Points.into(),
            lead_time_working_days: 3,
            further_rounds: vec![pb::FurtherRound {
                proposed_by: "2027-08-01".to_owned(),
                result_by: "2027-09-15".to_owned(),
            }],
            members_training: pb::MembersTraining::Off.into(),
        }),
        ..Default::default()
    }
}

impl Province {
    async fn regulate(&mut self, regulation: pb::CouncilRegulation) -> Result<pb::CouncilRegulation, Status> {
        let message = pb::EnterCouncilRegulationRequest { request_id: new_id(), regulation: Some(regulation) };
        let request = self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        Ok(self.councils.enter_council_regulation(request).await?.into_inner().regulation.expect("given"))
    }

    async fn regulations(&mut self, unit: &str) -> Vec<pb::CouncilRegulation> {
        let request = self.by(SECRETARY, pb::ListCouncilRegulationsRequest { unit_id: unit.to_owned() });
        self.councils.list_council_regulations(request).await.expect("listed").into_inner().regulations
    }

    async fn council_from(&mut self, term_from: &str) -> pb::Council {
        let mut request = appoint_council();
        request.council.as_mut().expect("given").term_from = term_from.to_owned();
        let request = self.by(PROVINCE_OFFICER, request);
        self.client.appoint_council(request).await.expect("appointed").into_inner().council.expect("given")
    }
}

testkit::on_both_databases! {
    /// Article 5 names two rounds a year, and more if a regulation names them.
    async fn due_dates_go_by_the_rounds_a_regulation_adds(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let before = province.proposed("Mật ong", 1).await;
        assert_eq!(before.due_on, "2027-06-29", "the law's first round of 2027");
        let mut own = regulation("2026-11-24");
        own.rules.as_mut().expect("given").further_rounds =
            vec![pb::FurtherRound { proposed_by: "2026-12-15".to_owned(), result_by: "2027-01-20".to_owned() }];
        province.regulate(own).await.expect("entered");
        assert_eq!(province.proposed("Chè", 1).await.due_on, "2027-06-29", "it is valid from tomorrow");
        province.day("2026-11-24").await;
        assert_eq!(province.proposed("Gạo", 1).await.due_on, "2027-01-20");
        assert_eq!(province.dossier(&before.id).await.due_on, "2027-06-29", "a date that was told stays");
        let request = province.by(PROVINCE_OFFICER, pb::ListRoundsRequest { unit_id: PROVINCE.to_owned(), year: 2026 });
        let listed = province.agenda.list_rounds(request).await.expect("listed").into_inner().rounds;
        let own: Vec<_> = listed.iter().filter(|round| round.level() == pb::Level::Province).collect();
        assert_eq!(own.iter().map(|round| round.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!((own[2].proposed_by.as_str(), own[2].result_by.as_str()), ("2026-12-15", "2027-01-20"));
        // Another province has its own.
        let unit_id = OTHER_PROVINCE.to_owned();
        let request = pb::ListRoundsRequest { unit_id, year: 2026 };
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceOfficer, OTHER_PROVINCE, request);
        let listed = province.agenda.list_rounds(request).await.expect("listed").into_inner().rounds;
        assert_eq!(listed.iter().filter(|round| round.level() == pb::Level::Province).count(), 2);
    }

    async fn a_regulation_is_kept_and_listed_after_the_practice(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let before = province.regulations(PROVINCE).await;
        assert_eq!((before.len(), before[0].id.as_str(), before[0].unit_id.as_str()), (1, "practice-2026", ""));
        let entered = province.regulate(regulation("2026-11-10")).await.expect("entered");
        assert_eq!(entered, pb::CouncilRegulation { id: entered.id.clone(), ..regulation("2026-11-10") });
        assert_eq!(province.regulations(PROVINCE).await, [before[0].clone(), entered]);
        assert_eq!(province.regulations(OTHER_PROVINCE).await, before, "it is the province's own");
    }

    async fn a_council_keeps_the_regulation_of_its_appointment(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let early = province.council_from("2026-11-01").await;
        let entered = province.regulate(regulation("2026-11-10")).await.expect("entered");
        let (before, after) = (province.council_from("2026-11-09").await, province.council_from("2026-11-10").await);
        let ids = [&early, &before, &after].map(|council| council.regulation_id.as_str());
        assert_eq!(ids, ["practice-2026", "practice-2026", entered.id.as_str()]);
        // Four of five are enough by the practice; the province asks for all.
        for (council, closes) in [(early, true), (after, false)] {
            let dossier = province.ready("Mật ong", 4).await;
            let request = province.by(SECRETARY, open_session(&council, &[&dossier]));
            let session = province.client.open_session(request).await.expect("opened").into_inner().session;
            let session = session.expect("given");
            for scorer in &SCORERS[..4] {
                province.cast(*scorer, &session, best(&set)).await.expect("cast");
            }
            assert_eq!(province.close(CHAIR, &session).await.is_ok(), closes);
        }
    }

    async fn what_makes_no_regulation_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.regulate(regulation("2026-11-10")).await.expect("entered");
        assert_status(
            &province.regulate(regulation("2026-11-10")).await.expect_err("there is one"),
            Code::AlreadyExists, ErrorReason::CouncilRegulationExists, "regulation.valid_from",
        );
        let mut backwards = regulation("2026-12-01");
        backwards.rules.as_mut().expect("given").further_rounds[0].result_by = "2027-08-01".to_owned();
        let mut nothing = regulation("2026-12-01");
        nothing.rules.as_mut().expect("given").quorum_percent = 0;
        let mut undecided = regulation("2026-12-01");
        undecided.rules.as_mut().expect("given").still_apart = 0;
        for (given, field) in [
            (backwards, "regulation.rules.further_rounds[0].result_by"),
            (nothing, "regulation.rules.quorum_percent"),
            (undecided, "regulation.rules.still_apart"),
        ] {
            let refused = province.regulate(given).await.expect_err("refused");
            assert_status(&refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let mut future = regulation("2027-01-01");
        future.decision.as_mut().expect("given").date = "2026-12-31".to_owned();
        assert_status(
            &province.regulate(future).await.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::DecisionDateWrong, "decision.date",
        );
        for (unit, code, reason) in [
            (OTHER_PROVINCE, Code::PermissionDenied, ErrorReason::UnitOutsideGrant),
            ("VN", Code::PermissionDenied, ErrorReason::UnitOutsideGrant),
            (crate::COMMUNE, Code::InvalidArgument, ErrorReason::UnitLevelWrong),
        ] {
            let given = pb::CouncilRegulation { unit_id: unit.to_owned(), ..regulation("2027-01-01") };
            assert_status(&province.regulate(given).await.expect_err("refused"), code, reason, "");
        }
        let message =
            pb::EnterCouncilRegulationRequest { request_id: new_id(), regulation: Some(regulation("2027-01-01")) };
        let request = province.by(PROVINCE_OFFICER, message);
        assert_refused(
            province.councils.enter_council_regulation(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    /// Two working days by the practice: a session called on a Monday is held on Wednesday at the earliest.
    async fn members_have_the_files_before_the_session(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Mật ong", 4).await;
        let council = province.council().await;
        let on = |day: &str| pb::OpenSessionRequest { held_on: day.to_owned(), ..open_session(&council, &[&dossier]) };
        for (day, reason, field) in [
            ("2026-11-24", ErrorReason::LeadTimeTooShort, "held_on"),
            ("2028-01-01", ErrorReason::CouncilTermOver, "council_id"),
        ] {
            let request = province.by(SECRETARY, on(day));
            assert_refused(province.client.open_session(request).await, Code::FailedPrecondition, reason, field);
        }
        let request = province.by(SECRETARY, on("2026-11-25"));
        let session = province.client.open_session(request).await.expect("opened").into_inner().session;
        let session = session.expect("given");
        assert_eq!(session.held_on, "2026-11-25");
        assert_eq!(province.seen_session(SCORERS[1], &session).await.held_on, "2026-11-25");
    }
}
