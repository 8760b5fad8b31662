//! The way to a certificate, for tests that need one: evaluation's line from dossier to decision.

use chrono::{Months, NaiveDate};
use platform::access::Role;
use platform::clock::{Clock, civil_date};
use proto::evaluation::v1 as pb;
use proto::registry::v1 as registry_pb;
use testkit::dossiers;
use tonic::Request;

use crate::{PROVINCE_OFFICER, Province, new_id, person_id};

/// Who files and who accepts are two.
const FILES: u64 = 20;
const ACCEPTS: u64 = 21;
const TEAM_HEAD: u64 = 22;
pub(crate) const PROVINCE_LEADER: u64 = 23;
pub(crate) const SECRETARY: u64 = 10;
const CHAIR: u64 = 11;
/// The chair and four more who score.
pub(crate) const SCORERS: [u64; 5] = [CHAIR, 12, 13, 14, 15];

/// What is left out of set 1, so that the rest gives three stars: of 3.5 all but one point, and these.
const LEFT_OUT: [&str; 3] = ["12", "8", "11"];

impl Province {
    pub(crate) fn today(&self) -> NaiveDate {
        civil_date(Clock::Test(self.bed.hands.clone()).now())
    }

    /// Each producer of a province gets a product with a certificate of three stars, all by one decision of today.
    pub(crate) async fn certify(&mut self, province: &str, producers: &[&registry_pb::Producer]) {
        let mut ready = Vec::new();
        for producer in producers {
            ready.push(self.ready(producer, province).await);
        }
        self.score(province, &ready).await;
        let request = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: province.to_owned(),
            decision: Some(self.decision()),
            dossier_ids: ready,
            signed_file_sha256: String::new(),
        };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        let entered = self.evaluation.enter_decision(request).await.expect("entered").into_inner().decision;
        let decision_id = entered.expect("given").id;
        let request = pb::ApproveDecisionRequest { request_id: new_id(), decision_id };
        let request = self.anywhere(PROVINCE_LEADER, Role::ProvinceLeader, request);
        self.evaluation.approve_decision(request).await.expect("approved");
    }

    pub(crate) fn anywhere<M>(&self, number: u64, role: Role, message: M) -> Request<M> {
        self.by_role(number, role, "VN", message)
    }

    /// A new product of a producer, its dossier reviewed and ready for a council.
    pub(crate) async fn ready(&mut self, producer: &registry_pb::Producer, province: &str) -> String {
        let product_id = self.product(producer).await.id;
        let request = dossiers::file(new_id(), &product_id);
        let request = self.anywhere(FILES, Role::CommuneOfficer, request);
        let filed = self.evaluation.file_dossier(request).await.expect("filed").into_inner().dossier.expect("given");
        let request = dossiers::accept(new_id(), &filed);
        let request = self.anywhere(ACCEPTS, Role::CommuneLeader, request);
        let accepted = self.evaluation.accept_dossier(request).await.expect("accepted").into_inner().dossier;
        let request = dossiers::propose(new_id(), &accepted.expect("given"));
        let request = self.anywhere(ACCEPTS, Role::CommuneLeader, request);
        let proposed = self.evaluation.propose_dossier(request).await.expect("proposed").into_inner().dossier;
        self.reviewed(&proposed.expect("given"), province).await
    }

    /// The province takes a proposed dossier in, and its advisory team reports.
    async fn reviewed(&mut self, proposed: &pb::Dossier, province: &str) -> String {
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, dossiers::take_in(new_id(), proposed));
        let taken_in = self.steps.take_in_dossier(request).await.expect("taken in").into_inner().dossier;
        let (from, to) = (self.today().to_string(), (self.today() + Months::new(12)).to_string());
        let (head, decision) = (person_id(TEAM_HEAD), self.decision());
        let request = dossiers::advisory_team(new_id(), province, &head, (&from, &to), decision);
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        self.steps.appoint_advisory_team(request).await.expect("appointed");
        let request = dossiers::review_report(new_id(), &taken_in.expect("given"));
        let request = self.anywhere(TEAM_HEAD, Role::Expert, request);
        let ready = self.steps.submit_review_report(request).await.expect("reported").into_inner().dossier;
        ready.expect("given").id
    }

    /// Chair and secretary sign the minutes of a session.
    async fn sign_minutes(&mut self, session_id: &str) {
        for number in [CHAIR, SECRETARY] {
            let get = pb::GetMinutesRequest { session_id: session_id.to_owned() };
            let request = self.anywhere(number, Role::Expert, get);
            let minutes = self.minutes.get_minutes(request).await.expect("closed").into_inner().minutes;
            let request = dossiers::sign_minutes(new_id(), &minutes.expect("given"));
            let request = self.anywhere(number, Role::Expert, request);
            self.minutes.sign_minutes(request).await.expect("signed");
        }
    }

    /// A council of the province gives each dossier three stars, and signs its minutes.
    async fn score(&mut self, province: &str, dossiers: &[String]) {
        let listed = |dossier: &String| pb::OpenSessionDossier { dossier_id: dossier.clone(), fixed_cases: Vec::new() };
        let request = pb::OpenSessionRequest {
            request_id: new_id(),
            council_id: self.council(province).await,
            dossiers: dossiers.iter().map(listed).collect(),
            ..Default::default()
        };
        let request = self.anywhere(SECRETARY, Role::Expert, request);
        let session = self.evaluation.open_session(request).await.expect("opened").into_inner().session;
        let session_id = session.expect("given").id;
        let choices = self.three_stars().await;
        for dossier in dossiers {
            for scorer in SCORERS {
                let request = pb::CastBallotRequest {
                    request_id: new_id(),
                    session_id: session_id.clone(),
                    dossier_id: dossier.clone(),
                    choices: choices.clone(),
                    findings: Vec::new(),
                    ..Default::default()
                };
                let request = self.anywhere(scorer, Role::Expert, request);
                self.evaluation.cast_ballot(request).await.expect("cast");
            }
            let request = pb::CloseScoringRequest {
                request_id: new_id(),
                session_id: session_id.clone(),
                dossier_id: dossier.clone(),
                ..Default::default()
            };
            let request = self.anywhere(CHAIR, Role::Expert, request);
            self.evaluation.close_scoring(request).await.expect("closed");
        }
        self.sign_minutes(&session_id).await;
    }

    pub(crate) async fn council(&mut self, province: &str) -> String {
        let member = |number: u64, duty: pb::Duty| pb::CouncilMember {
            person_id: person_id(number),
            full_name: format!("Ủy viên {number}"),
            title: "Chuyên viên".to_owned(),
            body: "Sở Nông nghiệp và Môi trường".to_owned(),
            duty: duty.into(),
        };
        let mut members = vec![member(SECRETARY, pb::Duty::Secretary), member(CHAIR, pb::Duty::Chair)];
        members.extend(SCORERS[1..].iter().map(|scorer| member(*scorer, pb::Duty::Member)));
        let council = pb::Council {
            unit_id: province.to_owned(),
            decision: Some(self.decision()),
            term_from: self.today().to_string(),
            term_to: (self.today() + Months::new(12)).to_string(),
            members,
            ..Default::default()
        };
        let request = pb::AppointCouncilRequest { request_id: new_id(), council: Some(council) };
        let request = self.anywhere(PROVINCE_OFFICER, Role::ProvinceOfficer, request);
        self.evaluation.appoint_council(request).await.expect("appointed").into_inner().council.expect("given").id
    }

    /// A decision of today.
    pub(crate) fn decision(&self) -> pb::DecisionReference {
        pb::DecisionReference {
            number: new_id(),
            date: self.today().to_string(),
            signer_name: "Người ký 1".to_owned(),
            signer_title: "Chủ tịch".to_owned(),
        }
    }

    /// Choices for set 1 that come to three stars.
    async fn three_stars(&mut self) -> Vec<pb::Choice> {
        let request = pb::GetCriteriaSetRequest { criteria_version_id: String::new(), product_set: 1 };
        let request = self.by(PROVINCE_OFFICER, request);
        let set = self.evaluation.get_criteria_set(request).await.expect("found").into_inner().criteria_set;
        let parts = set.expect("given").parts.into_iter();
        let criteria = parts.flat_map(|part| part.sections).flat_map(|section| section.criteria);
        let chosen = criteria.filter(|criterion| !LEFT_OUT.contains(&criterion.code.as_str())).map(|criterion| {
            let wanted = |option: &&pb::CriterionOption| criterion.code != "3.5" || option.points == 1;
            let option = criterion.options.iter().rfind(wanted).expect("an option").position;
            pb::Choice { criterion: criterion.code.clone(), option }
        });
        chosen.collect()
    }
}
