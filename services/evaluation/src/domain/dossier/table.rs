//! The whole machine under test: the table of states and actions, reviewed by eye, and a walk that reaches every
//! state and shows that no dossier can be stuck.

use std::collections::VecDeque;
use std::collections::btree_map::{BTreeMap, Entry};
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use platform::clock::Moment;
use platform::ids::{PersonId, RawId};

use super::forms::{Change, Forms, RegistrationForm, ResultsSinceRecognition, SelfAssessment, SelfAssessmentItem};
use super::record::{Assessment, CommuneCheck};
use super::{Action, At, Dossier, DossierKind, DossierState, Initiative, Level, Terms, TransferOn, Turn};
use crate::domain::calendar::Calendar;
use crate::domain::certificate::CertificateId;
use crate::domain::clock::ClockKind;
use crate::domain::criteria::{Catalogue, CriteriaSet};
use crate::domain::round::Rounds;
use crate::domain::samples::draft;
use crate::domain::score::{Score, score};
use crate::domain::session::SessionId;
use crate::domain::sheet::{Finding, Form, FoundRule, Sheet};
use crate::domain::workflow::Workflows;
use crate::error::Error;
use crate::scoring::Scorer;

/// The facts the machine stands on.
struct Facts {
    catalogue: Arc<Catalogue>,
    workflows: Workflows,
    rounds: Rounds,
    calendar: Calendar,
    scores: Vec<Score>,
}

impl Facts {
    fn new() -> Self {
        let catalogue = Catalogue::built_in().expect("sound");
        let workflows = Workflows::built_in(&catalogue).expect("sound");
        let scores = scores(catalogue.version("26-2026").expect("published").set(4).expect("there"));
        let (rounds, calendar) = (Rounds::built_in().expect("sound"), Calendar::built_in().expect("sound"));
        Self { catalogue, workflows, rounds, calendar, scores }
    }

    fn set(&self) -> &CriteriaSet {
        self.catalogue.version("26-2026").expect("published").set(4).expect("there")
    }

    fn at(&self, now: Moment) -> At<'_> {
        let parameters = self.workflows.of("26-2026").expect("published");
        At {
            now,
            terms: Terms { calendar: self.calendar.clone(), rounds: &self.rounds, further: Vec::new(), parameters },
        }
    }

    /// Everything an action can make of a dossier, now and once the producer's time is over.
    fn outcomes(&self, dossier: &Dossier, action: Action) -> Vec<Result<Dossier, Error>> {
        let late = dossier.clocks.due_on().map(|due| noon(due + Days::new(1)));
        let moments = [Some(moment()), late.filter(|late| *late > moment())];
        moments.into_iter().flatten().flat_map(|now| self.outcomes_at(dossier, action, now)).collect()
    }

    fn outcomes_at(&self, dossier: &Dossier, action: Action, now: Moment) -> Vec<Result<Dossier, Error>> {
        let at = &self.at(now);
        let dossier = || dossier.clone();
        let why = String::new;
        let session = SessionId::constant(RawId::from_u128(7));
        let certificate = CertificateId::constant(RawId::from_u128(8));
        match action {
            Action::Edit => vec![dossier().edited(now)],
            Action::Submit => vec![dossier().submit(&forms(), person(), at)],
            Action::Accept => vec![dossier().accept(&check(), "11-03127-1-2026".to_owned(), at)],
            Action::Return => vec![dossier().return_for_completion(why(), at)],
            Action::AnnounceRejection => vec![dossier().announce_rejection(why(), at)],
            Action::AnswerRejection => vec![dossier().answer_rejection(why(), at)],
            Action::TakeUpAgain => vec![dossier().take_up_again(why(), at)],
            Action::Reject => vec![dossier().reject(why(), at)],
            Action::Propose => vec![dossier().propose(why(), at)],
            Action::TakeIn => vec![dossier().take_in(at)],
            Action::RequestSupplement => vec![dossier().request_supplement(why(), at)],
            Action::SubmitReview => vec![dossier().submit_review(at)],
            Action::OpenSession => vec![dossier().take_into(session, at)],
            Action::Postpone => vec![dossier().postpone(why(), at)],
            Action::CloseScoring => {
                let scored = |score| dossier().scored(self.set(), score, TransferOn::Points, at);
                self.scores.iter().map(scored).collect()
            }
            Action::Certify => {
                let decided_on = at.today();
                vec![dossier().certify(certificate, decided_on, at).map(|(dossier, _)| dossier)]
            }
            Action::Transfer => vec![dossier().transfer(why(), at)],
            Action::Adopt => vec![dossier().adopt(self.set(), at)],
            Action::Reassess => {
                let tried = |initiative| dossier().reassess(initiative, why(), at);
                let asked = [Level::Province, Level::Ministry].map(|level| tried(Initiative::Asked { level }));
                std::iter::once(tried(Initiative::Own)).chain(asked).collect()
            }
            Action::Withdraw => vec![dossier().withdraw(why(), at)],
        }
    }
}

fn noon(day: NaiveDate) -> Moment {
    format!("{day}T05:00:00Z").parse().expect("a moment")
}

fn moment() -> Moment {
    "2026-11-23T02:00:00Z".parse().expect("a moment")
}

fn person() -> PersonId {
    PersonId::constant(RawId::from_u128(4))
}

/// Forms that every kind may hand in.
fn forms() -> Forms {
    let item = SelfAssessmentItem { criterion: "1.1".to_owned(), option: 1, description: String::new() };
    Forms {
        registration: RegistrationForm {
            target_star: 4,
            product_description: "Mật ong".to_owned(),
            ..RegistrationForm::default()
        },
        self_assessment: SelfAssessment { items: vec![item], ..SelfAssessment::default() },
        changes: vec![Change { criterion: "1.1".to_owned(), description: "Vùng mới".to_owned() }],
        results: Some(ResultsSinceRecognition::default()),
    }
}

fn check() -> CommuneCheck {
    let met = || Assessment { met: true, remark: String::new() };
    CommuneCheck {
        complete: true,
        raw_material: met(),
        labour: met(),
        idea_origin: met(),
        local_identity: met(),
        proposal: String::new(),
    }
}

/// Scores that lead to each end of a scoring: five stars, three stars, none, eliminated.
fn scores(set: &CriteriaSet) -> Vec<Score> {
    let form = Form::new(set, &[]).expect("no cases");
    let best = || Scorer::published().expect("sound").option_counts(set.number);
    let nothing = Sheet::of_options(vec![0; set.criteria.len()]);
    let forged = Finding { rule: FoundRule::Cause("forged_dossier".to_owned()), evidence: "x".to_owned() };
    // The best sheet, but what three stars do not demand is lowered until five stars are out of reach.
    let mut options = best();
    for (option, criterion) in options.iter_mut().zip(&set.criteria).take(12) {
        if criterion.needed_points(3) == 0 {
            *option = 1;
        }
    }
    [(Sheet::of_options(best()), vec![]), (Sheet::of_options(options), vec![]), (nothing, vec![])]
        .into_iter()
        .chain([(Sheet::of_options(best()), vec![forged])])
        .map(|(sheet, findings)| score(&form, &[sheet], &findings))
        .collect()
}

/// A dossier's state with its level, and whether a certificate stands meanwhile, as the table names it.
fn named(dossier: &Dossier) -> String {
    let once_more = if dossier.standing.is_some() { ", once more" } else { "" };
    let state = match &dossier.state {
        DossierState::Proposed { level }
        | DossierState::UnderReview { level }
        | DossierState::SupplementRequested { level }
        | DossierState::RejectionAnnounced { level }
        | DossierState::RejectionAnswered { level }
        | DossierState::Ready { level }
        | DossierState::Scoring { level, .. }
        | DossierState::Assessed { level, .. }
        | DossierState::Rejected { level } => format!("{} ({})", dossier.state.name(), level.name()),
        state => state.name().to_owned(),
    };
    state + once_more
}

/// Every state a dossier of a kind can come to, found by doing everything that can be done, with one dossier in it.
fn reachable(facts: &Facts, kind: DossierKind) -> BTreeMap<String, Dossier> {
    let begun = draft(kind);
    let mut found = BTreeMap::from([(named(&begun), begun.clone())]);
    let mut waiting = VecDeque::from([begun]);
    while let Some(dossier) = waiting.pop_front() {
        for action in Action::ALL {
            for next in facts.outcomes(&dossier, action).into_iter().flatten() {
                if let Entry::Vacant(unknown) = found.entry(named(&next)) {
                    unknown.insert(next.clone());
                    waiting.push_back(next);
                }
            }
        }
    }
    found
}

/// What an action makes of a dossier: the states it may lead to, or the refusal's reason.
fn outcome(facts: &Facts, dossier: &Dossier, action: Action) -> String {
    let tried = facts.outcomes(dossier, action).into_iter().map(|tried| match tried {
        Ok(dossier) => format!("→ {}", named(&dossier)),
        Err(error) => {
            let refusal = platform::error::Error::from(error);
            format!("× {}", platform::error::reason_name(refusal.reason()).to_lowercase())
        }
    });
    let mut ends: Vec<String> = Vec::new();
    for end in tried {
        if !ends.contains(&end) {
            ends.push(end);
        }
    }
    ends.join(", ")
}

/// The whole table of states and actions, for a first assessment; kinds differ in whose turn it is and in clocks.
#[test]
fn every_state_answers_every_action_as_the_table_says() {
    let facts = Facts::new();
    let mut table = String::from(
        "States of a dossier, whose turn it is, which clock runs, and what each action makes of it: first in time, then\n\
         once the clock has run out. Actions that are refused in every way for the state are left out.\n",
    );
    for (name, dossier) in reachable(&facts, DossierKind::First) {
        let clocks = dossier.state.clocks(dossier.kind);
        let clock = clocks.running.map_or("no clock", ClockKind::name);
        let standing = clocks.standing.map(|kind| format!(", {} stands still", kind.name())).unwrap_or_default();
        let _ = writeln!(table, "\n{name}: {}; {clock}{standing}", dossier.turn().name());
        for action in Action::ALL {
            let outcome = outcome(&facts, &dossier, action);
            if outcome != "× dossier_state_wrong" {
                let _ = writeln!(table, "  {:<20}{outcome}", action.to_string());
            }
        }
    }
    testkit::golden(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/dossier-states.txt"), &table);
}

/// All states there are, counted by level where they have one.
#[test]
fn a_walk_reaches_every_state_of_every_kind() {
    let facts = Facts::new();
    let at_both = ["proposed", "under_review", "supplement_requested", "ready", "scoring", "assessed"];
    let mut expected: Vec<_> = ["draft", "filed", "returned", "accepted", "potential_five", "returned_by_ministry"]
        .into_iter()
        .chain(["not_recognised", "certified", "withdrawn"])
        .map(str::to_owned)
        .collect();
    for level in [Level::Province, Level::Ministry] {
        expected.extend(at_both.map(|state| format!("{state} ({})", level.name())));
    }
    for level in Level::ALL {
        let rejecting = ["rejection_announced", "rejection_answered", "rejected"];
        expected.extend(rejecting.map(|state| format!("{state} ({})", level.name())));
    }
    // What had ended is taken up once more, and comes to the same ends but for being withdrawn.
    let again = ["ready", "scoring", "assessed"].map(|state| format!("{state} (province)"));
    let at_ministry = expected.iter().filter(|state| state.ends_with("(ministry)"));
    let by_result = ["potential_five", "returned_by_ministry", "not_recognised"].map(str::to_owned);
    let again: Vec<_> =
        again.iter().chain(at_ministry).chain(&by_result).map(|state| format!("{state}, once more")).collect();
    expected.extend(again);
    expected.sort();
    for kind in DossierKind::ALL {
        assert_eq!(reachable(&facts, kind).into_keys().collect::<Vec<_>>(), expected, "{}", kind.name());
    }
}

/// From every state that is no end somebody can go on, and an end can be reached.
#[test]
fn no_dossier_can_be_stuck() {
    let facts = Facts::new();
    for kind in DossierKind::ALL {
        let states = reachable(&facts, kind);
        let next = |dossier: &Dossier| -> Vec<String> {
            let moves = Action::ALL.into_iter().filter(|action| *action != Action::Edit);
            moves.flat_map(|action| facts.outcomes(dossier, action)).flatten().map(|next| named(&next)).collect()
        };
        // Backwards from the ends: what leads to something that ends, ends.
        let mut ending: Vec<_> =
            states.iter().filter(|(_, dossier)| dossier.state.has_ended()).map(|(name, _)| name.clone()).collect();
        loop {
            let leads = |(name, dossier): (&String, &Dossier)| {
                let leads = !ending.contains(name) && next(dossier).iter().any(|next| ending.contains(next));
                leads.then(|| name.clone())
            };
            let further: Vec<_> = states.iter().filter_map(leads).collect();
            if further.is_empty() {
                break;
            }
            ending.extend(further);
        }
        assert_eq!(ending.len(), states.len(), "{}: {:?} do not end", kind.name(), states.keys());
    }
}

/// Whoever's turn it is can do something, and where it is nobody's the dossier has ended.
#[test]
fn every_state_has_someone_whose_turn_it_is() {
    let facts = Facts::new();
    for kind in DossierKind::ALL {
        for (name, dossier) in reachable(&facts, kind) {
            assert_eq!(dossier.turn() == Turn::Nobody, dossier.state.has_ended(), "{name}");
            assert!(Turn::ALL.contains(&dossier.turn()), "{name}");
        }
    }
}

/// Every clock of the workflow that belongs to dossiers runs in a state, and no ended dossier has one.
#[test]
fn every_clock_belongs_to_a_state() {
    let facts = Facts::new();
    let mut running = Vec::new();
    for kind in DossierKind::ALL {
        for (name, dossier) in reachable(&facts, kind) {
            let clocks = dossier.state.clocks(kind);
            assert!(!dossier.state.has_ended() || clocks.running.is_none(), "{name}");
            assert_eq!(dossier.clocks.running.as_ref().map(|clock| clock.kind), clocks.running, "{name}");
            assert_eq!(dossier.clocks.standing.as_ref().map(|clock| clock.kind), clocks.standing, "{name}");
            assert_eq!(dossier.clocks.due_on().is_some(), clocks.running.is_some(), "{name}");
            running.extend(clocks.running);
        }
    }
    // The clock of a revocation is the certificate's, that of a complaint its own.
    let elsewhere = [ClockKind::Revocation, ClockKind::ComplaintAnswer];
    for (kind, name) in ClockKind::ALL.into_iter().filter(|(kind, _)| !elsewhere.contains(kind)) {
        assert!(running.contains(&kind), "{name} runs nowhere");
    }
}

/// What the producer keeps the commune waiting for is not counted against it.
#[test]
fn the_communes_clock_stands_still_while_the_producer_completes() {
    let facts = Facts::new();
    let on = |day: &str| noon(day.parse().expect("a day"));
    // Monday 2026-11-02: fifteen working days are over on Monday 2026-11-23.
    let filed = draft(DossierKind::First).submit(&forms(), person(), &facts.at(on("2026-11-02"))).expect("filed");
    assert_eq!(filed.clocks.due_on(), Some("2026-11-23".parse().expect("a day")));
    // Five working days are used; the producer takes ten days of its own.
    let returned = filed.return_for_completion(String::new(), &facts.at(on("2026-11-09"))).expect("returned");
    assert_eq!(returned.clocks.running.as_ref().map(|clock| clock.kind), Some(ClockKind::Completion));
    let again = returned.submit(&forms(), person(), &facts.at(on("2026-11-19"))).expect("handed in again");
    assert_eq!(again.frozen_version, 2);
    // Ten working days are left, counted from the day after.
    assert_eq!(again.clocks.due_on(), Some("2026-12-03".parse().expect("a day")));
}

/// The producer is heard before a rejection.
#[test]
fn a_dossier_is_not_rejected_before_the_producer_could_answer() {
    let facts = Facts::new();
    let (now, why) = (facts.at(moment()), String::new);
    let filed = draft(DossierKind::First).submit(&forms(), person(), &now).expect("filed");
    let announced = filed.announce_rejection(why(), &now).expect("announced");
    let due = announced.clocks.due_on().expect("a clock");
    assert!(matches!(announced.clone().reject(why(), &now), Err(Error::ProducerHasTime { until, .. }) if until == due));
    let answered = announced.clone().answer_rejection(why(), &now).expect("answered");
    assert!(answered.reject(why(), &now).is_ok());
    assert!(announced.reject(why(), &facts.at(noon(due + Days::new(1)))).is_ok());
}
