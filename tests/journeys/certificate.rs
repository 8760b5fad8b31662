//! From a registered product to a certified star, and to the province's progress.

use proto::evaluation::v1 as evaluation;
use proto::reporting::v1 as reporting;
use proto::training::v1 as training;
use testkit::eventually;

use super::clients::{Clients, figure, step};
use super::cluster::Cluster;
use super::in_both_shapes;
use super::people::{AGENCY, COMMUNE, OFFICER, PROVINCE, Person};

in_both_shapes! {
    async fn a_product_gets_its_star_and_the_province_moves(cluster: Cluster) {
        let clients = Clients::of(&cluster);
        let producer = clients.producer(&cluster, "HTX Điện Biên").await;
        let leader = clients.leader(&cluster, &producer).await;
        let product = clients.product(&cluster, &producer, "Rau sạch", 1).await;
        let dossier = clients.ready(&cluster, &product).await;
        assert_eq!(dossier.product_code.split('-').next(), Some("11"));

        let session = clients.session(&cluster, std::slice::from_ref(&dossier)).await;
        let choices = clients.three_star_choices(&cluster, 1).await;
        let result = clients.score(&cluster, &session, &dossier, &choices).await;
        let score = result.score.expect("given");
        assert_eq!((score.star, score.sheet_count), (3, 5), "{score:?}");
        let certificates = clients.decide(&cluster, "3981/QĐ-UBND", &[dossier]).await;
        let certificate = &certificates[0];
        assert_eq!((certificate.star, certificate.product_name.as_str()), (3, "Rau sạch"));
        let verify = evaluation::VerifyCertificateRequest { number: certificate.number.clone() };
        let verified = clients.evaluation.clone().verify_certificate(verify).await.expect("anyone may").into_inner();
        assert_eq!(verified.product_code, certificate.product_code);

        // The leader is trained, and six officials.
        let learner = training::EnrolLearnerRequest {
            person_id: leader.person_id.clone(),
            producer_id: producer.id.clone(),
            ..Default::default()
        };
        clients.held_class(&cluster, training::Audience::Leaders, &[learner]).await;
        let officials: Vec<_> = (100..106)
            .map(|number| training::EnrolLearnerRequest {
                person_id: Person(number, OFFICER.1, COMMUNE).id().to_string(),
                official_level: training::OfficialLevel::Commune.into(),
                unit_id: COMMUNE.to_owned(),
                ..Default::default()
            })
            .collect();
        clients.held_class(&cluster, training::Audience::Officials, &officials).await;

        eventually("reporting has taken everything in", || async {
            let scorecard = clients.scorecard(&cluster).await;
            figure(&scorecard, "certificates_issued").value == 1
                && figure(&scorecard, "leaders_trained_coverage").value == 10_000
                && figure(&scorecard, "officials_trained_people").value == 6
        })
        .await;
        let scorecard = clients.scorecard(&cluster).await;
        for (code, value) in [
            ("products_valid", 1),
            ("producers_with_valid_product", 1),
            ("communes_with_valid_product", 1),
            ("products_registered", 1),
            ("producers_registered", 1),
            ("officials_trained_attendances", 6),
            ("leaders_trained_people", 1),
        ] {
            assert_eq!(figure(&scorecard, code).value, value, "{code}");
        }
        assert!(!figure(&scorecard, "craft_villages_with_tourism").recorded, "not recorded is not 0");
        let target = scorecard
            .rows
            .iter()
            .find(|row| row.target.as_ref().is_some_and(|target| target.id == "1141-2018/products_recognised/2021-2030"))
            .expect("the target");
        assert_eq!((target.actual.as_ref().expect("given").value, target.progress_hundredths), (1, Some(10_000 / 41)));
        let by_star = scorecard
            .breakdowns
            .iter()
            .find(|breakdown| breakdown.dimension() == reporting::Dimension::Star)
            .expect("by star");
        assert_eq!((by_star.cells.len(), by_star.cells[0].key.as_str()), (1, "3"));

        // Any unit's, any day's.
        for (unit_id, at, expected) in [(COMMUNE, "", 1), ("VN", "", 1), ("2025:01", "", 0), (PROVINCE, "2026-11-01", 0)] {
            let person = Person(9, platform::access::Role::MinistryOfficer, "VN");
            let request = reporting::GetScorecardRequest { unit_id: unit_id.to_owned(), at: at.to_owned() };
            let answer = step!(&cluster, clients.reporting, get_scorecard, person, request).await.expect("computed");
            let scorecard = answer.scorecard.expect("given");
            assert_eq!(figure(&scorecard, "products_valid").value, expected, "{unit_id} {at}");
        }
        let coverage = training::GetCoverageRequest {
            population: training::Population::LeadersOfOcopProducers.into(),
            unit_id: PROVINCE.to_owned(),
            at: String::new(),
        };
        let coverage = step!(&cluster, clients.training, get_coverage, AGENCY, coverage).await.expect("told");
        assert_eq!((coverage.population_count, coverage.trained_count), (1, 1));
    }
}
