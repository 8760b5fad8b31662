//! The shortest way to a star, from a trial and from a council's result.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::what_next_request::From;
use testkit::{TestDatabase, assert_refused};
use tonic::{Code, Status};

use crate::{
    CHAIR, COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, Province, SCORERS, best, cast_ballot, option_with_points, with,
};

fn from_sheet(product_set: i32, choices: Vec<pb::Choice>, target_star: i32) -> pb::WhatNextRequest {
    let sheet = pb::WhatNextSheet { product_set, choices, ..Default::default() };
    pb::WhatNextRequest { from: Some(From::Sheet(sheet)), target_star }
}

fn from_dossier(dossier: &pb::Dossier) -> pb::WhatNextRequest {
    pb::WhatNextRequest { from: Some(From::DossierId(dossier.id.clone())), target_star: 0 }
}

impl Province {
    async fn way(&mut self, number: u64, request: pb::WhatNextRequest) -> Result<pb::WayToStar, Status> {
        let request = self.by(number, request);
        Ok(self.client.what_next(request).await?.into_inner().way.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn a_trial_is_told_the_shortest_way_to_the_next_star(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        // Held at three stars by the minimum of 3.5.
        let held = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        let way = province.way(COMMUNE_OFFICER, from_sheet(4, held.clone(), 0)).await.expect("told");
        assert_eq!((way.target_star, way.reachable, way.sheet_count), (4, true, 1));
        let [raised] = way.raised_criteria.as_slice() else { panic!("one criterion: {way:?}") };
        let needed = option_with_points(&set, "3.5", 2);
        assert_eq!((raised.criterion.as_str(), raised.present_points, raised.needed_option), ("3.5", 1, needed));
        assert_eq!((raised.gained_sum_points, way.gained_sum_points, way.sum_points_after), (1, 1, 99));
        assert_eq!(way.star_after, 5, "more than was asked for");
        let text = way.text.expect("given");
        assert!(text.vi.contains("nâng 1 tiêu chí: tiêu chí 3.5") && text.en.contains("by raising criterion 3.5"));

        let reached = province.way(COMMUNE_OFFICER, from_sheet(4, held, 3)).await.expect("told");
        assert!(reached.reachable && reached.raised_criteria.is_empty());
    }

    async fn what_counts_as_evidence_is_told_with_what_to_raise(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let way = province.way(COMMUNE_OFFICER, from_sheet(4, Vec::new(), 5)).await.expect("told");
        let declared = way.raised_criteria.iter().find(|raised| raised.criterion == "9").expect("it is to be raised");
        let rule = declared.rules.first().expect("it has a rule");
        assert_eq!((rule.position, rule.kind()), (1, pb::RuleKind::Evidence));
        assert!(rule.text.as_ref().expect("given").vi.contains("phiếu kiểm nghiệm"));
        let kinds = way.raised_criteria.iter().flat_map(|raised| &raised.rules).map(pb::CriterionRule::kind);
        let proves = |kind| matches!(kind, pb::RuleKind::Evidence | pb::RuleKind::Requirement);
        assert!(kinds.into_iter().all(proves), "rules that reject or stop are not to be shown for");
    }

    async fn a_requirement_found_unmet_is_to_be_met(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        // 90 points, of which 3 do not count: only 1.1 has as many to give.
        let mut choices = best(&set);
        for choice in &mut choices {
            let lower = ["1.2", "1.4", "1.6", "1.7", "2.2", "2.4", "3.1", "3.2", "3.3", "3.5"];
            choice.option -= i32::from(lower.contains(&choice.criterion.as_str()));
        }
        for scorer in SCORERS {
            let mut ballot = cast_ballot(&session, choices.clone());
            let rule = pb::FindingCriterionRule { criterion: "1.1".to_owned(), position: 1 };
            ballot.findings = vec![pb::Finding {
                rule: Some(pb::finding::Rule::CriterionRule(rule)),
                evidence: "biên bản kiểm tra".to_owned(),
            }];
            let request = province.by(scorer, ballot);
            province.client.cast_ballot(request).await.expect("cast");
        }
        province.close(CHAIR, &session).await.expect("closed");
        let way = province.way(CHAIR, from_dossier(&dossier)).await.expect("told");
        let [raised] = way.raised_criteria.as_slice() else { panic!("one criterion: {way:?}") };
        assert!(raised.criterion == "1.1" && raised.requirement_unmet);
        assert_eq!((raised.present_option, raised.needed_option, raised.gained_sum_points), (3, 3, 15));
        assert_eq!(raised.rules[0].kind(), pb::RuleKind::Requirement);
        assert!(way.text.expect("given").vi.contains("sau khi đáp ứng yêu cầu"));
    }

    async fn a_council_is_told_what_all_must_give(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        let low = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        for (place, scorer) in SCORERS.into_iter().enumerate() {
            let choices = if place < 3 { low.clone() } else { best(&set) };
            province.cast(scorer, &session, choices).await.expect("cast");
        }
        let sealed = province.by(CHAIR, from_dossier(&dossier));
        assert_refused(
            province.client.what_next(sealed).await, Code::FailedPrecondition, ErrorReason::ScoringOpen, "dossier_id",
        );
        province.close(CHAIR, &session).await.expect("closed");
        let way = province.way(CHAIR, from_dossier(&dossier)).await.expect("told");
        assert_eq!((way.target_star, way.sheet_count, way.gained_sum_points), (4, 5, 3));
        assert_eq!(way.raised_criteria[0].criterion, "3.5");
        assert!(way.text.expect("given").vi.contains("trong tổng 5 phiếu"));

        // The commune sees it too; another province sees no such dossier.
        let request = province.by_role(7, Role::CommuneOfficer, COMMUNE, from_dossier(&dossier));
        province.client.what_next(request).await.expect("told");
        for (role, unit) in [(Role::ProvinceOfficer, OTHER_PROVINCE), (Role::Administrator, "VN")] {
            let request = province.by_role(8, role, unit, from_dossier(&dossier));
            assert_refused(
                province.client.what_next(request).await, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id",
            );
        }
    }

    async fn no_way_leads_on_from_a_rejection(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for scorer in SCORERS {
            let mut ballot = cast_ballot(&session, best(&set));
            ballot.findings = vec![pb::Finding {
                rule: Some(pb::finding::Rule::EliminationCause("forged_dossier".to_owned())),
                evidence: "biên bản kiểm tra".to_owned(),
            }];
            let request = province.by(scorer, ballot);
            province.client.cast_ballot(request).await.expect("cast");
        }
        province.close(CHAIR, &session).await.expect("closed");
        let way = province.way(CHAIR, from_dossier(&dossier)).await.expect("told");
        assert!(!way.reachable && way.raised_criteria.is_empty());
        assert_eq!((way.blocked_by[0].found_by_count, way.star_after), (5, 0));
        assert!(way.text.expect("given").vi.contains("Giả mạo hồ sơ"));
    }

    async fn a_question_without_a_beginning_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let choice = pb::Choice { criterion: "99".to_owned(), option: 1 };
        for (request, reason, field) in [
            (pb::WhatNextRequest { from: None, target_star: 0 }, ErrorReason::FieldsInvalid, "from"),
            (from_sheet(4, Vec::new(), 6), ErrorReason::FieldsInvalid, "target_star"),
            (from_sheet(0, Vec::new(), 0), ErrorReason::FieldsInvalid, "product_set"),
            (from_sheet(4, vec![choice], 0), ErrorReason::CriterionUnknown, "choices[0].criterion"),
        ] {
            let request = province.by(COMMUNE_OFFICER, request);
            assert_refused(province.client.what_next(request).await, Code::InvalidArgument, reason, field);
        }
    }
}
