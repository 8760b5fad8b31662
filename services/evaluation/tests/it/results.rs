//! What the ballots of a council come to, and where the dossier goes from there.

use platform::access::Role;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, person};

use crate::{CHAIR, COMMUNE, Province, SCORERS, all_criteria, best, cast_ballot, option_with_points, with};

/// Choices that give a total: criteria at their best, points taken away from the end of the form.
pub(crate) fn with_total(set: &pb::CriteriaSet, total: i32) -> Vec<pb::Choice> {
    let mut surplus = 100 - total;
    let mut choices = best(set);
    let criteria: Vec<_> = all_criteria(set).collect();
    for (criterion, choice) in criteria.into_iter().zip(&mut choices).rev() {
        let points = |option: i32| match option {
            0 => 0,
            option => criterion.options[usize::try_from(option - 1).expect("a place")].points,
        };
        let lower = (0..=choice.option).find(|option| criterion.max_points - points(*option) <= surplus);
        if let Some(lower) = lower {
            surplus -= criterion.max_points - points(lower);
            choice.option = lower;
        }
    }
    assert_eq!(surplus, 0, "{total} can be reached");
    choices.retain(|choice| choice.option > 0);
    choices
}

testkit::on_both_databases! {
    async fn the_sum_decides_exactly(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        // 449 in the sum of five: a mean of 89.80 is four stars by points.
        for (scorer, total) in SCORERS.into_iter().zip([90, 90, 90, 90, 89]) {
            province.cast(scorer, &session, with_total(&set, total)).await.expect("cast");
        }
        let result = province.close(CHAIR, &session).await.expect("closed");
        let score = result.score.expect("given");
        assert_eq!((score.sum_points, score.sheet_count, score.mean_hundredths, score.band), (449, 5, 8980, 4));
        assert_eq!((score.spread_points, result.spread_exceeds_limit), (1, false));
        assert_eq!(score.parts.iter().map(|part| part.sum_points).sum::<i32>(), 449);
    }

    async fn totals_far_apart_are_flagged(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        for (lowest, flagged) in [(90, false), (89, true)] {
            let dossier = province.ready("Rau", 1).await;
            let session = province.session(&[&dossier]).await;
            for (scorer, total) in SCORERS.into_iter().zip([100, 100, 100, 100, lowest]) {
                province.cast(scorer, &session, with_total(&set, total)).await.expect("cast");
            }
            let result = province.close(CHAIR, &session).await.expect("closed");
            assert_eq!(result.spread_exceeds_limit, flagged, "100 and {lowest}");
        }
    }

    async fn a_dossier_goes_where_its_result_leads(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let five = province.assessed("Năm", 1, &best(&set)).await;
        assert_eq!(five.state(), pb::DossierState::PotentialFive);
        // Points of five stars, held at three by a minimum: by points the file goes to the ministry all the same.
        let held = province.assessed("Ba", 1, &with(&best(&set), "3.5", option_with_points(&set, "3.5", 1))).await;
        assert_eq!(held.state(), pb::DossierState::PotentialFive);
        let nothing = province.assessed("Không", 1, &[]).await;
        assert_eq!(nothing.state(), pb::DossierState::NotRecognised);
    }

    async fn findings_of_a_majority_end_the_assessment(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.ready("Mật ong", 4).await;
        let session = province.session(&[&dossier]).await;
        for (place, scorer) in SCORERS.into_iter().enumerate() {
            let mut ballot = cast_ballot(&session, best(&set));
            if place < 3 {
                // Named twice, it counts once.
                let finding = pb::Finding {
                    rule: Some(pb::finding::Rule::EliminationCause("forged_dossier".to_owned())),
                    evidence: "biên bản kiểm tra".to_owned(),
                };
                ballot.findings = vec![finding.clone(), finding];
            }
            let request = province.by(scorer, ballot);
            province.client.cast_ballot(request).await.expect("cast");
        }
        let score = province.close(CHAIR, &session).await.expect("closed").score.expect("given");
        assert_eq!((score.outcome(), score.star, score.sum_points), (pb::Outcome::Eliminated, 0, 0));
        assert_eq!(score.ended_by[0].found_by_count, 3);
        assert_eq!(province.dossier(&dossier.id).await.state(), pb::DossierState::NotRecognised);
    }

    async fn a_result_that_hangs_on_one_member_or_lies_at_an_edge_is_marked(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        // Two of five hold the product below the minimum of 3.5; without any of the others it would be two of four.
        let low = with(&best(&set), "3.5", 0);
        for (place, scorer) in SCORERS.into_iter().enumerate() {
            let choices = if place < 2 { low.clone() } else { best(&set) };
            province.cast(scorer, &session, choices).await.expect("cast");
        }
        let result = province.close(CHAIR, &session).await.expect("closed");
        let stability = result.stability.expect("given");
        let decisive: Vec<_> = stability
            .decisive_members
            .iter()
            .map(|member| (member.person_id.clone(), member.outcome_without(), member.star_without))
            .collect();
        let others = SCORERS[2..].iter().map(|scorer| (person(*scorer).to_string(), pb::Outcome::Ranked, 2));
        assert_eq!(decisive, others.collect::<Vec<_>>());
        assert!(stability.hangs_on_one_member && stability.near_band_edge.is_none());

        // The commune is told that it hangs on one member, but not on whom.
        let get = pb::GetResultRequest { dossier_id: dossier.id };
        let request = province.by_role(7, Role::CommuneOfficer, COMMUNE, get);
        let result = province.client.get_result(request).await.expect("seen").into_inner().result.expect("given");
        let stability = result.stability.expect("given");
        assert!(stability.hangs_on_one_member && stability.decisive_members.is_empty());

        let dossier = province.ready("Rau", 1).await;
        let session = province.session(&[&dossier]).await;
        for (scorer, total) in SCORERS.into_iter().zip([90, 90, 90, 90, 89]) {
            province.cast(scorer, &session, with_total(&set, total)).await.expect("cast");
        }
        let stability = province.close(CHAIR, &session).await.expect("closed").stability.expect("given");
        assert_eq!(
            stability.near_band_edge,
            Some(pb::NearBandEdge { star: 5, min_points: 90, distance_sum_points: -1 })
        );
    }

    async fn the_commune_sees_the_result_but_no_single_member(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(4).await;
        let dossier = province.assessed("Mật ong", 4, &best(&set)).await;
        let get = pb::GetResultRequest { dossier_id: dossier.id };
        let request = province.by_role(7, Role::CommuneOfficer, COMMUNE, get);
        let result = province.client.get_result(request).await.expect("seen").into_inner().result.expect("given");
        assert_eq!(result.score.expect("given").sum_points, 500);
        assert!(result.member_totals.is_empty());
    }
}
