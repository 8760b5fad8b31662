//! The way to a certificate, for tests that need one: evaluation's line from dossier to decision.

use chrono::{Months, NaiveDate, TimeDelta};
use platform::access::Role;
use platform::clock::{Clock, civil_date};
use proto::evaluation::v1 as pb;
use proto::registry::v1 as registry_pb;
use testkit::{TestDatabase, dossiers};

use crate::{COMMUNE, PROVINCE, PROVINCE_OFFICER, Province, new_id, person_id};

/// Who files and who accepts are two.
const FILES: u64 = 20;
const ACCEPTS: u64 = 21;
const TEAM_HEAD: u64 = 22;
pub(crate) const PROVINCE_LEADER: u64 = 23;
const MINISTRY_LEADER: u64 = 24;
const SECRETARY: u64 = 10;
const CHAIR: u64 = 11;
/// The chair and four more who score.
const SCORERS: [u64; 5] = [CHAIR, 12, 13, 14, 15];

/// Who works for a province, or for the ministry.
fn officer_of(unit: &str) -> Role {
    if unit == "VN" { Role::MinistryOfficer } else { Role::ProvinceOfficer }
}

fn leader_of(unit: &str) -> Role {
    if unit == "VN" { Role::MinistryLeader } else { Role::ProvinceLeader }
}

impl Province {
    pub(crate) fn today(&self) -> NaiveDate {
        civil_date(Clock::Test(self.bed.hands.clone()).now())
    }

    /// Each product gets a certificate of so many stars, three or four, all by one decision of a province of today.
    pub(crate) async fn certify(&mut self, province: &str, products: &[(&registry_pb::Product, i32)]) {
        let mut ready = Vec::new();
        for (product, _) in products {
            ready.push(self.ready(product, province).await);
        }
        let sets_and_stars: Vec<_> = products.iter().map(|(product, star)| (product.product_set, *star)).collect();
        self.score_and_decide(province, &ready, &sets_and_stars).await;
    }

    /// Dossiers that are ready are scored, and recognised by one decision of a province of today.
    pub(crate) async fn score_and_decide(&mut self, province: &str, ready: &[String], sets_and_stars: &[(i32, i32)]) {
        let session = self.session(province, ready).await;
        for (dossier, (product_set, star)) in ready.iter().zip(sets_and_stars) {
            self.score(&session, dossier, *product_set, *star).await;
        }
        self.sign_minutes(&session).await;
        let request = pb::EnterDecisionRequest {
            request_id: new_id(),
            issuer_unit_id: province.to_owned(),
            decision: Some(self.decision()),
            dossier_ids: ready.to_vec(),
            signed_file_sha256: String::new(),
        };
        let request = self.anywhere(PROVINCE_OFFICER, officer_of(province), request);
        let entered = self.evaluation.enter_decision(request).await.expect("entered").into_inner().decision;
        let decision_id = entered.expect("given").id;
        let request = pb::ApproveDecisionRequest { request_id: new_id(), decision_id };
        let request = self.anywhere(PROVINCE_LEADER, leader_of(province), request);
        let approved = self.evaluation.approve_decision(request).await.expect("approved").into_inner();
        let stars: Vec<_> = approved.certificates.iter().map(|certificate| certificate.star).collect();
        assert_eq!(stars, sets_and_stars.iter().map(|(_, star)| *star).collect::<Vec<_>>());
    }

    /// The ministry asks for a product to be assessed once more, and it comes to another star.
    async fn assessed_once_more(&mut self, certificate: &pb::Certificate, star: i32) {
        let ask = pb::RequestRedoRequest {
            request_id: new_id(),
            dossier_id: certificate.dossier_id.clone(),
            demand: pb::RedoDemand::Reassess.into(),
            document: "812/BNNMT-VPĐP".to_owned(),
            document_date: self.today().to_string(),
            reasons: "Hội đồng họp khi chưa đủ thành phần".to_owned(),
        };
        let request = self.by_role(MINISTRY_LEADER, Role::MinistryLeader, "VN", ask);
        let asked = self.redo.request_redo(request).await.expect("asked").into_inner().redo_request.expect("given");
        let get = pb::GetDossierRequest { dossier_id: certificate.dossier_id.clone() };
        let request = self.by(PROVINCE_OFFICER, get);
        let dossier = self.evaluation.get_dossier(request).await.expect("found").into_inner().dossier.expect("given");
        let reassess = pb::ReassessDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag,
            reasons: "Theo yêu cầu của Bộ".to_owned(),
            redo_request_id: asked.id,
            complaint_id: String::new(),
        };
        let request = self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, reassess);
        self.steps.reassess_dossier(request).await.expect("taken up");
        self.score_and_decide(PROVINCE, &[dossier.id], &[(certificate.product_set, star)]).await;
    }

    /// A new product of set 1 with a certificate of three stars.
    pub(crate) async fn certified(&mut self, producer: &registry_pb::Producer, province: &str) -> registry_pb::Product {
        let product = self.product(producer, 1).await;
        self.certify(province, &[(&product, 3)]).await;
        product
    }

    /// The certificate of a product that was issued last.
    async fn certificate(&mut self, product: &registry_pb::Product) -> pb::Certificate {
        let filter = pb::ListCertificatesRequest { product_id: product.id.clone(), ..Default::default() };
        let request = self.by(PROVINCE_OFFICER, filter);
        let page = self.evaluation.list_certificates(request).await.expect("listed").into_inner();
        page.certificates.into_iter().next().expect("one")
    }

    /// The paper of a certificate was lost and is issued anew.
    async fn issue_anew(&mut self, certificate: &pb::Certificate) {
        let message = pb::ReissueCertificateRequest {
            request_id: new_id(),
            certificate_id: certificate.id.clone(),
            kind: pb::ReplacementKind::Lost.into(),
            basis: "16/ĐN-HTX".to_owned(),
            basis_date: self.today().to_string(),
        };
        let request = self.by(PROVINCE_OFFICER, message);
        self.certificates.reissue_certificate(request).await.expect("issued anew");
    }

    /// A certificate is revoked when its producer's time to answer is over, some days from now.
    async fn revoke(&mut self, certificate: &pb::Certificate) {
        let message = pb::OpenRevocationRequest {
            request_id: new_id(),
            certificate_id: certificate.id.clone(),
            ground: pb::RevocationGround::ProductionStopped.into(),
            conclusion: "12/XN-UBND".to_owned(),
            concluded_on: self.today().to_string(),
            reasons: "Xã xác nhận đã ngừng sản xuất".to_owned(),
            ..Default::default()
        };
        let request = self.by(PROVINCE_OFFICER, message);
        let opened = self.certificates.open_revocation(request).await.expect("opened").into_inner().revocation;
        let opened = opened.expect("given");
        self.bed.hands.advance(TimeDelta::days(8));
        let message = pb::DecideRevocationRequest {
            request_id: new_id(),
            revocation_id: opened.id,
            etag: opened.etag,
            outcome: pb::RevocationState::Revoked.into(),
            decision: Some(self.decision()),
            reasons: "Đã xác minh".to_owned(),
        };
        let request = self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message);
        self.certificates.decide_revocation(request).await.expect("revoked");
    }

    /// A dossier of a product, reviewed and ready for a council.
    pub(crate) async fn ready(&mut self, product: &registry_pb::Product, province: &str) -> String {
        let request = dossiers::file(new_id(), &product.id);
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
    pub(crate) async fn reviewed(&mut self, proposed: &pb::Dossier, province: &str) -> String {
        let request = self.anywhere(PROVINCE_OFFICER, officer_of(province), dossiers::take_in(new_id(), proposed));
        let taken_in = self.steps.take_in_dossier(request).await.expect("taken in").into_inner().dossier;
        let (from, to) = (self.today().to_string(), (self.today() + Months::new(12)).to_string());
        let (head, decision) = (person_id(TEAM_HEAD), self.decision());
        let request = dossiers::advisory_team(new_id(), province, &head, (&from, &to), decision);
        let request = self.anywhere(PROVINCE_OFFICER, officer_of(province), request);
        self.steps.appoint_advisory_team(request).await.expect("appointed");
        let request = dossiers::review_report(new_id(), &taken_in.expect("given"));
        let request = self.anywhere(TEAM_HEAD, Role::Expert, request);
        let ready = self.steps.submit_review_report(request).await.expect("reported").into_inner().dossier;
        ready.expect("given").id
    }

    /// A session of a new council of a province.
    pub(crate) async fn session(&mut self, province: &str, dossiers: &[String]) -> String {
        let listed = |dossier: &String| pb::OpenSessionDossier { dossier_id: dossier.clone(), fixed_cases: Vec::new() };
        let request = pb::OpenSessionRequest {
            request_id: new_id(),
            council_id: self.council(province).await,
            dossiers: dossiers.iter().map(listed).collect(),
            ..Default::default()
        };
        let request = self.anywhere(SECRETARY, Role::Expert, request);
        let session = self.evaluation.open_session(request).await.expect("opened").into_inner().session;
        session.expect("given").id
    }

    /// Chair and secretary sign the minutes of a session.
    pub(crate) async fn sign_minutes(&mut self, session_id: &str) {
        for number in [CHAIR, SECRETARY] {
            let get = pb::GetMinutesRequest { session_id: session_id.to_owned() };
            let request = self.anywhere(number, Role::Expert, get);
            let minutes = self.minutes.get_minutes(request).await.expect("closed").into_inner().minutes;
            let request = dossiers::sign_minutes(new_id(), &minutes.expect("given"));
            let request = self.anywhere(number, Role::Expert, request);
            self.minutes.sign_minutes(request).await.expect("signed");
        }
    }

    /// All scorers give a dossier the same sheet.
    pub(crate) async fn score(&mut self, session: &str, dossier: &str, product_set: i32, star: i32) {
        let choices = self.choices(product_set, star).await;
        for scorer in SCORERS {
            let request = pb::CastBallotRequest {
                request_id: new_id(),
                session_id: session.to_owned(),
                dossier_id: dossier.to_owned(),
                choices: choices.clone(),
                findings: Vec::new(),
                ..Default::default()
            };
            let request = self.anywhere(scorer, Role::Expert, request);
            self.evaluation.cast_ballot(request).await.expect("cast");
        }
        let request = pb::CloseScoringRequest {
            request_id: new_id(),
            session_id: session.to_owned(),
            dossier_id: dossier.to_owned(),
            ..Default::default()
        };
        let request = self.anywhere(CHAIR, Role::Expert, request);
        self.evaluation.close_scoring(request).await.expect("closed");
    }

    async fn council(&mut self, province: &str) -> String {
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
        let request = self.anywhere(PROVINCE_OFFICER, officer_of(province), request);
        self.evaluation.appoint_council(request).await.expect("appointed").into_inner().council.expect("given").id
    }

    /// A decision of today.
    fn decision(&self) -> pb::DecisionReference {
        pb::DecisionReference {
            number: new_id(),
            date: self.today().to_string(),
            signer_name: "Người ký 1".to_owned(),
            signer_title: "Chủ tịch".to_owned(),
        }
    }

    /// Choices that come to the middle of a star's band: its minima, then better options as far as they go.
    async fn choices(&mut self, product_set: i32, star: i32) -> Vec<pb::Choice> {
        let request = pb::GetCriteriaSetRequest { criteria_version_id: String::new(), product_set };
        let request = self.by(PROVINCE_OFFICER, request);
        let set = self.evaluation.get_criteria_set(request).await.expect("found").into_inner().criteria_set;
        let sections = set.expect("given").parts.into_iter().flat_map(|part| part.sections);
        let criteria: Vec<_> = sections.flat_map(|section| section.criteria).collect();
        let least = |criterion: &pb::Criterion| {
            criterion.options.iter().rposition(|option| (1..=star).contains(&option.min_star)).unwrap_or(0)
        };
        let mut options: Vec<_> = criteria.iter().map(least).collect();
        let points = |place: usize, option: usize| criteria[place].options[option].points;
        let mut surplus = 20 * star - (0..).zip(&options).map(|(place, option)| points(place, *option)).sum::<i32>();
        for (place, option) in options.iter_mut().enumerate() {
            let present = points(place, *option);
            let better =
                (*option..criteria[place].options.len()).rfind(|better| points(place, *better) - present <= surplus);
            *option = better.unwrap_or(*option);
            surplus -= points(place, *option) - present;
        }
        let choice = |(criterion, option): (&pb::Criterion, usize)| pb::Choice {
            criterion: criterion.code.clone(),
            option: criterion.options[option].position,
        };
        criteria.iter().zip(options).map(choice).collect()
    }
}

testkit::on_both_databases! {
    /// The certificate of the star before ends where the one of the other star begins.
    async fn another_star_takes_the_place_of_the_one_before(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        let product = province.certified(&producer, PROVINCE).await;
        let first = province.certificate(&product).await;
        province.bed.hands.advance(TimeDelta::days(2));
        province.assessed_once_more(&first, 4).await;
        let second = province.certificate(&product).await;
        assert_eq!((second.star, &second.expires_on), (4, &first.expires_on));
        let counted = ["products_valid", "products_recognised", "certificates_issued"];
        assert_eq!(province.values(PROVINCE, "", counted).await, [1, 1, 2]);
        province.revoke(&second).await;
        assert_eq!(province.values(PROVINCE, "", counted).await, [0, 1, 2], "the first holds no more either");
        province.rebuild().await;
        assert_eq!(province.values(PROVINCE, "", counted).await, [0, 1, 2]);
    }

    /// A replacement is the same recognition: it counts once, and with it the first is revoked.
    async fn a_revoked_certificate_counts_up_to_the_day_before(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("Một", COMMUNE).await;
        let product = province.certified(&producer, PROVINCE).await;
        let first = province.certificate(&product).await;
        province.issue_anew(&first).await;
        let counted = ["products_valid", "products_recognised", "certificates_issued"];
        assert_eq!(province.values(PROVINCE, "", counted).await, [1, 1, 1]);
        let second = province.certificate(&product).await;
        assert_ne!(second.id, first.id);
        province.revoke(&second).await;
        assert_eq!(province.values(PROVINCE, "2026-11-30", counted).await, [1, 1, 1]);
        assert_eq!(province.values(PROVINCE, "2026-12-01", counted).await, [0, 1, 1], "that it was recognised stays");
        province.rebuild().await;
        assert_eq!(province.values(PROVINCE, "2026-12-01", counted).await, [0, 1, 1]);
    }
}
