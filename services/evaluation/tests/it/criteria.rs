//! The published criteria, and trials of a sheet.

use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{COMMUNE_OFFICER, PROVINCE_OFFICER, Province, all_criteria, best, option_with_points, with};

fn trial(product_set: i32, choices: Vec<pb::Choice>) -> pb::ScoreChoicesRequest {
    pb::ScoreChoicesRequest { criteria_version_id: String::new(), product_set, choices, fixed_cases: Vec::new() }
}

testkit::on_both_databases! {
    async fn the_criteria_are_published_whole(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = province.by(COMMUNE_OFFICER, pb::ListCriteriaVersionsRequest {});
        let versions = province.client.list_criteria_versions(request).await.expect("listed").into_inner();
        let version = &versions.criteria_versions[0];
        assert_eq!((version.id.as_str(), version.product_set_count, version.certificate_months), ("26-2026", 26, 36));
        assert_eq!(version.sha256.len(), 64);
        let mut places = 0;
        for number in 1..=26 {
            let set = province.criteria(number).await;
            places += all_criteria(&set).count();
            for criterion in all_criteria(&set) {
                assert_ne!(criterion.options.is_empty(), criterion.cases.is_empty(), "{number} {}", criterion.code);
                let texts = criterion.title.as_ref().expect("a title");
                assert!(!texts.vi.is_empty() && !texts.en.is_empty());
            }
        }
        assert_eq!(places, 787);
        for (version, product_set, reason, field) in [
            ("", 27, ErrorReason::ProductSetNotFound, "product_set"),
            ("1-1999", 1, ErrorReason::CriteriaVersionNotFound, "criteria_version_id"),
        ] {
            let request = pb::GetCriteriaSetRequest { criteria_version_id: version.to_owned(), product_set };
            let request = province.by(PROVINCE_OFFICER, request);
            assert_refused(province.client.get_criteria_set(request).await, Code::NotFound, reason, field);
        }
    }

    async fn doubtful_places_are_told_where_they_are(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let doubts = |set: &pb::CriteriaSet, code: &str| {
            let criterion = all_criteria(set).find(|criterion| criterion.code == code).expect("the criterion");
            criterion.doubts.clone()
        };
        // The same words stand in sets 9, 10 and 11; the transcript's slip is in set 11 alone.
        for (number, code, count) in [(9, "6.1", 1), (10, "6.1", 1), (11, "6.1.1", 2)] {
            assert_eq!(doubts(&province.criteria(number).await, code).len(), count, "set {number}");
        }
        let tourism = province.criteria(26).await;
        assert!(tourism.doubts.len() == 2 && tourism.doubts[0].vi.contains("35 điểm"));
        let noted = doubts(&tourism, "3.3");
        assert!(noted[0].vi.contains("75%") && noted[0].en.contains("75%"));
        assert!(doubts(&tourism, "3.4").is_empty());
    }

    async fn a_trial_tells_what_is_missing_in_both_languages(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.criteria(1).await;
        let choices = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        let request = province.by(COMMUNE_OFFICER, trial(1, choices));
        let score = province.client.score_choices(request).await.expect("scored").into_inner().score.expect("given");
        assert_eq!((score.sum_points, score.band, score.star), (98, 5, 3));
        let gap = &score.gaps[0];
        assert_eq!((gap.star, gap.missing_sum_points), (4, 0));
        assert_eq!(gap.unmet_minima[0].criterion, "3.5");
        let text = gap.text.as_ref().expect("a text");
        assert!(text.vi.contains("tiêu chí 3.5") && text.en.contains("criterion 3.5"));
    }

    async fn choices_outside_the_form_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let choice = |criterion: &str, option| pb::Choice { criterion: criterion.to_owned(), option };
        for (choices, reason, field) in [
            (vec![choice("1.1", 1), choice("99", 1)], ErrorReason::CriterionUnknown, "choices[1].criterion"),
            (vec![choice("1.1", 4)], ErrorReason::OptionUnknown, "choices[0].option"),
            (vec![choice("1.1", 0)], ErrorReason::OptionUnknown, "choices[0].option"),
            (vec![choice("1.1", -1)], ErrorReason::OptionUnknown, "choices[0].option"),
            (vec![choice("1.1", 1), choice("1.1", 2)], ErrorReason::CriterionChosenTwice, "choices[1].criterion"),
        ] {
            let request = province.by(COMMUNE_OFFICER, trial(1, choices));
            assert_refused(province.client.score_choices(request).await, Code::InvalidArgument, reason, field);
        }
        // Set 26 has criteria whose case must be fixed, and each once.
        let case = |criterion: &str, key: &str| pb::FixedCase {
            criterion: criterion.to_owned(), case_key: key.to_owned(),
        };
        for cases in [
            vec![],
            vec![case("8", "a"), case("9", "a")],
            vec![case("8", "a"), case("9", "a"), case("15", "z")],
            vec![case("8", "a"), case("9", "a"), case("15", "a"), case("8", "b")],
            vec![case("8", "a"), case("9", "a"), case("15", "a"), case("1.1", "a")],
        ] {
            let request = pb::ScoreChoicesRequest { fixed_cases: cases, ..trial(26, Vec::new()) };
            let request = province.by(COMMUNE_OFFICER, request);
            assert_refused(
                province.client.score_choices(request).await,
                Code::InvalidArgument, ErrorReason::CriterionCaseWrong, "fixed_cases",
            );
        }
        let cases = vec![case("8", "a"), case("9", "b"), case("15", "a")];
        let request = pb::ScoreChoicesRequest { fixed_cases: cases, ..trial(26, Vec::new()) };
        let request = province.by(COMMUNE_OFFICER, request);
        province.client.score_choices(request).await.expect("scored");
    }
}
