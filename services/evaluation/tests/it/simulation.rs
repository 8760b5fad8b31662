//! A long walk of random steps by all roles of two provinces, right ones and wrong ones, on one clock set by hand, held
//! after each step against a small model of the rules that knows nothing of the service's code.
//!
//! Requests are sent twice now and then, as after a lost reply; steps are tried by two at once, of whom one is told that
//! she was late; people of the other province try what is none of theirs; and the services are started again on what
//! their databases hold. In the gate the seeds are fixed; `OCOP_SIMULATION_SEED=… OCOP_SIMULATION_STEPS=…` walks elsewhere and longer. A seed that failed is
//! kept in `tests/simulation-seeds.txt`, one a line, and walked in every gate from then on.

use chrono::TimeDelta;
use platform::access::Role;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, dossiers};
use tonic::{Code, Status};

use crate::{
    CHAIR, COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, Home, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER,
    Province, SCORERS, SECRETARY, TEAM_HEAD, appoint_council, best, close_scoring, decision, new_id, open_session,
    option_with_points, with,
};

/// Someone without any duty.
const OUTSIDER: u64 = 42;

/// Steps of a walk in the gate.
const STEPS: usize = 400;
/// Dossiers that are walked with at the same time.
const DOSSIERS: usize = 6;

/// The provinces that are walked in, and a commune of each.
const HOMES: [Home; 2] =
    [Home { province: PROVINCE, commune: COMMUNE }, Home { province: OTHER_PROVINCE, commune: "2025:00004" }];

/// Who has no duty in councils and teams of her own, and so none elsewhere.
const OFFICIALS: [u64; 4] = [COMMUNE_OFFICER, COMMUNE_LEADER, PROVINCE_OFFICER, PROVINCE_LEADER];

/// Who may take part, right or wrong.
const PEOPLE: [u64; 9] = [
    COMMUNE_OFFICER,
    COMMUNE_LEADER,
    PROVINCE_OFFICER,
    PROVINCE_LEADER,
    TEAM_HEAD,
    SECRETARY,
    CHAIR,
    SCORERS[1],
    OUTSIDER,
];

/// What may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Submit,
    Accept,
    Return,
    Announce,
    Answer,
    TakeUp,
    Reject,
    Propose,
    TakeIn,
    Supplement,
    Review,
    Open,
    Score,
    Decide,
    Withdraw,
    Peek,
}

const ALL: [Step; 16] = [
    Step::Submit,
    Step::Accept,
    Step::Return,
    Step::Announce,
    Step::Answer,
    Step::TakeUp,
    Step::Reject,
    Step::Propose,
    Step::TakeIn,
    Step::Supplement,
    Step::Review,
    Step::Open,
    Step::Score,
    Step::Decide,
    Step::Withdraw,
    Step::Peek,
];

use pb::DossierState as State;

/// The rules in a few lines: a second opinion on what the service does.
#[derive(Clone, Debug)]
struct Model {
    home: Home,
    id: String,
    etag: String,
    state: State,
    /// True if the province has it.
    at_province: bool,
    versions: i32,
    announced_by: u64,
    /// Last day of the producer's own time, as it was told.
    due_on: String,
    session: Option<pb::Session>,
}

impl Model {
    fn of(home: Home, dossier: &pb::Dossier) -> Self {
        Self {
            home,
            id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            state: dossier.state(),
            at_province: dossier.level() != pb::Level::Commune,
            versions: dossier.frozen_version,
            announced_by: 0,
            due_on: dossier.due_on.clone(),
            session: None,
        }
    }

    /// True if someone may take a step now.
    fn allows(&self, person: u64, step: Step, today: &str) -> bool {
        let producers_time_over = today > self.due_on.as_str();
        let commune = matches!(person, COMMUNE_OFFICER | COMMUNE_LEADER);
        let province = matches!(person, PROVINCE_OFFICER | PROVINCE_LEADER);
        let handles = if self.at_province { province } else { commune };
        let reviews = if self.at_province { province || person == TEAM_HEAD } else { commune };
        match (step, self.state) {
            (Step::Submit, State::Returned | State::SupplementRequested)
            | (Step::Answer, State::RejectionAnnounced) => person == COMMUNE_OFFICER,
            // Who typed it does not accept it.
            (Step::Accept, State::Filed) | (Step::Propose, State::Accepted) => person == COMMUNE_LEADER,
            (Step::Return, State::Filed) => commune,
            (Step::Announce, State::Filed | State::UnderReview) | (Step::Supplement, State::UnderReview) => reviews,
            (Step::Announce, State::Returned | State::SupplementRequested) => reviews && producers_time_over,
            (Step::TakeUp, State::RejectionAnnounced | State::RejectionAnswered) => handles,
            (Step::Reject, State::RejectionAnswered) => self.leads(person),
            (Step::Reject, State::RejectionAnnounced) => self.leads(person) && producers_time_over,
            (Step::TakeIn, State::Proposed) => province,
            (Step::Review, State::UnderReview) => person == TEAM_HEAD,
            (Step::Open, State::Ready) | (Step::Score, State::Scoring) => matches!(person, SECRETARY | CHAIR),
            (Step::Decide, State::Assessed) => person == PROVINCE_OFFICER,
            (Step::Withdraw, state) => {
                let open = !matches!(
                    state,
                    State::Scoring
                        | State::Assessed
                        | State::NotRecognised
                        | State::Certified
                        | State::Rejected
                        | State::Withdrawn
                        | State::PotentialFive
                );
                open && person == COMMUNE_OFFICER
            }
            // A result is seen once it is there, by those who read in the province or sat in its council.
            (Step::Peek, State::Assessed | State::Certified | State::NotRecognised) => {
                person != OUTSIDER && person != TEAM_HEAD
            }
            _ => false,
        }
    }

    /// A leader who did not announce it herself.
    fn leads(&self, person: u64) -> bool {
        let leader = if self.at_province { PROVINCE_LEADER } else { COMMUNE_LEADER };
        person == leader && self.announced_by != person
    }

    /// The state a step leads to.
    fn next(&self, step: Step, star: i32) -> State {
        match step {
            Step::Accept => State::Accepted,
            Step::Return => State::Returned,
            Step::Announce => State::RejectionAnnounced,
            Step::Answer => State::RejectionAnswered,
            Step::TakeIn => State::UnderReview,
            Step::Submit | Step::TakeUp if self.at_province => State::UnderReview,
            Step::Submit | Step::TakeUp => State::Filed,
            Step::Reject => State::Rejected,
            Step::Propose => State::Proposed,
            Step::Supplement => State::SupplementRequested,
            Step::Review => State::Ready,
            Step::Open => State::Scoring,
            Step::Score if star >= 3 => State::Assessed,
            Step::Score => State::NotRecognised,
            Step::Decide => State::Certified,
            Step::Withdraw => State::Withdrawn,
            Step::Peek => self.state,
        }
    }
}

/// Numbers that repeat from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(sides).expect("few")).expect("few")
    }
}

impl Province {
    fn as_person<M>(&self, person: u64, message: M) -> tonic::Request<M> {
        if person == PROVINCE_LEADER {
            return self.by_role(person, Role::ProvinceLeader, self.home.province, message);
        }
        self.by(person, message)
    }

    /// Tries a step once; sent again with the same identity, it must be answered the same.
    async fn try_step(
        &self,
        person: u64,
        step: Step,
        model: &Model,
        council: &pb::Council,
        twice: bool,
    ) -> Result<Option<pb::Dossier>, Status> {
        let (dossier_id, etag, request_id) = (model.id.clone(), model.etag.clone(), new_id());
        let said = "Vì các lý do nêu trong biên bản".to_owned();
        macro_rules! send {
            ($client:ident . $method:ident ( $message:expr )) => {{
                let message = $message;
                let first = self.$client.clone().$method(self.as_person(person, message.clone())).await;
                if twice {
                    let again = self.$client.clone().$method(self.as_person(person, message)).await;
                    match (&first, &again) {
                        (Ok(first), Ok(again)) => assert_eq!(first.get_ref(), again.get_ref(), "{step:?}"),
                        (Err(first), Err(again)) => assert_eq!(first.code(), again.code(), "{step:?}"),
                        _ => panic!("{step:?} is answered {first:?}, then {again:?}"),
                    }
                }
                Ok(first?.into_inner().dossier)
            }};
        }
        let dossier = pb::Dossier { id: dossier_id.clone(), etag: etag.clone(), ..Default::default() };
        match step {
            Step::Submit => {
                // What is handed in again was written anew.
                let update = pb::UpdateFormsRequest {
                    request_id: new_id(),
                    dossier_id: dossier_id.clone(),
                    etag,
                    forms: Some(dossiers::forms()),
                };
                let written = self.steps.clone().update_forms(self.as_person(person, update)).await?.into_inner();
                let etag = written.dossier.expect("given").etag;
                send!(steps.submit_dossier(pb::SubmitDossierRequest {
                    request_id,
                    dossier_id,
                    etag,
                    paper_original: "Kho".to_owned()
                }))
            }
            Step::Accept => send!(client.accept_dossier(dossiers::accept(request_id, &dossier))),
            Step::Propose => send!(client.propose_dossier(dossiers::propose(request_id, &dossier))),
            Step::TakeIn => send!(steps.take_in_dossier(dossiers::take_in(request_id, &dossier))),
            Step::Review => send!(steps.submit_review_report(dossiers::review_report(request_id, &dossier))),
            Step::Return => {
                send!(steps.return_dossier(pb::ReturnDossierRequest { request_id, dossier_id, etag, reasons: said }))
            }
            Step::Announce => send!(steps.announce_rejection(pb::AnnounceRejectionRequest {
                request_id,
                dossier_id,
                etag,
                reasons: said
            })),
            Step::Answer => {
                send!(steps.answer_rejection(pb::AnswerRejectionRequest { request_id, dossier_id, etag, answer: said }))
            }
            Step::TakeUp => {
                send!(steps.take_up_dossier(pb::TakeUpDossierRequest { request_id, dossier_id, etag, reasons: said }))
            }
            Step::Reject => {
                send!(steps.reject_dossier(pb::RejectDossierRequest { request_id, dossier_id, etag, reasons: said }))
            }
            Step::Supplement => send!(steps.request_supplement(pb::RequestSupplementRequest {
                request_id,
                dossier_id,
                etag,
                reasons: said
            })),
            Step::Withdraw => {
                send!(steps.withdraw_dossier(pb::WithdrawDossierRequest {
                    request_id,
                    dossier_id,
                    etag,
                    reasons: said
                }))
            }
            Step::Open => {
                let request = self.as_person(person, open_session(council, &[&dossier]));
                self.client.clone().open_session(request).await.map(|_| None)
            }
            Step::Score => {
                let Some(session) = &model.session else { return Err(Status::failed_precondition("no session")) };
                let request = self.as_person(person, close_scoring(session));
                self.client.clone().close_scoring(request).await.map(|_| None)
            }
            Step::Decide => {
                let message = pb::EnterDecisionRequest {
                    request_id,
                    issuer_unit_id: self.home.province.to_owned(),
                    decision: Some(decision(&new_id(), &self.today())),
                    dossier_ids: vec![dossier_id],
                    signed_file_sha256: String::new(),
                };
                let entered = self.client.clone().enter_decision(self.as_person(person, message)).await?.into_inner();
                let decision_id = entered.decision.expect("given").id;
                let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id };
                self.client.clone().approve_decision(self.as_person(PROVINCE_LEADER, message)).await.map(|_| None)
            }
            Step::Peek => {
                let request = self.as_person(person, pb::GetResultRequest { dossier_id });
                self.client.clone().get_result(request).await.map(|_| None)
            }
        }
    }

    pub(crate) fn today(&self) -> String {
        let now = platform::clock::Clock::Test(self.bed.hands.clone()).now();
        platform::clock::civil_date(now).to_string()
    }

    /// Walks with a seed, and checks each step.
    async fn walk(&mut self, database: &TestDatabase, seed: u64, steps: usize) {
        let mut dice = Dice(seed);
        let set = self.criteria(4).await;
        let weak = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        let three: Vec<_> = ["12", "8", "11"].into_iter().fold(weak, |choices, criterion| with(&choices, criterion, 0));
        let mut councils = Vec::new();
        for home in HOMES {
            self.home = home;
            councils.push((home, self.lasting_council().await));
            self.advisory_team().await;
        }
        let mut models = Vec::new();
        for number in 0..DOSSIERS {
            models.push(self.begin_dossier(HOMES[number % HOMES.len()], number).await);
        }
        let (mut taken, mut certified) = (0, self.certificate_numbers().await.len());
        for at in 0..steps {
            if dice.roll(12) == 0 {
                let days = i64::try_from(dice.roll(25)).expect("few");
                self.bed.hands.advance(TimeDelta::days(days));
            }
            if dice.roll(80) == 0 {
                *self = self.started_again(database).await;
            }
            let place = dice.roll(models.len());
            self.home = models[place].home;
            let (_, council) = councils.iter().find(|(home, _)| *home == self.home).expect("one a province");
            // Often what is allowed, so that the walk gets on; else anything by anybody.
            let today = self.today();
            let open: Vec<_> = PEOPLE
                .into_iter()
                .flat_map(|person| ALL.map(|step| (person, step)))
                .filter(|(person, step)| models[place].allows(*person, *step, &today))
                .filter(|(_, step)| !matches!(step, Step::Withdraw | Step::Reject) || at % 9 == 0)
                .collect();
            let (person, step) = if !open.is_empty() && dice.roll(3) > 0 {
                open[dice.roll(open.len())]
            } else {
                (PEOPLE[dice.roll(PEOPLE.len())], ALL[dice.roll(ALL.len())])
            };
            let expected = models[place].allows(person, step, &today);
            let context = format!("seed {seed}, step {at}: {step:?} by {person} on {today} of {:?}", models[place]);
            let star = if dice.roll(3) == 0 { 1 } else { 3 };
            if step == Step::Score && expected {
                // Nothing of it is seen while ballots come in.
                let session = models[place].session.clone().expect("it is in one");
                let choices = if star == 3 { three.clone() } else { Vec::new() };
                for scorer in SCORERS {
                    self.cast(scorer, &session, choices.clone()).await.expect("cast");
                    let request =
                        self.by(PROVINCE_OFFICER, pb::GetResultRequest { dossier_id: models[place].id.clone() });
                    let sealed = self.client.get_result(request).await.expect_err(&context);
                    assert_eq!(sealed.code(), Code::FailedPrecondition, "{context}");
                }
            }
            let model = models[place].clone();
            if OFFICIALS.contains(&person) && dice.roll(6) == 0 {
                self.home = HOMES.into_iter().find(|home| *home != model.home).expect("another one");
                let stranger = self.try_step(person, step, &model, council, false).await;
                assert!(stranger.is_err(), "{context}, of the other province: {stranger:?}");
                self.home = model.home;
            }
            let answer = if step != Step::Peek && dice.roll(5) == 0 {
                let (one, other) = tokio::join!(
                    self.try_step(person, step, &model, council, false),
                    self.try_step(person, step, &model, council, false)
                );
                assert!(one.is_err() || other.is_err(), "{context}: both were the first");
                one.or(other)
            } else {
                let twice = dice.roll(4) == 0;
                self.try_step(person, step, &model, council, twice).await
            };
            assert_eq!(answer.is_ok(), expected, "{context}: {answer:?}");
            let now = self.dossier(&model.id).await;
            if !expected {
                assert_eq!((now.state(), now.frozen_version), (model.state, model.versions), "{context}");
                models[place].etag = now.etag;
                continue;
            }
            taken += 1;
            let model = &mut models[place];
            assert_eq!(now.state(), model.next(step, star), "{context}");
            model.versions += i32::from(step == Step::Submit);
            assert_eq!(now.frozen_version, model.versions, "{context}");
            match step {
                Step::Announce => model.announced_by = person,
                Step::Propose => model.at_province = true,
                Step::Open => {
                    let request = pb::GetSessionRequest { session_id: now.session_id.clone() };
                    let request = self.by(SECRETARY, request);
                    model.session = self.client.get_session(request).await.expect("seen").into_inner().session;
                }
                Step::Score => self.sign_minutes(&now.session_id).await,
                Step::Decide => certified += 1,
                _ => {}
            }
            let model = &mut models[place];
            model.state = now.state();
            model.etag.clone_from(&now.etag);
            model.due_on.clone_from(&now.due_on);
            if now.turn() == pb::Turn::Nobody {
                models[place] = self.begin_dossier(self.home, DOSSIERS + at).await;
            }
        }
        assert!(taken > steps / 4, "seed {seed}: only {taken} of {steps} steps were taken");
        // Numbers of certificates are 1, 2, 3 and so on within each province and year.
        let numbers = self.certificate_numbers().await;
        assert_eq!(numbers.len(), certified, "seed {seed}");
        let mut serials = std::collections::BTreeMap::<String, u32>::new();
        for number in numbers {
            let (year, serial) = number.rsplit_once('-').expect("a serial");
            let last = serials.entry(year.to_owned()).or_default();
            *last += 1;
            assert_eq!(serial.parse(), Ok(*last), "seed {seed}: {number}");
        }
    }

    /// Numbers of the certificates of all provinces, in their order.
    async fn certificate_numbers(&mut self) -> Vec<String> {
        let mut numbers = Vec::new();
        for home in HOMES {
            self.home = home;
            let message = pb::ListCertificatesRequest { page_size: 1000, ..Default::default() };
            let request = self.by(PROVINCE_OFFICER, message);
            let certificates = self.client.list_certificates(request).await.expect("listed").into_inner().certificates;
            numbers.extend(certificates.into_iter().map(|certificate| certificate.number));
        }
        numbers.sort();
        numbers
    }

    /// A council whose term is longer than the walk.
    pub(crate) async fn lasting_council(&mut self) -> pb::Council {
        let mut message = appoint_council();
        let council = message.council.as_mut().expect("given");
        council.term_to = "2099-12-31".to_owned();
        council.unit_id = self.home.province.to_owned();
        let request = self.by(PROVINCE_OFFICER, message);
        self.client.appoint_council(request).await.expect("appointed").into_inner().council.expect("given")
    }

    async fn begin_dossier(&mut self, home: Home, number: usize) -> Model {
        self.home = home;
        let product = self.product(&format!("Sản phẩm {number}"), 4).await;
        Model::of(home, &self.file(&product.id).await.expect("filed"))
    }
}

/// The seeds of the gate, those that failed once among them.
fn seeds() -> Vec<u64> {
    if let Ok(seed) = std::env::var("OCOP_SIMULATION_SEED") {
        return vec![seed.parse().expect("a number")];
    }
    let failed = include_str!("../simulation-seeds.txt").lines().filter(|line| !line.starts_with('#'));
    failed.map(|line| line.trim().parse().expect("a number a line")).collect()
}

testkit::on_both_databases! {
    async fn a_random_walk_obeys_the_rules(database: TestDatabase) {
        let steps = std::env::var("OCOP_SIMULATION_STEPS").map_or(STEPS, |steps| steps.parse().expect("a number"));
        let mut province = Province::on(&database).await;
        for seed in seeds() {
            province.walk(&database, seed, steps).await;
        }
    }
}
