//! Where a dossier stands, whose turn it is, and what can be done with it.

use std::fmt;

use chrono::NaiveDate;

use super::super::certificate::CertificateId;
use super::super::criteria::Star;
use super::super::session::SessionId;
use super::DossierKind;

/// A level of the State that handles dossiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Commune,
    Province,
    Ministry,
}

impl Level {
    /// All levels, from the lowest up.
    pub(crate) const ALL: [Self; 3] = [Self::Commune, Self::Province, Self::Ministry];

    /// Its name in the database and in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Province => "province",
            Self::Ministry => "ministry",
        }
    }

    /// The level of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// Where a dossier stands, with what that state knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DossierState {
    /// Being written.
    Draft,
    /// Handed in; the commune checks it.
    Filed,
    /// Sent back by the commune for completion.
    Returned,
    /// A level means to reject it; the producer may answer first.
    RejectionAnnounced { level: Level },
    /// The producer answered; the level decides.
    RejectionAnswered { level: Level },
    /// The commune accepted it; it is to propose it.
    Accepted,
    /// Sent to a level, which is to take it in.
    Proposed { level: Level },
    /// Looked through by the advisory team, or by the OCOP agency for a re-ranking.
    UnderReview { level: Level },
    /// The review waits for papers, tests or samples of the producer.
    SupplementRequested { level: Level },
    /// Reviewed; a council is to put it on the list of a session.
    Ready { level: Level },
    /// A council scores it.
    Scoring { level: Level, session: SessionId },
    /// Scored with a star that is certified; the level's decision is awaited.
    Assessed { level: Level, session: SessionId, star: Star, closed_on: NaiveDate },
    /// Scored by the province with the points of five stars; its leader is to hand it over to the ministry.
    PotentialFive { session: SessionId, closed_on: NaiveDate },
    /// Scored by the ministry below five stars: the province adopts that result or assesses again.
    ReturnedByMinistry { session: SessionId, star: Star, closed_on: NaiveDate },
    /// Ended without a certificate.
    NotRecognised { session: SessionId },
    /// Ended with a certificate.
    Certified { session: SessionId, certificate: CertificateId },
    /// Ended by a level, with its reasons.
    Rejected { level: Level },
    /// Ended by the producer.
    Withdrawn,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The producer, or who assists it.
    Producer,
    /// An officer of the level's OCOP agency; at the commune, of its people's committee.
    Officer(Level),
    /// The level's advisory team.
    AdvisoryTeam(Level),
    /// The level's council.
    Council(Level),
    /// Who answers for the level.
    Leader(Level),
    /// Nobody: the dossier has ended.
    Nobody,
}

impl Turn {
    /// All turns.
    pub(crate) const ALL: [Self; 12] = [
        Self::Producer,
        Self::Officer(Level::Commune),
        Self::Leader(Level::Commune),
        Self::Officer(Level::Province),
        Self::AdvisoryTeam(Level::Province),
        Self::Council(Level::Province),
        Self::Leader(Level::Province),
        Self::Officer(Level::Ministry),
        Self::AdvisoryTeam(Level::Ministry),
        Self::Council(Level::Ministry),
        Self::Leader(Level::Ministry),
        Self::Nobody,
    ];

    /// Its name in the database and in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Officer(Level::Commune) => "commune_officer",
            Self::Officer(Level::Province) => "province_officer",
            Self::Officer(Level::Ministry) => "ministry_officer",
            Self::AdvisoryTeam(Level::Ministry) => "ministry_team",
            Self::AdvisoryTeam(_) => "province_team",
            Self::Council(Level::Ministry) => "ministry_council",
            Self::Council(_) => "province_council",
            Self::Leader(Level::Commune) => "commune_leader",
            Self::Leader(Level::Province) => "province_leader",
            Self::Leader(Level::Ministry) => "ministry_leader",
            Self::Nobody => "nobody",
        }
    }

    /// The turn of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.name() == name)
    }

    /// The level that has the turn; the producer's is none of the State's.
    pub(crate) fn level(self) -> Option<Level> {
        match self {
            Self::Producer | Self::Nobody => None,
            Self::Officer(level) | Self::AdvisoryTeam(level) | Self::Council(level) | Self::Leader(level) => {
                Some(level)
            }
        }
    }
}

/// What can be done with a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Edit,
    Submit,
    Accept,
    Return,
    AnnounceRejection,
    AnswerRejection,
    TakeUpAgain,
    Reject,
    Propose,
    TakeIn,
    RequestSupplement,
    SubmitReview,
    OpenSession,
    Postpone,
    CloseScoring,
    Certify,
    Transfer,
    Adopt,
    Reassess,
    Withdraw,
}

impl Action {
    /// All actions, in the order of a dossier's way.
    pub(crate) const ALL: [Self; 20] = [
        Self::Edit,
        Self::Submit,
        Self::Accept,
        Self::Return,
        Self::AnnounceRejection,
        Self::AnswerRejection,
        Self::TakeUpAgain,
        Self::Reject,
        Self::Propose,
        Self::TakeIn,
        Self::RequestSupplement,
        Self::SubmitReview,
        Self::OpenSession,
        Self::Postpone,
        Self::CloseScoring,
        Self::Certify,
        Self::Transfer,
        Self::Adopt,
        Self::Reassess,
        Self::Withdraw,
    ];

    /// The rpc that does it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Edit => "UpdateForms",
            Self::Submit => "SubmitDossier",
            Self::Accept => "AcceptDossier",
            Self::Return => "ReturnDossier",
            Self::AnnounceRejection => "AnnounceRejection",
            Self::AnswerRejection => "AnswerRejection",
            Self::TakeUpAgain => "TakeUpDossier",
            Self::Reject => "RejectDossier",
            Self::Propose => "ProposeDossier",
            Self::TakeIn => "TakeInDossier",
            Self::RequestSupplement => "RequestSupplement",
            Self::SubmitReview => "SubmitReviewReport",
            Self::OpenSession => "OpenSession",
            Self::Postpone => "PostponeDossier",
            Self::CloseScoring => "CloseScoring",
            Self::Certify => "EnterDecision",
            Self::Transfer => "TransferDossier",
            Self::Adopt => "AdoptMinistryResult",
            Self::Reassess => "ReassessDossier",
            Self::Withdraw => "WithdrawDossier",
        }
    }

    /// The action of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl DossierState {
    /// Its name in the database and in texts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Filed => "filed",
            Self::Returned => "returned",
            Self::RejectionAnnounced { .. } => "rejection_announced",
            Self::RejectionAnswered { .. } => "rejection_answered",
            Self::Accepted => "accepted",
            Self::Proposed { .. } => "proposed",
            Self::UnderReview { .. } => "under_review",
            Self::SupplementRequested { .. } => "supplement_requested",
            Self::Ready { .. } => "ready",
            Self::Scoring { .. } => "scoring",
            Self::Assessed { .. } => "assessed",
            Self::PotentialFive { .. } => "potential_five",
            Self::ReturnedByMinistry { .. } => "returned_by_ministry",
            Self::NotRecognised { .. } => "not_recognised",
            Self::Certified { .. } => "certified",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The level that has it, or had it last.
    pub(crate) fn level(&self) -> Level {
        match self {
            Self::Draft | Self::Filed | Self::Returned | Self::Accepted | Self::Withdrawn => Level::Commune,
            Self::RejectionAnnounced { level }
            | Self::RejectionAnswered { level }
            | Self::Proposed { level }
            | Self::UnderReview { level }
            | Self::SupplementRequested { level }
            | Self::Ready { level }
            | Self::Scoring { level, .. }
            | Self::Assessed { level, .. }
            | Self::Rejected { level } => *level,
            Self::PotentialFive { .. }
            | Self::ReturnedByMinistry { .. }
            | Self::NotRecognised { .. }
            | Self::Certified { .. } => Level::Province,
        }
    }

    /// Session it is or was last scored in.
    pub(crate) fn session(&self) -> Option<SessionId> {
        match self {
            Self::Scoring { session, .. }
            | Self::Assessed { session, .. }
            | Self::PotentialFive { session, .. }
            | Self::ReturnedByMinistry { session, .. }
            | Self::NotRecognised { session }
            | Self::Certified { session, .. } => Some(*session),
            _ => None,
        }
    }

    /// Star it was scored with, while that waits for a decision.
    pub(crate) fn star(&self) -> Option<Star> {
        match self {
            Self::Assessed { star, .. } | Self::ReturnedByMinistry { star, .. } => Some(*star),
            _ => None,
        }
    }

    /// True if nothing more happens to it.
    #[cfg(test)]
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self, Self::NotRecognised { .. } | Self::Certified { .. } | Self::Rejected { .. } | Self::Withdrawn)
    }

    /// True if its forms and evidence can be changed.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Draft | Self::Returned | Self::SupplementRequested { .. })
    }

    /// Whose turn it is. A re-ranking goes without advisory team (Decision 26/2026, article 7.6).
    pub(crate) fn turn(&self, kind: DossierKind) -> Turn {
        match self {
            Self::Draft | Self::Returned | Self::RejectionAnnounced { .. } | Self::SupplementRequested { .. } => {
                Turn::Producer
            }
            Self::Filed => Turn::Officer(Level::Commune),
            Self::RejectionAnswered { level } | Self::Proposed { level } => Turn::Officer(*level),
            Self::Accepted => Turn::Leader(Level::Commune),
            Self::UnderReview { level } if kind == DossierKind::ReRanking => Turn::Officer(*level),
            Self::UnderReview { level } => Turn::AdvisoryTeam(*level),
            Self::Ready { level } | Self::Scoring { level, .. } => Turn::Council(*level),
            Self::Assessed { level, .. } => Turn::Leader(*level),
            Self::PotentialFive { .. } => Turn::Leader(Level::Province),
            Self::ReturnedByMinistry { .. } => Turn::Officer(Level::Province),
            Self::NotRecognised { .. } | Self::Certified { .. } | Self::Rejected { .. } | Self::Withdrawn => {
                Turn::Nobody
            }
        }
    }
}
