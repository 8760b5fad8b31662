//! A council's regulation may want its members trained before they score.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as evaluation_pb;
use proto::evaluation::v1::council_service_client::CouncilServiceClient;
use proto::training::v1 as pb;
use testkit::{TestDatabase, assert_status};
use tonic::{Code, Status};

use crate::certificates::{PROVINCE_LEADER, SCORERS, SECRETARY};
use crate::particulars::in_full;
use crate::{COMMUNE, PROVINCE, Province, new_id, person_id};

impl Province {
    /// The province's regulation from today on.
    async fn regulate(&self, members_training: evaluation_pb::MembersTraining) {
        let regulation = evaluation_pb::CouncilRegulation {
            unit_id: PROVINCE.to_owned(),
            decision: Some(self.decision()),
            valid_from: self.today().to_string(),
            rules: Some(evaluation_pb::CouncilRules {
                quorum_percent: 75,
                presiding_ballot_required: true,
                spread_limit_points: 10,
                still_apart: evaluation_pb::StillApart::Accept.into(),
                transfer_on: evaluation_pb::TransferOn::Points.into(),
                lead_time_working_days: 2,
                further_rounds: Vec::new(),
                members_training: members_training.into(),
            }),
            ..Default::default()
        };
        let message =
            evaluation_pb::EnterCouncilRegulationRequest { request_id: new_id(), regulation: Some(regulation) };
        let request = self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        let mut councils = CouncilServiceClient::new(self.bed.wire());
        let entered = councils.enter_council_regulation(request).await.expect("entered").into_inner();
        assert_eq!(entered.regulation.expect("given").rules.expect("given").members_training(), members_training);
    }

    async fn open_over(&mut self, council: &str, dossier: &str) -> Result<evaluation_pb::OpenSessionResponse, Status> {
        let listed = evaluation_pb::OpenSessionDossier { dossier_id: dossier.to_owned(), fixed_cases: Vec::new() };
        let message = evaluation_pb::OpenSessionRequest {
            request_id: new_id(),
            council_id: council.to_owned(),
            dossiers: vec![listed],
            ..Default::default()
        };
        let request = self.anywhere(SECRETARY, Role::Expert, message);
        Ok(self.evaluation.open_session(request).await?.into_inner())
    }

    /// Members of the council complete a class that prepares for the rule set in force.
    async fn train_members(&mut self, numbers: &[u64]) {
        let curriculum = self.record(in_full(pb::Audience::Officials)).await.expect("recorded");
        let class = self.class_of(&curriculum).await.expect("recorded");
        self.enrol_officials(&class, numbers).await;
        self.call_roll(&class, 1, numbers).await.expect("recorded");
        self.complete(&class).await.expect("completed");
    }
}

testkit::on_both_databases! {
    async fn a_session_waits_for_members_who_are_not_trained(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.regulate(evaluation_pb::MembersTraining::Gate).await;
        let council = province.council(PROVINCE).await;
        let producer = province.producer_in("HTX", COMMUNE).await;
        let dossier = province.ready(&producer, PROVINCE).await;
        province.train_members(&SCORERS[..4]).await;
        let status = province.open_over(&council, &dossier).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::MembersUntrained, "council_id");
        assert!(status.message().contains(&person_id(SCORERS[4])), "{}", status.message());
        province.train_members(&SCORERS[4..]).await;
        let opened = province.open_over(&council, &dossier).await.expect("opened");
        assert!(opened.untrained_person_ids.is_empty());
        // How they stand is to be seen by name.
        let coverage = pb::ListCoverageRequest {
            population: pb::Population::CouncilMembers.into(),
            council_id: council,
            rule_set: "26/2026/QĐ-TTg".to_owned(),
            with_names: true,
            ..Default::default()
        };
        let request = province.by(crate::PROVINCE_OFFICER, coverage);
        let mut figures = pb::figure_service_client::FigureServiceClient::new(province.bed.wire());
        let told = figures.list_coverage(request).await.expect("told").into_inner();
        assert_eq!((told.population_count, told.trained_count), (6, 5), "the secretary does not score");
        assert!(told.persons.iter().all(|person| person.full_name.starts_with("Ủy viên")));
    }

    async fn a_warning_names_them_and_opens_the_session(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.regulate(evaluation_pb::MembersTraining::Warning).await;
        let council = province.council(PROVINCE).await;
        let producer = province.producer_in("HTX", COMMUNE).await;
        let dossier = province.ready(&producer, PROVINCE).await;
        province.train_members(&SCORERS[1..]).await;
        let opened = province.open_over(&council, &dossier).await.expect("opened");
        assert_eq!(opened.untrained_person_ids, [person_id(SCORERS[0])]);
        assert!(opened.session.is_some());
    }
}
