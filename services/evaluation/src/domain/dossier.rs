//! A dossier's way from filing to its end: the states, and what leads from one to the next.
//!
//! A transition takes the dossier and gives the next one, or a refusal that names state and action.
//! Nothing else changes a state.

use std::fmt;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::certificate::CertificateId;
use super::criteria::{CriteriaSet, FIVE, Star};
use super::score::{Outcome, Score};
use super::session::SessionId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a dossier.
    DossierId
}

platform::id_type! {
    /// Identity of a product, as registry gave it.
    ProductId
}

platform::id_type! {
    /// Identity of a producer, as registry gave it.
    ProducerId
}

/// Why a dossier is filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DossierKind {
    /// The product's first assessment.
    First,
}

/// A product as registry had it when the dossier was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductSnapshot {
    pub(crate) id: ProductId,
    pub(crate) etag: String,
    pub(crate) name: String,
    pub(crate) product_set: i32,
    pub(crate) unit: UnitId,
    pub(crate) sample: bool,
}

/// A producer as registry had it when the dossier was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerSnapshot {
    pub(crate) id: ProducerId,
    pub(crate) etag: String,
    pub(crate) name: String,
    pub(crate) kind: String,
}

/// A dossier: one assessment of one product under the rules in force when it was filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dossier {
    pub(crate) id: DossierId,
    pub(crate) kind: DossierKind,
    pub(crate) criteria_version: String,
    pub(crate) product: ProductSnapshot,
    pub(crate) producer: ProducerSnapshot,
    /// Province of its commune, for lists and rights.
    pub(crate) province: UnitId,
    pub(crate) filed_at: Moment,
    pub(crate) filed_by: PersonId,
    pub(crate) state: DossierState,
    pub(crate) version: i64,
    pub(crate) updated_at: Moment,
}

/// Where a dossier stands, with what that state knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DossierState {
    /// The commune is to check it.
    Filed,
    /// The commune accepted it; it is to propose it.
    Accepted { code: String },
    /// The province is to put it before a council.
    Proposed { code: String },
    /// A council scores it.
    Scoring { code: String, session: SessionId },
    /// Scored with a star that is certified; the province's decision is awaited.
    Assessed { code: String, session: SessionId, star: Star, closed_on: NaiveDate },
    /// Scored with the points of five stars; the ministry's turn.
    PotentialFive { code: String, session: SessionId },
    /// Ended without a certificate.
    NotRecognised { code: String, session: SessionId },
    /// Ended with a certificate.
    Certified { code: String, session: SessionId, certificate: CertificateId },
}

/// What can be done with a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Accept,
    Propose,
    OpenSession,
    CloseScoring,
    Certify,
}

impl Action {
    #[cfg(test)]
    const ALL: [Self; 5] = [Self::Accept, Self::Propose, Self::OpenSession, Self::CloseScoring, Self::Certify];
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Accept => "AcceptDossier",
            Self::Propose => "ProposeDossier",
            Self::OpenSession => "OpenSession",
            Self::CloseScoring => "CloseScoring",
            Self::Certify => "EnterDecision",
        };
        formatter.write_str(name)
    }
}

impl DossierState {
    /// Its name in the database and in texts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Accepted { .. } => "accepted",
            Self::Proposed { .. } => "proposed",
            Self::Scoring { .. } => "scoring",
            Self::Assessed { .. } => "assessed",
            Self::PotentialFive { .. } => "potential_five",
            Self::NotRecognised { .. } => "not_recognised",
            Self::Certified { .. } => "certified",
        }
    }

    /// Code of the product, once the commune accepted the dossier.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Filed => None,
            Self::Accepted { code }
            | Self::Proposed { code }
            | Self::Scoring { code, .. }
            | Self::Assessed { code, .. }
            | Self::PotentialFive { code, .. }
            | Self::NotRecognised { code, .. }
            | Self::Certified { code, .. } => Some(code),
        }
    }

    /// Session it is or was scored in.
    pub(crate) fn session(&self) -> Option<SessionId> {
        match self {
            Self::Filed | Self::Accepted { .. } | Self::Proposed { .. } => None,
            Self::Scoring { session, .. }
            | Self::Assessed { session, .. }
            | Self::PotentialFive { session, .. }
            | Self::NotRecognised { session, .. }
            | Self::Certified { session, .. } => Some(*session),
        }
    }
}

impl Dossier {
    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// Refuses to let the same person prepare and approve.
    pub(crate) fn must_not_be_filed_by(&self, person: PersonId) -> Result<(), Error> {
        if self.filed_by == person { Err(Error::FiledBySamePerson) } else { Ok(()) }
    }

    /// Refuses unless it may be accepted; asked before a code is got for it.
    pub(crate) fn must_be_acceptable(&self) -> Result<(), Error> {
        match self.state {
            DossierState::Filed => Ok(()),
            _ => Err(self.refusal(Action::Accept)),
        }
    }

    /// The commune accepts it; the product has its code.
    pub(crate) fn accept(self, code: String, now: Moment) -> Result<Self, Error> {
        self.must_be_acceptable()?;
        Ok(self.become_(DossierState::Accepted { code }, now))
    }

    /// The commune proposes it to the province.
    pub(crate) fn propose(self, now: Moment) -> Result<Self, Error> {
        match &self.state {
            DossierState::Accepted { code } => {
                let code = code.clone();
                Ok(self.become_(DossierState::Proposed { code }, now))
            }
            _ => Err(self.refusal(Action::Propose)),
        }
    }

    /// A session takes it on its list.
    pub(crate) fn take_into(self, session: SessionId, now: Moment) -> Result<Self, Error> {
        match &self.state {
            DossierState::Proposed { code } => {
                let code = code.clone();
                Ok(self.become_(DossierState::Scoring { code, session }, now))
            }
            _ => Err(self.refusal(Action::OpenSession)),
        }
    }

    /// Its scoring is closed with a score: where it goes from here.
    pub(crate) fn scored(
        self,
        set: &CriteriaSet,
        score: &Score,
        closed_on: NaiveDate,
        now: Moment,
    ) -> Result<Self, Error> {
        let DossierState::Scoring { code, session } = &self.state else {
            return Err(self.refusal(Action::CloseScoring));
        };
        let (code, session) = (code.clone(), *session);
        let next = match &score.outcome {
            // By points alone (article 7.4): a five-star minimum that is not met is shown to the ministry.
            Outcome::Ranked(ranking) if ranking.band == FIVE => DossierState::PotentialFive { code, session },
            Outcome::Ranked(ranking) if set.certifies(ranking.star) => {
                DossierState::Assessed { code, session, star: ranking.star, closed_on }
            }
            Outcome::Ranked(_) | Outcome::Eliminated(_) | Outcome::Stopped(_) => {
                DossierState::NotRecognised { code, session }
            }
        };
        Ok(self.become_(next, now))
    }

    /// A decision recognises it.
    pub(crate) fn certify(
        self,
        certificate: CertificateId,
        decided_on: NaiveDate,
        now: Moment,
    ) -> Result<(Self, Star), Error> {
        match &self.state {
            DossierState::Assessed { code, session, star, closed_on } => {
                if decided_on < *closed_on {
                    return Err(Error::DecisionBeforeScoring { dossier: self.id, closed_on: *closed_on });
                }
                let (star, next) =
                    (*star, DossierState::Certified { code: code.clone(), session: *session, certificate });
                Ok((self.become_(next, now), star))
            }
            DossierState::PotentialFive { .. } | DossierState::NotRecognised { .. } => {
                Err(Error::ResultNotCertifiable { dossier: self.id, state: self.state.name() })
            }
            _ => Err(self.refusal(Action::Certify)),
        }
    }

    fn refusal(&self, action: Action) -> Error {
        Error::DossierStateWrong { dossier: self.id, state: self.state.name(), action }
    }

    fn become_(self, state: DossierState, now: Moment) -> Self {
        Self { state, version: self.version + 1, updated_at: now, ..self }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use platform::ids::RawId;

    use super::*;
    use crate::domain::criteria::Catalogue;
    use crate::domain::score::score;
    use crate::domain::sheet::{Finding, Form, FoundRule, Sheet};

    fn moment() -> Moment {
        "2026-11-23T02:00:00Z".parse().expect("a moment")
    }

    fn today() -> NaiveDate {
        "2026-11-23".parse().expect("a day")
    }

    fn dossier(state: DossierState) -> Dossier {
        Dossier {
            id: DossierId::constant(RawId::from_u128(1)),
            kind: DossierKind::First,
            criteria_version: "26-2026".to_owned(),
            product: ProductSnapshot {
                id: ProductId::constant(RawId::from_u128(2)),
                etag: "v1".to_owned(),
                name: "Mật ong".to_owned(),
                product_set: 4,
                unit: "2025:03127".parse().expect("a unit"),
                sample: false,
            },
            producer: ProducerSnapshot {
                id: ProducerId::constant(RawId::from_u128(3)),
                etag: "v1".to_owned(),
                name: "HTX".to_owned(),
                kind: "cooperative".to_owned(),
            },
            province: "2025:11".parse().expect("a unit"),
            filed_at: moment(),
            filed_by: PersonId::constant(RawId::from_u128(4)),
            state,
            version: 1,
            updated_at: moment(),
        }
    }

    fn states() -> Vec<DossierState> {
        let code = || "11-03127-1-2026".to_owned();
        let session = SessionId::constant(RawId::from_u128(5));
        let certificate = CertificateId::constant(RawId::from_u128(6));
        vec![
            DossierState::Filed,
            DossierState::Accepted { code: code() },
            DossierState::Proposed { code: code() },
            DossierState::Scoring { code: code(), session },
            DossierState::Assessed { code: code(), session, star: 3, closed_on: today() },
            DossierState::PotentialFive { code: code(), session },
            DossierState::NotRecognised { code: code(), session },
            DossierState::Certified { code: code(), session, certificate },
        ]
    }

    /// Scores that lead to each end of a scoring.
    fn scores(set: &CriteriaSet) -> Vec<Score> {
        let form = Form::new(set, &[]).expect("no cases");
        let best = Sheet::of_options(crate::scoring::Scorer::published().expect("sound").option_counts(set.number));
        let nothing = Sheet::of_options(vec![0; set.criteria.len()]);
        let forged = Finding { rule: FoundRule::Cause("forged_dossier".to_owned()), evidence: "x".to_owned() };
        // The best sheet, but what three stars do not demand is lowered until five stars are out of reach.
        let mut options = crate::scoring::Scorer::published().expect("sound").option_counts(set.number);
        for (option, criterion) in options.iter_mut().zip(&set.criteria).take(12) {
            if criterion.needed_points(3) == 0 {
                *option = 1;
            }
        }
        let three = Sheet::of_options(options);
        vec![
            score(&form, std::slice::from_ref(&best), &[]),
            score(&form, std::slice::from_ref(&three), &[]),
            score(&form, std::slice::from_ref(&nothing), &[]),
            score(&form, std::slice::from_ref(&best), &[forged]),
        ]
    }

    /// What an action makes of a state: the names of the states it may lead to, or the refusal's reason.
    fn outcome(state: &DossierState, action: Action, set: &CriteriaSet) -> String {
        let dossier = || dossier(state.clone());
        let session = SessionId::constant(RawId::from_u128(7));
        let certificate = CertificateId::constant(RawId::from_u128(8));
        let tried: Vec<Result<Dossier, Error>> = match action {
            Action::Accept => vec![dossier().accept("11-03127-1-2026".to_owned(), moment())],
            Action::Propose => vec![dossier().propose(moment())],
            Action::OpenSession => vec![dossier().take_into(session, moment())],
            Action::CloseScoring => {
                scores(set).iter().map(|score| dossier().scored(set, score, today(), moment())).collect()
            }
            Action::Certify => vec![dossier().certify(certificate, today(), moment()).map(|(dossier, _)| dossier)],
        };
        let mut ends: Vec<_> = tried
            .into_iter()
            .map(|tried| match tried {
                Ok(dossier) => format!("→ {}", dossier.state.name()),
                Err(error) => {
                    let refusal = platform::error::Error::from(error);
                    format!("× {}", platform::error::reason_name(refusal.reason()).to_lowercase())
                }
            })
            .collect();
        ends.dedup();
        ends.join(", ")
    }

    /// The whole table of states and actions, reviewed by eye.
    #[test]
    fn every_state_answers_every_action_as_the_table_says() {
        let catalogue = Catalogue::built_in().expect("sound");
        let set = catalogue.version("26-2026").expect("published").set(4).expect("there");
        let mut table = String::from("States of a dossier, and what each action makes of them.\n");
        for state in states() {
            let _ = write!(table, "\n{}\n", state.name());
            for action in Action::ALL {
                let _ = writeln!(table, "  {:<16}{}", action.to_string(), outcome(&state, action, set));
            }
        }
        testkit::golden(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/dossier-states.txt"), &table);
    }
}
