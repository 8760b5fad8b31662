//! A long walk of random steps by all roles of two provinces and of the ministry, right ones and wrong ones, on one clock
//! set by hand, held after each step against a small model of the rules that knows nothing of the service's code: from
//! filing through councils, second ballots, recusals and the hand-over for five stars to certificates and revocations.
//!
//! Requests are sent twice now and then, as after a lost reply; steps are tried by two at once, of whom one is told that
//! she was late; people of the other province try what is none of theirs; and the services are started again on what
//! their databases hold. In the gate the seeds are fixed; `OCOP_SIMULATION_SEED=… OCOP_SIMULATION_STEPS=…` walks elsewhere
//! and longer. A seed that failed is kept in `tests/simulation-seeds.txt`, one a line, and walked in every gate from then on.

mod model;
mod steps;

use chrono::TimeDelta;
use platform::access::Role;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, dossiers};
use tonic::Code;

use self::model::{Afterwards, Model, PEOPLE, Recognised, Step, Verdict};
use self::steps::COUNTRY;
use crate::hand_over::MINISTRY_OFFICER;
use crate::voters::declare_conflict;
use crate::{
    COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, Home, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER,
    Province, SCORERS, SECRETARY, TEAM_HEAD, appoint_council, best, cast_ballot, decision, new_id, option_with_points,
    person, with,
};

/// Steps of a walk in the gate.
const STEPS: usize = 500;
/// Dossiers that are walked with at the same time.
const DOSSIERS: usize = 6;

/// The provinces that are walked in, and a commune of each.
const HOMES: [Home; 2] =
    [Home { province: PROVINCE, commune: COMMUNE }, Home { province: OTHER_PROVINCE, commune: "2025:00004" }];

/// Who has no duty in councils and teams of her own, and so none elsewhere.
const OFFICIALS: [u64; 4] = [COMMUNE_OFFICER, COMMUNE_LEADER, PROVINCE_OFFICER, PROVINCE_LEADER];

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

/// A walk: everything that goes on, and how far it got.
struct Walk {
    seed: u64,
    dice: Dice,
    /// Choices for five, three and no stars.
    sheets: [Vec<pb::Choice>; 3],
    councils: Vec<(Home, pb::Council)>,
    of_ministry: pb::Council,
    models: Vec<Model>,
    recognised: Vec<Recognised>,
    taken: usize,
    /// Kinds of things that happened, so that a walk in which they did not is noticed.
    second_ballots: usize,
    recusals: usize,
    handed_over: usize,
    revoked: usize,
}

impl Walk {
    fn council(&self, model: &Model) -> pb::Council {
        if model.level == pb::Level::Ministry {
            return self.of_ministry.clone();
        }
        let (_, council) = self.councils.iter().find(|(home, _)| *home == model.home).expect("one a province");
        council.clone()
    }

    /// What somebody tries with a dossier: often what is allowed, so that the walk gets on; else anything by anybody.
    fn choose(&mut self, place: usize, at: usize, today: &str) -> (u64, Step) {
        let model = &self.models[place];
        let open: Vec<_> = PEOPLE
            .into_iter()
            .flat_map(|person| Step::ALL.map(|step| (person, step)))
            .filter(|(person, step)| model.allows(*person, *step, today))
            .filter(|(_, step)| *step != Step::Peek && (!step.gives_up() || at.is_multiple_of(9)))
            .collect();
        if !open.is_empty() && self.dice.roll(4) > 0 {
            open[self.dice.roll(open.len())]
        } else {
            (PEOPLE[self.dice.roll(PEOPLE.len())], Step::ALL[self.dice.roll(Step::ALL.len())])
        }
    }

    /// What a council comes to.
    fn verdict(&mut self, model: &Model) -> Verdict {
        match self.dice.roll(8) {
            0 | 1 if model.round == 1 => Verdict::Apart,
            2 => Verdict::Star(1),
            3..=5 => Verdict::Star(5),
            _ => Verdict::Star(3),
        }
    }

    /// What a member chooses, so that the council comes to a verdict.
    fn choices(&self, verdict: Verdict, member: usize) -> Vec<pb::Choice> {
        let [five, three, nothing] = &self.sheets;
        let sheet = match verdict {
            Verdict::Star(5) => five,
            Verdict::Star(3) => three,
            Verdict::Apart if member < 2 => five,
            Verdict::Star(_) | Verdict::Apart => nothing,
        };
        sheet.clone()
    }
}

impl Province {
    pub(crate) fn today(&self) -> String {
        let now = platform::clock::Clock::Test(self.bed.hands.clone()).now();
        platform::clock::civil_date(now).to_string()
    }

    /// Walks with a seed, and checks each step.
    async fn walk(&mut self, database: &TestDatabase, seed: u64, steps: usize) {
        let issued_before = self.certificate_numbers().await.len();
        let mut walk = self.set_out(seed).await;
        for at in 0..steps {
            if walk.dice.roll(12) == 0 {
                let days = i64::try_from(walk.dice.roll(25)).expect("few");
                self.bed.hands.advance(TimeDelta::days(days));
            }
            if walk.dice.roll(80) == 0 {
                *self = self.started_again(database).await;
            }
            if !walk.recognised.is_empty() && walk.dice.roll(6) == 0 {
                self.step_with_certificate(&mut walk, at).await;
            } else {
                self.step_with_dossier(&mut walk, at).await;
            }
        }
        let Walk { taken, recognised, second_ballots, recusals, handed_over, revoked, .. } = &walk;
        assert!(*taken > steps / 4, "seed {seed}: only {taken} of {steps} steps were taken");
        let happened = [second_ballots, recusals, handed_over, revoked];
        assert!(steps < STEPS || happened.iter().all(|count| **count > 0), "seed {seed}: {happened:?}");
        // Numbers of certificates are 1, 2, 3 and so on within each issuer and year.
        let numbers = self.certificate_numbers().await;
        assert_eq!(numbers.len(), issued_before + recognised.len(), "seed {seed}");
        let mut serials = std::collections::BTreeMap::<String, u32>::new();
        for number in numbers {
            let (year, serial) = number.rsplit_once('-').expect("a serial");
            let last = serials.entry(year.to_owned()).or_default();
            *last += 1;
            assert_eq!(serial.parse(), Ok(*last), "seed {seed}: {number}");
        }
    }

    /// What a walk begins with: councils and advisory teams of the provinces and of the ministry, and dossiers.
    async fn set_out(&mut self, seed: u64) -> Walk {
        let set = self.criteria(4).await;
        let weak = with(&best(&set), "3.5", option_with_points(&set, "3.5", 1));
        let three = ["12", "8", "11"].into_iter().fold(weak, |choices, criterion| with(&choices, criterion, 0));
        let mut councils = Vec::new();
        for home in HOMES {
            self.home = home;
            councils.push((home, self.lasting_council().await));
            self.advisory_team().await;
        }
        let of_ministry = self.of_ministry().await;
        let mut models = Vec::new();
        for number in 0..DOSSIERS {
            models.push(self.begin_dossier(HOMES[number % HOMES.len()], number).await);
        }
        Walk {
            seed,
            dice: Dice(seed),
            sheets: [best(&set), three, Vec::new()],
            councils,
            of_ministry,
            models,
            recognised: Vec::new(),
            taken: 0,
            second_ballots: 0,
            recusals: 0,
            handed_over: 0,
            revoked: 0,
        }
    }

    /// Somebody tries something with a dossier.
    async fn step_with_dossier(&mut self, walk: &mut Walk, at: usize) {
        let place = walk.dice.roll(walk.models.len());
        self.home = walk.models[place].home;
        let today = self.today();
        let (person, step) = walk.choose(place, at, &today);
        let expected = walk.models[place].allows(person, step, &today);
        let context =
            format!("seed {}, step {at}: {step:?} by {person} on {today} of {:?}", walk.seed, walk.models[place]);
        let mut verdict = Verdict::Star(0);
        if step == Step::Score && expected {
            verdict = walk.verdict(&walk.models[place].clone());
            self.vote(walk, place, verdict, &context).await;
        }
        let model = walk.models[place].clone();
        let council = walk.council(&model);
        if OFFICIALS.contains(&person) && walk.dice.roll(6) == 0 {
            self.home = HOMES.into_iter().find(|home| *home != model.home).expect("another one");
            let stranger = self.try_step(person, step, &model, &council, false).await;
            assert!(stranger.is_err(), "{context}, of the other province: {stranger:?}");
            self.home = model.home;
        }
        let answer = if step != Step::Peek && walk.dice.roll(5) == 0 {
            let (one, other) = tokio::join!(
                self.try_step(person, step, &model, &council, false),
                self.try_step(person, step, &model, &council, false)
            );
            assert!(one.is_err() || other.is_err(), "{context}: both were the first");
            one.or(other)
        } else {
            let twice = walk.dice.roll(4) == 0;
            self.try_step(person, step, &model, &council, twice).await
        };
        assert_eq!(answer.is_ok(), expected, "{context}: {answer:?}");
        let now = self.dossier(&model.id).await;
        if !expected {
            assert_eq!((now.state(), now.frozen_version), (model.state, model.versions), "{context}");
            walk.models[place].etag = now.etag;
            return;
        }
        walk.taken += 1;
        let mut model = model.after(person, step, verdict);
        assert_eq!((now.state(), now.frozen_version), (model.state, model.versions), "{context}");
        model.etag.clone_from(&now.etag);
        model.due_on.clone_from(&now.due_on);
        match step {
            Step::Open => {
                let request = self.by(SECRETARY, pb::GetSessionRequest { session_id: now.session_id.clone() });
                model.session = self.client.get_session(request).await.expect("seen").into_inner().session;
            }
            Step::Score if !model.in_discussion => self.sign_minutes(&now.session_id).await,
            Step::SecondBallot => walk.second_ballots += 1,
            Step::Transfer => walk.handed_over += 1,
            Step::Decide => walk.recognised.push(self.recognised(&model, &now).await),
            _ => {}
        }
        let ended = now.turn() == pb::Turn::Nobody;
        assert!(ended || now.level() == model.level, "{context}: {:?}", now.level());
        walk.models[place] = if ended { self.begin_dossier(self.home, DOSSIERS + at).await } else { model };
    }

    /// The members vote; one of them may have a conflict, and nothing of it is seen while ballots come in.
    async fn vote(&mut self, walk: &mut Walk, place: usize, verdict: Verdict, context: &str) {
        let session = walk.models[place].session.clone().expect("it is in one");
        if walk.models[place].round == 1 && walk.dice.roll(4) == 0 {
            let member = SCORERS[1 + walk.dice.roll(SCORERS.len() - 1)];
            let request = self.by(member, declare_conflict(&session));
            self.councils.declare_conflict(request).await.expect(context);
            walk.models[place].recused = Some(member);
            walk.recusals += 1;
        }
        let model = walk.models[place].clone();
        for (number, scorer) in SCORERS.into_iter().enumerate() {
            let choices = walk.choices(verdict, number);
            let ballot = pb::CastBallotRequest { round: model.round, ..cast_ballot(&session, choices) };
            let cast = self.client.cast_ballot(self.by(scorer, ballot)).await;
            assert_eq!(cast.is_ok(), model.recused != Some(scorer), "{context}, ballot of {scorer}: {cast:?}");
            let request = self.by(PROVINCE_OFFICER, pb::GetResultRequest { dossier_id: model.id.clone() });
            let sealed = self.client.get_result(request).await.expect_err(context);
            assert_eq!(sealed.code(), Code::FailedPrecondition, "{context}");
        }
    }

    /// Somebody tries something with a certificate.
    async fn step_with_certificate(&mut self, walk: &mut Walk, at: usize) {
        let place = walk.dice.roll(walk.recognised.len());
        let recognised = walk.recognised[place].clone();
        self.home = recognised.home;
        let today = self.today();
        let open: Vec<_> = PEOPLE
            .into_iter()
            .flat_map(|person| Afterwards::ALL.map(|step| (person, step)))
            .filter(|(person, step)| recognised.allows(*person, *step, &today))
            .collect();
        let (person, step) = if !open.is_empty() && walk.dice.roll(4) > 0 {
            open[walk.dice.roll(open.len())]
        } else {
            (PEOPLE[walk.dice.roll(PEOPLE.len())], Afterwards::ALL[walk.dice.roll(Afterwards::ALL.len())])
        };
        let expected = recognised.allows(person, step, &today);
        let context = format!("seed {}, step {at}: {step:?} by {person} on {today} of {recognised:?}", walk.seed);
        let answer = if walk.dice.roll(4) == 0 {
            let (one, other) = tokio::join!(
                self.try_afterwards(person, step, &recognised),
                self.try_afterwards(person, step, &recognised)
            );
            assert!(one.is_err() || other.is_err(), "{context}: both were the first");
            one.or(other)
        } else {
            self.try_afterwards(person, step, &recognised).await
        };
        assert_eq!(answer.is_ok(), expected, "{context}: {answer:?}");
        if let Ok(revocation) = answer {
            walk.taken += 1;
            walk.revoked += usize::from(step == Afterwards::Revoke);
            // What was dropped leaves the certificate as it was.
            walk.recognised[place].revocation = Some(revocation).filter(|_| step != Afterwards::Drop);
        }
        let get = pb::GetCertificateRequest { certificate_id: recognised.certificate.id, at: String::new() };
        let request = self.by(PROVINCE_OFFICER, get);
        let now = self.client.get_certificate(request).await.expect("found").into_inner().certificate.expect("given");
        assert_eq!(now.status(), walk.recognised[place].status(&today), "{context}");
    }

    /// The certificate a dossier led to.
    async fn recognised(&mut self, model: &Model, dossier: &pb::Dossier) -> Recognised {
        let get = pb::GetCertificateRequest { certificate_id: dossier.certificate_id.clone(), at: String::new() };
        let request = self.by(PROVINCE_OFFICER, get);
        let found = self.client.get_certificate(request).await.expect("found").into_inner();
        let certificate = found.certificate.expect("given");
        assert_eq!(certificate.star, model.star, "{model:?}");
        Recognised { home: model.home, certificate, revocation: None }
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

    /// The ministry's council, with a term longer than the walk, and its advisory team.
    async fn of_ministry(&mut self) -> pb::Council {
        let head = person(TEAM_HEAD).to_string();
        let term = ("2026-10-01", "2099-12-31");
        let team = dossiers::advisory_team(new_id(), COUNTRY, &head, term, decision("88/QĐ-BNNMT", "2026-10-01"));
        let request = self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, team);
        self.steps.appoint_advisory_team(request).await.expect("appointed");
        let mut message = appoint_council();
        let council = message.council.as_mut().expect("given");
        council.term_to = "2099-12-31".to_owned();
        council.unit_id = COUNTRY.to_owned();
        let request = self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, COUNTRY, message);
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
    let failed = include_str!("../../simulation-seeds.txt").lines().filter(|line| !line.starts_with('#'));
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
