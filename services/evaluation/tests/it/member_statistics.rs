//! How the members of a council score, told to those who preside in it or answer for it.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_status, person};
use tonic::{Code, Status};

use crate::{
    CHAIR, COMMUNE, OTHER_PROVINCE, PROVINCE, Province, SCORERS, SECRETARY, all_criteria, best, cast_ballot,
    option_with_points, with,
};

impl Province {
    async fn statistics(
        &mut self,
        number: u64,
        role: Role,
        unit: &str,
        session: &pb::Session,
    ) -> Result<pb::GetMemberStatisticsResponse, Status> {
        let request = pb::GetMemberStatisticsRequest { council_id: session.council_id.clone() };
        let request = self.by_role(number, role, unit, request);
        Ok(self.client.get_member_statistics(request).await?.into_inner())
    }
}

/// The same session with another of its dossiers first, where the helpers look.
fn with_first(session: &pb::Session, place: usize) -> pb::Session {
    let mut session = session.clone();
    session.dossiers.swap(0, place);
    session
}

testkit::on_both_databases! {
    async fn only_closed_scorings_that_ended_with_a_star_count(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossiers =
            [province.ready("Một", 1).await, province.ready("Hai", 1).await, province.ready("Ba", 1).await];
        let session = province.session(&dossiers.each_ref()).await;
        // The first dossier: one of five gives two points less, in one criterion.
        let strict = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        for (place, scorer) in SCORERS.into_iter().enumerate() {
            let choices = if place == 4 { strict.clone() } else { best(&set) };
            province.cast(scorer, &session, choices).await.expect("cast");
        }
        // The second is rejected; on the third the ballots are cast, but sealed.
        for scorer in SCORERS {
            let mut ballot = cast_ballot(&with_first(&session, 1), Vec::new());
            ballot.findings = vec![pb::Finding {
                rule: Some(pb::finding::Rule::EliminationCause("forged_dossier".to_owned())),
                evidence: "biên bản kiểm tra".to_owned(),
            }];
            let request = province.by(scorer, ballot);
            province.client.cast_ballot(request).await.expect("cast");
            province.cast(scorer, &with_first(&session, 2), Vec::new()).await.expect("cast");
        }
        let before = province.statistics(CHAIR, Role::Expert, PROVINCE, &session).await.expect("told");
        assert_eq!(before, pb::GetMemberStatisticsResponse::default(), "nothing is closed");
        province.close(CHAIR, &session).await.expect("closed");
        province.close(CHAIR, &with_first(&session, 1)).await.expect("closed");

        let told = province.statistics(CHAIR, Role::Expert, PROVINCE, &session).await.expect("told");
        assert_eq!(told.ranked_scoring_count, 1);
        let criteria = i32::try_from(all_criteria(&set).count()).expect("few");
        // 98 against 100; 100 against the mean of 100, 100, 100 and 98.
        let expected = SCORERS.into_iter().enumerate().map(|(place, scorer)| pb::MemberStatistics {
            person_id: person(scorer).to_string(),
            scoring_count: 1,
            deviation_hundredths: if place == 4 { -200 } else { 50 },
            spread_hundredths: 0,
            criteria_count: criteria,
            agreeing_criteria_count: if place == 4 { criteria - 1 } else { criteria },
            agreement_percent_hundredths: if place == 4 { (criteria - 1) * 10_000 / criteria } else { 10_000 },
        });
        assert_eq!(told.members, expected.collect::<Vec<_>>());
    }

    async fn who_presides_or_answers_for_the_council_is_told(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        for (number, role) in [
            (CHAIR, Role::Expert),
            (SECRETARY, Role::Expert),
            (40, Role::ProvinceOfficer),
            (41, Role::ProvinceLeader),
            (42, Role::Auditor),
        ] {
            province.statistics(number, role, PROVINCE, &session).await.expect("told");
        }
        for (number, role, unit, code, reason) in [
            (SCORERS[1], Role::Expert, PROVINCE, Code::PermissionDenied, ErrorReason::CouncilDutyMissing),
            (43, Role::Expert, PROVINCE, Code::NotFound, ErrorReason::CouncilNotFound),
            (44, Role::ProvinceOfficer, OTHER_PROVINCE, Code::NotFound, ErrorReason::CouncilNotFound),
            (45, Role::CommuneLeader, COMMUNE, Code::PermissionDenied, ErrorReason::RoleMissing),
        ] {
            let refused = province.statistics(number, role, unit, &session).await.expect_err("refused");
            assert_status(&refused, code, reason, if code == Code::NotFound { "council_id" } else { "" });
        }
    }
}
