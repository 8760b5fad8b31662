//! What leads from one state of a dossier to the next.
//!
//! A transition takes the dossier and gives the next one, or a refusal that names state and action. Each keeps
//! the clocks: what the level owes stands still while the producer owes something.

use chrono::NaiveDate;
use platform::clock::{Moment, civil_date};
use platform::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::forms::Forms;
use super::record::CommuneCheck;
use super::{Action, Clocks, Dossier, DossierKind, DossierState, Level, Step, Terms};
use crate::domain::certificate::CertificateId;
use crate::domain::criteria::{CriteriaSet, FIVE, Star};
use crate::domain::decision::Decision;
use crate::domain::score::{Outcome, Score};
use crate::domain::session::SessionId;
use crate::error::Error;

/// When a step is taken, and the terms its clocks are set by.
#[derive(Clone, Debug)]
pub(crate) struct At<'t> {
    pub(crate) now: Moment,
    pub(crate) terms: Terms<'t>,
}

impl At<'_> {
    /// The civil date.
    pub(crate) fn today(&self) -> NaiveDate {
        civil_date(self.now)
    }
}

impl Dossier {
    /// Its forms or evidence are changed; the state stays.
    pub(crate) fn edited(self, now: Moment) -> Result<Self, Error> {
        self.open_version()?;
        Ok(Self { version: self.version + 1, updated_at: now, ..self })
    }

    /// The producer hands in what it was writing: a draft, a completion or a supplement. The version is frozen.
    pub(crate) fn submit(self, forms: &Forms, by: PersonId, at: &At<'_>) -> Result<Self, Error> {
        let next = match &self.state {
            DossierState::Draft | DossierState::Returned => DossierState::Filed,
            DossierState::SupplementRequested { level } => DossierState::UnderReview { level: *level },
            _ => return Err(self.refusal(Action::Submit)),
        };
        forms.must_be_complete(self.kind)?;
        let first = self.frozen_version == 0;
        let (filed_at, filed_by) = if first { (at.now, by) } else { (self.filed_at, self.filed_by) };
        let frozen_version = self.frozen_version + 1;
        let submitted = Self { frozen_version, filed_at, filed_by, ..self };
        Ok(submitted.moved(next, Action::Submit, String::new(), at))
    }

    /// Refuses unless it may be accepted; asked before a code is got for it.
    pub(crate) fn must_be_acceptable(&self) -> Result<(), Error> {
        match self.state {
            DossierState::Filed => Ok(()),
            _ => Err(self.refusal(Action::Accept)),
        }
    }

    /// The commune accepts it upon its check; the product has its code.
    pub(crate) fn accept(self, check: &CommuneCheck, code: String, at: &At<'_>) -> Result<Self, Error> {
        self.must_be_acceptable()?;
        check.must_be_complete()?;
        let accepted = Self { code: Some(code), ..self };
        Ok(accepted.moved(DossierState::Accepted, Action::Accept, String::new(), at))
    }

    /// The commune sends it back for completion.
    pub(crate) fn return_for_completion(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        match self.state {
            DossierState::Filed => Ok(self.moved(DossierState::Returned, Action::Return, reasons, at)),
            _ => Err(self.refusal(Action::Return)),
        }
    }

    /// The level that has it means to reject it, and says why. Where the producer owes something, its time must
    /// have run out first.
    pub(crate) fn announce_rejection(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        let level = match &self.state {
            DossierState::Filed | DossierState::Returned => Level::Commune,
            DossierState::UnderReview { level } | DossierState::SupplementRequested { level } => *level,
            _ => return Err(self.refusal(Action::AnnounceRejection)),
        };
        if self.state.is_open() {
            self.producers_time_must_be_over(at)?;
        }
        Ok(self.moved(DossierState::RejectionAnnounced { level }, Action::AnnounceRejection, reasons, at))
    }

    /// The producer answers before the rejection.
    pub(crate) fn answer_rejection(self, answer: String, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::RejectionAnnounced { level } => {
                let next = DossierState::RejectionAnswered { level: *level };
                Ok(self.moved(next, Action::AnswerRejection, answer, at))
            }
            _ => Err(self.refusal(Action::AnswerRejection)),
        }
    }

    /// The level is convinced by the answer, or thought better of it, and goes on.
    pub(crate) fn take_up_again(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        let next = match &self.state {
            DossierState::RejectionAnnounced { level } | DossierState::RejectionAnswered { level } => match level {
                Level::Commune => DossierState::Filed,
                Level::Province | Level::Ministry => DossierState::UnderReview { level: *level },
            },
            _ => return Err(self.refusal(Action::TakeUpAgain)),
        };
        Ok(self.moved(next, Action::TakeUpAgain, reasons, at))
    }

    /// The level rejects it: after the producer's answer, or when its time to answer is over.
    pub(crate) fn reject(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        let level = match &self.state {
            DossierState::RejectionAnswered { level } => *level,
            DossierState::RejectionAnnounced { level } => {
                self.producers_time_must_be_over(at)?;
                *level
            }
            _ => return Err(self.refusal(Action::Reject)),
        };
        Ok(self.moved(DossierState::Rejected { level }, Action::Reject, reasons, at))
    }

    /// The commune proposes it to the province.
    pub(crate) fn propose(self, letter: String, at: &At<'_>) -> Result<Self, Error> {
        match self.state {
            DossierState::Accepted => {
                let proposed = Self { proposed_on: Some(at.today()), ..self };
                let next = DossierState::Proposed { level: Level::Province };
                Ok(proposed.moved(next, Action::Propose, letter, at))
            }
            _ => Err(self.refusal(Action::Propose)),
        }
    }

    /// The level takes it in; its review begins.
    pub(crate) fn take_in(self, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::Proposed { level } => {
                let next = DossierState::UnderReview { level: *level };
                Ok(self.moved(next, Action::TakeIn, String::new(), at))
            }
            _ => Err(self.refusal(Action::TakeIn)),
        }
    }

    /// The review needs something of the producer.
    pub(crate) fn request_supplement(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::UnderReview { level } => {
                let next = DossierState::SupplementRequested { level: *level };
                Ok(self.moved(next, Action::RequestSupplement, reasons, at))
            }
            _ => Err(self.refusal(Action::RequestSupplement)),
        }
    }

    /// The review ends with its report; a council's turn.
    pub(crate) fn submit_review(self, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::UnderReview { level } => {
                let next = DossierState::Ready { level: *level };
                Ok(self.moved(next, Action::SubmitReview, String::new(), at))
            }
            _ => Err(self.refusal(Action::SubmitReview)),
        }
    }

    /// A session takes it on its list.
    pub(crate) fn take_into(self, session: SessionId, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::Ready { level } => {
                let next = DossierState::Scoring { level: *level, session };
                Ok(self.moved(next, Action::OpenSession, String::new(), at))
            }
            _ => Err(self.refusal(Action::OpenSession)),
        }
    }

    /// The session gives no result on it; it waits for another one.
    pub(crate) fn postpone(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::Scoring { level, .. } => {
                let next = DossierState::Ready { level: *level };
                Ok(self.moved(next, Action::Postpone, reasons, at))
            }
            _ => Err(self.refusal(Action::Postpone)),
        }
    }

    /// Its scoring is closed with a score: where it goes from here.
    pub(crate) fn scored(
        self,
        set: &CriteriaSet,
        score: &Score,
        transfer: TransferOn,
        at: &At<'_>,
    ) -> Result<Self, Error> {
        let DossierState::Scoring { level, session } = self.state else {
            return Err(self.refusal(Action::CloseScoring));
        };
        let (star, potential_five) = reached_by(score, transfer);
        let closed_on = at.today();
        let next = match level {
            Level::Commune | Level::Province if potential_five => DossierState::PotentialFive { session, closed_on },
            Level::Ministry if star != FIVE => DossierState::ReturnedByMinistry { session, star, closed_on },
            _ if set.certifies(star) => DossierState::Assessed { level, session, star, closed_on },
            _ => DossierState::NotRecognised { session },
        };
        Ok(self.moved(next, Action::CloseScoring, String::new(), at))
    }

    /// True if where it stands is where a score leads.
    pub(crate) fn goes_by(&self, score: &Score, transfer: TransferOn) -> bool {
        let (reached, potential_five) = reached_by(score, transfer);
        match &self.state {
            DossierState::Assessed { star, .. } | DossierState::ReturnedByMinistry { star, .. } => *star == reached,
            DossierState::PotentialFive { .. } => potential_five,
            _ => true,
        }
    }

    /// Refuses unless a decision may recognise it: its issuer's level assessed it, on the decision's day or before.
    pub(crate) fn must_be_recognisable_by(&self, decision: &Decision) -> Result<(), Error> {
        if decision.level() == Level::Province && self.province != decision.issuer {
            return Err(Error::NoSuchDossier { dossier: self.id });
        }
        match &self.state {
            DossierState::Assessed { level, .. } if *level != decision.level() => {
                Err(Error::ResultNotCertifiable { dossier: self.id, state: self.state.name() })
            }
            DossierState::Assessed { closed_on, .. } if decision.reference.date < *closed_on => {
                Err(Error::DecisionBeforeScoring { dossier: self.id, closed_on: *closed_on })
            }
            DossierState::Assessed { .. } => Ok(()),
            DossierState::PotentialFive { .. } | DossierState::NotRecognised { .. } => {
                Err(Error::ResultNotCertifiable { dossier: self.id, state: self.state.name() })
            }
            _ => Err(self.refusal(Action::Certify)),
        }
    }

    /// A decision of the level that assessed it recognises it.
    pub(crate) fn certify(
        self,
        certificate: CertificateId,
        decided_on: NaiveDate,
        at: &At<'_>,
    ) -> Result<(Self, Star), Error> {
        match &self.state {
            DossierState::Assessed { session, star, closed_on, .. } => {
                if decided_on < *closed_on {
                    return Err(Error::DecisionBeforeScoring { dossier: self.id, closed_on: *closed_on });
                }
                let (star, next) = (*star, DossierState::Certified { session: *session, certificate });
                Ok((Self { standing: None, ..self.moved(next, Action::Certify, String::new(), at) }, star))
            }
            DossierState::PotentialFive { .. } | DossierState::NotRecognised { .. } => {
                Err(Error::ResultNotCertifiable { dossier: self.id, state: self.state.name() })
            }
            _ => Err(self.refusal(Action::Certify)),
        }
    }

    /// The province's leader approves the result and hands the whole dossier over to the ministry (article 7.4).
    pub(crate) fn transfer(self, letter: String, at: &At<'_>) -> Result<Self, Error> {
        match self.state {
            DossierState::PotentialFive { .. } => {
                let next = DossierState::Proposed { level: Level::Ministry };
                Ok(self.moved(next, Action::Transfer, letter, at))
            }
            _ => Err(self.refusal(Action::Transfer)),
        }
    }

    /// The province grants what the ministry's result below five stars comes to.
    pub(crate) fn adopt(self, set: &CriteriaSet, at: &At<'_>) -> Result<Self, Error> {
        let DossierState::ReturnedByMinistry { session, star, closed_on } = self.state else {
            return Err(self.refusal(Action::Adopt));
        };
        let next = if set.certifies(star) {
            DossierState::Assessed { level: Level::Province, session, star, closed_on }
        } else {
            DossierState::NotRecognised { session }
        };
        Ok(self.moved(next, Action::Adopt, String::new(), at))
    }

    /// It is assessed once more: by the province after the ministry's result, or because somebody with a right to it
    /// asks. A certificate stands meanwhile.
    pub(crate) fn reassess(self, initiative: Initiative, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        let (level, standing) = match (&self.state, initiative) {
            (DossierState::ReturnedByMinistry { .. } | DossierState::PotentialFive { .. }, _) => {
                (Level::Province, self.standing)
            }
            (DossierState::NotRecognised { .. } | DossierState::Assessed { level: Level::Province, .. }, asked) => {
                self.must_be_asked_for(asked)?;
                (Level::Province, self.standing)
            }
            (DossierState::Certified { certificate, .. }, asked) => {
                (self.must_be_asked_for(asked)?, Some(*certificate))
            }
            _ => return Err(self.refusal(Action::Reassess)),
        };
        let next = DossierState::Ready { level };
        Ok(Self { standing, ..self }.moved(next, Action::Reassess, reasons, at))
    }

    /// The level that is asked; refuses what nobody asked for.
    fn must_be_asked_for(&self, initiative: Initiative) -> Result<Level, Error> {
        match initiative {
            Initiative::Asked { level } => Ok(level),
            Initiative::Own => Err(Error::ReassessmentUnasked { dossier: self.id, state: self.state.name() }),
        }
    }

    /// The result of assessing it once more is that its certificate stands.
    pub(crate) fn uphold(self, certificate: CertificateId, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            DossierState::Assessed { session, .. } => {
                let next = DossierState::Certified { session: *session, certificate };
                Ok(Self { standing: None, ..self.moved(next, Action::Certify, String::new(), at) })
            }
            _ => Err(self.refusal(Action::Certify)),
        }
    }

    /// The producer takes it back; not while sealed ballots lie on it, and not once it has a result, even if that is
    /// being looked into.
    pub(crate) fn withdraw(self, reasons: String, at: &At<'_>) -> Result<Self, Error> {
        match &self.state {
            _ if self.standing.is_some() => Err(self.refusal(Action::Withdraw)),
            DossierState::Draft
            | DossierState::Filed
            | DossierState::Returned
            | DossierState::RejectionAnnounced { .. }
            | DossierState::RejectionAnswered { .. }
            | DossierState::Accepted
            | DossierState::Proposed { .. }
            | DossierState::UnderReview { .. }
            | DossierState::SupplementRequested { .. }
            | DossierState::Ready { .. } => Ok(self.moved(DossierState::Withdrawn, Action::Withdraw, reasons, at)),
            _ => Err(self.refusal(Action::Withdraw)),
        }
    }

    /// True if a review of this dossier is the OCOP agency's own, without advisory team (article 7.6).
    pub(crate) fn is_reviewed_by_agency(&self) -> bool {
        self.kind == DossierKind::ReRanking
    }

    /// Refuses while the producer still has time for what it owes.
    fn producers_time_must_be_over(&self, at: &At<'_>) -> Result<(), Error> {
        match self.clocks.due_on() {
            Some(until) if at.today() <= until => Err(Error::ProducerHasTime { dossier: self.id, until }),
            _ => Ok(()),
        }
    }

    fn moved(self, state: DossierState, action: Action, note: String, at: &At<'_>) -> Self {
        let step = Some(Step { action, from: self.state.name(), turn_before: self.turn(), note });
        // Handed over, or assessed anew: the clocks of that way begin with it.
        let carried = match action {
            Action::Transfer | Action::Reassess => Clocks::default(),
            _ => self.clocks,
        };
        let clocks = carried.entering(state.clocks(self.kind), at.today(), &at.terms);
        Self { state, clocks, step, version: self.version + 1, updated_at: at.now, ..self }
    }
}

/// On whose initiative a dossier is assessed once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Initiative {
    /// The province's own.
    Own,
    /// Another's, who asks the level that answers for the star.
    Asked { level: Level },
}

/// The star of a score, 0 without one, and whether it is potentially five stars.
fn reached_by(score: &Score, transfer: TransferOn) -> (Star, bool) {
    match &score.outcome {
        Outcome::Ranked(ranking) => (ranking.star, transfer.reaches(ranking.band, ranking.star)),
        Outcome::Eliminated(_) | Outcome::Stopped(_) => (0, false),
    }
}

/// What makes a provincial result potentially five stars, by the council's regulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TransferOn {
    /// The points alone, as article 7.4 words it: a five-star minimum that is not met is shown to the ministry.
    #[default]
    Points,
    /// The star: points and minima.
    Rank,
}

impl TransferOn {
    fn reaches(self, band: Star, star: Star) -> bool {
        match self {
            Self::Points => band == FIVE,
            Self::Rank => star == FIVE,
        }
    }
}
